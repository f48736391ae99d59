"""The shared reading of a dialogue: made once, used by all five graders."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from typing import Any

from coolhead.bench.types import Dialogue
from coolhead.graders.reading.bounds import bounded
from coolhead.graders.reading.labels import ByLabel, labelled
from coolhead.graders.reading.language import UNKNOWN, other_language, plainly_english
from coolhead.graders.reading.mood import annoyance, heat
from coolhead.graders.reading.spelling import no_slips
from coolhead.graders.reading.turns import Sentence, TurnRead, read_turn
from coolhead.graders.reading.words import content, in_other_words, phrases, tokens
from coolhead.personas.brief import Goal
from coolhead.personas.case import Case

Unit = Sentence | TurnRead
BRIEF = 20
"""Words up to which a whole talk is too short for its parties to show their language by themselves."""


@dataclass(eq=False)
class Reading:
    """A dialogue as rules see it. Never holds the customer's private state, outside labels or the bot's name."""

    dialogue: Dialogue
    turns: list[TurnRead]
    chance: ByLabel
    """Label -> the text model's probability for each row."""
    strengths: ByLabel
    """Label -> strength for each row: one half at the model's threshold for the label, steep around it."""
    unread: str = ""
    """What to say where the dialogue is too long to be read to its end."""

    @property
    def case(self) -> Case | None:
        """The file on the agent's desk, if the dialogue carries one."""
        return self.dialogue.case

    @property
    def goal(self) -> Goal | None:
        """The answer key of a simulated dialogue."""
        return self.dialogue.brief.goal if self.dialogue.brief else None

    @cached_property
    def agents(self) -> list[TurnRead]:
        """The agent's turns that hold words."""
        return [turn for turn in self.turns if turn.role == "agent" and not turn.empty]

    @cached_property
    def void(self) -> list[TurnRead]:
        """The agent's turns that say nothing and do nothing."""
        return [turn for turn in self.turns if turn.role == "agent" and turn.empty and not turn.turn.actions]

    @cached_property
    def customers(self) -> list[TurnRead]:
        """The customer's turns."""
        return [turn for turn in self.turns if turn.role == "customer"]

    @cached_property
    def sentences(self) -> list[Sentence]:
        """All sentences of the agent, in order."""
        return [sentence for turn in self.agents for sentence in turn.sentences]

    @cached_property
    def language(self) -> str:
        """The language the agent writes when it is not English, else ""."""
        return self._language(self.agents)

    @cached_property
    def customer_language(self) -> str:
        """The language the customer writes when it is not English, else ""."""
        return self._language(self.customers, beside=self.language)

    def _language(self, turns: Sequence[TurnRead], *, beside: str = "") -> str:
        """The language of a party; where both say too little to tell, that of the talk, if this one is not English."""
        alone = _tongue(turns, beside=beside)
        brief = sum(len(turn.words) for turn in self.turns) <= BRIEF
        if alone or not brief or plainly_english(" ".join(turn.text for turn in turns)):
            return alone
        return _tongue(self.turns)

    @cached_property
    def peak(self) -> float:
        """The customer's highest heat, 0-1."""
        return max((turn.heat for turn in self.customers), default=0.0)

    @cached_property
    def complaint(self) -> bool:
        """Somebody complains, rather than asks for something.

        Warm on the whole, hot once, or in words of displeasure.
        """
        held = [turn.heat for turn in self.customers]
        if not held:
            return False
        words = any(phrases("mood", name).search(t.text) for t in self.customers for name in ("hot", "displeased"))
        return sum(held) / len(held) >= 0.35 or max(held) >= 0.5 or words

    @cached_property
    def annoyance(self) -> float:
        """How annoyed the customer was over the whole dialogue, 0-1; see `mood.annoyance`."""
        said = [t for t in self.customers if not t.empty]
        chances = [
            {label: max([self.p(t, label), *(self.p(x, label) for x in t.sentences)]) for label in MOOD} for t in said
        ]
        return annoyance([t.text for t in said], chances)

    @cached_property
    def record_values(self) -> frozenset[str]:
        """Stems of what the record and the policy say."""
        if not self.case:
            return frozenset()
        policy = self.case.policy
        text = [
            *self.case.record.values(),
            *self.case.record,
            *(g.label for g in policy.grants),
            *policy.service_times.values(),
            self.case.product,
        ]
        return content(tokens(" ".join(text)))

    def heard(self, upto: int) -> frozenset[str]:
        """Stems of everything the customer said before turn `upto`, and other words for the people they named."""
        if upto not in self._heard:
            said: frozenset[str] = frozenset().union(*(t.stems for t in self.customers if t.index < upto))
            self._heard[upto] = said | in_other_words(said)
        return self._heard[upto]

    @cached_property
    def _heard(self) -> dict[int, frozenset[str]]:
        return {}

    @cached_property
    def memo(self) -> dict[Any, Any]:
        """What checks worked out about the dialogue; see `once`."""
        return {}

    @cached_property
    def _strongest(self) -> dict[tuple[int, str], tuple[float, Sentence | None]]:
        return {}

    def p(self, unit: Unit, label: str) -> float:
        """The text model's probability that a sentence or turn shows a label, 0-1."""
        return self.chance[label][unit.row]

    def s(self, unit: Unit, label: str) -> float:
        """Strength of a label, 0-1: one half at the model's threshold for it, steep around it."""
        return self.strengths[label][unit.row]

    def best(self, turn: TurnRead, label: str) -> tuple[float, Sentence | None]:
        """The strongest sentence of a turn for a label."""
        key = (turn.index, label)
        if key not in self._strongest:
            found: tuple[float, Sentence | None] = (0.0, None)
            held = self.strengths[label]
            for n, x in enumerate(turn.sentences):
                strength = held[x.row]
                if n == 0 or strength > found[0]:
                    found = (strength, x)
            self._strongest[key] = found
        return self._strongest[key]

    def strength(self, turn: TurnRead, label: str) -> float:
        """The stronger of the whole turn and its strongest sentence."""
        return max(self.s(turn, label), self.best(turn, label)[0])

    def after(self, turn: TurnRead) -> TurnRead | None:
        """The next turn of the other party that holds words."""
        return next((t for t in self.turns[turn.index + 1 :] if t.role != turn.role and not t.empty), None)


def _tongue(turns: Sequence[TurnRead], *, beside: str = "") -> str:
    """The language of what was written; one that nobody knows may be English full of slips."""
    found = other_language(" ".join(turn.written for turn in turns), beside=beside)
    meant = " ".join(turn.text for turn in turns)
    return other_language(meant, beside=beside) if found == UNKNOWN and plainly_english(meant) else found


_KEPT: OrderedDict[int, tuple[Dialogue, Reading]] = OrderedDict()
_KEEP = 8


def read(dialogue: Dialogue) -> Reading:
    """The reading of a dialogue; the same object asked again (the five graders do) is read once."""
    known = _KEPT.get(id(dialogue))
    if known and known[0] is dialogue:
        return known[1]
    part, unread = bounded(dialogue)
    made = _read(part)
    made.unread = unread
    _KEPT[id(dialogue)] = (dialogue, made)
    while len(_KEPT) > _KEEP:
        _KEPT.popitem(last=False)
    return made


def _read(dialogue: Dialogue) -> Reading:
    turns: list[TurnRead] = []
    heard: list[str] = []
    said = {"customer": "", "agent": ""}
    last: dict[str, TurnRead] = {}
    speaker = ""
    own = {role: cache(partial(no_slips, dialogue, role)) for role in ("customer", "agent")}
    for index, turn in enumerate(dialogue.turns):
        other = "agent" if turn.role == "customer" else "customer"
        made = read_turn(turn, index, heard, own[turn.role])
        made.context, made.before = said[other], last.get(other)
        if turn.role == "customer":
            heard += made.written_words
        if speaker == turn.role and turns:
            made.burst = (*turns[-1].burst, turns[-1])
        # A burst of messages is one thing said.
        said[turn.role] = f"{said[turn.role]} {made.text}" if speaker == turn.role else made.text
        speaker = turn.role
        last[turn.role] = made
        turns.append(made)
    chance, strengths = labelled(turns)
    for made in turns:
        if made.role == "customer":
            rows = [made.row, *(x.row for x in made.sentences)]
            found = {label: max([chance[label][row] for row in rows]) for label in _CUSTOMER}
            made.heat = heat(made.text, found)
    return Reading(dialogue, turns, chance, strengths)


MOOD = ("ANNOYED", "ABUSE", "OFFENSIVE", "ACCUSE", "ACCEPT")
_CUSTOMER = ("ABUSE", "THREAT", "PROFANE", "ANNOYED", "SATISFIED", "ACCEPT", "APOLOGY")
