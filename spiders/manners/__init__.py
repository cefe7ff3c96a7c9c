"""A polite guest: robots.txt, delays, hosts that asked us to wait."""
