"""The tests bite: each planted bug, alone in a copy of the tree, turns its named tests red within a minute (P-33)."""

import compileall
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from py_compile import PycInvalidationMode

import pytest

from tests.planted.bugs import BUGS

ROOT = Path(__file__).parents[2]
ALL_PASSED, SOME_FAILED = 0, 1
"""What pytest says; nothing collected and a tree that cannot be imported have other numbers."""
SECONDS = 60


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The tree, once for all: a bug is planted and taken out again."""
    tree = tmp_path_factory.mktemp("tree")
    for each in ("bot", "core", "locales", "tests"):
        shutil.copytree(ROOT / each, tree / each, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tree)
    compileall.compile_dir(tree, quiet=2, invalidation_mode=PycInvalidationMode.CHECKED_HASH)
    return tree


def ran(tree, tests, *, seconds=SECONDS, **more):
    """pytest's status and what it said, by fast tests alone, in a process of its own that writes no bytecode.

    What was compiled beforehand is used where the source is the same to the bit: bugs differ by bytes, not by seconds.
    """
    usual = ["-x", "-q", "-p", "no:cacheprovider", "--assert=plain", "-m", "not slow"]
    command = [sys.executable, "-m", "pytest", *usual, *shlex.split(tests)]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "SHORTEN": "0", **more}
    done = subprocess.run(
        command, cwd=tree, env=environment, capture_output=True, text=True, timeout=seconds, check=False
    )
    return done.returncode, done.stdout[-3000:]


def test_every_bug_can_be_planted():
    assert len(BUGS) >= 15
    assert len({bug.name for bug in BUGS}) == len(BUGS)
    for bug in BUGS:
        for file, old, _ in bug.edits:
            text = (ROOT / file).read_text(encoding="utf-8")
            assert text.count(old) == 1, f"{bug.name}: {file} has other lines now"


@pytest.mark.slow
def test_without_a_bug_the_copy_is_green(copy):
    files = sorted({bug.tests.split(" -k ")[0].split("::")[0] for bug in BUGS})
    status, said = ran(copy, " ".join(files), seconds=10 * SECONDS)
    assert status == ALL_PASSED, said


@pytest.mark.slow
@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_planted_bug_is_caught(copy, bug):
    sound = {file: (copy / file).read_text(encoding="utf-8") for file, _, _ in bug.edits}
    try:
        for file, old, new in bug.edits:
            planted = copy / file
            planted.write_text(planted.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        status, said = ran(copy, bug.tests, SOON="10")
    finally:
        for file, text in sound.items():
            (copy / file).write_text(text, encoding="utf-8")
    assert status == SOME_FAILED, said
