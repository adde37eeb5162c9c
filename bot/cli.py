"""The command line: `slipstream demo`, `run`, `doctor` and the rest. A known problem is one line and an exit code.

Nothing heavy is imported before a command is chosen, so that `--help` answers at once.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

Command = Callable[[argparse.Namespace], int]
REFUSED = 1
FORWARDED = {
    "scenario": "bot.scenario",
    "bench": "bot.bench",
    "gallery": "bot.gallery",
    "why": "bot.host.why",
    "proof": "bot.host.proof",
    "verify": "bot.host.verify",
    "journal": "bot.host.journal",
    "stop": "bot.host.stop",
}
"""Commands with arguments of their own, read by themselves, and where each is."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns the exit code: 0 done, 1 refused, 2 called wrongly."""
    parser = _parser()
    given, rest = parser.parse_known_args(argv)
    if given.name is None:
        parser.exit(2, f"{parser.format_help()}\nslipstream: a command is wanted, such as `slipstream demo`\n")
    command: Command = given.command
    if rest and given.name not in FORWARDED:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    given.rest = rest
    try:
        return command(given)
    except KeyboardInterrupt:
        return 130
    except Exception as problem:
        line = _known(problem)
        if line is None:
            raise
        print(f"slipstream: {line}", file=sys.stderr)
        return REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "slipstream", description="A copy-trading desk for spot markets in a Telegram chat."
    )
    commands = parser.add_subparsers(dest="name", metavar="command")

    demo = _add(commands, "demo", "try the desk on this machine: no token, no keys, paper money", _demo)
    demo.add_argument("--port", type=_port, help="the chat page's port (8137, or any free one where that is taken)")
    demo.add_argument("--data", type=Path, default=Path("data/demo"), help="where it keeps its state (%(default)s)")
    demo.add_argument("--seed", type=int, default=1, help="of the simulated market (%(default)s)")
    demo.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="change a number of the rulebook"
    )
    demo.add_argument("--fresh", action="store_true", help="forget what an earlier demo left there")

    _add(commands, "run", "run the desk with the token of .env", _run)
    _add(commands, "doctor", "say in one line each what is missing to run", _doctor)
    for name, text in (
        ("scenario", "play a story and print what came of it"),
        ("bench", "measure the desk against the bare arithmetic"),
        ("gallery", "every screen in every language as one page"),
        ("why", "show why a copy order was sent or was not, and decide it anew"),
        ("verify", "check statement files with the desk's public key alone"),
        ("stop", "halt all buys of the desk, or pause one person, without Telegram"),
        ("journal", "show the records of a journal, or go on from what is left of a damaged one"),
        ("proof", "add up the whole book and show that no money was lost or made"),
    ):
        _add(commands, name, text, _forward, add_help=False)
    _add(commands, "version", "print the version", _version)
    return parser


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    text: str,
    command: Command,
    *,
    add_help: bool = True,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text.capitalize() + ".", add_help=add_help)
    parser.set_defaults(command=command)
    return parser


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"a port is from 1 to 65535, found {text}")
    return port


def _demo(given: argparse.Namespace) -> int:
    from bot.demo.command import demo
    from bot.numbers import numbers

    limits = numbers(given.set)
    return demo(port=given.port, folder=given.data, seed=given.seed, fresh=given.fresh, limits=limits)


def _run(_: argparse.Namespace) -> int:
    from bot.running import run

    return run()


def _doctor(_: argparse.Namespace) -> int:
    from bot.host.doctor import doctor

    return doctor()


def _forward(given: argparse.Namespace) -> int:
    from importlib import import_module

    code: int | None = import_module(FORWARDED[given.name]).main(given.rest)
    return code or 0


def _version(_: argparse.Namespace) -> int:
    from importlib.metadata import version

    print(version("slipstream-desk"))
    return 0


def _known(problem: Exception) -> str | None:
    """The one line of a problem that is no mistake of ours; None for all others, which keep their traceback."""
    from bot.last_words import one_line

    return one_line(problem)


if __name__ == "__main__":
    sys.exit(main())
