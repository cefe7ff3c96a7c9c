"""The case report: what became of one subject in a period, each statement with the captures that prove it."""
