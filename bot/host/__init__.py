"""What the `slipstream` command does on the host besides running the desk, and what the desk asks of the machine."""
