"""The nouns that cross module borders: turns, dialogues, grades, standings.

Data is frozen and refuses unknown fields; behaviour lives elsewhere. Scores run from 0 to 100, turn numbers
are positions in `Dialogue.turns` counted from 0.
"""

from __future__ import annotations

from typing import Any, Literal, get_args

from pydantic import Field, model_validator

from coolhead.personas.brief import Brief
from coolhead.personas.case import Case, Model

Criterion = Literal["calm", "empathy", "clarity", "boundaries", "resolution"]
CRITERIA: tuple[Criterion, ...] = get_args(Criterion)
Role = Literal["customer", "agent"]
LEVELS = {1: 0.0, 2: 25.0, 3: 50.0, 4: 75.0, 5: 100.0}
"""Rubric level -> score."""


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


Verdict = Literal["met", "missed", "n/a"]


class Evidence(Model):
    """The exact words that a verdict rests on."""

    turn: int
    quote: str
    """Verbatim words of the turn; "" where the turn shows it as a whole."""
    indicator: str


class Grade(Model):
    """What one grader says of one criterion of one dialogue."""

    dialogue: str
    criterion: Criterion
    grader: str
    version: int
    """Raised whenever the same dialogue could get another score."""
    score: float | None = Field(default=None, ge=0, le=100)
    """0-100; None = not judged, which is not zero: `reason` says why."""
    level: int | None = Field(default=None, ge=1, le=5)
    indicators: dict[str, Verdict] = {}
    """For a penalty (`CT-2`), "met" means that the bad thing happened."""
    evidence: tuple[Evidence, ...] = ()
    critical: tuple[str, ...] = ()
    """Ids of critical errors, which cap the score; each has its evidence."""
    reason: str = ""


class Mean(Model):
    """A mean with its 95 % interval and what stands behind it."""

    mean: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    missing: int = 0


class RankRange(Model):
    """Best and worst rank that the data allow."""

    low: int
    high: int


class Coverage(Model):
    """How much of the plan was played."""

    done: int
    failed: int
    planned: int


class Standing(Model):
    """A bot's row on the leaderboard."""

    bot: str
    overall: Mean
    rank: RankRange | None = None
    """None = not ranked; `notes` says why."""
    tier: int | None = None
    criteria: dict[str, Mean]
    outcome: dict[str, float | None] = {}
    """Shares of end reasons, end anger, area under anger, turns: beside the criteria, never inside a mean."""
    pass_k: dict[str, float | None] = {}
    critical: dict[str, int] = {}
    cost_usd: float | None = None
    seconds: float | None = None
    coverage: Coverage
    notes: tuple[str, ...] = ()
