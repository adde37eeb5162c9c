"""The review of starting a copy: planned from stored settings, confirmed once, started."""

from collections.abc import Mapping
from typing import Any, ClassVar

from bot.chat.routes import Answer, Asking, Context
from bot.drafts.copy_plan import plan_of
from bot.handlers.copier.floor import Floor
from bot.handlers.copier.reviewing import Carried, Plan, PlannedReview
from bot.past.orders import PastOrders
from bot.screens.lead_card import no_such_lead
from bot.screens.start_review import not_started, start_review, started
from core.model.commands import StartCopying
from core.model.copying import Settings, Sizing, StopWay
from core.model.events import EntriesPlanned
from core.model.market import Symbol
from core.model.people import Origin, PersonId
from core.model.reasons import Denial
from core.views import start_review as views
from core.views.faithful import RECENT

LEAD, SETTINGS, DENIAL, ABOUT, BUYING = "lead", "settings", "denial", "about", "buying"


class StartingReview(PlannedReview):
    """F6."""

    do: ClassVar[str] = "start_copying"

    def __init__(self, floor: Floor) -> None:
        super().__init__(floor)
        self.past = PastOrders(floor.engine)

    async def plan(self, context: Context, command: Mapping[str, Any]) -> Plan:
        who, lead, settings = self.floor.who(context), PersonId(command[LEAD]), read_settings(command[SETTINGS])
        past = await self.past.last_buys(lead, RECENT)
        view = await self.floor.engine.read(lambda desk: views.start_review(desk, who, lead, settings, past))
        if view is None:
            return Plan("", possible=False, draw=lambda _nonce: no_such_lead(context.t))
        names, draft = self.floor.people.name, plan_of(lead, settings)
        return Plan(
            view.plan_hash,
            possible=view.refusal is None and not (view.existing and view.as_of.stale),
            draw=lambda nonce: Asking(start_review(context.t, view, names, nonce=nonce), draft),
            prices=view.prices,
        )

    async def carry_out(self, context: Context, command: Mapping[str, Any], origin: Origin) -> Carried:
        lead, settings = PersonId(command[LEAD]), read_settings(command[SETTINGS])
        outcome = await self.floor.engine.submit(StartCopying(self.floor.who(context), lead, settings), origin)
        planned = [record.fact for record in outcome.records if isinstance(record.fact, EntriesPlanned)]
        buying = sum(bool(fact.quantity.any()) for fact in planned)
        told = {LEAD: lead, DENIAL: outcome.denial, ABOUT: outcome.about, BUYING: buying}
        return Carried(await self.told(context, told), told)

    async def told(self, context: Context, outcome: Mapping[str, Any]) -> Answer:
        lead, denial, names = PersonId(outcome.get(LEAD, 0)), outcome.get(DENIAL), self.floor.people.name
        if denial is not None:
            return not_started(context.t, lead, names, Denial(denial), outcome.get(ABOUT, ""))
        return started(context.t, lead, names, buying=outcome.get(BUYING, 0))


def command_of(lead: int, settings: Settings) -> dict[str, Any]:
    """The command as a confirmation keeps it."""
    written = {
        "sizing": int(settings.sizing),
        "size": settings.size,
        "max_total": settings.max_total,
        "instruments": None if settings.instruments is None else sorted(settings.instruments),
        "never": sorted(settings.never),
        "take_profit": settings.take_profit,
        "stop_loss": settings.stop_loss,
        "total_stop_loss": settings.total_stop_loss,
        "total_stop_loss_action": int(settings.total_stop_loss_action),
        "buy_existing": settings.buy_existing,
    }
    return {LEAD: int(lead), SETTINGS: written}


def read_settings(written: Mapping[str, Any]) -> Settings:
    """What `command_of` wrote."""
    chosen = written["instruments"]
    return Settings(
        sizing=Sizing(written["sizing"]),
        size=written["size"],
        max_total=written["max_total"],
        instruments=None if chosen is None else frozenset(map(Symbol, chosen)),
        never=frozenset(map(Symbol, written["never"])),
        take_profit=written["take_profit"],
        stop_loss=written["stop_loss"],
        total_stop_loss=written["total_stop_loss"],
        total_stop_loss_action=StopWay(written["total_stop_loss_action"]),
        buy_existing=written["buy_existing"],
    )
