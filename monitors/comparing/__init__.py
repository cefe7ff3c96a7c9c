"""From what was read to changes that are kept: each page against its past, and the past by today's watch list."""
