"""Decides on starting, pausing and stopping a copying (R-8.16, R-16)."""

from core.decide import existing_assets
from core.decide.desk import Desk, FinishCopying
from core.decide.leading import LEADING
from core.decide.people import denied
from core.decide.profit_share import settle_rows
from core.fold.book import Lead
from core.fold.leads import held_symbols
from core.model import commands as c
from core.model import events as e
from core.model.copying import CopyingState, Settings, Sizing, StopCause, StopWay
from core.model.limits import CopyingLimits
from core.model.money import GREATEST_MONEY
from core.model.orders import BatchId
from core.model.people import LeadState, Origin, PersonId
from core.model.reasons import Denial

# ── starting ──────────────────────────────────────────────────────────────────


def start(desk: Desk, command: c.StartCopying) -> list[e.Fact]:
    lead = desk.book.leads.get(command.lead)
    refusal = start_refusal(desk, command.who, command.lead, command.settings)
    if refusal:
        return denied(command, command.who, *refusal)
    assert lead
    row = lead.copyings.size
    started = e.CopyingStarted(lead.person, command.who, row, command.settings, lead.ratio)
    if not (command.settings.smart and command.settings.buy_existing):
        return [started]
    return [started, *existing_assets.plan(desk, lead, row, command.settings)]


def start_refusal(desk: Desk, who: PersonId, lead_id: PersonId, settings: Settings | None) -> tuple[Denial, str] | None:
    """The first reason against this start, in the order of R-8.16, and what it is about; None if it may begin.

    Without settings only those reasons are looked for that no setting can cure: the wizard asks before it begins.
    """
    found = _people_refusal(desk, who, lead_id)
    if found or settings is None:
        return (found, "") if found else None
    lead = desk.book.leads[lead_id]
    if lead.smart_sync_only and not settings.smart:
        return Denial.SMART_SYNC_ONLY, ""
    return _settings_refusal(desk, who, lead, settings)


def _people_refusal(desk: Desk, who: PersonId, lead_id: PersonId) -> Denial | None:
    book, lead = desk.book, desk.book.leads.get(lead_id)
    mine = book.leads.get(who)
    if who == lead_id or lead_id in book.links.of.get(who, ()):
        return Denial.SELF_COPY
    if mine and mine.state in LEADING:
        return Denial.IS_LEAD
    if mine and mine.state is LeadState.APPLIED:
        return Denial.APPLYING_TO_LEAD
    if lead and lead.state is LeadState.STOP_REQUESTED:
        return Denial.LEAD_LEAVING
    if lead is None or lead.state is not LeadState.ACTIVE:
        return Denial.LEAD_NOT_ACTIVE
    if lead.copyings.row_of(who) is not None:  # closing included: one copier and one lead are joined once
        return Denial.ALREADY_COPYING
    if not lead.accepting:
        return Denial.LEAD_CLOSED
    if lead.copyings.active() >= desk.limits.levels.copier_cap(lead.level):
        return Denial.LEAD_FULL
    if len(book.copied_leads(who)) >= desk.limits.copying.leads_per_copier:
        return Denial.TOO_MANY_LEADS
    return None


def _settings_refusal(desk: Desk, who: PersonId, lead: Lead, settings: Settings) -> tuple[Denial, str] | None:
    led = desk.book.instruments.keys() if lead.instruments is None else lead.instruments
    outside = sorted((settings.instruments or frozenset()) - led)
    if outside:
        return Denial.INSTRUMENT_NOT_LED, outside[0]
    if settings.sizing is Sizing.FIXED_AMOUNT and 0 < settings.max_total < settings.size:
        return Denial.TOTAL_BELOW_AMOUNT, ""
    out_of_range = setting_out_of_range(desk.limits.copying, settings)
    if out_of_range:
        return Denial.SETTING_OUT_OF_RANGE, out_of_range
    if settings.smart and settings.size > int(desk.book.people.cash[who]):
        return Denial.ALLOCATION_NOT_COVERED, ""
    return None


def setting_out_of_range(limits: CopyingLimits, settings: Settings) -> str | None:
    """The name of the first setting outside its range (R-8.5 to R-8.14), None if all are inside."""
    ranges = {
        Sizing.FIXED_AMOUNT: ("amount", limits.amount.min, limits.amount.max),
        Sizing.MULTIPLIER: ("multiplier", limits.multiplier.min, limits.multiplier.max),
        Sizing.SMART_SYNC: ("allocation", limits.smart_sync.min_allocation, GREATEST_MONEY),
    }
    name, least, most = ranges[settings.sizing]
    checks = (
        (least <= settings.size <= most, name),
        (settings.smart or limits.max_total.min <= settings.max_total <= limits.max_total.max, "max_total"),
        (0 <= settings.take_profit <= limits.take_profit_max, "take_profit"),
        (0 <= settings.stop_loss <= limits.stop_loss_max, "stop_loss"),
        (0 <= settings.total_stop_loss <= GREATEST_MONEY, "total_stop_loss"),
        (_way_open(settings.sizing, settings.total_stop_loss_action), "total_stop_loss_action"),
    )
    return next((setting for passed, setting in checks if not passed), None)


def _way_open(sizing: Sizing, way: StopWay) -> bool:
    """Smart Sync offers no copy_close, because its allocation must be released (R-16.3)."""
    return not (sizing is Sizing.SMART_SYNC and way is StopWay.COPY_CLOSE)


# ── pausing ───────────────────────────────────────────────────────────────────


def pause(desk: Desk, command: c.PauseCopying | c.ResumeCopying) -> list[e.Fact]:
    """One copying, or all of the person's without a lead; those already so are left as they are."""
    chosen = [(lead, row) for lead, row in desk.book.copied_leads(command.who) if command.lead in (None, lead.person)]
    if not chosen:
        return denied(command, command.who, Denial.NOT_COPYING)
    fact = e.CopyingPaused if isinstance(command, c.PauseCopying) else e.CopyingResumed
    return [fact(lead.person, command.who, row) for lead, row in chosen]


# ── stopping ──────────────────────────────────────────────────────────────────


def stop(desk: Desk, command: c.StopCopying, origin: Origin) -> list[e.Fact]:
    lead = desk.book.leads.get(command.lead)
    row = lead.copyings.row_of(command.who) if lead else None
    if lead is None or row is None:
        return denied(command, command.who, Denial.NOT_COPYING)
    if lead.copyings.state[row] == CopyingState.CLOSING:
        return denied(command, command.who, Denial.STOP_IN_PROGRESS)
    if not _way_open(Sizing(int(lead.copyings.sizing[row])), command.how):
        return denied(command, command.who, Denial.SETTING_OUT_OF_RANGE, "how")
    return [_asked(lead, row, command.how, origin)]


def stop_all(desk: Desk, command: c.StopAll, origin: Origin) -> list[e.Fact]:
    """One way for every running copying; Smart Sync sells where copy_close is asked (R-16.3, R-16.5).

    Where all are being stopped already, that is the answer (R-16.1).
    """
    facts: list[e.Fact] = []
    copied = desk.book.copied_leads(command.who)
    for lead, row in copied:
        if lead.copyings.state[row] == CopyingState.RUNNING:
            open_way = _way_open(Sizing(int(lead.copyings.sizing[row])), command.how)
            how = command.how if open_way else StopWay.MARKET_CLOSE
            facts.append(_asked(lead, row, how, origin))
    return facts or denied(command, command.who, Denial.STOP_IN_PROGRESS if copied else Denial.NOT_COPYING)


def closing(lead: Lead, row: int, how: StopWay, cause: StopCause, batch: BatchId) -> e.CopyingClosing:
    """The fact that ends a copying's entries; what it holds is sold, kept, or left to the lead's sales (R-16.2)."""
    sales = () if how is StopWay.COPY_CLOSE else tuple(held_symbols(lead, row))
    return e.CopyingClosing(lead.person, PersonId(int(lead.copyings.person[row])), row, cause, how, batch, sales)


def _asked(lead: Lead, row: int, how: StopWay, origin: Origin) -> e.CopyingClosing:
    batch = BatchId(f"stop-{lead.person}-{row}-{origin}")
    return closing(lead, row, how, StopCause.COPIER, batch)


def finish(desk: Desk, step: FinishCopying) -> list[e.Fact]:
    """Settles and ends a closing copying with nothing linked (R-16.4, R-17.11)."""
    table = desk.book.leads[step.lead].copyings
    cause = StopCause(int(table.stop_cause[step.row]))
    copier = PersonId(int(table.person[step.row]))
    ended = e.CopyingEnded(step.lead, copier, step.row, cause)
    return [*settle_rows(desk, desk.book.leads[step.lead], [step.row], desk.now), ended]
