"""M6: a message to everybody, to copiers or to leads: whom, the preview, how long it takes, and how to stop it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.html import NOTHING, Html, esc, lines, words_of
from bot.outbox.stopping import Way
from bot.presses import Confirm
from bot.presses.telling import NoMoreLanguages, StopBroadcast, WriteBroadcast
from bot.screens.announcing import written
from bot.screens.head import head, last_row, opening
from bot.screens.lead_stopping import anew
from bot.screens.screen import Button, Row, Screen
from bot.translate import LANGUAGES, Words
from core.model.announcements import Audience
from core.views.reach import Reach

LONGEST: Final = 1000
"""Characters."""
Texts = Sequence[tuple[str, str]]
"""The words by language, in the order in which they were written."""
PER_SECOND: Final = 28
"""Messages over all chats (chat.md, section 4)."""


@dataclass(frozen=True, slots=True)
class LastBroadcast:
    """The newest one: its id, its words (none once it was stopped) and how far it has come."""

    under: str
    words: str
    way: Way


def broadcast(t: Words, view: Reach, last: LastBroadcast | None, note: Html = NOTHING) -> Screen:
    """Whom to write to; and the last one, which can be stopped while it is under way."""
    text = lines(
        head(t, t("broadcast", "broadcast"), view.as_of),
        note,
        t("broadcast", "One message, to whom?"),
        _way(t, last) if last is not None else NOTHING,
    )
    choices: tuple[Row, ...] = tuple(
        (Button(_whom(t, view, who), WriteBroadcast(audience=who)),) for who in Audience if view.of(who)
    )
    return Screen(text, (*_under_way(t, last), *choices, last_row(t, "admin")))


def _under_way(t: Words, last: LastBroadcast | None) -> tuple[Row, ...]:
    if last is None or not last.words or not last.way.waiting:
        return ()
    stop = Button(t("broadcast", "Stop it"), StopBroadcast(broadcast=last.under), "red")
    return ((stop, opening(t("broadcast", "Look again"), "broadcast")),)


def _whom(t: Words, view: Reach, who: Audience) -> Html:
    many = t.count(view.of(who))
    match who:
        case Audience.EVERYBODY:
            return t("broadcast", "Everybody: {count}", count=many)
        case Audience.COPIERS:
            return t("broadcast", "Copiers: {count}", count=many)
        case Audience.LEADS:
            return t("broadcast", "Leads: {count}", count=many)


def _way(t: Words, last: LastBroadcast) -> Html:
    """How far the last one has come."""
    if not last.words:
        return t("broadcast", "The last one was stopped: {sent} were told.", sent=t.count(last.way.sent))
    return lines(
        t(
            "broadcast",
            "The last one: {sent} told, {waiting} wait, {other} not reached",
            sent=t.count(last.way.sent),
            waiting=t.count(last.way.waiting),
            other=t.count(last.way.other),
        ),
        words_of(last.words, longest=80),
    )


def ask_broadcast(
    t: Words, view: Reach, who: Audience, texts: Texts, language: str, *, problem: bool = False
) -> Screen:
    """The question, in one language after the other; the first is what all others read who have none."""
    text = lines(
        head(t, t("broadcast", "broadcast"), view.as_of),
        t("broadcast", "That was empty or too long: 1 to {most} characters, please.", most=t.count(LONGEST))
        if problem
        else NOTHING,
        _whom(t, view, who),
        *_written(texts),
        t(
            "broadcast",
            "Now the same in {language}, for those who read it; or go on without.",
            language=_named(language),
        )
        if texts
        else t(
            "broadcast", "What do you want to tell them? Write it in one message; you will see it before it goes out."
        ),
    )
    more: tuple[Row, ...] = ((Button(t("broadcast", "Go on without"), NoMoreLanguages()),),) if texts else ()
    return Screen(text, (*more, last_row(t, "broadcast")))


def _written(texts: Texts) -> tuple[Html, ...]:
    """As it reads in each language; one alone needs no name."""
    if len(texts) == 1:
        return (written(texts[0][1]),)
    return tuple(lines(_named(language), written(text)) for language, text in texts)


def _named(language: str) -> Html:
    return esc(LANGUAGES.get(language, language))  # type: ignore[call-overload]  # pseudo is no language


def broadcast_review(t: Words, view: Reach, who: Audience, texts: Texts, nonce: str, *, changed: bool) -> Screen:
    """As they will see it, and how long it takes."""
    many = view.of(who)
    text = lines(
        head(t, t("broadcast", "review: a broadcast"), view.as_of),
        anew(t, changed=changed),
        *_written(texts),
        _whom(t, view, who),
        needed(t, many),
        t("broadcast", "Who speaks none of its languages reads the first. It goes behind everything else."),
        t("broadcast", "It can be stopped on the way. Expires in 60 s."),
    )
    send = Button(t("broadcast", "Send to {count}", count=t.count(many)), Confirm(nonce=nonce), "green")
    return Screen(text, ((send, opening(t("broadcast", "Cancel"), "broadcast")), last_row(t)))


def needed(t: Words, many: int) -> Html:
    """How long so many messages take at least."""
    seconds = -(-many // PER_SECOND)
    if seconds < 60:
        return t.n("broadcast", "Takes at least {count} second.", "Takes at least {count} seconds.", seconds)
    return t.n("broadcast", "Takes at least {count} minute.", "Takes at least {count} minutes.", -(-seconds // 60))


def broadcast_sent(t: Words) -> Html:
    """Said once it is on its way."""
    return t("broadcast", "✔ On its way.")


def broadcast_stopped(t: Words) -> Html:
    """Said once it goes to nobody more."""
    return t("broadcast", "✔ Stopped: it goes to nobody more.")
