"""`slipstream demo` as a process of its own, used over loopback HTTP as the chat page uses it; killed at will."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOON = 60.0  # seconds; a busy machine is slow, and no test asserts how soon


@dataclass
class Demo:
    """One running process. `pid` and `url` are its own."""

    process: subprocess.Popen
    url: str
    started_in: float
    lines: list[str] = field(default_factory=list)

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def end(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=SOON)

    # ── as the page does it ──

    def state(self) -> dict:
        with urllib.request.urlopen(f"{self.url}page/state") as answer:  # noqa: S310 - our own process
            return json.load(answer)

    def pane(self, name: str) -> dict:
        return next(pane for pane in self.state()["people"] if pane["name"] == name)

    def texts(self, name: str) -> list[str]:
        return [_seen(message.get("text", "")) for message in self.pane(name)["messages"] if not message["own"]]

    def say(self, name: str, text: str) -> None:
        self._post("say", person=self.pane(name)["id"], text=text)

    def press(self, name: str, label: str, within: float = SOON) -> None:
        """Presses the newest button whose label begins so, once it is there."""
        message_id, data = wait(lambda: self._button(name, label), within, lambda: f"no {label!r}: {self.labels(name)}")
        self._post("press", person=self.pane(name)["id"], message_id=message_id, data=data)

    def labels(self, name: str) -> list[str]:
        return [_seen(key["text"]) for message in self.pane(name)["messages"] for key in _keys(message)]

    def sees(self, name: str, words: str, within: float = SOON) -> str:
        return wait(lambda: self._text(name, words), within, lambda: f"{words!r} not in {self.texts(name)[-3:]}")

    def control(self, which: str) -> None:
        self._post(f"control/{which}")

    def file(self, name: str, ending: str, within: float = SOON) -> bytes:
        """The newest file somebody was sent whose name ends so, once it is there."""
        url = wait(lambda: self._file(name, ending), within, lambda: f"no {ending} in {self.texts(name)[-3:]}")
        with urllib.request.urlopen(f"{self.url.rstrip('/')}{url}") as answer:  # noqa: S310 - our own process
            return answer.read()

    def _file(self, name: str, ending: str) -> str | None:
        sent = (message["file"] for message in reversed(self.pane(name)["messages"]) if "file" in message)
        return next((file["url"] for file in sent if file["name"].endswith(ending)), None)

    def _text(self, name: str, words: str) -> str | None:
        return next((text for text in reversed(self.texts(name)) if words in text), None)

    def _button(self, name: str, label: str) -> tuple[int, str] | None:
        for message in reversed(self.pane(name)["messages"]):
            for key in _keys(message):
                if _seen(key["text"]).startswith(label) and "callback_data" in key:
                    return message["message_id"], key["callback_data"]
        return None

    def _post(self, path: str, **body: object) -> None:
        request = urllib.request.Request(  # noqa: S310 - our own process
            f"{self.url}page/{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        urllib.request.urlopen(request).close()  # noqa: S310


def start(folder: Path, *more: str) -> Demo:
    """A started demo; AssertionError with what it said where it did not start."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--port", "0", "--data", str(folder), *more],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={key: value for key, value in os.environ.items() if key != "TELEGRAM_BOT_TOKEN"},
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.search(r"http://\S+", line)
    if found is None:
        _, said = process.communicate(timeout=SOON)
        raise AssertionError(f"no demo: {line} {said}")
    return Demo(process, found[0], time.monotonic() - began, [line])


def wait(found, seconds: float, why):
    end = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < end, why()
        time.sleep(0.02)
    return value


def _keys(message: dict) -> list[dict]:
    return [key for row in message.get("reply_markup", {}).get("inline_keyboard", []) for key in row]


def _seen(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")
