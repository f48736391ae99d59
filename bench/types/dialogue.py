"""One conversation: what was said and declared, why it ended, what the customer went through."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import model_validator

from coolhead.personas.brief import Brief
from coolhead.personas.case import Case, Model

Role = Literal["customer", "agent"]


class Action(Model):
    """Something a bot says it did, e.g. `Action(name="credit", amount=22.5)`; `name` is a grant id or a tool."""

    name: str
    amount: float | None = None
    """In `cr`, where the action moves money."""
    detail: dict[str, Any] = {}

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"name": value}
        if isinstance(value, dict) and "name" not in value:
            for other in ("grant", "id", "action", "type", "tool"):
                if other in value:
                    rest = dict(value)
                    return {"name": rest.pop(other), **rest}
        return value


class Usage(Model):
    """Tokens of one reply; None = the endpoint did not say."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class Reply(Model):
    """What a bot answers. A plain string is enough; this adds declared actions and leaving."""

    text: str
    actions: tuple[Action, ...] = ()
    done: bool = False
    """The bot leaves the conversation after this; it does not settle the case by saying so."""
    usage: Usage | None = None
    cost_usd: float | None = None
    """None = unknown, which is not the same as free."""
    seconds: float | None = None
    """Time the bot took, where it knows better than the caller's watch (it waited for a slot, say)."""
    notes: tuple[str, ...] = ()
    """What is odd about this reply: cut off at a token limit, an action declined, ..."""


class Turn(Model):
    """One message."""

    role: Role
    text: str
    actions: tuple[Action, ...] = ()
    seconds: float | None = None
    """Time a remote bot took; None for transcripts and for bots that run inside this process."""
    usage: Usage | None = None
    notes: tuple[str, ...] = ()
    """What was odd about the reply; see `Reply.notes`."""


class Conversation(Model):
    """What a bot sees: everything said so far and the case file. Never the persona."""

    turns: tuple[Turn, ...]
    case: Case
    session: str
    """Stays the same through the dialogue."""
    seed: int


EndReason = Literal[
    "accepted", "accepted_grudging", "walked_away", "handed_off", "bot_ended", "max_turns", "stale",
    "bot_error", "customer_error", "budget_stop", "transcript",
]  # fmt: skip


class End(Model):
    """Why the dialogue is over; decided by the engine, never by the bot's claim that all is solved."""

    reason: EndReason
    by: Literal["customer", "bot", "engine"]


class Failure(Model):
    """Something that broke. Only where="bot" counts against the bot."""

    where: Literal["bot", "customer", "grader"]
    kind: str
    """timeout, error, empty, malformed, ..."""
    message: str
    turn: int | None = None


class Event(Model):
    """One thing the customer made of a bot's turn, with the words that caused it."""

    name: str
    quote: str = ""
    anger: float = 0.0
    """How much this event alone moved the anger (0-1 scale), before clipping."""


class TraceStep(Model):
    """The customer's private state after one agent turn (the first: before any)."""

    turn: int
    """Index of the customer's (first) turn that this state produced."""
    anger: float
    heard: float = 0.0
    trust: float = 0.0
    fairness: float = 0.0
    control: float = 0.0
    blame: float = 0.0
    progress: float = 0.0
    patience: float = 0.0
    act: str = ""
    events: tuple[Event, ...] = ()
    settled: tuple[str, ...] = ()
    """Remedies that the customer regards as firmly promised."""


class Dialogue(Model):
    """One conversation, self-contained: it can be graded again anywhere without its persona file."""

    id: str
    bot: str = "agent"
    persona: str | None = None
    repeat: int = 0
    seed: int | None = None
    engine: str = "transcript"
    """Customer engine and version, e.g. "embedded-8"; "transcript" for dialogues that already happened."""
    turns: tuple[Turn, ...]
    end: End = End(reason="transcript", by="engine")
    failure: Failure | None = None
    usage: Usage | None = None
    cost_usd: float | None = None
    """None = unknown."""
    case: Case | None = None
    brief: Brief | None = None
    """The public part of the persona."""
    trace: tuple[TraceStep, ...] = ()
    labels: dict[str, Any] = {}
    """What others said of this dialogue (a reward, a human score); never part of a score of ours."""
    metadata: dict[str, Any] = {}

    def public(self) -> Dialogue:
        """The dialogue as a grader sees it: without the customer's private state, outside labels and the bot's name."""
        return self.model_copy(update={"trace": (), "labels": {}, "metadata": {}, "bot": "agent"})
