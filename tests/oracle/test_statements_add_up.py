"""R-17.10: whatever happened, everybody's statements add up, follow one another, and are what the book settled."""

from collections import Counter, defaultdict
from fractions import Fraction
from math import floor

from hypothesis import example, given
from hypothesis import strategies as st

from core.model.events import CopyingStarted, CycleClosed, ProfitShareSettled
from core.model.money import RATIO_UNITS
from core.views.statement import Outcome, Party
from core.views.stating_person import PersonStating, concerns
from tests.oracle.test_engine_agrees import STEPS, many, play
from tests.oracle.world import COPIERS, LEADS

MORE_OFTEN = {"monday": 12, "win": 12, "ratio": 3, "take_out": 1, "pause": 0, "halt": 0, "switch": 1, "poor": 1}
"""What makes statements comes more often than in other stories."""
SETTLING = [(MORE_OFTEN.get(name, weight), name, made) for weight, name, made in STEPS]


class Everybody:
    """All statements of a world's people, by name, and the book they must agree with."""

    def __init__(self, world):
        self.book = world.stage.engine.pen.book
        self.records = list(world.stage.journal.read())
        self.stated = {name: self._of(self.number(name)) for name in (*COPIERS, *LEADS)}

    def number(self, name):
        return self.book.people.numbers[name]

    def _of(self, person):
        leads = concerns(self.book, person)
        mine = [each for each in self.records if getattr(each.fact, "lead", None) in {*leads, None}]
        return PersonStating.begin(person, leads, paper=True).take(mine)

    def statements(self, name, party):
        return [each.statement for each in self.stated[name] if each.statement.party is party]

    def by_copying(self):
        """Statements of each row of each lead. A row ends with an ENDED statement at the latest."""
        rows = defaultdict(list)
        for record in self.records:
            if isinstance(record.fact, CopyingStarted):
                rows[record.fact.lead, record.fact.copier].append(record)
        told = {}
        for (lead, copier), starts in rows.items():
            mine = [each for each in self.stated[self.book.people.names[copier]] if each.other == lead]
            for start, following in zip(starts, [*starts[1:], None], strict=True):
                until = following.seq if following else len(self.records) + 1
                told[lead, start.fact.row] = [each.statement for each in mine if start.seq < each.seq < until]
        return told


def share_of(closes):
    """Σ ratio × net, exact."""
    return sum(Fraction(line.ratio * line.net, RATIO_UNITS) for line in closes)


def check_one(statement):
    totals = statement.totals
    left = totals.withheld_before + totals.withheld + totals.adjustment
    assert left == totals.payable + totals.refund + totals.withheld_after
    assert totals.net == totals.gross - totals.fees
    if statement.outcome is Outcome.DEFERRED:
        assert (totals.payable, totals.refund) == (0, 0) or statement.party is Party.LEAD
    elif statement.party is Party.COPIER:
        assert totals.withheld_after == 0
        assert totals.payable == min(totals.due, totals.withheld_before + totals.withheld)
    if statement.party is Party.LEAD:
        for name in ("net", "withheld_before", "withheld", "due", "payable", "refund", "withheld_after", "net_before"):
            assert getattr(totals, name) == sum(getattr(line, name) for line in statement.copiers), name
        return
    assert totals.net == sum(line.net for line in statement.closes)
    assert totals.fees == sum(line.fees for line in statement.closes)
    for line in statement.closes:
        assert line.net == line.proceeds - line.cost - line.fees
        assert line.withheld == floor(Fraction(line.ratio * max(0, line.net), RATIO_UNITS))
        assert line.fees >= 0
        assert statement.starts <= line.at < statement.ends


def check_copying(statements, lead, row, book):
    """One after the other, and to where the book stands now."""
    withheld, closes = 0, []
    for statement in statements:
        totals = statement.totals
        assert totals.withheld_before == withheld
        assert totals.net_before == sum(line.net for line in closes)
        closes += statement.closes
        assert totals.due == max(0, floor(share_of(closes)))
        if statement.outcome is not Outcome.DEFERRED:
            closes = []
        withheld = totals.withheld_after
    return withheld


def check(everybody):
    for name, stated in everybody.stated.items():
        for each in stated:
            check_one(each.statement)
        assert [each.seq for each in stated] == sorted(each.seq for each in stated), name


@many(30)
@given(st.integers(0, 2**32), st.integers(30, 60))
@example(1, 100)
@example(149, 100)
@example(2916, 40)  # a loss alone, put off and settled in a week without a close
def test_r17_10_statements_add_up_and_are_what_was_settled(seed, length):
    everybody = Everybody(play(seed, length, Counter(), SETTLING))
    check(everybody)
    for (lead, row), statements in everybody.by_copying().items():
        check_copying(statements, lead, row, everybody.book)
    for name in LEADS:
        check_lead(everybody, name)


def check_lead(everybody, name):
    """A lead's statements are those of the copiers, and what the book paid."""
    number = everybody.number(name)
    mine = everybody.statements(name, Party.LEAD)
    copiers = [each for copier in COPIERS for each in everybody.statements(copier, Party.COPIER) if each.lead == number]
    weeks = {statement.ends for statement in mine}
    for week in weeks:
        (own,) = [statement for statement in mine if statement.ends == week]
        theirs = [statement for statement in copiers if statement.ends == week]
        assert len(own.copiers) == len(theirs)
        for field in ("gross", "fees", "net", "withheld", "withheld_before", "due", "payable", "refund"):
            assert getattr(own.totals, field) == sum(getattr(each.totals, field) for each in theirs), field
    facts = [record.fact for record in everybody.records]
    last = max((at for at, fact in enumerate(facts) if isinstance(fact, CycleClosed)), default=0)
    paid = [fact.payable.sum() for fact in facts[:last] if isinstance(fact, ProfitShareSettled) and fact.lead == number]
    assert sum(statement.totals.payable for statement in mine) == sum(paid)
    assert sum(statement.totals.payable for statement in copiers) == everybody.book.people.funding[number]
