"""Screens: a view in, a Screen out. Nothing here awaits, knows the time or imports telegram."""
