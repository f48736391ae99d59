"""When a bot by URL may be asked again, and what its refusals mean."""

from __future__ import annotations

import asyncio
import datetime as dt
import email.utils
import re
import time
from collections.abc import Mapping

from coolhead.bench.bots.trouble import BotTrouble, Kind, excerpt

_KINDS: dict[int, Kind] = {
    401: "config", 403: "config", 404: "config", 405: "config", 410: "config",
    408: "timeout", 504: "timeout", 429: "rate_limited", 503: "rate_limited",
}  # fmt: skip


class Pause:
    """A bot that asks for a pause means all dialogues: nobody asks before it is over."""

    def __init__(self) -> None:
        self._until = 0.0

    def extend(self, seconds: float) -> None:
        """Nobody starts for so long."""
        self._until = max(self._until, time.monotonic() + seconds)

    async def over(self) -> None:
        """Returns when the pause is over; at once when there is none."""
        while (left := self._until - time.monotonic()) > 0:
            await asyncio.sleep(left)


def of_status(status: int, body: str) -> BotTrouble:
    """What an HTTP status other than 2xx says of the bot."""
    kind: Kind = _KINDS.get(status) or ("server" if status >= 500 else "refused")
    said = excerpt(told(body))
    return BotTrouble(kind, f"HTTP {status}" + (f": {said}" if said else ""))


def told(body: str) -> str:
    """The message inside a body: of JSON its "message", "detail" or "error", of HTML its bare text."""
    found = re.search(r'"(?:message|detail|error)"\s*:\s*"((?:[^"\\]|\\.)*)"', body)
    return found[1].replace('\\"', '"').replace("\\n", " ") if found else re.sub(r"<[^>]*>", " ", body)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that `Retry-After` (seconds or a date) asks for; None when it says nothing."""
    value = next((v for name, v in headers.items() if name.lower() == "retry-after"), None)
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            until = email.utils.parsedate_to_datetime(value)
            now = dt.datetime.fromtimestamp(time.time(), until.tzinfo or dt.UTC)
            seconds = (until.replace(tzinfo=until.tzinfo or dt.UTC) - now).total_seconds()
        except (TypeError, ValueError, OverflowError):
            return None
    return max(0.0, seconds) if seconds < float("inf") else None
