"""What runs when, and who hears of it."""
