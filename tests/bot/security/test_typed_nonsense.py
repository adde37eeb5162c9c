"""What people type where a number or a few words are asked for: a clear answer each time, and nothing else changes."""

import pytest
from fort import ANN, BOB, BTC, LEA

from core.model.people import PersonId

NO_NUMBERS = {
    "1e9": "I do not read 1e9",
    "-5": "is below zero",
    "\u22125": "is below zero",
    "٣": "digits 0 to 9 only",
    "１２": "digits 0 to 9 only",
    "½": "digits 0 to 9 only",
    "lots": "is no number",
    "": None,
    "   ": None,
    "nan": "is no amount",
    "∞": "is no amount",
    "1" * 25: "more digits",
    "9" * 4000: "more digits",
    "1.2.3": "cannot tell what",
    "1,2,3": "cannot tell what",
    "<b>50</b>": "is no number",
    "5 5": "cannot tell what",
    "0x10": "is no number",
    "1_000": "is no number",
    "+5": "is no number",
    "5%%": "is no number",
    "=1+1": "is no number",
    "'; DROP TABLE inbox; --": "is no number",
    "💰": "is no number",
    "\u202e5": "is no number",
    "5\n5": "is no number",
    "{who}": "is no number",
    "%s": "is no number",
    ".": "is no number",
    ",": "is no number",
    "$": "is no number",
    "A" * 4096: "is no number",
}
"""What no draft of ours takes for a number; an empty text is one that Telegram would not send, yet may come."""

OUT_OF_BOUNDS = ("0", "0.000000001", "99999999999999999999", "1,5", "0.00", "1000000000000", "999999999")


async def copy_amount(desk, way):
    await desk.forges(ANN, f"wb:{desk.number(LEA)}")
    await desk.forges(ANN, f"wv:{desk.number(LEA)}:way:{way}")
    return ANN


async def fixed(desk):
    return await copy_amount(desk, 1)


async def multiplier(desk):
    return await copy_amount(desk, 2)


async def smart(desk):
    return await copy_amount(desk, 0)


async def maximum(desk):
    await fixed(desk)
    await desk.says(ANN, "50")
    return ANN


async def step(desk, name):
    await maximum(desk)
    await desk.says(ANN, "500")
    await desk.forges(ANN, f"wg:{desk.number(LEA)}:{name}")
    return ANN


async def total(desk):
    return await step(desk, "total")


async def take_profit(desk):
    return await step(desk, "tp")


async def stop_loss(desk):
    return await step(desk, "sl")


async def paper(desk):
    await desk.says(BOB, "/paper")
    return BOB


async def share(desk):
    await desk.forges(LEA, "lpo")
    return LEA


async def price(desk):
    await desk.forges(LEA, f"tkp:{BTC}:b:l:0")
    return LEA


async def price_of_a_sale(desk):
    await desk.forges(LEA, f"tkp:{BTC}:s:l:0")
    return LEA


async def amount(desk):
    await desk.forges(LEA, f"tka:{BTC}:b:m:0:0")
    return LEA


async def amount_at_a_limit(desk):
    await desk.forges(LEA, f"tka:{BTC}:b:l:500000:0")
    return LEA


async def amount_of_a_sale(desk):
    await desk.forges(LEA, f"tka:{BTC}:s:m:0:0")
    return LEA


async def copiers_amount(desk):
    await desk.forges(BOB, f"tka:{BTC}:b:m:0:0")
    return BOB


async def trigger_price(desk):
    await desk.forges(LEA, f"tkm:{BTC}:b:t")
    return LEA


async def way_back(desk):
    await desk.forges(LEA, f"tkm:{BTC}:d:r")
    return LEA


async def limit_of_a_trigger(desk):
    await desk.forges(LEA, f"tkp:{BTC}:b:u:7000000000")
    return LEA


async def lot_stop(desk):
    await desk.forges(LEA, f"gsp:{next(iter(desk.book.leads[desk.number(LEA)].coin_of))}:s")
    return LEA


async def limit_of_a_stop(desk):
    await desk.forges(LEA, f"gsl:{next(iter(desk.book.leads[desk.number(LEA)].coin_of))}:s:5000000000")
    return LEA


QUESTIONS = (
    fixed, multiplier, smart, maximum, total, take_profit, stop_loss, paper, share, price, price_of_a_sale, amount,
    amount_at_a_limit, amount_of_a_sale, copiers_amount, trigger_price, way_back, limit_of_a_trigger, lot_stop,
    limit_of_a_stop,
)  # fmt: skip


@pytest.fixture
async def desk(desk):
    await desk.buys(LEA)  # something to sell
    return desk


async def test_what_is_no_number_is_said_so_and_the_question_stays_open(desk):
    for question in QUESTIONS:
        who = await question(desk)
        asked = await desk.house.app.drafts.open_in(who, desk.clock.now())
        assert asked is not None, question
        before, seq = desk.fingerprint(), desk.book.seq
        for text, answer in NO_NUMBERS.items():
            screen = await types(desk, who, text)
            said = (question.__name__, text[:40], screen)
            assert "Something failed" not in screen, said
            assert answer is None or answer in screen, said
            assert await desk.house.app.drafts.open_in(who, desk.clock.now()) == asked, said
            assert not confirmable(desk, who), said
        assert desk.fingerprint() == before, question
        assert desk.facts(seq) == [], question


async def test_a_number_beyond_all_bounds_changes_nothing_before_a_review(desk):
    for question in QUESTIONS:
        seq, before = desk.book.seq, desk.fingerprint()
        for text in OUT_OF_BOUNDS:
            who = await question(desk)
            assert "Something failed" not in await types(desk, who, text), (question, text)
        # A share is a term and no money: whoever leads sets a valid one at once.
        assert set(desk.facts(seq)) <= ({"ProfitShareSet"} if question is share else set()), question
        assert question is share or desk.fingerprint() == before, question


async def test_the_bio_takes_words_and_nothing_else_of_them(desk):
    before = desk.fingerprint()
    for text in ("", "a", "x" * 4096, "\x00" * 30, "\u200b" * 30, "<b>" * 20, "/ " * 20):
        await desk.forges(BOB, "apb")
        screen = await types(desk, BOB, text)
        assert "Something failed" not in screen, ascii(text[:9])
        assert desk.fingerprint() == before


async def test_where_nothing_is_asked_nothing_is_done_with_any_of_it(desk):
    before = desk.fingerprint()
    for who in (BOB, LEA):
        for text in NO_NUMBERS:
            await desk.says(who, "/home")
            screen = await types(desk, who, text)
            assert "I did not ask for anything" in screen, text[:40]
    assert desk.fingerprint() == before


async def test_unknown_commands_of_every_kind_are_one_answer(desk):
    before = desk.fingerprint()
    for text in ("/nosuch", "/HALT", "/halt now", "/" + "a" * 32, "/1", "/_", "/stopall"):
        screen = await types(desk, BOB, text)
        assert "I do not know /" in screen, text
    for text in ("/", "//", "/ start", "/é", "/home@another_bot", "/" + "a" * 33):
        assert "I did not ask for anything" in await types(desk, BOB, text), text
    assert desk.fingerprint() == before


async def test_what_stands_behind_a_command_changes_nothing(desk):
    before = desk.fingerprint()
    arguments = (*NO_NUMBERS, "lead_", "lead_" + "a" * 500, "join_", "join_x", "t_1", "ref_\u202e", "/start", "1001")
    for command in ("/start", "/why", "/home", "/log", "/help"):
        for argument in arguments:
            screen = await types(desk, BOB, f"{command} {argument}")
            assert "Something failed" not in screen, (command, argument[:40])
    assert desk.fingerprint() == before
    assert desk.house.people.name(PersonId(1))


async def types(desk, who, text):
    """Telegram would refuse some of these; the desk gets them all the same, as an update."""
    chat = {"id": who, "type": "private", "first_name": "X"}
    sender = {"id": who, "is_bot": False, "first_name": desk.person(who).name}
    desk.telegram.inject({"message": {"message_id": 1, "date": 1, "chat": chat, "from": sender, "text": text}})
    await desk.feed()
    return desk.screen(who)


def confirmable(desk, who):
    return any((button.callback_data or "").startswith("ok:") for button in desk.live(who).buttons)
