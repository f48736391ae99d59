"""Unkindness by its form: a rule said twice over, the trouble made small by its own name, a far-fetched comparison."""

from __future__ import annotations

import re

from coolhead.bench.customers.hearing.notes import Note
from coolhead.bench.customers.text import Message, Sentence
from coolhead.bench.customers.tokens import STOPSTEMS

_BE = frozenset({"is", "are", "was"})
_ECHO = 4
"""Longer than so many words "It's a bag" goes on to say something."""
_FAR = re.compile(r"\b(?:hardly|not|no|isn't|wasn't|aren't) (?:exactly )?(?:the |a )?[A-Z][a-z]{3,}\b(?! \d)")
_DAY = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|Sept|Oct|Nov|Dec"
)
_ITS = frozenset({"it", "they", "that", "this", "those"})


def hear(message: Message, *, said: Message) -> list[Note]:
    """Notes of this kind; `said` = what the customer said before."""
    notes: list[Note] = []
    for sentence in message.sentences:
        if sentence.question:
            continue
        if _twice_over(sentence):
            notes.append(Note("dismiss", sentence.text))
        elif _belittles(sentence, said) or _far_fetched(sentence):
            notes.append(Note("minimise", sentence.text))
    return notes


def _twice_over(sentence: Sentence) -> bool:
    """Like "Closed is closed", "Couriers do what couriers do": a subject that is its own reason, and nothing more."""
    words = sentence.words
    for at in range(1, len(words) - 1):
        if words[at] not in _BE and words[at] != "do":
            continue
        head = words[max(0, at - 2) : at]
        for size in (2, 1):
            one = head[-size:]
            if len(one) == size and not set(one) <= STOPSTEMS and one == words[at + 1 : at + 1 + size]:
                return len(words) <= at + size + 4
            if len(one) == size and words[at] == "do" and words[at + 1 : at + 2 + size] == ("what", *one):
                return True
    return False


def _belittles(sentence: Sentence, said: Message) -> bool:
    """Like "It's a bag." to somebody whose bag is lost: the thing named, as if that were all."""
    words = sentence.words
    if len(words) > _ECHO or len(words) < 3 or words[0] not in _ITS or words[1] not in {"is", "are"}:
        return False
    a = words[2] == "a" or words[2] == "an" or words[1] == "are"
    return a and sentence.stems[-1] in said.content and words[-1] not in {"a", "an"}


def _far_fetched(sentence: Sentence) -> bool:
    """Like "hardly Siberia", "not the Ritz": measured against something far greater."""
    found = _FAR.search(sentence.text)
    shape = {"it", "they", "that"} & set(sentence.words[:4]) and len(sentence.words) <= 14
    return bool(found and shape) and not _DAY.search(found[0] if found else "")
