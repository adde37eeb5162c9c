"""House rules that no linter knows: the tree is the diagram, core holds no float and no clock, names are words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PURE = ("decide", "fold", "model", "views")
BANNED_NAMES = {"utils", "helpers", "manager", "service", "data", "info", "misc", "common"}


def sources(*folders: str) -> Iterator[Path]:
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    assert found, f"no sources under {folders}: the test looks in the wrong place"
    yield from found


def calls(path: Path) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every call."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def float_findings(text: str) -> list[int]:
    """Lines with a float literal, float(), or true division."""
    found = []
    for node in ast.walk(ast.parse(text)):
        literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
        cast = isinstance(node, ast.Call) and ast.unparse(node.func) == "float"
        if literal or cast:
            found.append(node.lineno)
    return found


def test_no_float_comes_near_money():
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources("core/decide", "core/fold", "core/model", "core/views")
        for line in float_findings(path.read_text())
    ]
    assert found == []


def test_the_float_rule_bites():
    assert float_findings("x = 0.1\ny = float('2')\n") == [1, 2]


def test_pure_rooms_ask_no_clock_and_no_luck():
    asked = re.compile(r"(^|\.)(now|today|utcnow|random|urandom|uuid4|token_\w+|monotonic)$")
    found = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for room in PURE
        for path in sources(f"core/{room}")
        for line, name in calls(path)
        if asked.search(name) and name not in {"desk.today", "self.today"}
    ]
    assert found == []


def test_no_sql_is_put_together_from_strings():
    found = []
    for path in sources("core", "bot"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith((".execute", ".executemany")):
                first = node.args[0] if node.args else None
                if isinstance(first, ast.JoinedStr | ast.BinOp):
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert found == []


def test_every_module_says_what_it_is_for():
    silent = [
        str(path.relative_to(ROOT))
        for path in sources("core", "bot")
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_modules_are_named_with_words_of_the_trade():
    vague = [str(path.relative_to(ROOT)) for path in sources("core", "bot") if path.stem in BANNED_NAMES]
    assert vague == []


def broad_excepts(text: str) -> list[int]:
    """Lines of handlers that catch everything, neither raise it again nor say why beside it."""
    lines, found = text.splitlines(), []
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.ExceptHandler):
            continue
        broad = node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"}
        raises = any(isinstance(each, ast.Raise) and each.exc is None for each in ast.walk(node))
        if broad and not raises and not re.search(r":\s+#.{20}", lines[node.lineno - 1]):
            found.append(node.lineno)
    return found


def test_broad_excepts_stand_only_where_a_reason_stands_beside_them():
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources("core", "bot")
        for line in broad_excepts(path.read_text())
    ]
    assert found == []


def test_the_broad_except_rule_bites():
    assert broad_excepts("try:\n    x()\nexcept Exception:\n    pass\n") == [3]


def tree_of(readme: str) -> set[str]:
    """The paths that the README's map names."""
    block = re.search(r"## The map\n.*?```\n(.*?)```", readme, re.DOTALL)
    assert block, "the README has no map"
    return {name for line in block[1].splitlines() for name in re.findall(r"^[\w./]+", line)}


def test_the_map_in_the_readme_is_the_tree_on_disk():
    named = tree_of((ROOT / "README.md").read_text())
    missing = sorted(name for name in named if not (ROOT / name).exists())
    assert missing == []
    rooms = {f"{top}/{path.name}/" for top in ("bot", "core") for path in (ROOT / top).iterdir() if path.is_dir()}
    rooms = {room for room in rooms if "__pycache__" not in room}
    assert sorted(rooms - named) == []


@pytest.mark.parametrize(
    "name", ["README.md", "CHANGELOG.md", "LICENSE", ".env.example", "Makefile", "requirements.lock"]
)
def test_what_a_newcomer_looks_for_is_there(name: str):
    assert (ROOT / name).read_text().strip()


def test_the_lock_pins_hashes_and_names_no_index():
    lock = (ROOT / "requirements.lock").read_text()
    pins = re.findall(r"^[\w.\-]+==", lock, re.MULTILINE)
    assert len(pins) > 20
    assert lock.count("--hash=sha256:") > len(pins)
    assert "://" not in lock
    assert "index-url" not in lock.replace("--no-emit-index-url", "")


def test_every_decision_has_the_next_number_and_says_its_cost():
    records = sorted((ROOT / "core/decisions").glob("*.md"))
    assert len(records) >= 6
    for number, record in enumerate(records, start=1):
        text = record.read_text()
        assert record.name.startswith(f"{number:04}-"), record.name
        assert text.startswith(f"# {number:04} · "), record.name
        assert all(part in text for part in ("**Context.**", "**Decision.**", "**Cost.**", "**Look again**")), (
            record.name
        )
