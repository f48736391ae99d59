"""Facts that an agent states before anybody told them: learnt by heart, not found out."""

from __future__ import annotations

from functools import cache, lru_cache

from coolhead.graders.checks.case.goal import group_hit, hits
from coolhead.graders.checks.empathy.known import heard_before
from coolhead.graders.checks.speech.filed import case_file
from coolhead.graders.checks.speech.promises import committed
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence
from coolhead.graders.reading.words import phrases, word_set
from coolhead.personas.case import Concepts
from coolhead.personas.marks import marks, marks_of_forms, words

SHARE, LEAST = 0.5, 2
"""Share and number of a fact's own words that a statement must hold to be that fact."""


@once
def foreknown(reading: Reading) -> Sentence | None:
    """The first statement of a hidden fact, or of the true cause, that neither the file nor the customer had named.

    Questions and guesses may come near it: they are how one finds out.
    """
    goal = reading.goal
    if goal is None:
        return None
    file = case_file(reading).text
    in_file = _known(file) | _function_marks()
    for number, turn in enumerate(reading.agents):
        heard = frozenset().union(*(_known(t.text) for t in reading.customers if t.index < turn.index))
        stated = [(x, _marks(x.text)) for x in turn.sentences if _states(reading, x)]
        for secret in goal.secrets:
            for say in secret.marks:
                found = _holds(stated, frozenset(say) - heard - in_file)
                if found is not None and not _told(reading, secret.noticed, turn.index):
                    return found
        if number < LEAST:
            cause = next((x for x, _own in stated if hits(goal.cause_words, x.text)), None)
            known = f"{file} {heard_before(reading, turn.index)}" if cause is not None else ""
            if cause is not None and not all(group_hit(group, known) for group in goal.cause_words):
                return cause
    return None


def _told(reading: Reading, concepts: Concepts, upto: int) -> bool:
    return any(hits(concepts, t.text) for t in reading.customers if t.index < upto)


@lru_cache(maxsize=500)
def _marks(text: str) -> frozenset[str]:
    return marks([text])


@cache
def _function_marks() -> frozenset[str]:
    return marks(word_set("common", "function"))


@lru_cache(maxsize=500)
def _known(text: str) -> frozenset[str]:
    """Marks of the words of a text in all their forms: "answer each time" names that something was answered, too."""
    return frozenset[str]().union(*map(marks_of_forms, set(words(text))))


def _states(reading: Reading, x: Sentence) -> bool:
    return not x.asks and committed(reading, x) < SHARE and phrases("acts", "guess").search(x.text) is None


def _holds(stated: list[tuple[Sentence, frozenset[str]]], new: frozenset[str]) -> Sentence | None:
    """The statement that says a fact: in one sentence, or spread over the statements of a turn."""
    if len(new) < LEAST:
        return None
    for x, own in stated:
        if len(new & own) >= max(LEAST, SHARE * len(new)):
            return x
    together = frozenset().union(*(own for _x, own in stated)) if stated else frozenset()
    if len(new & together) >= max(LEAST + 1, 0.6 * len(new)):
        return max(stated, key=lambda pair: len(new & pair[1]))[0]
    return None
