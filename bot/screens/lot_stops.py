"""L3: take-profit and stop-loss of one lead lot, set, changed and taken away (R-13.2)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from bot.html import NOTHING, Html, lines
from bot.presses import Confirm, Press
from bot.presses.trading import AskLotStop, AskStopLimit, ShowStops, Stop, TakeLotStop
from bot.screens.denied import denial_words
from bot.screens.head import head, last_row, opening
from bot.screens.screen import Button, Row, Screen
from bot.screens.trade import price, quantity
from bot.screens.trade_kinds import worse
from bot.translate import Words
from core.model.money import RATIO_UNITS, ratio
from core.model.orders import LotStops
from core.views.lot_stops import StopsOfLot, StopsPlan

AWAY: Final = {Stop.TAKE_PROFIT: ("0.05", "0.1", "0.2"), Stop.STOP_LOSS: ("-0.05", "-0.1", "-0.2")}
"""How far from the last price the offered stops are."""


def stops(t: Words, shown: StopsOfLot, note: Html = NOTHING) -> Screen:
    """What is set, and what it would do."""
    text = lines(
        _head(t, shown),
        note,
        _lot(t, shown),
        _stop(t, shown, shown.stops, Stop.TAKE_PROFIT),
        _stop(t, shown, shown.stops, Stop.STOP_LOSS),
        t("stops", "The first to act ends the other."),
        _copied(t, shown, led=shown.led),
        _bound(t, shown),
        worse(t),
    )
    rows = tuple(_row(t, shown, what) for what in Stop)
    return Screen(text, (*rows, _back(t)))


def price_of(stops_: LotStops, what: Stop) -> tuple[int, int]:
    """The price of one stop and its limit, 0 at market."""
    if what is Stop.TAKE_PROFIT:
        return stops_.take_at, stops_.take_limit
    return stops_.stop_at, stops_.stop_limit


def _row(t: Words, shown: StopsOfLot, what: Stop) -> Row:
    at, _ = price_of(shown.stops, what)
    takes = what is Stop.TAKE_PROFIT
    if not at:
        label = t("stops", "Set a take-profit") if takes else t("stops", "Set a stop-loss")
        return (Button(label, AskLotStop(lot=shown.lot, what=what)),)
    shown_at = price(t, shown.instrument, at)
    change = (
        t("stops", "Take-profit {price} ✎", price=shown_at)
        if takes
        else t("stops", "Stop-loss {price} ✎", price=shown_at)
    )
    drop = t("stops", "No take-profit") if takes else t("stops", "No stop-loss")
    taken = TakeLotStop(lot=shown.lot, what=what, price=0, limit=0)
    return (Button(change, AskLotStop(lot=shown.lot, what=what)), Button(drop, taken))


def _head(t: Words, shown: StopsOfLot) -> Html:
    return head(t, t("stops", "stops of a lead lot in {symbol}", symbol=t.ticker(shown.instrument.symbol)), shown.as_of)


def _lot(t: Words, shown: StopsOfLot) -> Html:
    return t(
        "stops",
        "{amount}, cost {cost}; the last price is {price}.",
        amount=quantity(t, shown.instrument, shown.quantity),
        cost=t.money(shown.cost, ticker="USDT"),
        price=price(t, shown.instrument, shown.last),
    )


def _stop(t: Words, shown: StopsOfLot, stops_: LotStops, what: Stop) -> Html:
    at, limit = (price(t, shown.instrument, each) for each in price_of(stops_, what))
    known, limited = price_of(stops_, what)
    if what is Stop.TAKE_PROFIT:
        if not known:
            return t("stops", "Take-profit: none")
        if limited:
            return t("stops", "Take-profit: at {price} it is offered for {limit}", price=at, limit=limit)
        return t("stops", "Take-profit: at {price} it is sold at market", price=at)
    if not known:
        return t("stops", "Stop-loss: none")
    if limited:
        return t("stops", "Stop-loss: at {price} it is offered for {limit}", price=at, limit=limit)
    return t("stops", "Stop-loss: at {price} it is sold at market", price=at)


def _copied(t: Words, shown: StopsOfLot, *, led: bool) -> Html:
    if not shown.leads:
        return NOTHING
    if not led:
        return t("stops", "With lead trade off when it is set, it sells privately, and copies stay.")
    if not shown.copies:
        return t("stops", "It is a lead sale; no copy holds this lot.")
    return t.n(
        "stops",
        "It is a lead sale: {count} copy sells the same part.",
        "It is a lead sale: {count} copies sell the same part.",
        shown.copies,
    )


def _bound(t: Words, shown: StopsOfLot) -> Html:
    if not shown.bound:
        return NOTHING
    amount = quantity(t, shown.instrument, shown.bound)
    return t(
        "stops", "Open sells hold {amount} of it: a stop leaves that alone until they are cancelled.", amount=amount
    )


def _back(t: Words) -> Row:
    return last_row(t, "assets")


# ── the questions ─────────────────────────────────────────────────────────────


def ask_stop(t: Words, shown: StopsOfLot, what: Stop, problem: Html = NOTHING) -> Screen:
    """At which price it acts."""
    question = (
        t("stops", "At which last price shall the lot be sold with a profit? Type it in USDT, or tap one.")
        if what is Stop.TAKE_PROFIT
        else t("stops", "At which last price shall the lot be sold to limit its loss? Type it in USDT, or tap one.")
    )
    text = lines(_head(t, shown), problem, _lot(t, shown), question, worse(t))
    chips = tuple(_chip(t, shown, what, step) for step in AWAY[what]) if shown.last else ()
    return Screen(text, (*((chips,) if chips else ()), _to_stops(t, shown)))


def _chip(t: Words, shown: StopsOfLot, what: Stop, step: str) -> Button:
    away = ratio(step.removeprefix("-")) * (-1 if step.startswith("-") else 1)
    at = shown.last * (RATIO_UNITS + away) // RATIO_UNITS // shown.instrument.tick * shown.instrument.tick
    label = t(
        "trade",
        "{price} ({away})",
        price=price(t, shown.instrument, at),
        away=t.percent(Decimal(step), signed=True),
    )
    return Button(label, TakeLotStop(lot=shown.lot, what=what, price=at, limit=0))


def ask_limit(t: Words, shown: StopsOfLot, at: int, problem: Html = NOTHING) -> Screen:
    """At which price it is then offered."""
    said = price(t, shown.instrument, at)
    question = t("stops", "When the price has come to {price}: for how much shall it be offered? Type it.", price=said)
    return Screen(lines(_head(t, shown), problem, question), (_to_stops(t, shown),))


def _to_stops(t: Words, shown: StopsOfLot) -> Row:
    return (Button(t("desk", "‹ Back"), ShowStops(lot=shown.lot)), _back(t)[-1])


# ── the review ────────────────────────────────────────────────────────────────


def review(t: Words, plan: StopsPlan, what: Stop, nonce: str, before: Mapping[str, str] | None = None) -> Screen:
    """What would hold from now on."""
    told = review_lines(t, plan)
    same = before is None or before == {key: line.plain for key, line in told.items()}
    fresh = NOTHING if same else t("review", "Something has changed, so nothing was done. Look again:")
    text = lines(_head(t, plan.shown), fresh, *told.values())
    at, limit = price_of(plan.stops, what)
    confirm = Button(t("stops", "Set it") if at else t("stops", "Take it away"), Confirm(nonce=nonce), "green")
    change: Press = AskLotStop(lot=plan.shown.lot, what=what)
    steps = [Button(t("review", "✎ Change"), change)]
    if at and not limit:
        limited = AskStopLimit(lot=plan.shown.lot, what=what, price=at)
        steps.append(Button(t("stops", "At a limit"), limited))
    return Screen(text, ((confirm,), (*steps, opening(t("review", "Cancel"), "assets")), _back(t)))


def review_lines(t: Words, plan: StopsPlan) -> dict[str, Html]:
    """The lines by what they speak of; their plain text is kept with the confirmation."""
    told = {
        "lot": _lot(t, plan.shown),
        "take": _stop(t, plan.shown, plan.stops, Stop.TAKE_PROFIT),
        "stop": _stop(t, plan.shown, plan.stops, Stop.STOP_LOSS),
        "first": t("stops", "The first to act ends the other."),
        "copied": _copied(t, plan.shown, led=plan.led),
        "bound": _bound(t, plan.shown),
        "worst": worse(t),
        "expires": t("stops", "Expires in 60 s. It is set once, however often you press."),
    }
    return {key: line for key, line in told.items() if line}


def refused(t: Words, plan: StopsPlan, what: Stop) -> Screen:
    """It cannot be."""
    assert plan.denial is not None
    text = lines(
        _head(t, plan.shown),
        t("stops", "✖ It cannot be set: {why}", why=denial_words(t, plan.denial, plan.about)),
        t("trade", "Nothing was done, and no money moved. Type another price, or go back."),
    )
    again = Button(t("review", "✎ Change"), AskLotStop(lot=plan.shown.lot, what=what))
    return Screen(text, ((again,), _to_stops(t, plan.shown)))


def done(t: Words, *, repeated: bool) -> Html:
    """What came of the green button."""
    if repeated:
        return t("stops", "This button works once; this is how it stands.")
    return t("stops", "✔ Done. No money moved.")
