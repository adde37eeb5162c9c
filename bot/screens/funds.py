"""C6, the money of a Smart Sync copy: what is set apart, adding to it, taking out of it, in words for people."""

from dataclasses import replace

from bot.html import NOTHING, Html, lines
from bot.presses import Confirm
from bot.presses.copier import AskFunds, MoveFunds, Retry, ShowCopy, ShowFunds
from bot.screens.arriving import last
from bot.screens.head import head
from bot.screens.leads import Names, lead_name
from bot.screens.refusals import denial
from bot.screens.screen import Button, Row, Screen
from bot.screens.spans import retry_label
from bot.translate import Words
from core.model.money import UNITS
from core.views.funds import Funds, Moving

PARTS = 10
"""The example is a lead buy of a tenth of the lead's money."""
CHIPS = (100 * UNITS, 500 * UNITS, 1_000 * UNITS)


def funds(t: Words, view: Funds, names: Names, *, notice: Html = NOTHING) -> Screen:
    """C6."""
    text = lines(
        head(t, t("funds", "money for {lead}", lead=lead_name(names, view.lead)), view.as_of),
        notice,
        t(
            "funds",
            "Equity {equity}: in coins {coins}, cash {cash}",
            equity=t.money(view.equity),
            coins=t.money(view.in_coins),
            cash=t.money(view.cash),
        ),
        t("funds", "Put in so far {paid} · your free cash {free}", paid=t.money(view.paid_in), free=t.money(view.free)),
        t("funds", "Bound by buys on their way {bound}", bound=t.money(view.on_the_way))
        if view.on_the_way
        else NOTHING,
        t(
            "funds",
            "More money makes later copies larger, less makes them smaller. The coins you hold stay as they are.",
        ),
        t("funds", "Only the cash can be taken out."),
    )
    add = (Button(t("funds", "Add money"), AskFunds(lead=view.lead, add=True), "blue"),) if view.free else ()
    out = (Button(t("funds", "Take out"), AskFunds(lead=view.lead, add=False)),) if view.cash else ()
    row: tuple[Row, ...] = ((*add, *out),) if add or out else ()
    return Screen(text, (*row, last(t, ShowCopy(lead=view.lead))))


def ask_funds(
    t: Words, view: Funds, names: Names, *, add: bool, problem: Html = NOTHING, readings: tuple[int, ...] = ()
) -> Screen:
    """How much? `readings`: what the typed text could mean."""
    most = view.free if add else view.cash
    text = lines(
        head(t, t("funds", "money for {lead}", lead=lead_name(names, view.lead)), view.as_of),
        problem,
        t("funds", "How much shall be added? Your free cash is {most}.", most=t.money(most))
        if add
        else t("funds", "How much shall be taken out? The cash of this copy is {most}.", most=t.money(most)),
        t("wizard", "Choose below, or type an amount."),
    )
    values = readings or tuple(sorted({each for each in (*CHIPS, most // 2, most) if 0 < each <= most}))
    chips = [Button(t.money(value), MoveFunds(lead=view.lead, add=add, amount=value)) for value in values]
    rows = tuple(tuple(chips[at : at + 3]) for at in range(0, len(chips), 3))
    return Screen(text, (*rows, last(t, ShowFunds(lead=view.lead))))


def funds_review(t: Words, view: Moving, names: Names, *, nonce: str | None) -> Screen:
    """What moving it does."""
    now, lead = view.funds, lead_name(names, view.funds.lead)
    title = t("funds", "review: add money for {lead}", lead=lead)
    if not view.add:
        title = t("funds", "review: take out money of {lead}", lead=lead)
    before, after = now.equity // PARTS, (now.equity + view.change) // PARTS
    text = lines(
        head(t, title, now.as_of),
        t(
            "funds",
            "{amount} moves. Cash of this copy {cash} → {cash_after}; free cash {free} → {free_after}",
            amount=t.money(view.amount, ticker="USDT"),
            cash=t.money(now.cash),
            cash_after=t.money(now.cash + view.change),
            free=t.money(now.free),
            free_after=t.money(now.free - view.change),
        )
        if view.refusal is None
        else NOTHING,
        t(
            "funds",
            "When the lead uses 10 %, your copy will be {after} instead of {before}.",
            before=t.money(before),
            after=t.money(after),
        )
        if view.refusal is None
        else NOTHING,
        _meaning(t, view),
        t("change", "■ This cannot be done: {reason}", reason=denial(t, view.refusal)) if view.refusal else NOTHING,
        t("review", "The button works for 60 s.") if nonce else NOTHING,
    )
    label = t("funds", "Add {amount}", amount=t.money(view.amount))
    if not view.add:
        label = t("funds", "Take out {amount}", amount=t.money(view.amount))
    confirm = ((Button(label, Confirm(nonce=nonce), "green"),),) if nonce else ()
    return Screen(text, (*confirm, last(t, ShowFunds(lead=now.lead))))


def _meaning(t: Words, view: Moving) -> Html:
    if view.refusal is not None:
        return NOTHING
    if view.add:
        return t("funds", "Nothing is bought now and no coin is touched. Worst case: you lose what you add, too.")
    if view.amount >= view.funds.cash:
        return t(
            "funds",
            "No coin is sold. No cash is left then, so nothing is bought until you add money or coins are sold.",
        )
    return t("funds", "No coin is sold; later copies get smaller, and some may fall below the least order.")


def moved(t: Words, view: Funds, names: Names, *, add: bool, amount: int, retry: Retry | None = None) -> Screen:
    """It is done. `retry`: the failed copy that led here."""
    done = t("funds", "✔ {amount} added.", amount=t.money(amount, ticker="USDT"))
    out = t("funds", "✔ {amount} taken out; it is free cash now.", amount=t.money(amount, ticker="USDT"))
    screen = funds(t, view, names, notice=done if add else out)
    again: tuple[Row, ...] = ((Button(retry_label(t), retry, "green"),),) if retry else ()
    return replace(screen, rows=(*again, *screen.rows))
