"""Why a bot of another process or host gave no reply."""

from __future__ import annotations

from typing import Literal

from coolhead.bench.errors import CoolHeadError

Kind = Literal["timeout", "connection", "rate_limited", "server", "refused", "config", "malformed", "empty", "crashed"]
"""timeout: nothing within the seconds allowed; connection: nobody answers or the answer broke off; rate_limited: still
429 or 503 after the retries; server: it said that it broke (5xx); refused: it would not take this request (400, 422,
...); config: the address, method or key is wrong; malformed: an answer that cannot be read; empty: an answer without
words; crashed: its process ended."""


class BotTrouble(CoolHeadError):
    """The bot gave nothing that could be said to the customer; `kind` is a `Failure.kind`."""

    def __init__(self, kind: Kind, reason: str) -> None:
        self.kind = kind
        super().__init__(reason)


def excerpt(text: str, *, longest: int = 120) -> str:
    """One short line of a text."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
