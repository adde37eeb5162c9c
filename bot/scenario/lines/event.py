"""Reads one line of a scenario: the contract's names and shapes, and a clear word on what is wrong with a bad line."""

from collections.abc import Callable
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, TypeAdapter, ValidationError

from bot.scenario.lines.copying import (
    Allocation,
    ChangeCopying,
    KeepLeft,
    Pause,
    ReleaseLots,
    RetryCopy,
    SellCopy,
    StartCopying,
    StopAll,
    StopCopying,
)
from bot.scenario.lines.fields import Amount, Instant, Line, Name
from bot.scenario.lines.leading import (
    ApplyToLead,
    ChooseInstruments,
    PostToCopiers,
    RemoveCopier,
    RequestStopLeading,
    Restrict,
    SetProfitShare,
    Switch,
    WithdrawStopRequest,
)
from bot.scenario.lines.market import Delisting, Listing, Prices, VenueFault
from bot.scenario.lines.orders import CancelOrder, PlaceOrder, SetLotStops
from bot.scenario.lines.people import (
    AllowPosts,
    Announce,
    AnswerLead,
    Broadcast,
    DeskSwitch,
    Funds,
    Join,
    LinkAccounts,
    VerifyVideo,
)

T = TypeVar("T")


class BadLine(ValueError):
    """A line the scenario cannot play; the message names the line, the field and what was found there."""


Command: TypeAlias = Annotated[
    Join
    | Funds
    | ApplyToLead
    | AnswerLead
    | LinkAccounts
    | Announce
    | Broadcast
    | PostToCopiers
    | AllowPosts
    | RemoveCopier
    | RequestStopLeading
    | WithdrawStopRequest
    | ChooseInstruments
    | SetProfitShare
    | Switch
    | Restrict
    | PlaceOrder
    | CancelOrder
    | SetLotStops
    | StartCopying
    | ChangeCopying
    | Allocation
    | SellCopy
    | ReleaseLots
    | KeepLeft
    | VerifyVideo
    | RetryCopy
    | StopCopying
    | StopAll
    | Pause
    | DeskSwitch,
    Field(discriminator="do"),
]
_COMMANDS: TypeAdapter[Any] = TypeAdapter(Command)
_INPUTS = frozenset({"list", "delist", "quote", "venue", "crash", "who"})


def _happens(said: bool) -> bool:  # noqa: FBT001  # pydantic calls it with the value alone
    if not said:
        raise ValueError("what does not happen has no line")
    return said


class Event(BaseModel):
    """One line: an instant, and at most one of the inputs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: Instant
    list: Listing | None = None
    delist: Delisting | None = None
    quote: dict[str, Amount | Prices] | None = None
    venue: VenueFault | None = None
    crash: Annotated[StrictBool, AfterValidator(_happens)] | None = None
    who: Name | None = None
    do: Any = None


def read(number: int, raw: dict[str, Any]) -> Event:
    """One parsed JSON object as an event. Raises BadLine."""
    if not isinstance(raw, dict):
        raise BadLine(f"line {number}: an object is wanted, found {raw!r}")
    given = sorted(_INPUTS & raw.keys())
    if len(given) > 1:
        raise BadLine(f"line {number}: one input a line, found {' and '.join(given)}")
    if given and raw[given[0]] is None:
        raise BadLine(f"line {number}: {given[0]}: what happens is said, found None")
    if "who" in raw:
        return _person(number, raw)
    if "do" in raw:
        raise BadLine(f"line {number}: who: somebody asks for it, found {_short(raw)}")
    return _checked(number, lambda: Event.model_validate(raw))


def _person(number: int, raw: dict[str, Any]) -> Event:
    do = raw.get("do")
    if do is None:
        raise BadLine(f"line {number}: do: whoever asks asks for something, found {_short(raw)}")
    command = {key: value for key, value in raw.items() if key not in ("at", "who")}
    parsed = _checked(number, lambda: _COMMANDS.validate_python(command))
    return _checked(number, lambda: Event.model_validate({"at": raw.get("at"), "who": raw["who"], "do": parsed}))


def _checked(number: int, work: Callable[[], T]) -> T:
    try:
        return work()
    except ValidationError as error:
        deepest = max(error.errors(), key=lambda each: len(_fields(each["loc"])))
        if deepest["type"] == "union_tag_invalid":
            raise BadLine(f"line {number}: do: no such command, found {_short(deepest['ctx']['tag'])}") from error
        where = ".".join(_fields(deepest["loc"])) or "line"
        said = _WANTED.get(deepest["type"]) or deepest["msg"].removeprefix("Value error, ")
        found = _short(deepest.get("input"))
        told = said if isinstance(deepest.get("input"), str) and found in said else f"{said}, found {found}"
        raise BadLine(f"line {number}: {where}: {told}") from error


def _fields(place: tuple[int | str, ...]) -> list[str]:
    """pydantic names the member of a union in the place; a person looks for the field alone."""
    return [str(part) for part in place if str(part) not in _TYPES and "[" not in str(part)]


_TYPES = {kind.__name__ for kind in Line.__subclasses__()} | {
    tag
    for kind in Command.__origin__.__args__  # type: ignore[attr-defined]
    for tag in kind.model_fields["do"].annotation.__args__
}


_WANTED = {
    "missing": "it is missing",
    "extra_forbidden": "there is no such field",
    "model_type": "an object is wanted",
    "dict_type": "an object is wanted",
    "list_type": "a list is wanted",
    "tuple_type": "a list is wanted",
    "bool_type": "true or false is wanted",
    "string_type": "a text is wanted",
}
"""What is wrong, for people who know JSON and not the tools of the desk."""


def _short(found: object) -> str:
    text = repr(found)
    return text if len(text) <= 80 else f"{text[:77]}…"
