"""Bugs to plant: each breaks one promise or rule by a line or two, and names the tests that must turn red (P-33)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bug:
    """`old` stands once in `file`; `new` takes its place. `tests`: the selection that must find it.

    `also`: one more file, old and new, where one guard stands behind another.
    """

    name: str
    file: str
    old: str
    new: str
    tests: str
    also: tuple[str, str, str] | None = None

    @property
    def edits(self) -> list[tuple[str, str, str]]:
        return [(self.file, self.old, self.new), *([self.also] if self.also else [])]


STORIES = "tests/stories/"
MACHINE = "tests/machine/test_machine.py::test_some_stories_break_no_promise_and_meet_every_guard"

BUGS = [
    Bug(
        "P-1: the same id is sent again",
        "core/model/orders.py",
        "copy|{batch}|{copier}|{attempt}",
        "copy|{batch}|{copier}",
        "tests/crash/test_crash.py -k faults",
    ),
    Bug(
        "P-1: a timeout is taken as a no",
        "core/decide/verdicts.py",
        "    unsure = are(verdict, Verdict.UNANSWERED)\n",
        "    verdict[are(verdict, Verdict.UNANSWERED)] = Verdict.ABSENT\n    absent = are(verdict, Verdict.ABSENT)\n"
        "    none_there = np.count_nonzero(absent) > 0\n    unsure = are(verdict, Verdict.UNANSWERED)\n",
        f"{STORIES}test_unanswered_orders.py",
    ),
    Bug(
        "P-1: what was on its way is forgotten at a start",
        "core/decide/__init__.py",
        "        facts.append(e.FlightUnanswered(key, max(flight.ask_at or sent_at_latest, desk.now)))\n",
        "        assert key, flight\n",
        "tests/crash/test_crash.py -k 'some_failpoints and trading'",
    ),
    Bug(
        "P-12: a damaged log is read as if it ended there",
        "core/adapters/journals/witness.py",
        "    if log.damaged:\n",
        "    if log.damaged and promised is None and log.whole < 0:\n",
        "tests/core/adapters/journals/test_damaged_log.py",
    ),
    Bug(
        "P-12: a desk short of room buys on",
        "bot/watches/safety.py",
        "        await self._engine.submit(Halt(OPERATOR), origin)\n",
        "        assert origin\n",
        "tests/bot/watches/test_disk_watch.py",
    ),
    Bug(
        "P-12: a full disk ends the polling, and the desk with it",
        "bot/door/polling.py",
        "            except (TelegramError, sqlite3.OperationalError) as problem:\n",
        "            except TelegramError as problem:\n",
        "tests/bot/watches/test_disk_watch.py",
    ),
    Bug(
        "P-25: what waits in the inbox is sealed for no row of its own",
        "bot/door/seal.py",
        "nonce + self._cipher.encrypt(nonce, plain, about.encode())",
        "nonce + self._cipher.encrypt(nonce, plain, b'')",
        "tests/bot/door/test_seal.py",
        also=("bot/door/seal.py", "sealed[_NONCE:], about.encode())", "sealed[_NONCE:], b'')"),
    ),
    Bug(
        "P-12: nobody remembers what was acknowledged",
        "core/adapters/journals/sqlite.py",
        "        self._witness.note(self._last)\n",
        "",
        "tests/core/adapters/journals/test_damaged_log.py",
    ),
    Bug(
        "P-3: the deadline is checked at planning only",
        "core/decide/entries.py",
        "desk.now > plan_.deadline or _lead_sold(lot)",
        "_lead_sold(lot)",
        f"{STORIES}test_unanswered_orders.py",
    ),
    Bug(
        "P-3: a refused exit is dropped",
        "core/decide/closes.py",
        "retry_at=desk.now + timedelta(seconds=wait) if short.any() else None",
        "retry_at=None if wait else None",
        f"{STORIES}test_unanswered_orders.py",
    ),
    Bug(
        "P-5: a paused copier is left in the columns",
        "core/decide/entries.py",
        "table.paused[chunk] != 0",
        "table.paused[chunk] > 1",
        f"{STORIES}test_entry_guards.py",
        also=("core/decide/entries.py", "table.paused[at] != 0", "table.paused[at] > 1"),
    ),
    Bug(
        "P-5: a halted desk buys",
        "core/decide/entries.py",
        "    ladder.fail(desk.book.halted, Reason.DESK_HALTED)\n    trading",
        "    trading",
        f"{STORIES}test_entry_guards.py",
        also=(
            "core/decide/entries.py",
            "    ladder.fail(desk.book.halted, Reason.DESK_HALTED)\n    capped",
            "    capped",
        ),
    ),
    Bug(
        "P-5: a private order is copied",
        "core/decide/leading.py",
        "    if not switch_on:\n        return Reason.LEAD_SWITCH_OFF\n",
        "",
        f"{STORIES}test_lead_guards.py",
    ),
    Bug(
        "P-6: a leg is off by one",
        "core/fold/cash.py",
        "    add_at(table.cash, at, free - amount)\n",
        "    add_at(table.cash, at, free - amount - (amount > free))\n",
        f"{STORIES}test_golden_examples.py",
    ),
    Bug(
        "P-6: entries hold nothing",
        "core/decide/entries.py",
        "hold=hold[live],",
        "hold=hold[live] * 0,",
        f"{STORIES}test_unanswered_orders.py",
    ),
    Bug(
        "P-6: the cap is ignored",
        "core/decide/entries.py",
        "    ladder.fail(asked > room, Reason.MAX_TOTAL_REACHED)\n",
        "",
        f"{STORIES}test_golden_examples.py",
    ),
    Bug(
        "P-6: released coins go nowhere",
        "core/fold/exits.py",
        "    np.add.at(book.people.coins(fact.symbol), persons, fact.quantity)\n",
        "",
        f"{STORIES}test_letting_go.py",
    ),
    Bug(
        "P-7: last week's loss is carried over",
        "core/fold/leads.py",
        "        table.due[at] = 0 if fact.carried is None else fact.carried[where]\n",
        "        table.due[at] = np.minimum(table.due[at], 0) if fact.carried is None else fact.carried[where]\n",
        f"{STORIES}test_golden_examples.py",
    ),
    Bug(
        "P-7: the refund is dropped",
        "core/decide/profit_share.py",
        "        refund[where] = set_aside - payable[where]\n",
        "        refund[where] = 0\n",
        f"{STORIES}test_golden_examples.py",
    ),
    Bug(
        "P-7: what was settled is settled again",
        "core/fold/leads.py",
        "        table.net[at] = 0\n",
        "",
        f"{MACHINE}",
    ),
    Bug(
        "P-7: a week ends at midnight in London",
        "core/model/calendar.py",
        "    return (begun + WEEK + into).astimezone(after.tzinfo)\n",
        "    return (begun + WEEK + into).replace(tzinfo=after.tzinfo)\n",
        f"{STORIES}test_golden_examples.py",
    ),
    Bug(
        "R-17.3: an end of a cycle in the middle of a day takes a day",
        "core/decide/profit_share.py",
        "    day = take_day(desk, step.at) if desk.limits.clock.starts_a_day(step.at) else None\n",
        "    day = take_day(desk, step.at)\n",
        "tests/core/decide/test_calendar_law.py",
    ),
    Bug(
        "R-17.10: a statement is stated by the calendar of now",
        "core/views/stating.py",
        "                self.calendar = limits(dict(fact.numbers)).clock\n",
        "                self.calendar = limits().clock\n",
        "tests/bot/statements/test_issuing.py",
    ),
    Bug(
        "R-17.2: the withheld share is rounded up",
        "core/decide/profit_share.py",
        "    return mul_div(np.maximum(net, 0), ratio, RATIO_UNITS)[0]\n",
        "    whole, rest = mul_div(np.maximum(net, 0), ratio, RATIO_UNITS)\n    return whole + (rest > 0)\n",
        MACHINE,
    ),
    Bug(
        "R-17.1: the sell fee is no part of the net",
        "core/decide/closes.py",
        "    net = proceeds - charge - cost\n",
        "    net = proceeds - cost\n",
        MACHINE,
    ),
    Bug(
        "R-12.10: an orphan stays linked",
        "core/fold/accounts.py",
        "    return not fact.triggers and (fact.orphans or emptied)\n",
        "    return not fact.triggers and fact.orphans and not emptied and False\n",
        f"{STORIES}test_sales.py",
    ),
    Bug(
        "R-12.1: a sale takes of what the copy never held",
        "core/decide/exits.py",
        "        due[parts] = owed + fraction\n",
        "        due[parts] = np.maximum(due[parts], owed + fraction)\n",
        f"{STORIES}test_sales.py",
    ),
    Bug(
        "R-11.7: the spread guard is asymmetric",
        "core/decide/entries.py",
        "abs(at_copy - paid) > allowed + unit",
        "at_copy - paid > allowed + unit",
        f"{STORIES}test_golden_examples.py",
    ),
    Bug(
        "R-11.10: exactly enough is too little",
        "core/decide/entries.py",
        "    ladder.fail(asked > free, Reason.INSUFFICIENT_FUNDS)\n",
        "    ladder.fail(asked >= free, Reason.INSUFFICIENT_FUNDS)\n",
        f"{STORIES}test_golden_examples.py",
    ),
    Bug(
        "R-9: the usage ratio is taken after the order instead of before",
        "core/decide/order_ends.py",
        "        equity = order.lead_equity or lead_equity(desk, lead)\n",
        "        equity = (order.lead_equity or lead_equity(desk, lead)) - notional\n",
        f"{STORIES}test_golden_examples.py",
    ),
    Bug(
        "R-13.4: the boundary of the total stop-loss is exclusive",
        "core/decide/stops.py",
        "(net(desk, lead, where) <= -limit)",
        "(net(desk, lead, where) < -limit)",
        f"{STORIES}test_copying.py -k r13_4",
    ),
    Bug(
        "R-4.5: an entry leaves though the lead has sold",
        "core/decide/entries.py",
        "    return lot is not None and lot.quantity < lot.bought\n",
        "    return lot is not None and lot.quantity < 0\n",
        f"{STORIES}test_unanswered_orders.py",
    ),
    Bug(
        "R-18.5: a second tap makes a second order",
        "core/decide/retry.py",
        "    if row in offer.retried:\n",
        "    if row in offer.retried and command.drift:\n",
        f"{STORIES} -k r18_5",
    ),
    Bug(
        "R-16.6: what was not bought in a pause is bought by a retry",
        "core/decide/retry.py",
        "all(reason not in RETRIED for _, reason in failed)",
        "not failed",
        f"{STORIES}test_copying.py -k r16_6",
    ),
    Bug(
        "R-12.5: the rests of several lots are held for good",
        "core/decide/dust.py",
        "_steps(lead, plan.symbol, plan.chunk, sold.rows[over]) - sold.quantity[over]",
        "floor_to(left[over], LOT)",
        f"{STORIES}test_sales.py -k r12_5",
    ),
    Bug(
        "R-15.1: a lowered maximum is no maximum for what is sent again",
        "core/decide/entries.py",
        "    ladder.fail(capped & (table.open_cost[at] + table.bound[at] > table.max_total[at]), "
        "Reason.MAX_TOTAL_REACHED)\n",
        "",
        f"{STORIES}test_unanswered_orders.py",
    ),
    Bug(
        "R-12.2: a sale of what was never copied leaves no record",
        "core/decide/exits.py",
        "        reason += idle * ~concerned\n        concerned |= idle > 0\n",
        "        pass\n",
        f"{STORIES}test_first_principles.py",
    ),
    Bug(
        "R-4.5: of an entry on its way a sale says that nothing is held",
        "core/decide/exits.py",
        "        why[rows - here.start] = Reason.NONE\n",
        "        pass\n",
        f"{STORIES}test_first_principles.py",
    ),
    Bug(
        "R-13.1: a lot's own stop that is nearer than all before is not looked at",
        "core/sweeps.py",
        " = known_band.and_of(fact.stop_at, fact.take_at)",
        " = known_band",
        "tests/core/test_sweeps.py",
    ),
    Bug(
        "R-13.4: a gain that is let go leaves a total stop-loss asleep",
        "core/sweeps.py",
        "e.ExitsAnswered() | e.LotsReleased():",
        "e.ExitsAnswered():",
        f"{STORIES}test_letting_go.py",
    ),
    Bug(
        "R-4.2: a triggered sale goes by the switch as it is now",
        "core/decide/triggers.py",
        "bound(desk, order.person, terms, switch_on=order.switch_on)",
        'bound(desk, order.person, terms, switch_on=getattr(desk.book.leads.get(order.person), "switch_on", False))',
        f"{STORIES}test_triggers.py",
    ),
    Bug(
        "R-4.10: a private sale is copied by whose entry nobody had answered",
        "core/fold/accounts.py",
        "    if followed:\n        known.followed",
        "    if True:\n        known.followed",
        f"{STORIES}test_unanswered_orders.py",
    ),
]
