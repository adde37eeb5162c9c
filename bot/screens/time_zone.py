"""T3: which time zone is the reader's? One taps the time one's clock shows, then a city; or types a city."""

from collections.abc import Sequence
from datetime import datetime

from bot.html import NOTHING, Html, bold, esc, lines
from bot.presses.alerts import LiveIn, ShowTimes, ShowZones
from bot.screens.arriving import pairs
from bot.screens.desk_calendar import desk_zone
from bot.screens.head import last_row, mode
from bot.screens.screen import CHIPS_MAX, Button, Row, Screen
from bot.translate import Words
from bot.wishes.zones import city_of, likely_offsets, offset_of, offsets, shown_at, zones_at


def time_zone(t: Words, zone: str, now: datetime, *, note: Html = NOTHING) -> Screen:
    """T3. `note`: what to say first."""
    chips = tuple(_time(t, offset, now) for offset in likely_offsets(t.language, zone, now))
    other = Button(t("zone", "Another time…"), ShowTimes())
    return _asking(t, note, _now(t, zone, now), (chips, (other,)))


def all_times(t: Words, zone: str, now: datetime) -> Screen:
    """Every time that clocks somewhere show now."""
    chips = [_time(t, offset, now) for offset in sorted(offsets(now), key=lambda each: shown_at(each, now))]
    rows = tuple(tuple(chips[at : at + CHIPS_MAX]) for at in range(0, len(chips), CHIPS_MAX))
    return _asking(t, NOTHING, _now(t, zone, now), rows)


def zones_of(t: Words, offset: int, now: datetime) -> Screen:
    """The cities where clocks show that time now; the same clocks may change on other days in each."""
    cities = [Button(_city(zone), LiveIn(city=city_of(zone))) for zone in zones_at(offset, now)]
    text = lines(
        t("zone", "{mode} · time zone: {at} now", mode=mode(t), at=t.clock(shown_at(offset, now))),
        t("zone", "Which city's clocks go as yours do? Pick the nearest in your country, or type one."),
    )
    return Screen(text, (*pairs(cities), (Button(t("zone", "Another time…"), ShowTimes()),), last_row(t, "timezone")))


def moved(t: Words) -> Html:
    """It was taken; what it is now stands below."""
    return t("zone", "✔ Done.")


def no_city(t: Words) -> Html:
    """For a text that names none."""
    return t("zone", "I do not know that place. Type a large city in your time zone, such as Berlin.")


def _asking(t: Words, note: Html, now: Html, rows: Sequence[Row]) -> Screen:
    text = lines(
        t("zone", "{mode} · time zone", mode=mode(t)),
        bold(note) if note else NOTHING,
        now,
        t("zone", "What time is it for you? Tap it, or type your city, such as Berlin."),
        t(
            "zone",
            "Quiet hours, the digest and the morning of a statement go by it. A cycle's end stays {zone}.",
            zone=desk_zone(t),
        ),
    )
    return Screen(text, (*rows, last_row(t, "settings")))


def _time(t: Words, offset: int, now: datetime) -> Button:
    return Button(t.clock(shown_at(offset, now)), ShowZones(offset=offset))


def _now(t: Words, zone: str, now: datetime) -> Html:
    return t("zone", "I take it that your clock shows {at} ({city}).", at=t.clock(_minute(zone, now)), city=_city(zone))


def _minute(zone: str, now: datetime) -> int:
    return shown_at(offset_of(zone, now), now)


def _city(zone: str) -> Html:
    return esc(city_of(zone).replace("_", " "))
