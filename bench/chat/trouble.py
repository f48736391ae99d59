"""What a fault of a provider is, and whether asking again can help."""

from __future__ import annotations

import datetime as dt
import email.utils
import re
from collections.abc import Mapping
from dataclasses import dataclass

from coolhead.bench.types import ChatFailure, Usage

AGAIN: dict[ChatFailure, int] = {
    "rate_limited": 6, "connection": 3, "server": 3, "timeout": 1, "malformed": 1, "empty": 1,
}  # fmt: skip
"""How often a question is asked again after this fault; kinds that are not named here: never."""

LONGEST_REASON = 240

_NO_KEY = "the key is missing, wrong or not allowed to use this model"
_NO_MODEL = "no such model or address"
_BY_STATUS: dict[int, tuple[ChatFailure, str]] = {
    401: ("config", _NO_KEY),
    403: ("config", _NO_KEY),
    404: ("config", _NO_MODEL),
    405: ("config", _NO_MODEL),
    408: ("timeout", ""),
    410: ("config", _NO_MODEL),
    413: ("context", ""),
    425: ("server", ""),
    429: ("rate_limited", ""),
    504: ("timeout", ""),
}

_CONTEXT = re.compile(
    r"context.{0,20}(length|window|size)|maximum context|too many (input )?tokens|prompt is too long|"
    r"exceeds? the (available )?context|input is too long|reduce the length", re.I,
)  # fmt: skip
_FILTER = re.compile(r"content.?(filter|policy|management)|safety system|flagged|violat\w+ .{0,30}polic", re.I)
_QUOTA = re.compile(r"insufficient.?quota|exceeded your current quota|billing|credit balance|payment", re.I)


@dataclass(eq=False)
class Trouble(Exception):
    """A question that was not answered. Raised between the files of this package and never out of it."""

    kind: ChatFailure
    reason: str
    after: float | None = None
    """Seconds that the provider asked to wait."""
    text: str = ""
    """What had arrived before it broke."""
    usage: Usage | None = None
    """Tokens that were spent all the same."""
    sent: bool = True
    """False when the question surely never reached a model, so that it cannot have cost anything."""
    again: bool = True
    """False when asking again cannot help whatever the kind."""
    status: int | None = None


def of_status(status: int, body: str, headers: Mapping[str, str]) -> Trouble:
    """The trouble that an HTTP status with its body stands for."""
    kind, hint = _kind(status, body)
    said = told(body)
    reason = f"HTTP {status}" + (f": {said}" if said else "") + (f" ({hint})" if hint else "")
    after = retry_after(headers) if kind in ("rate_limited", "server", "timeout") else None
    return Trouble(kind, reason, after=after, status=status)


def _kind(status: int, body: str) -> tuple[ChatFailure, str]:
    """The kind of fault, and what to tell the user about it."""
    bad_question = status in (400, 413, 422) or status >= 500
    if bad_question and _CONTEXT.search(body):
        return "context", ""
    if status in (400, 422) and _FILTER.search(body):
        return "refused", ""
    if status == 402 or (status == 429 and _QUOTA.search(body)):
        return "config", "the account has nothing left to spend"
    return _BY_STATUS.get(status) or (("config", "") if 400 <= status < 500 else ("server", ""))


def told(body: str) -> str:
    """The error message inside a body: of JSON its "message", of HTML its bare text."""
    found = re.search(r'"(?:message|detail|error)"\s*:\s*"((?:[^"\\]|\\.)*)"', body)
    text = found[1].replace('\\"', '"').replace("\\n", " ") if found else re.sub(r"<[^>]*>", " ", body)
    return " ".join(text.split())


def shorten(reason: str) -> str:
    """One line of bounded length. Keys must be blotted out before: half a key would no longer be recognised."""
    line = " ".join(reason.split())
    return line if len(line) <= LONGEST_REASON else line[: LONGEST_REASON - 1] + "…"


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait by `retry-after-ms`, `Retry-After` (seconds or a date) in any spelling; None when not said."""
    known = {name.lower().removeprefix("llm_provider-"): value for name, value in headers.items()}
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        value = known.get(name)
        if value is None:
            continue
        try:
            return max(0.0, float(value) * unit)
        except ValueError:
            try:
                until = email.utils.parsedate_to_datetime(value)
            except (TypeError, ValueError):
                continue
            sent = known.get("date")  # their clock, so that a wrong one of ours does no harm
            try:
                now = email.utils.parsedate_to_datetime(sent) if sent else dt.datetime.now(dt.UTC)
                return max(0.0, (until - now).total_seconds())
            except (TypeError, ValueError):
                continue
    return None
