"""The colours of a picture, dark and light; every pair that meets is told apart by more than its hue."""

from dataclasses import dataclass
from typing import Final

from bot.charts.pictures import Theme, Tone


@dataclass(frozen=True, slots=True)
class Palette:
    """Hex colours. Words on `ground` have a contrast of at least 4.5 to 1."""

    ground: str
    panel: str
    words: str
    quiet: str
    rule: str
    gain: str
    loss: str
    badge: str

    def of(self, tone: Tone) -> str:
        """The colour of a figure."""
        return {Tone.PLAIN: self.words, Tone.GAIN: self.gain, Tone.LOSS: self.loss}[tone]


PALETTES: Final = {
    Theme.DARK: Palette(
        ground="#0b1018",
        panel="#141c28",
        words="#f1f5fa",
        quiet="#93a4b9",
        rule="#263244",
        gain="#2fcf97",
        loss="#ff6b7d",
        badge="#f5b83d",
    ),
    Theme.LIGHT: Palette(
        ground="#ffffff",
        panel="#f3f6fa",
        words="#0e1726",
        quiet="#55647a",
        rule="#dbe2ea",
        gain="#08805a",
        loss="#c8283f",
        badge="#8a5a00",
    ),
}
