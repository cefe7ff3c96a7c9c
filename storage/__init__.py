"""What we keep: records, the database and the archive. Imports nothing of ours."""
