"""Calm tone: wording stays courteous and steady whatever the customer does."""

from __future__ import annotations

import re

from coolhead.graders.base import MET, Finding, absent, found, rule, strongest
from coolhead.graders.checks.common import HOT, UPSET, hot_before, stacked, substance, sure
from coolhead.graders.checks.listening import cue, is_check, legitimate_form, open_question
from coolhead.graders.checks.refusals import refuses
from coolhead.graders.checks.tone import HOSTILE, hostile
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.mood import typographic
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import phrases

SLIP = 0.3
"""From this strength a hostile sound begins to count against courtesy."""
_EMOJI = re.compile(
    "[\U0001f600-\U0001f64f\U0001f389\U0001f38a\U0001f973\U0001f929✨💃😀-🙏]|(?<!\\w)[:;]-?[)D](?!\\w)"
)


@rule("calm", version=2)
def calm(reading: Reading) -> list[Finding]:
    """Courteous and steady: the worst turn weighs, not the average."""
    marks = {label: [(hostile(reading, x, label), x) for x in reading.sentences] for label in HOSTILE}
    worst: dict[int, float] = {}
    for found_ in marks.values():
        for strength, sentence in found_:
            worst[sentence.turn] = max(worst.get(sentence.turn, 0.0), _clear(strength))
    dismissals = [_dismissal(reading, turn) for turn in reading.agents]
    bad = max(worst.values(), default=0.0)
    return [
        *_good(reading, worst, bad),
        *(stacked(label, marks[label]) for label in HOSTILE),
        stacked("CT-5", [_cheer(reading, turn) for turn in reading.agents if hot_before(turn) >= HOT]),
        stacked("CT-6", dismissals),
        *_critical(reading, marks["CT-1"]),
    ]


def _clear(strength: float) -> float:
    """A slip as it counts against courtesy, 0-1: a faint sound of one spoils nothing."""
    return max(0.0, (strength - SLIP) / (1 - SLIP))


def _critical(reading: Reading, attacks: list[tuple[float, Sentence]]) -> list[Finding]:
    """An attack is critical only when both the model and a plain insult say so, or the model is very sure."""
    certain = [
        (strength, x)
        for strength, x in attacks
        if (strength >= 0.6 and phrases("conduct", "insult").search(x.text)) or strength >= 0.74
    ]
    return [sure("!CT-1", certain)] if certain else []


def _dismissal(reading: Reading, turn: TurnRead) -> tuple[float, Sentence | TurnRead]:
    """A bare no: a refusal in a turn that holds no way forward."""
    strength, where = reading.best(turn, "CT-6")
    whole = reading.s(turn, "CT-6")
    best = max(whole, strength * (1 - 0.7 * _way_forward(reading, turn, where)))
    if not any(refuses(reading, x, plain=True) >= MET for x in turn.sentences):
        best *= 0.5  # nothing is turned down
    if phrases("conduct", "dismissal").search(turn.text):
        best = max(best, 0.8 * (1 - _way_forward(reading, turn, None)))
    return best, where or turn


def _way_forward(reading: Reading, turn: TurnRead, beside: Sentence | None) -> float:
    return max(
        (
            max(reading.s(x, label) for label in ("RE+2", "RE+3", "RE+10", "PB+4", "GRANT"))
            for x in turn.sentences
            if x is not beside
        ),
        default=0.0,
    )


def _cheer(reading: Reading, turn: TurnRead) -> tuple[float, Sentence | TurnRead]:
    strength, where = reading.best(turn, "CT-5")
    visible = bool(_EMOJI.search(turn.text)) + (turn.text.count("!") > 1)
    words = phrases("conduct", "cheer").search(turn.text) is not None
    return max(strength * (0.5 + 0.5 * min(1, visible + words)), 0.6 * (visible and words)), where or turn


def _good(reading: Reading, worst: dict[int, float], bad: float) -> list[Finding]:
    agents = reading.agents
    kept = 0.6 + 0.4 * substance(reading)  # a courteous line stays courteous, however little it says
    courtesy = [_courtesy(reading, turn) for turn in agents]
    wanted = max(1.0, len(agents) / 3)
    share = min(1.0, sum(s for s, _ in courtesy) / wanted)
    findings = [
        found("CT+1", (1 - bad) * (0.6 + 0.4 * share) * kept, max(courtesy, key=lambda c: c[0])[1]),
    ]
    provoked = [t for t in agents if hot_before(t) >= HOT]
    if provoked:
        findings.append(_after_provocation(reading, provoked, worst))
    else:
        findings += absent("CT+2")
    accused = [t for t in agents if t.before and reading.p(t.before, "ACCUSE") >= 0.4]
    if accused:
        weakest = min(accused, key=lambda t: 1 - worst.get(t.index, 0.0))
        taken = max(reading.strength(t, "CT+3") for t in accused)
        findings.append(found("CT+3", (1 - worst.get(weakest.index, 0.0)) * (0.6 + 0.4 * taken) * kept, weakest))
    else:
        findings += absent("CT+3")
    if len(agents) >= 6:
        half = len(agents) // 2
        late = max((worst.get(t.index, 0.0) for t in agents[half:]), default=0.0)
        findings.append(found("CT+4", (1 - late) * kept, agents[-1]))
    else:
        findings += absent("CT+4")
    return [*findings, *_first(reading)]


def _courtesy(reading: Reading, turn: TurnRead) -> tuple[float, Sentence | TurnRead]:
    """How courteous a turn is, 0-1: thanks and please, but also care for the customer in words of its own."""
    best: tuple[float, Sentence | TurnRead] = (reading.s(turn, "CT+c"), turn)
    for x in turn.sentences:
        shown = reading.s(x, "CT+c")
        if phrases("conduct", "courtesy").search(x.text) or is_check(x) or legitimate_form(x.text):
            shown = max(shown, 0.85)
        shown = max(shown, cue(x), 0.75 * open_question(reading, x), 0.9 * reading.s(x, "RE+7"))
        best = max(best, (shown, x), key=lambda pair: pair[0])
    return best


def _after_provocation(reading: Reading, provoked: list[TurnRead], worst: dict[int, float]) -> Finding:
    kept = []
    for turn in provoked:
        loud = typographic(turn.text)
        warm = max(reading.strength(turn, "CT+w"), _courtesy(reading, turn)[0])
        kept.append(((1 - worst.get(turn.index, 0.0)) * (1 - loud) * (0.7 + 0.3 * warm), turn))
    mean = sum(s for s, _ in kept) / len(kept)
    low = min(s for s, _ in kept)
    return found("CT+2", (0.5 * mean + 0.5 * low) * (0.6 + 0.4 * substance(reading)), max(kept, key=lambda k: k[0])[1])


def _acknowledges(reading: Reading, x: Sentence) -> float:
    """Takes notice of how the customer is, 0-1; here a stock phrase will do."""
    read = max(reading.s(x, label) for label in ("EM+1", "EM+2", "EM+3", "EM+4", "EM+5", "EM+g"))
    return max(read, cue(x), 0.85 if phrases("feeling", "understand").search(x.text) else 0.0)


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
        return [found("CT+5", max(0.6, best[0]) * substance(reading), best[1] or first)]
    return [strongest("CT+5", seen)]
