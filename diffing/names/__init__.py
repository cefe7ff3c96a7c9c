"""Names of people and organisations: folded across scripts, de-inflected, matched."""
