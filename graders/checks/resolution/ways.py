"""RE+10: what the customer demands cannot be had, and the nearest thing that can be done is shown."""

from __future__ import annotations

from coolhead.graders.base import MET, Finding, absent, found
from coolhead.graders.checks.resolution.offers import HEARD, idle
from coolhead.graders.checks.resolution.voided import void
from coolhead.graders.checks.speech.answered import bars_in
from coolhead.graders.checks.speech.promises import echoed
from coolhead.graders.checks.speech.questions import Question, questions
from coolhead.graders.checks.speech.refusals import CURT, nearest, refusal_form, refuses
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import phrases, tokens

NEXT = 0.2
"""Lead of the sentence that stands right behind the no, when the way out is looked for."""
SHOWS = 0.3
"""From this a sentence is the one that shows the way out."""
BARE = 0.4
"""The most that a turn which only refuses holds of a way out."""
BARE_NO = 3
"""Words behind a no up to which it is one."""
WANTED = 0.4
"""Strength of a demand from which something was demanded."""


def ways(reading: Reading) -> list[Finding]:
    """How far the turns that turn a demand down show what can be done; not applicable where nothing was turned down."""
    refusing = [turn for turn in reading.agents if turned_down(reading, turn)]
    if not refusing:
        return absent("RE+10")
    cases: list[tuple[float, Sentence | TurnRead | None]] = []
    for turn in refusing:
        ranked = [(_way(reading, x), x) for x in turn.sentences]
        no = max(turn.sentences, key=lambda x: refuses(reading, x)).place
        way, shown = max(ranked, key=lambda pair: pair[0] + NEXT * (pair[1].place in {no, no + 1} and pair[0] > 0))
        read = max(reading.strength(turn, "RE+10"), 0.9 * reading.strength(turn, "PB+4"))
        if way < SHOWS and all(refuses(reading, x) >= MET or len(x.words) <= CURT for x in turn.sentences):
            read = min(read, BARE)  # a no alone, however kind, shows no way
        cases.append((max(way, read), shown if way >= SHOWS else _heard(reading, turn)))
    return [found("RE+10", sum(s for s, _ in cases) / len(cases), max(cases, key=lambda pair: pair[0])[1])]


def _heard(reading: Reading, turn: TurnRead) -> Sentence | TurnRead:
    """The sentence in which the text model hears the way out; the whole turn where that is the no itself."""
    best = reading.best(turn, "RE+10")[1]
    return turn if best is None or (refusal_form(best.text) and nearest(reading, best) == 0.0) else best


def _way(reading: Reading, x: Sentence) -> float:
    """How much of a way forward a sentence holds, 0-1."""
    return 0.0 if idle(reading, x) or void(reading, x) else nearest(reading, x)


@once
def turned_down(reading: Reading, turn: TurnRead) -> bool:
    """A turn turns down what the customer demanded: a no to no question, and no mere doubt about a time."""
    demanded = any(_demands(reading, t) for t in reading.customers if t.index < turn.index)
    return demanded and any(_says_no(reading, x) for x in turn.sentences)


def _demands(reading: Reading, turn: TurnRead) -> bool:
    wants = max(reading.strength(turn, label) for label in ("DEMAND", "THREAT", "REJECT"))
    if wants >= WANTED or questions(turn):  # what is asked for and refused was demanded
        return True
    return any(phrases("refusals", "demands").search(x.text) for x in turn.sentences)


def _says_no(reading: Reading, x: Sentence) -> bool:
    # A form of words alone is said of much else: "anyone who says no can ring us", "no, leave it as it is".
    if refuses(reading, x) < MET or max(reading.s(x, "REFUSE"), reading.s(x, "PB+4")) < HEARD:
        return False
    asked = reading.turns[x.turn].before
    heard = asked.text if asked is not None else ""
    if phrases("refusals", "unsure").search(x.text):
        return phrases("refusals", "certainty").search(heard) is not None
    if echoed(reading, x):
        return False
    rest = phrases("refusals", "head_no").sub("", x.text)
    if rest != x.text and asked is not None and any(q.kind == "yesno" and not _of_you(q) for q in questions(asked)):
        return refusal_form(rest)  # a fact is asked for
    # "No, this is no small matter" agrees with the customer.
    return rest == x.text or len(tokens(rest)) < BARE_NO or refusal_form(rest) or bars_in(rest)


def _of_you(question: Question) -> bool:
    """Asks whether the agent does something."""
    return phrases("refusals", "of_you").search(question.text) is not None
