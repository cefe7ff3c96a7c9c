"""A browser of ours shows a captured page: what it may reach, and what is kept of what it shows."""
