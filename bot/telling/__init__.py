"""What people are told without asking: alerts as they come, the digest of a day, and messages of the desk's own."""
