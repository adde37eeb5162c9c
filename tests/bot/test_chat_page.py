"""The desk's story on the chat page of the demo, in a real browser, by clicks and keys alone."""

import asyncio
import json
import os
from pathlib import Path

import pytest
from demo_process import start

from tests.bot.sandbox.browser import Browser
from tests.bot.sandbox.browser import browser as browser  # noqa: PLC0414 - a fixture

pytestmark = pytest.mark.slow
LEA, BOB, CAT, DAN, ADA = (f"[data-person='{number}']" for number in range(1001, 1006))
PICTURES = os.environ.get("CHAT_PAGE_PICTURES")
"""A folder where pictures of the page are left, for whoever wants to look."""


class Page:
    """The page with its five panes."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.taken = 0

    async def click(self, pane: str, label: str) -> None:
        await self.browser.click_text(f"{pane} .key", label)

    async def write(self, pane: str, text: str) -> None:
        await self.browser.type(f"{pane} textarea", f"{text}\n")

    async def reads(self, pane: str, words: str) -> None:
        text = f"document.querySelector({json.dumps(pane)}).textContent.replace(/[\\u2068\\u2069]/g, '')"
        await self.browser.wait_for(f"{text}.includes({json.dumps(words)})", shown=text)

    async def picture(self, name: str) -> None:
        if PICTURES:
            self.taken += 1
            await self.browser.screenshot(Path(PICTURES) / f"{self.taken:02}-{name}.png")


@pytest.fixture
def demo(tmp_path):
    running = start(tmp_path / "demo")
    yield running
    if running.process.poll() is None:
        running.end()
    running.process.stdout.close()
    running.process.stderr.close()


async def enter(page, pane):
    await page.click(pane, "Start with paper")
    await page.click(pane, "I understand")
    await page.reads(pane, "Home ·")


async def copy(page, pane, way, amount, most):
    await page.click(pane, "Leads")
    await page.click(pane, "1 Lea")
    await page.click(pane, "Copy Lea")
    await page.click(pane, f"○ {way}")
    await page.click(pane, amount)
    if most:
        await page.reads(pane, "may be in coins of this lead")
        await page.click(pane, most)
    await page.click(pane, "Go on")
    await page.reads(pane, "How shall this copy be protected")
    await page.picture("protection")
    await page.click(pane, "Review")
    await page.reads(pane, "review: copy Lea")
    await page.picture("review-of-a-copy")
    await page.click(pane, "Start copying")
    await page.reads(pane, "You copy Lea now")


async def test_a_newcomer_plays_the_whole_story_by_clicking(browser, demo):
    page = Page(browser)
    await browser.open(demo.url, 1900, 1100)
    await browser.wait_for("document.documentElement.dataset.ready === 'true'")
    await page.picture("empty")
    for pane in (ADA, LEA, BOB, CAT, DAN):
        await page.click(pane, "Start")
    for pane in (LEA, BOB, CAT, DAN):
        await enter(page, pane)
    await page.picture("homes")
    await page.click(LEA, "Apply to lead")
    await page.click(LEA, "Write about me")
    await page.reads(LEA, "Write in one message")
    await page.write(LEA, "I trade BTC and ETH, slowly and with care.")
    await page.reads(LEA, "✔ a few words about you")
    await page.click(LEA, "Leave a contact")
    await page.reads(LEA, "Only the admin reads it")
    await page.write(LEA, "+1 555 0100")
    await page.reads(LEA, "✔ a way to reach you")
    await page.picture("checklist")
    await page.click(LEA, "Apply to lead")
    await page.reads(ADA, "applies to lead")
    await page.picture("application")
    await page.write(ADA, "/applications")
    await page.click(ADA, "Look at Lea")
    await page.picture("one-application")
    await page.click(ADA, "Approve Lea")
    await page.reads(ADA, "review: answer")
    await page.click(ADA, "Approve")
    await page.reads(LEA, "You may lead")
    await page.write(LEA, "/lead")
    await page.click(LEA, "Choose instruments")
    await page.picture("instruments")
    await page.click(LEA, "○ The whole list")
    await page.reads(LEA, "Your instruments are chosen")
    await copy(page, BOB, "Fixed amount", "50.00", "500.00")
    await copy(page, CAT, "Smart Sync", "1,000.00", None)
    await copy(page, DAN, "Fixed amount", "50.00", "500.00")
    await page.click(LEA, "Turn lead trade on")
    await page.reads(LEA, "Lead trade is ON")
    await page.picture("lead-desk")
    await page.click(LEA, "Trade")
    await page.click(LEA, "BTC at")
    await page.picture("ticket")
    await page.click(LEA, "Buy BTC now")
    await page.click(LEA, "25%")
    await page.reads(LEA, "Worst case")
    await page.picture("review-of-an-order")
    await page.click(LEA, "Place order")
    for pane in (BOB, CAT):
        await page.reads(pane, "▲ Bought")
    await page.reads(DAN, "✖ Not copied BTC: 20.00 short")
    await page.reads(LEA, "✔ Copied by 2 of 3")
    await page.picture("copied")
    await page.write(LEA, "/leadoff")
    await page.reads(LEA, "Lead trade is OFF")
    await page.write(LEA, "/leadon")
    await page.reads(LEA, "Lead trade is ON")
    await page.write(LEA, "/assets")
    await page.click(LEA, "Sell lot 1")
    await page.reads(LEA, "Copiers sell the same part")
    await page.click(LEA, "Place order")
    for pane in (BOB, CAT):
        await page.reads(pane, "▼ Sold")
    await page.picture("sold")
    await page.write(BOB, "/portfolio")
    await page.reads(BOB, "portfolio")
    await page.write(ADA, "/health")
    await page.reads(ADA, "All is well")
    await asyncio.sleep(0.5)
    await page.picture("end")
    assert browser.problems == []
