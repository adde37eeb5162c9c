"""N1 to N3: what one is told of and how, one's quiet hours, and when the digest comes. A tap goes on to the next."""

from datetime import datetime
from typing import Final, assert_never

from bot.html import NOTHING, Html, bold, esc, lines
from bot.presses.alerts import SetDigest, SetLevel, SetQuiet
from bot.screens.arriving import pairs
from bot.screens.head import last_row, mode, opening
from bot.screens.screen import Button, Row, Screen
from bot.translate import Words
from bot.wishes.mornings import Span, is_quiet
from bot.wishes.preferences import DIGEST_AT, Preferences
from bot.wishes.topics import OF_ADMINS, OF_COPIERS, OF_LEADS, Level, Topic
from bot.wishes.zones import city_of, offset_of, shown_at

NO_DIGEST: Final = -1
HOUR: Final = 60
NIGHTS: Final = (Span(22 * HOUR, 7 * HOUR), Span(23 * HOUR, 8 * HOUR), Span(0, 9 * HOUR))
MORNINGS: Final = (7 * HOUR, 8 * HOUR, DIGEST_AT, 18 * HOUR, 21 * HOUR)


def alert_settings(
    t: Words,
    wishes: Preferences,
    zone: str,
    now: datetime,
    *,
    copies: bool,
    leads: bool,
    runs: bool,
    mails: bool = False,
    note: Html = NOTHING,
) -> Screen:
    """N1, for whoever copies, leads or runs the desk; `mails`: it sends e-mail, too. `note`: what to say first."""
    text = lines(
        t("alerts", "{mode} · alerts: loud, silent or off", mode=mode(t)),
        bold(note) if note else NOTHING,
        t("alerts", "A tap goes on to the next of the three. Safety alerts cannot be turned off."),
        _quiet_now(t, wishes, zone, now),
    )
    topics = (*(OF_COPIERS if copies else ()), *(OF_LEADS if leads else ()), *(OF_ADMINS if runs else ()))
    switches = pairs([_switch(t, wishes, topic) for topic in topics])
    return Screen(text, (*switches, *_times(t, wishes, zone, mails=mails)))


def nothing_to_tell(t: Words) -> Screen:
    """For a visitor, whom nobody tells anything yet."""
    text = t("alerts", "{mode} · You are told of things once you have joined.", mode=mode(t))
    return Screen(text, (last_row(t),))


def _switch(t: Words, wishes: Preferences, topic: Topic) -> Button:
    level = wishes.level(topic)
    label = t("alerts", "{topic}: {level}", topic=_topic(t, topic), level=_level(t, level))
    return Button(label, SetLevel(topic=topic, level=level.next, version=wishes.version))


def _times(t: Words, wishes: Preferences, zone: str, *, mails: bool) -> tuple[Row, ...]:
    return times(t, wishes), (zone_button(t, zone), *mail_button(t, mails=mails)), last_row(t, "settings")


def times(t: Words, wishes: Preferences) -> Row:
    """When the digest comes, and when nothing makes a sound."""
    digest = (
        t("alerts", "Day digest off ✎")
        if wishes.digest_at is None
        else t("alerts", "Day digest {at} ✎", at=t.clock(wishes.digest_at))
    )
    quiet = (
        t("alerts", "Quiet hours off ✎")
        if wishes.quiet is None
        else t("alerts", "Quiet hours {span} ✎", span=_span(t, wishes.quiet))
    )
    return opening(digest, "digest"), opening(quiet, "quiet")


def zone_button(t: Words, zone: str) -> Button:
    """Where the reader's clock is."""
    return opening(t("alerts", "Time zone: {city} ✎", city=_city(zone)), "timezone")


def mail_button(t: Words, *, mails: bool) -> Row:
    """Where this desk sends e-mail."""
    return (opening(t("alerts", "E-mail ✎"), "email"),) if mails else ()


def _quiet_now(t: Words, wishes: Preferences, zone: str, now: datetime) -> Html:
    if wishes.quiet is None or not is_quiet(wishes.quiet, now, zone):
        return NOTHING
    return t("alerts", "It is quiet now, until {end} by your clock.", end=t.clock(wishes.quiet.end))


def _topic(t: Words, topic: Topic) -> Html:  # one sentence a topic
    match topic:
        case Topic.TRADES:
            return t("alerts", "Bought, sold")
        case Topic.STOPS:
            return t("alerts", "TP, SL hit")
        case Topic.SKIPPED:
            return t("alerts", "Skipped")
        case Topic.FAILED:
            return t("alerts", "Not copied")
        case Topic.TERMS:
            return t("alerts", "Lead's terms")
        case Topic.ENDS:
            return t("alerts", "A copy ends")
        case Topic.STATEMENT:
            return t("alerts", "Statement")
        case Topic.LEAD_FAILED:
            return t("alerts", "My buy not copied")
        case Topic.RECEIPTS:
            return t("alerts", "Receipts")
        case Topic.LEADING:
            return t("alerts", "My leading")
        case Topic.REQUESTS:
            return t("alerts", "Requests to the admin")
        case Topic.POSTS:
            return t("alerts", "Posts")
        case Topic.LISTINGS:
            return t("alerts", "Listings")
        case _ as unknown:
            assert_never(unknown)


def _level(t: Words, level: Level) -> Html:
    match level:
        case Level.LOUD:
            return t("alerts", "loud")
        case Level.SILENT:
            return t("alerts", "silent")
        case Level.OFF:
            return t("alerts", "off")
        case _ as unknown:
            assert_never(unknown)


# ── quiet hours ───────────────────────────────────────────────────────────────


def quiet_hours(t: Words, wishes: Preferences, zone: str, now: datetime, *, note: Html = NOTHING) -> Screen:
    """N2."""
    now_set = (
        t("quiet", "You have no quiet hours.")
        if wishes.quiet is None
        else t("quiet", "Quiet from {start} to {end}, by your clock.", **_ends(t, wishes.quiet))
    )
    text = lines(
        t("quiet", "{mode} · quiet hours", mode=mode(t)),
        bold(note) if note else NOTHING,
        now_set,
        t("quiet", "In quiet hours nothing makes a sound but safety alerts."),
        t("quiet", "Statements, posts and listings wait for your digest.")
        if wishes.digest_at is not None
        else t("quiet", "Statements, posts and listings come silently, as you have no digest for them to wait for."),
        _your_clock(t, zone, now),
        t("quiet", "Choose, or type them, such as 22:30-7."),
    )
    chips = tuple(_night(t, wishes, span) for span in NIGHTS)
    off = Button(_chosen(t("quiet", "No quiet hours"), on=wishes.quiet is None), _quiet_press(None, wishes.version))
    return Screen(text, (chips, (off,), _zone_row(t), last_row(t, "alerts")))


def _night(t: Words, wishes: Preferences, span: Span) -> Button:
    label = _chosen(_span(t, span), on=wishes.quiet == span)
    return Button(label, _quiet_press(span, wishes.version))


def _quiet_press(span: Span | None, version: int) -> SetQuiet:
    return SetQuiet(start=span.start if span else 0, end=span.end if span else 0, version=version)


# ── the digest ────────────────────────────────────────────────────────────────


def digest_hour(t: Words, wishes: Preferences, zone: str, now: datetime, *, note: Html = NOTHING) -> Screen:
    """N3."""
    text = lines(
        t("digest", "{mode} · day digest", mode=mode(t)),
        bold(note) if note else NOTHING,
        t("digest", "You have no digest.")
        if wishes.digest_at is None
        else t("digest", "It comes at {at}, by your clock.", at=t.clock(wishes.digest_at)),
        t("digest", "It tells of the day before it: equity, net, what was copied and what not, the share so far,"
          " and what your quiet hours kept."),
        _your_clock(t, zone, now),
        t("digest", "Choose, or type a time, such as 8:30."),
    )  # fmt: skip
    chips = tuple(_morning(t, wishes, at) for at in MORNINGS)
    none = SetDigest(at=NO_DIGEST, version=wishes.version)
    off = Button(_chosen(t("digest", "No digest"), on=wishes.digest_at is None), none)
    return Screen(text, (chips, (off,), _zone_row(t), last_row(t, "alerts")))


def _morning(t: Words, wishes: Preferences, at: int) -> Button:
    return Button(_chosen(t.clock(at), on=wishes.digest_at == at), SetDigest(at=at, version=wishes.version))


# ── both ──────────────────────────────────────────────────────────────────────


def changed_meanwhile(t: Words) -> Html:
    """For a press that was shown before something changed (rule 5)."""
    return t("alerts", "This was changed meanwhile, so your press did nothing. Here is how it stands:")


def no_span(t: Words) -> Html:
    """For a text that is no part of a day."""
    return t("quiet", "I did not understand that. Type two times, such as 23-8 or 22:30-7.")


def no_time(t: Words) -> Html:
    """For a text that is no time of day."""
    return t("digest", "I did not understand that. Type a time, such as 9 or 8:30.")


def _your_clock(t: Words, zone: str, now: datetime) -> Html:
    """Not as a moment: the reader's own device would draw that right, however wrong the zone is."""
    at = t.clock(shown_at(offset_of(zone, now), now))
    return t("quiet", "I take it that your clock shows {at} ({city}).", at=at, city=_city(zone))


def _zone_row(t: Words) -> Row:
    return (opening(t("quiet", "My clock is wrong"), "timezone"),)


def _ends(t: Words, span: Span) -> dict[str, Html]:
    return {"start": t.clock(span.start), "end": t.clock(span.end)}


def _span(t: Words, span: Span) -> Html:
    """Short enough for a label: full hours without their minutes."""
    return t("quiet", "{start}–{end}", start=_short(t, span.start), end=_short(t, span.end))


def _short(t: Words, minute: int) -> Html:
    return esc(f"{minute // HOUR:02}") if minute % HOUR == 0 else t.clock(minute)


def _city(zone: str) -> Html:
    return esc(city_of(zone).replace("_", " "))


def _chosen(label: Html, *, on: bool) -> Html:
    return esc("● ") + label if on else label
