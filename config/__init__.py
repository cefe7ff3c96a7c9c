"""What we are told: the operator's declarations, read and checked. Imports nothing of ours."""
