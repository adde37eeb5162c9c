"""Statements to seal: the worked example E-01 with fees, a lead's week, a deferral, and whatever Hypothesis finds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import strategies as st

from bot.statements.sealing import FIRST, seal
from bot.translate import Catalogues, Words
from core.model.market import Symbol
from core.model.money import UNITS
from core.model.people import PersonId
from core.views.statement import CloseLine, CopierLine, Outcome, Party, Statement, Totals

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
STARTS = datetime(2026, 11, 15, 16, tzinfo=UTC)
ENDS = STARTS + timedelta(days=7)
TENTH = UNITS // 10


def close(day: int, base: str, cost: int, net: int, *, order: str, fees: int = 2 * UNITS) -> CloseLine:
    """One close in whole USDT, bought for `cost`, that brought `net`."""
    proceeds = (cost + net) * UNITS + fees
    return CloseLine(
        at=STARTS + timedelta(days=day, hours=10, microseconds=125_000),
        order=order,
        symbol=Symbol(f"{base}-USDT"),
        base=base,
        quantity=Decimal("0.0125"),
        price=Decimal(proceeds) / UNITS / Decimal("0.0125"),
        proceeds=proceeds,
        cost=cost * UNITS,
        fees=fees,
        net=net * UNITS,
        ratio=TENTH,
        withheld=max(0, net) * TENTH,
    )


def week(**changed: object) -> Statement:
    """E-01 with fees: six closes, net 550, withheld 110, payable 55, refund 55."""
    closes = (
        close(0, "BTC", 1000, 200, order="7F3K"),
        close(1, "BTC", 1000, -50, order="7F3M"),
        close(1, "ETH", 900, 300, order="8A2Q", fees=2 * UNITS + 40_000_001),
        close(3, "ETC", 2000, -500, order="8C11"),
        close(5, "ETH", 1500, 500, order="9B7T"),
        close(6, "BTC", 800, 100, order="9D0X"),
    )
    whole = {
        "number": 47,
        "person": PersonId(12),
        "name": "Bob",
        "party": Party.COPIER,
        "lead": PersonId(3),
        "other": "Lyra",
        "paper": True,
        "starts": STARTS,
        "ends": ENDS,
        "settled_at": ENDS,
        "outcome": Outcome.SETTLED,
        "ratio": TENTH,
        "totals": Totals(
            gross=sum(line.gross for line in closes),
            fees=sum(line.fees for line in closes),
            net=550 * UNITS,
            withheld_before=0,
            withheld=110 * UNITS,
            adjustment=0,
            due=55 * UNITS,
            payable=55 * UNITS,
            refund=55 * UNITS,
            withheld_after=0,
        ),
        "closes": closes,
    }
    return Statement(**(whole | changed))


def deferred() -> Statement:
    """E-11, week 1: a lot is open on Monday, so 20 stay withheld."""
    line = close(2, "SOL", 500, 200, order="A1B2")
    totals = Totals(line.gross, line.fees, line.net, 0, 20 * UNITS, 0, 20 * UNITS, 0, 0, 20 * UNITS)
    return week(number=1, outcome=Outcome.DEFERRED, paper=False, totals=totals, closes=(line,))


def lead_week() -> Statement:
    """A lead's side: two copiers settled, one deferred."""
    lines = (
        CopierLine(
            "bre***", Outcome.SETTLED, 6, 550 * UNITS, 0, 110 * UNITS, 55 * UNITS, 55 * UNITS, 0, due=55 * UNITS
        ),
        CopierLine("cat***", Outcome.ENDED, 1, -40 * UNITS, 5 * UNITS, 0, 0, 5 * UNITS, 0),
        CopierLine("dan***", Outcome.DEFERRED, 2, 200 * UNITS, 0, 20 * UNITS, 0, 0, 20 * UNITS, due=20 * UNITS),
    )
    totals = Totals(
        742 * UNITS, 32 * UNITS, 710 * UNITS, 5 * UNITS, 130 * UNITS, 0, 75 * UNITS, 55 * UNITS, 60 * UNITS, 20 * UNITS
    )
    return week(
        person=PersonId(3), name="Lyra", party=Party.LEAD, other="", number=9, totals=totals, closes=(), copiers=lines
    )


def sealed(statement: Statement | None = None, *, previous: str = FIRST, key: Ed25519PrivateKey = KEY):
    """Any of them, sealed."""
    return seal(statement or week(), previous=previous, key=key)


HOSTILE = st.one_of(
    st.text(max_size=60),
    st.text(
        alphabet="=+-@\t\r\n\0'\";,|<>&#$[]{}\\_*`~/\u202e\u2066\u200b\u200d\u0301\ufeff\uffff\ud800é漢ع😀", max_size=60
    ),
    st.sampled_from(["=1+1", "@SUM(A1)", "'=1", "''+1", '=HYPERLINK("x")', "_x0041_", "#panic()", "$a$", "x" * 10_000]),
    st.sampled_from(["\u202e00.55", "٠١٢٣", "]]>", "<b>", "%%EOF", "a\r\nb", "👩‍👩‍👧‍👦", "עברית", "-", "=", "'"]),
)
MONEY = st.one_of(st.integers(-(10**17), 10**17), st.integers(-(10**10), 10**10))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2039, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001
EXACT = st.decimals(0, 10**12, allow_nan=False, allow_infinity=False, places=12)
CLOSES = st.builds(
    CloseLine,
    at=MOMENTS,
    order=st.text(alphabet="0123456789ABCDEF", min_size=1, max_size=10),
    symbol=st.sampled_from(["BTC-USDT", "ETH-USDT", "1INCH-USDT"]).map(Symbol),
    base=st.sampled_from(["BTC", "ETH", "1INCH"]),
    quantity=EXACT,
    price=EXACT,
    proceeds=MONEY,
    cost=MONEY,
    fees=MONEY,
    net=MONEY,
    ratio=st.integers(0, 30_000_000),
    withheld=MONEY,
)
COPIERS = st.builds(CopierLine, HOSTILE, st.sampled_from(Outcome), st.integers(0, 9999), *[MONEY] * 8)
TOTALS = st.builds(Totals, *[MONEY] * 12)
_COPIERS = st.builds(
    week,
    number=st.integers(1, 10**6),
    person=st.integers(1, 10**9).map(PersonId),
    name=HOSTILE,
    party=st.just(Party.COPIER),
    lead=st.integers(1, 10**9).map(PersonId),
    other=HOSTILE,
    paper=st.booleans(),
    starts=MOMENTS,
    ends=MOMENTS,
    settled_at=MOMENTS,
    outcome=st.sampled_from(Outcome),
    ratio=st.integers(0, 30_000_000),
    totals=TOTALS,
    closes=st.lists(CLOSES, max_size=4).map(tuple),
)
STATEMENTS = st.one_of(
    _COPIERS,
    st.builds(
        lambda statement, lines: replace(statement, party=Party.LEAD, other="", closes=(), copiers=tuple(lines)),
        _COPIERS,
        st.lists(COPIERS, max_size=3),
    ),
)
"""Any statement at all, whether or not it adds up: the forms carry it either way."""

CATALOGUES = Catalogues.load()


def words(language: str = "en", *, zone: str = "UTC") -> Words:
    """A reader's words."""
    return CATALOGUES.words(language, zone=zone)
