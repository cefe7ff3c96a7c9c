"""Reading archives that others made: WARC files and WACZ."""
