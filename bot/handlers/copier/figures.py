"""The figures of all leads, made anew at most every ten minutes: they take a pass over all people (R-19.14)."""

from dataclasses import dataclass, field
from datetime import timedelta

from core.engine import Engine
from core.views.ranking import Ranking, ranking


@dataclass(slots=True)
class KnownFigures:
    """One for the whole chat."""

    engine: Engine
    _known: Ranking | None = field(default=None, init=False)

    async def fresh(self) -> Ranking:
        """The figures of the last ten minutes, or new ones."""
        age = timedelta(seconds=self.engine.pen.limits.metrics.refresh_s)
        if self._known is None or self.engine.clock.now() - self._known.at >= age:
            self._known = await self.engine.read(ranking)
        return self._known
