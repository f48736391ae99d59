"""How many calls an endpoint gets at once and a minute."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from types import TracebackType

Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[object]]


class Gate:
    """`async with gate:` waits for a slot.

    Calls of a limited rate start evenly spaced, so no span of a minute ever holds more than `per_minute`.
    """

    def __init__(
        self,
        *,
        at_once: int,
        per_minute: float | None = None,
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.at_once, self.per_minute = at_once, per_minute
        self._slots = asyncio.Semaphore(at_once)
        self._gap = 60 / per_minute if per_minute else 0.0
        self._next = self._closed_until = 0.0
        self._clock, self._sleep = clock, sleep

    def pause(self, seconds: float) -> None:
        """Nobody starts for so long: the endpoint asked for a pause, and it means all of us."""
        self._closed_until = max(self._closed_until, self._clock() + seconds)

    async def __aenter__(self) -> Gate:
        await self._slots.acquire()
        try:
            if self._gap:
                now = self._clock()
                start = max(now, self._next)
                self._next = start + self._gap
                if start > now:
                    await self._sleep(start - now)
            while self._closed_until and (wait := self._closed_until - self._clock()) > 0:
                await self._sleep(wait)
        except BaseException:
            self._slots.release()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._slots.release()
