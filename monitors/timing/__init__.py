"""When what is due: pure decisions about hours, windows, rates and silence."""
