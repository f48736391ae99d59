"""CL+2: a direct question gets its answer, and which sentence of the next turn gives it."""

from __future__ import annotations

from dataclasses import replace

from coolhead.graders.base import MET, Finding, absent, both, found
from coolhead.graders.checks.speech.answers import answered
from coolhead.graders.checks.speech.questions import Question, questions
from coolhead.graders.checks.speech.repeats import likeness
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.turns import Sentence, TurnRead

AGAIN, ANEW = 0.85, 0.2
"""Likeness to an earlier turn from which a reply answers no new question; what is left of its answers."""
BARE = 3
"""Words up to which a yes or a no is shown with what stands behind it."""


def answers(reading: Reading) -> Finding:
    """How far the direct questions are answered in the next turn, each turn of the customer weighing the same.

    Shown is the best answer; where they are passed over, the question that got least.
    """
    means: list[float] = []
    each: list[tuple[float, Sentence | None, Question]] = []
    for turn in reading.customers:
        reply = reading.after(turn)
        wanted = questions(turn)
        if reply is None or not wanted:
            continue
        share = ANEW if _said_before(reading, reply) else 1.0
        scored = [
            (share * strength, where, one) for one in wanted for strength, where in [answered(reading, one, reply)]
        ]
        means.append(sum(strength for strength, _, _ in scored) / len(scored))
        each += scored
    if not means:
        return absent("CL+2")[0]
    mean = sum(means) / len(means)
    if mean < MET:
        _, _, passed = min(each, key=lambda one: one[0])
        return found("CL+2", mean, passed.where)
    _, where, _ = max(each, key=lambda one: one[0])
    return replace(_shown(reading, where), strength=mean)


def _said_before(reading: Reading, reply: TurnRead) -> bool:
    earlier = (likeness(reply.words, turn.words) for turn in reading.agents if turn.index < reply.index)
    return len(reply.words) > 5 and max(earlier, default=0.0) > AGAIN


def _shown(reading: Reading, where: Sentence | None) -> Finding:
    """A finding with the answer as its evidence; a bare yes or no stands with the sentence behind it."""
    if where is not None and len(where.words) <= BARE:
        turn = reading.turns[where.turn].sentences
        if where.place + 1 < len(turn) and not turn[where.place + 1].asks:
            return both("CL+2", 1.0, reading, where, turn[where.place + 1])
    return found("CL+2", 1.0, where)
