"""Lines that only say where to turn: "Contact: safety team 555-0190, day and night". They give and explain nothing."""

from __future__ import annotations

from coolhead.bench.customers.cues import book
from coolhead.bench.customers.hearing.clauses import Mood
from coolhead.bench.customers.hearing.needs import routed
from coolhead.bench.customers.story import Story
from coolhead.bench.customers.text import Sentence

_ACTS: frozenset[Mood] = frozenset({"done", "firm"})
_LEAD = 3
"""A pointer to somebody begins within so many words of the sentence."""


def contact_only(sentence: Sentence, moods: tuple[Mood, ...], story: Story) -> bool:
    """Whether the sentence names a way to reach people and does nothing itself."""
    if sentence.question or not routed(sentence, story):
        return False
    hits = [hit for hit in book("mood").find(sentence.words, sentence.stems) if hit.kind == "contact"]
    leads = any(hit.start < _LEAD for hit in hits)
    if _ACTS & set(moods):
        return leads and sentence.words[0] in _IN_CASE
    return leads or _bare(sentence, story) or _named_whole(sentence, story)


_IN_CASE = frozenset({"contact", "contacts", "questions", "if", "should"})


def _bare(sentence: Sentence, story: Story) -> bool:
    """A route of the case as it is written there, and nothing beside it: "safety team 555-0190, day and night"."""
    own = frozenset(word for word in sentence.bag if not any(c.isdecimal() for c in word))
    return bool(own) and any(len(own - bag) <= 1 for bag in story.desks)


def _named_whole(sentence: Sentence, story: Story) -> bool:
    """A route of the case word for word, with its number: "afterwards billing line 555-0142 is your contact"."""
    return any(c.isdecimal() for c in sentence.text) and any(
        len(bag) > 1 and bag <= sentence.bag for bag in story.desks
    )


_PEOPLE = frozenset("speak talk person people colleague human somebody someone".split())
_FAILS = frozenset("not slips slip fails fail goes wrong late".split())


def in_case(sentence: Sentence) -> bool:
    """Like "Should you prefer to speak to a colleague, …" or "If anything slips, …": a way left open."""
    head = set(sentence.words[:8])
    return sentence.words[0] in {"if", "should"} and bool(head & _PEOPLE or head & _FAILS)
