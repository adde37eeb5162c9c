"""Selling all that a lead left behind: one review of every coin, and what became of each order (rules 15 and 19)."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.html import NOTHING, Html, esc, lines
from bot.presses import Confirm
from bot.presses.copier import ShowPortfolio
from bot.screens.arriving import last
from bot.screens.denied import denial_words
from bot.screens.head import head, opening
from bot.screens.leads import Names, lead_name, short_name
from bot.screens.order_words import dropped_words
from bot.screens.screen import Button, Screen
from bot.screens.trade import price, quantity
from bot.screens.trade_outcome import filled
from bot.translate import Words
from core.model.events import OrderClosed, OrderDropped
from core.model.market import Instrument
from core.model.people import PersonId
from core.model.reasons import Denial
from core.views.as_of import AsOf
from core.views.trade import TradePlan


@dataclass(frozen=True, slots=True)
class SoldLeft:
    """What became of the sale of one coin; no ending: denied, or not answered yet."""

    instrument: Instrument
    denial: Denial | None = None
    ending: OrderClosed | OrderDropped | None = None


def sell_all_left_review(
    t: Words, at: AsOf, plans: Sequence[TradePlan], lead: PersonId, names: Names, *, nonce: str | None
) -> Screen:
    """Every coin with what it would bring; one that cannot be sold now says why, and stays."""
    sold = [plan for plan in plans if sellable(plan)]
    title = t("left", "review: sell all that {lead} left", lead=lead_name(names, lead))
    text = lines(
        head(t, title, at),
        *(esc("• ") + _planned(t, plan) for plan in plans),
        t("left", "Nothing of it is there any more.") if not plans else NOTHING,
        t(
            "left",
            "Together about {total}, less a fee of about {fee}.",
            total=t.money(sum(plan.notional for plan in sold), ticker="USDT"),
            fee=t.money(sum(plan.fee for plan in sold)),
        )
        if sold
        else NOTHING,
        t("left", "Sold now at the market, an order a coin, at any price: the fills can be worse. No share is taken.")
        if sold
        else NOTHING,
        t("review", "The button works for 60 s.") if nonce else NOTHING,
    )
    label = t.n("left", "Sell {count} coin", "Sell {count} coins", len(sold))
    confirm = ((Button(label, Confirm(nonce=nonce), "red"),),) if nonce else ()
    return Screen(text, (*confirm, last(t, ShowPortfolio())))


def sellable(plan: TradePlan) -> bool:
    """Whether it can be sold now; no plan is made from an old price (rule 23)."""
    return plan.denial is None and not plan.as_of.stale


def _planned(t: Words, plan: TradePlan) -> Html:
    amount = quantity(t, plan.instrument, plan.terms.quantity)
    if plan.denial is not None:
        return t("left", "{amount} stays: {why}", amount=amount, why=denial_words(t, plan.denial, plan.about))
    if plan.as_of.stale:
        return t("left", "{amount} stays: its price is older than 10 s. Look again in a moment.", amount=amount)
    return t(
        "left",
        "{amount} at about {price}: {total}",
        amount=amount,
        price=price(t, plan.instrument, plan.price),
        total=t.money(plan.notional),
    )


def left_sold(t: Words, at: AsOf, sold: Sequence[SoldLeft], lead: PersonId, names: Names) -> Screen:
    """Order by order: filled, not executed, not allowed, or not answered yet."""
    title = t("left", "what {lead} left", lead=short_name(names, lead))
    text = lines(
        head(t, title, at),
        *(
            t("left", "{coin}: {outcome}", coin=t.ticker(each.instrument.base), outcome=_became(t, each))
            for each in sold
        ),
    )
    row = (Button(t("alert", "Portfolio"), ShowPortfolio()), opening(t("left", "Own coins, orders"), "assets"))
    return Screen(text, (row, last(t, ShowPortfolio())))


def _became(t: Words, sold: SoldLeft) -> Html:
    match sold.ending:
        case OrderClosed():
            return filled(t, sold.instrument, sold.ending)
        case OrderDropped():
            return t("left", "✖ not sold, no money moved. {why}", why=dropped_words(t, sold.ending))
        case None if sold.denial is not None:
            return t("left", "✖ not sold, no money moved. {why}", why=denial_words(t, sold.denial))
        case None:
            return t("left", "⏳ sent; the exchange has not answered yet, and I am asking.")
