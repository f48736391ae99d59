"""All that the customer came with: each open request or question gets something that settles it, danger first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from coolhead.graders.base import Finding, absent, found
from coolhead.graders.checks.resolution.listed import listed
from coolhead.graders.checks.resolution.matters import dropped
from coolhead.graders.checks.resolution.offers import settles
from coolhead.graders.checks.resolution.outcome import promised
from coolhead.graders.checks.speech.answers import answered
from coolhead.graders.checks.speech.common import hollow
from coolhead.graders.checks.speech.questions import questions
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.personas.brief import Goal


def issues(reading: Reading) -> list[Finding]:
    """Every open request or question gets something that settles it; danger comes first.

    With an answer key: each of the things that the best outcome needs was firmly promised.
    """
    if reading.goal:
        return _issues_by_key(reading, reading.goal)
    left = dropped(reading)
    if left is not None:
        reply = reading.after(reading.turns[left.turn])
        return [found("RE+6", LEFT, reply, "the matter that weighs most was not taken up")]
    scored: list[tuple[float, Sentence | TurnRead]] = []
    for turn in reading.customers:
        reply = reading.after(turn)
        if reply is None or not reply.sentences:
            continue
        wants = max(reading.strength(turn, label) for label in ("DEMAND", "STILLOPEN", "QUESTION"))
        wanted = questions(turn)
        first = not scored  # what the customer came with, and whatever answers it in the end
        if not first and ((wants < WANTED and not wanted) or not _another(reading, turn)):
            continue
        replies = reading.agents if first else [reply]
        settled, where = max((settles(reading, t)[0] for t in replies if t.sentences), key=lambda pair: pair[0])
        told, answer = max((answered(reading, q, reply) for q in wanted), key=lambda pair: pair[0], default=(0.0, None))
        strength = max(settled, 0.75 * told, 0.6 * (reading.strength(reply, "PB+4")))
        danger = reading.strength(turn, "SAFETY")
        if danger > 0.5:
            early = reply.sentences[: max(1, (len(reply.sentences) + 1) // 2)]
            urgent = max(
                (len(x.stems & _danger_stems(reading, turn)) > 0 or reading.s(x, "PB+10") > 0.5) for x in early
            )
            strength *= 1.0 if urgent else 0.4
        scored.append((strength, answer if answer is not None and 0.75 * told > settled else where))
    told_apart = listed(reading)
    if len(told_apart) > len(scored):
        scored = [(strength, where) for strength, where in told_apart if where is not None]
        scored += [(0.0, reading.agents[0]) for _, where in told_apart if where is None]
    if len(scored) < 2:
        return absent("RE+6")
    mean = sum(s for s, _ in scored) / len(scored)
    low = min(s for s, _ in scored)
    return _each(min(1.0, 1.2 * (0.7 * mean + 0.3 * low)), scored)


def _another(reading: Reading, turn: TurnRead) -> bool:
    """A later turn brings up something that neither side has spoken of; to ask on about the same is no further issue.

    "And when?" behind an offer belongs to it, "and the hotel?" does not.
    """
    spoken = frozenset().union(*(t.stems for t in reading.turns[: turn.index])) | hollow()
    asked = [question.stems for question in questions(turn)]
    asked += [x.stems for x in turn.sentences if reading.s(x, "DEMAND") >= WANTED]
    return any(len(stems - spoken) >= NEW for stems in asked)


WANTED, NEW = 0.4, 2
"""Strength of a demand from which something is wanted; words of it that nobody had said before."""
LEFT = 0.15
"""What is left of the credit for the other matters."""
SHOWN = 0.4
"""Strength from which a sentence shows what became of an issue."""


def _each(strength: float, scored: Sequence[tuple[float, Sentence | TurnRead | None]]) -> list[Finding]:
    """The finding, and a quote for each issue: those after the first weigh nothing and only show."""
    ranked = sorted(scored, key=lambda pair: -pair[0])
    places = dict.fromkeys(where for held, where in ranked if held >= SHOWN) or {ranked[0][1]: None}
    made = [found("RE+6", strength, where) for where in places]
    return [made[0], *(replace(one, weight=0.0) for one in made[1:])]


def _issues_by_key(reading: Reading, goal: Goal) -> list[Finding]:
    needed = [remedy for remedy in goal.remedies if remedy.id in goal.accept[0].remedies]
    if len(needed) < 2:
        return absent("RE+6")
    firm = [promised(reading, remedy) for remedy in needed]
    mean = sum(s for s, _ in firm) / len(firm)
    return _each(0.5 * mean + 0.5 * min(s for s, _ in firm), firm)


def _danger_stems(reading: Reading, turn: TurnRead) -> frozenset[str]:
    return frozenset().union(*(x.stems for x in turn.sentences if reading.s(x, "SAFETY") > 0.4)) or turn.stems
