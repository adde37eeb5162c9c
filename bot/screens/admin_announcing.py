"""M7: the questions of an announcement, its review with the preview, and why an answer was not taken."""

from datetime import UTC, datetime, timedelta
from typing import Final, assert_never

from bot.drafts.announcing import NEEDED, Announcing, Field, Wrong, next_field
from bot.html import NOTHING, Html, esc, lines, name
from bot.html import quote as quoted
from bot.presses import Confirm
from bot.presses.telling import SkipField
from bot.screens.admin_broadcast import needed
from bot.screens.announcing import announcement_text
from bot.screens.denied import denial_words
from bot.screens.desk_calendar import desk_zone
from bot.screens.head import head, last_row, opening
from bot.screens.lead_stopping import anew
from bot.screens.screen import Button, Row, Screen
from bot.screens.spans import exact_span
from bot.translate import Words
from core.model.announcements import Announcement, AnnouncementKind
from core.model.reasons import Denial
from core.views.as_of import AsOf
from core.views.reach import Reach

AHEAD: Final = timedelta(days=7)
"""How far an example lies ahead of the reader."""


def ask_field(t: Words, at: AsOf, draft: Announcing, hosts: frozenset[str], wrong: Wrong | None = None) -> Screen:
    """The next question, with what was answered so far."""
    asked = next_field(draft)
    kind = AnnouncementKind(draft.kind)
    text = lines(
        head(t, _title(t, kind), at),
        _wrong(t, wrong, hosts) if wrong else NOTHING,
        *(_answer(t, kind, Field(field), answer) for field, answer in draft.answers.items() if answer),
        NOTHING if asked is None else _question(t, kind, asked, at.at),
    )
    skip: tuple[Row, ...] = (
        ((Button(t("announcing", "Leave it out"), SkipField()),),) if asked is not None and asked not in NEEDED else ()
    )
    return Screen(text, (*skip, last_row(t, "listing")))


def _title(t: Words, kind: AnnouncementKind) -> Html:
    match kind:
        case AnnouncementKind.LISTING:
            return t("announcing", "announce a listing")
        case AnnouncementKind.ADDED_TO_COPY_LIST:
            return t("announcing", "announce a coin for the copy list")
        case AnnouncementKind.DELISTING:
            return t("announcing", "announce a delisting")
        case _ as unknown:
            assert_never(unknown)


def _label(t: Words, kind: AnnouncementKind, field: Field) -> Html:  # one word a field
    ends = kind is AnnouncementKind.DELISTING
    match field:
        case Field.SYMBOL:
            return t("announcing", "instrument")
        case Field.NAME:
            return t("announcing", "name of the coin")
        case Field.DEPOSITS:
            return t("announcing", "end of deposits") if ends else t("announcing", "start of deposits")
        case Field.TRADING if kind is AnnouncementKind.ADDED_TO_COPY_LIST:
            return t("announcing", "copied from")
        case Field.TRADING:
            return t("announcing", "end of trading") if ends else t("announcing", "start of trading")
        case Field.WITHDRAWALS:
            return t("announcing", "end of withdrawals") if ends else t("announcing", "start of withdrawals")
        case Field.NETWORK:
            return t("announcing", "network")
        case Field.SUPPLY:
            return t("announcing", "total supply")
        case Field.SUPPLY_ON:
            return t("announcing", "day of the supply figure")
        case Field.UNSUPPORTED:
            return t("announcing", "what is not supported")
        case Field.NOTICE:
            return t("announcing", "official notice")
        case _ as unknown:
            assert_never(unknown)


def _answer(t: Words, kind: AnnouncementKind, field: Field, answer: str) -> Html:
    at = datetime.fromisoformat(answer) if field in {Field.DEPOSITS, Field.TRADING, Field.WITHDRAWALS} else None
    shown = t.when(at) if at is not None else name(answer, longest=60)
    return t("announcing", "✔ {field}: {answer}", field=_label(t, kind, field), answer=shown)


def _question(t: Words, kind: AnnouncementKind, asked: Field, now: datetime) -> Html:
    what, soon = _label(t, kind, asked), t.calendar.local(now + AHEAD)
    match asked:
        case Field.SYMBOL:
            return t("announcing", "Which {field}? Type it, such as BTC-USDT.", field=what)
        case Field.DEPOSITS | Field.TRADING | Field.WITHDRAWALS:
            example = esc(f"{soon:%Y-%m-%d} 16:00")
            return t(
                "announcing",
                "When: {field}? Type it in {zone}, such as {example}.",
                field=what,
                zone=desk_zone(t),
                example=example,
            )
        case Field.SUPPLY_ON:
            return t("announcing", "Of which day is it? Type it, such as {example}.", example=esc(f"{now:%Y-%m-%d}"))
        case Field.NOTICE:
            return t("announcing", "The address of the {field}? It must be on an allowed host.", field=what)
        case Field.UNSUPPORTED:
            return t("announcing", "Is anything not supported, such as airdrops? Say what.")
        case _:
            return t("announcing", "The {field}?", field=what)


def _wrong(t: Words, wrong: Wrong, hosts: frozenset[str]) -> Html:
    match wrong:
        case Wrong.SYMBOL:
            return t("announcing", "That is no instrument: letters and digits, then -USDT.")
        case Wrong.LENGTH:
            return t("announcing", "That was empty or too long.")
        case Wrong.TIME:
            return t("announcing", "I read no time in that: year-month-day hour:minute, please.")
        case Wrong.DAY:
            return t("announcing", "I read no day in that: year-month-day, please.")
        case Wrong.HOST:
            return t(
                "announcing",
                "Only https addresses on these hosts are opened: {hosts}. Look-alikes are common.",
                hosts=esc(", ".join(sorted(hosts)) or "–"),
            )
        case _ as unknown:
            assert_never(unknown)


def announcement_review(
    t: Words, view: Reach, told: Announcement, holders: int, nonce: str, *, changed: bool
) -> Screen:
    """As everybody will read it, and what it does; it cannot be taken back."""
    text = lines(
        head(t, t("announcing", "review: an announcement"), view.as_of),
        anew(t, changed=changed),
        quoted(announcement_text(t, told)),
        _does(t, told, holders),
        needed(t, view.everybody),
        t("announcing", "The warning stays. It cannot be taken back. Expires in 60 s."),
    )
    send = Button(t("announcing", "Announce to {count}", count=t.count(view.everybody)), Confirm(nonce=nonce), "green")
    return Screen(text, ((send, opening(t("announcing", "Cancel"), "listing")), last_row(t)))


def _does(t: Words, told: Announcement, holders: int) -> Html:
    symbol = t.ticker(told.symbol)
    match told.kind:
        case AnnouncementKind.LISTING:
            return t(
                "announcing",
                "Until you add {symbol} to the copy list, {span} after trading opens at the earliest, nobody copies"
                " it.",
                symbol=symbol,
                span=exact_span(t, hours=t.limits.instrument.copyable_after_h),
            )
        case AnnouncementKind.ADDED_TO_COPY_LIST:
            return t("announcing", "From that instant on {symbol} is on the copy list.", symbol=symbol)
        case AnnouncementKind.DELISTING:
            return lines(
                t(
                    "announcing",
                    "At the end of trading all open orders in {symbol} are cancelled and lots are let go; you need do"
                    " nothing more.",
                    symbol=symbol,
                ),
                t.n(
                    "announcing",
                    "{count} person holds it and is told aloud.",
                    "{count} people hold it and are told aloud.",
                    holders,
                ),
            )
        case _ as unknown:
            assert_never(unknown)


def announcement_refused(t: Words, code: Denial, about: str) -> Html:
    """Why it cannot be announced; what was typed is lost, as it begins with the wrong coin or time."""
    when = about
    if code is Denial.COPYABLE_TOO_EARLY:
        when = f"{datetime.fromisoformat(about).astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return denial_words(t, code, when)


def announced_done(t: Words) -> Html:
    """Said once it is on its way."""
    return t("announcing", "✔ Announced: everybody who wants listings is told.")
