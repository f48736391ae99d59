"""Whether a promise names the time that the case has for it: no other day, no other hour, no sooner than can be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from coolhead.bench.customers.hearing.clauses import GIVES, Mood
from coolhead.bench.customers.hearing.links import Turn
from coolhead.bench.customers.schedule import Times, against, times_of
from coolhead.bench.customers.story import Story
from coolhead.bench.customers.text import Clause, Sentence, read
from coolhead.bench.customers.wanted import Wanted


def misdated(wanted: Wanted, held: Sequence[tuple[Mood, int]], turn: Turn) -> str:
    """The sentence that promises this remedy for a time that is not the case's; empty when none does.

    Beside another remedy only the clause that names this one counts; where the promise names no time, the sentence
    behind it does.
    """
    if not wanted.due:
        return ""
    sentences = turn.message.sentences
    for mood, n in held:
        if mood not in GIVES:
            continue
        here = sentences[n]
        if mistimed(wanted, here, turn.story):
            return here.text
        if times_of(here.words, turn.story.today):
            continue
        for beside in (*sentences[n + 1 : n + 2], *sentences[max(0, n - 1) : n]):
            plain = not (beside.question or beside.quoted or names_another(wanted, beside, turn.story))
            if plain and mistimed(wanted, beside, turn.story):
                return beside.text
    return ""


def mistimed(wanted: Wanted, sentence: Sentence, story: Story) -> bool:
    """Whether the sentence, said of this remedy, names a time that the case does not have for it."""
    if not wanted.due:
        return False
    if not names_another(wanted, sentence, story):
        return against(_said(sentence.words, wanted, story), wanted.due, today=story.today)
    return any(
        against(_said(piece.words, wanted, story), wanted.due, today=story.today)
        for piece in pieces(sentence)
        if wanted.say.hit(piece.stems, piece.bag) and not names_another(wanted, piece, story)
    )


_POINT = re.compile(r"(?:[;,:]| -|,? and|,? or)\s+(?=(?:the|an?|your|our|my|one|two|both|i|we)\b)", re.I)


def pieces(sentence: Sentence) -> list[Sentence | Clause]:
    """Its clauses, and its points where it lists things."""
    return [*sentence.clauses, *points(sentence.text)]


@lru_cache(maxsize=1024)
def points(text: str) -> tuple[Sentence, ...]:
    """Of "the crew today at noon, the officer before six and a pump" each thing by itself."""
    return tuple(s for piece in _POINT.split(text) for s in read(piece).sentences)


def _said(words: tuple[str, ...], wanted: Wanted, story: Story) -> Times:
    """The times of these words, without those that the customer or its record speaks of anyway."""
    said = times_of(words, story.today)
    if said.all_days() & wanted.due.all_days():
        return said
    return said.without(story.known_times, today=story.today)


def names_another(wanted: Wanted, words: Sentence | Clause, story: Story) -> bool:
    """Whether something else that could be given is named there."""
    return any(w.id != wanted.id and w.say.hit(words.stems, words.bag) for w in (*story.remedies, *story.wrong))
