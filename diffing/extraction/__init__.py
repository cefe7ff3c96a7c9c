"""From bytes to an article: one file for each type of document."""
