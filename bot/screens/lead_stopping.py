"""L10, stop leading: what is still in the way, why, the review of the request, and how it stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.html import NOTHING, Html, esc, lines
from bot.presses import Confirm
from bot.presses.lead import AskLeadOn, AskStop
from bot.screens.denied import denial_words
from bot.screens.head import head, last_row, opening
from bot.screens.lead_reasons import ground_words, reason_label, reason_words
from bot.screens.screen import Button, Row, Screen
from bot.translate import Words
from core.model.people import LeadState, StopReason
from core.model.reasons import Denial
from core.views.ceasing import Ceasing, LastRequest

MAY_STOP = frozenset({LeadState.ACTIVE})


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands beside a lead's state: the newest request to stop, and the words that were given for what is so."""

    request: LastRequest | None = None
    words: str = ""
    answer_by: datetime | None = None


# ── L10 ───────────────────────────────────────────────────────────────────────


def stop_leading(t: Words, view: Ceasing, standing: Standing, note: Html = NOTHING) -> Screen:
    """The checklist and what can be done now."""
    text = lines(head(t, t("stopping", "stop leading"), view.as_of), note, *_body(t, view, standing))
    return Screen(text, (*_rows(t, view), last_row(t, "lead")))


def _body(t: Words, view: Ceasing, standing: Standing) -> tuple[Html, ...]:
    match view.state:
        case LeadState.ACTIVE:
            return (
                _failed(t, standing),
                t("stopping", "When you have stopped, every copy of you ends and its profit share is settled."),
                *checklist(t, view),
                _how_to_sell(t, view),
                t.n(
                    "stopping",
                    "The admin answers within {count} day. Until then you take no new copiers, and your buys are"
                    " private; your sales are still copied.",
                    "The admin answers within {count} days. Until then you take no new copiers, and your buys are"
                    " private; your sales are still copied.",
                    view.review_days,
                ),
                NOTHING if view.failed else t("stopping", "Why do you want to stop?"),
            )
        case LeadState.STOP_REQUESTED:
            return (
                *standing_lines(t, view.state, standing),
                t("stopping", "This is looked at once more when the answer comes:"),
                *checklist(t, view),
            )
        case _:
            return (t("stopping", "You are not an active lead, so there is nothing to stop."),)


def _rows(t: Words, view: Ceasing) -> tuple[Row, ...]:
    if view.state is LeadState.STOP_REQUESTED:
        return ((Button(t("stopping", "Take the request back…"), AskLeadOn()),),)
    if view.state not in MAY_STOP:
        return ()
    if view.failed:
        return ((opening(t("stopping", "Assets, orders"), "assets", "blue"),),)
    chips = [Button(reason_label(t, reason), AskStop(reason=reason)) for reason in StopReason]
    return tuple(tuple(chips[at : at + 2]) for at in range(0, len(chips), 2))


def checklist(t: Words, view: Ceasing) -> tuple[Html, Html]:
    """The precondition of R-3.12, a line each."""
    left = esc(", ").join(t.quantity(each.quantity, ticker=each.base) for each in view.held)
    if not view.held:
        sold = t("stopping", "✔ lead assets sold")
    elif view.failed is Denial.LEAD_ASSETS_HELD:
        sold = t("stopping", "✖ lead assets sold: {left} left", left=left)
    else:
        sold = t("stopping", "✔ lead assets sold; {left} is too little to sell", left=left)
    orders = (
        t.n(
            "stopping", "✖ no open lead orders: {count} is open", "✖ no open lead orders: {count} are open", view.orders
        )
        if view.orders
        else t("stopping", "✔ no open lead orders")
    )
    return sold, orders


def _how_to_sell(t: Words, view: Ceasing) -> Html:
    if view.failed is not Denial.LEAD_ASSETS_HELD or view.on or not view.holding:
        return NOTHING
    return t("stopping", "Turn lead trade on before you sell, so that your copiers sell with you.")


def _failed(t: Words, standing: Standing) -> Html:
    if standing.request is None or standing.request.failed is None:
        return NOTHING
    why = denial_words(t, standing.request.failed)
    when = t.when(standing.request.at)
    return t("stopping", "⚠ Your request was granted {when} but could not be carried out: {why}", when=when, why=why)


# ── how it stands, for the desk too ───────────────────────────────────────────


def standing_lines(t: Words, state: LeadState, standing: Standing) -> tuple[Html, ...]:
    """Why a lead's buys are private now, and until when; nothing for an active one."""
    private = t("stopping", "Until then you take no new copiers, and your buys are private; your sales are copied.")
    if state is LeadState.STOP_REQUESTED and standing.request and standing.request.reason and standing.answer_by:
        why = reason_words(t, standing.request.reason, standing.words)
        asked = t("stopping", "⏳ You asked to stop leading {when}: {why}.", when=t.when(standing.request.at), why=why)
        return asked, t("stopping", "The answer comes by {when}.", when=t.when(standing.answer_by)), private
    if state is LeadState.SUSPENDED:
        return (
            t("stopping", "■ You are suspended: you take no new copiers, and your buys are private."),
            given(t, standing.words),
            t("stopping", "Your sales are still copied. The admin can lift this."),
        )
    return (private,) if state is LeadState.STOP_REQUESTED else ()


def given(t: Words, words: str) -> Html:
    """The admin's reason, where one was given."""
    return t("stopping", "The admin's reason: {why}", why=ground_words(t, words)) if words else NOTHING


def answer_by(request: LastRequest | None, days: int) -> datetime | None:
    """When the answer is due at the latest (R-3.13)."""
    return request.at + timedelta(days=days) if request and request.reason else None


# ── asking and reviewing ──────────────────────────────────────────────────────


def ask_reason(t: Words, view: Ceasing, *, problem: bool = False) -> Screen:
    """The question for a reason in one's own words."""
    text = lines(
        head(t, t("stopping", "stop leading"), view.as_of),
        t("stopping", "That was empty or too long: 3 to 300 characters, please.") if problem else NOTHING,
        t("stopping", "Why do you want to stop? Write it in one message; the admin alone reads it."),
    )
    return Screen(text, (last_row(t, "stopleading"),))


def stop_review(t: Words, view: Ceasing, reason: Html, nonce: str, *, changed: bool) -> Screen:
    """What the request does at once, and what its grant does."""
    text = lines(
        head(t, t("stopping", "review: ask to stop leading"), view.as_of),
        anew(t, changed=changed),
        t("stopping", "Your reason: {why}", why=reason),
        t("stopping", "At once: no new copiers, and your buys are private. Your sales are still copied."),
        _after_grant(t, view),
        t("stopping", "Whoever leads again later begins at level 1, with nobody copying."),
        t("stopping", "You can take the request back until it is answered. Expires in 60 s."),
    )
    ask = Button(t("stopping", "Ask to stop"), Confirm(nonce=nonce), "red")
    return _review(t, text, ask, "stopleading")


def _after_grant(t: Words, view: Ceasing) -> Html:
    if not view.copies:
        return t("stopping", "Once granted: nobody copies you now, so nothing else changes.")
    return t.n(
        "stopping",
        "Once granted: {count} copy ends, its share is settled at once, and its copier is told.",
        "Once granted: {count} copies end, their share is settled at once, and their copiers are told.",
        view.copies,
    )


def lead_on_review(t: Words, view: Ceasing, nonce: str, *, changed: bool) -> Screen:
    """What taking the request back does: it puts other people's money to work again."""
    text = lines(
        head(t, t("stopping", "review: lead on"), view.as_of),
        anew(t, changed=changed),
        t("stopping", "Your request to stop is taken back, and new copiers can come."),
        t("stopping", "● Lead trade is ON: from now on your buys are copied again.")
        if view.on
        else t("stopping", "○ Lead trade is OFF: your buys stay private until you turn it on."),
        t.n("stopping", "{count} copy goes on.", "{count} copies go on.", view.copies),
        t("stopping", "Expires in 60 s."),
    )
    return _review(t, text, Button(t("stopping", "Lead on"), Confirm(nonce=nonce), "green"), "stopleading")


def anew(t: Words, *, changed: bool) -> Html:
    """Said on a review that takes the place of an older one (rule 17)."""
    return t("review", "Something has changed, so nothing was done. Look again:") if changed else NOTHING


def _review(t: Words, text: Html, confirm: Button, back: str) -> Screen:
    return Screen(text, ((confirm, opening(t("stopping", "Cancel"), back)), last_row(t)))


def asked(t: Words) -> Html:
    """Said once it is asked."""
    return t("stopping", "✔ Asked. You are told the answer here.")


def leads_on(t: Words) -> Html:
    """Said once it is taken back."""
    return t("stopping", "✔ Taken back: you lead on.")
