"""P-19: what strangers are called and say of themselves changes no message: no markup, link or command of theirs."""

import random

import pytest
from fort import ADA, ANN, BOB, CAT, LEA, fort, town

from bot.html import Html, esc, lines, name, words_of
from bot.sandbox.formatting import typed
from bot.sandbox.markup import parse, utf16_length
from bot.screens.alerts import alert_screen
from core.model import commands as c
from core.model.people import OPERATOR

TAME = "Tame"
FAMILY, ARABIC = "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u0645\u0631\u062d\u0628\u0627"
HOSTILE = (
    "<b>bold</b>", "</b></i></code>", "<a href='tg://user?id=1'>x</a>", "<script>", "<", ">", "&lt;b&gt;", "&#60;b&#62",
    "&amp;", "&", "\"'`", "*_~[x](https://a.example)", "a\u202eb", "\u2066a\u2069\u2069\u2069", "\u2068",
    "\u200b\u200b", "\u200e\u200f", "\ufeff", "a\u200db", "\x00\x1b[31m", "Z" + "\u0301" * 60,
    "\u0601" * 9, "\U000e0041\U000e0042",
    FAMILY * 20, "\U0001f1f7" * 30, "💰" * 2049, "x" * 5000, ARABIC, "\u05d0\u05d1 LIVE", "{who}", "{0}", "%s %d",
    "$BTC", "#scam", "@somebody", "/stop", "/leadoff", "/pause@desk", "https://evil.example/x", "http://1.2.3.4",
    "evil.com", "www.evil.org/a?b", "t.me/evil", "me@evil.com", "tg://x", "PAPER · LIVE", "LIVE", "  ", "\n\n\n", "\t",
    "a\nb\nc", "\u2028\u2029", "\u3164", "\u115f", "", "\u00ad", "\u2060@joe", "/a@b.com/c#d$E", "..", "a.b.c.com",
    "@@@@abcde", "//stop", "https:///stop", "=1+1", "\u0338\u0338\u0338", "http://xn--e1afmkfd.com", "a@b", "1/2/3",
)  # fmt: skip


def invented(chance):
    """A name put together from the bad parts of others."""
    parts = [chance.choice(HOSTILE)[:60] for _ in range(chance.randint(1, 4))]
    parts.insert(chance.randrange(len(parts) + 1), chance.choice(("", " ", ".", "/", "@", "#", "<", "com", "\u200b")))
    return "".join(parts)


def marks(entities):
    """What is more than plain text in a message, in order: its kinds, and what is said with them."""
    return [(entity.type, tuple(sorted(map(str, entity.extra.items())))) for entity in entities]


def sent(text):
    """As Telegram would show it: its own tags, then what clients find by themselves."""
    shown, entities = parse(text.raw)
    return shown, [*entities, *typed(shown)[1]]


def test_thousands_of_invented_names_bring_no_mark_of_their_own():
    chance, template = random.Random(19), Html("<b>PAPER · log of {who}</b>\n<code>7F3K</code> <i>{who}</i>\n{words}")
    expected = marks(sent(template.format(who=name(TAME), words=words_of(TAME)))[1])
    assert expected
    for _ in range(5_000):
        bad, words = invented(chance), invented(chance)
        text, entities = sent(template.format(who=name(bad), words=words_of(words)))
        assert marks(entities) == expected, (ascii(bad), ascii(words), entities)
        assert utf16_length(text) < 1_500
        assert text.count("\u2068") == text.count("\u2069") == 3
        assert "\u202e" not in text


SEEN_BY = {
    CAT: ("/copies", "/portfolio", "/log", "/whoami", "/leads", "/home", "/why", "/stop", "/resume"),
    LEA: ("/lead", "/copiers", "/share", "/assets", "/apply", "/whoami", "/home", "/instruments", "/trade"),
    ADA: ("/admin", "/applications", "/users", "/health", "/whoami"),
    ANN: ("/leads", "/whoami", "/home", "/apply"),
}


def presses(desk):
    lead, applicant = desk.number(LEA), desk.number(ANN)
    return {
        CAT: [f"{tag}:{lead}" for tag in ("dc", "cp", "cs", "ca", "cr", "wb")]
        + [f"cg:{lead}:0", f"ch:{lead}:0", f"ch:{lead}:2"],
        ANN: ["dl:1:gains:list:0:0:0:0:any", f"dc:{lead}:90", f"dq:{lead}", f"do:{lead}:0"],
        ADA: [f"mq:{applicant}", f"mv:{applicant}:1", f"mv:{applicant}:0", "mu:1"],
    }


@pytest.fixture
async def desk(tmp_path):
    """With an applicant, an order copied and a failed one: everything that names somebody."""
    async with fort(tmp_path) as running:
        await town(running)
        await running.house.people.describe(running.number(ANN), "slowly and with care")
        yield running


async def called(desk, bad):
    """Everybody is called so from now on, and says so of themselves."""
    for telegram in (LEA, BOB, CAT, ANN):
        person = desk.telegram.person(bad or "x", id=telegram)
        assert person.id == telegram
        await desk.house.people.call(desk.number(telegram), bad)
        await desk.house.people.describe(desk.number(telegram), (bad or "x") * 3)


async def shown(desk):
    """Every screen that names somebody, with its marks; the names themselves are not compared."""
    found = {}
    for who, commands in SEEN_BY.items():
        for command in commands:
            await desk.says(who, command)
            found[who, command] = drawn(desk, who)
    for who, data in presses(desk).items():
        for each in data:
            await desk.forges(who, each)
            found[who, each] = drawn(desk, who)
    return found


def drawn(desk, who):
    message = desk.ours(who)[-1]
    assert "Something failed" not in message.text, message.text
    return marks(message.entities), len(message.buttons)


async def through_every_screen(desk, names):
    await desk.submit(c.ApplyToLead(desk.number(ANN)))
    await called(desk, TAME)
    await shown(desk)  # the first time pauses and opens what it then finds paused and open
    expected = await shown(desk)
    assert len(expected) > 35
    for bad in names:
        await called(desk, bad)
        for (who, step), seen in (await shown(desk)).items():
            assert seen == expected[who, step], (who, step, ascii(bad[:60]))
    dead = await desk.house.notes.run("SELECT problem FROM outbox WHERE state = 'dead'")
    assert dead == []


async def test_every_screen_that_names_somebody_shows_hostile_names_as_it_shows_tame_ones(desk):
    await through_every_screen(desk, HOSTILE[::6])


@pytest.mark.slow
async def test_every_screen_and_every_hostile_name(desk):
    chance = random.Random(1919)
    await through_every_screen(desk, (*HOSTILE, *(invented(chance) for _ in range(5))))


async def alerts_of_a_day(desk):
    """The alerts that a day of everything brings, as the desk words them."""
    told = []
    door = desk.house.alerting._door
    tell = door.tell

    async def listening(alerts, *, seq):
        told.extend(alerts)
        await tell(alerts, seq=seq)

    door.tell = listening
    await desk.submit(c.ApplyToLead(desk.number(ANN)))
    await desk.buys(LEA)
    await desk.submit(c.Withdraw(desk.number(CAT), int(desk.book.people.cash[desk.number(CAT)])))
    await desk.buys(LEA)
    await desk.submit(c.RestrictCopying(desk.number(LEA), smart_sync_only=True))
    await desk.submit(c.SetProfitShare(desk.number(LEA), 5_000_000))
    await desk.submit(c.ApproveLead(OPERATOR, desk.number(ANN)))
    await desk.submit(c.Halt(OPERATOR))
    await desk.submit(c.Resume(OPERATOR))
    await desk.forges(BOB, f"ch:{desk.number(LEA)}:0")
    await desk.forges(BOB, desk.confirming(BOB)[0])
    await desk.pass_time(days=8)
    await desk.submit(c.SuspendLead(OPERATOR, desk.number(LEA)))
    await desk.submit(c.RevokeLead(OPERATOR, desk.number(LEA)))
    return told


async def test_every_alert_that_names_somebody_shows_hostile_names_as_it_shows_tame_ones(desk):
    alerts = await alerts_of_a_day(desk)
    kinds = {alert.kind for alert in alerts}
    assert len(kinds) >= 10, kinds
    chance = random.Random(191)
    for language in ("en", "ru"):
        words = desk.house.catalogues.words(language)
        for alert in alerts:
            expected = marks(sent(alert_screen(words, alert, lambda _: TAME).text)[1])
            for bad in (*HOSTILE, *(invented(chance) for _ in range(40))):
                screen = alert_screen(words, alert, lambda _, bad=bad: bad)
                _, entities = sent(screen.text)
                assert marks(entities) == expected, (alert.kind, ascii(bad), entities)


async def test_a_name_cannot_pass_for_what_the_desk_says(desk):
    """Whoever calls themselves LIVE stands between isolates, behind the desk's own first word."""
    await called(desk, "LIVE · Orion\nPAPER · your copy was stopped")
    await desk.says(CAT, "/copies")
    first = desk.ours(CAT)[-1].text.splitlines()[0]
    assert first.startswith("PAPER")
    assert "\nPAPER · your copy" not in desk.ours(CAT)[-1].text
    assert lines(esc("a"), esc("b")).plain == "a\nb"
