"""What leads, traders and the admin type: a bio, a share, a price, an amount, a reason; and what they mark."""

from decimal import Decimal
from typing import ClassVar

from bot.drafts.draft import Draft
from bot.presses.admin import Sanction
from bot.presses.trading import Kind, Stop, Way
from core.model.money import RATIO_UNITS


class TypingBio(Draft):
    """A few words on oneself."""

    tag: ClassVar[str] = "bio"


class TypingProfile(Draft):
    """The words on one's public card."""

    tag: ClassVar[str] = "profile"


class TypingContact(Draft):
    """How the admin reaches one outside the chat."""

    tag: ClassVar[str] = "contact"


class TypingShare(Draft):
    """A profit share in per cent."""

    tag: ClassVar[str] = "share"


class MarkingInstruments(Draft):
    """The instruments marked so far."""

    tag: ClassVar[str] = "marks"
    symbols: frozenset[str]

    def with_mark(self, symbol: str, *, on: bool) -> "MarkingInstruments":
        """The same with one instrument in or out."""
        return MarkingInstruments(symbols=self.symbols | {symbol} if on else self.symbols - {symbol})


class TypingPrice(Draft):
    """A limit price, or where a trailing order begins to follow."""

    tag: ClassVar[str] = "price"
    symbol: str
    way: Way
    kind: Kind = Kind.LIMIT
    mark: int = 0


class TypingMark(Draft):
    """What a trigger or a trailing order waits for."""

    tag: ClassVar[str] = "mark"
    symbol: str
    way: Way
    kind: Kind


class TypingAmount(Draft):
    """An amount: USDT on a buy, coins on a sale; `price` 0 is at market, `mark` 0 waits for nothing."""

    tag: ClassVar[str] = "amount"
    symbol: str
    way: Way
    kind: Kind
    price: int
    mark: int = 0


class TypingLotStop(Draft):
    """The price of a lead lot's stop, or with `price` known the limit at which it sells."""

    tag: ClassVar[str] = "lotstop"
    lot: str
    what: Stop
    price: int = 0


class TypingStopReason(Draft):
    """Why a lead wants to stop."""

    tag: ClassVar[str] = "stopwhy"


class TypingGround(Draft):
    """Why the admin suspends a lead or revokes the right to lead."""

    tag: ClassVar[str] = "ground"
    person: int
    what: Sanction


class TypingQuestion(Draft):
    """What the admin asks an applicant."""

    tag: ClassVar[str] = "question"
    person: int


class TypingAnswer(Draft):
    """What an applicant answers."""

    tag: ClassVar[str] = "answer"


class TypingHaltReason(Draft):
    """Why the admin halted the desk; `act` is the origin of that halt."""

    tag: ClassVar[str] = "haltwhy"
    act: str


def share_of(percent: Decimal) -> int | None:
    """A typed percentage as a ratio in 10⁻⁸; None above 100 and for more than two decimals."""
    ratio = percent / 100 * RATIO_UNITS
    if percent > 100 or ratio != int(ratio) or int(ratio) % (RATIO_UNITS // 10_000):
        return None
    return int(ratio)
