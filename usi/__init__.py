"""USI: the network on which trade unions and their allies act for each other across borders."""
