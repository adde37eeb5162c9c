"""Packages that are optional extras: imported when a file is asked for, missed in words a person can act on."""

from importlib import import_module
from typing import Any


class ExtraMissing(Exception):
    """An extra is not installed; the text is one line and says how to get it."""


def imported(module: str, *, extra: str) -> Any:
    """The module of an extra. Raises ExtraMissing where it is not installed."""
    try:
        return import_module(module)
    except ImportError:
        raise ExtraMissing(
            f"{extra.upper()} files need the extra `{extra}`: `pip install 'slipstream-desk[{extra}]'`"
        ) from None
