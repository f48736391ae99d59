"""What all reference bots share: the frame, and the lines file they speak from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

import yaml

from coolhead.bench.bots.reference.sheet import Sheet
from coolhead.bench.types import Conversation, Reply
from coolhead.personas.schema import Persona


@dataclass(frozen=True)
class Reference:
    """A reference bot as the catalogue shows it."""

    id: str
    """B1-B10 or X1-X12."""
    name: str
    title: str
    """What it does."""
    shows: str
    """What it is there to show, and what must catch it."""
    answer: Callable[[Scene], Reply]
    family: str = "ladder"

    @property
    def label(self) -> str:
        """Its name on leaderboards: "B6-cold-fixer"."""
        return f"{self.id}-{self.name}"

    @property
    def spec(self) -> str:
        """How to ask for it."""
        return f"{self.family}:{self.id}"


@dataclass
class Scene:
    """What a reference bot has before it when it answers: the talk so far, the answer sheet, its lines."""

    conversation: Conversation
    sheet: Sheet
    speak: Lines
    count: int = field(init=False)
    """Agent turns so far."""
    heard: str = field(init=False)
    """What the customer said since the agent's last turn."""

    def __post_init__(self) -> None:
        self.count = sum(turn.role == "agent" for turn in self.conversation.turns)
        latest: list[str] = []
        for turn in reversed(self.conversation.turns):
            if turn.role == "agent":
                break
            latest.append(turn.text)
        self.heard = " ".join(reversed(latest))

    def said(self) -> list[str]:
        """The agent's turns so far."""
        return [turn.text for turn in self.conversation.turns if turn.role == "agent"]


class Lines:
    """Picks wordings: the same seed and key always give the same one."""

    def __init__(self, seed: int, wording: int | None) -> None:
        self._seed, self._wording = seed, wording

    def __call__(self, key: str, place: int | None = None, **values: str) -> str:
        """The line of a key (of a list of lines: the one at `place`, the last one staying), filled in."""
        entry = lines()[key]
        if place is not None:
            entry = entry[min(place, len(entry) - 1)]
        text = self.pick(entry, f"{key}:{place}")
        made = text.format_map({**values}) if values or "{{" in text else text
        return made[:1].upper() + made[1:] if text.startswith("{") else made

    def pick(self, wordings: tuple[str, ...] | list[str], key: str) -> str:
        """One of several wordings."""
        if self._wording is not None:
            return wordings[self._wording % len(wordings)]
        return Random(f"{self._seed}:{key}").choice(list(wordings))


class ReferenceBot:
    """A calibration bot."""

    remote = False
    offline = True

    def __init__(
        self, reference: Reference, *, name: str, wording: int | None, padding: int, sheet: Sheet | None = None
    ) -> None:
        self.reference, self.name = reference, name
        self.fingerprint = f"{reference.id}-lines{lines()['version']}-w{wording}-p{padding}"
        self._wording, self._padding, self._sheet = wording, padding, sheet

    def calibrated(self, persona: Persona) -> ReferenceBot:
        """The bot with the answer sheet of one dialogue in hand; only reference bots have this method."""
        return ReferenceBot(
            self.reference, name=self.name, wording=self._wording, padding=self._padding, sheet=Sheet(persona)
        )

    async def reply(self, conversation: Conversation) -> Reply:
        """The next line of its part."""
        speak = Lines(conversation.seed, self._wording)
        sheet = self._sheet or Sheet.from_case(conversation.case)
        reply = self.reference.answer(Scene(conversation, sheet, speak))
        if self._padding and reply.text:
            spare = lines()["padding"][: self._padding]
            reply = reply.model_copy(update={"text": " ".join([reply.text, *spare])})
        return reply

    async def close(self) -> None:
        """Nothing to let go of."""


@cache
def lines() -> dict[str, Any]:
    """The lines file."""
    loaded: dict[str, Any] = yaml.safe_load(files("coolhead.bench").joinpath("data/bots/lines.yaml").read_text("utf-8"))
    return loaded
