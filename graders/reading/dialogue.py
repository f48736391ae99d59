"""The shared reading of a dialogue: made once, used by all five graders."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from coolhead.bench.types import Dialogue
from coolhead.graders.model import TextModel
from coolhead.graders.reading.language import other_language
from coolhead.graders.reading.mood import heat
from coolhead.graders.reading.turns import Sentence, TurnRead, read_turn
from coolhead.graders.reading.words import content, tokens
from coolhead.personas.schema import Case, Goal

Unit = Sentence | TurnRead
_STEEP = 1.3
"""How fast strength rises around a label's threshold, per unit of log-odds."""


@dataclass(eq=False)
class Reading:
    """A dialogue as rules see it. Never holds the customer's private state, outside labels or the bot's name."""

    dialogue: Dialogue
    turns: list[TurnRead]
    chance: dict[str, npt.NDArray[np.float64]]
    """Label -> probability for each row the text model read."""
    cut: dict[str, float]
    """Label -> the model's recommended threshold."""

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
        return other_language(" ".join(turn.text for turn in self.agents))

    @cached_property
    def customer_language(self) -> str:
        """The language the customer writes when it is not English, else ""."""
        return other_language(" ".join(turn.text for turn in self.customers))

    @cached_property
    def peak(self) -> float:
        """The customer's highest heat, 0-1."""
        return max((turn.heat for turn in self.customers), default=0.0)

    @cached_property
    def opening_heat(self) -> float:
        """Heat of what the customer said before the agent's second answer, 0-1."""
        second = self.agents[1].index if len(self.agents) > 1 else len(self.turns)
        return max((turn.heat for turn in self.customers if turn.index < second), default=0.0)

    @cached_property
    def record_values(self) -> frozenset[str]:
        """Stems of what the record and the policy say."""
        if not self.case:
            return frozenset()
        policy = self.case.policy
        text = [*self.case.record.values(), *self.case.record, *(g.label for g in policy.grants), *policy.service_times.values(), self.case.product]
        return content(tokens(" ".join(text)))

    def heard(self, upto: int) -> frozenset[str]:
        """Stems of everything the customer said before turn `upto`."""
        return frozenset().union(*(t.stems for t in self.customers if t.index < upto)) if upto else frozenset()

    def p(self, unit: Unit, label: str) -> float:
        """The text model's probability that a sentence or turn shows a label, 0-1."""
        found = self.chance.get(label)
        return float(found[unit.row]) if found is not None and unit.row >= 0 else 0.0

    def s(self, unit: Unit, label: str) -> float:
        """Strength of a label, 0-1: one half at the model's threshold for it, steep around it."""
        p = self.p(unit, label)
        if p <= 0.0:
            return 0.0
        cut = self.cut.get(label, 0.5)
        odds = np.log(max(p, 1e-6) / max(1 - p, 1e-6)) - np.log(cut / (1 - cut))
        return float(1 / (1 + np.exp(-_STEEP * odds)))

    def best(self, turn: TurnRead, label: str) -> tuple[float, Sentence | None]:
        """The strongest sentence of a turn for a label."""
        return max(((self.s(x, label), x) for x in turn.sentences), key=lambda pair: pair[0], default=(0.0, None))

    def strength(self, turn: TurnRead, label: str) -> float:
        """The stronger of the whole turn and its strongest sentence."""
        return max(self.s(turn, label), self.best(turn, label)[0])

    def after(self, turn: TurnRead) -> TurnRead | None:
        """The next turn of the other party that holds words."""
        return next((t for t in self.turns[turn.index + 1 :] if t.role != turn.role and not t.empty), None)


_KEPT: OrderedDict[int, tuple[Dialogue, Reading]] = OrderedDict()
_KEEP = 8


def read(dialogue: Dialogue) -> Reading:
    """The reading of a dialogue; the same object asked again (the five graders do) is read once."""
    known = _KEPT.get(id(dialogue))
    if known and known[0] is dialogue:
        return known[1]
    made = _read(dialogue)
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
    for index, turn in enumerate(dialogue.turns):
        made = read_turn(turn, index, heard)
        other = "agent" if turn.role == "customer" else "customer"
        made.context, made.before = said[other], last.get(other)
        if turn.role == "customer":
            heard += made.words
        # A burst of messages is one thing said.
        said[turn.role] = f"{said[turn.role]} {made.text}" if speaker == turn.role else made.text
        speaker = turn.role
        last[turn.role] = made
        turns.append(made)
    model = TextModel.load()
    chance = _ask(model, turns)
    reading = Reading(dialogue, turns, chance, model.thresholds)
    for made in turns:
        if made.role == "customer":
            rows = [u.row for u in (made, *made.sentences) if u.row >= 0]
            found = {label: float(chance[label][rows].max()) for label in _CUSTOMER if label in chance} if rows else {}
            made.heat = heat(made.text, found)
    return reading


_CUSTOMER = ("ABUSE", "THREAT", "PROFANE", "ANNOYED", "SATISFIED", "ACCEPT", "APOLOGY")


def _ask(model: TextModel, turns: list[TurnRead]) -> dict[str, npt.NDArray[np.float64]]:
    texts: list[str] = []
    contexts: list[str] = []
    for turn in turns:
        if turn.empty:
            continue
        units: list[Unit] = list(turn.sentences)
        if len(units) == 1:
            turn.row = len(texts)
        else:
            units.append(turn)
        for unit in units:
            unit.row = len(texts)
            texts.append(unit.text)
            contexts.append(turn.context)
    return model.read(texts, contexts) if texts else {}
