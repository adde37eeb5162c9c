"""Sample values for any view, made from its type: the figures of the design's sketches, the same at every run.

A view is built field by field. What a number means follows from its field's name; a name that stands in no table here
gets a plain small figure, so that a new view is drawn without a word in this file.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum, StrEnum
from functools import partial
from types import NoneType, UnionType
from typing import Any, Final, Literal, NewType, Union, get_args, get_origin, get_type_hints

import numpy as np
from pydantic import BaseModel

from bot.drafts.copy_plan import Step
from bot.html import Html, esc
from bot.mail.contacts import Contact
from core.model.announcements import Announcement, AnnouncementKind
from core.model.copying import Sizing
from core.model.limits import ScoreWeights
from core.model.market import Asset, Instrument, Symbol
from core.model.money import quote, ratio
from core.model.orders import Dropped
from core.model.people import StopReason
from core.model.reasons import Denial
from core.views.alert import Alert, AlertKind
from core.views.ceasing import Ceasing, StillHeld
from core.views.lead_card import Scoring

WHEN: Final = datetime(2026, 11, 25, 12, tzinfo=UTC)
NAMES: Final = ("Orion", "Vega", "Baltic")
BTC: Final = Instrument(Symbol("BTC-USDT"), Decimal("0.00000001"), Decimal("0.1"), fee=ratio("0.001"))
SYMBOLS: Final = ("BTC-USDT", "ETH-USDT", "SOL-USDT")
NOTICE: Final = Announcement(
    kind=AnnouncementKind.LISTING, symbol=Symbol("NEW-USDT"), name="Newcoin", trading_at=WHEN, network="Newnet",
    supply="1,000,000,000", supply_on=WHEN.date(), unsupported="airdrops", notice="https://www.okx.com/help/new",
)  # fmt: skip

AMOUNTS: Final = {
    "equity": "250000", "cash": "100000", "free": "8924.70", "frozen": "500", "aum": "212400", "aum_average": "96000",
    "aum_next": "100000", "withheld": "110", "withheld_before": "0", "payable": "55", "refund": "55",
    "paid_in": "1000", "size": "1000", "amount": "1000", "max_total": "500", "total_stop_loss": "100",
    "result": "41.20", "value": "305.10", "cost": "294.40", "notional": "80000", "equity_min": "500", "below": "20",
    "realised": "12.10", "open_cost": "450", "on_the_way": "50", "asked": "50", "least": "10", "room": "500",
    "profit_net": "12.10", "net": "12.10", "paper": "10000", "unset": "6.60", "limit": "500", "bound": "0",
    "buys": "294.40", "wanted": "300", "fee_about": "0.59", "copiers_pnl": "12410", "deposits": "250000",
    "investment": "1000", "total": "1000", "nearly": "1000", "whole": "2500", "most_open": "500", "own": "100000",
    "pnl": "38400", "mean_order": "4100",
}  # fmt: skip
RATIOS: Final = {
    "ratio": "0.10", "ratio_max": "0.10", "take_profit": "0.3", "stop_loss": "0.15", "spread": "0.005",
    "drift": "0.008", "away": "0.0003", "share": "0.10", "usage": "0.32", "multiplier": "0.5",
    "accepted_drift_max": "0.02", "part": "0.96",
}  # fmt: skip
PRICES: Final = {"bid": "63999.9", "ask": "64000.0", "price": "64000.0", "price_cap": "64320.0", "best": "64000.0"}
QUANTITIES: Final = {"quantity": "1.25", "lots": "1.25", "private": "0.5", "done": "0.25", "sold": "0.25"}
COUNTS: Final = {
    "copiers": 128, "cap": 500, "copied": 119, "day_buys": 12, "day_buys_max": 500, "changes_left": 2, "level": 2,
    "share_level": 2, "review_days": 3, "copies": 128, "holding": 119, "people": 130, "middle": 400, "slow": 1100,
    "page": 1, "pages": 4, "days": 412, "facts": 4711, "telegram": 1001, "new": 5, "before": 0, "smart": 71,
    "assets": 3, "orders": 1, "copy_lots": 119, "lead_lots": 1, "on_the_way": 0, "copying": 0, "stop_review_days": 3,
    "expires_s": 30, "retry_valid_s": 30, "late_s": 41, "count": 4, "person": 1, "lead": 1, "seq": 4711,
    "fired": 20, "passed": 19, "too_low": 0, "over_max": 1, "unfollowed": 0, "ever": 301, "measured": 90, "bought": 57,
    "listed": 34, "unanswered": 0, "delayed": 0, "open_orders": 2, "epoch": 3, "version": 42, "left_behind": 0,
    "start": 1380, "end": 480, "digest_at": 540, "offset": 60, "many": 4, "missed": 9, "entries": 4, "exits": 2,
    "month": 202611, "seconds": 9,
}  # fmt: skip
DECIMALS: Final = {
    "quantity": "0.0046", "price": "64000.0", "price_lead": "64000.0", "fee": "0.0000046", "held": "0.05",
    "done": "0.25", "total_return": "0.846", "drawdown": "0.12", "win_rate": "0.614", "score": "67.25",
    "lot_size": "0.00000001", "tick_size": "0.1",
}  # fmt: skip
TEXTS: Final = {
    "nonce": "jYNF3IZzrYSld2G7", "bio": "I trade BTC and ETH, slowly and with care.", "about": "BTC-USDT",
    "ground": "r", "words": "Insufficient liquidity", "reference": "7F3K", "wanted": "7F3K", "kind": "poller",
    "link": "https://t.me/slipstream_bot?start=lead_k3x9", "order": "slp7F3K", "cause": "copier", "version": "0.1.0",
    "address": "ann@example.org", "masked": "a***@e***.org",
    "base": "BTC", "called": "Orion", "name": "Orion", "zone": "Europe/Berlin",
    "command": "copytrade", "error_id": "E-7F3K",
}  # fmt: skip
REFUSALS: Final = {
    "failed": Denial.LEAD_ASSETS_HELD, "refusal": Denial.LEAD_FULL, "code": Denial.STOP_IN_PROGRESS,
}  # fmt: skip
"""Which denial stands where there is none in the ordinary case; all of them would be drawn alike."""
BESIDES: Final[tuple[tuple[Enum, Mapping[str, Any]], ...]] = (
    (AlertKind.LOTS_RELEASED, {"cause": "manual_close"}),
    (AlertKind.CONDUCT_REVIEW, {"cause": "front_run"}),
    (AlertKind.ANNOUNCED, {"announcement": NOTICE}),
    (AlertKind.DELISTING_OF_HELD, {"announcement": replace(NOTICE, kind=AnnouncementKind.DELISTING)}),
    (Step.EXISTING, {"sizing": Sizing.SMART_SYNC}),
    (Dropped.DENIED, {"denial": Denial.INSUFFICIENT_FUNDS, "about": "USDT"}),
    (Denial.LEAD_ASSETS_HELD, {"held": (StillHeld(Symbol("BTC-USDT"), "BTC", Decimal("0.05")),)}),
)
"""What goes with a field that is another one than usual."""
IN_ORDER: Final[Mapping[type, Mapping[str, Any]]] = {
    Alert: {"announcement": None},
    Contact: {"asked": None, "refused": None, "switched": {}},
    Ceasing: {"held": (), "orders": 0},
    Scoring: {"parts": tuple(map(Decimal, (80, 60, 50, 90, 70, 40, 55))), "weights": ScoreWeights()},
}
"""Fields of a view that must fit its ordinary case: nothing is in the way of a lead who may stop; seven scores."""
NEEDED: Final[Mapping[str, Mapping[str, Any]]] = {
    "trade_review.refused": {"denial": Denial.INSUFFICIENT_FUNDS},
    "lot_stops.refused": {"denial": Denial.TRIGGER_PASSED},
}
"""Fields of a view without which a screen is never drawn."""
TRUE: Final = frozenset({"on", "chosen", "leads", "accepting", "possible", "approve", "grant", "more", "poor", "empty"})
LIKED: Final = frozenset({"ACTIVE", "RUNNING", "MARKET_CLOSE", "COPIED", "INSUFFICIENT_FUNDS", "RESTING"})


def figure(name: str, place: int) -> int:
    """A number by what its field is called."""
    if name in COUNTS:
        return COUNTS[name]
    if name in AMOUNTS:
        return quote(AMOUNTS[name]) // (place + 1)
    if name in RATIOS:
        return ratio(RATIOS[name])
    if name in PRICES:
        return BTC.price(Decimal(PRICES[name]))
    if name in QUANTITIES:
        return BTC.quantity(Decimal(QUANTITIES[name]))
    return 3


PLAIN: Final[Mapping[Any, Callable[[str, int], Any]]] = {
    bool: lambda name, _: name in TRUE,
    int: figure,
    float: lambda _, __: 0.4,
    Decimal: lambda name, _: Decimal(DECIMALS.get(name, "0.05")),
    str: lambda name, place: NAMES[place] if name in {"name", "names", "called"} else TEXTS.get(name, "BTC"),
    datetime: lambda _, place: WHEN - timedelta(days=3 * place),
    date: lambda _, __: WHEN.date(),
    timedelta: lambda _, __: timedelta(seconds=30),
    NoneType: lambda _, __: None,
    object: lambda name, _: name,
    Html: lambda _, __: esc(TEXTS["bio"]),
    Instrument: lambda _, __: BTC,
}


def sample(kind: Any, name: str = "", place: int = 0) -> Any:
    """A value of this type for a field of this name; `place` tells the entries of a list apart."""
    if kind in PLAIN:
        return PLAIN[kind](name, place)
    if isinstance(kind, NewType):
        return sample_new(kind, name, place)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return liked(kind)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        wanted = {key: each for key, each in kind.model_fields.items() if each.is_required()}
        return kind(**{key: sample(each.annotation, key, place) for key, each in wanted.items()})
    if is_dataclass(kind):
        return built(kind, place)  # type: ignore[arg-type]  # a dataclass type, not an instance
    if getattr(kind, "_is_protocol", False):
        return built(_first_that_does(kind), place)
    return composed(kind, name, place)


def _first_that_does(protocol: type) -> type:
    """The first dataclass beside a protocol that has all its methods."""
    wanted = {each for each in vars(protocol) if not each.startswith("_")}
    beside = vars(sys.modules[protocol.__module__]).values()
    fitting = (each for each in beside if is_dataclass(each) and wanted <= vars(each).keys())
    return next(fitting)  # type: ignore[return-value]  # of a module's names, dataclass types alone


def built(kind: type, place: int = 0) -> Any:
    """A dataclass, all its fields sampled."""
    hints = get_type_hints(kind)
    given = {each.name: sample(hints[each.name], each.name, place) for each in fields(kind) if each.init}
    return kind(**(given | dict(IN_ORDER.get(kind, {}))))


def composed(kind: Any, name: str, place: int) -> Any:
    """A value of a generic type."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return inner[0]
    if origin in {Union, UnionType}:
        return optional(inner, name, place)
    if origin is tuple and (len(inner) != 2 or inner[1] is not Ellipsis):
        return tuple(sample(each, name, place) for each in inner)
    if origin in {tuple, list, Sequence}:
        listed = [sample(inner[0], name, at) for at in range(2)]
        return listed if origin is list else tuple(listed)
    if origin in {frozenset, AbstractSet}:
        return frozenset({sample(inner[0], name, place)})
    if origin in {dict, Mapping}:
        return {sample(inner[0], name, place): sample(inner[1], name, place)}
    if origin is np.ndarray:
        (number,) = get_args(inner[1])
        return np.zeros(2, number)
    if origin is Callable:
        return partial(_called, get_args(kind)[-1])
    raise TypeError(f"{name} is a {kind}: say in this module how one is made")


def beside(value: Any) -> Mapping[str, Any]:
    """The other fields that change with this one; told by identity, as numbers of two enums may be equal."""
    return next((more for each, more in BESIDES if each is value), {})


def optional(inner: tuple[Any, ...], name: str, place: int) -> Any:
    """A code that may be missing is, so that the plain case is drawn; what else may be missing is there."""
    codes = all(each is NoneType or (isinstance(each, type) and issubclass(each, Enum)) for each in inner)
    return None if codes and NoneType in inner and StopReason not in inner else sample(inner[0], name, place)


def sample_new(kind: Any, name: str, place: int) -> Any:
    """A value of one of our own names for a plain type."""
    if kind is Symbol:
        return SYMBOLS[place]
    if kind is Asset:
        return SYMBOLS[place].partition("-")[0]
    if kind.__name__ == "PersonId":
        return place + 1
    return sample(kind.__supertype__, name, place)


def liked(kind: type[Enum]) -> Enum:
    """The member that stands for the ordinary case."""
    members = list(kind)
    usual = (each for each in members if each.name in LIKED)
    first = members[0] if issubclass(kind, StrEnum) or members[0].value != 0 or len(members) == 1 else members[1]
    return next(usual, first)


def _called(answer: Any, *_: object) -> Any:
    return NAMES[0] if answer is str else sample(answer)


__all__ = ["NEEDED", "REFUSALS", "WHEN", "beside", "sample"]
