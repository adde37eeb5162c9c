"""What the buttons around a copy's terms say: of the wizard that starts one, and of the settings of a running one."""

from typing import ClassVar

from bot.drafts.copy_plan import Step
from bot.presses import Press, ShortId

# ── the start-copying wizard ──────────────────────────────────────────────────


class Begin(Press):
    """Begin the wizard for this lead."""

    tag: ClassVar[str] = "wb"
    lead: int


class GoTo(Press):
    """Go to a step of the open wizard; what was chosen stays."""

    tag: ClassVar[str] = "wg"
    lead: int
    step: Step


class Choose(Press):
    """A chip: this value for this step. Money and multipliers in 10⁻⁸, ratios in 10⁻⁸, choices by their number."""

    tag: ClassVar[str] = "wv"
    lead: int
    step: Step
    value: int


class Pick(Press):
    """Take an instrument into the own choice, or out of it."""

    tag: ClassVar[str] = "wp"
    lead: int
    symbol: ShortId
    on: bool


# ── changing a copy ───────────────────────────────────────────────────────────


class ShowSettings(Press):
    """The settings of one copy."""

    tag: ClassVar[str] = "st"
    lead: int


class EditSetting(Press):
    """Ask for one setting of a running copy."""

    tag: ClassVar[str] = "se"
    lead: int
    step: Step


class SetSetting(Press):
    """A chip: this value for this setting of a running copy; the units are those of `Choose`."""

    tag: ClassVar[str] = "sv"
    lead: int
    step: Step
    value: int


class PickOwn(Press):
    """Take an instrument into a running copy's own choice, or out of it."""

    tag: ClassVar[str] = "sp"
    lead: int
    symbol: ShortId
    on: bool


class ShowNever(Press):
    """The coins that are never bought for one copy."""

    tag: ClassVar[str] = "nl"
    lead: int


class NeverCopy(Press):
    """Never buy this coin for this copy, or buy it again."""

    tag: ClassVar[str] = "nv"
    lead: int
    symbol: ShortId
    on: bool


class RaiseTo(Press):
    """From a failed copy: open the setting at the least value that would have passed; `order` may be tried again."""

    tag: ClassVar[str] = "sr"
    lead: int
    step: Step
    value: int
    order: ShortId
