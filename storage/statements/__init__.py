"""SQL beside `database`: one file for each part of the tables."""
