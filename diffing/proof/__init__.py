"""The proof of a watch list: every name and article finds itself, and nobody else's."""
