"""How we fetch. One file for each way of publishing, and what makes us a safe and polite guest."""
