"""What the policy looks at when it chooses the next act, and the act card it hands to the voice."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random

from coolhead.bench.customers.feelings import Feelings
from coolhead.bench.customers.hearing.notes import Asked, Heard
from coolhead.bench.customers.ledger import Ledger
from coolhead.bench.customers.story import Story
from coolhead.bench.types import EndReason

ACTS = (
    "open_vent",
    "accuse",
    "demand_remedy",
    "demand_human",
    "threat_leave",
    "threat_social",
    "threat_legal",
    "insult",
    "threat_person",
    "sarcasm",
    "repeat_self",
    "supply_info",
    "disclose",
    "question_proof",
    "clarify_correct",
    "bargain",
    "reject_offer",
    "test_bot",
    "soften",
    "apologise",
    "accept",
    "confirm",
    "thank_close",
    "hang_up",
    "trap",
    "side_issue",
)
"""The 24 acts of the domain page (its A5 in three forms); a step names the main one first, others follow after "+"."""


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a turn: the act, the template cell that words it, and what is filled in."""

    act: str
    cell: str
    fill: dict[str, str] = field(default_factory=dict)
    text: str = ""
    """Words of the persona itself (a fact, a question of its own, the trap); they are not re-worded, only styled."""
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """The act card: what the customer does next. A voice, built-in or a model, only words it."""

    parts: tuple[Part, ...]
    band: int
    """Intensity 0-4."""
    end: EndReason | None = None
    eased: bool = False
    """The agent's turn made things better: no grumbling is added to the words."""
    why: str = ""
    """What made it leave: out_of_time, out_of_patience, had_enough."""
    given: bool = False
    """Something of the case has been promised: nobody says any more that nothing has happened."""

    @property
    def act(self) -> str:
        """The acts of the turn, the main one first, joined by "+"."""
        return "+".join(dict.fromkeys(part.act for part in self.parts)) or "hang_up"


@dataclass(slots=True)
class Memory:
    """What the customer remembers of its own turns."""

    turn: int = 0
    """Customer turns so far; the opening is turn 0."""
    disclosed: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    """Facts it would not tell yet."""
    said: set[str] = field(default_factory=set)
    """Wordings of the persona already used."""
    trap_said: int = 0
    trap_open: bool = False
    trap_closed: bool = False
    denied: bool = False
    """The unreasonable demand has got a no."""
    passed_over: bool = False
    """The unreasonable demand was made twice and never got a word: nobody thanks for that."""
    asked_need: tuple[str, str] | None = None
    questioned: bool = False
    """The agent has asked what happened, what is wanted or for a fact: nobody can say any more that it never asked."""
    wrong_probe: bool = False
    """The last turn held a question with a wrong option."""
    option: str = ""
    """The wrong option of that question."""
    options: set[str] = field(default_factory=set)
    """Wrong options asked about so far; none is asked about twice."""
    honest: bool = False
    """The agent has said no to a wrong option: it is not tested again."""
    heard_words: set[str] = field(default_factory=set)
    """Word stems of the agent so far: what was said needs no asking."""
    heard_when: bool = False
    """The agent has named a time."""
    probes: int = 0
    checked: bool = False
    pushed: bool = False
    residual: int = 0
    insults: int = 0
    threatened: bool = False
    limits: int = 0
    abused: bool = False
    human: int = 0
    tested: bool = False
    apologised: bool = False
    loud: bool = False
    """It has shouted, on paper: there is something to be sorry for."""
    cue_said: bool = False
    yeses: int = 0
    asked: dict[tuple[str, str], int] = field(default_factory=dict)
    """How often it asked for what a promise lacks, by remedy and need."""
    over_probes: int = 0
    last_chance: bool = False
    """It is about to say that it will leave."""
    complete: bool = False
    """All was settled at its last turn already: what is said again then only confirms it."""
    extra: int = 0
    """Agent turns that somebody short of time has added, since things were moving."""
    once: set[str] = field(default_factory=set)
    recent: list[str] = field(default_factory=list)
    """Reaction cells of the last turns."""


@dataclass(frozen=True, slots=True)
class Mind:
    """The customer as it is when an agent turn comes in: its story, its feelings, its books."""

    story: Story
    feelings: Feelings
    ledger: Ledger
    memory: Memory
    rng: Random


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything the policy may look at."""

    story: Story
    feelings: Feelings
    before: Feelings
    heard: Heard
    names: frozenset[str]
    """Names of all notes of the turn."""
    ledger: Ledger
    memory: Memory
    rng: Random
    tell: tuple[str, ...]
    """Facts that the agent has earned now."""
    withheld: tuple[str, ...]
    """Facts that it asked for too early."""
    ignored: bool
    """A question goes unanswered this time."""
    asked: tuple[Asked, ...]

    @property
    def cold(self) -> bool:
        """Whether somebody writes coldly, however angry."""
        return bool({"polite_cold", "formal", "legal"} & set(self.story.persona.style))


_LOUD = re.compile(r"!|\b[A-Z]{4,}\b")
"""An exclamation mark, or a word of capitals that is no short code."""


def loud(text: str) -> bool:
    """Whether a message shouts: with a mark or a whole word in capitals."""
    return _LOUD.search(text) is not None


def band_of(anger: float) -> int:
    """Intensity band 0-4 of an anger value."""
    return min(4, int(anger * 5))
