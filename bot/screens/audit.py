"""M8: who did what as the admin, when and why, the newest first; nothing of it can be changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from bot.html import NOTHING, Html, esc, lines
from bot.html import name as named
from bot.presses import Noop
from bot.presses.admin import AuditPage, GetAudit
from bot.screens.head import head, last_row
from bot.screens.lead_reasons import ground_words
from bot.screens.leads import Names
from bot.screens.screen import Button, Row, Screen
from bot.translate import Words
from core.model.people import PersonId
from core.views.acts import Act, ActKind
from core.views.as_of import AsOf

PAGE: Final = 10


@dataclass(frozen=True, slots=True)
class Done:
    """An act, by whom, and the reason that was given."""

    act: Act
    by: str
    why: str = ""


def audit_screen(t: Words, at: AsOf, done: Sequence[Done], names: Names, *, page: int, pages: int) -> Screen:
    """One page of it."""
    text = lines(
        head(t, t("audit", "audit"), at),
        NOTHING
        if done
        else t("audit", "Nothing was done yet: approvals, halts, sanctions and announcements come here."),
        *(_line(t, each, names) for each in done),
    )
    rows: tuple[Row, ...] = ((Button(t("audit", "All of it as CSV"), GetAudit()),),) if done else ()
    return Screen(text, (*((_pager(t, page, pages),) if pages > 1 else ()), *rows, last_row(t, "admin")))


def _line(t: Words, done: Done, names: Names) -> Html:
    what = act_words(t, done.act, names)
    line = t("audit", "{when} · {who} · {what}", when=t.when(done.act.at), who=actor(t, done.by), what=what)
    return lines(line, t("audit", "   why: {why}", why=ground_words(t, done.why)) if done.why else NOTHING)


def actor(t: Words, by: str) -> Html:
    """Who did something as the admin."""
    match by:
        case "host":
            return t("admin", "a command on the desk's machine")
        case "desk":
            return t("admin", "the desk itself")
        case "":
            return t("admin", "the admin")
        case _:
            return named(by)


def act_words(t: Words, act: Act, names: Names) -> Html:  # noqa: PLR0912  # one sentence a kind
    """What was done."""
    who = NOTHING if act.about is None else named(names(act.about), longest=20)
    detail = esc(act.detail)
    match act.kind:
        case ActKind.STARTED:
            return t("audit", "desk started, start {detail}", detail=detail)
        case ActKind.HALTED:
            return t("audit", "◼ buys halted")
        case ActKind.RESUMED:
            return t("audit", "● halt lifted")
        case ActKind.APPROVED:
            return t("audit", "approved {name} to lead", name=who)
        case ActKind.REJECTED:
            return t("audit", "rejected {name}'s application", name=who)
        case ActKind.STOP_GRANTED:
            return t("audit", "let {name} stop leading", name=who)
        case ActKind.STOP_REFUSED:
            return t("audit", "refused {name}'s stop", name=who)
        case ActKind.STOP_FAILED:
            return t("audit", "let {name} stop, which failed: {detail}", name=who, detail=detail)
        case ActKind.SUSPENDED:
            return t("audit", "■ suspended {name}", name=who)
        case ActKind.LIFTED:
            return t("audit", "lifted the suspension of {name}", name=who)
        case ActKind.REVOKED:
            return t("audit", "■ revoked {name}'s right to lead", name=who)
        case ActKind.VIDEO_SEEN:
            return t("audit", "noted {name} as seen by video", name=who)
        case ActKind.VIDEO_UNSEEN:
            return t("audit", "took back that {name} was seen by video", name=who)
        case ActKind.LINKED:
            return t("audit", "linked {name} with {other}", name=who, other=_other(act, names))
        case ActKind.UNLINKED:
            return t("audit", "unlinked {name} from {other}", name=who, other=_other(act, names))
        case ActKind.REVIEWED:
            return t("audit", "closed the review of {name}", name=who)
        case ActKind.POSTS_ALLOWED:
            return t("audit", "let {name} post again", name=who)
        case ActKind.POSTS_TAKEN:
            return t("audit", "took {name}'s right to post", name=who)
        case ActKind.ANNOUNCED:
            return t("audit", "announced: {detail}", detail=detail)
        case ActKind.BROADCAST:
            return t("audit", "wrote to many: {detail}", detail=detail)
        case ActKind.DELISTED:
            return t("audit", "ended trading in {detail}", detail=detail)
        case ActKind.DENIED:
            return t("audit", "✖ refused by the rules: {detail}", detail=detail)
        case _ as unknown:
            assert_never(unknown)


def _other(act: Act, names: Names) -> Html:
    return named(names(PersonId(int(act.detail))), longest=20) if act.detail.isdecimal() else NOTHING


def _pager(t: Words, page: int, pages: int) -> Row:
    here = Button(t("admin", "{page}/{pages}", page=t.count(page), pages=t.count(pages)), Noop())
    before = (Button(esc("‹"), AuditPage(page=page - 1)),) if page > 1 else ()
    after = (Button(esc("›"), AuditPage(page=page + 1)),) if page < pages else ()
    return (*before, here, *after)


def file_caption(t: Words) -> Html:
    """Under the file."""
    return t("audit", "PAPER · the audit as CSV: UTC times, the oldest first")
