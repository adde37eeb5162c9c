"""P-23: nobody does what their role does not allow. Every cell of permissions.txt, on the running desk."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from fort import ADA, BOB, BTC, CAT, EVE, LEA, plain

from bot.chat.routes import EVERYONE, Role, Route
from bot.drafts.alert_drafts import TypingDigest, TypingQuiet, TypingZone
from bot.drafts.announcing import Announcing
from bot.drafts.copy_drafts import AskMoney, AskQuantity, AskSetting
from bot.drafts.copy_plan import CopyPlan, Step
from bot.drafts.draft import REGISTRY as DRAFTS
from bot.drafts.lead_drafts import (
    MarkingInstruments,
    TypingAmount,
    TypingAnswer,
    TypingBio,
    TypingContact,
    TypingGround,
    TypingHaltReason,
    TypingLotStop,
    TypingMark,
    TypingPrice,
    TypingProfile,
    TypingQuestion,
    TypingShare,
    TypingStopReason,
)
from bot.drafts.mail_drafts import TypingAddress, TypingCode
from bot.drafts.telling_drafts import TypingBroadcast, TypingLinked, TypingPost
from bot.handlers.confirming import DO
from bot.handlers.copier.money import AMOUNT, AddingPaper, AskPaper
from bot.handlers.halting import LIFT
from bot.people.directory import Directory
from bot.presses import REGISTRY, Noop, unpack
from bot.presses.admin import Sanction
from bot.presses.trading import Kind, Stop, Way
from core.model import commands as c
from core.model.copying import Sizing
from core.model.market import Side
from core.model.money import quote
from core.model.orders import OrderTerms, OrderType

ROLES = ("visitor", "copier", "lead", "admin")
REFUSED = ("I do not know /", "is there once you have joined", "is for lead traders", "is for copy traders")
"""An admin's command does not exist for others; of the other roles' it is said how one gets there."""
OUT_OF_DATE = "This button is out of date"
ONE_THING = "I speak in private only."
OTHER_LEAD, APPLICANT = 1011, 1012
NEWCOMER = 9000
MISSING = {"copied": 999, "lot": "nosuchlot", "order": "nosuchorder", "nonce": "A" * 16}


@dataclass(frozen=True)
class Row:
    what: str
    allowed: dict[str, bool]
    others: str
    group: str

    @property
    def tag(self):
        return self.what.partition(":")[0]


def read_table():
    rows = []
    for line in (Path(__file__).parents[1] / "permissions.txt").read_text().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        what, *cells = re.split(r"\s{2,}", line.strip())
        *roles, others, group = cells
        assert set(roles) <= {"yes", "no"}, line
        assert len(roles) == len(ROLES), line
        rows.append(Row(what, {role: said == "yes" for role, said in zip(ROLES, roles, strict=True)}, others, group))
    return rows


TABLE = read_table()
COMMANDS = [row for row in TABLE if row.what.startswith("/")]
TYPED = [row for row in TABLE if row.what.startswith("draft ")]
PRESSES = [row for row in TABLE if row not in COMMANDS and row not in TYPED]


@pytest.fixture
async def desk(desk):
    """The town, a second lead whom Cat alone copies, an applicant, and something of everybody's to point at."""
    await desk.leads(OTHER_LEAD, "Olga")
    await desk.copies(CAT, OTHER_LEAD)
    await desk.enters(APPLICANT, "Max")
    await desk.house.people.describe(desk.number(APPLICANT), "slowly and with care")
    await desk.submit(c.ApplyToLead(desk.number(APPLICANT)))
    for lead in (LEA, OTHER_LEAD):
        await desk.buys(lead)
        await rests(desk, lead)
    for copier in (BOB, CAT):
        await rests(desk, copier)
    return desk


async def rests(desk, who):
    """A limit order far below the market."""
    price = desk.house.venue.instruments()[BTC].price(30_000)
    terms = OrderTerms(BTC, Side.BUY, OrderType.LIMIT, notional=quote("20"), price=price)
    await desk.submit(c.PlaceOrder(desk.number(who), terms))


class People:
    """Somebody of each role; a visitor is somebody new each time, as one press may end being one."""

    def __init__(self, desk):
        self.desk, self.count = desk, NEWCOMER

    async def of(self, role):
        if role != "visitor":
            return {"copier": BOB, "lead": LEA, "admin": ADA}[role]
        self.count += 1
        await self.desk.says(self.count, "/start")
        return self.count


async def objects(desk, who):
    """What stands in the braces for this person's own."""
    number = desk.house.people.number(who)
    lead = desk.book.leads[desk.number(LEA)]
    orders = [order for order, each in desk.book.orders.items() if each.person == number]
    return {
        "lead": desk.number(LEA),
        "applicant": desk.number(APPLICANT),
        "copied": desk.number(LEA),
        "result": next(r.seq for r in desk.records() if type(r.fact).__name__ == "EntriesPlanned"),
        "lot": next(iter(lead.coin_of)),
        "order": orders[0] if orders else MISSING["order"],
        "nonce": await nonce(desk, who),
    }


async def others(desk, who):
    """The same of somebody else: of Cat's, or of the other lead's."""
    number = desk.number(OTHER_LEAD)
    mine = await objects(desk, who)
    theirs = next(order for order, each in desk.book.orders.items() if each.person == desk.number(CAT))
    lot = next(iter(desk.book.leads[number].coin_of))
    return mine | {"copied": number, "lot": lot, "order": theirs, "nonce": await nonce(desk, CAT)}


async def nonce(desk, who):
    """A review that stands open for this person; visitors are shown none."""
    if who == ADA:
        command = {DO: LIFT}
    elif desk.house.people.number(who) is not None:
        command = {DO: AddingPaper.do, AMOUNT: quote("100")}
    else:
        return MISSING["nonce"]
    return await desk.house.app.confirmations.issue(
        person=who, chat=who, command=command, plan_hash="", shown={}, now=desk.clock.now()
    )


async def pressed(desk, who, data):
    """Whether it was served, and what the person then sees."""
    screen = await desk.forges(who, data)
    assert "Something failed" not in screen, (who, data, screen)
    return desk.toast(who) != OUT_OF_DATE, screen


def test_every_command_press_and_draft_of_the_desk_has_a_row_and_no_row_is_of_none():
    from bot import handlers  # noqa: F401 - the presses register themselves
    from bot.presses.admin import AskLift  # noqa: F401 - and so do those of this module
    from bot.wiring import desk_routes  # noqa: F401

    assert len(TABLE) > 80
    assert len({row.what for row in TABLE}) == len(TABLE)
    real = {tag for tag, kind in REGISTRY.items() if kind.__module__.startswith("bot.")}
    assert {row.tag for row in PRESSES} == real
    assert {row.what.removeprefix("draft ") for row in TYPED} == {
        tag for tag, kind in DRAFTS.items() if kind.__module__.startswith("bot.")
    }


async def test_the_table_has_the_routes_of_the_running_desk(desk):
    routes = desk.house.app.routes
    assert {row.what[1:] for row in COMMANDS} == set(routes.commands) | {"cancel"}
    assert {REGISTRY[row.tag] for row in PRESSES} == set(routes.presses) | {Noop}
    assert {DRAFTS[row.what.removeprefix("draft ")] for row in TYPED} == set(routes.drafts)


async def test_every_command_is_served_to_those_roles_alone(desk):
    people, wrong, cells = People(desk), [], 0
    for row in COMMANDS:
        for role in ROLES:
            who = await people.of(role)
            before = desk.fingerprint()
            screen = await desk.says(who, row.what)
            assert "Something failed" not in screen, (row.what, screen)
            served = not any(words in screen for words in REFUSED)
            if not served:
                assert desk.fingerprint() == before, f"{row.what} was refused to the {role} and did something"
            wrong += [f"{row.what} {role}: {served}"] if served != row.allowed[role] else []
            cells += 1
    assert wrong == []
    assert cells == len(COMMANDS) * 4


async def test_every_press_is_served_to_those_roles_alone(desk):
    people, wrong = People(desk), []
    for row in PRESSES:
        for role in ROLES:
            who = await people.of(role)
            data = row.what.format(**await objects(desk, who))
            assert unpack(data) is not None, f"{data} is no press"
            before = desk.fingerprint()
            served, _ = await pressed(desk, who, data)
            if not served:
                assert desk.fingerprint() == before, f"{data} was refused to the {role} and did something"
            wrong += [f"{row.what} {role}: {served}"] if served != row.allowed[role] else []
    assert wrong == []


async def test_anothers_object_is_answered_as_one_that_does_not_exist(desk):
    tried = 0
    for row in PRESSES:
        if row.others == "-":
            continue
        assert row.others == "refused", row
        for role in ROLES:
            who = await People(desk).of(role)
            theirs = row.what.format(**await others(desk, who))
            missing = row.what.format(**(await others(desk, who) | MISSING))
            before = desk.fingerprint()
            shown = await pressed(desk, who, theirs)
            buttons = [button.callback_data for button in desk.live(who).buttons]
            assert not any((each or "").startswith("ok:") for each in buttons), (theirs, shown)
            assert shown == await pressed(desk, who, missing), (role, theirs, missing)
            assert desk.fingerprint() == before, (role, theirs)
            tried += 1
    assert tried == 4 * len([row for row in PRESSES if row.others != "-"]) >= 4 * 13


TO_TYPE = {
    "quiet": TypingQuiet(),
    "digest": TypingDigest(),
    "zone": TypingZone(),
    "mail": TypingAddress(),
    "mailcode": TypingCode(),
    "bio": TypingBio(),
    "contact": TypingContact(),
    "price": TypingPrice(symbol=BTC, way=Way.BUY),
    "amount": TypingAmount(symbol=BTC, way=Way.BUY, kind=Kind.MARKET, price=0),
    "mark": TypingMark(symbol=BTC, way=Way.BUY, kind=Kind.TRIGGER),
    "lotstop": TypingLotStop(lot="nosuchlot", what=Stop.TAKE_PROFIT),
    "copy": CopyPlan(lead=1),
    "paper": AskPaper(),
    "setting": AskSetting(lead=1, plan=CopyPlan(lead=1, sizing=Sizing.FIXED_AMOUNT, step=Step.TOTAL)),
    "funds": AskMoney(lead=1, add=True),
    "sale": AskQuantity(lead=1, symbol=BTC),
    "share": TypingShare(),
    "profile": TypingProfile(),
    "marks": MarkingInstruments(symbols=frozenset()),
    "stopwhy": TypingStopReason(),
    "ground": TypingGround(person=1, what=Sanction.SUSPEND),
    "question": TypingQuestion(person=1),
    "answer": TypingAnswer(),
    "haltwhy": TypingHaltReason(act="tg:1:1005"),
    "post": TypingPost(),
    "linked": TypingLinked(person=1),
    "broadcast": TypingBroadcast(audience=1),
    "notice": Announcing(kind=1),
}


async def test_a_typed_answer_is_taken_from_those_roles_alone(desk):
    people = People(desk)
    for row in TYPED:
        for role in ROLES:
            who = await people.of(role)
            home = await desk.says(who, "/home")
            before = desk.fingerprint()
            await desk.house.app.drafts.keep(who, TO_TYPE[row.what.removeprefix("draft ")], desk.clock.now())
            served = await desk.says(who, "not 5 but something else") != home
            assert served == row.allowed[role], (row.what, role)
            assert desk.fingerprint() == before


async def test_open_and_back_lead_only_where_the_command_itself_would(desk):
    people = People(desk)
    for row in COMMANDS:
        for role in ROLES:
            if row.allowed[role] or row.what == "/cancel":
                continue
            who = await people.of(role)
            before, home = desk.fingerprint(), await desk.says(who, "/home")
            for tag in "ob":
                assert await desk.forges(who, f"{tag}:{row.what[1:]}") == home, (row.what, role)
            assert desk.fingerprint() == before


async def test_r23_2_in_a_group_the_bot_says_one_thing_to_anybody_and_does_nothing(desk):
    group = desk.telegram.group("Friends", *map(desk.person, (EVE, BOB, LEA, ADA)))
    before, facts = desk.fingerprint(), len(desk.facts())
    for row in COMMANDS:
        assert row.group == "link"
        for who in (EVE, BOB, LEA, ADA):
            said = len(desk.telegram.chat(group))
            await desk.says(who, row.what, chat=group)
            theirs, ours = desk.telegram.chat(group)[said:]
            assert theirs.sender.id == who
            assert plain(ours.text) == ONE_THING
            assert [button.url for button in ours.buttons] == [f"https://t.me/{desk.telegram.account.username}"]
    last = len(desk.telegram.chat(group))
    for row in PRESSES:
        assert row.group == "toast"
        for who in (EVE, BOB, LEA, ADA):
            data = row.what.format(**await objects(desk, who))
            await desk.forges(who, data, last, chat=group)
            assert desk.toast(who) == OUT_OF_DATE
    assert len(desk.telegram.chat(group)) == last
    assert desk.fingerprint() == before
    assert len(desk.facts()) == facts


def from_somebody(who, **more):
    chat = {"id": who, "type": "private", "first_name": "X"}
    sender = {"id": who, "is_bot": False, "first_name": "X"}
    return {"message_id": 1, "date": 1, "chat": chat, "from": sender} | more


GROUP = {"id": -100, "type": "supergroup", "title": "G"}
CHANNEL = {"id": -200, "type": "channel", "title": "C"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
FORWARDED = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
NOBODYS = {
    "an edit": lambda text: {"edited_message": from_somebody(ADA, text=text, edit_date=2)},
    "a channel's post": lambda text: {"channel_post": from_somebody(ADA, text=text, chat=CHANNEL)},
    "an edited post": lambda text: {"edited_channel_post": from_somebody(ADA, text=text, chat=CHANNEL)},
    "an anonymous admin": lambda text: {
        "message": from_somebody(1, text=text, chat=GROUP, sender_chat=GROUP) | {"from": ANONYMOUS}
    },
    "a channel's post in its group": lambda text: {
        "message": from_somebody(1, text=text, chat=GROUP, sender_chat=CHANNEL) | {"from": FORWARDED}
    },
    "nobody": lambda text: {"message": {k: v for k, v in from_somebody(ADA, text=text).items() if k != "from"}},
    "a bot": lambda text: {"message": from_somebody(1, text=text) | {"from": {**ANONYMOUS, "id": ADA}}},
    "a business chat": lambda text: {"business_message": from_somebody(ADA, text=text)},
    "another's private chat": lambda text: {
        "message": from_somebody(ADA, text=text, chat={"id": BOB, "type": "private", "first_name": "B"})
    },
}


async def test_what_nobody_said_in_their_own_private_chat_runs_nothing(desk):
    before = desk.fingerprint()
    for kind, update in NOBODYS.items():
        calls = len(desk.requests.calls)
        for row in COMMANDS:
            desk.telegram.inject(update(row.what))
        await desk.feed()
        assert desk.fingerprint() == before, kind
        assert desk.requests.calls[calls:] == [], kind


async def test_a_number_tells_nobodys_name_but_a_leads(desk):
    await desk.enters(1013, "Zoltan")
    hidden = desk.number(1013)
    for row in PRESSES:
        named = re.sub(r"\{(copied|lead|applicant)\}", str(hidden), row.what)
        if named == row.what:
            continue
        data = named.format(**await objects(desk, BOB))
        for who in (BOB, LEA, await People(desk).of("visitor")):
            assert "Zol" not in await desk.forges(who, data), (who, data)


async def test_nobody_can_say_that_somebody_else_has_blocked_the_bot(desk):
    change = {
        "chat": {"id": BOB, "type": "private", "first_name": "B"},
        "from": {"id": EVE, "is_bot": False, "first_name": "E"},
        "date": 1,
        "old_chat_member": {"status": "member", "user": ANONYMOUS},
        "new_chat_member": {"status": "kicked", "user": ANONYMOUS, "until_date": 0},
    }
    desk.telegram.inject({"my_chat_member": change})
    await desk.feed()
    assert not (await desk.house.app.chats.of(BOB)).blocked


def test_nobody_named_is_nobody():
    async def handler(_context):
        return None

    with pytest.raises(ValueError, match="names no role"):
        Route(handler, frozenset())
    assert frozenset(Role) == EVERYONE
    without_admin = Directory(None, admin=None, paper=lambda _: 0)
    for telegram in (0, 1, ADA, -1):
        assert without_admin.rights(telegram) == {Role.VISITOR}
        assert not without_admin.known(telegram)
