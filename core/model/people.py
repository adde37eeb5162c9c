"""The words for people: numbers in the book, roles, and the states of a lead."""

from enum import IntEnum
from typing import NewType

PersonId = NewType("PersonId", int)
"""A person's number in the book; names, bios and chats live outside of it."""
Origin = NewType("Origin", str)
"""Where a command came from (an update, a confirmation, a scenario line): the same origin takes effect once."""
OPERATOR = PersonId(0)
"""Whoever runs the desk acts in the book as this one person; who it was stands in the command's origin."""


class LeadState(IntEnum):
    """R-3.10."""

    NONE = 0
    APPLIED = 1
    REJECTED = 2
    APPROVED = 3
    ACTIVE = 4
    STOP_REQUESTED = 5
    STOPPED = 6
    SUSPENDED = 7
    REVOKED = 8


class StopReason(IntEnum):
    """Why a lead asks to stop (R-3.12)."""

    TAKING_A_BREAK = 1
    STRATEGY_CHANGE = 2
    LOW_EARNINGS = 3
    TOO_MANY_COPIERS = 4
    TECHNICAL_PROBLEMS = 5
    OTHER = 6
