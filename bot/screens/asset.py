"""P2 and P3, one coin under one lead: what it is worth, and selling some of it by hand."""

from bot.html import NOTHING, Html, lines
from bot.presses import Confirm
from bot.presses.copier import AskSale, AskUnlink, SellPart, SellUnits, ShowAsset, ShowCopy, ShowLog
from bot.presses.pictures import ShowPrices
from bot.screens.arriving import last
from bot.screens.desk_calendar import until_cycle_start
from bot.screens.head import head
from bot.screens.leads import Names, lead_name, short_name
from bot.screens.refusals import denial
from bot.screens.screen import Button, Screen
from bot.translate import Words
from core.model.copying import CopyingState
from core.model.market import Instrument
from core.model.money import RATIO_UNITS
from core.model.people import PersonId
from core.views.own_stops import OwnStops
from core.views.sale import Holding, Sale
from core.views.shown import shown_quantity

PARTS = (25, 50, 75, 100)


def asset(t: Words, view: Holding, names: Names) -> Screen:
    """P2."""
    gain = view.unrealised * RATIO_UNITS // view.cost if view.cost else 0
    text = lines(
        _head(t, view, names),
        t(
            "asset",
            "{quantity} · cost {cost} · worth {value} at {price}",
            quantity=t.quantity(view.quantity, ticker=view.base),
            cost=t.money(view.cost),
            value=t.money(view.value),
            price=t.price(view.price),
        ),
        t(
            "asset",
            "Profit {profit} ({part})",
            profit=t.money(view.unrealised, signed=True),
            part=t.percent(gain, signed=True),
        ),
        t("asset", "The lead has {part} of their equity in it.", part=t.percent(view.weight_lead)),
        _stops(t, view.stops),
        t("asset", "Your own sale takes the oldest lots first. The rest follows the lead as before."),
    )
    parts = tuple(
        Button(
            t("asset", "Sell all")
            if each >= PARTS[-1]
            else t("asset", "Sell {part}", part=t.percent(each * RATIO_UNITS // 100, decimals=0)),
            SellPart(lead=view.lead, symbol=view.symbol, percent=each),
            "red",
        )
        for each in PARTS
    )
    other = Button(t("asset", "Another quantity"), AskSale(lead=view.lead, symbol=view.symbol))
    keep = Button(t("asset", "Keep, unlink …"), AskUnlink(lead=view.lead, symbol=view.symbol))
    label = t("asset", "Chart of {coin}", coin=t.ticker(view.base))
    chart = Button(label, ShowPrices(lead=view.lead, symbol=view.symbol))
    return Screen(text, (parts[:3], (parts[3], other), (keep, chart), last(t, ShowCopy(lead=view.lead))))


def _stops(t: Words, stops: OwnStops) -> Html:
    """What sells it without the lead: the stops of its own lots, which later settings do not change (R-15.1)."""
    off = t("wizard", "off")
    text = t(
        "asset",
        "Its own stops: take-profit at {profit}, stop-loss at {loss}",
        profit=t.price(stops.take_at) if stops.take_at else off,
        loss=t.price(stops.stop_at) if stops.stop_at else off,
    )
    if stops.alike:
        return text
    return lines(text, t("asset", "These are the nearest: each buy keeps the stops that it was made with."))


def _head(t: Words, view: Holding, names: Names) -> Html:
    title = t("asset", "{coin} under {lead}", coin=t.ticker(view.base), lead=lead_name(names, view.lead))
    closing = t("asset", "◼ This copy is being stopped.") if view.state is CopyingState.CLOSING else NOTHING
    return lines(head(t, title, view.as_of), closing)


def ask_sale(
    t: Words,
    view: Holding,
    names: Names,
    *,
    instrument: Instrument,
    problem: Html = NOTHING,
    readings: tuple[int, ...] = (),
) -> Screen:
    """How much? `readings`: what the typed text could mean, in units."""
    text = lines(
        _head(t, view, names),
        problem,
        t(
            "asset",
            "How much {coin} shall be sold? You hold {quantity}. Type a quantity, or a part such as 30%.",
            coin=t.ticker(view.base),
            quantity=t.quantity(view.quantity, ticker=view.base),
        ),
    )
    chips = tuple(
        Button(
            t.quantity(shown_quantity(instrument, units), ticker=view.base),
            SellUnits(lead=view.lead, symbol=view.symbol, units=units),
        )
        for units in readings
    )
    return Screen(text, (*((chips,) if chips else ()), last(t, ShowAsset(lead=view.lead, symbol=view.symbol))))


def sale_review(t: Words, view: Sale, names: Names, *, nonce: str | None) -> Screen:
    """P3."""
    now = view.holding
    title = t("asset", "review: sell {coin} of {lead}", coin=t.ticker(now.base), lead=lead_name(names, now.lead))
    text = lines(
        head(t, title, now.as_of),
        *(_figures(t, view) if view.refusal is None and not view.waits else ()),
        t("asset", "■ This cannot be sold: {reason}", reason=denial(t, view.refusal, now.base))
        if view.refusal
        else NOTHING,
        t("asset", "⌛ It cannot leave this moment; once asked for, it is tried until it is sold.")
        if view.waits
        else NOTHING,
        t("review", "The button works for 60 s.") if nonce else NOTHING,
    )
    label = t("asset", "Sell {quantity}", quantity=t.quantity(view.sold, ticker=now.base))
    confirm = ((Button(label, Confirm(nonce=nonce), "red"),),) if nonce else ()
    return Screen(text, (*confirm, last(t, ShowAsset(lead=now.lead, symbol=now.symbol))))


def _figures(t: Words, view: Sale) -> tuple[Html, ...]:
    now = view.holding
    left, kept = t.quantity(view.left, ticker=now.base), t("asset", "Then nothing of it is left in this copy.")
    if view.left:
        kept = t("asset", "{quantity} stays and follows the lead as before.", quantity=left)
    if view.left and not view.units:
        kept = t("asset", "{quantity} is too little to sell; it becomes your own coin.", quantity=left)
    return (
        t(
            "asset",
            "Sells {quantity} at the market, now about {price}: {proceeds}",
            quantity=t.quantity(view.sold, ticker=now.base),
            price=t.price(now.price),
            proceeds=t.money(view.proceeds),
        ),
        t("asset", "Fee about {fee}", fee=t.money(view.fee)),
        t("asset", "Profit after fees about {net}", net=t.money(view.net, signed=True)),
        t(
            "asset",
            "Of it {withheld} is withheld for the lead {until}.",
            withheld=t.money(view.withheld),
            until=until_cycle_start(t),
        )
        if view.withheld
        else t("asset", "No profit share is withheld."),
        kept,
        t("asset", "The price can be worse than shown."),
    )


def sale_sent(t: Words, lead: PersonId, symbol: str, names: Names) -> Screen:
    """It is on its way; how it ended is told by itself."""
    text = lines(
        t("asset", "PAPER · ⌛ Your sale of {coin} is on its way.", coin=t.coin(symbol)),
        t("asset", "You are told when it is done. What cannot be sold now is tried until it is."),
    )
    rows = (
        (
            Button(t("stop", "Log of {lead}", lead=short_name(names, lead)), ShowLog(lead=lead, before=0)),
            Button(t("outcome", "My copy of {lead}", lead=short_name(names, lead)), ShowCopy(lead=lead)),
        ),
    )
    return Screen(text, (*rows, last(t, ShowCopy(lead=lead))))


def nothing_held(t: Words, lead: PersonId) -> Screen:
    """There is none of it any more."""
    text = lines(t("asset", "PAPER · You hold none of this coin in this copy."), t("outcome", "No money has moved."))
    return Screen(text, (last(t, ShowCopy(lead=lead)),))
