"""Promises without a thing ("done"), and of so many things that they fit no case in particular."""

from __future__ import annotations

from coolhead.bench.customers.cues import book
from coolhead.bench.customers.hearing.clauses import Mood
from coolhead.bench.customers.hearing.echoes import echoes
from coolhead.bench.customers.hearing.leads import several
from coolhead.bench.customers.story import Story
from coolhead.bench.customers.text import Message

_TOO_MANY = 5


def generic_doing(
    message: Message, all_moods: list[tuple[Mood, ...]], *, said: Message | None = None, story: Story | None = None
) -> str:
    """A sentence that says "doing it", "done", without naming what; empty when there is none.

    One that names a thing that can be given ("This is done: half of the fee as credit") speaks of that.
    """
    things = (*story.remedies, *story.wrong) if story is not None else ()
    for sentence, mood in zip(message.sentences, all_moods, strict=True):
        if several(sentence) or any(w.say.hit(sentence.stems, sentence.bag) for w in things):
            continue
        if sentence.question or "negated" in mood or "hypothetical" in mood or echoes(sentence, said):
            continue
        if any(hit.kind == "generic_do" for hit in book("mood").find(sentence.words, sentence.stems)):
            return sentence.text
    return ""


def scattered(message: Message, all_moods: list[tuple[Mood, ...]], story: Story) -> str:
    """The last of five or more different kinds of remedy promised in one breath: that fits no case in particular.

    So does the whole drawer of the policy, label by label.
    """
    kinds: set[str] = set()
    given = " ".join(
        s.text.lower() for s, mood in zip(message.sentences, all_moods, strict=True) if {"done", "firm"} & set(mood)
    )
    if len(story.labels) > 2 and all(label in given for label in story.labels):
        return message.sentences[-1].text
    for sentence, mood in zip(message.sentences, all_moods, strict=True):
        for clause, how in zip(sentence.clauses, mood, strict=True):
            if how in {"done", "firm"}:
                kinds |= {h.kind for h in book("kinds").find(clause.words, clause.stems)}
        if len(kinds) >= _TOO_MANY:
            return sentence.text
    return ""
