"""`slipstream gallery`: every screen and picture of the desk in several languages on one page, for reviewers."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bot.gallery.page import page
from bot.gallery.paintings import drawn
from bot.gallery.shots import shots

LANGUAGES: Final = ("en", "ru", "pseudo")


def main(argv: Sequence[str]) -> int:
    """Writes the page, says where, and returns the exit code."""
    parser = argparse.ArgumentParser("slipstream gallery", description="Every screen in every language as one page.")
    parser.add_argument("--out", type=Path, default=Path("gallery.html"), help="where to write it (%(default)s)")
    out: Path = parser.parse_args(argv).out
    out.write_text(page(list(shots()), LANGUAGES, drawn(LANGUAGES)), encoding="utf-8")
    sys.stdout.write(f"{out}\n")
    return 0
