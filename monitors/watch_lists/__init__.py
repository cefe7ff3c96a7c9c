"""The operator's files edited by the program: comments stay, and what would not load is not written."""
