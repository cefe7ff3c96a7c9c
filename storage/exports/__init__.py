"""Handing captures over: chosen groups byte for byte, the ledger's part that speaks of them, and a verifier."""
