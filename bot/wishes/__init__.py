"""How each person wants to be told: about which topics, how loudly, at which hours of their own zone."""
