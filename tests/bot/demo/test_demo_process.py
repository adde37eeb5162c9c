"""The demo as people start it: one line, the loopback alone, a kill at any moment, and a second process refused."""

import random
import re
import socket
import subprocess
import sys
import time

import pytest
from demo_process import ROOT, SOON, start, wait

pytestmark = pytest.mark.slow


@pytest.fixture
def demo(tmp_path):
    """Starts demos in one folder, and leaves none behind."""
    running = []

    def begin(*more):
        running.append(start(tmp_path / "demo", *more))
        return running[-1]

    yield begin
    for each in running:
        if each.process.poll() is None:
            each.kill()
        each.process.stdout.close()
        each.process.stderr.close()


def enter(demo, name):
    demo.say(name, "/start")
    demo.press(name, "Start with paper")
    demo.press(name, "I understand")
    demo.sees(name, "Home ·")


def lead(demo):
    demo.say("Ada", "/start")
    demo.sees("Ada", "admin ·")
    enter(demo, "Lea")
    demo.press("Lea", "Apply to lead")
    demo.press("Lea", "Write about me")
    demo.sees("Lea", "Write in one message")
    demo.say("Lea", "I trade BTC, slowly and with care.")
    demo.sees("Lea", "✔ a few words about you")
    demo.press("Lea", "Leave a contact")
    demo.sees("Lea", "Only the admin reads it")
    demo.say("Lea", "+1 555 0100")
    demo.sees("Lea", "✔ a way to reach you")
    demo.press("Lea", "Apply to lead")
    demo.sees("Ada", "applies to lead")
    demo.say("Ada", "/applications")
    demo.press("Ada", "Look at Lea")
    demo.press("Ada", "Approve Lea")
    demo.sees("Ada", "review: answer")
    demo.press("Ada", "Approve")
    demo.sees("Lea", "You may lead")
    demo.say("Lea", "/instruments")
    demo.press("Lea", "○ The whole list")
    demo.sees("Lea", "Your instruments are chosen")
    demo.say("Lea", "/leadon")
    demo.sees("Lea", "Lead trade is ON")


def copy(demo, name):
    demo.say(name, "/leads")
    demo.press(name, "1 Lea")
    demo.press(name, "Copy Lea")
    demo.press(name, "○ Fixed amount")
    demo.press(name, "50.00")
    demo.sees(name, "may be in coins of this lead")
    demo.press(name, "2,500.00")
    demo.press(name, "Go on")
    demo.press(name, "Review")
    demo.press(name, "Start copying")
    demo.sees(name, "You copy Lea now")


def buy(demo):
    demo.say("Lea", "/trade")
    demo.press("Lea", "BTC at")
    demo.press("Lea", "Buy BTC now")
    demo.press("Lea", "25%")
    demo.sees("Lea", "Worst case: you pay")
    demo.press("Lea", "Place order")


def test_it_says_one_line_listens_on_the_loopback_alone_and_ends_cleanly(demo, tmp_path):
    running = demo()
    assert running.lines == [f"Slipstream demo (PAPER): open {running.url}\n"]
    assert running.url.startswith("http://127.0.0.1:")
    port = int(running.url.rstrip("/").rpartition(":")[2])
    outside = [address[4][0] for address in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    for address in {one for one in outside if not one.startswith("127.")}:
        with pytest.raises(OSError, match="refused"):
            socket.create_connection((address, port), 1)
    assert [pane["name"] for pane in running.state()["people"]] == ["Lea", "Bob", "Cat", "Dan", "Ada"]
    assert all(not pane["messages"] for pane in running.state()["people"])
    second = subprocess.run(
        [sys.executable, "-m", "bot", "demo", "--data", str(tmp_path / "demo")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert "in use by process" in second.stderr
    assert second.stderr.count("\n") == 1
    assert running.end() == 0
    assert running.process.stdout.read() == ""
    assert running.process.stderr.read() == ""


def test_killed_at_any_moment_it_goes_on_with_nothing_lost_and_nothing_doubled(demo):
    first = demo()
    enter(first, "Bob")
    lead(first)
    copy(first, "Bob")
    luck = random.Random(7)
    running = first
    for done in range(1, 5):
        buy(running)
        time.sleep(luck.uniform(0, 0.08))  # before, in or after the order, the copy, the alert
        running.kill()
        running = demo()
        bought = [text for text in running.texts("Lea") if text.startswith("PAPER")]
        assert bought, "the chats are there"
        # What the press had begun is finished by the next process: one order, one copy, one alert, perhaps said twice.
        wait(
            lambda running=running, done=done: alerts(running) == done,
            SOON,
            lambda running=running: str(running.texts("Bob")),
        )
    running.say("Lea", "/assets")
    running.sees("Lea", "Lead lot 4")
    assert "Lead lot 5" not in running.sees("Lea", "Lead lot 4")
    running.say("Bob", "/portfolio")
    assert 9_799 < float(free_cash(running).replace(",", "")) < 9_801
    assert running.end() == 0


def take_a_share(demo):
    demo.say("Lea", "/share")
    demo.press("Lea", "○ 8%")
    demo.press("Lea", "Take 8%")
    demo.sees("Lea", "Your profit share is 8%")


def sell(demo):
    demo.say("Lea", "/assets")
    demo.press("Lea", "Sell lot 1")
    demo.sees("Lea", "Copiers sell the same part")
    demo.press("Lea", "Place order")


def test_a_week_passes_and_both_parties_have_their_statement_once_whatever_is_killed(demo, tmp_path):
    running = demo()
    enter(running, "Bob")
    lead(running)
    take_a_share(running)
    copy(running, "Bob")
    buy(running)
    running.sees("Bob", "▲ Bought")
    running.control("up")
    running.control("up")
    sell(running)
    running.sees("Bob", "is withheld for the lead")
    running.control("week")
    time.sleep(random.Random(11).uniform(0, 0.1))  # before, in or after the settlement, and its telling
    running.kill()
    running = demo()
    for name in ("Bob", "Lea"):
        running.sees(name, "📄 Week")
    running.kill()
    running = demo()
    running.say("Bob", "/portfolio")
    cash = free_cash(running)
    for name in ("Bob", "Lea"):
        told = [text for text in running.texts(name) if text.startswith("📄 Week")]
        assert told
        assert sum("↻ repeat" not in text for text in told) <= 1, (
            told
        )  # what a kill left unclear is said to be said again
        running.say(name, "/statements")
        assert "\n2 ·" not in running.sees(name, "PAPER · statements")
        running.press(name, "1")
        running.sees(name, "Withheld after")
        running.press(name, "CSV")
        assert_signed(running.file(name, ".csv"), tmp_path / f"{name}.csv")
    files = {name: running.file(name, ".csv") for name in ("Bob", "Lea")}
    running.kill()
    running = demo()
    assert {name: running.file(name, ".csv") for name in files} == files  # the links of a killed demo open
    running.control("week")
    before = portfolios(running)
    running.say("Bob", "/portfolio")
    wait(lambda: portfolios(running) > before, SOON, lambda: running.texts("Bob")[-1])
    assert free_cash(running) == cash
    assert running.end() == 0


def portfolios(running):
    return sum("Free cash" in text for text in running.texts("Bob"))


def free_cash(running):
    return running.sees("Bob", "Free cash").partition("Free cash ")[2].split()[0]


def assert_signed(content, path):
    path.write_bytes(content)
    checked = subprocess.run(
        [sys.executable, "-m", "bot", "verify", str(path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    assert "as signed (CSV)" in checked.stdout


def alerts(running):
    """Buys Bob was told of. What joined a message is counted in it; what is said again after a cut counts once."""
    told = []
    for text in running.texts("Bob"):
        if not text.startswith("▲ Bought"):
            continue
        together = re.search(r"^(\d+) together", text, re.MULTILINE)
        first = text.splitlines()[0]
        if "↻ repeat" in text and told and told[-1][0] in text:
            told.pop()
        told.append((first, int(together[1]) if together else 1))
    return sum(many for _, many in told)
