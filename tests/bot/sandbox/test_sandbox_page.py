"""The chat page in a real browser: what a visitor sees and presses."""

import json

import pytest
import pytest_asyncio

from bot.sandbox.methods import perform
from bot.sandbox.model import Upload
from bot.sandbox.seats import Seat
from bot.sandbox.server import serve
from tests.bot.sandbox.browser import Browser
from tests.bot.sandbox.pictures import png
from tests.bot.waiting import until
from tests.ports import free_port

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
    await until(lambda: telegram.presses(lea))
    [press] = telegram.presses(lea)
    call("answerCallbackQuery", callback_query_id=press.id, text="A toast")
    await browser.hears(lea.id, "A toast")
    await browser.wait_for(f"{seen(f'{pane} .waiting')} === null")
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
    await until(lambda: telegram.presses(lea))
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
    perform(telegram, telegram.token, "sendDocument", {"chat_id": lea.id, "caption": HOSTILE}, files)
    browser = await page()
    await browser.click(f"{pane} .menu")
    await browser.wait_for(f"{seen(f'{pane} .commands')}.textContent.includes('<script>')")
    assert await browser.evaluate(f"{seen(pane)}.querySelectorAll('img, script').length") == 0
    assert await browser.evaluate(f"{seen(f'{pane} .message:has(.keyboard) .text')}.textContent") == HOSTILE
    assert browser.problems == []


async def test_pictures_and_files_can_be_seen(page, telegram, lea, pane):
    files = {"photo": Upload("a.png", "image/png", png(40, 30))}
    perform(telegram, telegram.token, "sendPhoto", {"chat_id": lea.id, "caption": "x"}, files)
    browser = await page()
    await browser.wait_for(f"{seen(f'{pane} .photo img')}?.naturalWidth === 40")
    await browser.click(f"{pane} .photo")
    await browser.wait_for("document.querySelector('#viewer').open")


async def test_the_worlds_controls_and_a_newcomer(page, telegram):
    browser = await page()
    await browser.click("[data-control='up']")
    await browser.hears(None, "The market rose by 2 %")
    await browser.type("#newcomer input", "Zoë\n")
    await browser.wait_for("document.querySelectorAll('.pane').length === 3")
    assert telegram.person("Zoë").id in telegram.people


HELD_BACK = """
  const sent = fetch;
  window.fetch = async (...given) => {
    const answer = await sent(...given);
    await new Promise((go) => { window.answer = go; });
    return answer;
  };
  Element.prototype.scrollIntoView = () => { window.answered = true; };
"""


async def test_the_next_name_may_be_typed_before_the_first_is_answered(page, telegram):
    browser = await page()
    await browser.evaluate(HELD_BACK)
    await browser.type("#newcomer input", "Cat\n")
    await browser.wait_for("document.querySelectorAll('.pane').length === 3 && window.answer")
    await browser.type("#newcomer input", "Dan")
    await browser.evaluate("answer()")
    await browser.wait_for("window.answered")
    await browser.key("Enter")
    await browser.wait_for("document.querySelectorAll('.pane').length === 4")
    assert {person.name for person in telegram.people.values()} >= {"Cat", "Dan"}


async def test_a_lost_stream_comes_back_with_what_was_missed(page, server, lea, call, pane):
    browser = await page()
    server.page.close()  # ends every stream
    call("sendMessage", chat_id=lea.id, text="missed")
    await browser.wait_for(f"{seen(pane)}.textContent.includes('missed')")


async def test_reading_above_is_not_disturbed_by_news(page, telegram, lea, call, pane):
    for number in range(60):
        call("sendMessage", chat_id=lea.id, text=f"line {number}")
    browser = await page()
    log = seen(f"{pane} .log")
    await browser.wait_for(f"{log}.scrollTop > 500")  # it opens at the end
    await browser.evaluate(f"{log}.scrollTop = 0")
    call("sendMessage", chat_id=lea.id, text="news")
    await browser.wait_for(f"{seen(f'{pane} .down')}.textContent === '↓ 1 new'")
    assert await browser.evaluate(f"{log}.scrollTop") == 0
    await browser.click(f"{pane} .down")
    await browser.wait_for(f"{seen(f'{pane} .down')}.hidden")


async def test_the_command_menu_speaks_the_persons_language(page, telegram, lea, call, pane):
    call("setMyCommands", commands=[{"command": "home", "description": "Home"}])
    call("setMyCommands", commands=[{"command": "home", "description": "Домой"}], language_code="ru")
    browser = await page()
    await browser.click(f"{pane} .menu")
    await browser.wait_for(f"{seen(f'{pane} .commands')}.textContent === '/homeHome'")
    await browser.evaluate(f"const s = {seen(f'{pane} select')}; s.value = 'ru'; s.dispatchEvent(new Event('change'))")
    await until(lambda: telegram.people[lea.id].language_code == "ru")
    await browser.type(f"{pane} textarea", "/ho")
    await browser.wait_for(f"{seen(f'{pane} .commands')}.textContent === '/homeДомой'")
    await browser.click(f"{pane} .commands button")
    await until(lambda: telegram.chat(lea)[-1].text == "/home")


async def test_links_to_the_bot_and_copying_stay_in_the_pane(page, telegram, lea, call, pane):
    link = '<a href="https://t.me/slipstream_sandbox_bot?start=t_7F3K">why</a> <tg-spoiler>hidden</tg-spoiler>'
    copy = {"inline_keyboard": [[{"text": "Copy it", "copy_text": {"text": "1.2.3.4"}}]]}
    call("sendMessage", chat_id=lea.id, text=link, parse_mode="HTML", reply_markup=copy)
    browser = await page()
    await browser.click(f"{pane} .text a")
    await until(lambda: telegram.chat(lea)[-1].text == "/start t_7F3K")
    await browser.click(f"{pane} .spoiler")
    await browser.wait_for(seen(f"{pane} .spoiler.shown"))
    await browser.click_text(f"{pane} .key", "Copy it")
    await browser.wait_for("heard.some(each => /Copied|1.2.3.4/.test(each))")
    assert telegram.presses(lea) == []


async def test_a_narrow_window_shows_one_person_and_tabs(browser, server, telegram, lea, call):
    await browser.open(server.url, 390, 800)
    await browser.wait_for("document.documentElement.dataset.ready === 'true'")
    bob = telegram.person("Bob")
    tab = seen(f"[data-tab='{bob.id}']")
    await browser.click(f"[data-tab='{bob.id}']")
    await browser.wait_for(f"{tab}.getAttribute('aria-current') === 'true'")
    call("sendMessage", chat_id=lea.id, text="x")
    await browser.wait_for(seen(f"[data-tab='{lea.id}'].unread"))
    assert await browser.evaluate("document.documentElement.scrollWidth") == 390


async def test_what_is_said_and_its_answer_stay_in_view(page, telegram, lea, call, pane):
    for number in range(60):
        call("sendMessage", chat_id=lea.id, text=f"line {number}")
    browser = await page()
    await browser.type(f"{pane} textarea", "/help\n")
    await until(lambda: telegram.chat(lea)[-1].text == "/help")
    for number in range(3):  # while the page still scrolls smoothly to what was said
        call("sendMessage", chat_id=lea.id, text=f"answer {number}\n" * 9)
    log = seen(f"{pane} .log")
    await browser.wait_for(f"{log}.lastElementChild.textContent.startsWith('answer 2')")
    await browser.wait_for(f"{log}.scrollHeight - {log}.scrollTop - {log}.clientHeight < 2")
    await browser.wait_for(f"{seen(f'{pane} .down')}.hidden")  # it goes when the page hears that it has scrolled


async def test_every_chat_opens_at_its_end_however_many_there_are(page, telegram, lea, call, pane):
    for _ in range(20):
        call("sendMessage", chat_id=lea.id, text="a line that is broken where the pane is narrow " * 3)
    for name in ("Cat", "Dan", "Eve", "Fay"):
        telegram.person(name)
    browser = await page()
    for name in ("Cat", "Dan", "Eve"):
        await browser.type("#newcomer input", f"{name}\n")
        await browser.wait_for(f"document.querySelector('#tabs').textContent.includes('{name}')")
    log = seen(f"{pane} .log")
    await browser.wait_for(f"{log}.scrollTop > 0 && {log}.scrollHeight - {log}.scrollTop - {log}.clientHeight < 2")


async def test_a_sandbox_that_is_gone_is_said_and_nothing_typed_is_lost(browser, telegram, lea, pane):
    server = await serve(telegram, port=free_port(), people=[Seat(lea)])
    await browser.open(server.url)
    await browser.wait_for("document.documentElement.dataset.ready === 'true'")
    assert await browser.evaluate(f"{seen('#lost')}.hidden")
    await server.close()
    await browser.type(f"{pane} textarea", "not lost\n")
    await browser.hears(lea.id, "Nothing was sent: the sandbox does not answer")
    assert await browser.evaluate(f"{seen(f'{pane} textarea')}.value") == "not lost"
    await browser.wait_for(f"!{seen('#lost')}.hidden")
    again = await serve(telegram, port=server.port, people=[Seat(lea)])
    try:
        await browser.wait_for(f"{seen('#lost')}.hidden")
        await browser.type(f"{pane} textarea", "\n")
        await until(lambda: [message.text for message in telegram.chat(lea)][-1:] == ["not lost"])
    finally:
        await again.close()


async def test_what_is_typed_outlives_a_reload_until_it_is_sent(page, telegram, lea, pane):
    browser = await page()
    field = seen(f"{pane} textarea")
    await browser.type(f"{pane} textarea", "half a thought")
    await loaded_anew(browser)
    assert await browser.evaluate(f"{field}.value") == "half a thought"
    assert await browser.evaluate(f"{field}.clientHeight > 10")
    await browser.type(f"{pane} textarea", "\n")
    await until(lambda: telegram.chat(lea)[-1].text == "half a thought")
    await loaded_anew(browser)
    assert await browser.evaluate(f"{field}.value") == ""


async def test_what_was_sent_as_the_page_was_left_is_not_typed_a_second_time(page, telegram, lea, pane):
    browser = await page()
    await browser.type(f"{pane} textarea", "sent and left\n")
    await until(lambda: telegram.chat(lea)[-1].text == "sent and left")
    await browser.evaluate(f"sessionStorage.setItem('draft of {lea.id}', 'sent and left')")  # before the answer came
    await loaded_anew(browser)
    assert await browser.evaluate(f"{seen(f'{pane} textarea')}.value") == ""


async def loaded_anew(browser):
    await browser.evaluate("window.before = true")
    await browser.send("Page.reload")
    await browser.wait_for("!window.before && document.documentElement.dataset.ready === 'true'")


async def test_the_keyboard_never_lands_on_another_button_than_the_one_it_pressed(page, telegram, lea, call, pane):
    call("sendMessage", chat_id=lea.id, text="x", reply_markup=KEYS)
    sent = telegram.last(lea).message_id
    browser = await page()
    await browser.evaluate(f"""{seen(f"{pane} [data-callback='go']")}.focus()""")
    call("editMessageText", chat_id=lea.id, message_id=sent, text="y", reply_markup=KEYS)
    await browser.wait_for(f"{seen(f'{pane} .flash .text')}.textContent === 'y'")
    assert await browser.evaluate("document.activeElement.dataset.callback") == "go"
    other = {"inline_keyboard": [[{"text": "Buy", "callback_data": "buy"}]]}
    call("editMessageText", chat_id=lea.id, message_id=sent, text="z", reply_markup=other)
    await browser.wait_for(f"{seen(pane)}.textContent.includes('Buy')")
    assert str(await browser.evaluate("document.activeElement.className")).startswith("message")


async def test_the_commands_are_walked_by_arrows_and_left_by_escape(page, telegram, lea, call, pane):
    call("setMyCommands", commands=[{"command": each, "description": each} for each in ("home", "help", "leads")])
    browser = await page()
    await browser.type(f"{pane} textarea", "/h")
    await browser.key("ArrowUp")
    assert await browser.evaluate("document.activeElement.textContent") == "/helphelp"
    await browser.key("Escape")
    assert await browser.evaluate("document.activeElement.tagName") == "TEXTAREA"
    assert await browser.evaluate(f"{seen(f'{pane} .menu')}.getAttribute('aria-expanded')") == "false"
    await browser.click(f"{pane} .menu")
    await browser.key("ArrowDown")
    await browser.key("Enter")
    await until(lambda: telegram.chat(lea)[-1].text == "/help")
    assert await browser.evaluate("document.activeElement.className") == "menu"


async def test_a_screen_reader_hears_who_speaks_and_what_came(page, telegram, lea, call, pane):
    telegram.say(lea, "/start")
    call("sendMessage", chat_id=lea.id, text="<code>copy me</code>", parse_mode="HTML", reply_markup=KEYS)
    browser = await page()
    heard = {(role, name) for role, name in await browser.roles() if name}
    assert {
        ("log", "Messages with Lea"),
        ("article", "Lea"),
        ("article", "Slipstream"),
        ("group", "Buttons"),
        ("button", "Go"),
        ("button", "copy me"),
        ("textbox", "Message as Lea"),
    } <= heard
