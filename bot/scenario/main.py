"""`slipstream scenario [--set NAME=VALUE]… [--book] FILE`."""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.numbers import numbers
from bot.scenario.lines import BadLine, Event, read
from bot.scenario.play import Stage
from core.model.limit_texts import UnknownLimit
from core.model.limits import Limits


def main(argv: list[str]) -> int:
    """Plays one story. 0: played to the end; 2: a bad line, named on stderr after the facts of those before it."""
    parser = argparse.ArgumentParser(prog="slipstream scenario", description="Play a story and print every fact.")
    parser.add_argument("file", type=Path, help="a story in JSON Lines")
    parser.add_argument("--book", action="store_true", help="print everybody's money as the last line")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="change one of the defaults")
    arguments = parser.parse_args(argv)
    try:
        return asyncio.run(_play(arguments.file, numbers(arguments.set), book=arguments.book))
    except (BadLine, UnknownLimit, OSError) as error:
        sys.stdout.flush()
        said = f"{error.filename}: {error.strerror}" if isinstance(error, OSError) else error
        print(f"slipstream scenario: {said}", file=sys.stderr)  # noqa: T201
        return 2


async def _play(file: Path, limits: Limits, *, book: bool) -> int:
    stage: Stage | None = None
    for number, event in _events(file):
        if stage is None:
            stage = await Stage.fresh(event.at, limits, _say)
        await stage.play([(number, event)])
    if stage is not None and book:
        _say(await stage.book())
    return 0


def _events(file: Path) -> Iterator[tuple[int, Event]]:
    with file.open("rb") as story:
        for number, text in enumerate(story, start=1):
            if text.strip():
                yield number, read(number, _json(number, text.strip()))


def _json(number: int, text: bytes) -> Any:
    try:
        return json.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # no UTF-8, no JSON, a number or a nest beyond all measure
        raise BadLine(f"line {number}: no JSON, found {ascii(text[:60])[1:]} ({error})") from error


def _say(line: dict[str, Any]) -> None:
    print(json.dumps(line, ensure_ascii=False))  # noqa: T201
