"""How one string is searched for everything that is watched."""
