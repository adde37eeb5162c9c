"""Which desk a command on the host is about: the folder of `--data`, else the DATA_DIR that `run` would take."""

import argparse
from pathlib import Path
from typing import Final

from bot.refusals import Refused
from bot.settings import read_folder

JOURNAL: Final = "journal.sqlite"


def ask_folder(parser: argparse.ArgumentParser) -> None:
    """Adds `--data`. A command that looked elsewhere than the desk runs would halt, or prove, the wrong one."""
    parser.add_argument(
        "--data", type=Path, default=read_folder(), help="the desk's data folder (%(default)s, by DATA_DIR)"
    )


def journal_of(folder: Path) -> Path:
    """The journal of the desk in this folder. Raises Refused where none has ever run there."""
    path = folder / JOURNAL
    if not path.is_file():
        raise Refused(f"{folder} holds no desk (no {JOURNAL}): name its folder with --data, or set DATA_DIR")
    return path


def made(folder: Path) -> Path:
    """The folder, made where it is not there yet. Raises Refused, which says what is in the way."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as problem:
        raise Refused(
            f"{folder} cannot be the desk's folder ({problem.strerror}): see to that path and its rights, or name"
            " another, by --data in the demo, else by DATA_DIR; nothing was traded"
        ) from problem
    return folder
