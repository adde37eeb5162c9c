"""What a story prints: each fact of the journal as lines of the contract, and everybody's money at the end."""

from bot.scenario.printing.printer import SCRIPT_NAMES, Printer
from bot.scenario.printing.standing import standing

__all__ = ["SCRIPT_NAMES", "Printer", "standing"]
