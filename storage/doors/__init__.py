"""The store's doors: one for each kind of record that is kept."""
