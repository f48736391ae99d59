"""One question to a model and what came of it."""

from __future__ import annotations

from typing import Any, Literal

from coolhead.bench.types.dialogue import Usage
from coolhead.personas.case import Model

Purpose = Literal["bot", "customer", "judge"]
"""Who pays for a model call: tokens, cost and seconds are counted by it."""


class Tool(Model):
    """Something a model may call; `parameters` is the JSON schema of its arguments."""

    name: str
    description: str = ""
    parameters: dict[str, Any] = {"type": "object", "properties": {}}


class ToolCall(Model):
    """A tool that a model called."""

    name: str
    arguments: dict[str, Any] = {}
    malformed: str = ""
    """The arguments as they came, when they were not a JSON object."""
    id: str = ""
    """Links the call to the message that brings its result."""


class ChatMessage(Model):
    """One message to a model."""

    role: Literal["system", "user", "assistant", "tool"]
    content: str
    tool_calls: tuple[ToolCall, ...] = ()
    """What the assistant called in this message."""
    tool_call_id: str = ""
    """On a "tool" message: whose result it is."""


ChatFailure = Literal[
    "timeout", "rate_limited", "connection", "server", "malformed", "empty", "refused", "context", "budget", "config",
]  # fmt: skip
"""Why a model gave nothing usable.

timeout: nothing within the seconds allowed; rate_limited: still refused for its rate after the retries; connection:
nobody there, or it hung up; server: an error of theirs; malformed: an answer nobody can read, or (where an answer
model was asked for) one that does not fit it; empty: no text and no tool call; refused: the provider's content filter
or the model's own refusal field; context: the messages are longer than the model takes; budget: the spending limit of
the run is reached, nothing was sent; config: wrong key, model or address, which no retry mends.
"""


class ChatOutcome(Model):
    """What came of one question to a model. A provider's fault is data here, never an exception."""

    text: str = ""
    """What it wrote, without its reasoning; also kept when a failure came after it."""
    reasoning: str = ""
    """What stood between reasoning tags or in a field for it; not meant for the other side."""
    parsed: Any = None
    """The `answer` model that was asked for, filled; None without one and on a failure."""
    tool_calls: tuple[ToolCall, ...] = ()
    failure: ChatFailure | None = None
    reason: str = ""
    """What went wrong, in one line without secrets; empty when nothing did."""
    usage: Usage | None = None
    """Over all attempts; None = the endpoint did not say."""
    cost_usd: float | None = None
    """None = unknown, which is not the same as free."""
    seconds: float | None = None
    """Spent with the endpoint over all attempts, without the waiting for a slot or a retry; None = nothing was sent."""
    finish_reason: str | None = None
    """stop, length (cut off at max_tokens), tool_calls, content_filter, ...; None = not said."""
    model: str = ""
    """The model that the answer names, else the one asked."""
    cached: bool = False
    """Read from the cache: nothing was sent or spent; usage, cost and seconds are those of the first time."""
    attempts: int = 0
    dropped: tuple[str, ...] = ()
    """Settings that this endpoint does not know and that were left out, e.g. "seed"."""

    @property
    def ok(self) -> bool:
        """True when the question was answered."""
        return self.failure is None
