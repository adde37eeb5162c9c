"""What the fields of a line are made of: amounts as decimal strings, instants in UTC, names."""

import re
from decimal import Decimal
from typing import Annotated, TypeAlias

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from core.model.money import NotAnAmount, plain_decimal


def _amount(value: object) -> Decimal:
    if not isinstance(value, str):
        raise ValueError("an amount is a decimal string")  # noqa: TRY004  # pydantic collects it
    try:
        return plain_decimal(value)
    except NotAnAmount as error:
        raise ValueError(str(error)) from error


_UTC = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|\+00:00)", re.ASCII)


def _instant(value: object) -> object:
    if not isinstance(value, str) or not _UTC.fullmatch(value):
        raise ValueError("an instant is RFC 3339 in UTC, as 2026-01-05T16:00:00Z")
    if value >= "9999":
        raise ValueError("the calendar ends with 9999, and the day after must be in it")
    return value


Instant: TypeAlias = Annotated[AwareDatetime, BeforeValidator(_instant)]
Amount: TypeAlias = Annotated[Decimal, BeforeValidator(_amount)]
Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=64)]


class Line(BaseModel):
    """Unknown fields are refused: a misspelt one would otherwise change nothing, silently."""

    model_config = ConfigDict(extra="forbid", frozen=True)
