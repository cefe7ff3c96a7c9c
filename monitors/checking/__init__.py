"""The main job: fetch, archive, read, compare, sign; for some sources, now."""
