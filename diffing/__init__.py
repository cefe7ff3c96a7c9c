"""What differs, and whom it concerns. Pure: no clock, no network, no database."""
