"""The sending of a digest: each recipient gets it once."""
