"""The chat page in a real browser: what a visitor sees and presses."""

import json

import pytest
import pytest_asyncio

from bot.sandbox.model import Upload
from tests.bot.sandbox.browser import Browser
from tests.bot.sandbox.pictures import png
from tests.bot.sandbox.waiting import true

KEYS = {
    "inline_keyboard": [
        [
            {"text": "Go", "callback_data": "go", "style": "success"},
            {"text": "Stop", "callback_data": "no", "style": "danger"},
        ],
        [{"text": "Card", "url": "https://t.me/slipstream_sandbox_bot?start=lead_abc"}],
    ]
}
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"


@pytest_asyncio.fixture
async def page(browser, server):
    """The page is opened by `await page()`, once its Telegram holds what the test wants to see."""

    async def opened() -> Browser:
        await browser.open(server.url)
        await browser.wait_for("document.documentElement.dataset.ready === 'true'")
        return browser

    return opened


@pytest.fixture
def pane(lea):
    return f"[data-person='{lea.id}']"


def seen(css: str) -> str:
    return f"document.querySelector({json.dumps(css)})"


async def test_a_visitor_talks_for_several_people(page, telegram, lea, call, pane):
    browser = await page()
    assert await browser.evaluate("[...document.querySelectorAll('.pane h2')].map(e => e.textContent)") == [
        "Lea",
        "Bob",
    ]
    await browser.type(f"{pane} textarea", "hello\n")
    await browser.wait_for(f"{seen(pane)}.textContent.includes('hello')")
    assert telegram.chat(lea)[-1].text == "hello"
    call("sendMessage", chat_id=lea.id, text="<b>bold</b> and <code>code</code>", parse_mode="HTML", reply_markup=KEYS)
    await browser.wait_for(seen(f"{pane} .text b"))
    await browser.click(f"{pane} [data-callback='go']")
    await true(lambda: telegram.presses(lea))
    [press] = telegram.presses(lea)
    call("answerCallbackQuery", callback_query_id=press.id, text="A toast")
    await browser.wait_for(f"{seen(f'{pane} .toast')}.textContent === 'A toast'")
    assert await browser.evaluate(f"{seen(f'{pane} .waiting')}") is None
    call("editMessageText", chat_id=lea.id, message_id=press.message_id, text="edited", reply_markup=KEYS)
    await browser.wait_for(f"{seen(f'{pane} .flash .text')}.textContent === 'edited'")
    await browser.click_text(f"{pane} .key", "Card")
    await browser.wait_for(f"{seen(pane)}.textContent.includes('/start lead_abc')")
    call("deleteMessage", chat_id=lea.id, message_id=press.message_id)
    await browser.wait_for(f"!{seen(f'{pane} .keyboard')}")
    assert browser.problems == []


async def test_a_dialog_waits_for_its_button(page, telegram, lea, call, pane):
    call("sendMessage", chat_id=lea.id, text="x", reply_markup=KEYS)
    browser = await page()
    await browser.click(f"{pane} [data-callback='no']")
    await true(lambda: telegram.presses(lea))
    call("answerCallbackQuery", callback_query_id=telegram.presses(lea)[0].id, text="Sure?", show_alert=True)
    await browser.wait_for(f"{seen(f'{pane} [role=alertdialog]')}?.textContent.includes('Sure?')")
    await browser.click(f"{pane} [role=alertdialog] button")
    assert await browser.evaluate(seen(f"{pane} [role=alertdialog]")) is None


async def test_a_strangers_text_stays_text(page, telegram, lea, call, pane):
    mallory = telegram.person("Mallory <b>")
    telegram.say(mallory, HOSTILE)
    call(
        "sendMessage",
        chat_id=lea.id,
        text=HOSTILE,
        reply_markup={"inline_keyboard": [[{"text": HOSTILE, "callback_data": "x"}]]},
    )
    call("setMyCommands", commands=[{"command": "a", "description": HOSTILE}])
    files = {"document": Upload(HOSTILE, "text/html", HOSTILE.encode())}
    telegram.call(telegram.token, "sendDocument", {"chat_id": lea.id, "caption": HOSTILE}, files)
    browser = await page()
    await browser.click(f"{pane} .menu")
    await browser.wait_for(f"{seen(f'{pane} .commands')}.textContent.includes('<script>')")
    assert await browser.evaluate(f"{seen(pane)}.querySelectorAll('img, script').length") == 0
    assert await browser.evaluate(f"{seen(f'{pane} .message:has(.keyboard) .text')}.textContent") == HOSTILE
    assert browser.problems == []


async def test_pictures_and_files_can_be_seen(page, telegram, lea, pane):
    files = {"photo": Upload("a.png", "image/png", png(40, 30))}
    telegram.call(telegram.token, "sendPhoto", {"chat_id": lea.id, "caption": "x"}, files)
    browser = await page()
    await browser.wait_for(f"{seen(f'{pane} .photo img')}?.naturalWidth === 40")
    await browser.click(f"{pane} .photo")
    await browser.wait_for("document.querySelector('#viewer').open")


async def test_the_worlds_controls_and_a_newcomer(page, telegram):
    browser = await page()
    await browser.click("[data-control='up']")
    await browser.wait_for("document.querySelector('#notices').textContent.includes('rose by 2 %')")
    await browser.type("#newcomer input", "Zoë\n")
    await browser.wait_for("document.querySelectorAll('.pane').length === 3")
    assert telegram.person("Zoë").id in telegram.people


async def test_a_lost_stream_comes_back_with_what_was_missed(page, server, lea, call, pane):
    browser = await page()
    server.page.close()  # ends every stream
    call("sendMessage", chat_id=lea.id, text="missed")
    await browser.wait_for(f"{seen(pane)}.textContent.includes('missed')")
