"""Scenario scripts: a story in JSON Lines, played on a fresh desk with a virtual clock, printed as facts."""

from bot.scenario.main import main

__all__ = ["main"]
