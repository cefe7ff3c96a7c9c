"""What must be known of a language to find names in it: one module a language, all of them named in `known.py`."""
