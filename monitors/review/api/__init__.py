"""The read-only JSON API: what the commands print with `--json`, for programs that carry a token."""
