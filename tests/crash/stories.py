"""Collects every story that the story tests tell: `python -m tests.crash.stories FILE` runs them, writes each down."""

import json
import sys
from pathlib import Path

import pytest

from tests.stories import telling

ROOT = Path(__file__).parents[2]


def main(file: str) -> int:
    """Stories that end with a bad line are none; what two tests tell is one story. Returns pytest's own status."""
    told: dict[str, None] = {}
    played = telling.play

    def play(lines, numbers=None):
        found = played(lines, numbers)
        told[json.dumps({"lines": lines, "numbers": numbers or {}})] = None
        return found

    telling.play = play
    status = pytest.main(["-q", "-p", "no:cacheprovider", str(ROOT / "tests" / "stories")])
    Path(file).write_text("\n".join(told), encoding="utf-8")
    return int(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
