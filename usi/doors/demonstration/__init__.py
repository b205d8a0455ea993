"""The demonstration network: invented organisations, people, articles and campaigns to try the node on."""
