"""The evidence: WARC files that are never rewritten, and the ledger that chains them."""
