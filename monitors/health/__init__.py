"""What we could not look at, and whether this machine is fit to look."""
