"""Where a request stands when the dialogue ends: carried out, answered, left open, failed."""

from __future__ import annotations

from dataclasses import dataclass

from coolhead.graders.base import MET
from coolhead.graders.checks.requests.course import BY_LINK, Step, steps
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import expression, phrases

NOTHING = 0.3
"""Before anything has happened."""
SHOWN = 0.7
"""What was found and offered is worth to a customer who then has another wish: the choice was theirs."""
CROSS = 0.8
"""Chance of annoyance from which the customer gives it up in anger."""


@dataclass(frozen=True)
class Standing:
    """How far a request got."""

    strength: float
    """0 = failed, 0.3 = nothing happened yet, 1 = carried out."""
    where: Sentence | None
    """The sentence on which that rests."""
    failed: Step | None = None
    """The failure it ends with."""
    hangs: str = ""
    """In plain words, why it is still open."""


@once
def standing(reading: Reading) -> Standing:
    """Walks through the dialogue; what comes last weighs most, since an early no may be followed by a yes."""
    made = {step.turn.index: step for step in steps(reading)}
    deed = wants_deed(reading)
    now, where, failed, hangs = NOTHING, None, None, ""
    for turn in reading.turns:
        if turn.role == "customer" and where is not None and not turn.empty:
            if _again(reading, turn) and now > 0.4:
                now, hangs = 0.4, "the customer says that it is not"
            elif now < 0.9 and phrases("course", "withdrawn").search(turn.text):
                shown = failed is None and now > 0.4 and phrases("course", "other_wish").search(turn.text) is not None
                shown = shown and reading.p(turn, "ANNOYED") < CROSS
                now, hangs = (max(now, SHOWN), "") if shown else (min(now, 0.4), "the customer gives it up")
        step = made.get(turn.index)
        if step is None or _idle(reading, step.where):
            continue
        before = now
        now = _moved(step, now, deed=deed)
        if step.kind == "failed":
            failed, where, hangs = step, step.where, ""
        elif now > before or where is None:
            failed = failed if now < 0.4 else None
            where, hangs = step.where, ""
    last = next((t for t in reversed(reading.turns) if not t.empty), None)
    if last is not None and now < 0.9:
        if last.role == "customer" and _wants(reading, last):
            now, hangs = 0.6 * now, "the last question has no answer"
        elif last.index in made and made[last.index].kind in {"asked", "proposed", "lost"}:
            now, hangs = 0.85 * now, "it ends with a question to the customer"
    return Standing(min(1.0, max(0.0, now)), where, failed, hangs)


def _idle(reading: Reading, x: Sentence) -> bool:
    """What is for sale carries out nothing, and neither does closing the case."""
    closes = _CLOSES.search(x.text) is not None and reading.s(x, "RE-5") >= MET
    return closes or reading.s(x, "RE-7") >= MET


_CLOSES = expression("settled", "closes")


def _moved(step: Step, now: float, *, deed: bool) -> float:
    """How far a request is after one more step."""
    if step.kind == "done":
        return 0.35 + 0.65 * step.strength
    if step.kind == "failed":
        # What was carried out before stands beside it; another way that is shown is worth something too.
        return now + step.strength * (0.06 + 0.12 * now + 0.1 * step.way - now)
    if step.kind == "lost":
        return 0.85 * now
    if step.kind == "proposed":
        shown = 2 * step.strength - 1
        return max(min(now, 0.75), 0.4 + 0.1 * shown if deed else 0.4 + 0.35 * shown)
    if step.kind == "told":
        # A fact answers a question; somebody who wants something carried out is only helped on by it.
        helps = 0.0 if deed and step.strength <= BY_LINK else step.strength  # where to go carries nothing out
        return max(now, 0.35 + (0.3 if deed else 0.45) * helps)
    return now - 0.05 if step.kind == "asked" and now >= 0.7 else now


@once
def wants_deed(reading: Reading) -> bool:
    """The customer wants something carried out, rather than to be told something."""
    return any(phrases("course", "wants_deed").search(turn.text) for turn in reading.customers)


def _again(reading: Reading, turn: TurnRead) -> bool:
    """The customer says that it is still not so, or asks for the very same again."""
    return max(reading.p(turn, "STILLOPEN"), reading.p(turn, "REPEATED")) >= 0.7


def _wants(reading: Reading, turn: TurnRead) -> bool:
    asks = any(x.asks for x in turn.sentences)
    return asks or max(reading.p(turn, "DEMAND"), reading.p(turn, "QUESTION")) >= 0.7
