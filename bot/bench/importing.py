"""import: what a person waits for `slipstream --help`, and what a process needs before it can do anything."""

import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.bench.measuring import Row, installed, interleaved

PYTHON = (sys.executable, "-c", "pass")
HELP = (sys.executable, "-m", "bot", "--help")
BOT = (sys.executable, "-c", "import bot.wiring.house")


def _run(command: tuple[str, ...], env: Mapping[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=env)  # noqa: S603  # ourselves
    return (time.perf_counter() - start) * 1e3


async def importing(n: int, rounds: int) -> list[Row]:
    """Whole processes, beside a Python that does nothing; `n` changes nothing."""
    with TemporaryDirectory(prefix="slipstream-bench-") as name:
        env = installed(Path(name))

        async def bare() -> float:
            return _run(PYTHON, env)

        async def helped() -> float:
            return _run(HELP, env)

        async def imported() -> float:
            return _run(BOT, env)

        nothing, help_, whole = await interleaved(rounds, bare, helped, imported, warm_up=1)
    against = "python -c pass"
    return [Row("import_help", n, help_, nothing, against), Row("import", n, whole, nothing, against)]
