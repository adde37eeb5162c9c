"""A sheet of 1280 × 960 pixels to draw on, counted from the top left: words that fit their place, lines, areas, bars.

Only the drawing process imports this; it is the one door to matplotlib. Words are never read as formulas.
"""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final, Literal

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findSystemFonts, fontManager, get_font
from matplotlib.ft2font import FT2Font
from matplotlib.patches import FancyBboxPatch, Polygon
from matplotlib.text import Text

WIDTH: Final = 1280
HEIGHT: Final = 960
DPI: Final = 160
SMALLEST: Final = 11.0  # points; less cannot be read on a phone
DEJAVU: Final = Path(mpl.get_data_path()) / "fonts/ttf"
HAN: Final = ("NotoSansCJK", "NotoSansSC", "SourceHanSans", "wqy", "DroidSansFallback", "msyh", "PingFang", "simhei")
"""How the files of fonts that have Chinese signs begin; none comes along, an installed one is taken."""
ELLIPSIS: Final = "…"

Align = Literal["left", "center", "right"]
Anchor = Literal["center", "center_baseline", "baseline"]
OTHER_SIDE: Final[dict[Align, Align]] = {"left": "right", "right": "left", "center": "center"}
Point = tuple[float, float]


class Sheet:
    """One picture in the making."""

    def __init__(self, ground: str, *, mirrored: bool = False) -> None:
        """Blank. `mirrored`: words given a place from the left stand as far from the right."""
        self._figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI, facecolor=ground)
        self._canvas = FigureCanvasAgg(self._figure)
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(HEIGHT, 0)
        self._mirrored = mirrored
        self.words: list[Text] = []
        """All that was written: a test holds them to lie on the sheet and apart from each other."""

    def write(
        self,
        at: Point,
        text: str,
        *,
        size: float,
        color: str,
        room: float = WIDTH,
        bold: bool = False,
        align: Align = "left",
        anchor: Anchor = "baseline",
        number: bool = False,
        fixed: bool = False,
    ) -> Text:
        """Words at a place, smaller where they need more than `room` pixels, and cut where even that is not enough.

        A `number` is never cut: one digit less is another number. `fixed`: a place on the graph, which is not mirrored.
        """
        x, y = at
        if self._mirrored and not fixed:
            x, align = WIDTH - x, OTHER_SIDE[align]
        written = self._axes.text(
            x,
            y,
            drawable(text),
            fontproperties=_letters(bold=bold),
            size=size,
            color=color,
            ha=align,
            va=anchor,
            parse_math=False,
            zorder=4,
        )
        self._fit(written, size, room, whole=number)
        self.words.append(written)
        return written

    def width_of(self, text: Text) -> float:
        """How many pixels a text takes."""
        renderer = self._canvas.get_renderer()  # type: ignore[no-untyped-call]  # it has no types of its own
        return float(text.get_window_extent(renderer).width)

    def _fit(self, text: Text, size: float, room: float, *, whole: bool) -> None:
        while (wide := self.width_of(text)) > room and (whole or size > SMALLEST):
            size = min(size - 0.5, size * room / wide)  # looked at again: letters do not shrink evenly
            size = size if whole else max(size, SMALLEST)
            text.set_fontsize(size)
        if wide <= room:
            return
        shown = text.get_text()
        cuts = [shown[:-cut].rstrip() + ELLIPSIS for cut in range(1, len(shown))] or [shown]
        first = bisect_left(cuts, -room, hi=len(cuts) - 1, key=lambda cut: -self._wide(text, cut))
        text.set_text(cuts[first])

    def _wide(self, text: Text, words: str) -> float:
        text.set_text(words)
        return self.width_of(text)

    def line(self, points: Sequence[Point], color: str, *, width: float = 2.5, dashed: bool = False) -> None:
        """A line through the points."""
        xs, ys = zip(*points, strict=True)
        style = (0, (4, 4)) if dashed else "-"
        self._axes.plot(xs, ys, color=color, lw=width, ls=style, solid_capstyle="round", solid_joinstyle="round")

    def dot(self, at: Point, color: str, ring: str) -> None:
        """A point that is spoken of."""
        self._axes.plot(*at, "o", ms=9, color=color, mec=ring, mew=2.5)

    def area(self, points: Sequence[Point], base: float, color: str) -> None:
        """The area between a line and the height `base`, fading towards it from above and from below."""
        edge = [(points[0][0], base), *points, (points[-1][0], base)]
        fade = np.empty((64, 1, 4))
        fade[:, :, :3] = to_rgba(color)[:3]
        fade[:, 0, 3] = np.linspace(0.36, 0.02, 64)
        for far in {min(y for _, y in edge), max(y for _, y in edge)} - {base}:
            # The first row of the fade lies at the far end, its last on the base.
            image = self._axes.imshow(fade, aspect="auto", extent=(0, WIDTH, base, far))
            image.set_clip_path(Polygon(edge, closed=True, transform=self._axes.transData))
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(HEIGHT, 0)

    def box(
        self,
        corner: Point,
        size: Point,
        color: str,
        *,
        radius: float = 14,
        outline: str | None = None,
        fixed: bool = True,
    ) -> None:
        """A box with round corners, filled, or an outline alone where `outline` says its colour."""
        x, y = corner
        if self._mirrored and not fixed:
            x = WIDTH - x - size[0]
        radius = min(radius, size[0] / 2, size[1] / 2)
        self._axes.add_patch(
            FancyBboxPatch(
                (x, y),
                *size,
                boxstyle=f"round,pad=0,rounding_size={radius}",
                facecolor=color,
                edgecolor=outline or "none",
                linewidth=2 if outline else 0,
                zorder=2,
            )
        )

    def png(self) -> bytes:
        """The picture."""
        out = BytesIO()
        self._canvas.print_png(out, metadata={"Software": None})  # type: ignore[no-untyped-call]
        return out.getvalue()


def drawable(text: str) -> str:
    """Without what no letter at hand can show; a question mark where nothing is left of it."""
    kept = "".join(sign for sign in text if sign == " " or any(_has(font, sign) for font in _fonts()))
    return " ".join(kept.split()) or "?"


def speaks_chinese() -> bool:
    """Whether an installed font has Chinese signs."""
    return _han() is not None


@cache
def _letters(*, bold: bool) -> FontProperties:
    """DejaVu Sans, which comes with matplotlib, before a Chinese font where one is installed."""
    families = ["DejaVu Sans"]
    if (han := _han()) is not None:
        fontManager.addfont(han)  # it may be newer than matplotlib's list of fonts
        families.append(get_font(han).family_name)
    return FontProperties(family=families, weight="bold" if bold else "normal")


@cache
def _fonts() -> tuple[FT2Font, ...]:
    paths = [str(DEJAVU / "DejaVuSans.ttf"), _han()]
    return tuple(get_font(path) for path in paths if path)


@cache
def _has(font: FT2Font, sign: str) -> bool:
    return font.get_char_index(ord(sign)) != 0


@cache
def _han() -> str | None:
    found = (
        path for path in sorted(findSystemFonts()) if Path(path).name.lower().startswith(tuple(map(str.lower, HAN)))
    )
    return next(found, None)
