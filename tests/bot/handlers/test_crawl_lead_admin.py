"""Every button of every screen, as a lead, an applicant and the admin, in both languages and the pseudo-locale."""

from collections import deque

import pytest
from story import apply, become_lead, buy, cast, copy_fixed, enter
from waiting import until
from whole_desk import desk, seen

from bot.presses import Confirm, Home, Noop, pack, unpack
from bot.translate.pseudo import pseudo
from core.model.commands import DelistInstrument, RequestStopLeading, SuspendLead
from core.model.market import Symbol
from core.model.people import OPERATOR, Origin, PersonId, StopReason

LEAD = (
    "/home", "/lead", "/leadon", "/trade", "/assets", "/copiers", "/share", "/restriction", "/instruments", "/apply",
    "/help", "/leads", "/language", "/receipts", "/statements", "/stopleading", "/leadoff",
)  # fmt: skip
ADMIN = (
    "/home",
    "/admin",
    "/applications",
    "/health",
    "/users",
    "/invite",
    "/version",
    "/listing",
    "/unhalt",
    "/halt",
    "/help",
)
FAILED = ("Something failed", "Сбой на стороне", pseudo("⚠ Something failed on the desk's side."))
ENOUGH = 300
OTHER_TONGUES = ("ls:",)  # would change the language of the crawl


async def crawl(chat, commands):
    """Presses each different button once, on the message that showed it; answers each step with its screen."""
    done, shown, todo = set(), [], deque(commands)
    while todo and len(done) < ENOUGH:
        step = todo.popleft()
        message = await go(chat, step)
        shown.append((step, message))
        for button in message.buttons:
            data = button.callback_data
            if data is None or data in done:
                continue
            press = unpack(data)
            assert press is not None, f"{step} has a button that no route knows: {data}"
            done.add(data)
            if not isinstance(press, Confirm | Noop) and not data.startswith(OTHER_TONGUES) and anew(press, done):
                todo.append(data)
    return shown


def anew(press, done):
    """Whether this is the first of its kind: what differs in the version it was shown at alone is one button."""
    if "version" not in type(press).model_fields:
        return True
    same = f"any {pack(press.model_copy(update={'version': 0}))}"
    first = same not in done
    done.add(same)
    return first


async def go(chat, step):
    """A command said, or callback data pressed on the live screen; the screen afterwards."""
    town = chat.telegram
    if step.startswith("/"):
        before = town.last(chat.person).message_id if chat.messages else 0
        town.say(chat.person, step)
        await until(lambda: town.last(chat.person).message_id > before, lambda: f"nothing after {step}")
    else:
        town.forge(chat.person, chat.screen.message_id, step)
        await chat.answered()
    await until(lambda: idle(chat), lambda: f"{step} goes on")
    return chat.screen


def idle(chat):
    return not chat.house.app.inbox._lanes._busy and not chat.house.app.inbox.waiting


def complaints(step, message):
    """What breaks the rules of chat.md."""
    text, rows = seen(message.text), message.keyboard
    if not any(word in text.splitlines()[0] for word in ("PAPER", "PÄPËŘ")):
        yield f"{step}: begins with {text[:30]!r}"
    if any(word in text for word in FAILED):
        yield f"{step}: failed: {text}"
    if len(text) > 4_096:
        yield f"{step}: {len(text)} characters"
    for row in rows:
        if len(row) > 5 or (len(row) > 3 and any(len(seen(button.text)) > 10 for button in row)):
            yield f"{step}: a row of {[button.text for button in row]}"
    last = unpack(rows[-1][-1].callback_data or "") if rows else None
    if not isinstance(last, Home) and step not in {"/home", "h"}:
        yield f"{step}: the last row leads elsewhere: {[seen(button.text) for button in rows[-1]] if rows else None}"


async def speak(town, chat, language):
    await town.house.app.chats.meet(chat.person.id, chat.person.id)
    await town.house.app.chats.speak(chat.person.id, language)


@pytest.mark.parametrize("language", ["en", "ru", "pseudo"])
async def test_every_button_of_a_lead_leads_somewhere_sound(tmp_path, language):
    async with desk(tmp_path) as town:
        lea, bob, _, _, ada = cast(town)
        await become_lead(lea, ada)
        await enter(bob)
        await copy_fixed(bob)
        await buy(lea, "500", "ETH")
        await lea.says("/leadon", "Lead trade is ON")
        await buy(lea)
        await lea.sees("✔ Copied by 1 of 1")
        await lea.says("/trade", "What do you want")
        await lea.presses("SOL at")
        await lea.presses("Buy SOL at a limit", "What is the most")
        await lea.says("100", "For how many")
        await lea.says("100", "Worst case")
        await lea.presses("Place order", "It rests")
        lea.house = town.house
        await speak(town, lea, language)
        shown = await crawl(lea, LEAD)
        assert len(shown) > 80
        assert [each for step, message in shown for each in complaints(step, message)] == []
        if language == "pseudo":
            untold = [(step, seen(m.text)) for step, m in shown if "[!! " not in m.text]
            assert untold == []


@pytest.mark.parametrize("language", ["en", "ru", "pseudo"])
async def test_every_button_around_a_lead_who_leaves_leads_somewhere_sound(tmp_path, language):
    async with desk(tmp_path) as town:
        lea, bob, _, _, ada = cast(town)
        await become_lead(lea, ada)
        await enter(bob)
        await copy_fixed(bob)
        for chat in (lea, ada):
            chat.house = town.house
            await speak(town, chat, language)
        seen_by_lea = await crawl(lea, ("/stopleading", "/lead", "/receipts"))
        await town.house.engine.submit(RequestStopLeading(PersonId(1), StopReason.OTHER), Origin("test:stop"))
        await town.house.engine.submit(DelistInstrument(Symbol("SOL-USDT")), Origin("test:end"))
        seen_by_lea += await crawl(lea, ("/stopleading", "/lead", "/assets", "/instruments"))
        shown = await crawl(ada, ("/applications", "/users", "/listing"))
        assert {"mw", "mwa", "mp", "ms", "mg", "md"} <= {step.partition(":")[0] for step, _ in shown}
        await town.house.engine.submit(SuspendLead(OPERATOR, PersonId(1)), Origin("test:suspend"))
        shown += await crawl(ada, ("/users",))
        seen_by_lea += await crawl(lea, ("/lead", "/stopleading"))
        assert {"lq", "lqw"} <= {step.partition(":")[0] for step, _ in seen_by_lea}
        assert [each for step, message in shown + seen_by_lea for each in complaints(step, message)] == []
        if language == "pseudo":
            assert [(step, seen(m.text)) for step, m in shown + seen_by_lea if "[!! " not in m.text] == []


@pytest.mark.parametrize("language", ["en", "ru", "pseudo"])
async def test_every_button_of_an_admin_leads_somewhere_sound(tmp_path, language):
    async with desk(tmp_path) as town:
        lea, bob, _, _, ada = cast(town)
        await ada.says("/start", "No application waits")
        await enter(lea)
        await apply(lea)
        await enter(bob)
        ada.house = town.house
        await speak(town, ada, language)
        shown = await crawl(ada, ADMIN)
        assert len(shown) > 15
        assert [each for step, message in shown for each in complaints(step, message)] == []


async def test_every_button_of_an_applicant_and_of_a_trader_leads_somewhere_sound(tmp_path):
    async with desk(tmp_path) as town:
        lea = cast(town)[0]
        await enter(lea)
        await apply(lea)
        await buy(lea, "100")
        lea.house = town.house
        shown = await crawl(lea, ("/apply", "/trade", "/assets", "/help"))
        assert len(shown) > 30
        assert [each for step, message in shown for each in complaints(step, message)] == []
