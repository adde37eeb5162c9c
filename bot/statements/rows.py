"""A sealed statement as rows of exact text, and back: the CSV file, and the sheet an XLSX file is checked by.

Headings are English in every language, numbers plain decimals, times ISO with their offset: the cycle's in the desk's
zone, the others in the reader's; read back, a time counts as the instant it names, whatever that zone's rules are by
then. A text that a spreadsheet would take for a formula gets a leading apostrophe (P-19).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.statements.canonical import VERSION, built
from bot.statements.computing import ENGLISH, how_computed
from bot.statements.fields import CLOSE, COPIER, HEAD, MOMENT, MONEY, TOTALS, Fields, Kind, NotAValue, padded
from core.model.calendar import Calendar, Hours
from core.model.limits import Limits
from core.views.statement import Party, Sealed

Rows = list[list[str]]
Local = Callable[[datetime], datetime]

MOST_ROWS: Final = 200_000
"""Of a file that is looked at: some 100,000 closes."""
IN_CYCLE: Final = frozenset({"starts", "ends"})
"""Fields shown in the desk's own time."""
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n\0]")

HEADINGS: Final = {
    "number": "Statement number",
    "person": "Account",
    "name": "Name",
    "party": "Party",
    "lead": "Lead account",
    "other": "Other party",
    "paper": "Mode",
    "starts": "Cycle starts",
    "ends": "Cycle ends",
    "settled_at": "Settled at",
    "outcome": "Outcome",
    "ratio": "Profit share ratio",
    "at": "Closed at",
    "order": "Copy order",
    "symbol": "Instrument",
    "base": "Coin",
    "quantity": "Quantity",
    "price": "Price",
    "proceeds": "Proceeds",
    "cost": "Cost",
    "gross": "Gross",
    "fees": "Fees",
    "net": "Net",
    "closes": "Closes",
    "withheld_before": "Withheld before",
    "withheld": "Withheld",
    "adjustment": "Adjustment",
    "due": "Due",
    "payable": "Payable",
    "refund": "Refund",
    "withheld_after": "Withheld after",
    "net_before": "Net before",
    "due_before": "Due before",
}
TITLE: Final = "Slipstream statement"
HOW: Final = "How computed"
PROOF: Final = {"previous": "Previous hash", "hash": "Hash", "signature": "Signature", "key": "Public key"}
LENGTHS: Final = {"previous": 64, "hash": 64, "signature": 128, "key": 64}


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says: a sealed statement, not yet checked, its times as they are shown, and the desk's offset."""

    sealed: Sealed
    local: Local
    hours: Hours


def in_zone(zone: str) -> Local:
    """Times as a reader's clock shows them."""
    where = ZoneInfo(zone)
    return lambda at: at.astimezone(where)


def rows_of(sealed: Sealed, local: Local, hours: Hours) -> Rows:
    """Parties, closes or copiers, totals, how it was computed, and the proof; an empty row between the parts.

    `hours`: the desk's offset from UTC.
    """
    statement, calendar = sealed.statement, Calendar(hours)
    columns, lines = (CLOSE, statement.closes) if statement.party is Party.COPIER else (COPIER, statement.copiers)
    return [
        [TITLE, VERSION],
        *_pairs(HEAD, statement, local, calendar),
        [],
        [HEADINGS[name] for name in columns],
        *([_cell(kind, getattr(line, name), local) for name, kind in columns.items()] for line in lines),
        [],
        *_pairs(TOTALS, statement.totals, local, calendar),
        [],
        *(
            [HOW, guarded(sentence)]
            for sentence in how_computed(statement, replace(ENGLISH, limits=Limits(clock=calendar)))
        ),
        [],
        *([heading, getattr(sealed, name)] for name, heading in PROOF.items()),
    ]


def read_rows(rows: Rows) -> Read:
    """The statement that rows say, whoever wrote them. Raises NotAValue where they are not those of a statement.

    What comes back is only what they say: whether each cell is the one `rows_of` writes is for the caller to compare.
    """
    parts = list(_parts(rows))
    if len(parts) != 5 or parts[0][0] != [TITLE, VERSION]:
        raise NotAValue("the rows are not those of a statement")
    head, lines, totals, _, proof = parts
    moments = _Moments()
    read = _texts([HEADINGS[name] for name in HEAD], head[1:])
    copier = read[HEADINGS["party"]] == Party.COPIER
    table = _lines(CLOSE if copier else COPIER, lines, moments)
    statement = built(
        _exact(HEAD, read, moments),
        _exact(TOTALS, _texts([HEADINGS[name] for name in TOTALS], totals), moments),
        table if copier else [],
        [] if copier else table,
    )
    proofs = _texts(list(PROOF.values()), proof)
    sealed = Sealed(statement, **{name: _hex(name, proofs[heading]) for name, heading in PROOF.items()})
    return Read(sealed, moments.local, _hours(read[HEADINGS["starts"]]))


def guarded(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` made a cell of."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


class _Moments:
    """The times of a file: each instant, as the file shows it."""

    def __init__(self) -> None:
        self._shown: dict[datetime, datetime] = {}

    def exact(self, cell: str) -> str:
        """The canonical text of a time. Raises NotAValue where it is none, or one instant is shown in two ways."""
        try:
            at = datetime.fromisoformat(cell)
            text = MOMENT.text(at.astimezone(UTC))
        except (ValueError, OverflowError) as problem:
            raise NotAValue(f"{cell[:40]!r} is no time") from problem
        if at.tzinfo is None or self._shown.setdefault(at, at).isoformat() != cell:
            raise NotAValue(f"{cell[:40]!r} is not written as the other times")
        return text

    def local(self, at: datetime) -> datetime:
        """An instant of the file as it shows it."""
        return self._shown[at]


def _hours(cell: str) -> Hours:
    """The desk's offset, from a time of its cycle that has been read. Raises NotAValue where it is not whole hours."""
    offset = datetime.fromisoformat(cell).utcoffset() or timedelta()
    hours, rest = divmod(offset, timedelta(hours=1))
    if rest:
        raise NotAValue(f"{cell[:40]!r} is in no desk's zone")
    return Hours(hours)


def _pairs(fields: Fields, of: object, local: Local, calendar: Calendar) -> Iterator[list[str]]:
    for name, kind in fields.items():
        yield [HEADINGS[name], _cell(kind, getattr(of, name), calendar.local if name in IN_CYCLE else local)]


def _cell(kind: Kind, value: object, local: Local) -> str:
    if isinstance(value, datetime):
        return local(value).isoformat()
    text = kind.text(value)
    if kind is MONEY:
        return padded(text, 2)
    return text if kind.number else guarded(text)


def _parts(rows: Rows) -> Iterator[Rows]:
    """The blocks between empty rows, cells at a row's end that are empty left out but for the second."""
    part: Rows = []
    for row in [*rows, []]:
        if any(row):
            part.append(row)
        elif part:
            yield part
            part = []


def _texts(headings: list[str], rows: Rows) -> dict[str, str]:
    if [row[0] for row in rows] != headings or any(len(row) > 2 for row in rows):
        raise NotAValue(f"{', '.join(headings)[:60]} … are expected here")
    return {row[0]: row[1] if len(row) > 1 else "" for row in rows}


def _lines(fields: Fields, rows: Rows, moments: _Moments) -> list[dict[str, str]]:
    headings = [HEADINGS[name] for name in fields]
    if rows[0] != headings or any(len(row) != len(headings) for row in rows):
        raise NotAValue("a table has other columns")
    return [_exact(fields, dict(zip(headings, row, strict=True)), moments) for row in rows[1:]]


def _exact(fields: Fields, cells: dict[str, str], moments: _Moments) -> dict[str, str]:
    """The exact texts of the canonical form, from cells."""
    return {
        name: _exact_cell(kind, cells[HEADINGS[name]], _Moments() if name in IN_CYCLE else moments)
        for name, kind in fields.items()
    }


def _exact_cell(kind: Kind, cell: str, moments: _Moments) -> str:
    if kind is MONEY:
        return MONEY.text(MONEY.value(cell))
    if kind is MOMENT:
        return moments.exact(cell)
    return unguarded(cell) if not kind.number else cell


def _hex(name: str, cell: str) -> str:
    if not re.fullmatch(rf"[0-9a-f]{{{LENGTHS[name]}}}", cell):
        raise NotAValue(f"{PROOF[name]} is not {LENGTHS[name]} hex digits")
    return cell
