"""The bench measures what it says: its figures compare equal results, its desk is one the rules would have made."""

import json
from datetime import UTC, datetime

import numpy as np
import pytest

from bot.bench import main
from bot.bench.command import LATER
from bot.bench.desk import BTC, LEAD, People, lay_down, lead_facts, opened, seat
from bot.bench.fan_out import DEAREST
from bot.bench.limit import Before, CSizing, compiled
from bot.bench.measures import MEASURES
from bot.bench.measuring import NotEqual, Row, growth
from core.adapters.journals.packing import pack
from core.fold import fold
from core.fold.book import Book
from core.model import events as e
from core.model.people import Origin, PersonId

AT = datetime(2026, 1, 7, tzinfo=UTC)
SMALL = {
    "fan_out": 40,
    "commits_alone": 40,
    "first_order": 40,
    "loop_stall_ms": 40,
    "group_commit": 3,
    "fan_out_vs_naive": 10,
    "settlement": 40,
    "stop_loss_sweep": 400,
    "start": 40,
    "bytes_per_copying": 1_000,
    "import": 1,
    "outbox": 40,
    "press": 2,
    "growth": 8,
}


def folded(facts):
    book = Book()
    for seq, fact in enumerate(facts, 1):
        fold(book, e.Record(seq, AT, Origin(""), fact))
    return book


@pytest.mark.parametrize("name", MEASURES)
def test_every_row_is_measured_and_says_what_against(name, capsys):
    assert SMALL.keys() == MEASURES.keys()
    assert main(["--json", "--only", name, "--n", str(SMALL[name]), "--rounds", "1"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert rows
    for row in rows:
        unit = "bytes" if name == "bytes_per_copying" else "ms"
        assert row["name"].startswith(name)
        assert row["n"] % SMALL[name] == 0
        assert row[unit] > 0
        assert row[f"limit_{unit}"] > 0
        assert row["ratio"] > 0
        assert row["spread"][0] <= row["spread"][1]
        assert row["against"]


def test_growth_is_the_exponent_of_the_time_in_n():
    rows = [Row("a", n, [n * n / 1e6], [1.0], "x") for n in (100, 10_000, 100_000)]
    once = Row("b", 10_000, [1.0], [1.0], "x")
    assert growth([*rows, once]) == {"a": pytest.approx(2.0)}


def test_the_table_has_a_line_for_each_row(capsys):
    assert main(["--only", "bytes_per_copying", "--n", "1000", "--rounds", "1"]) == 0
    assert "bytes_per_copying  1,000" in capsys.readouterr().out


@pytest.mark.parametrize("name", LATER)
def test_a_row_nobody_measures_yet_says_so(name, capsys):
    assert main(["--json", "--only", name]) == 2
    assert json.loads(capsys.readouterr().out) == {"rows": [], "not_measured_yet": [name]}


def test_the_desk_laid_down_is_the_one_that_facts_make():
    people = People.drawn(100)
    head = [e.InstrumentListed(BTC), *lead_facts(LEAD)]
    facts = list(head)
    for row in range(100):
        person = PersonId(row + 2)
        facts += [
            e.PersonJoined(person, f"copier {person}"),
            e.Deposited(person, int(people.cash[row])),
            e.CopyingStarted(LEAD, person, row, people.settings(row), folded(head).leads[LEAD].ratio),
            *([e.CopyingPaused(LEAD, person, row)] if people.paused[row] else []),
        ]
    made, laid = folded(facts), folded(head)
    seat(laid, LEAD, people, AT)
    laid.seq = made.seq
    for book in (made, laid):  # what room there is to grow says nothing
        book.people.reserve(200)
        book.leads[LEAD].copyings.reserve(200)
        for group in (book.people, book.leads[LEAD].copyings):
            for name in group.__slots__:
                if isinstance(column := getattr(group, name), np.ndarray):
                    setattr(group, name, column[:100].copy())
    assert pack(Book, made) == pack(Book, laid)


async def test_other_sizes_in_c_than_the_desks_are_found_out(tmp_path):
    library = compiled(tmp_path)
    if library is None:
        pytest.skip("no C compiler on this machine")
    lay_down(tmp_path, copiers=200, at=datetime.now(UTC))
    async with opened(tmp_path) as desk:
        before = await desk.engine.read(lambda each: Before.of(each, each.book.leads[LEAD]))
        plans = [fact for fact in (await desk.buy()).facts if isinstance(fact, e.EntriesPlanned)]
    sizing = CSizing(library, before)
    sizing.run(plans[0], plans[0].price_copy - BTC.tick)
    sizing.sized.compare(plans)
    sizing.sized.quantity[7] += 1
    with pytest.raises(NotEqual):
        sizing.sized.compare(plans)


def test_a_ratio_that_counts_times_faster_reads_the_other_way_round():
    slower = Row("slower", 1, [2.0, 4.0], [1.0, 1.0], "itself", target=2.5)
    faster = Row("faster", 1, [1.0, 1.0], [2.0, 4.0], "itself", target=3.5, faster=True)
    assert (slower.ratio, slower.spread, slower.met()) == (3.0, (2.0, 4.0), False)
    assert (faster.ratio, faster.spread, faster.met()) == (3.0, (2.0, 4.0), False)


async def test_bought_and_sold_the_desk_is_conserved_and_empty(tmp_path):
    lay_down(tmp_path, copiers=300, at=datetime.now(UTC))
    async with opened(tmp_path) as desk:
        await desk.buy()
        await desk.sell(price=DEAREST)
        await desk.prove()
        held = (await desk.read_columns()).book.leads[LEAD].copyings.held[BTC.symbol]
    assert not held.any()
