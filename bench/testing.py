"""For tests, ours and yours: dialogues written as they are spoken, and customers and bots that do as they are told.

from coolhead.bench.testing import talk
dialogue = talk("C: Where is my parcel?", "A: On the van; you have it before 18:00.")
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ValidationError

from coolhead.bench.types import (
    ChatMessage,
    ChatOutcome,
    Conversation,
    Dialogue,
    End,
    Purpose,
    Reply,
    Tool,
    TraceStep,
    Turn,
    Usage,
)
from coolhead.personas.case import Case, Grant, Policy
from coolhead.personas.schema import Persona

_ROLES = {"C": "customer", "A": "agent"}


def talk(*lines: str, case: Case | None = None, id: str = "talk", **fields: object) -> Dialogue:
    """A dialogue from lines that start with "C: " or "A: ".

    Raises:
        ValueError: a line starts with something else.
    """
    turns = []
    for line in lines:
        who, colon, text = line.partition(": ")
        if not colon or who not in _ROLES:
            raise ValueError(f"start the line with 'C: ' or 'A: ', not {line[:12]!r}")
        turns.append(Turn(role=_ROLES[who], text=text))  # type: ignore[arg-type]
    return Dialogue(id=id, turns=tuple(turns), case=case, **fields)  # type: ignore[arg-type]


def case_with(
    *grants: str, forbidden: Sequence[str] = (), record: dict[str, str] | None = None, **fields: object
) -> Case:
    """A small case file: grants by their plain words."""
    made = tuple(Grant(id=f"grant_{n}", label=label) for n, label in enumerate(grants, 1))
    return Case(
        firm="Tellmere Goods",
        record=record or {},
        policy=Policy(grants=made, forbidden=tuple(forbidden)),
        **fields,  # type: ignore[arg-type]
    )


class SayBot:
    """Says these lines in order and then its last one again."""

    remote = False

    def __init__(self, *lines: str | Reply | Exception, name: str = "say") -> None:
        self.name, self.lines, self.closed = name, lines, False

    async def reply(self, conversation: Conversation) -> Reply:
        """The next line; an exception among the lines is raised."""
        said = sum(turn.role == "agent" for turn in conversation.turns)
        line = self.lines[min(said, len(self.lines) - 1)]
        if isinstance(line, Exception):
            raise line
        return line if isinstance(line, Reply) else Reply(text=line)

    async def close(self) -> None:
        """Remembers that it was closed."""
        self.closed = True


@dataclass(frozen=True)
class Said:
    """An utterance."""

    texts: tuple[str, ...]
    end: End | None
    step: TraceStep


@dataclass
class FixedCustomers:
    """An engine whose customers say these lines, one a turn, and then accept."""

    lines: Sequence[str] = ("This is the third time!", "And now?")
    name: str = "fixed-1"
    fails_at: int | None = None
    """The customer breaks at this turn, to see that the bot is not blamed."""
    begun: list[str] = field(default_factory=list)

    def begin(self, persona: Persona, *, seed: int) -> FixedCustomer:
        """A fresh customer."""
        self.begun.append(f"{persona.id}:{seed}")
        return FixedCustomer(self, count=0)


@dataclass
class FixedCustomer:
    """Says its engine's lines."""

    engine: FixedCustomers
    count: int

    async def speak(self, turns: Sequence[Turn], *, bot_left: bool = False) -> Said:
        """The next line."""
        place, self.count = self.count, self.count + 1
        if place == self.engine.fails_at:
            raise RuntimeError("the customer lost the thread")
        step = TraceStep(turn=len(turns), anger=max(0.0, 0.8 - 0.2 * place))
        if bot_left:
            return Said((), End(reason="bot_ended", by="bot"), step)
        if place >= len(self.engine.lines):
            return Said(("All right then.",), End(reason="accepted", by="customer"), step)
        return Said((self.engine.lines[place],), None, step)


@dataclass(frozen=True)
class Asked:
    """One question that a `FakeChat` got."""

    messages: tuple[ChatMessage, ...]
    purpose: Purpose
    answer: type[BaseModel] | None
    repeat: int
    temperature: float | None
    max_tokens: int | None
    seed: int | None
    tools: tuple[Tool, ...]

    @property
    def text(self) -> str:
        """All messages as one text."""
        return "\n\n".join(message.content for message in self.messages)


Canned = str | dict[str, Any] | BaseModel | ChatOutcome
"""A text, the fields of an answer, the answer itself, or a whole outcome."""


class FakeChat:
    """A `Chat` that gives canned answers in order, then its last one again, and remembers what it was asked.

        chat = FakeChat("Hello.", {"verdict": "yes"}, ChatOutcome(failure="refused", reason="no"))
        chat = FakeChat(lambda asked: "yes" if "refund" in asked.text else "no")

    Where an answer model is asked for, a text is read as JSON and a dict validated; what does not fit comes out as the
    failure "malformed", as it would from a real endpoint.
    """

    def __init__(self, *answers: Canned | Callable[[Asked], Canned], model: str = "fake/model") -> None:
        self.model, self.answers, self.calls, self.closed = model, list(answers), list[Asked](), False

    def enqueue(self, *answers: Canned | Callable[[Asked], Canned]) -> None:
        """Adds answers behind those that wait."""
        self.answers.extend(answers)

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
        """The next answer."""
        asked = Asked(tuple(messages), purpose, answer, repeat, temperature, max_tokens, seed, tuple(tools))
        self.calls.append(asked)
        if not self.answers:
            return ChatOutcome(failure="empty", reason="no answer was enqueued", model=self.model)
        given = self.answers[min(len(self.calls), len(self.answers)) - 1]
        if callable(given):
            given = given(asked)
        if isinstance(given, ChatOutcome):
            return given
        text = given if isinstance(given, str) else _json(given)
        found = {"text": text, "model": self.model, "finish_reason": "stop", "seconds": 0.0, "attempts": 1}
        found["usage"] = Usage(prompt_tokens=len(asked.text) // 4, completion_tokens=len(text) // 4)
        if answer is None:
            return ChatOutcome(**found)  # type: ignore[arg-type]
        try:
            return ChatOutcome(**found, parsed=answer.model_validate_json(text))  # type: ignore[arg-type]
        except ValidationError as problem:
            return ChatOutcome(**found, failure="malformed", reason=str(problem.errors()[0]["msg"]))  # type: ignore[arg-type]

    async def close(self) -> None:
        """Remembers that it was closed."""
        self.closed = True


def _json(given: dict[str, Any] | BaseModel) -> str:
    return given.model_dump_json() if isinstance(given, BaseModel) else json.dumps(given, ensure_ascii=False)
