"""Calm that is kept: after a provocation, under an accusation, and in the first answer."""

from __future__ import annotations

from dataclasses import replace

from coolhead.graders.base import MET, Finding, found, strongest
from coolhead.graders.checks.calm.courtesy import COURTEOUS, manner
from coolhead.graders.checks.calm.taken_back import taken_back
from coolhead.graders.checks.calm.tone import HOSTILE, hostile
from coolhead.graders.checks.speech.common import HOT, UPSET, hot_before, substance
from coolhead.graders.checks.speech.listening import cue, own
from coolhead.graders.checks.speech.odds import NO_WORDS, shifted
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.mood import typographic
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import phrases

SLIP = 0.4
"""From this strength a hostile sound begins to count against courtesy."""
ACCUSED = 0.6
"""Probability from which a customer's turn accuses."""
TAKEN = 0.6
"""From this strength an accusation that is taken shows that there was one."""
COUNTERED, PASSED_OVER, DEFENDS = 0.2, 0.4, 0.3
"""How an accusation is taken by who claims that nothing was wrong, and by who passes it over; and the strength of a
slip that claims it."""
UNMET = 0.49
"""A first answer that asks for nothing and acknowledges nothing: just not met."""
UNASKED = 0.3
"""Share of the points of the first answer that is at stake where it demands nothing: little can be wrong with it."""
TAKEN_UP = 0.3
"""Share of the customer's own story from which a sentence takes it up."""
FIRST_WORDS = 4
"""Words from which the opening of an answer shows how it answers."""


def sharp(reading: Reading, x: Sentence) -> bool:
    """A sentence sounds like a slip: it shows no courtesy, whatever words of courtesy it holds."""
    return any(hostile(reading, x, label) >= SLIP for label in HOSTILE)


def through(reading: Reading, courtesy: list[tuple[float, Sentence | TurnRead]], worst: dict[int, float]) -> Finding:
    """CT+2: the answers to a provocation are no hotter than what went before; shown where it was provoked most."""
    provoked = [n for n, turn in enumerate(reading.agents) if hot_before(turn) >= HOT]
    if not provoked:
        return Finding("CT+2", None)
    kept = []
    for n in provoked:
        turn, courteous = reading.agents[n], courtesy[n][0]
        warm = max(reading.strength(turn, "CT+w"), courteous)
        kept.append((1 - worst.get(turn.index, 0.0)) * (1 - typographic(turn.text)) * (0.7 + 0.3 * warm))
    again = [n for n in provoked if n] or provoked  # who opens in a heat has not been answered yet
    most = max(again, key=lambda n: _jump(reading, n))
    mean = 0.5 * sum(kept) / len(kept) + 0.5 * min(kept)
    return found("CT+2", mean * manner(reading), _steady(reading, reading.agents[most], courtesy[most]))


def _jump(reading: Reading, n: int) -> float:
    """How much hotter the customer became before the n-th answer, weighed with how hot."""
    now = hot_before(reading.agents[n])
    return now + (max(0.0, now - hot_before(reading.agents[n - 1])) if n else 0.0)


def _steady(reading: Reading, turn: TurnRead, courtesy: tuple[float, Sentence | TurnRead]) -> Sentence | TurnRead:
    """What shows that a turn stays calm: warmth or a fair limit, a courtesy, or the words it begins with."""
    clean = [x for x in turn.sentences if not sharp(reading, x)]
    warmest = max(((max(reading.s(x, "CT+w"), reading.s(x, "PB+1"), cue(x)), x) for x in clean), default=None, key=_by)
    if warmest is not None and warmest[0] >= MET:
        return warmest[1]
    strength, where = courtesy
    if strength >= COURTEOUS and any(x is where for x in clean):
        return where
    return next((x for x in clean if len(x.words) >= FIRST_WORDS), turn)


def _by(pair: tuple[float, Sentence]) -> float:
    return pair[0]


def accused(reading: Reading, worst: dict[int, float]) -> Finding:
    """CT+3: an accusation is taken, and without a counter-claim."""
    held = [
        t
        for t in reading.agents
        if t.before and (reading.p(t.before, "ACCUSE") >= ACCUSED or reading.strength(t, "CT+3") >= TAKEN)
    ]
    if not held:
        return Finding("CT+3", None)
    taken, turn = max(((reading.strength(t, "CT+3"), t) for t in held), key=lambda pair: pair[0])
    clean = 1 - max(worst.get(t.index, 0.0) for t in held)
    countered = next((t for t in held if _counters(reading, t, by_ear=taken < MET)), None)
    if countered is not None:
        return found("CT+3", COUNTERED * clean, countered)
    strength, where = reading.best(turn, "CT+3")
    shown = where if where is not None and strength >= MET else turn
    one = found("CT+3", clean * (PASSED_OVER + (1 - PASSED_OVER) * taken), shown)
    return replace(one, worth=manner(reading))


def _counters(reading: Reading, turn: TurnRead, *, by_ear: bool) -> bool:
    """Claims that nothing was wrong, in words or, where the accusation is taken nowhere, by the text model's ear."""
    if phrases("conduct", "counters").search(turn.text):
        return True
    return by_ear and any(max(reading.s(x, "CT-7"), reading.s(x, "CT-4")) >= DEFENDS for x in turn.sentences)


@once
def _acknowledges(reading: Reading, x: Sentence) -> float:
    """Takes notice of how the customer is, 0-1; here a stock phrase will do, unless it is taken back."""
    if taken_back(reading, x):
        return 0.0
    read = max(reading.s(x, label) for label in ("EM+1", "EM+2", "EM+3", "EM+4", "EM+5", "EM+g"))
    thanks = phrases("conduct", "thanks").search(x.text) is not None
    taken = cue(x) or thanks or own(reading, x) >= TAKEN_UP
    return max(
        read if taken else shifted(read, NO_WORDS),
        cue(x),
        0.85 if phrases("feeling", "understand").search(x.text) else 0.0,
    )


def first(reading: Reading) -> Finding:
    """CT+5: the first answer to somebody upset acknowledges before it asks for an ID or points to a form."""
    turn = next((t for t in reading.agents if hot_before(t) >= UPSET), None)
    if turn is None:
        return Finding("CT+5", None)
    asks = next(
        (
            x.place
            for x in turn.sentences
            if phrases("acts", "ask_identity").search(x.text) and (x.asks or "please" in x.text.lower())
        ),
        None,
    )
    seen = [
        (max(_acknowledges(reading, x), reading.s(x, "CT+3"), reading.s(x, "RE+2") * (not taken_back(reading, x))), x)
        for x in turn.sentences
        if asks is None or x.place <= asks
    ]
    if asks is not None:
        return strongest("CT+5", seen)
    best = max(seen, key=_by, default=None)
    if best is None:
        return found("CT+5", UNMET * substance(reading), turn)
    shown = best[1] if _acknowledges(reading, best[1]) >= MET else turn
    one = found("CT+5", max(UNMET, best[0]) * substance(reading), shown)
    return one if best[0] > UNMET else replace(one, weight=UNASKED)
