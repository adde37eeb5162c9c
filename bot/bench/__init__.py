"""What the desk costs, beside what it must cost: the measurements behind `make bench`."""

from bot.bench.command import main

__all__ = ["main"]
