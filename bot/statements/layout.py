"""What a statement shows people, in the reader's language, before any form: title, parties, table, sums, how, proof.

Figures stay values: a form draws them in its own way, exactly. XLSX and PDF are drawn from this; CSV has its own rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.html import Html, esc
from bot.screens.desk_calendar import desk_zone
from bot.statements.computing import how_computed
from bot.statements.fields import MONEY, RATIO, plain
from bot.translate import Words
from core.views.statement import CloseLine, CopierLine, Outcome, Party, Sealed, Statement


@dataclass(frozen=True, slots=True)
class Sum:
    """Money in 10⁻⁸ USDT."""

    units: int


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity or a price, exact."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Share:
    """A ratio in 10⁻⁸."""

    ratio: int


@dataclass(frozen=True, slots=True)
class Moment:
    """A time, already in the zone it is shown in."""

    at: datetime


Value = str | int | Sum | Amount | Share | Moment


def exact(value: Sum | Amount | Share) -> Decimal:
    """The figure, each digit of it; a ratio as a plain fraction."""
    match value:
        case Sum():
            return Decimal(MONEY.text(value.units))
        case Amount():
            return value.value
        case Share():
            return Decimal(RATIO.text(value.ratio))


def decimals_of(values: Iterable[Value], *, least: int) -> int:
    """How many decimals a column needs so that each of its figures is whole, and their points stand in line."""
    figures = (plain(exact(value)) for value in values if isinstance(value, Sum | Amount | Share))
    return max([least, *(len(text.partition(".")[2]) for text in figures)])


def decimals_for(values: Iterable[Value]) -> int:
    """The same for any column: money and ratios show two decimals at least, quantities and prices what they need."""
    column = list(values)
    return decimals_of(column, least=0 if any(isinstance(value, Amount) for value in column) else 2)


@dataclass(frozen=True, slots=True)
class Account:
    """One statement, ready to be drawn. `sums` has the two figures that matter most marked with True."""

    title: str
    mode: str
    paper: bool
    cycle: str
    parties: tuple[tuple[str, Value], ...]
    headings: tuple[str, ...]
    lines: tuple[tuple[Value, ...], ...]
    sums: tuple[tuple[str, Sum, bool], ...]
    how: tuple[str, ...]
    proof: tuple[tuple[str, str], ...]
    check: str


def account(sealed: Sealed, t: Words) -> Account:
    """Everything a person sees of a statement."""
    statement, zone = sealed.statement, ZoneInfo(t.zone)
    copier = statement.party is Party.COPIER
    return Account(
        title=t("file", "Statement {number}", number=esc(str(statement.number))).plain,
        mode=(t("file", "PAPER") if statement.paper else t("file", "LIVE")).plain,
        paper=statement.paper,
        cycle=_cycle(statement, t),
        parties=tuple((label.plain, value) for label, value in _parties(statement, t, zone)),
        headings=tuple(heading.plain for heading in (_close_headings(t) if copier else _copier_headings(t))),
        lines=tuple(_close(line, zone) for line in statement.closes)
        if copier
        else tuple(_copier(line, t) for line in statement.copiers),
        sums=tuple((label.plain, Sum(units), strong) for label, units, strong in _sums(statement, t)),
        how=tuple(how_computed(statement, t)),
        proof=(
            (t("file", "Hash").plain, sealed.hash),
            (t("file", "Hash before").plain, sealed.previous),
            (t("file", "Signature").plain, sealed.signature),
            (t("file", "Key").plain, sealed.key),
        ),
        check=t(
            "file", "To check this file, run {command} with the desk's public key.", command=esc("slipstream verify")
        ).plain,
    )


def outcome_of(outcome: Outcome, t: Words) -> Html:
    """How a settlement ended, in a word or two."""
    match outcome:
        case Outcome.SETTLED:
            return t("file", "settled")
        case Outcome.ENDED:
            return t("file", "settled as copying ended")
        case Outcome.DEFERRED:
            return t("file", "deferred: a lot is open")


def _cycle(statement: Statement, t: Words) -> str:
    from babel.dates import format_interval  # noqa: PLC0415 - only a file that is drawn needs it

    first, last = t.calendar.days_of(statement.starts, statement.ends)
    language = "en" if t.language == "pseudo" else t.language.replace("-", "_")
    return f"{format_interval(first, last, skeleton='yMMMEd', locale=language)}, {desk_zone(t).plain} · USDT"


def _parties(statement: Statement, t: Words, zone: ZoneInfo) -> list[tuple[Html, Value]]:
    copier = statement.party is Party.COPIER
    own = t("file", "Copy trader") if copier else t("file", "Lead trader")
    return [
        (own, f"{statement.name} · {statement.person}"),
        *([(t("file", "Lead trader"), f"{statement.other} · {statement.lead}")] if copier else []),
        (t("file", "Profit share"), Share(statement.ratio)),
        (t("file", "Outcome"), outcome_of(statement.outcome, t).plain),
        (t("file", "Settled at"), Moment(statement.settled_at.astimezone(zone))),
        (t("file", "Time zone"), t.zone),
    ]


def _close_headings(t: Words) -> tuple[Html, ...]:
    return (
        t("file", "Closed at"),
        t("file", "Copy order"),
        t("file", "Coin"),
        t("file", "Quantity"),
        t("file", "Price"),
        t("file", "Proceeds"),
        t("file", "Cost"),
        t("file", "Fees"),
        t("file", "Net"),
        t("file", "Ratio"),
        t("file", "Withheld"),
    )


def _close(line: CloseLine, zone: ZoneInfo) -> tuple[Value, ...]:
    return (
        Moment(line.at.astimezone(zone)),
        line.order,
        line.base,
        Amount(line.quantity),
        Amount(line.price),
        Sum(line.proceeds),
        Sum(line.cost),
        Sum(line.fees),
        Sum(line.net),
        Share(line.ratio),
        Sum(line.withheld),
    )


def _copier_headings(t: Words) -> tuple[Html, ...]:
    return (
        t("file", "Copy trader"),
        t("file", "Outcome"),
        t("file", "Closes"),
        t("file", "Net before"),
        t("file", "Net"),
        t("file", "Withheld before"),
        t("file", "Withheld"),
        t("file", "Due"),
        t("file", "Payable"),
        t("file", "Refunded"),
        t("file", "Withheld after"),
    )


def _copier(line: CopierLine, t: Words) -> tuple[Value, ...]:
    return (
        line.name,
        outcome_of(line.outcome, t).plain,
        line.closes,
        Sum(line.net_before),
        Sum(line.net),
        Sum(line.withheld_before),
        Sum(line.withheld),
        Sum(line.due),
        Sum(line.payable),
        Sum(line.refund),
        Sum(line.withheld_after),
    )


def _sums(statement: Statement, t: Words) -> list[tuple[Html, int, bool]]:
    totals = statement.totals
    put_off = [(t("file", "Net put off before"), totals.net_before, False)] if totals.net_before else []
    added = [(t("file", "Due from before"), totals.due_before, False)] if totals.due_before else []
    adjusted = [(t("file", "Adjustment"), totals.adjustment, False)] if totals.adjustment else []
    return [
        (t("file", "Gross"), totals.gross, False),
        (t("file", "Fees"), -totals.fees, False),
        (t("file", "Net"), totals.net, True),
        *put_off,
        *added,
        (t("file", "Withheld before"), totals.withheld_before, False),
        (t("file", "Withheld"), totals.withheld, False),
        *adjusted,
        (t("file", "Due"), totals.due, False),
        (t("file", "Payable"), totals.payable, True),
        (t("file", "Refunded"), totals.refund, True),
        (t("file", "Withheld after"), totals.withheld_after, False),
    ]
