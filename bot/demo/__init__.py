"""`slipstream demo`: a Telegram, a market, people and a time of its own around the desk that also runs for real."""
