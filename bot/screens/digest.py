"""The day digest: the day in one line, its figures, why what was not copied was not, and what quiet hours kept.

A message, never the live screen. The first line is what a push shows.
"""

from dataclasses import dataclass
from typing import Final

from bot.html import NOTHING, Html, lines, quote
from bot.screens.head import mode, opening
from bot.screens.refusals import short_reason
from bot.screens.screen import Row, Screen
from bot.translate import Words
from core.views.digest import CopierDay, LedDay

KEPT_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Kept:
    """What quiet hours kept: the newest of `many` lines, at most ten; `stated`: a statement is among them all."""

    lines: tuple[Html, ...] = ()
    many: int = 0
    stated: bool = False


def copier_digest(t: Words, day: CopierDay, kept: Kept) -> Screen:
    """Of whoever copies."""
    sold = t("digest", "Net of what was sold {net}, after fees", net=t.money(day.net, signed=True))
    text = lines(
        t(
            "digest",
            "☼ Day: {net}, {copied}, {skipped}",
            net=t.money(day.net, signed=True),
            copied=t.n("digest", "{count} copied", "{count} copied", day.copied),
            skipped=t.n("digest", "{count} skipped", "{count} skipped", day.skipped),
        ),
        *_where(t, day),
        sold if day.exits else NOTHING,
        t("digest", "Bought {bought}, sold {sold}", bought=t.count(day.entries), sold=t.count(day.exits))
        if day.copied
        else t("digest", "Nothing was bought or sold for you."),
        *(
            t("digest", "{many} not: {reason}", many=t.count(many), reason=short_reason(t, reason))
            for reason, many in day.missed
        ),
        t("digest", "Share set aside so far {share}, an estimate", share=t.money(day.withheld))
        if day.withheld
        else NOTHING,
        _kept(t, kept),
    )
    return Screen(text, ((opening(t("digest", "Log"), "log"), *_ways(t, kept)),), live=False)


def lead_digest(t: Words, day: LedDay, kept: Kept) -> Screen:
    """Of whoever leads."""
    missed = t.n("digest", "{count} copy was not made.", "{count} copies were not made.", day.missed)
    text = lines(
        t(
            "digest",
            "☼ Day: {orders}, {copies}",
            orders=t.n("digest", "{count} lead order", "{count} lead orders", day.orders),
            copies=t.n("digest", "{count} copy", "{count} copies", day.copied),
        ),
        *_where(t, day),
        missed if day.missed else NOTHING,
        t("digest", "Share withheld for you so far {share}, an estimate", share=t.money(day.withheld))
        if day.withheld
        else NOTHING,
        _kept(t, kept),
    )
    return Screen(text, ((opening(t("digest", "Receipts"), "receipts"), *_ways(t, kept)),), live=False)


def kept_alone(t: Words, kept: Kept) -> Screen:
    """Of whoever has nothing but what their quiet hours kept."""
    headline = t.n("digest", "☼ {count} message kept for you", "☼ {count} messages kept for you", kept.many)
    return Screen(lines(headline, mode(t), _kept(t, kept)), (_ways(t, kept),), live=False)


def _where(t: Words, day: CopierDay | LedDay) -> tuple[Html, Html, Html]:
    stale = t("head", "⌛ Some prices are older than 10 s: no plan is made from them.") if day.as_of.stale else NOTHING
    return (
        t("digest", "{mode} · the day to {when}", mode=mode(t), when=t.when(day.end, pattern="wt")),
        stale,
        t("digest", "Equity {equity}", equity=t.money(day.equity, ticker="USDT")),
    )


def _kept(t: Words, kept: Kept) -> Html:
    if not kept.many:
        return NOTHING
    rest = kept.many - len(kept.lines)
    more = t.n("digest", "and {count} more", "and {count} more", rest) if rest > 0 else NOTHING
    return lines(t("digest", "Kept during your quiet hours:"), quote(lines(*kept.lines, more), expandable=True))


def _ways(t: Words, kept: Kept) -> Row:
    alerts = opening(t("digest", "Alerts"), "alerts")
    return (opening(t("digest", "Statements"), "statements"), alerts) if kept.stated else (alerts,)
