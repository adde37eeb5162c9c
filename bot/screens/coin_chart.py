"""P2's chart: the prices at which a coin of one copy was bought and sold, and the same in words."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from bot.charts.pictures import Figure, Picture, Point, PricePicture, Span, Tag
from bot.html import NOTHING, Html, esc, lines
from bot.presses.copier import ShowAsset
from bot.screens.arriving import last
from bot.screens.head import head
from bot.screens.leads import Names, lead_name
from bot.screens.look import Look, desk_clock, tone
from bot.screens.pictured import pictured
from bot.screens.screen import Screen
from bot.screens.sparkline import sparkline
from bot.translate import Words
from core.model.money import RATIO_UNITS
from core.views.coin_chart import CoinChart, Spot, What

TRADES_SHOWN: Final = 6


def price_picture(look: Look, view: CoinChart, names: Names) -> PricePicture:
    """What it is worth and has cost over a dot for each known price, own trades as tags."""
    t, held, spots = look.t, view.holding, view.spots
    coin, gain = t.ticker(held.base), held.unrealised
    return PricePicture(
        look.frame(
            t("asset", "{coin} under {lead}", coin=coin, lead=lead_name(names, held.lead)),
            t("picture", "My purchases and sales, my lead's, and the price now"),
            desk_clock(t, held.as_of.at),
        ),
        (
            Figure(t("picture", "Now").plain, t.price(held.price).plain),
            Figure(t("picture", "Paid on average").plain, t.price(view.average).plain),
            Figure(t("picture", "Profit").plain, t.money(gain, signed=True).plain, tone(gain)),
            Figure(t("picture", "Held, {coin}", coin=coin).plain, t.quantity(held.quantity).plain),
        ),
        t("picture", "Price, USDT").plain,
        tuple(Point(along, spot.price) for along, spot in zip(places(spots), spots, strict=True)),
        tuple(
            Tag(at, f"{'▲' if spot.what is What.BOUGHT else '▼'} {t.price(spot.price).plain}", spot.what is What.BOUGHT)
            for at, spot in enumerate(spots)
            if spot.what in {What.BOUGHT, What.SOLD}
        ),
        _ends(t, spots[0].at, spots[-1].at),
    )


def coin_chart(t: Words, view: CoinChart, names: Names, *, picture: Picture | None = None) -> Screen:
    """The chart, and what it shows in words."""
    held, spots = view.holding, view.spots
    coin = t.ticker(held.base)
    part = held.unrealised * RATIO_UNITS // held.cost if held.cost else 0
    said = (
        head(t, t("chart", "{coin} under {lead} · prices", coin=coin, lead=lead_name(names, held.lead)), held.as_of),
        t(
            "chart",
            "Now {price}, paid {average} on average: {profit} ({part})",
            price=t.price(held.price),
            average=t.price(view.average),
            profit=t.money(held.unrealised, signed=True),
            part=t.percent(part, signed=True),
        ),
        t(
            "chart",
            "Price {span}: first {first}, last {last}, highest {highest} on {high_day}, lowest {lowest} on {low_day}.",
            span=_span(t, spots[0].at, spots[-1].at),
            first=t.price(spots[0].price),
            last=t.price(spots[-1].price),
            highest=t.price(view.highest.price),
            high_day=_day(t, view.highest.at),
            lowest=t.price(view.lowest.price),
            low_day=_day(t, view.lowest.at),
        ),
        *_trades(t, view),
        t("chart", "Prices of orders, yours and your lead's; between them none is kept."),
        t("pnl", "⚠ There is more than one look reads: what is older is not counted.") if view.partial else NOTHING,
    )
    line = sparkline([spot.price for spot in spots])
    rows = (last(t, ShowAsset(lead=held.lead, symbol=held.symbol)),)
    return pictured(rows, picture, words=lines(*said, line), captions=(lines(*said), lines(*said[:3])))


def places(spots: Sequence[Spot]) -> list[Decimal]:
    """Where each stands between the first and the last: 0 to 1."""
    first, whole = spots[0].at, spots[-1].at - spots[0].at
    if not whole:
        return [Decimal(at) / (len(spots) - 1) for at in range(len(spots))]
    return [round(Decimal((spot.at - first) / whole), 4) for spot in spots]


def _trades(t: Words, view: CoinChart) -> list[Html]:
    own = [spot for spot in view.spots if spot.what in {What.BOUGHT, What.SOLD}]
    shown = [esc(" · ").join((_tag(t, spot), t.when(spot.at))) for spot in own[-TRADES_SHOWN:]]
    if rest := len(own) - len(shown):
        shown.insert(0, t.n("chart", "and {count} before them", "and {count} before them", rest))
    return shown[::-1]


def _tag(t: Words, spot: Spot) -> Html:
    if spot.what is What.BOUGHT:
        return t("chart", "▲ bought {price}", price=t.price(spot.price))
    return t("chart", "▼ sold {price}", price=t.price(spot.price))


def _ends(t: Words, first: datetime, last_: datetime) -> Span:
    """The days under the graph; within one day its times, as the picture's own is written."""
    first, last_ = t.calendar.local(first), t.calendar.local(last_)
    if first.date() != last_.date():
        return Span(_day(t, first).plain, "", _day(t, last_).plain)
    begins, ends = (t.clock(at.hour * 60 + at.minute).plain for at in (first, last_))
    return Span(begins, "", ends)


def _day(t: Words, at: datetime) -> Html:
    return _span(t, at, at)


def _span(t: Words, first: datetime, last_: datetime) -> Html:
    """Days of the desk, as the other charts have them."""
    return t.days(t.calendar.date_of(first), t.calendar.date_of(last_))
