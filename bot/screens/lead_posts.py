"""L8: what a lead writes to copiers; the question, the preview as copiers will see it, and what was written before."""

from collections.abc import Sequence

from bot.html import NOTHING, Html, lines, words_of
from bot.presses import Confirm
from bot.presses.telling import WritePost
from bot.screens.announcing import written
from bot.screens.desk_calendar import desk_zone
from bot.screens.head import head, last_row, opening
from bot.screens.lead_stopping import anew
from bot.screens.screen import Button, Row, Screen
from bot.translate import Words
from core.model.posts import LONGEST
from core.views.posting import Posting, Sent

SHOWN = 80
"""Characters of an older post."""


def posts(t: Words, view: Posting, sent: Sequence[tuple[Sent, str]], note: Html = NOTHING) -> Screen:
    """What may be written, and the last of what was, each with its words."""
    text = lines(
        head(t, t("post", "write to copiers"), view.as_of),
        note,
        t("post", "Up to {most} plain characters: no links, no way to reach you elsewhere.", most=t.count(LONGEST)),
        t(
            "post",
            "{left} of {most} left today (a day of {zone}).",
            left=t.count(view.left),
            most=t.count(view.most),
            zone=desk_zone(t),
        ),
        _standing(t, view),
        *(_line(t, each, words) for each, words in sent),
    )
    write: tuple[Row, ...] = ((Button(t("post", "Write a post"), WritePost(), "blue"),),) if view.may else ()
    return Screen(text, (*write, last_row(t, "lead")))


def _standing(t: Words, view: Posting) -> Html:
    if view.blocked:
        return t("post", "■ The admin has taken your right to write to copiers.")
    if not view.copiers:
        return t("post", "Nobody copies you now, so nobody would read it.")
    return t.n("post", "{count} person would read it.", "{count} people would read it.", view.copiers)


def _line(t: Words, sent: Sent, words: str) -> Html:
    """One of those before; what was stopped has no words any more."""
    if not words:
        return t("post", "{when} · stopped", when=t.when(sent.at))
    return t("post", "{when} · {words}", when=t.when(sent.at), words=words_of(words, longest=SHOWN))


def ask_post(t: Words, view: Posting, problem: Html = NOTHING) -> Screen:
    """The question."""
    text = lines(
        head(t, t("post", "write to copiers"), view.as_of),
        problem,
        t("post", "What do you want to tell them? Write it in one message; you will see it before it goes out."),
    )
    return Screen(text, (last_row(t, "announce"),))


def post_review(t: Words, view: Posting, words: str, nonce: str, *, changed: bool) -> Screen:
    """As copiers will see it; it cannot be taken back from who has read it."""
    text = lines(
        head(t, t("post", "review: a post to copiers"), view.as_of),
        anew(t, changed=changed),
        written(words),
        _standing(t, view),
        t("post", "The admin reads along. What has been read cannot be taken back. Expires in 60 s."),
    )
    send = Button(t("post", "Send to {count}", count=t.count(view.copiers)), Confirm(nonce=nonce), "green")
    return Screen(text, ((send, opening(t("post", "Cancel"), "announce")), last_row(t)))


def sent_off(t: Words) -> Html:
    """Said once it is on its way."""
    return t("post", "✔ Sent. Copiers who muted you, or turned posts off, do not get it.")
