"""A small invented world on this machine that changes between checks: the demo, and the shortest trip down the road."""
