"""From captures that wait to texts with their mentions, in processes of their own."""
