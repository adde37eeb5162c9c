"""The canonical form of a statement: the bytes that are hashed and signed, one way to write each statement.

Version 1: JSON in ASCII, keys sorted, no spaces. Every value is exact text: money with 8 decimals, ratios, quantities
and prices as plain decimals without zeros at the end, moments in UTC with microseconds, names as all forms show them.
"""

import json
from typing import Any, Final

from bot.statements.fields import CLOSE, COPIER, HEAD, TOTALS, NotAValue, texts, values
from core.views.statement import CloseLine, CopierLine, Statement, Totals

VERSION: Final = "slipstream-statement/1"


def canonical(statement: Statement) -> bytes:
    """The bytes of a statement; equal statements have equal bytes, and each byte is ASCII."""
    whole: dict[str, Any] = {
        "version": VERSION,
        **texts(HEAD, statement),
        "totals": texts(TOTALS, statement.totals),
        "closes": [texts(CLOSE, line) for line in statement.closes],
        "copiers": [texts(COPIER, line) for line in statement.copiers],
    }
    return json.dumps(whole, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode("ascii")


def read_canonical(content: bytes) -> Statement:
    """The statement whose canonical form `content` is. Raises NotAValue for all other bytes."""
    try:
        whole = json.loads(content.decode("ascii"))
        statement = _statement(whole)
    except (ValueError, KeyError, TypeError, RecursionError) as problem:  # NotAValue is a ValueError
        raise NotAValue("these bytes are no statement") from problem
    if canonical(statement) != content:
        raise NotAValue("a statement is written in one way, and this is another")
    return statement


def built(
    head: dict[str, str], totals: dict[str, str], closes: list[dict[str, str]], copiers: list[dict[str, str]]
) -> Statement:
    """A statement from the exact texts of its fields. Raises NotAValue."""
    return Statement(
        **values(HEAD, head),
        totals=Totals(**values(TOTALS, totals)),
        closes=tuple(CloseLine(**values(CLOSE, line)) for line in closes),
        copiers=tuple(CopierLine(**values(COPIER, line)) for line in copiers),
    )


def _statement(whole: Any) -> Statement:
    if not isinstance(whole, dict) or whole.pop("version") != VERSION:
        raise NotAValue("another version of the canonical form")
    parts = {name: whole.pop(name) for name in ("totals", "closes", "copiers")}
    return built(whole, **parts)
