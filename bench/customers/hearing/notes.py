"""What hearing a turn yields: plain data that feelings, ledger and policy read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from coolhead.bench.customers.hearing.clauses import Mood


@dataclass(frozen=True, slots=True)
class Note:
    """One thing noticed; `size` scales its effect (1 = full)."""

    name: str
    quote: str = ""
    size: float = 1.0
    label: str = ""
    """What it is about, in plain words, where it has to be asked about."""


@dataclass(frozen=True, slots=True)
class Pledge:
    """A remedy that a sentence speaks of, how firmly, and what came along with it."""

    target: str
    kind: Literal["right", "wrong", "trap"]
    mood: Mood
    quote: str
    sentence: int
    brings: frozenset[str] = frozenset()
    """Needs met beside it: amount, when, reference, route, confirm."""
    amount: float | None = None
    """The sum named beside it, when it is not the right one."""
    silent: bool = False
    """Only an action says so; no sentence speaks of it."""
    misdated: bool = False
    """It names a time that is not the case's."""
    misnamed: str = ""
    """A figure of a thing that has another, as it was said."""


Unclear = tuple[str, Mood]
"""A remedy of which only the name was heard that it shares with others, and how firmly."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question is after."""

    kind: Literal["fact", "open", "again", "identity", "check", "choice", "satisfied", "solution", "close", "other"]
    quote: str
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """Everything noticed in one agent turn."""

    notes: tuple[Note, ...] = ()
    pledges: tuple[Pledge, ...] = ()
    asked: tuple[Asked, ...] = ()
    noticed: frozenset[str] = frozenset()
    """Facts of the customer that the agent reflected."""
    brings: dict[str, str] = field(default_factory=dict)
    """Needs met anywhere in the turn -> quote; for short answers to "when?" and "how much?"."""
    numbers: frozenset[float] = frozenset()
    times: tuple[str, ...] = ()
    """The sentences that say when, for short answers to "when?"."""
    assent: bool = False
    denial: bool = False
    bare: bool = False
    """Assent with next to nothing beside it."""
    partial: bool = False
    """A yes to some of what was asked: "both are done", "yes to the first two", "no parts"."""
    doing: str = ""
    """Words of "done, you are booked" without naming the thing."""
    explains: bool = False
    unclear: tuple[Unclear, ...] = ()
    """What was offered or promised without saying which one."""
    back: dict[str, str] = field(default_factory=dict)
    """Remedies taken back -> the sentence that does it."""
    repeated: bool = False
    move: bool = False
    """The turn moves the case: a pledge, an offer, a new relevant question, the cause."""

    def has(self, *names: str) -> bool:
        """Whether one of these was noticed."""
        return any(note.name in names for note in self.notes)
