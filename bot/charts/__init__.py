"""Pictures: values in, PNG bytes out, drawn by matplotlib in one process of its own; without it there is only text."""
