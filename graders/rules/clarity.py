"""Clarity: the customer knows what happens, by whom, and when."""

from __future__ import annotations

import re
from dataclasses import replace
from statistics import median

from coolhead.graders.base import MET, Finding, absent, found, rule, strongest
from coolhead.graders.checks.clarity.answering import answers
from coolhead.graders.checks.clarity.muddle import is_form, muddle
from coolhead.graders.checks.resolution.offers import idle, looks
from coolhead.graders.checks.speech.common import (
    UPSET,
    boilerplate,
    concrete,
    freshness,
    hollow,
    names,
    said,
    substance,
)
from coolhead.graders.checks.speech.listening import is_check
from coolhead.graders.checks.speech.odds import heard, shifted
from coolhead.graders.checks.speech.promises import committed, echoed, over, owned, timed, vague_only
from coolhead.graders.checks.speech.repeats import ECHO, parroted
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import expression, phrases

_STEP = expression("tangled", "step")
_ACTOR = re.compile(r"\W*(?:you|please|press|open|type|hold)\b", re.I)
_LENGTH = re.compile(r"\b[\w]+-(?:minute|hour|day|week|month|year)\b", re.I)
DONE = 0.15
"""From this much somebody does something in a sentence that words set in an order."""
SHOWS = 0.3
"""From this much a sentence shows a step by itself."""


@rule("clarity", version=9)
def clarity(reading: Reading) -> list[Finding]:
    """Answers first, plain sentences, concrete things, a time and an owner; hollow words, jargon and walls cost."""
    if reading.language:
        first = reading.agents[0]
        return [
            found("CL-5", 1.0, first, f"answers in {reading.language}"),
            found("CL+1", 0.0),
            found("CL+5", 0.0),
            *_void(reading),
        ]
    kept = substance(reading) * freshness(reading)
    nouns = _nouns(reading)
    # Short and plain words count only around something that is said: a one-word reply must not win.
    said = {
        "CL+1": min(1.0, 0.3 + 1.5 * (nouns.strength or 0.0)),
        "CL+7": min(1.0, 0.3 + 1.5 * (nouns.strength or 0.0)),
    }
    good = [_plain(reading), answers(reading), *_promised(reading), nouns, *_recap(reading), _fit(reading)]
    good = [f if f.strength is None else replace(f, worth=f.worth * kept * said.get(f.indicator, 1.0)) for f in good]
    return [*good, *muddle(reading), *_void(reading)]


def _void(reading: Reading) -> list[Finding]:
    return [Finding("!EMPTY", 1.0, turn.index, turn.plain.original, "an empty turn") for turn in reading.void]


def _plain(reading: Reading) -> Finding:
    # A semicolon ends a thought for the reader of a chat.
    lengths = [len(part.split()) for x in reading.sentences for part in x.text.split(";") if part.strip()]
    if not lengths:
        return found("CL+1", 0.0)
    middle, longest = median(lengths), max(reading.sentences, key=lambda x: len(x.words))
    strength = min(1.0, max(0.0, 1 - (middle - 16) / 10)) * (
        1.0 if len(longest.words) <= 35 else max(0.0, 1 - (len(longest.words) - 35) / 25)
    )
    return found("CL+1", strength)


def _promised(reading: Reading) -> list[Finding]:
    made = [x for x in reading.sentences if committed(reading, x) * (parroted(reading, x) <= ECHO) >= PROMISED]
    vague = any(vague_only(x) for x in reading.sentences)
    steps = strongest("CL+3", [(_steps(reading, turn), _first_step(reading, turn)) for turn in reading.agents])
    # Of several that are as sure the firmest promise is shown.
    times = _times([(0.99 * _time(reading, x) + 0.01 * committed(reading, x), x) for x in reading.sentences])
    if made or vague or reading.peak >= UPSET:
        return [steps, times]
    # Nobody waits for anything; an upset customer waits for a plan.
    return [f if (f.strength or 0.0) >= MET else Finding(f.indicator, None) for f in (steps, times)]


def _time(reading: Reading, x: Sentence) -> float:
    """How surely a sentence names the time of something promised, 0-1; a row of a form promises nothing."""
    if is_form(x):
        return 0.0
    read = heard(reading, x, "CL+4")
    form = min(1.0, 0.4 + max(committed(reading, x), read)) if _dated(x) else 0.0
    form = shifted(form, UNHEARD) if reading.p(x, "CL+4") < DEAF else form
    strength = max(form, shifted(read, 0.0 if timed(x) else UNTIMED)) * (0.4 if _HOURS.search(x.text) else 1.0)
    past = 0.3 if over(x) or looks(x) or _SINCE.search(x.text) else DEED if _TODAY.search(x.text) else 1.0
    return strength * (1 - 0.7 * _pile(x)) * past * (parroted(reading, x) <= ECHO)


DEED = 0.8
"""What the day of a deed that is done is worth beside the time of one that is to come."""
_SINCE, _TODAY = expression("tangled", "since"), expression("tangled", "done_today")
_HOURS = expression("tangled", "hours")
"""When somebody is there is no time of something promised."""


def _first_step(reading: Reading, turn: TurnRead) -> Sentence | TurnRead:
    """The sentence that says most of who does what, and when in the order."""

    def shows(x: Sentence) -> float:
        done = max(reading.s(x, "CL+3"), 0.6 * committed(reading, x), 0.6 * bool(_ACTOR.match(x.text)))
        order = 0.5 * (done >= DONE and _STEP.search(x.text) is not None)
        return (done + order) * (0.4 + concrete(x)) * (not (x.asks or idle(reading, x) or echoed(reading, x)))

    best = max(turn.sentences, key=shows)
    return best if shows(best) >= SHOWS else turn


def _dated(x: Sentence) -> bool:
    """Names a time; the length of a thing ("the 40-minute limit") is none."""
    return (
        timed(x)
        and any(_LENGTH.search(s.text) is None for s in x.slots if s.kind in {"time", "date", "duration"})
        and not (
            _LENGTH.search(x.text)
            and all(s.kind == "duration" for s in x.slots if s.kind in {"time", "date", "duration"})
        )
    )


def _times(times: list[tuple[float, Sentence]]) -> Finding:
    ranked = sorted(times, key=lambda pair: -pair[0])
    strength = 0.75 * ranked[0][0] + 0.25 * (ranked[1][0] if len(ranked) > 1 else 0.0) if ranked else 0.0
    return found("CL+4", strength, ranked[0][1] if strength > 0.2 else None)


def _pile(x: Sentence) -> float:
    """A heap of figures that adds up to no plan, 0-1."""
    when = sum(s.kind in {"time", "date", "duration"} for s in x.slots)
    return min(1.0, max(0.0, (len(x.slots) - 5) / 4)) if when >= 3 else 0.0


def _steps(reading: Reading, turn: TurnRead) -> float:
    """Order plus content: connectives around sentences that say something; hollow steps earn nothing."""
    model = reading.strength(turn, "CL+3")
    marks = len(_STEP.findall(turn.text))
    solid = [x for x in turn.sentences if concrete(x) >= 0.35]
    actors = sum(
        (committed(reading, x) >= PROMISED and (owned(x.text) > 0 or timed(x))) or _ACTOR.match(x.text) is not None
        for x in solid
    )
    marks = marks if actors or model >= SHOWS else 0  # "first of all, and last but not least": nobody does anything
    form = min(1.0, 0.3 * min(2, marks) + 0.35 * min(2, actors) + 0.15 * (actors >= 2) * any(timed(x) for x in solid))
    content = sum(concrete(x) for x in turn.sentences) / max(1, len(turn.sentences))
    full = min(1.0, 0.3 + 1.4 * content)
    return max(max(form, min(1.0, 0.6 * model + 0.5 * form)) * full, shifted(model, UNMARKED + UNASKED * (1 - full)))


def _nouns(reading: Reading) -> Finding:
    """Concreteness over the whole: mean of the sentences that carry content, hollow nouns against it."""
    bodies = [
        x
        for x in reading.sentences
        if len(x.words) >= 4 and said(x) not in boilerplate(reading) and not _agrees(reading, x)
    ]
    if not bodies:
        return found("CL+5", 0.0)
    total = sum(len(x.words) for x in bodies)
    # An echo of the customer's words tells nothing.
    mean = sum(concrete(x) * _about(reading, x) * len(x.words) * (parroted(reading, x) <= ECHO) for x in bodies) / total
    empty = sum(len(x.stems & hollow()) for x in bodies)
    full = sum(len(x.stems - hollow()) for x in bodies)
    density = full / (full + 2.5 * empty) if full else 0.0
    best = max(bodies, key=lambda x: concrete(x) * (parroted(reading, x) <= ECHO))
    return found("CL+5", min(1.0, 1.5 * mean) * density, best)


def _about(reading: Reading, x: Sentence) -> float:
    """Is the sentence about this case: figures, names, or words of the customer or of the record."""
    if x.slots or x.stems & (reading.heard(x.turn) | reading.record_values) - hollow() or names(x.text):
        return 1.0
    return 0.6


def _recap(reading: Reading) -> list[Finding]:
    """The outcome once more at the end, and whether it is agreed; what the customer told before is no outcome."""
    cases: list[tuple[float, Sentence | TurnRead | None]] = []
    tried = False
    for turn in reading.agents[-LAST:]:
        cases.append(_summary(reading, turn))
        for x in turn.sentences:
            told = _taken_up(reading, x)
            mark = phrases("acts", "recap").search(x.text) is not None and not x.asks
            read = max(reading.s(x, "CL+6"), 0.6 * mark)
            agreed = _asks_agreement(reading, turn, x)
            tried = tried or read > PROMISED or (agreed and told >= 1)
            # Marked as a summary it needs one promise taken up, otherwise two; the question makes it whole.
            outcome = (
                min(1.0, (told + mark) / 2) if told else 0.5 * (read > PROMISED and committed(reading, x) >= PROMISED)
            )
            form = outcome * (0.6 + 0.4 * agreed) if mark or agreed else 0.0
            # "My offer stands, though" points back to what was said and does not say it.
            read *= 1.0 if mark or agreed or not phrases("refusals", "stands").search(x.text) else 0.4
            cases.append((max(form, read * outcome) * min(1.0, 0.4 + concrete(x)), x))
    best = strongest("CL+6", cases)
    closing = reading.goal is not None and len(reading.agents) >= 3
    return [best] if tried or closing or (best.strength or 0.0) >= MET else absent("CL+6")


def _summary(reading: Reading, turn: TurnRead) -> tuple[float, Sentence]:
    """A turn that the text model reads as a summary, as far as what stands around it bears that out, 0-1."""
    fullest = max(turn.sentences, key=lambda x: (concrete(x), len(x.words)))
    body = frozenset().union(*(x.stems for x in turn.sentences)) - hollow()
    before = any(committed(reading, y) >= PROMISED for y in reading.sentences if y.turn < turn.index)
    told = any(_taken_up(reading, x) for x in turn.sentences)
    asks = any(x.asks for x in turn.sentences)
    empty = len(body) < BODY or not (
        told or turn.slots or any(committed(reading, x) >= PROMISED for x in turn.sentences)
    )
    doubt = UNPROMISED * (before and not told) + UNAGREED * (not asks) + UNPROMISED * empty
    return shifted(reading.strength(turn, "CL+6"), doubt), fullest


def _asks_agreement(reading: Reading, turn: TurnRead, x: Sentence) -> bool:
    return any(y.asks and _agrees(reading, y) for y in turn.sentences[x.place : x.place + 3])


def _taken_up(reading: Reading, x: Sentence) -> int:
    """How many of the agent's earlier promises a sentence says again."""
    return sum(
        (y.turn, y.place) < (x.turn, x.place) and committed(reading, y) >= PROMISED and len(y.stems & x.stems) >= 2
        for y in reading.sentences
    )


LAST = 5
"""Turns at the end in which the outcome may be said once more: questions and thanks may follow."""
UNMARKED = -1.0
"""Log-odds of steps whose order or whose doer no word marks."""
UNASKED, UNPROMISED, UNAGREED = -0.6, -1.5, -0.6
"""Log-odds of an answer to no question, of a summary of what nobody promised, and of one that asks for no agreement."""
BODY = 4
"""Content words of a summary."""
UNHEARD, UNTIMED, DEAF = -1.0, -0.6, 0.35
"""Log-odds of a time that the text model takes for no promise (a chance below `DEAF`), and of a promise whose time is
none that can be read."""
WALL = 120.0
"""Words of a turn from which a short message is answered with a wall (plain-language guides)."""
PROMISED = 0.4
"""From this firmness a sentence is a promise."""


@once
def _agrees(reading: Reading, x: Sentence) -> bool:
    return is_check(x) or reading.s(x, "RE+7") >= MET or phrases("acts", "works_for_you").search(x.text) is not None


def _fit(reading: Reading) -> Finding:
    """Length that fits: neither a wall after a one-liner nor a word after a story."""
    ratios: list[float] = []
    for turn in reading.agents:
        heard = len(turn.before.words) if turn.before else 10
        mine = len(turn.words)
        low, high = min(8.0, 0.3 * heard), max(WALL, 2.5 * heard)
        ratios.append(
            1.0 if low <= mine <= high else max(0.0, 1 - (mine - high) / 60) if mine > high else mine / max(1.0, low)
        )
    return found("CL+7", sum(ratios) / len(ratios) if ratios else 0.0)
