"""Empathy and listening.

Judged by placement, specificity and novelty against the customer's own turn, never by count.
"""

from __future__ import annotations

from dataclasses import replace

from coolhead.graders.base import MET, Finding, rule, strongest
from coolhead.graders.checks.calm.tone import hostile
from coolhead.graders.checks.empathy.coldness import coldness
from coolhead.graders.checks.empathy.excess import is_polite
from coolhead.graders.checks.empathy.known import reasked
from coolhead.graders.checks.empathy.sorry import apology, new_peak, unspoken
from coolhead.graders.checks.empathy.story import shared
from coolhead.graders.checks.empathy.sympathy import (
    UNFELT,
    best_two,
    earning,
    in_own_words,
    legitimate,
    once_for_all,
    otherwise,
    read_as,
    told_with_feeling,
)
from coolhead.graders.checks.speech.common import HOT, UPSET, hot_before, substance
from coolhead.graders.checks.speech.listening import (
    cue,
    echo,
    exclaims,
    feeling_named,
    impact_form,
    is_check,
    open_question,
    own,
    retold,
    specific,
    unfelt,
)
from coolhead.graders.checks.speech.odds import shifted
from coolhead.graders.checks.speech.repeats import ECHO
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import phrases

NAMED = 0.6
"""The strength of a plain word for how bad it is, such as "That is infuriating.", with nothing said beside it."""
CHECKED, RETOLD, AGREED = 0.8, 1.0, -2.5
"""Log-odds of a paraphrase: put to the customer to be corrected, full of the story, or a list of what was agreed."""
WRONGLY, UNCHECKED = 0.3, 0.45
"""What is left of a paraphrase that tells it otherwise, and the most that one earns which nobody is asked about."""
GENERAL_TALK = (0.9, 0.5, 0.3)
"""What sympathy is worth, by the number of agent turns, in a talk that never takes up a word of this customer's."""


@rule("empathy", version=9)
def empathy(reading: Reading) -> list[Finding]:
    """Felt, specific, early, fresh; formulas, denial and re-asking cost."""
    worth = {id(x): earning(reading, x) for x in reading.sentences}
    return [*_acknowledged(reading, worth), *_listened(reading), *coldness(reading)]


def _early(reading: Reading, turn: TurnRead) -> float:
    """Full in the first two answers to an upset customer, half later."""
    upset = [t.index for t in reading.agents if hot_before(t) >= UPSET]
    return 1.0 if not upset or turn.index in upset[:2] else 0.7 if turn.index in upset else 0.5


def _acknowledged(reading: Reading, worth: dict[int, float]) -> list[Finding]:
    # One warm line is warm, however little it says besides; what would fit any customer counts for less.
    ours = _of_this_customer(reading)
    kept = (0.5 + 0.5 * substance(reading)) * _meant(reading)
    early = {t.index: _early(reading, t) for t in reading.agents}
    ones: list[tuple[float, Sentence | TurnRead | None]] = []
    twos: list[tuple[float, Sentence | TurnRead | None]] = []
    for x in reading.sentences:
        value = worth[id(x)] * early[x.turn]
        formula = phrases("feeling", "understand").search(x.text) is not None
        stock = 0.0 if is_polite(x) else reading.s(x, "EM+g") * (1.0 if formula or cue(x) else 0.5)
        # "That is infuriating", beside what happened, names the feeling by what caused it.
        caused = 0.8 * min(1.0, 1.5 * specific(reading, x)) if impact_form(x.text) and not x.asks else 0.0
        plain = 0.0 if formula else max(0.9 * feeling_named(x), caused, NAMED * exclaims(x))
        named = read_as(reading, x, "EM+1", 2 * UNFELT if unfelt(x.text) else 0.0 if cue(x) else UNFELT)
        feel = max(named, 0.9 * stock, 0.9 if formula else 0.0, plain)
        ones.append((value * feel * in_own_words(reading, x, max(stock, 0.8 * formula)), x))
        twos.append((value * told_with_feeling(reading, x, stock, formula=formula), x))
    findings = [strongest("EM+1", ones), best_two(reading, twos)]
    fair = strongest("EM+3", [(worth[id(x)] * legitimate(reading, x), x) for x in reading.sentences])
    findings.append(fair if reading.peak >= HOT or (fair.strength or 0.0) >= MET else Finding("EM+3", None))
    findings.append(apology(reading, worth))
    findings.append(unspoken(reading, worth))
    findings.append(new_peak(reading, worth))
    findings = once_for_all(reading, findings, ours, kept)
    # Nobody owes sympathy to a customer who is not upset; what is given all the same still counts.
    owed = reading.peak >= UPSET
    return [
        f if f.strength is not None and (owed or f.strength >= MET) else Finding(f.indicator, None) for f in findings
    ]


def _meant(reading: Reading) -> float:
    """What kind words and open questions are worth, 0-1: the less, the longer nothing of theirs is taken up."""
    least = GENERAL_TALK[min(max(1, len(reading.agents)), len(GENERAL_TALK)) - 1]
    return least + (1 - least) * _of_this_customer(reading)


@once
def _of_this_customer(reading: Reading) -> float:
    """Whether the agent takes up anything of this customer's story at all, 0-1: one word of it may be chance."""
    held = [shared(reading, x) for x in reading.sentences if echo(reading, x) <= ECHO]
    return min(1.0, max((one.told + 0.5 * one.akin for one in held), default=0.0))


def _listened(reading: Reading) -> list[Finding]:
    kept = substance(reading)
    findings: list[Finding] = []
    if reading.customers:
        candidates: list[tuple[float, Sentence | TurnRead | None]] = []
        for turn in reading.agents:
            whole = reading.s(turn, "EM+5")
            sentence, where = reading.best(turn, "EM+5")
            told, first = retold(reading, turn)
            copy = max((echo(reading, x) for x in turn.sentences), default=0.0)
            facts = max((own(reading, x) for x in turn.sentences), default=0.0)
            checked = any(is_check(x) for x in turn.sentences)
            # What was agreed, read back, is no story retold.
            agreed = max(0.0, reading.strength(turn, "CL+6") - 0.2)
            read = shifted(max(whole, sentence), CHECKED * checked + RETOLD * (facts - 0.35) + AGREED * agreed)
            read *= 0.2 if copy > ECHO else 1.0
            told *= 1 - 0.5 * agreed
            if any(otherwise(reading, x) for x in turn.sentences):
                read, told = WRONGLY * read, WRONGLY * told
            if not (checked or any(x.asks for x in turn.sentences)):
                read = min(read, UNCHECKED)
            shown = first if told > read or where is None or is_check(where) else where
            candidates.append((max(read, told), shown or where or turn))
        best = strongest("EM+5", candidates)
        best = best if best.strength is None else replace(best, worth=kept)
        # A paraphrase is one way to show that one listened; where none was tried the specific acknowledgement speaks
        # for itself.
        findings.append(best if (best.strength or 0.0) >= 0.25 or reading.goal else Finding("EM+5", None))
    asked = [(_opens(reading, x) * (1 - reasked(reading, x)), x) for x in reading.sentences]
    best = strongest("EM+6", asked)
    best = replace(best, worth=_meant(reading))
    hidden = reading.goal is not None
    findings.append(best if hidden or (best.strength or 0.0) >= 0.5 else Finding("EM+6", None))
    return findings


def _opens(reading: Reading, x: Sentence) -> float:
    """A question that lets the customer tell more, 0-1; rhetoric, ratings and choices are none."""
    if not x.asks and open_question(reading, x) == 0.0:
        return 0.4 * reading.s(x, "EM+6")
    closed = phrases("listening", "closed_form").search(x.text) is not None or hostile(reading, x, "CT-3") >= MET
    return max(reading.s(x, "EM+6") * (0.4 if closed else 1.0), open_question(reading, x))
