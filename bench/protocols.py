"""The seams: whoever offers these methods can take part. Nothing else lives here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from pydantic import BaseModel

from coolhead.bench.types import (
    ChatMessage,
    ChatOutcome,
    Conversation,
    Dialogue,
    End,
    Grade,
    Purpose,
    Reply,
    Tool,
    TraceStep,
    Turn,
)
from coolhead.personas.schema import Persona


@runtime_checkable
class Bot(Protocol):
    """A candidate. `reply` is called once per customer turn (a burst of messages counts as one)."""

    name: str
    remote: bool
    """True when its time per reply says something (a network, another process)."""

    async def reply(self, conversation: Conversation) -> Reply:
        """The next agent turn."""
        ...

    async def close(self) -> None:
        """Let go of connections and processes; called once at the end of the run."""
        ...


class Utterance(Protocol):
    """What the customer does next."""

    @property
    def texts(self) -> tuple[str, ...]:
        """One message, or a burst of several; empty when the customer leaves without a word."""
        ...

    @property
    def end(self) -> End | None:
        """Why the customer ends the dialogue with this; None when they do not."""
        ...

    @property
    def step(self) -> TraceStep:
        """The private state behind it."""
        ...


class Customer(Protocol):
    """One angry person in one dialogue; holds the private state."""

    async def speak(self, turns: Sequence[Turn], *, bot_left: bool = False) -> Utterance:
        """The next customer turn; `turns` ends with the agent's latest one, or is empty for the opening."""
        ...


class CustomerEngine(Protocol):
    """Plays personas. `name` goes into every dialogue; results of different engines are never ranked together."""

    name: str

    def begin(self, persona: Persona, *, seed: int) -> Customer:
        """A fresh customer for a filled persona."""
        ...


@runtime_checkable
class Grader(Protocol):
    """Judges a dialogue that it gets without the customer's private state."""

    id: str
    version: int

    def grade(self, dialogue: Dialogue) -> list[Grade]:
        """One grade for each criterion it judges."""
        ...


class AsyncGrader(Protocol):
    """Judges a dialogue by asking others (language models), with one or several columns of grades."""

    @property
    def criteria(self) -> Sequence[str]:
        """What it judges."""
        ...

    @property
    def columns(self) -> Sequence[tuple[str, int]]:
        """(Grader id, version) of every column that `judge` returns."""
        ...

    async def judge(self, dialogue: Dialogue) -> list[Grade]:
        """One grade for each criterion and column; hands on no more than `dialogue.public()`."""
        ...


class Chat(Protocol):
    """A model to talk to. Bots, judges and the model customer are handed one; none of them opens it."""

    model: str
    """As the user named it; goes into results."""

    async def ask(
        self,
        messages: Sequence[ChatMessage],
        *,
        purpose: Purpose,
        answer: type[BaseModel] | None = None,
        repeat: int = 0,
        temperature: float | None = 0.0,
        max_tokens: int | None = None,
        seed: int | None = None,
        tools: Sequence[Tool] = (),
    ) -> ChatOutcome:
        """What the model answers.

        `answer` asks for JSON that fits this pydantic model: then `ChatOutcome.parsed` holds an instance, or `failure`
        says why there is none. `repeat` tells apart questions that are asked again on purpose (self-consistency): each
        number has its own place in the cache. None for `temperature` or `max_tokens` leaves it to the endpoint.

        Retries, waiting, limits, cache and budget are taken care of. Never raises for a fault of the provider; a wrong
        key, model name or address is the failure "config", on this and every later call.
        """
        ...

    async def close(self) -> None:
        """Let go of connections; may be called more than once."""
        ...
