"""What the customer feels and how a heard turn changes it; the rules are told in docs/customer.md.

Anger is 0..1, fairness -1..1, the rest 0..1; patience and vent are counted in turns.
Constants: `data/customer/constants.yaml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

import yaml

from coolhead.bench.customers.hearing.notes import Note
from coolhead.bench.types import Event
from coolhead.personas.schema import Persona


@cache
def constants() -> dict[str, Any]:
    """The versioned constants."""
    loaded: dict[str, Any] = yaml.safe_load(
        files("coolhead.bench").joinpath("data/customer/constants.yaml").read_text("utf-8")
    )
    return loaded


@dataclass(frozen=True, slots=True)
class Feelings:
    """The private state; `warm` counts acknowledgements so far, `empty` the kind turns in a row that moved nothing."""

    anger: float
    heard: float
    trust: float
    fairness: float
    control: float
    blame: float
    progress: float
    vent: float
    patience: float
    floor: float
    warm: int = 0
    formulas: int = 0
    empty: int = 0
    peak: float = 0.0
    """The highest anger so far."""
    hurry: int = 0
    """After so many agent turns it has to go, and has said so; 0 = it has time."""


def at_start(persona: Persona, rng: Random) -> Feelings:
    """The state before a word is said; the seed moves the anger a little."""
    c, t = constants()["start"], persona.temperament
    low, slope = c["anger"]
    anger = _hold(low + slope * persona.anger + (rng.random() * 2 - 1) * c["noise"] * (persona.anger > 1), 0.02, 0.97)
    hurry = _hurry(persona, rng)
    if hurry:
        anger = _hold(anger + c["hurry"]["anger"], 0.02, 0.97)
    floor = t.floor if t.floor is not None else constants()["floor"][t.grudge]
    return Feelings(
        anger=anger,
        heard=c["heard"],
        trust=c["trust"][t.trust],
        fairness=c["fairness"] if persona.anger > 2 else 0.0,
        control=c["control"],
        blame=c["blame"] if persona.anger > 2 else 0.0,
        progress=0.0,
        vent=c["vent"][t.volatility] if persona.anger > 3 else 0.0,
        patience=float(t.patience),
        floor=floor,
        peak=anger,
        hurry=hurry,
    )


def _hurry(persona: Persona, rng: Random) -> int:
    """Agent turns that an angry person has time for, drawn by the seed; 0 = as many as its patience."""
    c = constants()["start"]["hurry"]
    share = persona.temperament.hurry
    if share is None:
        usual = next(share for limit, share in c["chance"] if persona.temperament.patience <= limit)
        share = usual if persona.anger > 3 else 0.0
    drawn, turns = rng.random(), rng.choice(c["turns"])
    return turns if drawn < share else 0


@dataclass(frozen=True, slots=True)
class Turned:
    """The state after a turn and the events that explain it."""

    feelings: Feelings
    events: tuple[Event, ...]


def after(
    feelings: Feelings,
    notes: Sequence[Note],
    *,
    persona: Persona,
    progress: float,
    move: bool,
    asked: bool,
    on_topic: bool,
) -> Turned:
    """The state after a turn with these notes; `progress` is the case's share settled now (it never falls here)."""
    c, t = constants(), persona.temperament
    gained = max(0.0, progress - feelings.progress)
    names = {note.name for note in notes}
    sums = _Sums(feelings, persona, soured=bool(names & _SOURS or names & set(c["hot"])), moves=move or gained > 0)
    for note in notes:
        sums.take(note)
    justice = c["justice"][t.justice]
    if gained and not sums.soured:
        sums.move_anger("progress", -c["progress"] * gained * sums.soothe * justice.get("progress", 1.0))
    if not sums.moves:
        sums.heard -= 0.12 * sums.heard
        sums.move_anger("no_step", c["stall"] * sums.unit * justice.get("stall", 1.0))
    elif not sums.soured and not any(c["events"].get(name, {}).get("up") for name in names):
        sums.move_anger("calm_tone", -c["contagion"] * t.contagion * sums.soothe)
    change = _hold(sums.change, *c["clip"])
    progress = max(progress, feelings.progress)
    anger = feelings.anger + change
    if change < 0:
        # Words alone stop at the floor; it never pulls a calmer person up.
        anger = max(anger, min(feelings.anger, feelings.floor * (1 - c["forgets"] * progress)))
    anger = _hold(anger, 0.0, 1.0)
    kind = bool(names & _KIND)
    state = replace(
        feelings,
        anger=anger,
        heard=_hold(sums.heard, 0, 1),
        trust=_hold(sums.trust, 0, 1),
        fairness=_hold(sums.fairness, -1, 1),
        control=_hold(sums.control, 0, 1),
        blame=_hold(sums.blame, 0, 1),
        progress=progress,
        vent=max(0.0, feelings.vent - (1.0 if kind or asked else 0.5)),
        patience=feelings.patience - _drain(notes, gained=gained > 0, asked=asked, on_topic=on_topic),
        warm=sums.warm,
        formulas=sums.formulas,
        peak=max(feelings.peak, anger),
        empty=feelings.empty + 1 if kind and not sums.moves else 0,
    )
    return Turned(state, tuple(sums.events))


_KIND = frozenset({"specific_ack", "generic_ack", "formula", "paraphrase"})
_SOURS = frozenset({"repeat", "silence", "garble", "forged"})
"""Beside one of these nothing kind in the same turn counts."""
_A_FAIR_NO = "trap_refused_well"
_AGAIN = 0.4
"""The third "soon" of one turn says little more than the first."""


class _Sums:
    """Adds up what the notes of one turn do; scaling by temper, blame, grudge and vent happens here."""

    def __init__(self, feelings: Feelings, persona: Persona, *, soured: bool, moves: bool) -> None:
        c, t = constants(), persona.temperament
        self.soured, self.moves, self.volatility = soured, moves, t.volatility
        self.justice: dict[str, float] = c["justice"][t.justice]
        mild = c["mild"] if feelings.peak < c["mild_below"] else 1.0
        self.unit: float = c["unit"] * c["temper"][t.volatility] * (0.6 + 0.4 * feelings.blame) * mild
        self.soothe: float = c["soothe"] * c["grudge"][t.grudge] * (c["vent_damp"] if feelings.vent > 0 else 1.0)
        self.heard, self.trust, self.fairness = feelings.heard, feelings.trust, feelings.fairness
        self.control, self.blame = feelings.control, feelings.blame
        self.warm, self.formulas = feelings.warm, feelings.formulas
        self.change = 0.0
        self.events: list[Event] = []
        self._count: dict[str, int] = {}

    def take(self, note: Note) -> None:
        """Apply one note; names without an effect are only information."""
        c = constants()
        effect = c["events"].get(note.name)
        if effect is None:
            return
        self._count[note.name] = self._count.get(note.name, 0) + 1
        size = note.size * _AGAIN ** (self._count[note.name] - 1)
        flare = c["flare"][self.volatility] if note.name == _A_FAIR_NO else 0.0
        up = (
            (effect.get("up", 0.0) + flare)
            * size
            * (self.justice.get("slight", 1.0) if note.name in c["slights"] else 1.0)
        )
        down = effect.get("down", 0.0) * size * (self.justice.get("cause", 1.0) if note.name == "cause_found" else 1.0)
        hears = effect.get("heard", 0.0) * size
        if note.name in _KIND:
            down, hears, size = self._kind(note.name, down=down, hears=hears, size=size)
        if self.soured:
            down, hears = 0.0, min(0.0, hears)
        self.move_anger(note.name, up * self.unit - down * self.soothe, quote=note.quote)
        self.heard += 0.5 * hears * (1 - self.heard) if hears > 0 else hears
        if not (self.soured and effect.get("trust", 0) > 0):
            self.trust += effect.get("trust", 0.0) * size
        self.fairness += effect.get("fairness", 0.0) * size
        self.control += effect.get("control", 0.0) * size
        self.blame += effect.get("blame", 0.0) * size

    def _kind(self, name: str, *, down: float, hears: float, size: float) -> tuple[float, float, float]:
        """Kind words wear out: each further acknowledgement is worth less, a second stock phrase hardly anything.

        Without a step little of it reaches the anger.
        """
        c = constants()
        size *= c["decay"] ** self.warm
        hears *= c["decay"] ** self.warm
        if name == "specific_ack":
            first, second = c["ack"]
            down = size * (first + second * self.trust) * self.justice.get("ack", 1.0)
            self.warm += 1
        elif name == "paraphrase":
            down *= c["decay"] ** self.warm
        else:
            down *= (c["formula_first"] if self.formulas else 1.0) * c["decay"] ** (self.warm + self.formulas)
            self.formulas += 1
        return (down if self.moves else down * c["no_move_share"]), hears, size

    def move_anger(self, name: str, delta: float, *, quote: str = "") -> None:
        """Note the event and what it does to the anger before clipping."""
        self.change += delta
        self.events.append(Event(name=name, quote=quote, anger=round(delta, 4)))


def _drain(notes: Sequence[Note], *, gained: bool, asked: bool, on_topic: bool) -> float:
    """Patience that the turn costs, in turns."""
    p = constants()["patience"]
    names = {note.name for note in notes}
    cost = p["progress"] if gained else p["question"] if asked else p["on_topic"] if on_topic else p["nothing"]
    if names & set(constants()["slights"]):
        cost = max(cost, p["on_topic"]) + p["slight"]
    if names & {"repeat", "parrot", "garble", "silence", "forged"}:
        cost = max(cost, p["nothing"]) + p["repeat"]
    return float(cost)


def _hold(value: float, low: float, high: float) -> float:
    return min(high, max(low, value))
