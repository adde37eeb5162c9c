"""Every button of every screen, as a visitor and as a copier, in both languages and the pseudo-locale (chat.md §5)."""

from collections import deque

import pytest
from copier_town import LEA, open_town, plain

from bot.presses import Confirm, Noop, pack, unpack
from bot.presses.arriving import AcceptRisk, Speak
from bot.presses.knowing import ShowLeads
from core.model import commands as c
from core.model.copying import Settings, Sizing, StopWay
from core.model.money import quote

COMMANDS = (
    "/start", "/home", "/leads", "/language", "/help", "/privacy", "/terms", "/whoami", "/copies", "/portfolio",
    "/paper", "/log", "/why", "/mute", "/alerts", "/quiet", "/digest", "/timezone", "/pause", "/resume", "/stop",
    "/statements",
)  # fmt: skip
ENOUGH = 1000
FAILED = ("Something failed", "сломалось", "E-")


async def crawl(town, person, alerts=()):
    """Presses each different button once, along the path that showed it; answers what was seen.

    A wizard's buttons mean something while it is open, so the way to them is gone again each time.
    """
    seen, texts = {}, []
    todo = deque((step, ()) for step in (*COMMANDS, *alerts) if step != "ra")
    while todo and len(seen) < ENOUGH:
        step, path = todo.popleft()
        for before in path if is_wizard(step) else ():
            await town.forges(person, before)
        message = await go(town, person, step)
        texts.append((step, message))
        for button in message.buttons:
            data = button.callback_data
            if data is None and button.copy_text:
                continue
            press = unpack(data) if data else None
            assert press is not None, f"{step} has a button that no route knows: {data}"
            if isinstance(press, (Confirm, Noop, Speak, AcceptRisk)) or whenever(press) in seen or is_combined(press):
                continue
            seen[whenever(press)] = True
            opens = step.startswith(("wb", "sv", "se"))
            todo.append((data, (*path, step) if is_wizard(step) or opens else ()))
            if data.startswith("wb"):
                todo[-1] = (data, ())
    return set(seen), texts


def whenever(press):
    """The press as data, whatever else was changed before it was shown."""
    return pack(press.model_copy(update={"version": 0}) if "version" in type(press).model_fields else press)


def is_combined(press):
    """Two choices of the list at once: each alone is pressed, all pairs of them would be thousands."""
    return isinstance(press, ShowLeads) and len(changed(press)) > 1


def changed(press):
    usual = ShowLeads()
    return [name for name in ShowLeads.model_fields if name != "part" and getattr(press, name) != getattr(usual, name)]


def is_wizard(step):
    return step[:3] in {"wg:", "wv:", "wp:", "sp:"}


async def go(town, person, step):
    if step.startswith("/"):
        await town.says(person, step)
    else:
        await town.forges(person, step)
    return town.live(person)


def complaints(step, message):
    text = plain(message.text)
    last = message.keyboard[-1]
    if any(words in text for words in FAILED):
        yield f"{step}: {text}"
    if "PAPER" not in text.splitlines()[0] and "ŘÄPËŘ" not in text and "PÄPËŘ" not in text:
        yield f"{step} does not say PAPER first: {text.splitlines()[0]}"
    homes = {"h"} & {button.callback_data for button in last}
    at_home = step in {"h", "/start", "/home", "ra"} or any(
        b.callback_data in {"pf", "rs"} for b in message.keyboard[0]
    )
    if not homes and not at_home:
        yield f"{step} is a dead end: {[plain(button.text) for button in last]}"


@pytest.mark.parametrize("language", ["en", "ru", "pseudo"])
@pytest.mark.parametrize("role", ["visitor", "copier"])
async def test_every_button_leads_to_a_whole_screen(notes, role, language):
    town = await open_town(notes)
    lea = await town.leads(LEA, "Lea <b>Lead</b> & co")
    person = town.person("Bob", id=1002)
    await town.says(person, "/start")
    if role == "copier":
        await town.presses(person, "Start with paper")
        await town.presses(person, "I understand")
        bob = town.people.number(1002)
        max_ = await town.leads(1006, "Max")
        await town.buys(max_, "3000")
        await town.submit(c.StartCopying(bob, max_, Settings(Sizing.FIXED_AMOUNT, quote("100"), quote("500"))))
        await town.buys(max_, "500")
        await town.submit(c.StopCopying(bob, max_, StopWay.MARKET_CLOSE))
        smart = await town.leads(1007, "Sam")
        await town.submit(c.StartCopying(bob, smart, Settings(Sizing.SMART_SYNC, quote("1000"))))
        await town.buys(smart, "3000")
        await town.buys(smart, "40")
        await town.submit(c.StartCopying(bob, lea, Settings(Sizing.FIXED_AMOUNT, quote("50"), quote("120"))))
        await town.buys(lea, "1000")
        await town.buys(lea, "1000")
        await town.buys(lea, "1000")
    await town.floor.chats.speak(person.id, language)
    alerts = [b.callback_data for m in town.ours(person) for b in m.buttons if role == "copier" and b.callback_data]
    seen, texts = await crawl(town, person, alerts)
    wrong = [complaint for step, message in texts for complaint in complaints(step, message)]
    assert wrong == []
    if role == "copier":
        kinds = {type(unpack(data)).__name__ for data in (*seen, *alerts)}
        assert {"ShowWhy", "StopBy", "Choose", "GoTo", "Pick", "AddPaper", "ShowLog", "Pause", "Resume"} <= kinds
        assert {"ShowSettings", "EditSetting", "SetSetting", "PickOwn", "ShowNever", "NeverCopy", "RaiseTo"} <= kinds
        assert {"SetLevel", "SetQuiet", "SetDigest", "ShowTimes", "ShowZones", "LiveIn"} <= kinds
        assert {"ShowFunds", "AskFunds", "MoveFunds", "ShowAsset", "SellPart", "AskSale", "Mute"} <= kinds
        assert {"ShowStatement", "ShowSteps", "CheckStatement", "GetFile", "DisputeStatement", "ShowSettled"} <= kinds
        assert 150 < len(seen) < ENOUGH
    if language == "pseudo":
        untouched = [plain(m.text) for _, m in texts if "[!!" not in plain(m.text)]
        assert untouched == []
    await town.stop()
