"""Reads one line of a scenario: the contract's names and shapes, and a clear word on what is wrong with a bad line."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeAlias, TypeVar

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from core.model.money import NotAnAmount, plain_decimal

T = TypeVar("T")


class BadLine(ValueError):
    """A line the scenario cannot play; the message names the line, the field and what was found there."""


def _amount(value: object) -> Decimal:
    if not isinstance(value, str):
        raise ValueError(f"an amount is a decimal string, found {value!r}")  # noqa: TRY004  # pydantic collects it
    try:
        return plain_decimal(value)
    except NotAnAmount as error:
        raise ValueError(str(error)) from error


_UTC = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|\+00:00)", re.ASCII)


def _instant(value: object) -> object:
    if not isinstance(value, str) or not _UTC.fullmatch(value):
        raise ValueError("an instant is RFC 3339 in UTC, as 2026-01-05T16:00:00Z")
    return value


Instant: TypeAlias = Annotated[AwareDatetime, BeforeValidator(_instant)]
Amount: TypeAlias = Annotated[Decimal, BeforeValidator(_amount)]
Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=64)]


class Line(BaseModel):
    """Unknown fields are refused: a misspelt one would otherwise change nothing, silently."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Listing(Line):
    symbol: Name
    lot_size: Amount
    tick_size: Amount
    quantity_min: Amount = Decimal(0)
    notional_min: Amount = Decimal(0)
    fee: Amount = Decimal(0)


class Delisting(Line):
    symbol: Name


class Prices(Line):
    bid: Amount
    ask: Amount
    last: Amount | None = None
    depth: Amount | None = None
    volume: Amount | None = None


class VenueFault(Line):
    who: Name
    next: Literal["reject", "timeout_filled", "timeout_lost", "partial"]
    code: str | None = None
    fraction: Amount | None = None


# ── commands ──────────────────────────────────────────────────────────────────


class Sizing(Line):
    fixed_amount: Amount | None = None
    multiplier: Amount | None = None
    smart_sync: Amount | None = None


class Join(Line):
    do: Literal["join"]
    language: str | None = None
    timezone: str | None = None


class Funds(Line):
    do: Literal["deposit", "withdraw"]
    amount: Amount


class ApplyToLead(Line):
    do: Literal["apply_to_lead"]
    bio: str | None = None


class AnswerLead(Line):
    do: Literal[
        "approve_lead",
        "reject_lead",
        "suspend_lead",
        "lift_suspension",
        "revoke_lead",
        "grant_stop_leading",
        "refuse_stop_leading",
        "review_conduct",
    ]
    lead: Name


class Announce(Line):
    """`trading_at`: when trading opens, when it may be copied, or when trading ends."""

    do: Literal["announce"]
    kind: Literal["listing", "added_to_copy_list", "delisting"]
    symbol: Name
    name: Name
    trading_at: Instant
    deposits_at: Instant | None = None
    withdrawals_at: Instant | None = None
    network: str = ""
    supply: str = ""
    supply_on: date | None = None
    unsupported: str = ""
    notice: str = ""


class Broadcast(Line):
    """`id` names the words, which stand in no fact."""

    do: Literal["broadcast"]
    id: Name
    audience: Literal["everybody", "copiers", "leads"] = "everybody"


class PostToCopiers(Line):
    """The text is looked at and stands in no fact; `id` names it."""

    do: Literal["post_to_copiers"]
    text: str
    id: Name = "post"


class AllowPosts(Line):
    do: Literal["allow_posts"]
    lead: Name
    on: bool


class LinkAccounts(Line):
    do: Literal["link_accounts"]
    first: Name
    second: Name
    on: bool = True


class RemoveCopier(Line):
    do: Literal["remove_copier"]
    copier: Name


class RequestStopLeading(Line):
    do: Literal["request_stop_leading"]
    reason: str


class WithdrawStopRequest(Line):
    do: Literal["withdraw_stop_request"]


class ChooseInstruments(Line):
    do: Literal["choose_lead_instruments"]
    instruments: list[Name] | Literal["all"]


class SetProfitShare(Line):
    do: Literal["set_profit_share"]
    ratio: Amount


class Switch(Line):
    do: Literal["switch_lead_trade", "accept_copiers"]
    on: bool


class Restrict(Line):
    do: Literal["restrict_copying"]
    to: Literal["smart_sync", "none"]


class PlaceOrder(Line):
    do: Literal["place_order"]
    symbol: Name
    side: Literal["buy", "sell"]
    type: Literal["market", "limit", "post_only", "ioc", "fok", "trigger", "trailing"] = "market"
    price: Amount | None = None
    trigger_price: Amount | None = None
    callback: Amount | None = None
    distance: Amount | None = None
    activation: Amount | None = None
    notional: Amount | None = None
    quantity: Amount | None = None
    lead_order: Name | None = None
    assets: Literal["any", "lead", "private"] = "any"
    id: Name | None = None


class CancelOrder(Line):
    do: Literal["cancel_order"]
    order: Name


class SetLotStops(Line):
    """Only what is named changes; `"0"` takes a stop away. A limit belongs to the price beside it."""

    do: Literal["set_lot_stops"]
    lead_order: Name
    take_profit: Amount | None = None
    take_limit: Amount | None = None
    stop_loss: Amount | None = None
    stop_limit: Amount | None = None


class StartCopying(Line):
    do: Literal["start_copying"]
    lead: Name
    sizing: Sizing
    max_total: Amount | None = None
    instruments: list[Name] | Literal["lead"] = "lead"
    never: list[Name] = []
    take_profit: Amount | None = None
    stop_loss: Amount | None = None
    total_stop_loss: Amount | None = None
    total_stop_loss_action: Literal["market_close", "copy_close", "manual_close"] = "market_close"
    buy_existing: bool = False


class ChangeCopying(Line):
    """Only what is named changes; `"0"` takes a stop away."""

    do: Literal["change_copying"]
    lead: Name
    sizing: Sizing | None = None
    max_total: Amount | None = None
    instruments: list[Name] | Literal["lead"] | None = None
    never: list[Name] | None = None
    take_profit: Amount | None = None
    stop_loss: Amount | None = None
    total_stop_loss: Amount | None = None
    total_stop_loss_action: Literal["market_close", "copy_close", "manual_close"] | None = None


class Allocation(Line):
    do: Literal["add_allocation", "withdraw_allocation"]
    lead: Name
    amount: Amount


class SellCopy(Line):
    do: Literal["sell_copy"]
    lead: Name
    symbol: Name
    quantity: Amount | None = None


class ReleaseLots(Line):
    do: Literal["release_lots"]
    lead: Name
    symbol: Name


class KeepLeft(Line):
    do: Literal["keep_left"]
    symbol: Name


class VerifyVideo(Line):
    do: Literal["verify_video"]
    lead: Name
    on: bool = True


class RetryCopy(Line):
    do: Literal["retry_copy"]
    lead: Name
    order: Name
    accept_drift: Amount | None = None


class StopCopying(Line):
    do: Literal["stop_copying"]
    lead: Name
    how: Literal["market_close", "copy_close", "manual_close"]


class StopAll(Line):
    do: Literal["stop_all"]
    how: Literal["market_close", "copy_close", "manual_close"]


class Pause(Line):
    do: Literal["pause_copying", "resume_copying"]
    lead: Name | None = None


class DeskSwitch(Line):
    do: Literal["halt", "resume"]


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


class Event(BaseModel):
    """One line: an instant, and at most one of the inputs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: Instant
    list: Listing | None = None
    delist: Delisting | None = None
    quote: dict[str, Amount | Prices] | None = None
    venue: VenueFault | None = None
    crash: Literal[True] | None = None
    who: Name | None = None
    do: Any = None


def read(number: int, raw: dict[str, Any]) -> Event:
    """One parsed JSON object as an event. Raises BadLine."""
    if not isinstance(raw, dict):
        raise BadLine(f"line {number}: an object is wanted, found {raw!r}")
    given = sorted(_INPUTS & raw.keys())
    if len(given) > 1:
        raise BadLine(f"line {number}: one input a line, found {' and '.join(given)}")
    if "who" in raw:
        return _person(number, raw)
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
        where = ".".join(_fields(deepest["loc"])) or "line"
        said = deepest["msg"].removeprefix("Value error, ")
        raise BadLine(f"line {number}: {where}: {said}, found {_short(deepest.get('input'))}") from error


def _fields(place: tuple[int | str, ...]) -> list[str]:
    """pydantic names the member of a union in the place; a person looks for the field alone."""
    return [str(part) for part in place if str(part) not in _TYPES and "[" not in str(part)]


_TYPES = {kind.__name__ for kind in Line.__subclasses__()} | {
    tag
    for kind in Command.__origin__.__args__  # type: ignore[attr-defined]
    for tag in kind.model_fields["do"].annotation.__args__
}


def _short(found: object) -> str:
    text = repr(found)
    return text if len(text) <= 80 else f"{text[:77]}…"
