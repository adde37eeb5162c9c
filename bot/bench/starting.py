"""start: from the start of a process to a desk that trades, beside reading the same files."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.bench.desk import lay_down, opened
from bot.bench.measuring import Row, installed, interleaved
from core.adapters.journals.sqlite import SqliteJournal
from core.fold.book import FOLD_VERSION
from core.model import events as e
from core.model.people import Origin, PersonId

FACTS = 10_000
TRADING = "trading"
_PROCESS = "import sys; from bot.bench.starting import trade; trade(sys.argv[1])"


def _lengthen(folder: Path, facts: int) -> None:
    """Small facts after the snapshot."""
    journal = SqliteJournal.open(folder / "journal.sqlite", fold_version=FOLD_VERSION)
    last = sum(1 for _ in journal.read())
    at = datetime.now(UTC)
    for start in range(last + 1, last + facts + 1, 1_000):
        seqs = range(start, min(start + 1_000, last + facts + 1))
        journal.append([e.Record(seq, at, Origin(""), e.Deposited(PersonId(1), 1)) for seq in seqs])
    journal.close()


def _start(folder: Path, env: Mapping[str, str]) -> float:
    start = time.perf_counter()
    command = [sys.executable, "-c", _PROCESS, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as process:  # noqa: S603  # ourselves
        assert process.stdout is not None
        line = process.stdout.readline()
        taken = (time.perf_counter() - start) * 1e3
    assert line.strip() == TRADING, line
    return taken


def _read(folder: Path) -> float:
    start = time.perf_counter()
    for path in folder.rglob("*"):
        if path.is_file():
            path.read_bytes()
    return (time.perf_counter() - start) * 1e3


async def start(n: int, rounds: int) -> list[Row]:
    """With 10,000 facts after the snapshot, and with none: a start grows with the tail alone."""
    with TemporaryDirectory(prefix="slipstream-bench-") as name:
        folder, env = Path(name) / "desk", installed(Path(name) / "bytecode")
        folder.mkdir()
        lay_down(folder, copiers=n, at=datetime.now(UTC))
        without = await _measured("start_no_tail", n, rounds, folder, env)
        _lengthen(folder, FACTS)
        return [await _measured("start", n, rounds, folder, env), without]


async def _measured(row: str, n: int, rounds: int, folder: Path, env: Mapping[str, str]) -> Row:
    async def whole() -> float:
        return await asyncio.to_thread(_start, folder, env)

    async def bare() -> float:
        return await asyncio.to_thread(_read, folder)

    times, limits = await interleaved(rounds, whole, bare, warm_up=1)
    tail = FACTS if row == "start" else 0
    met = sorted(times)[len(times) // 2] < 3_000
    return Row(row, n, times, limits, "reading the same files (at most 3 s)", more={"tail": tail, "met": met})


async def _trade(folder: Path) -> None:
    async with opened(folder):
        sys.stdout.write(f"{TRADING}\n")
        sys.stdout.flush()


def trade(folder: str) -> None:
    """The whole of the measured process: opens the desk in `folder`, lets it trade, says so and ends."""
    asyncio.run(_trade(Path(folder)))
