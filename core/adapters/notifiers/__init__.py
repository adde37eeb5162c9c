"""Ways to tell somebody something outside of the chat."""
