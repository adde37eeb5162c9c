"""What is typed behind /mute: how a lead's name begins, and for how long, such as `Orion 2h`. Pure."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

_TYPED: Final = re.compile(r"(?P<lead>.+?)(?:\s+(?P<many>[0-9]{1,4})\s*(?P<unit>[mhdмчд])[a-zа-я]*\.?)?")
_UNITS: Final = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_CYRILLIC: Final = str.maketrans("мчд", "mhd")
LONGEST: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class TypedMute:
    """`lead` as it begins, casefolded; `time` None: until told otherwise."""

    lead: str
    time: timedelta | None


def read_mute(text: str) -> TypedMute | None:
    """None where no name is there, or the time is none at all or longer than a year."""
    found = _TYPED.fullmatch(text.strip().casefold())
    if found is None:
        return None
    if found["many"] is None:
        return TypedMute(found["lead"], None)
    time = int(found["many"]) * _UNITS[found["unit"].translate(_CYRILLIC)]
    return TypedMute(found["lead"], time) if timedelta() < time <= LONGEST else None
