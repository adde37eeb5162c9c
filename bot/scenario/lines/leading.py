"""What a lead asks for."""

from typing import Literal

from pydantic import StrictBool

from bot.scenario.lines.fields import Amount, Line, Name


class ApplyToLead(Line):
    do: Literal["apply_to_lead"]
    bio: str | None = None


class ChooseInstruments(Line):
    do: Literal["choose_lead_instruments"]
    instruments: list[Name] | Literal["all"]


class SetProfitShare(Line):
    do: Literal["set_profit_share"]
    ratio: Amount


class Switch(Line):
    do: Literal["switch_lead_trade", "accept_copiers"]
    on: StrictBool


class Restrict(Line):
    do: Literal["restrict_copying"]
    to: Literal["smart_sync", "none"]


class RemoveCopier(Line):
    do: Literal["remove_copier"]
    copier: Name


class PostToCopiers(Line):
    """The text is looked at and stands in no fact; `id` names it."""

    do: Literal["post_to_copiers"]
    text: str
    id: Name = "post"


class RequestStopLeading(Line):
    do: Literal["request_stop_leading"]
    reason: str


class WithdrawStopRequest(Line):
    do: Literal["withdraw_stop_request"]
