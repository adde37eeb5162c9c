"""The door to Telegram: updates fetched or posted, sifted, sealed and stored in order; requests sent at a pace."""
