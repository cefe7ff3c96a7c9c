"""What is told to programs: the JSON of the contract, and its types."""
