"""The gallery shows every screen function there is, in every language, the same at every run."""

import ast
from importlib.util import find_spec
from pathlib import Path

import pytest

from bot import gallery
from bot.gallery.page import different, page
from bot.gallery.paintings import paintings
from bot.gallery.samples import sample
from bot.gallery.shots import Shot, screen_functions, shots
from bot.html import esc
from bot.screens.screen import Screen
from bot.translate import Catalogues

SCREENS = Path(__file__).parents[2] / "bot/screens"
WORDS = [Catalogues.load().words(language) for language in gallery.LANGUAGES]


def written():
    """The functions of bot/screens that say they make a screen out of words, read from the source."""
    for path in sorted(SCREENS.rglob("*.py")):
        for node in ast.parse(path.read_text()).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_") or node.returns is None:
                continue
            first = [argument.arg for argument in node.args.args[:1]]
            if ast.unparse(node.returns) == "Screen" and first == ["t"]:
                yield f"{path.stem}.{node.name}"


@pytest.fixture(scope="module")
def shown():
    return different(list(shots()), WORDS)


def test_every_screen_function_of_the_source_is_drawn_in_every_language(shown):
    assert len(list(written())) > 80
    assert {shot.function for shot, _ in shown if not shot.variant} == set(written())
    assert all(len(screens) == len(gallery.LANGUAGES) for _, screens in shown)


def test_the_ordinary_case_of_each_is_drawn_and_variants_only_where_they_differ(shown):
    assert len({shot.function for shot, _ in shown}) < len(shown)
    for function in {shot.function for shot, _ in shown}:
        drawn = [screens[0] for shot, screens in shown if shot.function == function]
        assert len(set(drawn)) == len(drawn), function


def test_the_pseudo_language_leaves_no_screen_untouched(shown):
    assert [shot for shot, screens in shown if "[!! " not in screens[-1].text.plain] == []


@pytest.mark.slow
def test_it_is_written_where_asked_and_says_where(tmp_path, capsys):
    out = tmp_path / "all.html"
    assert gallery.main(["--out", str(out)]) == 0
    assert capsys.readouterr().out == f"{out}\n"
    first = out.read_text()
    assert first.count('<div class="phone">') > 3 * 80
    assert "Slipstream" in first
    if find_spec("matplotlib"):
        assert first.count('src="data:image/png;base64,') == len(paintings()) * (len(gallery.LANGUAGES) + 1)
    gallery.main(["--out", str(out)])
    assert out.read_text() == first


def test_an_ordinary_case_that_cannot_be_drawn_is_no_silence():
    def broken(_):
        raise LookupError("no such view")

    with pytest.raises(LookupError, match="no such view"):
        page([Shot("x.y", "", broken)], ["en"])
    assert different([Shot("x.y", "odd", broken)], WORDS) == []


def test_a_screen_function_that_takes_something_unheard_of_is_named():
    with pytest.raises(TypeError, match=r"view is a .* say in this module how one is made"):
        sample(Path, "view")
    assert len(list(screen_functions())) > 80


def test_labels_and_texts_cannot_break_the_page():
    shot = Shot("x.y", "", lambda _: Screen(esc("<script>alert(1)</script>")))
    assert "<script>" not in page([shot], ["en"])
