"""A headless Chromium driven over its debugging port: enough to open the chat page, press, read and take a picture."""

import asyncio
import base64
import itertools
import json
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--remote-debugging-port=0",
)
KEYS = {"Enter": 13, "Escape": 27, "ArrowUp": 38, "ArrowDown": 40, "Tab": 9}
START_SECONDS, WAIT_SECONDS = 60.0, 60.0
HEARD = """
  window.heard = [];
  new MutationObserver((changes) => {
    for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
      if (!node.classList?.contains("toast")) continue;
      heard.push(`${node.closest("[data-person]")?.dataset.person}: ${node.textContent}`);
    }
  }).observe(document, { childList: true, subtree: true });
"""
"""Notes down each toast with whose pane it was in: it is gone after seconds, and a busy machine looks too late."""


class Refused(AssertionError):
    """The browser did not do what it was told, such as to look into a page that is being left."""


@dataclass
class Browser:
    """One page of one browser. Every method waits until the browser has done it."""

    socket: aiohttp.ClientWebSocketResponse
    numbers: itertools.count = field(default_factory=lambda: itertools.count(1))
    problems: list[str] = field(default_factory=list)  # uncaught errors and console errors of the page

    async def open(self, url: str, width: int = 1600, height: int = 1000, *, dark: bool = False) -> None:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 720}
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        await self.send("Emulation.setDeviceMetricsOverride", **metrics)
        await self.send("Emulation.setEmulatedMedia", features=scheme)
        await self.send("Page.enable")
        await self.send("Runtime.enable")
        await self.send("Log.enable")
        await self.send("Page.addScriptToEvaluateOnNewDocument", source=HEARD)
        await self.send("Page.navigate", url=url)
        await self.wait_for("document.readyState === 'complete'")

    async def evaluate(self, js: str) -> object:
        """The value of a JavaScript expression, awaited if it is a promise. AssertionError: it threw."""
        answer = await self.send("Runtime.evaluate", expression=js, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    async def click(self, css: str) -> None:
        """Clicks the first element that matches, once it is there."""
        await self.wait_for(f"document.querySelector({json.dumps(css)}).click() ?? true")

    async def click_text(self, css: str, text: str) -> None:
        """Clicks the last element matching `css` whose text begins so, marks of direction left out, once it is there.

        It is found and clicked at one go: between two looks the page may take it away.
        """
        seen = "e.textContent.replace(/[\\u2068\\u2069]/g, '').trim()"
        matching = f"[...document.querySelectorAll({json.dumps(css)})]"
        found = f"{matching}.filter(e => {seen}.startsWith({json.dumps(text)})).at(-1)"
        await self.wait_for(f"{found}.click() ?? true")

    async def type(self, css: str, text: str) -> None:
        """Focuses the element and types, as a keyboard would; a newline is Enter."""
        await self.wait_for(f"document.querySelector({json.dumps(css)}).focus() ?? true")
        for part in text.splitlines(keepends=True):
            await self.send("Input.insertText", text=part.rstrip("\n"))
            if part.endswith("\n"):
                await self.key("Enter")

    async def hears(self, person: int | None, words: str) -> None:
        """Waits until a toast in this person's pane (None: above all panes) has begun with these words."""
        begins = json.dumps(f"{person or 'undefined'}: {words}")
        await self.wait_for(f"heard.some(each => each.startsWith({begins}))", shown="JSON.stringify(heard)")

    async def key(self, name: str) -> None:
        """Presses one key of `KEYS` where the keyboard is."""
        key = {"key": name, "code": name, "windowsVirtualKeyCode": KEYS[name]} | (
            {"text": "\r"} if name == "Enter" else {}
        )
        await self.send("Input.dispatchKeyEvent", type="keyDown", **key)
        await self.send("Input.dispatchKeyEvent", type="keyUp", **key)

    async def roles(self) -> list[tuple[str, str]]:
        """Role and name of everything on the page, as a screen reader is told."""
        nodes = (await self.send("Accessibility.getFullAXTree"))["nodes"]
        told = [node for node in nodes if not node.get("ignored")]
        return [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in told]

    async def wait_for(self, js_condition: str, *, shown: str = "''") -> None:
        """Waits until the expression is true; while it throws, or the page is being left, it is not.

        AssertionError names it when time is over, and what another expression, `shown`, is then.
        """
        clock = asyncio.get_running_loop()
        until = clock.time() + WAIT_SECONDS
        guarded = f"(() => {{ try {{ return Boolean({js_condition}); }} catch {{ return false; }} }})()"
        while not await self._holds(guarded):
            assert clock.time() < until, (
                f"never true: {js_condition}; it shows {await self.evaluate(shown)}; problems: {self.problems}"
            )
            await asyncio.sleep(0.02)

    async def _holds(self, js_condition: str) -> bool:
        try:
            return bool(await self.evaluate(js_condition))
        except Refused:
            return False

    async def screenshot(self, path: str | Path) -> None:
        answer = await self.send("Page.captureScreenshot", format="png")
        await asyncio.to_thread(Path(path).write_bytes, base64.b64decode(answer["data"]))

    async def send(self, method: str, **params: object) -> dict:
        number = next(self.numbers)
        await self.socket.send_json({"id": number, "method": method, "params": params})
        async with asyncio.timeout(START_SECONDS):
            while True:
                message = await self.socket.receive_json()
                if message.get("id") == number:
                    if "error" in message:
                        raise Refused(method, message["error"])
                    return message["result"]
                self._note(message)

    def _note(self, message: dict) -> None:
        params = message.get("params", {})
        if message.get("method") == "Runtime.exceptionThrown":
            self.problems.append(str(params["exceptionDetails"].get("exception", params).get("description", params)))
        if message.get("method") == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.problems.append(f"{params['entry']['text']} {params['entry'].get('url', '')}")


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """A running browser with one empty page; gone afterwards, with its profile."""
    profile = tempfile.mkdtemp(prefix="sandbox-browser-")
    process = await asyncio.create_subprocess_exec(
        str(CHROMIUM),
        *FLAGS,
        f"--user-data-dir={profile}",
        "about:blank",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        port = await _debugging_port(Path(profile))
        async with aiohttp.ClientSession() as session:
            async with session.put(f"http://127.0.0.1:{port}/json/new?about:blank") as response:
                target = await response.json()
            async with session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                yield Browser(socket)
    finally:
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), 10)
        except TimeoutError:
            process.kill()
            await process.wait()
        shutil.rmtree(profile, ignore_errors=True)


async def _debugging_port(profile: Path) -> int:
    """Chromium writes the port it took into its profile."""
    note = profile / "DevToolsActivePort"
    async with asyncio.timeout(START_SECONDS):
        while True:
            lines = await asyncio.to_thread(_lines, note)
            if len(lines) > 1:
                return int(lines[0])
            await asyncio.sleep(0.05)


def _lines(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    """A fresh browser for one test; skips, saying so, where none is installed."""
    if CHROMIUM is None:
        pytest.skip(f"none of {', '.join(NAMES)} is installed: the chat page is not looked at")
    async with launched() as running:
        yield running
