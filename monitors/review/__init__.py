"""The review desk: the queue of changes, each with its diff and its proof, and a verdict that is kept."""
