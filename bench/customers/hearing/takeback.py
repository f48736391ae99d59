"""What the agent takes back: "scrap the interpreter", "that was offered in error", "Correction: not the hotel"."""

from __future__ import annotations

from coolhead.bench.customers.cues import book
from coolhead.bench.customers.story import Story
from coolhead.bench.customers.text import Message, Sentence
from coolhead.bench.customers.wanted import NAMED, Wanted


def hear(message: Message, story: Story) -> dict[str, str]:
    """Ids of the remedies taken back -> the sentence that does it."""
    found: dict[str, str] = {}
    for sentence in message.sentences:
        if sentence.question or not _takes_back(sentence):
            continue
        for wanted in (*story.remedies, *story.wrong):
            if _named(wanted, sentence):
                found.setdefault(wanted.id, sentence.text)
    return found


def _takes_back(sentence: Sentence) -> bool:
    return any(hit.kind == "takeback" for hit in book("mood").find(sentence.words, sentence.stems))


def _named(wanted: Wanted, sentence: Sentence) -> bool:
    """By its own words, or by most of a label."""
    return wanted.say.hit(sentence.stems, sentence.bag) or any(
        label and len(label & sentence.bag) >= max(min(len(label), NAMED[0]), NAMED[1] * len(label))
        for label in wanted.labels
    )
