"""What the customer feels and how a heard turn changes it (appraisal rules: docs/customer.md).

Anger is 0..1, fairness -1..1, the rest 0..1; patience and vent are counted in turns. Constants: `data/customer/constants.yaml`.
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


def at_start(persona: Persona, rng: Random) -> Feelings:
    """The state before a word is said; the seed moves the anger a little."""
    c, t = constants()["start"], persona.temperament
    low, slope = c["anger"]
    anger = _hold(low + slope * persona.anger + (rng.random() * 2 - 1) * c["noise"] * (persona.anger > 1), 0.02, 0.97)
    bad = c["bad_day"] if persona.anger > 3 and rng.random() < c["bad_day"]["chance"] else None
    if bad:
        anger = _hold(anger + bad["anger"], 0.02, 0.97)
    floor = t.floor if t.floor is not None else constants()["floor"][t.grudge]
    return Feelings(
        anger=anger, heard=c["heard"], trust=c["trust"][t.trust] + (bad["trust"] if bad else 0.0), fairness=c["fairness"] if persona.anger > 2 else 0.0,
        control=c["control"], blame=c["blame"] if persona.anger > 2 else 0.0, progress=0.0,
        vent=c["vent"][t.volatility] if persona.anger > 3 else 0.0, patience=max(1.5, t.patience * (bad["patience"] if bad else 1.0)), floor=floor, peak=anger,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Turned:
    """The state after a turn and the events that explain it."""

    feelings: Feelings
    events: tuple[Event, ...]


def after(
    feelings: Feelings, notes: Sequence[Note], *, persona: Persona, progress: float, move: bool, asked: bool, on_topic: bool
) -> Turned:  # fmt: skip
    """The state after a turn with these notes; `progress` is the case's share settled now (it never falls here)."""
    c = constants()
    t = persona.temperament
    justice = c["justice"][t.justice]
    hot = any(note.name in c["hot"] for note in notes)
    soured = hot or any(note.name in {"repeat", "silence", "garble", "forged"} for note in notes)
    unit = c["unit"] * c["temper"][t.volatility] * (0.6 + 0.4 * feelings.blame)
    if feelings.peak < c["mild_below"]:
        unit *= c["mild"]
    soothe = c["soothe"] * c["grudge"][t.grudge] * (c["vent_damp"] if feelings.vent > 0 else 1.0)
    events: list[Event] = []
    change = 0.0
    warm, formulas = feelings.warm, feelings.formulas
    trust, fairness, control, blame, heard = (
        feelings.trust, feelings.fairness, feelings.control, feelings.blame, feelings.heard,
    )  # fmt: skip
    gained = max(0.0, progress - feelings.progress)
    kind_words = False
    done: dict[str, int] = {}
    for note in notes:
        effect = c["events"].get(note.name)
        if effect is None:
            continue
        done[note.name] = done.get(note.name, 0) + 1
        size = note.size * (0.4 ** (done[note.name] - 1))  # the third "soon" of a turn says little more than the first
        up = effect.get("up", 0.0) * size * (justice.get("slight", 1.0) if note.name in c["slights"] else 1.0)
        down = effect.get("down", 0.0) * size * (justice.get("cause", 1.0) if note.name == "cause_found" else 1.0)
        gain_heard = effect.get("heard", 0.0) * size
        if note.name in {"specific_ack", "generic_ack", "formula", "paraphrase"}:
            kind_words = True
            size *= c["decay"] ** warm
            if note.name == "specific_ack":
                first, second = c["ack"]
                down = size * (first + second * trust) * justice.get("ack", 1.0)
                warm += 1
            elif note.name == "paraphrase":
                down *= c["decay"] ** warm
            else:
                down *= (c["formula_first"] if formulas else 1.0) * c["decay"] ** (warm + formulas)
                formulas += 1
            gain_heard *= c["decay"] ** max(0, warm - 1)
            if not move and not gained:
                down *= c["no_move_share"]
        if soured:
            down = 0.0
            gain_heard = min(0.0, gain_heard)
        delta = up * unit - down * soothe
        change += delta
        events.append(Event(name=note.name, quote=note.quote, anger=round(delta, 4)))
        heard = heard + 0.5 * gain_heard * (1 - heard) if gain_heard > 0 else heard + gain_heard
        if not (soured and effect.get("trust", 0) > 0):
            trust += effect.get("trust", 0.0) * size
        fairness += effect.get("fairness", 0.0) * size
        control += effect.get("control", 0.0) * size
        blame += effect.get("blame", 0.0) * size
    if gained and not soured:
        delta = -c["progress"] * gained * soothe * justice.get("progress", 1.0)
        change += delta
        events.append(Event(name="progress", quote="", anger=round(delta, 4)))
    if not move and not gained:
        heard -= 0.12 * heard
        delta = c["stall"] * unit * justice.get("stall", 1.0)
        change += delta
        events.append(Event(name="no_step", quote="", anger=round(delta, 4)))
    elif not soured and not any(c["events"].get(n.name, {}).get("up") for n in notes):
        delta = -c["contagion"] * t.contagion * soothe
        change += delta
        events.append(Event(name="calm_tone", quote="", anger=round(delta, 4)))
    low, high = c["clip"]
    change = _hold(change, low, high)
    progress = max(progress, feelings.progress)
    anger = feelings.anger + change
    if change < 0:
        # Words alone stop at the floor; it never pulls a calmer person up.
        anger = max(anger, min(feelings.anger, feelings.floor * (1 - progress)))
    anger = _hold(anger, 0.0, 1.0)
    return Turned(
        replace(
            feelings, anger=anger, heard=_hold(heard, 0, 1), trust=_hold(trust, 0, 1), fairness=_hold(fairness, -1, 1),
            control=_hold(control, 0, 1), blame=_hold(blame, 0, 1), progress=progress,
            vent=max(0.0, feelings.vent - (1.0 if kind_words or asked else 0.5)),
            patience=feelings.patience - _drain(notes, gained=gained > 0, asked=asked, on_topic=on_topic),
            warm=warm, formulas=formulas, peak=max(feelings.peak, anger),
            empty=feelings.empty + 1 if kind_words and not move and not gained else 0,
        ),
        tuple(events),
    )  # fmt: skip


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
