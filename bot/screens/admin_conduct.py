"""What the admin looks into: findings of the conduct monitors, linked accounts, a lead's posts (section 22, R-20.4)."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.html import NOTHING, Html, lines, words_of
from bot.html import name as named
from bot.presses import Confirm
from bot.presses.admin import ShowUser
from bot.presses.telling import AllowPostsOf, AskLink, AskReviewed, StopPost, TypeLinked
from bot.screens.alert_conduct import found
from bot.screens.head import head, last_row
from bot.screens.lead_stopping import anew
from bot.screens.leads import Names
from bot.screens.screen import Button, Row, Screen
from bot.translate import Words
from core.model.conduct import Finding
from core.views.as_of import AsOf
from core.views.conduct import Conduct, Reviews
from core.views.posting import Posting, Sent

SHOWN = 120
"""Characters of a post."""


@dataclass(frozen=True, slots=True)
class Watching:
    """A lead under the admin's eyes: conduct, the right to post, the last posts with their words."""

    conduct: Conduct
    posting: Posting
    posts: tuple[tuple[Sent, str], ...]


def reviews(t: Words, shown: Reviews, names: Names, note: Html = NOTHING) -> Screen:
    """Everybody with something to look into, the oldest first."""
    text = lines(
        head(t, t("conduct", "reviews"), shown.as_of),
        note,
        NOTHING if shown.rows else t("conduct", "Nothing to look into: no monitor has found anything."),
        *(_row(t, each, names) for each in shown.rows),
    )
    looks = [
        Button(t("admin", "Lead {name}", name=named(names(each.lead), longest=20)), ShowUser(person=each.lead))
        for each in shown.rows
    ]
    rows = tuple(tuple(looks[at : at + 2]) for at in range(0, len(looks), 2))
    return Screen(text, (*rows, last_row(t, "admin")))


def _row(t: Words, each: Conduct, names: Names) -> Html:
    return t(
        "conduct",
        "● {name}: {what}",
        name=named(names(each.lead)),
        what=_finding(t, each.findings[0], names),
    )


def _finding(t: Words, finding: Finding, names: Names) -> Html:
    what = found(t, finding.monitor, t.coin(finding.symbol))
    with_whom = (
        t("conduct", "With {other}.", other=named(names(finding.other))) if finding.other is not None else NOTHING
    )
    return lines(t("conduct", "{when} · {what}", when=t.when(finding.at), what=what), with_whom)


# ── on the screen of one lead ─────────────────────────────────────────────────


def watching_lines(t: Words, view: Watching, names: Names) -> Html:
    """What there is to know of one lead's conduct and posts; little where there is nothing."""
    seen = view.conduct
    return lines(
        *(t("conduct", "⚠ {what}", what=_finding(t, each, names)) for each in seen.findings),
        t("conduct", "■ Buys are held back until you lift the hold.") if seen.held else NOTHING,
        t("conduct", "⚠ Deep drawdown: off the list.") if seen.deep_drawdown else NOTHING,
        t.n(
            "conduct",
            "⚠ No lead order for {count} day: off the list.",
            "⚠ No lead order for {count} days: off the list.",
            seen.quiet_days,
        )
        if seen.quiet_days
        else NOTHING,
        *(t("conduct", "Same person as {other}", other=named(names(each))) for each in seen.linked),
        *(_post(t, sent, words) for sent, words in view.posts if words),
        t("conduct", "■ May not write to copiers.") if view.posting.blocked else NOTHING,
    )


def _post(t: Words, sent: Sent, words: str) -> Html:
    return t("conduct", "✉ {when} · {words}", when=t.when(sent.at), words=words_of(words, longest=SHOWN))


def watching_rows(t: Words, view: Watching, names: Names) -> tuple[Row, ...]:
    """What can be done about it."""
    seen, posting = view.conduct, view.posting
    review = t("conduct", "Lift the hold…") if seen.held else t("conduct", "Close the review…")
    rows: list[Row] = [(Button(review, AskReviewed(person=seen.lead), "blue"),)] if seen.findings else []
    allow = AllowPostsOf(person=seen.lead, on=posting.blocked, version=posting.version)
    may = t("conduct", "Let them post") if posting.blocked else t("conduct", "Take the right to post")
    rows.append((Button(may, allow), *_stop_newest(t, view)))
    rows.append((Button(t("conduct", "Link an account…"), TypeLinked(person=seen.lead)),))
    rows += [
        (
            Button(
                t("conduct", "Unlink {other}…", other=named(names(each), longest=16)),
                AskLink(person=seen.lead, other=each, on=False),
            ),
        )
        for each in seen.linked[:3]
    ]
    return tuple(rows)


def _stop_newest(t: Words, view: Watching) -> Row:
    """The newest post, as long as it has words: whoever was not told yet is told no more."""
    sent, words = view.posts[0] if view.posts else (None, "")
    if sent is None or not words:
        return ()
    return (Button(t("conduct", "Stop the newest post"), StopPost(person=view.conduct.lead, post=sent.post)),)


# ── reviews and the question ──────────────────────────────────────────────────


def reviewed_review(t: Words, at: AsOf, view: Conduct, name: str, nonce: str, *, changed: bool) -> Screen:
    """What the end of a review does."""
    who = named(name)
    text = lines(
        head(t, t("conduct", "review: close what was found on {name}", name=who), at),
        anew(t, changed=changed),
        t.n("conduct", "{count} finding is closed.", "{count} findings are closed.", len(view.findings)),
        t("conduct", "The hold is lifted: the next lead buy of {name} is copied.", name=who) if view.held else NOTHING,
        t("conduct", "This lifts no suspension: that is done apart from it."),
        t("conduct", "{name} is told. Expires in 60 s.", name=who),
    )
    close = Button(
        t("conduct", "Lift the hold") if view.held else t("conduct", "Close it"), Confirm(nonce=nonce), "green"
    )
    return Screen(text, ((close, Button(t("admin", "Cancel"), ShowUser(person=view.lead))), last_row(t)))


def ask_linked(t: Words, at: AsOf, view: Conduct, name: str, *, problem: bool = False) -> Screen:
    """Whose account it is as well."""
    text = lines(
        head(t, t("conduct", "link an account to {name}", name=named(name)), at),
        t("conduct", "I know nobody else by that number.") if problem else NOTHING,
        t("conduct", "Which other account is theirs? Type its number, as the list of people shows it."),
    )
    return Screen(text, ((Button(t("desk", "‹ Back"), ShowUser(person=view.lead)), last_row(t)[-1]),))


def link_review(t: Words, at: AsOf, who: Sequence[str], nonce: str, *, on: bool, changed: bool) -> Screen:
    """What a link, or its end, means; `who`: the lead's name and the other's."""
    first, second = (named(each) for each in who)
    does = (
        t(
            "conduct",
            "From now on {first} and {second} count as one person: neither copies the other, and if they trade with"
            " each other, whoever of them leads is suspended. A copy that runs between them goes on until it is"
            " stopped.",
            first=first,
            second=second,
        )
        if on
        else t("conduct", "From now on {first} and {second} count as strangers.", first=first, second=second)
    )
    title = t("conduct", "review: link two accounts") if on else t("conduct", "review: part two accounts")
    text = lines(
        head(t, title, at),
        anew(t, changed=changed),
        does,
        t("conduct", "Neither is told. Expires in 60 s."),
    )
    confirm = Button(t("conduct", "Link them") if on else t("conduct", "Part them"), Confirm(nonce=nonce), "green")
    return Screen(text, ((confirm,), last_row(t, "users")))


def posts_done(t: Words, *, on: bool) -> Html:
    """Said once the right is given or taken."""
    return t("conduct", "✔ They may write to copiers, and are told.") if on else t(
        "conduct", "✔ They may not write to copiers now, and are told."
    )  # fmt: skip


def post_stopped(t: Words) -> Html:
    """Said once a post is told to nobody more."""
    return t("conduct", "✔ Stopped: whoever has not got it yet does not get it.")


def reviewed_done(t: Words) -> Html:
    """Said once a review is closed."""
    return t("conduct", "✔ Closed, and no hold is left. They are told.")


def linked_done(t: Words, *, on: bool) -> Html:
    """Said once a link stands, or is gone."""
    return t("conduct", "✔ Linked.") if on else t("conduct", "✔ Parted.")
