"""What passes over a connection, byte for byte, and how it becomes an exchange."""
