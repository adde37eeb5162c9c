"""S1 to S3: statements in the chat, told on Monday morning, for their owner alone, with their check, files, dispute."""

import threading
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from copier_town import ADMIN, BTC, LEA, plain
from waiting import SOON

from bot.chat.routes import File
from bot.handlers import statements as handlers
from bot.html import esc
from bot.presses import pack
from bot.presses.statements import CheckStatement, DisputeStatement, Form, GetFile, ShowDisputed, ShowStatement
from bot.statements.verifying import Genuine, check
from core.model import commands as c
from core.model.copying import Settings, Sizing, StopWay
from core.model.money import quote
from core.model.people import PersonId

MONDAY = datetime(2026, 11, 30, tzinfo=UTC)
"""In UTC+8 the settlement before it is at 00:00 of this day, in UTC eight hours earlier."""


async def copies(town, telegram, amount="1000", lead=None):
    settings = Settings(Sizing.FIXED_AMOUNT, quote(amount), quote("100000"))
    told = await town.submit(c.StartCopying(town.people.number(telegram), lead or town.lea, settings))
    assert told.accepted, told


async def trades(town, price, *, sells="1"):
    """The lead buys for 1,000 at 60,000 and sells this part of it all at the price."""
    town.quotes("60000")
    await town.buys(town.lea, "1000")
    town.quotes(price)
    held = sum(lot.quantity for lot in town.engine.pen.book.leads[town.lea].lots())
    amount = town.venue.instruments()[BTC].quantity_decimal(int(held * Decimal(sells)) // 10_000 * 10_000)
    await town.sells(town.lea, str(amount))


async def until(town, at):
    await town.pass_time(seconds=(at - town.clock.now()).total_seconds())


@pytest.fixture
async def week(town, bob):
    """Bob and a second copier copied two trades of Lea's; it is Monday, ten o'clock in UTC."""
    lead, ada = town.person("Lea Lead", id=LEA), town.person("Ada", id=ADMIN)
    await town.says(lead, "/start")
    await town.says(ada, "/start")
    cat = town.person("Cat", id=1003)
    await town.says(cat, "/start")
    await town.joins(1003, "Cat")
    await copies(town, 1002)
    await copies(town, 1003, "500")
    await trades(town, "66000")
    await trades(town, "57000")
    await until(town, MONDAY.replace(hour=10))
    return lead, cat, ada


def told(town, person, start):
    """The newest message that begins so."""
    return next(m for m in reversed(town.ours(person)) if plain(m.text).startswith(start))


# ── told ──────────────────────────────────────────────────────────────────────


async def test_a_settlement_is_told_on_monday_at_eight_of_the_reader_without_a_sound(town, bob):
    await copies(town, 1002)
    await trades(town, "66000")
    await town.floor.chats.live_in(1002, "America/New_York")
    await until(town, datetime(2026, 11, 29, 16, 1, tzinfo=UTC))
    assert not [text for text in town.all_texts(bob) if text.startswith("📄")], "it is Sunday noon for them"
    kinds = "SELECT kind, due_at, silent, lane FROM outbox WHERE kind LIKE 'share%' ORDER BY kind"
    assert await town.notes.run(kinds) == [
        ("share_received", MONDAY.replace(hour=8).timestamp(), 1, 6),
        ("share_settled", MONDAY.replace(hour=13).timestamp(), 1, 6),
    ]
    await until(town, MONDAY.replace(hour=12, minute=59))
    assert not [text for text in town.all_texts(bob) if text.startswith("📄")]
    await until(town, MONDAY.replace(hour=13))
    message = told(town, bob, "📄")
    assert plain(message.text).splitlines()[0] == "📄 Week Nov 23 – 29: +97.80, share 7.82"
    assert [plain(button.text) for button in message.buttons] == ["Open"]


async def test_open_on_the_alert_shows_the_statement_of_that_week_to_both_sides(town, bob, week):
    lead, _, _ = week
    mine = await town.presses(bob, "Open", told(town, bob, "📄"))
    assert mine.splitlines()[0] == "PAPER · statement 1 · Lea Lead"
    assert "Net of 2 closes" in mine
    theirs = await town.presses(lead, "Open", told(town, lead, "📄"))
    assert theirs.splitlines()[0] == "PAPER · statement 1 · as lead"
    assert "Net of 4 closes" in theirs


async def test_r17_11_a_copy_that_ends_is_told_at_once_and_its_statement_is_there(town, bob):
    lead = town.person("Lea Lead", id=LEA)
    await town.says(lead, "/start")
    await copies(town, 1002)
    await trades(town, "66000")
    await town.submit(c.StopCopying(town.people.number(1002), town.lea, StopWay.MARKET_CLOSE))
    assert plain(told(town, bob, "📄").text).startswith("📄 Settled: +97.80, share 7.82")
    shown = await town.presses(bob, "Open", told(town, bob, "📄"))
    assert "as copying ended: 7.82 to the lead, 0.00 back to you." in shown
    later = await town.presses(lead, "Open", told(town, lead, "📄"))
    assert "will stand in the statement of this week" in later
    await until(town, MONDAY.replace(hour=10))
    assert "statement 1 · as lead" in await town.presses(lead, "Open", told(town, lead, "📄 Settled"))


# ── looked at ─────────────────────────────────────────────────────────────────


async def test_the_list_of_somebody_without_statements_says_when_one_comes(town, bob):
    shown = await town.says(bob, "/statements")
    assert "No statement yet. One comes on Monday, if something was sold" in shown
    assert town.labels(bob) == ["Find a lead", "⌂ Home"]


async def test_the_list_has_a_line_a_statement_and_opens_it(town, bob, week):
    shown = await town.says(bob, "/statements")
    assert shown.splitlines()[1] == "1 · Nov 23 – 29 · Lea Lead · +45.90, share 3.67"
    assert "statement 1" in await town.presses(bob, "1")


async def test_the_list_comes_in_tens_with_the_newest_first(town, bob):
    await copies(town, 1002)
    for at in range(12):
        await trades(town, "66000")
        await until(
            town, datetime(2026, 11, 29, 17, tzinfo=UTC).replace(day=29) + at * (MONDAY - MONDAY.replace(day=23))
        )
    shown = await town.says(bob, "/statements")
    assert [line.split(" ")[0] for line in shown.splitlines()[1:-1]] == [str(n) for n in range(12, 2, -1)]
    older = await town.presses(bob, "Older")
    assert [line.split(" ")[0] for line in older.splitlines()[1:-1]] == ["2", "1"]
    assert "12 ·" in await town.presses(bob, "‹ Newer")


async def test_the_sums_of_a_statement_add_up_before_the_readers_eyes(town, bob, week):
    await town.says(bob, "/statements")
    shown = await town.presses(bob, "1")
    figures = {}
    for line in shown.splitlines():
        label, _, figure = line.rpartition(" ")
        if figure.lstrip("+−").replace(".", "").isdigit():
            figures[label.strip()] = Decimal(figure.replace("−", "-").replace("+", ""))
    assert figures["Withheld before"] + figures["Withheld"] == (
        figures["Paid to the lead"] + figures["Refunded"] + figures["Withheld after"]
    )
    assert figures["Withheld"] > figures["Paid to the lead"] > 0


async def test_how_computed_has_each_close_and_what_they_come_to(town, bob, week):
    await town.says(bob, "/statements")
    await town.presses(bob, "1")
    shown = await town.presses(bob, "How computed?")
    closes = [line for line in shown.splitlines() if " BTC " in line]
    assert len(closes) == 2
    assert closes[1].endswith("→ 0.00")
    assert "8% of " in shown
    assert "Refund " in shown


async def test_r23_1_the_lead_sees_a_masked_line_a_copier(town, bob, week):
    lead, _, _ = week
    await town.says(lead, "/statements")
    await town.presses(lead, "1")
    shown = await town.presses(lead, "How computed?")
    assert [line.split(" ")[0] for line in shown.splitlines() if "closes)" in line] == ["Bob***", "Cat***"]
    assert "Bob " not in shown


async def test_a_long_week_is_paged(town, bob):
    await copies(town, 1002)
    for _ in range(12):
        await trades(town, "60600")
    await until(town, MONDAY.replace(hour=10))
    await town.says(bob, "/statements")
    await town.presses(bob, "1")
    first = await town.presses(bob, "How computed?")
    assert first.count(" BTC ") == 10
    assert "Page 1 of 2" in first
    second = await town.presses(bob, "Page 2")
    assert second.count(" BTC ") == 2
    assert first.splitlines()[-2:] == second.splitlines()[-2:]


async def test_r17_5_while_a_coin_is_held_the_copy_and_the_lead_desk_show_an_estimate(town, bob):
    lead = town.person("Lea Lead", id=LEA)
    await copies(town, 1002)
    await trades(town, "66000", sells="0.5")
    await trades(town, "57000", sells="0.5")
    await town.says(bob, "/copies")
    shown = await town.presses(bob, "Lea Lead")
    table = town.engine.pen.book.leads[town.lea].copyings
    withheld, share = int(table.withheld[0]), int(min(table.withheld[0], max(0, table.due[0])))
    assert 0 < share < withheld
    assert f"{withheld / 10**8:.2f} is withheld, of which {share / 10**8:.2f} would be the lead's as it stands" in shown
    assert f"yours this week so far {share / 10**8:.2f}, an estimate" in await town.says(lead, "/lead")
    await until(town, MONDAY.replace(hour=10))
    await town.says(bob, "/statements")
    stated = await town.presses(bob, "1")
    assert f"Put off: a coin is still held. Nothing is paid yet; the share is about {share / 10**8:.2f}." in stated


# ── whose ─────────────────────────────────────────────────────────────────────


async def test_a_deep_link_opens_it_for_its_owner_and_for_nobody_else(town, bob, week):
    _, cat, ada = week
    await town.says(bob, "/statements")
    await town.presses(bob, "1")
    (link,) = [button.copy_text for button in town.live(bob).buttons if button.copy_text]
    payload = link.partition("?start=")[2]
    assert payload.startswith("st_")
    assert len(payload) <= 64
    assert "statement 1" in await town.says(bob, f"/start {payload}")
    nothing = await town.says(bob, "/start st_aaaaaaaaaa")
    assert "There is no such statement." in nothing
    for stranger in (cat, ada, town.person("Nobody", id=1099)):
        assert await town.says(stranger, f"/start {payload}") == nothing


async def test_a_number_that_is_none_of_mine_is_answered_like_one_that_does_not_exist(town, bob, week):
    lead, _, _ = week
    for press in (ShowStatement(number=9), CheckStatement(number=9), GetFile(number=9, form=Form.CSV)):
        assert "There is no such statement." in await town.forges(bob, pack(press))
    await town.says(lead, "/statements")
    assert "as lead" in await town.forges(lead, pack(ShowStatement(number=1))), "a number is its owner's alone"


# ── checked, handed over, disputed ────────────────────────────────────────────


async def test_verify_computes_it_anew_and_says_what_it_found(town, bob, week):
    await town.says(bob, "/statements")
    await town.presses(bob, "1")
    assert "✔ Computed anew from the ledger: the same to the last digit." in await town.presses(bob, "Verify")
    await town.notes.run("UPDATE statement SET body = CAST(replace(CAST(body AS TEXT), '\"bob', '\"eve') AS BLOB)")
    await town.notes.run("UPDATE statement SET hash = previous")
    shown = await town.presses(bob, "Verify")
    assert "✖ Computed anew from the ledger, it differs." in shown
    assert "✖ The signature is not this desk's." in shown


@pytest.mark.parametrize("form", list(Form))
async def test_a_file_is_sent_below_the_statement_and_is_genuine(town, bob, week, form):
    await town.says(bob, "/statements")
    await town.presses(bob, "1")
    screen = town.live(bob)
    await town.presses(bob, form.name)
    message = town.ours(bob)[-1]
    assert message.document.name == f"statement-1-2026-11-23.{form}"
    assert plain(message.text).startswith("PAPER · statement 1 · ")
    assert isinstance(check(message.document.content), Genuine)
    assert town.live(bob).message_id == screen.message_id
    assert "CSV" in town.labels(bob)


async def test_a_form_that_is_not_installed_has_no_button_and_words_say_so(town, bob, week, monkeypatch):
    monkeypatch.setattr(handlers, "installed", lambda: (Form.CSV,))
    await town.says(bob, "/statements")
    shown = await town.presses(bob, "1")
    assert [label for label in town.labels(bob) if label in {"CSV", "XLSX", "PDF"}] == ["CSV"]
    assert "No XLSX, PDF here: this desk runs without that extra." in shown
    forged = await town.forges(bob, pack(GetFile(number=1, form=Form.PDF)))
    assert "No XLSX, PDF here" in forged
    assert not [message for message in town.ours(bob) if message.document]


async def test_a_dispute_sends_the_very_lines_to_the_admin_once(town, bob, week):
    _, _, ada = week
    await town.says(bob, "/statements")
    shown = await town.presses(bob, "1")
    assert "✔ Sent to the admin" in await town.presses(bob, "Dispute")
    assert "It was sent before; the admin has it." in await town.presses(bob, "Dispute")
    messages = [plain(m.text) for m in town.ours(ada) if "disputes a statement" in plain(m.text)]
    assert len(messages) == 1
    assert messages[0].startswith("⚖ Bob disputes a statement")
    assert set(shown.splitlines()) - {""} <= set(messages[0].splitlines())
    lines = await town.presses(ada, "All lines")
    assert lines.count(" BTC ") == 2
    assert "Statement of Bob" in await town.presses(ada, "‹ Back")


async def test_the_admin_sees_no_statement_that_nobody_sent_them(town, bob, week):
    _, _, ada = week
    await town.says(bob, "/statements")
    await town.says(ada, "/start")
    number = town.people.number(1002)
    await town.presses(bob, "1")
    press = pack(ShowDisputed(person=int(number), number=1))
    answered = await town.forges(ada, press, message=told(town, ada, "PAPER"))
    assert "This statement is not disputed." in answered
    await town.forges(bob, pack(DisputeStatement(number=1)))
    await town.forges(ada, press, message=told(town, ada, "PAPER"))
    assert any("Statement of Bob" in text for text in town.all_texts(ada))


async def test_without_an_admin_a_dispute_says_that_nobody_was_told(town, bob, week, monkeypatch):
    monkeypatch.setattr(type(town.people), "admin", None)
    await town.says(bob, "/statements")
    await town.presses(bob, "1")
    assert "✖ Not sent: this desk has no admin in the chat." in await town.presses(bob, "Dispute")


async def test_numbers_are_each_persons_own(town, bob, week):
    lead, cat, _ = week
    for person in (bob, lead, cat):
        assert "1 ·" in await town.says(person, "/statements")
    rows = await town.notes.run("SELECT person, number FROM statement ORDER BY person")
    assert rows == [(PersonId(number), 1) for number in sorted(map(town.people.number, (1002, 1003, LEA)))]


# ── the picture ───────────────────────────────────────────────────────────────


async def test_day_by_day_says_what_each_day_closed_and_leads_back(town, bob, week):
    await town.presses(bob, "Open", told(town, bob, "📄"))
    text = await town.presses(bob, "Day by day")
    assert "statement 1, day by day" in text
    net = town_net(text)
    assert "Nov 25: +" in text
    assert "2 closes" in text
    assert set(text.splitlines()[-1]) <= set("▁▂▃▅▇")
    await town.presses(bob, "‹ Back")
    assert net in town.screen(bob)


def town_net(text):
    """The sum that the screen begins with."""
    found = next(line for line in text.splitlines() if line.startswith("Net "))
    return found.removeprefix("Net ").removesuffix(" USDT:")


async def test_a_leads_statement_has_no_days_of_its_own(town, bob, week):
    lead, _, _ = week
    await town.presses(lead, "Open", told(town, lead, "📄"))
    assert "Day by day" not in town.labels(lead)
    before = town.screen(lead)
    await town.forges(lead, "sg:1")
    assert town.screen(lead) == before
    await town.forges(bob, "sg:99")
    assert "no such statement" in town.screen(bob).lower() or "no statement" in town.screen(bob).lower()


async def test_two_leads_are_two_messages_and_each_opens_its_own_statement(town, bob):
    max_ = await town.leads(1006, "Max")
    await copies(town, 1002)
    await copies(town, 1002, "100", max_)
    await trades(town, "66000")
    first, town.lea = town.lea, max_
    await trades(town, "63000")
    town.lea = first
    await until(town, MONDAY.replace(hour=10))
    messages = [message for message in town.ours(bob) if plain(message.text).startswith("📄")]
    opened = [(await town.presses(bob, "Open", message)).splitlines()[0] for message in messages]
    assert opened == ["PAPER · statement 1 · Lea Lead", "PAPER · statement 2 · Max"]


async def test_a_file_that_takes_long_shows_a_sign_and_then_the_statement_again(town, bob, week, monkeypatch):
    shown, going_on = [], threading.Event()
    quick = handlers.made

    def slow(*given):
        assert going_on.wait(SOON)
        return quick(*given)

    async def busy(render, chat):
        shown.append(chat)
        going_on.set()

    monkeypatch.setattr(handlers, "made", slow)
    monkeypatch.setattr("bot.chat.render.Render.busy", busy)
    await town.says(bob, "/statements")
    await town.presses(bob, "1")
    screen = town.live(bob)
    monkeypatch.setattr("bot.chat.answering.ANSWER_WITHIN", 0.01)
    monkeypatch.setattr("bot.chat.answering.BUSY_AFTER", 0.05)
    monkeypatch.setattr("bot.chat.answering.PROGRESS_EVERY", SOON)
    await town.presses(bob, "CSV")
    assert shown == [1002]
    assert isinstance(check(town.ours(bob)[-1].document.content), Genuine)
    assert town.live(bob).message_id == screen.message_id
    assert plain(town.live(bob).text) == plain(screen.text)


async def test_a_file_for_a_chat_that_has_blocked_the_bot_fails_nowhere(town, bob, week):
    await town.says(bob, "/statements")
    await town.presses(bob, "1")
    chat = await town.floor.chats.of(1002)
    town.sandbox.block(bob)
    await town.app.render.hand_over(chat, File("a.csv", b"a"), esc("a"))
    assert (await town.floor.chats.of(1002)).blocked
