"""Reads only what the leaderboard needs of the lines of a run folder, one line in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NotRequired

from pydantic import TypeAdapter
from typing_extensions import TypedDict  # pydantic asks for this one before Python 3.12

from coolhead.bench.store import DIALOGUES, GRADES, RunFolder, records

# Typed dictionaries, not models: validated while the JSON is parsed, everything else of the line is skipped unbuilt.


class TurnLine(TypedDict):
    """A turn."""

    role: Literal["customer", "agent"]
    text: str
    seconds: NotRequired[float | None]


class EventLine(TypedDict):
    """An event of the trace."""

    name: str
    quote: NotRequired[str]
    anger: NotRequired[float]


class StepLine(TypedDict):
    """A step of the trace."""

    turn: int
    anger: float
    events: NotRequired[list[EventLine]]


class EndLine(TypedDict):
    """Why the dialogue ended."""

    reason: str


class FailureLine(TypedDict):
    """What broke."""

    where: Literal["bot", "customer", "grader"]


class BriefLine(TypedDict):
    """The persona."""

    id: str
    version: int
    title: str
    kind: str
    family: str
    style: list[str]
    anger: int
    abuse: str


class UsageLine(TypedDict):
    """Tokens of the bot's model."""

    prompt_tokens: NotRequired[int | None]
    completion_tokens: NotRequired[int | None]


class CaseLine(TypedDict):
    """Only whether there is one."""


class DialogueLine(TypedDict):
    """A dialogue."""

    id: str
    bot: str
    persona: NotRequired[str | None]
    repeat: NotRequired[int]
    engine: str
    turns: list[TurnLine]
    end: EndLine
    failure: NotRequired[FailureLine | None]
    usage: NotRequired[UsageLine | None]
    cost_usd: NotRequired[float | None]
    case: NotRequired[CaseLine | None]
    brief: NotRequired[BriefLine | None]
    trace: NotRequired[list[StepLine]]
    metadata: NotRequired[dict[str, Any]]


class GradeLine(TypedDict):
    """A grade."""

    dialogue: str
    criterion: str
    grader: str
    version: int
    score: float | None
    indicators: NotRequired[dict[str, Literal["met", "missed", "n/a"]]]
    critical: NotRequired[list[str]]


_DIALOGUE: TypeAdapter[DialogueLine] = TypeAdapter(DialogueLine)
_GRADE: TypeAdapter[GradeLine] = TypeAdapter(GradeLine)


def dialogue_lines(folder: RunFolder) -> Iterator[DialogueLine]:
    """The dialogues, in file order. BadInput names the line that cannot be read."""
    return records(folder.path / DIALOGUES, _DIALOGUE.validate_json)


def grade_lines(folder: RunFolder) -> Iterator[GradeLine]:
    """The grades, in file order."""
    return records(folder.path / GRADES, _GRADE.validate_json)
