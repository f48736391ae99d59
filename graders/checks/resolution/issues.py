"""All that the customer came with: each open request or question gets something that settles it, danger first."""

from __future__ import annotations

from coolhead.graders.base import Finding, absent, found
from coolhead.graders.checks.resolution.matters import dropped
from coolhead.graders.checks.resolution.outcome import promised
from coolhead.graders.checks.speech.answers import answered
from coolhead.graders.checks.speech.promises import remedy
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
    scored: list[tuple[float, Sentence | TurnRead | None]] = []
    for turn in reading.customers:
        reply = reading.after(turn)
        if reply is None:
            continue
        wants = max(
            reading.strength(turn, "DEMAND"), reading.strength(turn, "STILLOPEN"), reading.strength(turn, "QUESTION")
        )
        wanted = questions(turn)
        if wants < 0.4 and not wanted:
            continue
        settled = max((remedy(reading, x) for x in reply.sentences), default=0.0)
        told = max((answered(reading, q, reply)[0] for q in wanted), default=0.0)
        strength = max(settled, 0.75 * told, 0.6 * (reading.strength(reply, "PB+4")))
        danger = reading.strength(turn, "SAFETY")
        if danger > 0.5 and reply.sentences:
            first = reply.sentences[: max(1, (len(reply.sentences) + 1) // 2)]
            urgent = max(
                (len(x.stems & _danger_stems(reading, turn)) > 0 or reading.s(x, "PB+10") > 0.5) for x in first
            )
            strength *= 1.0 if urgent else 0.4
        scored.append((strength, reply))
    if len(scored) < 2:
        return absent("RE+6")
    low = min(scored, key=lambda pair: pair[0])
    mean = sum(s for s, _ in scored) / len(scored)
    return [found("RE+6", min(1.0, 1.2 * (0.7 * mean + 0.3 * low[0])), max(scored, key=lambda pair: pair[0])[1])]


LEFT = 0.15
"""What is left of the credit for the other matters."""


def _issues_by_key(reading: Reading, goal: Goal) -> list[Finding]:
    needed = [remedy for remedy in goal.remedies if remedy.id in goal.accept[0].remedies]
    if len(needed) < 2:
        return absent("RE+6")
    firm = [promised(reading, remedy) for remedy in needed]
    low = min(firm, key=lambda pair: pair[0])
    mean = sum(s for s, _ in firm) / len(firm)
    return [found("RE+6", 0.5 * mean + 0.5 * low[0], max(firm, key=lambda pair: pair[0])[1])]


def _danger_stems(reading: Reading, turn: TurnRead) -> frozenset[str]:
    return frozenset().union(*(x.stems for x in turn.sentences if reading.s(x, "SAFETY") > 0.4)) or turn.stems
