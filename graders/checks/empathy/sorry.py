"""Apologies that say what they are for, what was felt and not said, and a second peak of anger."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from coolhead.graders.base import MET, Finding, found, strongest
from coolhead.graders.checks.case.goal import hits
from coolhead.graders.checks.empathy.coldness import half_sorry
from coolhead.graders.checks.empathy.excess import WARM, too_sorry
from coolhead.graders.checks.empathy.story import shared
from coolhead.graders.checks.empathy.sympathy import FAILED, UNFELT, read_as
from coolhead.graders.checks.speech.common import HOT, hollow
from coolhead.graders.checks.speech.listening import (
    cue as speaks,
)
from coolhead.graders.checks.speech.listening import (
    feeling_named,
    open_question,
    own,
    specific,
)
from coolhead.graders.checks.speech.odds import heard, shifted
from coolhead.graders.checks.speech.promises import promise_form
from coolhead.graders.checks.speech.refusals import refusal_form
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import phrases, stem

STOCK = 0.3
"""What is left of picking up a cue in words that would fit anybody: "Is there something behind this?"."""
SPAMMED = 0.3
"""What an apology is worth among more than three."""
BARE = -1.2
"""Log-odds of an apology without an object to speak of."""
_TROUBLE = frozenset(
    stem(w) for w in ("trouble", "inconvenience", "hassle", "bother", "upset", "caused", "circumstances")
)
RISE = 0.2
"""How much hotter the customer must get for a new peak: two points of ten."""


def apology(reading: Reading, worth: dict[int, float]) -> Finding:
    """With an object and without a condition; more than three cost elsewhere.

    The object may be told in the sentence beside it: "I am sorry. Two visits, and nobody came."
    """
    candidates: list[tuple[float, Sentence | TurnRead | None]] = []
    for x in reading.sentences:
        strength = heard(reading, x, "EM+4") * worth[id(x)]
        no = refusal_form(x.text) and FAILED.search(x.text) is None
        if no or phrases("feeling", "no_apology").search(x.text):
            strength = 0.0
        said = phrases("acts", "apology").search(x.text) is not None and half_sorry(reading, x) < 0.4 and not x.asks
        said = said and not no and not phrases("feeling", "no_apology").search(x.text)
        bare = said and len(x.stems - hollow() - _TROUBLE) < 2
        # "Sorry for the trouble" has no object to speak of: half. The object may stand in the sentence beside it.
        turn = reading.turns[x.turn].sentences
        told = own(reading, x) * (len(x.stems - hollow()) >= 2)
        for beside in (turn[n] for n in (x.place - 1, x.place + 1) if 0 <= n < len(turn)):
            if not beside.asks and not promise_form(beside.text):
                told = max(told, 0.8 * own(reading, beside))
        form = (0.45 + 0.1 * (not bare) + 0.35 * told) * worth[id(x)] if said else 0.0
        candidates.append((max(shifted(strength, BARE) if bare else strength, form), x))
    finding = strongest("EM+4", candidates)
    return replace(finding, worth=SPAMMED) if too_sorry(reading) else finding


def unspoken(reading: Reading, worth: dict[int, float]) -> Finding:
    """What was felt and not said, picked up; where the case has an answer key, the cue that it names."""
    goal = reading.goal
    best = strongest("EM+7", [(worth[id(x)] * _picked_up(reading, x), x) for x in reading.sentences])
    if goal and goal.cue_words:
        cue = max(
            ((1.0 if hits(goal.cue_words, x.text) else 0.0, x) for x in reading.sentences),
            key=lambda p: p[0],
            default=(0.0, None),
        )
        if cue[0] and cue[1]:
            x = cue[1]
            warm = max(*(reading.s(x, label) for label in (*WARM, "CT+c")), speaks(x), open_question(reading, x))
            return found("EM+7", max(0.3 + 0.7 * warm, best.strength or 0.0) * worth[id(x)], x)
        return found("EM+7", 0.5 * (best.strength or 0.0), None)
    # Without an answer key a missed cue cannot be told from a case that had none.
    return best if (best.strength or 0.0) >= MET else Finding("EM+7", None)


def _picked_up(reading: Reading, x: Sentence) -> float:
    """What the text model hears of something unsaid; it speaks of a feeling, or of what something means to somebody."""
    felt = (
        speaks(x)
        or phrases("listening", "supposes").search(x.text) is not None
        or max(reading.s(x, label) for label in ("EM+1", "EM+2", "EM+3")) >= MET
    )
    read = read_as(reading, x, "EM+7", 0.0 if felt else 1.5 * UNFELT)
    stock = phrases("listening", "hazy").search(x.text) is not None and not shared(reading, x).told
    return STOCK * read if stock else read


def new_peak(reading: Reading, worth: dict[int, float]) -> Finding:
    """A second rise of heat wants a fresh acknowledgement of what is new in it."""
    customers = reading.customers
    peaks = [
        later
        for before, later in pairwise(customers)
        if later.heat >= HOT
        and len(later.words) >= 6
        and reading.agents
        and later.index > reading.agents[0].index
        and later.heat >= before.heat + RISE
    ]
    answers = [(peak, reading.after(peak)) for peak in peaks]
    scored: list[tuple[float, Sentence | TurnRead | None]] = []
    for peak, answer in answers:
        if answer is None:
            continue
        new = peak.stems - reading.heard(peak.index)
        best: tuple[float, Sentence | TurnRead | None] = (0.0, None)
        for x in answer.sentences:
            warm = max(*(reading.s(x, label) for label in WARM), specific(reading, x), 0.8 * feeling_named(x))
            fresh = 0.6 + 0.4 * min(1.0, len(x.stems & (new | peak.stems)) / 2)
            best = max(best, (warm * worth[id(x)] * fresh, x), key=lambda pair: pair[0])
        scored.append(best)
    if not scored:
        return Finding("EM+8", None)
    mean = sum(s for s, _ in scored) / len(scored)
    top = max(scored, key=lambda pair: pair[0])
    return found("EM+8", mean, top[1] if top[0] > 0.3 else None)
