"""What a person, or the desk, asks for that is neither leading nor copying."""

from datetime import date
from typing import Literal

from pydantic import StrictBool

from bot.scenario.lines.fields import Amount, Instant, Line, Name


class Join(Line):
    do: Literal["join"]
    language: str | None = None
    timezone: str | None = None


class Funds(Line):
    do: Literal["deposit", "withdraw"]
    amount: Amount


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


class VerifyVideo(Line):
    do: Literal["verify_video"]
    lead: Name
    on: StrictBool = True


class LinkAccounts(Line):
    do: Literal["link_accounts"]
    first: Name
    second: Name
    on: StrictBool = True


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


class AllowPosts(Line):
    do: Literal["allow_posts"]
    lead: Name
    on: StrictBool


class DeskSwitch(Line):
    do: Literal["halt", "resume"]
