"""Decides on buying existing assets: at its start a Smart Sync copying buys what the lead holds now (section 10)."""

from datetime import timedelta

import numpy as np

from core.decide.desk import Desk
from core.decide.equity import lead_equity
from core.fold.book import Lead
from core.fold.lead_lots import LeadLot
from core.model import events as e
from core.model.chunks import chunk_of
from core.model.copying import Settings
from core.model.market import LOT, Instrument, Symbol
from core.model.orders import BatchId, Cause
from core.model.reasons import Reason
from core.ports import AnswerColumns


def plan(desk: Desk, lead: Lead, row: int, settings: Settings) -> list[e.Fact]:
    """One order an instrument that the lead holds, at market, in proportion (R-10.2); skipped ones with a reason."""
    equity = lead_equity(desk, lead)
    symbols = sorted(symbol for symbol in lead.coins if lead.held(symbol))
    return [_order(desk, lead, row, settings, (symbol, equity)) for symbol in symbols]


def _order(desk: Desk, lead: Lead, row: int, settings: Settings, what: tuple[Symbol, int]) -> e.EntriesPlanned:
    symbol, equity = what
    instrument, quote = desk.book.instruments[symbol], desk.market.get(symbol)
    lots = [lot for lot in lead.lots_of(symbol) if lot.quantity]
    asked = existing_quote(desk, lots, equity, settings.size)
    price = quote.ask if quote else 0
    quantity = instrument.affordable(asked, price) if price else 0
    quantity -= quantity % LOT
    reason = _reason(desk, instrument, settings, price=price, asked=asked, quantity=quantity)
    if reason is not Reason.NONE:
        quantity = 0
    limit = instrument.affordable_price(quantity, asked) if quantity else 0
    limit -= limit % instrument.tick
    batch, chunk = BatchId(f"existing-{lead.person}-{row}-{symbol}"), chunk_of(row)
    return e.EntriesPlanned(
        flight=f"{batch}#{chunk}",
        batch=batch,
        chunk=chunk,
        lead=lead.person,
        symbol=symbol,
        attempt=1,
        cause=Cause.BUY_EXISTING,
        deadline=desk.now + timedelta(seconds=desk.limits.entry.expires_s),
        lead_notional=0,
        lead_quantity=sum(lot.quantity for lot in lots),
        lead_equity=equity,
        price_copy=price,
        quotes=(quote,) if quote else (),
        rows=np.array([row], np.int32),
        reason=np.array([reason], np.uint8),
        asked=np.array([asked], np.int64),
        quantity=np.array([quantity], np.int64),
        limit=np.array([limit], np.int64),
        hold=np.array([instrument.value(quantity, limit)], np.int64),
        lots=tuple(e.LotWeight(lot.id, lot.quantity, lot.followed) for lot in lots),
        until=row + 1,
    )


def existing_quote(desk: Desk, lots: list[LeadLot], equity: int, allocation: int) -> int:
    """value / lead equity × allocation, in quote units, rounded down once."""
    symbol = lots[0].symbol
    value = desk.book.instruments[symbol].value(sum(lot.quantity for lot in lots), desk.mark(symbol))
    return value * allocation // equity if equity else 0


def _reason(desk: Desk, instrument: Instrument, settings: Settings, *, price: int, asked: int, quantity: int) -> Reason:
    """Spread protection and lead guards do not apply; these do (R-10.3)."""
    chosen = settings.instruments is None or instrument.symbol in settings.instruments
    if not chosen or instrument.symbol in settings.never:
        return Reason.PAIR_NOT_SELECTED
    if desk.book.halted:
        return Reason.DESK_HALTED
    if not price:
        return Reason.PAIR_HALTED
    too_low = asked < instrument.notional_min or quantity < max(instrument.quantity_min, LOT)
    return Reason.AMOUNT_TOO_LOW if too_low else Reason.NONE


def shares(plan_: e.EntriesPlanned, answer: AnswerColumns) -> tuple[e.LotShare, ...]:
    """What each lead lot's copy lot gets of a fill: by quantity, the remainder to the newest."""
    received = int((answer.quantity - answer.fee).sum())
    if not plan_.lots or received <= 0:
        return ()
    total, notional = sum(weight.quantity for weight in plan_.lots), int(answer.notional.sum())
    parts = [received * weight.quantity // total for weight in plan_.lots]
    parts[-1] += received - sum(parts)
    costs = [notional * part // received for part in parts]
    costs[-1] += notional - sum(costs)
    return tuple(
        e.LotShare(weight.lot, part, cost) for weight, part, cost in zip(plan_.lots, parts, costs, strict=True) if part
    )
