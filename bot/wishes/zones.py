"""Time zones a person can choose from: a city for each way clocks go, found by the time it shows or by its name. Pure.

A zone is its IANA name; an offset is minutes ahead of UTC at one instant.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from bot.wishes.mornings import DAY, clock_in

DEFAULT: Final = "UTC"
_ZONES: Final = (
    "UTC",
    "Pacific/Pago_Pago", "Pacific/Honolulu", "America/Adak", "Pacific/Marquesas", "America/Anchorage",
    "America/Los_Angeles", "America/Vancouver", "America/Tijuana", "America/Phoenix", "America/Denver",
    "America/Edmonton", "America/Chicago", "America/Mexico_City", "America/Winnipeg", "America/Guatemala",
    "America/Costa_Rica", "Pacific/Easter", "America/New_York", "America/Toronto", "America/Havana", "America/Bogota",
    "America/Lima", "America/Panama", "America/Jamaica", "America/Halifax", "America/Caracas", "America/La_Paz",
    "America/Manaus", "America/Santiago", "America/Santo_Domingo", "America/St_Johns", "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires", "America/Montevideo", "America/Asuncion", "America/Nuuk", "America/Noronha",
    "Atlantic/Azores", "Atlantic/Cape_Verde", "Europe/London", "Europe/Lisbon", "Europe/Dublin", "Africa/Casablanca",
    "Africa/Accra", "Atlantic/Reykjavik", "Europe/Berlin", "Europe/Madrid", "Europe/Paris", "Europe/Rome",
    "Europe/Warsaw", "Europe/Belgrade", "Africa/Lagos", "Africa/Algiers", "Africa/Tunis", "Europe/Kyiv",
    "Europe/Bucharest", "Europe/Athens", "Europe/Helsinki", "Europe/Kaliningrad", "Africa/Cairo",
    "Africa/Johannesburg", "Asia/Jerusalem", "Asia/Beirut", "Europe/Istanbul", "Europe/Moscow", "Europe/Minsk",
    "Asia/Riyadh", "Asia/Baghdad", "Africa/Nairobi", "Asia/Tehran", "Asia/Dubai", "Asia/Baku", "Asia/Tbilisi",
    "Asia/Yerevan", "Europe/Samara", "Asia/Kabul", "Asia/Karachi", "Asia/Tashkent", "Asia/Yekaterinburg",
    "Asia/Almaty", "Asia/Kolkata", "Asia/Colombo", "Asia/Kathmandu", "Asia/Dhaka", "Asia/Omsk", "Asia/Bishkek",
    "Asia/Yangon", "Asia/Bangkok", "Asia/Jakarta", "Asia/Ho_Chi_Minh", "Asia/Novosibirsk", "Asia/Krasnoyarsk",
    "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Singapore", "Asia/Taipei", "Asia/Manila", "Australia/Perth",
    "Asia/Irkutsk", "Australia/Eucla", "Asia/Tokyo", "Asia/Seoul", "Asia/Yakutsk", "Australia/Darwin",
    "Australia/Adelaide", "Australia/Brisbane", "Australia/Sydney", "Asia/Vladivostok", "Australia/Lord_Howe",
    "Asia/Magadan", "Pacific/Noumea", "Pacific/Norfolk", "Pacific/Auckland", "Pacific/Fiji", "Asia/Kamchatka",
    "Pacific/Chatham", "Pacific/Tongatapu", "Pacific/Apia", "Pacific/Kiritimati",
)  # fmt: skip
BY_CITY: Final[Mapping[str, str]] = MappingProxyType({zone.rpartition("/")[2]: zone for zone in _ZONES})
"""The zones a button can name, by the city in it."""
LIKELY: Final[Mapping[str, Sequence[str]]] = {
    "en": ("America/New_York", "Europe/London", "Asia/Kolkata"),
    "ru": ("Europe/Kaliningrad", "Europe/Moscow", "Asia/Yekaterinburg"),
    "es": ("America/Mexico_City", "America/Argentina/Buenos_Aires", "Europe/Madrid"),
    "pt-BR": ("America/Manaus", "America/Sao_Paulo", "Europe/Lisbon"),
    "tr": ("Europe/Berlin", "Europe/Istanbul", "Asia/Baku"),
    "zh-Hans": ("Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney"),
    "ar": ("Africa/Casablanca", "Asia/Riyadh", "Asia/Dubai"),
}
"""Where readers of a language often live; whoever lives elsewhere is two taps away."""
HOUR: Final = 60


def city_of(zone: str) -> str:
    """The city in a zone's name, as a press carries it."""
    return zone.rpartition("/")[2]


_rules_of: Final = cache(ZoneInfo)
"""Read once: Python itself keeps those of eight zones, and the list of offsets asks for all of them each time."""


def offset_of(zone: str, now: datetime) -> int:
    ahead = now.astimezone(_rules_of(zone)).utcoffset()
    assert ahead is not None, "a clock in a zone knows how far it is ahead"
    return ahead // timedelta(minutes=1)


def likely_offsets(language: str, zone: str, now: datetime) -> tuple[int, ...]:
    """Three to begin with: around the zone that was chosen, else where the language is spoken."""
    if zone != DEFAULT:
        chosen = offset_of(zone, now)
        return (chosen - HOUR, chosen, chosen + HOUR)
    zones = LIKELY.get(language, LIKELY["en"])
    return tuple(sorted({offset_of(each, now) for each in zones}))


def offsets(now: datetime) -> tuple[int, ...]:
    """All there are somewhere, each time of day once: at both sides of the date line clocks show the same."""
    return tuple(sorted({offset_of(zone, now) % DAY: offset_of(zone, now) for zone in _ZONES}.values()))


def shown_at(offset: int, now: datetime) -> int:
    """The minute of the day that clocks show which are so far ahead."""
    utc = clock_in(DEFAULT, now)
    return (utc.hour * HOUR + utc.minute + offset) % DAY


def zones_at(offset: int, now: datetime) -> tuple[str, ...]:
    """The zones whose clocks show that time of day now, in the order of the list."""
    return tuple(zone for zone in _ZONES if (offset_of(zone, now) - offset) % DAY == 0)


def found(text: str) -> str | None:
    """The zone that a typed city or zone name means; None where there is none of it."""
    wanted = "_".join(text.casefold().split())
    return _known().get(wanted)


@cache
def _known() -> Mapping[str, str]:
    every = sorted(available_timezones() - {"localtime"})
    cities = {city_of(zone).casefold(): zone for zone in reversed(every) if "/" in zone}
    ours = {city.casefold(): zone for city, zone in BY_CITY.items()}
    return cities | {zone.casefold(): zone for zone in every} | ours
