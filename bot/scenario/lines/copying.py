"""What a copier asks for."""

from typing import Literal

from pydantic import StrictBool

from bot.scenario.lines.fields import Amount, Line, Name


class Sizing(Line):
    fixed_amount: Amount | None = None
    multiplier: Amount | None = None
    smart_sync: Amount | None = None


class StartCopying(Line):
    do: Literal["start_copying"]
    lead: Name
    sizing: Sizing
    max_total: Amount | None = None
    instruments: list[Name] | Literal["lead"] = "lead"
    never: tuple[Name, ...] = ()
    take_profit: Amount | None = None
    stop_loss: Amount | None = None
    total_stop_loss: Amount | None = None
    total_stop_loss_action: Literal["market_close", "copy_close", "manual_close"] | None = None
    buy_existing: StrictBool = False


class ChangeCopying(Line):
    """Only what is named changes; `"0"` or null takes a stop away, as at the start."""

    do: Literal["change_copying"]
    lead: Name
    sizing: Sizing | None = None
    max_total: Amount | None = None
    instruments: list[Name] | Literal["lead"] | None = None
    never: tuple[Name, ...] | None = None
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


class RetryCopy(Line):
    do: Literal["retry_copy"]
    lead: Name
    order: Name
    accept_drift: StrictBool | Amount | None = None
    """Up to which drift; true: up to the most that may be accepted (R-18.4)."""


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
