"""Every tap is answered in time, even one that waits behind its person's earlier work or the pace (rule 1).

A tap's clock starts when it is stored. Whoever handles it answers it, with words perhaps; if nobody has by then, it is
answered without any, and the words that come later are not a toast any more.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final

ANSWER_WITHIN: Final = 0.2  # seconds; rule 1 allows 300 ms, and the answer travels too


class Taps:
    """The taps that nobody has answered yet."""

    def __init__(self, answer: Callable[[str], Coroutine[Any, Any, None]]) -> None:
        """`answer` answers a query by its id, without words, and sees to its own errors."""
        self._answer = answer
        self._open: dict[str, asyncio.TimerHandle] = {}
        self._answering: dict[str, asyncio.Task[None]] = {}

    def expect(self, raw: object) -> None:
        """A raw update was stored; if it is a tap, its clock starts."""
        query = raw.get("callback_query") if isinstance(raw, dict) else None
        query_id = query.get("id") if isinstance(query, dict) else None
        if isinstance(query_id, str) and query_id not in self._open:
            self._open[query_id] = asyncio.get_running_loop().call_later(ANSWER_WITHIN, self._late, query_id)

    def take(self, query_id: str) -> bool:
        """Claim the tap's answer; False where it was answered already, for the time was over."""
        timer = self._open.pop(query_id, None)
        if timer is not None:
            timer.cancel()
        return self._answering.get(query_id) is None

    async def stop(self) -> None:
        """Answer nothing more on time's account."""
        for timer in self._open.values():
            timer.cancel()
        await asyncio.gather(*self._answering.values(), return_exceptions=True)

    def _late(self, query_id: str) -> None:
        self._open.pop(query_id, None)
        self._answering[query_id] = asyncio.get_running_loop().create_task(self._answer(query_id))
        # Remembered for as long as a tap can be answered at all, so that its handler does not answer it again.
        asyncio.get_running_loop().call_later(REMEMBERED, self._answering.pop, query_id, None)


REMEMBERED: Final = 60.0
