"""F6, the review of starting a copy: what would happen, the worst case, the terms; and its outcome (rules 15 to 19)."""

from typing import assert_never

from bot.drafts.copy_plan import Step
from bot.html import NOTHING, Html, esc, lines
from bot.presses import Confirm
from bot.presses.copier import ShowCopies, ShowCopy
from bot.presses.knowing import ShowLead
from bot.presses.terms import GoTo
from bot.screens.amounts import short_of_cash
from bot.screens.arriving import last
from bot.screens.dry_run import dry_run
from bot.screens.faithful import dry
from bot.screens.head import head
from bot.screens.leads import Names, lead_name, short_name
from bot.screens.refusals import denial, stop_way
from bot.screens.screen import Button, Row, Screen
from bot.screens.sizes import off_or_percent, size_words, stops_note, times
from bot.translate import Words
from core.model.copying import Sizing
from core.model.people import PersonId
from core.model.reasons import Denial
from core.views.start_review import StartReview

SHOWN_COINS = 8


def start_review(t: Words, view: StartReview, names: Names, *, nonce: str | None) -> Screen:
    """The review. Without a nonce it cannot be confirmed, and says why."""
    settings = view.settings
    title = t("review", "review: copy {lead}", lead=lead_name(names, view.lead))
    text = lines(
        head(t, title, view.as_of),
        _size(t, view),
        _example(t, view),
        dry(t, view.dry),
        _instruments(t, view),
        _total(t, view),
        _lots(t, view),
        t(
            "review",
            "Profit share: {ratio} of a week's net profit goes to the lead.",
            ratio=t.percent(view.terms.ratio),
        ),
        _worst(t, view),
        dry_run(t, view.existing) if view.existing else NOTHING,
        _begins(t, view),
        stops_note(t) if settings.total_stop_loss or settings.stop_loss or settings.take_profit else NOTHING,
        t("review", "■ This cannot be started: {reason}", reason=denial(t, *view.refusal)) if view.refusal else NOTHING,
        t("review", "The button works for 60 s.") if nonce else NOTHING,
    )
    asked = settings.smart and view.lead_holds
    back = GoTo(lead=view.lead, step=Step.EXISTING if asked else Step.PROTECTION)
    return Screen(text, (*_confirm(t, view, nonce), *_edits(t, view), last(t, back)))


def _begins(t: Words, view: StartReview) -> Html:
    if view.existing is None:
        return t(
            "review", "Nothing is bought now: copying begins with the lead's next buy. Each copy pays the venue's fee."
        )
    if view.as_of.stale:
        return t("review", "■ A price is older than 10 s, so nothing can be bought now. Look again in a moment.")
    return t("review", "Prices move: the fills can be worse. From then on the lead's next buys are copied too.")


def _confirm(t: Words, view: StartReview, nonce: str | None) -> tuple[Row, ...]:
    if nonce:
        return ((Button(t("review", "Start copying"), Confirm(nonce=nonce), "green"),),)
    look = Button(t("review", "Look again"), GoTo(lead=view.lead, step=Step.REVIEW))
    return ((look,),) if view.existing is not None and view.as_of.stale else ()


def _edits(t: Words, view: StartReview) -> tuple[Row, ...]:
    def edit(label: Html, step: Step) -> Button:
        return Button(label, GoTo(lead=view.lead, step=step))

    maximum = () if view.settings.smart else (edit(t("review", "✎ Maximum"), Step.MAXIMUM),)
    held = (edit(t("review", "✎ Held coins"), Step.EXISTING),) if view.settings.smart and view.lead_holds else ()
    return (
        (edit(t("review", "✎ Way"), Step.WAY), edit(t("review", "✎ Amount"), Step.SIZE), *maximum),
        (edit(t("review", "✎ Coins"), Step.INSTRUMENTS), edit(t("review", "✎ Protection"), Step.PROTECTION), *held),
    )


def _size(t: Words, view: StartReview) -> Html:
    settings = view.settings
    words = size_words(t, settings.sizing, settings.size)
    if settings.smart:
        return t("review", "{size} is set apart for this lead, of {free} free.", size=words, free=t.money(view.free))
    return t(
        "review",
        "{size}; at most {max} in coins at once. What would go over it is skipped, not trimmed.",
        size=words,
        max=t.money(settings.max_total),
    )


def _example(t: Words, view: StartReview) -> Html:
    """The sizing at work."""
    short = not view.settings.smart and view.free < view.example_copy
    return lines(
        _sized(t, view, t.money(view.example_lead), t.money(view.example_copy)),
        short_of_cash(t, free=view.free, copied=view.example_copy) if short else NOTHING,
        _below(t, view),
    )


def _sized(t: Words, view: StartReview, lead: Html, copied: Html) -> Html:
    match view.settings.sizing:
        case Sizing.FIXED_AMOUNT:
            return t(
                "review", "Example: the lead buys for {lead}, you buy for {copy}, as always.", lead=lead, copy=copied
            )
        case Sizing.MULTIPLIER:
            many = times(t, view.settings.size)
            return t(
                "review",
                "Example: the lead buys for {lead}, you buy for {copy} ({times}).",
                lead=lead,
                copy=copied,
                times=many,
            )
        case Sizing.SMART_SYNC:
            return t("review", "Example: the lead uses 10 % ({lead}), so you use 10 %: {copy}.", lead=lead, copy=copied)
        case _ as unknown:
            assert_never(unknown)


def _below(t: Words, view: StartReview) -> Html:
    if not view.below:
        return NOTHING
    return t(
        "review", "⚠ That is below the least order in {coins}, and would be skipped there.", coins=_coins(t, view.below)
    )


def _coins(t: Words, symbols: tuple[str, ...]) -> Html:
    more = "" if len(symbols) <= SHOWN_COINS else " …"
    return esc(", ").join(t.coin(symbol) for symbol in symbols[:SHOWN_COINS]) + esc(more)


def _instruments(t: Words, view: StartReview) -> Html:
    if view.settings.instruments is None:
        return t.n(
            "review",
            "Coins: the lead's, as they change ({count} now).",
            "Coins: the lead's, as they change ({count} now).",
            len(view.terms.instruments),
        )
    return t("review", "Coins: your choice, {coins}.", coins=_coins(t, view.terms.instruments))


def _total(t: Words, view: StartReview) -> Html:
    settings = view.settings
    if not settings.total_stop_loss:
        return t("review", "Total stop-loss: off.")
    way = stop_way(t, settings.total_stop_loss_action)
    if view.floor is None:
        return t(
            "review",
            "Total stop-loss: at a loss of {total} under this lead, then {way}.",
            total=t.money(settings.total_stop_loss),
            way=way,
        )
    return t(
        "review",
        "Total stop-loss: at a loss of {total}, that is at equity {floor}, then {way}.",
        total=t.money(settings.total_stop_loss),
        floor=t.money(view.floor),
        way=way,
    )


def _lots(t: Words, view: StartReview) -> Html:
    return t(
        "review",
        "Of each coin: take-profit {profit}, stop-loss {loss}.",
        profit=off_or_percent(t, view.settings.take_profit),
        loss=off_or_percent(t, view.settings.stop_loss),
    )


def _worst(t: Words, view: StartReview) -> Html:
    """What can be lost, without the stops."""
    if view.settings.smart:
        return t("review", "Worst case: you lose all of {amount}.", amount=t.money(view.exposed))
    return t(
        "review",
        "Worst case: the coins lose all their value, {amount} at once; later buys take further free cash.",
        amount=t.money(view.exposed),
    )


# ── outcomes ──────────────────────────────────────────────────────────────────


def started(t: Words, lead: PersonId, names: Names, *, buying: int = 0) -> Screen:
    """What became of it: the copy runs. `buying`: orders for what the lead holds, on their way."""
    nothing = t("outcome", "Nothing was bought yet. The next buy of the lead is copied, and you are told.")
    buys = t.n(
        "outcome",
        "{count} order for what the lead holds is on its way; you are told when it is done.",
        "{count} orders for what the lead holds are on their way; you are told when each is done.",
        buying,
    )
    text = lines(
        t("outcome", "PAPER · ✔ You copy {lead} now.", lead=lead_name(names, lead)), buys if buying else nothing
    )
    first = Button(t("outcome", "My copy of {lead}", lead=short_name(names, lead)), ShowCopy(lead=lead), "blue")
    return Screen(text, ((first, Button(t("outcome", "My copies"), ShowCopies())), last(t, ShowLead(lead=lead))))


def not_started(t: Words, lead: PersonId, names: Names, code: Denial, about: str) -> Screen:
    """The rules said no at the last moment."""
    text = lines(
        t("outcome", "PAPER · ✖ You do not copy {lead}.", lead=lead_name(names, lead)),
        denial(t, code, about),
        t("outcome", "Nothing happened, and no money has moved."),
    )
    return Screen(text, (last(t, ShowLead(lead=lead)),))
