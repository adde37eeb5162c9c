"""P-20: a forged, foreign, stale or repeated press does nothing; the exact press makes one fact."""

import random

import pytest
from fort import ADA, ANN, BOB, BTC, CAT, EVE, LEA
from mutants import mutant

from bot.presses import NUMBER_MOST, Confirm, Home, pack, unpack
from bot.presses.copier import ShowLog
from core.model import commands as c
from core.model.copying import Settings, Sizing
from core.model.money import quote
from core.model.people import OPERATOR, StopReason

OUT_OF_DATE = "This button is out of date"
EVERYBODY = (LEA, BOB, CAT, ADA, EVE, ANN)


async def review_of_paper(desk):
    await desk.says(BOB, "/paper")
    await desk.says(BOB, "500")
    return BOB


async def review_of_an_order(desk):
    await desk.forges(LEA, f"tkq:{BTC}:b:m:0:0:25")
    return LEA


async def review_of_a_lots_stop(desk):
    await desk.buys(LEA)
    lot = next(iter(desk.book.leads[desk.number(LEA)].coin_of))
    await desk.forges(LEA, f"gst:{lot}:t:9000000000:0")
    return LEA


async def review_of_starting(desk):
    lead = desk.number(LEA)
    await desk.forges(ANN, f"wb:{lead}")
    for chip in (f"wv:{lead}:way:1", f"wv:{lead}:size:5000000000", f"wv:{lead}:max:50000000000", f"wv:{lead}:coins:0"):
        await desk.forges(ANN, chip)
    await desk.forges(ANN, f"wg:{lead}:review")
    return ANN


async def review_of_stopping(desk):
    await desk.forges(BOB, f"ch:{desk.number(LEA)}:0")
    return BOB


async def review_of_stopping_all(desk):
    await desk.forges(BOB, "ch:0:0")
    return BOB


async def review_of_resuming(desk):
    await desk.forges(BOB, f"ca:{desk.number(LEA)}")
    await desk.forges(BOB, f"cr:{desk.number(LEA)}")
    return BOB


async def review_of_a_verdict(desk):
    await desk.house.people.describe(desk.number(ANN), "slowly and with care")
    await desk.submit(c.ApplyToLead(desk.number(ANN)))
    await desk.forges(ADA, f"mv:{desk.number(ANN)}")
    return ADA


async def review_of_a_lifted_halt(desk):
    await desk.forges(ADA, "mh")
    await desk.forges(ADA, "ml")
    return ADA


async def review_of_stopping_to_lead(desk):
    await desk.forges(LEA, "lq:1")
    return LEA


async def review_of_leading_on(desk):
    await desk.submit(c.RequestStopLeading(desk.number(LEA), StopReason.TAKING_A_BREAK))
    await desk.forges(LEA, "lqw")
    return LEA


async def review_of_a_higher_share(desk):
    lead = desk.book.leads[desk.number(LEA)]
    await desk.submit(c.SetProfitShare(lead.person, 0))
    await desk.forges(LEA, f"lp:1000000:{lead.version}")
    return LEA


async def review_of_a_removal(desk):
    poor = desk.number(BOB)
    await desk.submit(c.Withdraw(poor, int(desk.book.people.cash[poor])))
    await desk.forges(LEA, f"lkr:{poor}")
    return LEA


async def review_of_a_granted_stop(desk):
    await desk.submit(c.RequestStopLeading(desk.number(LEA), StopReason.TAKING_A_BREAK))
    await desk.forges(ADA, f"mwa:{desk.number(LEA)}")
    return ADA


async def review_of_a_suspension(desk):
    await desk.forges(ADA, f"mg:{desk.number(LEA)}:s:r")
    return ADA


async def review_of_a_delisting(desk):
    await desk.forges(ADA, "md:SOL-USDT")
    return ADA


async def review_of_a_change(desk):
    await desk.forges(BOB, f"sv:{desk.number(LEA)}:max:60000000000")
    return BOB


async def review_of_an_undo(desk):
    await desk.forges(BOB, f"sv:{desk.number(LEA)}:max:30000000000")
    return BOB


async def review_of_moved_money(desk):
    smart = Settings(Sizing.SMART_SYNC, quote("1000"))
    await desk.submit(c.StartCopying(desk.number(ANN), desk.number(LEA), smart))
    await desk.forges(ANN, f"cm:{desk.number(LEA)}:0:10000000000")
    return ANN


async def review_of_a_sale_by_hand(desk):
    await desk.buys(LEA)
    await desk.forges(BOB, f"kp:{desk.number(LEA)}:{BTC}:50")
    return BOB


async def review_of_unlinking(desk):
    await desk.buys(LEA)
    await desk.forges(BOB, f"kk:{desk.number(LEA)}:{BTC}")
    return BOB


async def review_of_an_announcement(desk):
    await desk.forges(ADA, "mn:1")
    for answer in ("NEW", "Newcoin"):
        await desk.says(ADA, answer)
    await desk.forges(ADA, "mnx")
    await desk.says(ADA, "2026-12-24 12:00")
    while not desk.asks_to_confirm(ADA):
        await desk.forges(ADA, "mnx")
    return ADA


async def review_of_a_post(desk):
    await desk.forges(LEA, "pw")
    await desk.says(LEA, "I sell before the weekend.")
    return LEA


async def review_of_a_broadcast(desk):
    await desk.forges(ADA, "mb:1")
    await desk.says(ADA, "The desk is dark on Sunday morning.")
    await desk.forges(ADA, "mbx")
    return ADA


async def review_of_a_link(desk):
    await desk.forges(ADA, f"mkk:{desk.number(LEA)}:{desk.number(ANN)}:1")
    return ADA


async def review_of_a_closed_finding(desk):
    lead = desk.number(LEA)
    await desk.submit(c.SwitchLeadTrade(lead, False))
    await desk.buys(LEA)
    await desk.submit(c.SwitchLeadTrade(lead, True))
    await desk.buys(LEA)
    await desk.submit(c.SwitchLeadTrade(lead, False))
    await desk.sells(LEA)
    await desk.forges(ADA, f"mr:{lead}")
    return ADA


async def review_of_selling_what_was_left(desk):
    await desk.buys(LEA)
    lead = desk.number(LEA)
    await desk.submit(c.SuspendLead(OPERATOR, lead))
    await desk.submit(c.RevokeLead(OPERATOR, lead))
    await desk.forges(BOB, f"ksa:{lead}")
    return BOB


FORGETTING = "forget_me"
"""It changes the notes and nothing in the book, so it has a test of its own."""
REVIEWS = {
    review_of_selling_what_was_left: "OrderPlaced",
    review_of_an_announcement: "Announced",
    review_of_a_post: "PostSent",
    review_of_a_broadcast: "BroadcastSent",
    review_of_a_link: "AccountsLinked",
    review_of_a_closed_finding: "ConductReviewed",
    review_of_unlinking: "LotsReleased",
    review_of_a_change: "CopyingChanged",
    review_of_an_undo: "CopyingChanged",
    review_of_moved_money: "AllocationChanged",
    review_of_a_sale_by_hand: "ExitsPlanned",
    review_of_paper: "Deposited",
    review_of_an_order: "OrderPlaced",
    review_of_a_lots_stop: "OrderPlaced",
    review_of_starting: "CopyingStarted",
    review_of_stopping: "CopyingClosing",
    review_of_stopping_all: "CopyingClosing",
    review_of_resuming: "CopyingResumed",
    review_of_a_verdict: "LeadApproved",
    review_of_a_lifted_halt: "DeskResumed",
    review_of_stopping_to_lead: "StopLeadingRequested",
    review_of_leading_on: "StopLeadingEnded",
    review_of_a_higher_share: "ProfitShareSet",
    review_of_a_removal: "CopyingClosing",
    review_of_a_granted_stop: "LeadStopped",
    review_of_a_suspension: "LeadSuspended",
    review_of_a_delisting: "InstrumentDelisted",
}


async def test_every_review_of_the_desk_is_among_these(desk):
    confirm = desk.house.app.routes.presses[Confirm].handler
    (reviews,) = (cell.cell_contents for cell in confirm.__closure__ if isinstance(cell.cell_contents, dict))
    assert set(reviews) == {
        *("start_copying", "resume_copying", "stop_copying", "stop_all", "add_paper", "order", "verdict", "lift"),
        *("stop_leading", "lead_on", "raise_share", "remove_copier", "grant_stop", "sanction", "delist"),
        *("change_copying", "undo_change", "move_funds", "sell_copy", "release_lots"),
        *("lot_stops", "announce", "post", "broadcast", "link_accounts", "close_review", "sell_all_left"),
        FORGETTING,
    }
    assert len(REVIEWS) == len(set(reviews) - {FORGETTING})


async def test_nobody_is_forgotten_by_a_press_that_is_not_theirs_or_late(desk):
    await desk.says(ANN, "/forgetme")
    nonce, shown = desk.confirming(ANN)
    for who in EVERYBODY:
        if who != ANN:
            desk.telegram.forge(desk.person(who), shown.message_id, nonce)
    await desk.feed()
    assert desk.number(ANN) is not None
    await desk.pass_time(seconds=61)
    assert "expired" in await desk.forges(ANN, nonce, shown.message_id)
    assert desk.number(ANN) is not None
    nonce, shown = desk.confirming(ANN)
    await desk.forges(ANN, nonce, shown.message_id)
    assert desk.house.people.number(ANN) is None


@pytest.mark.parametrize("review", REVIEWS)
async def test_only_the_exact_press_of_its_person_on_its_message_works_and_once(desk, review):
    owner = await review(desk)
    nonce, shown = desk.confirming(owner)
    chance, before, seq = random.Random(f"20:{review.__name__}"), desk.fingerprint(), desk.book.seq
    home = desk.telegram.chats[owner]
    group = desk.telegram.group("Friends", *map(desk.person, EVERYBODY))
    for who in EVERYBODY:
        person = desk.person(who)
        for _ in range(25):
            forged = mutant(chance, nonce, [nonce])
            if unpack(forged) is not None and not forged.startswith("ok:"):
                continue
            desk.telegram.forge(person, chance.choice((shown.message_id, 1)), forged)
        desk.telegram.forge(person, shown.message_id, nonce, chat=group)
        if who != owner:
            desk.telegram.forge(person, shown.message_id, nonce)
            desk.telegram.forge(person, shown.message_id, nonce, chat=home)
            desk.telegram.forge(person, desk.live(who).message_id, nonce)
        else:
            desk.telegram.forge(person, shown.message_id + 10_000, nonce)
    await desk.feed()
    assert desk.fingerprint() == before
    assert desk.facts(seq) == []

    for _ in range(100):
        desk.telegram.forge(desk.person(owner), shown.message_id, nonce)
    await desk.feed()
    made = [record for record in desk.records(seq) if record.origin.startswith(nonce)]
    assert [type(record.fact).__name__ for record in made].count(REVIEWS[review]) == 1, made
    in_the_book = REVIEWS[review] != "BroadcastSent"
    assert (desk.fingerprint() != before) is in_the_book

    await desk.pass_time(days=8)
    after = desk.fingerprint()
    for who in EVERYBODY:
        desk.telegram.forge(desk.person(who), shown.message_id, nonce)
    await desk.feed()
    assert desk.fingerprint() == after


@pytest.mark.parametrize("review", REVIEWS)
async def test_a_press_a_week_old_brings_a_fresh_review_at_most(desk, review):
    owner = await review(desk)
    nonce, shown = desk.confirming(owner)
    await desk.pass_time(days=7)
    before, seq = desk.fingerprint(), desk.book.seq
    screen = await desk.forges(owner, nonce, shown.message_id)
    assert "Something failed" not in screen
    assert desk.fingerprint() == before
    assert desk.facts(seq) == []


async def test_a_hundred_people_pressing_one_button_at_once_are_one_owner_and_one_fact(desk):
    owner = await review_of_paper(desk)
    nonce, shown = desk.confirming(owner)
    crowd = [desk.person(20_000 + n) for n in range(100)]
    for person in crowd:
        desk.telegram.say(person, "/start")
    seq = desk.book.seq
    for person in [*crowd[:50], desk.person(owner), *crowd[50:]]:
        desk.telegram.forge(person, shown.message_id, nonce)
    await desk.feed()
    assert desk.facts(seq) == ["Deposited"]
    # Late for a toast, the words are a message.
    assert all(OUT_OF_DATE in (desk.toast(person.id), desk.screen(person.id)) for person in crowd)


async def corpus(desk):
    """Callback data as it stands under real screens of every role."""
    found = set()
    for who, commands in {
        EVE: ("/start", "/leads", "/language"),
        BOB: ("/home", "/copies", "/portfolio", "/paper", "/log", "/stop", "/trade", "/help", "/resume"),
        LEA: ("/home", "/trade", "/assets", "/share", "/restriction", "/instruments", "/copiers"),
        ADA: ("/home", "/users", "/halt", "/unhalt", "/health"),
    }.items():
        for command in commands:
            await desk.says(who, command)
            found |= {button.callback_data for button in desk.live(who).buttons if button.callback_data}
    for review in (review_of_paper, review_of_an_order, review_of_starting, review_of_stopping):
        owner = await review(desk)
        found |= {button.callback_data for button in desk.live(owner).buttons if button.callback_data}
    return sorted(found)


async def test_of_a_hundred_thousand_mutants_each_is_the_exact_text_of_a_press_or_none(desk):
    real = await corpus(desk)
    assert len(real) > 60
    chance, presses, kinds = random.Random(20), 0, set()
    nonces = {data for data in real if data.startswith("ok:")}
    assert len(nonces) >= 4
    for _ in range(100_000):
        data = mutant(chance, chance.choice(real), real)
        press = unpack(data)
        if press is not None:
            assert pack(press) == data
            presses += 1
            kinds.add(type(press))
    assert presses > 5_000
    assert len(kinds) > 30


async def press_mutants(desk, count):
    """So many mutants of real presses by people who have not joined and by one who copies; what came of it."""
    real, chance = await corpus(desk), random.Random(2020)
    visitors = range(30_000, 30_020)
    for visitor in visitors:
        await desk.says(visitor, "/start")
    seq, sent = desk.book.seq, 0
    while sent < count:
        for _ in range(min(500, count - sent)):
            data = mutant(chance, chance.choice(real), real)
            if data in {"ra", *(each for each in real if each.startswith("ok:"))}:
                continue
            who = desk.person(chance.choice((*visitors, CAT)))
            desk.telegram.forge(who, desk.live(who.id).message_id, data)
            sent += 1
        await desk.feed(settle=False)
    await desk.settle()
    assert not any(desk.house.people.number(visitor) for visitor in visitors)
    cat = desk.number(CAT)
    for record in desk.records(seq):
        kind = type(record.fact).__name__
        # A pause lowers one's own risk, and acts at once.
        assert kind in {"Denied", "CopyingPaused"}, record
        assert kind == "Denied" or record.fact.copier == cat, record
    assert not any("Something failed" in message.text for who in (*visitors, CAT) for message in desk.ours(who))


async def test_mutants_of_presses_move_nobodys_money_and_fail_nothing(desk):
    await press_mutants(desk, 1_500)


@pytest.mark.slow
async def test_many_more_of_them_do_not_either(desk):
    await press_mutants(desk, 8_000)


NUMBERS = (-(2**70), -1, 0, 2**31, 2**53, NUMBER_MOST, NUMBER_MOST + 1, 2**63 - 1, 2**63, 10**30)


@pytest.mark.slow
async def test_a_number_of_any_size_in_any_press_fails_nothing(desk):
    seq, tried = desk.book.seq, 0
    for kind, number in ((kind, number) for kind in desk.house.app.routes.presses for number in NUMBERS):
        words = [_word(field.annotation, number) for field in kind.model_fields.values()]
        for who in (LEA, BOB, ADA) if str(number) in words else ():
            screen = await desk.forges(who, ":".join([kind.tag, *words]))
            assert "Something failed" not in screen, (kind, number)
            tried += 1
    assert tried > 500
    made = set(desk.facts(seq))
    assert made <= {"CopyingPaused"}, made
    with pytest.raises(ValueError, match="none of the desk's"):
        pack(ShowLog(lead=NUMBER_MOST + 1, before=0))
    assert unpack("h") == Home()


def _word(annotation, number):
    if annotation is int:
        return str(number)
    if annotation is bool:
        return "1"
    return "BTC-USDT" if annotation is str else next(iter(annotation)).value
