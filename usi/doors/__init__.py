"""How the world comes in: the website, the demonstration network, the operator's console."""
