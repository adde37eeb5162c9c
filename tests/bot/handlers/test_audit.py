"""M8: the audit says who did what as the admin, when and why; it only grows, and its file is safe to open."""

import csv
import io

import pytest

from bot.people.acts import HEADINGS, actor_of
from core.model import commands as c
from core.model.announcements import Audience
from core.model.people import OPERATOR, Origin
from tests.bot.security.fort import ADA, ANN, LEA, fort, town


@pytest.fixture
async def desk(tmp_path):
    async with fort(tmp_path) as running:
        yield await town(running)


def audited(screen):
    """The lines of what was done, without their instants."""
    return [line.split(" · ", 1)[1] for line in screen.splitlines() if " UTC · " in line and "as of" not in line]


async def the_file(desk):
    await desk.presses(ADA, "All of it as CSV")
    sent = next(message for message in reversed(desk.ours(ADA)) if message.document)
    content = desk.telegram.files.kept[sent.document.file_id].content
    assert content.startswith(b"\xef\xbb\xbf")
    heading, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert tuple(heading) == HEADINGS
    return [dict(zip(HEADINGS, row, strict=True)) for row in rows]


async def test_what_was_done_stands_there_with_who_and_why_the_newest_first(desk):
    await desk.says(ADA, "/halt")
    await desk.says(ADA, "=SUM(1) prices look wrong")
    await desk.forges(ADA, f"mg:{desk.number(LEA)}:s:r")
    await desk.presses(ADA, "Suspend Lea")
    screen = await desk.says(ADA, "/audit")
    assert audited(screen)[:3] == [
        "the admin · ■ suspended Lea",
        "the admin · ◼ buys halted",
        "the admin · approved Lea to lead",
    ]
    assert "why: Too much risk" in screen
    assert "why: =SUM(1) prices look wrong" in screen
    rows = {row["did"]: row for row in await the_file(desk)}
    assert rows["lead_suspended"]["why"] == "risk"
    assert rows["lead_suspended"]["name"] == "Lea"
    assert rows["lead_suspended"]["telegram_id"] == str(ADA)
    assert rows["desk_halted"]["why"] == "'=SUM(1) prices look wrong"
    assert rows["desk_halted"]["at"] == "2026-11-25T12:00:00Z"
    assert rows["desk_started"]["who"] == "desk"


async def test_it_grows_by_what_is_done_since_and_loses_nothing(desk):
    first = audited(await desk.says(ADA, "/audit"))
    await desk.submit(c.Broadcast(OPERATOR, "words", Audience.LEADS))
    await desk.submit(c.LinkAccounts(OPERATOR, desk.number(LEA), desk.number(ANN), on=True))
    again = audited(await desk.says(ADA, "/audit"))
    assert [line.split(" · ")[-1] for line in again[:2]] == ["linked Lea with Ann", "wrote to many: leads"]
    assert again[2:] == first


async def test_many_acts_come_in_pages_of_ten(desk):
    for on in [True, False] * 8:
        await desk.submit(c.VerifyVideo(OPERATOR, desk.number(LEA), on))
    assert len(audited(await desk.says(ADA, "/audit"))) == 10
    shown = await desk.presses(ADA, "›")
    assert "noted Lea as seen by video" in shown
    assert "2/2" in [button.text for button in desk.live(ADA).buttons]
    assert len(await the_file(desk)) == 16 + 2


async def test_a_refusal_of_the_rules_is_kept_too(desk):
    outcome = await desk.house.engine.submit(c.RevokeLead(OPERATOR, desk.number(LEA)), Origin(f"ok:x:{ADA}"))
    assert not outcome.accepted
    assert "✖ refused by the rules: RevokeLead WRONG_STATE" in await desk.says(ADA, "/audit")


@pytest.mark.parametrize(
    ("origin", "name", "telegram"),
    [
        ("host:17", "host", None),
        ("", "desk", None),
        ("ok:abc:1001", "Lea", 1001),
        ("tg:1001", "", None),
        ("tg:5:77", "", 77),
    ],
)
async def test_an_origin_says_who_it_was(desk, origin, name, telegram):
    actor = actor_of(Origin(origin), desk.house.people)
    assert (actor.name, actor.telegram) == (name, telegram)
