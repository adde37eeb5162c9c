"""import: what a person waits for `slipstream --help`, and what a process needs before it can do anything."""

import subprocess
import sys
import time

from bot.bench.measuring import Row, interleaved

PYTHON = (sys.executable, "-c", "pass")
HELP = (sys.executable, "-m", "bot", "--help")
BOT = (sys.executable, "-c", "import bot.wiring")


def _run(command: tuple[str, ...]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603  # ourselves
    return (time.perf_counter() - start) * 1e3


async def importing(n: int, rounds: int) -> list[Row]:
    """Whole processes, beside a Python that does nothing; `n` changes nothing."""

    async def bare() -> float:
        return _run(PYTHON)

    async def helped() -> float:
        return _run(HELP)

    async def imported() -> float:
        return _run(BOT)

    nothing, help_, whole = await interleaved(rounds, bare, helped, imported, warm_up=1)
    against = "python -c pass"
    return [Row("import_help", n, help_, nothing, against), Row("import", n, whole, nothing, against)]
