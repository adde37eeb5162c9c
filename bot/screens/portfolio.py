"""P1, the portfolio, and adding paper money."""

from collections.abc import Sequence

from bot.html import NOTHING, Html, esc, lines
from bot.presses import Confirm
from bot.presses.copier import AddPaper, Retry, ShowCopies, ShowCopy, ShowPortfolio, TopUp
from bot.screens.arriving import last, pairs
from bot.screens.desk_calendar import until_cycle_start
from bot.screens.head import head, mode, opening
from bot.screens.leads import Names, lead_name, short_name
from bot.screens.screen import Button, Row, Screen
from bot.screens.spans import retry_label
from bot.screens.unlinking import all_left_rows, left_line, left_row
from bot.translate import Words
from core.model.money import UNITS
from core.views.as_of import AsOf
from core.views.portfolio import Coins, Part, Portfolio

CENT = UNITS // 100
CHIPS = (100, 1_000, 10_000)
COINS_SHOWN = 30
LEFT_SHOWN = 10


def portfolio(t: Words, view: Portfolio, names: Names) -> Screen:
    """P1: everything a copy trader has here."""
    title = t("portfolio", "portfolio {equity}", equity=t.money(view.equity, ticker="USDT"))
    text = lines(
        head(t, title, view.as_of),
        *(left_line(t, left, names) for left in view.left[:LEFT_SHOWN]),
        t("portfolio", "Free cash {free}", free=t.money(view.free)),
        t("portfolio", "In your own orders {frozen}", frozen=t.money(view.frozen)) if view.frozen else NOTHING,
        *(_part(t, part, names) for part in view.parts),
        *_own_coins(t, view.coins[:COINS_SHOWN]),
        t(
            "portfolio",
            "Withheld for leads {until}: {withheld}, not counted above",
            until=until_cycle_start(t),
            withheld=t.money(view.withheld),
        )
        if view.withheld
        else NOTHING,
        NOTHING if view.parts or view.coins else t("portfolio", "No coins yet: they come with your first copy."),
    )
    buttons = [Button(short_name(names, part.lead), ShowCopy(lead=part.lead)) for part in view.parts]
    row = (Button(t("portfolio", "Add paper money"), TopUp()), Button(t("portfolio", "My copies"), ShowCopies()))
    own = ((opening(t("portfolio", "Sell own coins"), "assets"),),) if view.coins else ()
    left = tuple(left_row(t, each) for each in view.left[:LEFT_SHOWN])
    all_left = all_left_rows(t, view.left, names)
    return Screen(text, (*all_left, *left, *pairs(buttons), *own, row, last(t)))


def _part(t: Words, part: Part, names: Names) -> Html:
    coins = t.n("copies", "{count} coin", "{count} coins", part.assets)
    lead, equity = lead_name(names, part.lead), t.money(part.equity)
    if part.set_apart:
        return t("portfolio", "{lead} {equity} set apart · {coins}", lead=lead, equity=equity, coins=coins)
    return t("portfolio", "{lead} {equity} in coins · {coins}", lead=lead, equity=equity, coins=coins)


def _own_coins(t: Words, coins: Sequence[Coins]) -> list[Html]:
    """What is worth less than a cent is named alone: its digits say nothing."""
    dust = [each for each in coins if 0 < each.value < CENT]
    named = esc(", ").join(t.ticker(each.base) for each in dust)
    less = t("portfolio", "Dust, worth less than {cent} each: {coins}", coins=named, cent=t.money(CENT))
    return [*(_coins(t, each) for each in coins if each not in dust), *((less,) if dust else ())]


def _coins(t: Words, coins: Coins) -> Html:
    return t(
        "portfolio",
        "Your own {quantity} · worth {value}",
        quantity=t.quantity(coins.quantity, ticker=coins.base),
        value=t.money(coins.value),
    )


def ask_top_up(t: Words, problem: Html = NOTHING, readings: tuple[int, ...] = ()) -> Screen:
    """How much paper money? `readings`: what the typed text could mean."""
    text = lines(
        t("top up", "{mode} · add paper money", mode=mode(t)),
        problem,
        t("top up", "How much shall be added to your free cash? Choose below, or type an amount."),
    )
    values = readings or tuple(each * UNITS for each in CHIPS)
    row: Row = tuple(Button(t.money(value), AddPaper(amount=value)) for value in values)
    return Screen(text, (row, last(t, ShowPortfolio())))


def top_up_review(t: Words, at: AsOf, *, free: int, amount: int, nonce: str) -> Screen:
    """What adding paper money does."""
    text = lines(
        head(t, t("top up", "review: add paper money"), at),
        t(
            "top up",
            "{amount} is added. Free cash {before} → {after}",
            amount=t.money(amount, ticker="USDT"),
            before=t.money(free),
            after=t.money(free + amount),
        ),
        t("top up", "It is paper money: it costs nothing and cannot be paid out."),
        t("review", "The button works for 60 s."),
    )
    confirm = (Button(t("top up", "Add {amount}", amount=t.money(amount)), Confirm(nonce=nonce), "green"),)
    return Screen(text, (confirm, last(t, ShowPortfolio())))


def added(t: Words, *, amount: int, free: int, retry: Retry | None = None) -> Screen:
    """It is there. `retry`: the failed copy that lacked it."""
    text = lines(
        t("top up", "{mode} · ✔ {amount} added.", mode=mode(t), amount=t.money(amount, ticker="USDT")),
        t("top up", "Free cash is {free} now.", free=t.money(free)),
    )
    again: tuple[Row, ...] = ((Button(retry_label(t), retry, "green"),),) if retry else ()
    return Screen(text, (*again, (Button(t("top up", "Portfolio"), ShowPortfolio()),), last(t)))
