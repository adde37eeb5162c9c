"""`slipstream why REFERENCE`: one copy order's stored decision with all its inputs, and decided anew on request."""

import argparse
import json
import sys
from typing import Any

from bot.host.where import ask_folder, journal_of
from core.adapters.journals.sqlite import read_only
from core.model.money import text
from core.model.people import PersonId
from core.model.reasons import Reason
from core.replay import Decision, decisions
from core.views.log import reference
from core.views.why import ladder


def main(argv: list[str]) -> int:
    """Prints every decision under a reference. 0: found, and the same where replayed; 1: not found; 3: not the same."""
    parser = argparse.ArgumentParser(prog="slipstream why", description="Show why a copy order was sent, or was not.")
    parser.add_argument("reference", help="the short name on the copy's card, such as 7F3K")
    ask_folder(parser)
    parser.add_argument("--replay", action="store_true", help="decide it anew from the journal, and compare")
    given = parser.parse_args(argv)
    found = [
        (decision, line)
        for decision in decisions(read_only(journal_of(given.data)))
        for line in _lines(decision, given.reference.upper())
    ]
    for decision, line in found:
        print(json.dumps({**line, "same": decision.same} if given.replay else line, ensure_ascii=False))  # noqa: T201
    if not found:
        said = f"no copy order is called {given.reference} in {given.data}: its card ends with the name, such as 7F3K"
        print(f"slipstream why: {said}", file=sys.stderr)  # noqa: T201
        return 1
    return 3 if given.replay and not all(decision.same for decision, _ in found) else 0


def _lines(decision: Decision, wanted: str) -> list[dict[str, Any]]:
    people = decision.book.leads[decision.fact.lead].copyings.person
    rows = decision.fact.rows.tolist()
    copiers = [PersonId(int(people[row])) for row in rows]
    return [_line(decision, at) for at, who in enumerate(copiers) if reference(decision.fact.batch, who) == wanted]


def _line(decision: Decision, at: int) -> dict[str, Any]:
    fact, book = decision.fact, decision.book
    instrument, reason = book.instruments[fact.symbol], Reason(int(fact.reason[at]))
    passed, failed = ladder(reason)
    return {
        "at": decision.record.at.isoformat(),
        "seq": decision.record.seq,
        "lead": fact.lead,
        "copier": int(book.leads[fact.lead].copyings.person[fact.rows[at]]),
        "order": fact.batch,
        "symbol": fact.symbol,
        "lead_notional": text(fact.lead_notional),
        "lead_equity": text(fact.lead_equity),
        "price_copy": format(instrument.price_decimal(fact.price_copy), "f"),
        "copy_quote": text(int(fact.asked[at])),
        "quantity": format(instrument.quantity_decimal(int(fact.quantity[at])), "f"),
        "limit": format(instrument.price_decimal(int(fact.limit[at])), "f"),
        "passed": [guard.value for guard in passed],
        "failed": failed.value if failed else None,
        "code": reason.name if reason else None,
    }
