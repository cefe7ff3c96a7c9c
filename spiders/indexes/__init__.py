"""What an index says: the readers of feeds, sitemaps and listings, and the bounds they work in."""
