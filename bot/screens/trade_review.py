"""The review of one's own order: what it is, who copies it, what it costs, the worst case; and why it cannot be."""

from collections.abc import Mapping
from typing import Final

from bot.html import NOTHING, Html, bold, lines
from bot.presses import Confirm
from bot.presses.trading import AskAmount, Kind, Ticket, Way
from bot.screens.denied import denial_words, guard_words
from bot.screens.head import head, last_row, opening
from bot.screens.screen import Button, Screen
from bot.screens.spans import exact_span
from bot.screens.trade import price, quantity
from bot.screens.trade_kinds import does, kind_words, waits_for, worse
from bot.translate import Words
from core.model.limits import EntryLimits
from core.model.market import Side
from core.model.orders import Assets, OrderTerms, OrderType, Trailing, Trigger
from core.model.reasons import Denial, Reason
from core.views.trade import TradePlan


def review(
    t: Words, plan: TradePlan, entry: EntryLimits, nonce: str, before: Mapping[str, str] | None = None
) -> Screen:
    """What the order is, who copies it, what it costs and the worst case. `before`: an older review of the same order,
    whose lines that no longer hold are marked."""
    told = review_lines(t, plan, entry)
    marked = [_marked(t, key, line, before) for key, line in told.items()]
    same = before is None or before == {key: line.plain for key, line in told.items()}
    fresh = NOTHING if same else t("review", "Something has changed, so nothing was done. Look again:")
    text = lines(head(t, _heading(t, plan), plan.as_of), fresh, *marked)
    place = Button(t("review", "Place order"), Confirm(nonce=nonce), "green")
    change = Button(t("review", "✎ Change"), changing(plan))
    return Screen(text, ((place,), (change, opening(t("review", "Cancel"), "trade")), last_row(t)))


def review_lines(t: Words, plan: TradePlan, entry: EntryLimits) -> dict[str, Html]:
    """The lines of a review by what they speak of; their plain text is kept with the confirmation."""
    told = {
        "guard": _guard(t, plan),
        "order": bold(_order(t, plan)),
        "waits": _waits(t, plan),
        "now": _now(t, plan),
        "cost": _cost(t, plan),
        "worst": _worst(t, plan),
        "copied": _copied(t, plan, entry),
        "shrinks": _shrinks(t, plan),
        "left": _left_behind(t, plan),
        "soon": _too_soon(t, plan),
        "locked": _locked(t, plan),
        "expires": t("review", "Expires in 60 s. The order goes out once, however often you press."),
    }
    return {key: line for key, line in told.items() if line}


def _marked(t: Words, key: str, line: Html, before: Mapping[str, str] | None) -> Html:
    if before is None or before.get(key) == line.plain:
        return line
    return t("review", "▸ changed: {line}", line=line)


def _heading(t: Words, plan: TradePlan) -> Html:
    if not plan.leads:
        return t("review", "review: your order")
    if plan.private:
        return t("review", "review: private order")
    if _halted(plan):
        return t("review", "review: lead order, the desk is halted")
    if not plan.copiers and plan.terms.side is Side.SELL:
        return t("review", "review: lead order, no copier holds this")
    if not plan.copiers:
        return t("review", "review: lead order, nobody copies you yet")
    return t.n(
        "review",
        "review: lead order, {count} copier copies it",
        "review: lead order, {count} copiers copy it",
        plan.copiers,
    )


def _guard(t: Words, plan: TradePlan) -> Html:
    """Beyond a lead guard the order would execute and be copied by nobody: that is said first."""
    if not plan.leads or plan.reason in {Reason.NONE, Reason.LEAD_SWITCH_OFF}:
        return NOTHING
    why = guard_words(t, plan.reason, held=plan.held)
    return t("review", "⚠ Nobody would copy this: {why}. It would execute for you alone.", why=why)


def _order(t: Words, plan: TradePlan) -> Html:
    amount, total = quantity(t, plan.instrument, plan.quantity), t.money(plan.notional, ticker="USDT")
    at = price(t, plan.instrument, plan.price)
    match plan.terms.side, plan.terms.type:
        case Side.BUY, OrderType.MARKET if plan.terms.wait is not None:
            return t("review", "BUY {amount} then, at market, about {total}", amount=amount, total=total)
        case Side.SELL, OrderType.MARKET if plan.terms.wait is not None:
            return t("review", "SELL {amount} then, at market, about {total}", amount=amount, total=total)
        case Side.BUY, OrderType.MARKET:
            return t("review", "BUY {amount} now, about {price} each = {total}", amount=amount, price=at, total=total)
        case Side.BUY, _:
            return t("review", "BUY {amount} at {price} or less = {total}", amount=amount, price=at, total=total)
        case _, OrderType.MARKET:
            return t("review", "SELL {amount} now, about {price} each = {total}", amount=amount, price=at, total=total)
        case _:
            return t("review", "SELL {amount} at {price} or more = {total}", amount=amount, price=at, total=total)


def _waits(t: Words, plan: TradePlan) -> Html:
    """What it waits for, and what that means for its money and for its switch (R-4.2)."""
    kind, mark, begins = kind_of(plan.terms)
    if plan.terms.wait is None:
        return kind_line(t, kind) if kind is not Kind.LIMIT and kind.priced else NOTHING
    way = Way.BUY if plan.terms.side is Side.BUY else Way.SELL
    begin = (
        t("trade", "It begins to follow at {price}.", price=price(t, plan.instrument, begins)) if begins else NOTHING
    )
    switch = (
        t("review", "It stays private, even if lead trade is on when its price comes.")
        if plan.reason is Reason.LEAD_SWITCH_OFF
        else t("review", "It stays a lead order, even if lead trade is off when its price comes.")
    )
    return lines(
        waits_for(t, plan.instrument, way=way, kind=kind, mark=mark),
        begin,
        t("review", "Nothing is bound until then; what is not there then is not placed, and I tell you."),
        switch if plan.leads else NOTHING,
    )


def _now(t: Words, plan: TradePlan) -> Html:
    """What its own price means beside the market as it is."""
    if plan.terms.wait is not None or not plan.terms.type.priced or not plan.best:
        return NOTHING
    best = price(t, plan.instrument, plan.best)
    match plan.terms.type:
        case OrderType.POST_ONLY if plan.crosses:
            return t(
                "review",
                "⚠ The best price now is {best}: it would execute at once, so the exchange would cancel it.",
                best=best,
            )
        case OrderType.LIMIT if plan.crosses:
            return t(
                "review", "The best price now is {best}: it executes at once, at that price or near it.", best=best
            )
        case OrderType.IOC | OrderType.FOK if not plan.crosses:
            return t("review", "⚠ The best price now is {best}: as it stands nothing would be executed.", best=best)
        case _:
            return NOTHING


def kind_line(t: Words, kind: Kind) -> Html:
    """A type and what it does."""
    return t("trade", "{kind}: {does}", kind=kind_words(t, kind), does=does(t, kind))


def _cost(t: Words, plan: TradePlan) -> Html:
    if plan.terms.side is Side.BUY:
        fee = quantity(t, plan.instrument, plan.fee)
        return t("review", "Fee about {fee}, taken in the coins bought.", fee=fee)
    return t("review", "Fee about {fee}, taken from what you get.", fee=t.money(plan.fee, ticker="USDT"))


def _worst(t: Words, plan: TradePlan) -> Html:
    if plan.terms.wait is not None:
        return lines(worse(t), t("review", "Worst case: it fills at another price, in part, or not at all."))
    if plan.terms.type.rests:
        return t("review", "Worst case: it fills in part or not at all, and rests until you cancel it.")
    if plan.terms.type is OrderType.FOK:
        return t("review", "Worst case: nothing is executed.")
    if plan.terms.type is OrderType.IOC:
        return t("review", "Worst case: a part is executed, or nothing.")
    if plan.terms.side is Side.BUY:
        most = t.money(max(plan.terms.notional, plan.notional), ticker="USDT")
        return t("review", "Worst case: you pay {most}; where the price runs away you get less, or nothing.", most=most)
    return t("review", "Worst case: the price falls before it is sold; it is sold at any price.")


def _halted(plan: TradePlan) -> bool:
    return plan.as_of.halted and plan.terms.side is Side.BUY


def _copied(t: Words, plan: TradePlan, entry: EntryLimits) -> Html:
    if not plan.leads:
        return NOTHING
    if plan.private:
        return t("review", "Private: nobody copies this.")
    if plan.terms.side is Side.SELL:
        said = t("review", "Copiers sell the same part of what they bought with you, when this order is done.")
        return said if plan.copiers else NOTHING
    if _halted(plan):
        return t("review", "Nobody copies a buy that is done while the desk is halted.")
    spread, used = t.percent(entry.spread), t.percent(plan.ratio)
    when = t("review", "Copies go out when this order is done, within {spread} of your price.", spread=spread)
    smart = t("review", "It is {used} of your lead equity: Smart Sync copiers use {used} of theirs.", used=used)
    return lines(smart if plan.smart else NOTHING, when)


def _shrinks(t: Words, plan: TradePlan) -> Html:
    """R-4.10."""
    if not plan.shrinks or not plan.leads:
        return NOTHING
    return t(
        "review",
        "⚠ Lead trade is off: this takes lead assets, and nobody sells with you. Later sales are copied as parts of"
        " what is left.",
    )


def _left_behind(t: Words, plan: TradePlan) -> Html:
    if not plan.left_behind:
        return NOTHING
    return t.n(
        "review",
        "⚠ {count} copier keeps holding what you sell here privately.",
        "⚠ {count} copiers keep holding what you sell here privately.",
        plan.left_behind,
    )


def _too_soon(t: Words, plan: TradePlan) -> Html:
    """R-22.6."""
    if not plan.front_runs:
        return NOTHING
    return t(
        "review",
        "⚠ You led a buy of it less than {span} ago. Sold privately now, your buys are held back for a review: wait.",
        span=exact_span(t, seconds=t.limits.conduct.front_run_s),
    )


def _locked(t: Words, plan: TradePlan) -> Html:
    if plan.private or plan.terms.side is Side.SELL:
        return NOTHING
    return t("review", "What you buy is a lead asset: it stays locked until you sell it here.")


def changing(plan: TradePlan) -> AskAmount:
    """The question for its amount again."""
    kind, mark, begins = kind_of(plan.terms)
    way = Way.BUY if plan.terms.side is Side.BUY else SALES[plan.terms.assets]
    return AskAmount(symbol=plan.instrument.symbol, way=way, kind=kind, price=plan.terms.price or begins, mark=mark)


SALES: Final = {Assets.ANY: Way.SELL, Assets.LEAD: Way.LEAD, Assets.PRIVATE: Way.PRIVATE}
KINDS: Final = {
    OrderType.MARKET: Kind.MARKET,
    OrderType.LIMIT: Kind.LIMIT,
    OrderType.POST_ONLY: Kind.POST_ONLY,
    OrderType.IOC: Kind.IOC,
    OrderType.FOK: Kind.FOK,
}


def kind_of(terms: OrderTerms) -> tuple[Kind, int, int]:
    """The kind of an order, the mark it waits for, and the price at which a trailing one begins."""
    match terms.wait:
        case Trigger(mark):
            return Kind.TRIGGER_LIMIT if terms.price else Kind.TRIGGER, mark, 0
        case Trailing(ratio, distance, activation):
            return (Kind.TRAIL, ratio, activation) if ratio else (Kind.TRAIL_BY, distance, activation)
        case _:
            return KINDS[terms.type], 0, 0


def refused(t: Words, plan: TradePlan) -> Screen:
    """The order cannot be."""
    assert plan.denial is not None
    text = lines(
        head(t, t("trade", "trade {symbol}", symbol=t.ticker(plan.instrument.symbol)), plan.as_of),
        t("trade", "✖ This order cannot be placed: {why}", why=denial_words(t, plan.denial, plan.about)),
        _lacking(t, plan),
        t("trade", "Nothing was done, and no money moved. Type another amount, or go back."),
    )
    return Screen(text, ((Button(t("review", "✎ Change"), changing(plan)),), last_row(t, "trade")))


def _lacking(t: Words, plan: TradePlan) -> Html:
    """What there is, or the least it takes, where the refusal is about an amount."""
    match plan.denial, plan.terms.side:
        case Denial.INSUFFICIENT_FUNDS, Side.BUY:
            needs = t.money(max(plan.terms.notional, plan.notional), ticker="USDT")
            return t("trade", "It needs {needs}, and {free} is free.", needs=needs, free=t.money(plan.free))
        case Denial.INSUFFICIENT_FUNDS, Side.SELL:
            free = quantity(t, plan.instrument, plan.free)
            return t("trade", "You can sell {free}; open sales hold the rest, if there is more.", free=free)
        case Denial.ORDER_TOO_SMALL, _:
            least = t.money(plan.instrument.notional_min, ticker="USDT")
            return t("trade", "The smallest order is {least}.", least=least)
        case _:
            return NOTHING


def no_fresh_price(t: Words, plan: TradePlan) -> Screen:
    """No plan is made from an old price (rule 23)."""
    text = lines(
        head(t, t("trade", "trade {symbol}", symbol=t.ticker(plan.instrument.symbol)), plan.as_of),
        t("trade", "✖ The exchange has said no price for 10 s, so no order can be planned. Try again in a moment."),
        t("trade", "Nothing was done, and no money moved."),
    )
    again = Button(t("trade", "Try again"), Ticket(symbol=plan.instrument.symbol))
    return Screen(text, ((again,), last_row(t, "trade")))
