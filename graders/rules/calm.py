"""Calm tone: wording stays courteous and steady whatever the customer does."""

from __future__ import annotations

from dataclasses import replace

from coolhead.graders.base import Finding, found, rule
from coolhead.graders.checks.calm.cheer import cheer
from coolhead.graders.checks.calm.courtesy import courtesies, manner
from coolhead.graders.checks.calm.dismissal import dismissal
from coolhead.graders.checks.calm.kept import SLIP, accused, first, sharp, through
from coolhead.graders.checks.calm.tone import HOSTILE, hostile
from coolhead.graders.checks.speech.common import UPSET, hot_before, stacked, sure
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.mood import typographic
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import phrases

SCORN, UNDOUBTED = 0.74, 0.97
"""From this strength an attack in words of scorn, or in words that go for the person, is one for certain."""
ENDED = 0.5
"""What a bare no takes from courtesy, compared with a slip of tone."""
SHOUTED = 0.5
"""How loud in writing an answer is that shouts back."""
NEVER = 1.1
"""Without any such word no attack is certain."""


@rule("calm", version=9)
def calm(reading: Reading) -> list[Finding]:
    """Courteous and steady: the worst turn weighs, not the average."""
    marks = {label: [(hostile(reading, x, label), x) for x in reading.sentences] for label in HOSTILE}
    worst: dict[int, float] = {}
    for found_ in marks.values():
        for strength, sentence in found_:
            worst[sentence.turn] = max(worst.get(sentence.turn, 0.0), _clear(strength))
    dismissals = [dismissal(reading, turn) for turn in reading.agents]
    for turn, (strength, _where) in zip(reading.agents, dismissals, strict=True):
        loud = typographic(" ".join(x.text for x in turn.sentences))
        heard = max(ENDED * _clear(strength), loud * (loud >= SHOUTED and hot_before(turn) >= UPSET))
        worst[turn.index] = max(worst.get(turn.index, 0.0), heard)
    bad = max(worst.values(), default=0.0)
    return [
        *_good(reading, worst, bad),
        *(stacked(label, marks[label]) for label in HOSTILE),
        stacked("CT-5", [cheer(reading, turn) for turn in reading.agents]),
        stacked("CT-6", dismissals),
        *_critical(reading, marks["CT-1"]),
    ]


def _clear(strength: float) -> float:
    """A slip as it counts against courtesy, 0-1: a faint sound of one spoils nothing."""
    return max(0.0, (strength - SLIP) / (1 - SLIP))


def _critical(reading: Reading, attacks: list[tuple[float, Sentence]]) -> list[Finding]:
    """An attack is critical only when both the model and a plain insult say so, or the model is very sure."""
    certain = [(strength, x) for strength, x in attacks if strength >= _certain(x)]
    return [sure("!CT-1", certain)] if certain else []


def _certain(x: Sentence) -> float:
    """The strength from which an attack is one for certain: less where a word of it stands there."""
    named = any(phrases("conduct", words).search(x.text) for words in ("insult", "called"))
    if named or phrases("conduct", "contempt").search(x.text):
        return 0.6 if named else SCORN
    return UNDOUBTED if phrases("conduct", "assails").search(x.text) else NEVER


def _good(reading: Reading, worst: dict[int, float], bad: float) -> list[Finding]:
    agents = reading.agents
    kept = manner(reading)
    courtesy = courtesies(reading)
    share = min(1.0, sum(s for s, _ in courtesy) / max(1.0, len(agents) / 3))
    kind = [c for c in courtesy if not (isinstance(c[1], Sentence) and sharp(reading, c[1]))]
    shown = max(kind, key=lambda c: c[0])[1] if kind else agents[0]
    late = max((worst.get(t.index, 0.0) for t in agents[len(agents) // 2 :]), default=0.0)
    steady = Finding("CT+4", (1 - late) * kept if len(agents) >= LONG else None, agents[-1].index)
    slipped = 1 - MARRED * bad
    others = [through(reading, courtesy, worst), accused(reading, worst), steady, first(reading)]
    return [
        found("CT+1", (1 - bad) * (0.75 + 0.23 * share) * kept, shown),
        *(replace(f, worth=f.worth * slipped) for f in others),
    ]


LONG = 6
"""Turns of the agent from which it can be steady to the last."""
MARRED = 0.4
"""What one plain slip takes from all that is courteous beside it."""
