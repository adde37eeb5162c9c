"""How an answer to a question about a copy becomes a press: of the wizard that starts one, or of a running copy."""

from dataclasses import dataclass
from typing import Protocol

from bot.drafts.copy_plan import CopyPlan, Step, before
from bot.html import Html
from bot.presses import Press
from bot.presses.knowing import ShowLead
from bot.presses.terms import Choose, EditSetting, GoTo, Pick, PickOwn, SetSetting, ShowSettings
from bot.screens.leads import Names, lead_name
from bot.translate import Words
from core.model.people import PersonId


class Answers(Protocol):
    """The same questions are asked at the start and of a running copy; only what a button does differs."""

    def choose(self, step: Step, value: int) -> Press:
        """This value for this step."""

    def go(self, step: Step) -> Press:
        """Ask this step."""

    def pick(self, symbol: str, *, on: bool) -> Press:
        """This coin in, or out."""

    def back(self, plan: CopyPlan) -> Press:
        """Where the question was opened from."""

    def title(self, t: Words, names: Names) -> Html:
        """What is being asked about."""


@dataclass(frozen=True, slots=True)
class Starting:
    """Of the wizard."""

    lead: PersonId

    def choose(self, step: Step, value: int) -> Press:
        return Choose(lead=self.lead, step=step, value=value)

    def go(self, step: Step) -> Press:
        return GoTo(lead=self.lead, step=step)

    def pick(self, symbol: str, *, on: bool) -> Press:
        return Pick(lead=self.lead, symbol=symbol, on=on)

    def back(self, plan: CopyPlan) -> Press:
        step = before(plan, plan.step)
        return ShowLead(lead=self.lead) if step is None else self.go(step)

    def title(self, t: Words, names: Names) -> Html:
        return t("wizard", "copy {lead}", lead=lead_name(names, self.lead))


@dataclass(frozen=True, slots=True)
class Changing:
    """Of a running copy's settings."""

    lead: PersonId

    def choose(self, step: Step, value: int) -> Press:
        return SetSetting(lead=self.lead, step=step, value=value)

    def go(self, step: Step) -> Press:
        return EditSetting(lead=self.lead, step=step)

    def pick(self, symbol: str, *, on: bool) -> Press:
        return PickOwn(lead=self.lead, symbol=symbol, on=on)

    def back(self, plan: CopyPlan) -> Press:  # noqa: ARG002  # every setting is opened from their list
        return ShowSettings(lead=self.lead)

    def title(self, t: Words, names: Names) -> Html:
        return t("settings", "settings of {lead}", lead=lead_name(names, self.lead))
