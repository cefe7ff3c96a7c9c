"""Every exchange becomes evidence first: archive, ledger, database, in this order."""
