"""RE-3: the same again, a step that failed insisted on, an act that was declined done all the same."""

from __future__ import annotations

from dataclasses import replace

from coolhead.graders.base import MET, Finding, strongest
from coolhead.graders.checks.requests.course import carried_out
from coolhead.graders.checks.resolution.flouted import overridden
from coolhead.graders.checks.speech.common import boilerplate, said, stacked
from coolhead.graders.checks.speech.repeats import likeness, loops, repeated_sentence
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import jaccard, phrases

OBJECTS = 0.6
"""Chance from which the customer is taken to say that it is still not done."""


def looped(reading: Reading) -> Finding:
    """RE-3 with the sentence that was said before."""
    cases = [(s * _resented(reading, t), t) for s, t in loops(reading)] + _insists(reading)
    flouted = strongest("RE-3", overridden(reading), FLOUTED)
    finding = stacked("RE-3", cases)
    if (flouted.strength or 0.0) > (finding.strength or 0.0):
        return flouted
    if not cases or (finding.strength or 0.0) < MET:
        return finding
    return replace(finding, quote=_again(reading, max(cases, key=lambda pair: pair[0])[1]).quote)


def _resented(reading: Reading, turn: TurnRead) -> float:
    """How much of a loop a repeated turn is, 0-1: a list of what was agreed may be read out twice."""
    if not reading.complaint:
        return 0.25
    figures = sum(x.has("time", "date", "duration", "amount", "reference") for x in turn.sentences)
    if sum(likeness(turn.words, t.words) >= AGAIN for t in reading.agents if t.index < turn.index) > ONCE:
        return 1.0  # a list is read out a second time, and no third
    # "Your ride has been booked" to somebody who then wants another: each is a deed of its own.
    if reading.case is None and any(carried_out(x) for x in turn.sentences) and not _objects(turn.before, reading):
        return 0.25
    if _objects(turn.before, reading) or not figures:
        return 1.0
    return 0.25 if _lists(reading, turn) else 0.4


def _objects(turn: TurnRead | None, reading: Reading) -> bool:
    """The customer says that it was said before, or is still not done."""
    return turn is not None and max(reading.p(turn, "REPEATED"), reading.p(turn, "STILLOPEN")) >= OBJECTS


FLOUTED = "what the customer tried in vain or declined, all the same"
"""Why it is a loop where nothing was said twice."""
AGAIN, ONCE = 0.75, 1
"""Likeness of the same turn again; how often that may be."""
SUMS_UP = 0.1
"""Reading of a summary from which words that begin one do."""


@once
def _lists(reading: Reading, turn: TurnRead) -> bool:
    """The turn sums up what was agreed."""
    marked = any(phrases("acts", "recap").search(x.text) for x in turn.sentences)
    return marked and reading.strength(turn, "CL+6") >= SUMS_UP


def _insists(reading: Reading) -> list[tuple[float, TurnRead]]:
    """The same step again after the customer said that it failed."""
    found_: list[tuple[float, TurnRead]] = []
    stems = [_stems(reading, turn) for turn in reading.agents]
    for n, turn in enumerate(reading.agents):
        if turn.before is None:
            continue
        said_no = max(
            reading.strength(turn.before, "REPEATED"),
            reading.strength(turn.before, "REJECT"),
            reading.strength(turn.before, "STILLOPEN"),
        )
        # Who has just agreed hears it again as carried out; a list of what was agreed answers a no, if poorly.
        said_no *= (1 - reading.strength(turn.before, "ACCEPT")) * (0.5 if _lists(reading, turn) else 1.0)
        for m in range(n):
            alike = jaccard(stems[n], stems[m])
            if alike > 0.3 and said_no > 0.3:
                found_.append((min(1.0, said_no * (alike - 0.15) * 2), turn))
    return found_


def _stems(reading: Reading, turn: TurnRead) -> frozenset[str]:
    return frozenset().union(*(x.stems for x in own_sentences(reading, turn)))


def _again(reading: Reading, turn: TurnRead) -> Sentence:
    """The sentence of a turn that was said before."""
    earlier = [x for t in reading.agents if t.index < turn.index for x in t.sentences]
    return max(turn.sentences, key=lambda x: repeated_sentence(x, earlier))


def own_sentences(reading: Reading, turn: TurnRead) -> list[Sentence]:
    """A turn without what stands under most turns."""
    footer = boilerplate(reading)
    return [x for x in turn.sentences if said(x) not in footer] if footer else turn.sentences


def once_each(reading: Reading) -> list[Sentence]:
    """All that the agent says, but of what stands under most turns only the first of them."""
    footer = boilerplate(reading)
    if not footer:
        return reading.sentences
    kept: list[Sentence] = []
    seen: set[str] = set()
    for x in reading.sentences:
        text = said(x)
        if text not in footer or text not in seen:
            kept.append(x)
        seen.add(text)
    return kept
