"""The loopback server: who is refused, what is limited, how webhooks and live events arrive."""

import asyncio
import json
from io import BytesIO

import pytest
from aiohttp import FormData, web

from bot.sandbox.methods import perform
from bot.sandbox.posting import SECRET_HEADER
from bot.sandbox.server import serve
from tests.bot.waiting import SOON, until

FOREIGN = [
    {"Host": "evil.example"},
    {"Host": "evil.example:80"},
    {"Host": "127.0.0.1:1"},
    {"Host": "127.0.0.1.evil.example"},
    {"Host": "[::1"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:1"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize("path", ["/", "/page/state", "/bot1000000:sandbox-token-of-no-value/getMe"])
async def test_a_foreign_host_or_origin_is_refused(server, client, headers, path):
    async with client.get(server.url + path, headers=headers) as response:
        assert response.status == 403
    async with client.post(server.url + "/page/say", headers=headers, json={}) as response:
        assert response.status == 403


@pytest.mark.parametrize("own", ["127.0.0.1", "localhost"])
async def test_its_own_page_and_programs_are_not(server, client, own):
    site = f"http://{own}:{server.port}"
    headers = {"Host": f"{own}:{server.port}", "Origin": site, "Sec-Fetch-Site": "same-origin"}
    async with client.get(server.url + "/page/state", headers=headers) as response:
        assert response.status == 200


async def test_a_link_from_elsewhere_may_show_the_page(server, client):
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    async with client.get(server.url + "/", headers=headers) as response:
        assert response.status == 200
    async with client.get(server.url + "/page/state", headers=headers) as response:
        assert response.status == 403


async def test_only_loopback_is_served(telegram, server):
    assert server.runner.addresses[0][0] == "127.0.0.1"
    for host in ("0.0.0.0", "::", "192.168.0.1"):  # noqa: S104 - refused
        with pytest.raises(ValueError, match="loopback only"):
            await serve(telegram, host=host)


async def test_the_page_is_served_under_a_strict_policy(server, client):
    async with client.get(server.url) as response:
        policy, page = response.headers["Content-Security-Policy"], await response.text()
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in page.replace("http-equiv", "")  # no outside asset
    for name in ("page.css", "page.js", "pane.js", "message.js", "entities.js", "element.js", "icon.svg"):
        async with client.get(f"{server.url}/page/{name}") as response:
            assert response.status == 200, name
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert "innerHTML" not in await response.text()


@pytest.mark.parametrize("path", ["/page/..%2fserver.py", "/page/nothing.js", "/page/file/x", "/nothing"])
async def test_nothing_else_is_served(server, client, path):
    async with client.get(server.url + path) as response:
        assert response.status == 404


async def test_malformed_calls_are_answered_400(server, client, telegram):
    api = f"{server.api_base}{telegram.token}/sendMessage"
    headers = {"Content-Type": "application/json"}
    for body in (b"{", b"[]", b"\xff", b"[" * 100_000):
        async with client.post(api, data=body, headers=headers) as response:
            assert (response.status, (await response.json())["ok"]) == (400, False)
    async with client.post(api, data=b"--x", headers={"Content-Type": "multipart/form-data; boundary=y"}) as response:
        assert response.status == 400
    async with client.post(api, data=b"--x", headers={"Content-Type": "multipart/form-data"}) as response:
        assert response.status == 400


async def test_parameters_come_by_query_form_json_or_parts(server, client, telegram, lea):
    api = f"{server.api_base}{telegram.token}/sendMessage"
    values = {"chat_id": str(lea.id), "text": "x y&z"}
    for way in ({"params": values}, {"data": values}, {"json": values}):
        async with client.post(api, **way) as response:
            assert (await response.json())["result"]["text"] == "x y&z"
    async with client.get(api, params=values) as response:
        assert response.status == 200


async def test_every_body_has_a_limit(server, client, telegram, lea):
    async def endless():
        for _ in range(200):
            yield b"x" * 65_536

    api = f"{server.api_base}{telegram.token}/sendMessage"
    for url in (api, f"{server.url}/page/say"):
        for body in (BytesIO(b'{"a": "' + b"x" * 2_000_000 + b'"}'), endless()):
            async with client.post(url, data=body, headers={"Content-Type": "application/json"}) as response:
                assert response.status == 413
    async with client.post(
        f"{server.url}/page/attach?person={lea.id}",
        data=BytesIO(b"x" * 20_000_001),
        headers={"Content-Type": "application/octet-stream"},
    ) as response:
        assert response.status == 413


async def test_an_upload_has_a_limit_and_so_has_the_number_of_its_parts(server, client, telegram, lea, monkeypatch):
    monkeypatch.setattr("bot.sandbox.bodies.UPLOAD_LIMIT", 1_000_000)
    api = f"{server.api_base}{telegram.token}/sendDocument?chat_id={lea.id}"
    for size, status in ((900_000, 200), (1_100_000, 413)):
        form = FormData({"caption": "x"})
        form.add_field("document", BytesIO(b"x" * size), filename="a.txt")
        async with client.post(api, data=form) as response:
            assert response.status == status
    many = FormData([(str(number), BytesIO(b"x")) for number in range(200)])
    async with client.post(api, data=many) as response:
        assert response.status == 413


async def test_the_token_of_another_gets_no_file(server, client, telegram, lea):
    telegram.send_document(lea, b"secret", name="a.txt")
    path = telegram.chat(lea)[-1].document.path
    async with client.get(f"{server.file_base}{telegram.token}/{path}") as response:
        assert await response.read() == b"secret"
    async with client.get(f"{server.file_base}1000000:other/{path}") as response:
        assert response.status == 404


# --- webhook


async def test_updates_are_posted_with_the_secret_in_order_until_taken(server, telegram, lea):
    heard, statuses = [], iter([500, 302])

    async def hook(request: web.Request) -> web.Response:
        heard.append((request.headers.get(SECRET_HEADER), (await request.json())["message"]["text"]))
        return web.Response(status=next(statuses, 200))

    app = web.Application()
    app.router.add_post("/hook", hook)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    telegram.say(lea, "one")
    perform(telegram, telegram.token, "setWebhook", {"url": url, "secret_token": "s3cret"})
    telegram.say(lea, "two")
    await until(lambda: not telegram.updates.waiting)
    assert heard == [("s3cret", "one")] * 3 + [("s3cret", "two")]
    info = perform(telegram, telegram.token, "getWebhookInfo", {})[1]["result"]
    assert info["last_error_message"] == "Wrong response from the webhook: 302 Found"
    await runner.cleanup()


# --- the page's own calls


async def events(client, server, count: int, ready: asyncio.Event) -> list[dict]:
    found = []
    async with client.get(f"{server.url}/page/events") as response:
        assert response.content_type == "text/event-stream"
        async for line in response.content:
            if line.startswith(b"data: "):
                found.append(json.loads(line[6:]))
                if len(found) == 1:
                    ready.set()
                if len(found) == count:
                    return found
    return found


async def test_changes_arrive_live(server, client, telegram, lea, call):
    ready = asyncio.Event()
    stream = asyncio.create_task(events(client, server, 6, ready))
    await ready.wait()
    call("sendChatAction", chat_id=lea.id, action="typing")
    call("sendMessage", chat_id=lea.id, text="<b>x</b>", parse_mode="HTML")
    call("editMessageText", chat_id=lea.id, message_id=2, text="y")
    query = telegram.forge(lea, 2, "a")
    call("answerCallbackQuery", callback_query_id=query, text="hello", show_alert=True)
    call("deleteMessage", chat_id=lea.id, message_id=2)
    async with asyncio.timeout(SOON):
        state, *changes = await stream
    assert [person["name"] for person in state["people"]] == ["Lea", "Bob"]
    assert (state["banner"], state["controls"]) == ("Paper money", [{"id": "up", "label": "Market +2 %"}])
    assert [change["kind"] for change in changes] == ["action", "message", "edited", "answer", "deleted"]
    assert changes[1]["message"]["entities"] == [{"type": "bold", "offset": 0, "length": 1}]
    assert (changes[3]["press"], changes[3]["text"], changes[3]["alert"]) == (query, "hello", True)


async def post(client, server, path: str, **body: object) -> int:
    async with client.post(f"{server.url}/page/{path}", json=body) as response:
        return response.status


async def test_a_visitor_acts_for_the_people_of_the_page_only(server, client, telegram, lea):
    stranger = telegram.person("Stranger")
    assert await post(client, server, "say", person=lea.id, text="hello") == 200
    assert await post(client, server, "say", person=stranger.id, text="hello") == 404
    assert await post(client, server, "say", person=lea.id, text=" ") == 400
    assert await post(client, server, "press", person=lea.id, message_id=1, data="x") == 200
    assert await post(client, server, "press", person=lea.id, message_id="1", data="x") == 400
    assert await post(client, server, "follow", person=lea.id, url="https://t.me/slipstream_sandbox_bot?start=x") == 200
    assert await post(client, server, "follow", person=lea.id, url="https://t.me/other?start=x") == 400
    assert await post(client, server, "follow", person=lea.id, url="https://[") == 400
    assert await post(client, server, "language", person=lea.id, language="tr") == 200
    assert await post(client, server, "language", person=lea.id, language="<b>") == 400
    assert await post(client, server, "block", person=lea.id, blocked=True) == 200
    assert await post(client, server, "person", name="Cat", language="ru") == 200
    assert await post(client, server, "control/up") == 200
    assert await post(client, server, "control/nothing") == 404
    assert [m.text for m in telegram.chat(lea)] == ["/start", "hello", "/start x"]
    assert telegram.people[lea.id].language_code == "tr"
    assert lea.id in telegram.blocked
    assert telegram.person("Cat").language_code == "ru"


async def test_a_form_of_a_foreign_site_is_refused_by_its_type(server, client, lea):
    body = json.dumps({"person": lea.id, "text": "x"})
    async with client.post(f"{server.url}/page/say", data=body, headers={"Content-Type": "text/plain"}) as response:
        assert response.status == 415


async def test_a_file_never_runs_in_the_page(server, client, telegram, lea):
    url = f"{server.url}/page/attach?person={lea.id}&name=a.html"
    headers = {"Content-Type": "application/octet-stream"}
    async with client.post(url, data=b"<script>alert(1)</script>", headers=headers) as response:
        assert response.status == 200
    file_id = telegram.chat(lea)[-1].document.file_id
    async with client.get(f"{server.url}/page/file/{file_id}") as response:
        assert response.content_type == "application/octet-stream"
        assert response.headers["Content-Disposition"].startswith("attachment")


async def test_the_server_closes_with_everything_open(telegram, lea, client):
    server = await serve(telegram)
    ready = asyncio.Event()
    stream = asyncio.create_task(events(client, server, 99, ready))
    poll = asyncio.create_task(client.get(f"{server.api_base}{telegram.token}/getUpdates?timeout=50"))
    await ready.wait()
    await until(lambda: telegram.updates.polls)
    async with asyncio.timeout(40):  # less than the poll would wait
        await server.close()
        await asyncio.gather(stream, poll, return_exceptions=True)
