"""Handlers: a press or a text in, a command to the core, a screen out."""
