"""A demand that was given in to, where the case file's limits stand in free words.

The demand seldom has the words of the limit ("fifty in my hand" against "cash compensation"); the answer shows that one
was tested: it makes an exception and says so, or it says yes to the very thing that was demanded.
"""

from __future__ import annotations

from collections.abc import Sequence

from coolhead.graders.checks.case.terms import alike, meet
from coolhead.graders.checks.speech.answered import begs, consents, says_yes, turned_down
from coolhead.graders.checks.speech.common import conditional, hollow, key_stems, stems_of
from coolhead.graders.checks.speech.giving import gives
from coolhead.graders.checks.speech.refusals import refusal_form
from coolhead.graders.checks.speech.repeats import ECHO, parroted
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.slots import NUMBER_WORDS
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import expression, phrases

EXCEPTED, ECHOED, BEGGED = 0.66, 0.55, 0.55
"""Strength of an exception that is made and named, and of a yes that takes up the demand in its words."""
ASKED = 0.4
"""Strength of a demand, as the text model hears it, from which something is demanded."""
HEARD = 0.15
"""Strength of a grant that the text model hears in a promise that gives something."""
ECHOES = 2
"""Words of a demand that a yes has to take up."""


@once
def free_limits(reading: Reading) -> bool:
    """The case file names limits in free words, and no answer key says what will be demanded."""
    return reading.case is not None and bool(reading.case.policy.forbidden) and reading.goal is None


@once
def conceded(reading: Reading, x: Sentence) -> float:
    """How surely a sentence gives in to what was demanded right before it against a limit, 0-1."""
    if not free_limits(reading) or x.asks or refusal_form(x.text) or conditional(x):
        return 0.0
    if any(phrases(*name).search(x.text) for name in (("limits", "ask"), ("grants", "noted"), ("grants", "sees"))):
        return 0.0  # a demand written down is not met, and a limit is no gift
    before = reading.turns[x.turn].before
    made = phrases("tested", "excepts").search(x.text)
    if made is not None and before is not None and not _NO.search(x.text[: made.start()]):
        return 0.0 if _may_be_left_out(reading, made[0]) else EXCEPTED
    if before is None or turned_down(reading, reading.turns[x.turn]):
        return 0.0  # "Sixty I can't do; the twenty that is left I'll put on a new card"
    if demands(reading, before) and (_fronts(before, x) or _yes_to(reading, before, x)):
        return ECHOED
    return BEGGED if demands(reading, before) and _gives_in(reading, before, x) else 0.0


def _may_be_left_out(reading: Reading, made: str) -> bool:
    """The thing that is left out is one that may be: "leave out the instalment" where one may be deferred."""
    policy = reading.case.policy if reading.case else None
    if policy is None or not made.startswith(("leave out", "skip")):
        return False
    return meet(key_stems(made), stems_of([g.label for g in policy.grants]) - stems_of(policy.forbidden))


def _gives_in(reading: Reading, before: TurnRead, x: Sentence) -> bool:
    """Says yes, or does what was demanded, where the demand begs or the two speak of what is forbidden."""
    policy = reading.case.policy if reading.case else None
    forbidden = stems_of(_broken_by_deeds(policy.forbidden if policy else ()))
    yes, echoes = says_yes(x), _echoes(before, x)
    if policy is None or not forbidden or not (yes or _does(reading, x, echoes)):
        return False
    allowed = stems_of([f"{g.label} {g.limit} {' '.join(g.conditions)}" for g in policy.grants])
    wanted = [y for y in before.sentences if demanding(reading, y)]
    spoken = x.stems.union(*(y.stems for y in wanted))
    if meet(spoken, allowed - forbidden):
        return False
    # What a line asks for ("entry without a ticket") is no sign that it was broken: "the ticket has been shown".
    deed = stems_of([_WITHOUT.split(line)[0] for line in _broken_by_deeds(policy.forbidden)])
    if any(_orders(y) for y in wanted) and (yes or meet(x.stems, deed)):
        return True
    begged = begs(before) >= (1 if wanted else BEGS) or (bool(wanted) and meet(spoken, forbidden))
    return begged and (yes or echoes > 0)


_WITHOUT = expression("filed", "without")


def _does(reading: Reading, x: Sentence, echoes: int) -> bool:
    """Gives something, and nothing else than was demanded: in words of the demand, or as a plain deed."""
    if parroted(reading, x) > ECHO or _counters(reading, x):
        return False
    deed = consents(reading, x) or gives(reading, x) or phrases("demanded", "deeds").search(x.text) is not None
    return deed and (echoes > 0 or _plain(x))


def _plain(x: Sentence) -> bool:
    """Says how it is, and nothing of what might be, is asked, is looked into or was felt."""
    return phrases("demanded", "open").search(x.text) is None


def _counters(reading: Reading, x: Sentence) -> bool:
    """Offers something else: a day, an hour or a sum that was not demanded."""
    known = " ".join(t.text.lower() for t in reading.customers if t.index < x.turn)
    return any(s.kind in _MEASURES and s.text.lower() not in known for s in x.slots)


_MEASURES = ("amount", "date", "time")
BEGS = 2
"""Pleas from which a customer who demands nothing outright demands something."""


def _echoes(before: TurnRead, x: Sentence) -> int:
    """Words of the demand that a sentence takes up."""
    return len((_named(x) & frozenset().union(*(_named(y) for y in before.sentences))) - hollow())


def _fronts(before: TurnRead, x: Sentence) -> bool:
    """Says back what was demanded, and consents: "Six off, there you are"."""
    head, _comma, rest = x.text.partition(",")
    if not rest:
        head, rest = " ".join(x.text.split()[:2]), " ".join(x.text.split()[2:])
    said = {word.lower().strip(".!?") for word in head.split()}
    wanted = {word for y in before.sentences if _orders(y) for word in y.words}
    if not 0 < len(said) <= FRONT or not said <= set(before.words) or not said & wanted:
        return False
    return phrases("tested", "consents").search(rest.strip(" .!")) is not None


FRONT = 4
"""Words of a demand that are said back before the consent."""


@once
def demands(reading: Reading, turn: TurnRead) -> bool:
    """A customer's turn that demands, or asks whether something may be."""
    return (
        reading.strength(turn, "DEMAND") >= ASKED
        or any(demanding(reading, x) for x in turn.sentences)
        or begs(turn) >= BEGS
    )


def demanding(reading: Reading, x: Sentence) -> bool:
    """A customer's sentence that demands, by its form or by the text model's reading."""
    return reading.s(x, "DEMAND") >= ASKED or _orders(x)


def _orders(x: Sentence) -> bool:
    return phrases("tested", "demands").search(x.text) is not None


def _yes_to(reading: Reading, before: TurnRead, x: Sentence) -> bool:
    """Says that what was demanded is had, in words of the demand which no allowed line has."""
    if phrases("tested", "what_can").search(x.text) or not (
        phrases("tested", "had").search(x.text) or (gives(reading, x) and reading.s(x, "GRANT") >= HEARD)
    ):
        return False
    policy = reading.case.policy if reading.case else None
    lines = _broken_by_deeds(policy.forbidden if policy else ())
    if policy is None or not lines:
        return False
    allowed = stems_of([f"{g.label} {g.limit} {' '.join(g.conditions)}" for g in policy.grants])
    forbidden = stems_of(lines)
    if any(alike(one, other) for one in x.stems for other in allowed - forbidden):
        return False
    wanted = [y for y in before.sentences if demanding(reading, y)]
    echoed = (_named(x) & frozenset().union(*(_named(y) for y in wanted))) - hollow()
    plainly = phrases("tested", "had").search(x.text) is not None
    return len(echoed) >= (1 if plainly else ECHOES) or bool(echoed & forbidden)


def _broken_by_deeds(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if not phrases("tested", "spoken").search(line)]


@once
def _named(x: Sentence) -> frozenset[str]:
    """The stems of a sentence; numbers in figures."""
    return x.stems | {str(NUMBER_WORDS[word]) for word in x.words if word in NUMBER_WORDS}


_NO = expression("filed", "no")
