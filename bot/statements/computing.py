"""How a statement was computed, in sentences with its own figures, each digit of them (R-17, S3 of the chat).

The figures are the statement's: nothing is computed here, so that a sentence can never differ from what was settled.
"""

import gettext
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Final, assert_never

from bot.figures import FORMS, number
from bot.html import Html, esc, isolated
from bot.screens.desk_calendar import weekday_of
from bot.statements.fields import MONEY, RATIO, padded, plain
from bot.translate import RIGHT_TO_LEFT, Words
from core.views.statement import Outcome, Party, Statement

LEFT_TO_RIGHT: Final = "\u200e"
ENGLISH: Final = Words("en", gettext.NullTranslations(), FORMS["en"])


def how_computed(statement: Statement, t: Words) -> list[str]:
    """The sentences, in the order of the computation."""
    return [sentence.plain for sentence in _sentences(statement, t)]


def exact_money(t: Words, units: int, *, decimals: int = 2, signed: bool = False) -> Html:
    """USDT with all its digits, at least so many decimals, in the language's form."""
    return _figure(t, number(Decimal(padded(MONEY.text(units), decimals)), t.form, signed=signed))


def exact_number(t: Words, value: Decimal, *, decimals: int = 0) -> Html:
    """A quantity or a price with all its digits, at least so many decimals."""
    return _figure(t, number(Decimal(padded(plain(value), decimals)), t.form))


def exact_percent(t: Words, ratio: int) -> Html:
    """A ratio of 10⁻⁸ as a percentage with all its digits."""
    return _figure(t, t.form.percent.format(number(Decimal(RATIO.text(ratio * 100)), t.form)))


def exact_moment(t: Words, at: datetime) -> Html:
    """Date and time to the second, in one order of digits in every language."""
    mark = LEFT_TO_RIGHT if t.language in RIGHT_TO_LEFT else ""
    return _figure(t, f"{mark}{at:%Y-%m-%d}\u00a0{at:%H:%M:%S}")


def _figure(t: Words, text: str) -> Html:
    return isolated(esc(text)) if t.language in RIGHT_TO_LEFT else esc(text)


def _sentences(statement: Statement, t: Words) -> Iterator[Html]:
    totals = statement.totals
    if statement.party is Party.LEAD:
        yield t("file", "Each copier's week is netted by itself; a loss of one lessens no other's share.")
    else:
        yield t("file", "Net of a close = proceeds − cost − fees; both fees come off before the share.")
        yield t(
            "file", "Withheld at each profitable close = ratio × net, rounded down to 8 decimals; at a loss nothing."
        )
    if totals.net_before:
        yield t("file", "Put off before and netted with this: net {net} USDT.", net=exact_money(t, totals.net_before))
    if totals.due_before:
        yield t("file", "What came before adds {due} USDT to what is due.", due=exact_money(t, totals.due_before))
    if totals.adjustment:
        yield t("file", "Adjustment of what was withheld: {money} USDT.", money=exact_money(t, totals.adjustment))
    yield from _ending(statement, t)
    yield t(
        "file",
        "Withheld before {before} + withheld {withheld} + adjustment {adjustment} = payable {payable} + refund {refund}"
        " + withheld after {after}.",
        before=exact_money(t, totals.withheld_before),
        withheld=exact_money(t, totals.withheld),
        adjustment=exact_money(t, totals.adjustment),
        payable=exact_money(t, totals.payable),
        refund=exact_money(t, totals.refund),
        after=exact_money(t, totals.withheld_after),
    )


def _ending(statement: Statement, t: Words) -> Iterator[Html]:
    totals = statement.totals
    match statement.outcome:
        case Outcome.DEFERRED:
            yield t(
                "file",
                "Lots are still open, so nothing is paid or refunded: {after} USDT stay withheld until the first"
                " {weekday} without open lots.",
                after=exact_money(t, totals.withheld_after),
                weekday=weekday_of(t, statement.ends),
            )
            return
        case Outcome.ENDED:
            yield t("file", "The copying ended with nothing open, so it was settled at once.")
        case Outcome.SETTLED:
            pass
        case unknown:
            assert_never(unknown)
    due, payable, refund = (exact_money(t, units) for units in (totals.due, totals.payable, totals.refund))
    if statement.party is Party.LEAD:
        yield t("file", "Due, summed over the copiers, those put off included: {due} USDT.", due=due)
        yield t(
            "file",
            "Payable, of each copier the lesser of what is due and what is withheld: {payable} USDT; refunded to them:"
            " {refund} USDT.",
            payable=payable,
            refund=refund,
        )
        return
    yield t(
        "file", "Due = sum of ratio × net over these closes and what came before, not below zero = {due} USDT.", due=due
    )
    yield t(
        "file",
        "Payable = the lesser of what is due and what is withheld = {payable} USDT; refund = the rest = {refund} USDT.",
        payable=payable,
        refund=refund,
    )
