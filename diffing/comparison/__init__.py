"""How two texts are compared: pieces, their partners, their order, their boundaries."""
