"""Calm tone: wording stays courteous and steady whatever the customer does."""

from __future__ import annotations

import re
from dataclasses import replace

from coolhead.graders.base import MET, Finding, absent, found, rule, strongest
from coolhead.graders.checks.calm.courtesy import COURTEOUS, courtesies, manner
from coolhead.graders.checks.calm.dismissal import dismissal
from coolhead.graders.checks.calm.temper import provoked
from coolhead.graders.checks.calm.tone import HOSTILE, hostile
from coolhead.graders.checks.speech.common import HOT, UNSAID, UPSET, hot_before, stacked, substance, sure
from coolhead.graders.checks.speech.listening import cue, own
from coolhead.graders.checks.speech.odds import BORNE_OUT, NO_WORDS, shifted
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.mood import typographic
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import phrases

SLIP = 0.4
"""From this strength a hostile sound begins to count against courtesy."""
TAKEN = 0.6
"""From this strength an accusation that is taken shows that there was one."""
SCORN, UNDOUBTED = 0.74, 0.97
"""From this strength an attack in words of scorn, or in no word of the lists, is one for certain."""
_EMOJI = re.compile(
    "[\U0001f600-\U0001f64f\U0001f389\U0001f38a\U0001f973\U0001f929✨💃😀-🙏]|(?<!\\w)[:;]-?[)D](?!\\w)"
)


@rule("calm", version=8)
def calm(reading: Reading) -> list[Finding]:
    """Courteous and steady: the worst turn weighs, not the average."""
    marks = {label: [(hostile(reading, x, label), x) for x in reading.sentences] for label in HOSTILE}
    worst: dict[int, float] = {}
    for found_ in marks.values():
        for strength, sentence in found_:
            worst[sentence.turn] = max(worst.get(sentence.turn, 0.0), _clear(strength))
    dismissals = [dismissal(reading, turn) for turn in reading.agents]
    bad = max(worst.values(), default=0.0)
    return [
        *_good(reading, worst, bad),
        *(stacked(label, marks[label]) for label in HOSTILE),
        stacked("CT-5", [_cheer(reading, turn) for turn in reading.agents if _unhappy(reading, turn)]),
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
    named = phrases("conduct", "insult").search(x.text) is not None
    return 0.6 if named else SCORN if phrases("conduct", "contempt").search(x.text) else UNDOUBTED


def _unhappy(reading: Reading, turn: TurnRead) -> bool:
    """The customer was upset right before a turn, and not pleased."""
    pleased = turn.before is not None and reading.p(turn.before, "SATISFIED") >= MET
    return hot_before(turn) >= UPSET and not pleased


def _cheer(reading: Reading, turn: TurnRead) -> tuple[float, Sentence | TurnRead]:
    """Good spirits where there is no reason for any. A greeting with an exclamation mark is none."""
    cases: list[tuple[float, Sentence | TurnRead]] = []
    for x in turn.sentences:
        words = phrases("conduct", "cheer").search(x.text) is not None
        loud = "!" in x.text and phrases("conduct", "greets").search(x.text) is None
        drawn = _EMOJI.search(x.text) is not None
        polite = any(phrases("conduct", name).search(x.text) for name in ("greets", "thanks", "courtesy"))
        heard = shifted(reading.s(x, "CT-5"), provoked(reading), BORNE_OUT if words or drawn else NO_WORDS)
        if not (words or drawn) and (polite or hot_before(turn) < HOT):
            heard *= UNSAID
        gay = (words and (loud or drawn)) or (drawn and hot_before(turn) >= HOT)
        cases.append((max(heard, 0.6 * gay), x))
    return max(cases, key=lambda pair: pair[0], default=(0.0, turn))


def _good(reading: Reading, worst: dict[int, float], bad: float) -> list[Finding]:
    agents = reading.agents
    kept = manner(reading)
    courtesy = courtesies(reading)
    share = min(1.0, sum(s for s, _ in courtesy) / max(1.0, len(agents) / 3))
    findings = [
        found("CT+1", (1 - bad) * (0.65 + 0.33 * share) * kept, max(courtesy, key=lambda c: c[0])[1]),
    ]
    provoked = [n for n, t in enumerate(agents) if hot_before(t) >= HOT]
    if provoked:
        findings.append(_after_provocation(reading, [(agents[n], courtesy[n]) for n in provoked], worst))
    else:
        findings += absent("CT+2")
    accused = [
        t for t in agents if t.before and (reading.p(t.before, "ACCUSE") >= 0.4 or reading.strength(t, "CT+3") >= TAKEN)
    ]
    if accused:
        weakest = min(accused, key=lambda t: 1 - worst.get(t.index, 0.0))
        taken = max(((_taken(reading, t), t) for t in accused), key=lambda pair: pair[0])
        shown = _shown(reading, taken[1], "CT+3") if taken[0] >= MET else weakest
        one = found("CT+3", (1 - worst.get(weakest.index, 0.0)) * (0.4 + 0.6 * taken[0]), shown)
        findings.append(replace(one, worth=kept))
    else:
        findings += absent("CT+3")
    if len(agents) >= 6:
        half = len(agents) // 2
        late = max((worst.get(t.index, 0.0) for t in agents[half:]), default=0.0)
        steady = found("CT+4", (1 - late) * kept)
        findings.append(Finding("CT+4", steady.strength, agents[-1].index))
    else:
        findings += absent("CT+4")
    return [*findings, *_first(reading)]


def _taken(reading: Reading, turn: TurnRead) -> float:
    """How well an accusation is taken, 0-1: not at all where the turn claims that nothing was wrong."""
    return 0.0 if phrases("conduct", "counters").search(turn.text) else reading.strength(turn, "CT+3")


def _shown(reading: Reading, turn: TurnRead, label: str) -> Sentence | TurnRead:
    """The sentence of a turn that shows a label, or the turn where none does by itself."""
    strength, where = reading.best(turn, label)
    return where if where is not None and strength >= MET else turn


def _after_provocation(
    reading: Reading, provoked: list[tuple[TurnRead, tuple[float, Sentence | TurnRead]]], worst: dict[int, float]
) -> Finding:
    kept: list[tuple[float, Sentence | TurnRead]] = []
    for turn, (courteous, where) in provoked:
        loud = typographic(turn.text)
        warm = max(reading.strength(turn, "CT+w"), courteous)
        shown = max(((max(reading.s(x, "CT+w"), cue(x)), x) for x in turn.sentences), key=lambda p: p[0])
        kept.append(
            (
                (1 - worst.get(turn.index, 0.0)) * (1 - loud) * (0.7 + 0.3 * warm),
                shown[1] if shown[0] >= MET else where if courteous >= COURTEOUS else turn,
            )
        )
    mean = sum(s for s, _ in kept) / len(kept)
    low = min(s for s, _ in kept)
    whole = manner(reading)
    return found("CT+2", (0.5 * mean + 0.5 * low) * whole, max(kept, key=lambda k: k[0])[1])


@once
def _acknowledges(reading: Reading, x: Sentence) -> float:
    """Takes notice of how the customer is, 0-1; here a stock phrase will do."""
    read = max(reading.s(x, label) for label in ("EM+1", "EM+2", "EM+3", "EM+4", "EM+5", "EM+g"))
    thanks = phrases("conduct", "thanks").search(x.text) is not None
    taken = cue(x) or thanks or own(reading, x) >= TAKEN_UP
    return max(
        read if taken else shifted(read, NO_WORDS),
        cue(x),
        0.85 if phrases("feeling", "understand").search(x.text) else 0.0,
    )


FORMULA = 0.4
"""What an apology for whatever there may have been is worth as an acknowledgement."""
TAKEN_UP = 0.3
"""Share of the customer's own story from which a sentence takes it up."""


def _first(reading: Reading) -> list[Finding]:
    """Acknowledge before asking for an ID or pointing to a form."""
    first = next((t for t in reading.agents if hot_before(t) >= UPSET), None)
    if first is None:
        return absent("CT+5")
    asks = next(
        (
            x.place
            for x in first.sentences
            if phrases("acts", "ask_identity").search(x.text) and (x.asks or "please" in x.text.lower())
        ),
        None,
    )
    seen = [
        (max(_acknowledges(reading, x), reading.s(x, "CT+3"), reading.s(x, "RE+2")), x)
        for x in first.sentences
        if asks is None or x.place <= asks
    ]
    if asks is None:
        best = max(seen, key=lambda pair: pair[0], default=(0.0, None))
        shown = best[1] if best[1] is not None and _acknowledges(reading, best[1]) >= MET else None
        return [found("CT+5", max(0.49, best[0]) * substance(reading), shown or first)]
    return [strongest("CT+5", seen)]
