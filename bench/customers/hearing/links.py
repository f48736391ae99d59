"""How promises lean on their surroundings: the sentence before or after, the customer's question, a grant's label."""

from __future__ import annotations

from dataclasses import dataclass

from coolhead.bench.customers import dates
from coolhead.bench.customers.concepts import Concept
from coolhead.bench.customers.hearing.moods import STRENGTH, Mood
from coolhead.bench.customers.story import Story, Wanted
from coolhead.bench.customers.text import Message, Sentence

_POINTERS = frozenset({"it", "that", "this", "those", "them", "both", "these", "he", "she", "they"})
_ASIDE = 6
"""A sentence of so few words does not end what "he" points at."""
_GIVES: frozenset[Mood] = frozenset({"done", "firm", "offer"})


@dataclass(frozen=True, slots=True)
class Turn:
    """An agent turn with what is worked out once for all remedies."""

    message: Message
    moods: list[tuple[Mood, ...]]
    story: Story
    odd: frozenset[int]
    """Sentences with words in no order: they promise nothing."""
    asks_leave: bool


_READS = frozenset(
    {"see", "show", "record", "note", "mark", "file", "history", "log", "read", "have", "cost", "usual", "be"}
)


def plain_promise(concept: Concept, sentence: Sentence, mood: tuple[Mood, ...], story: Story) -> bool:
    """Like "Monday at nine for the visit": a statement with a time to come is how people promise in short."""
    about = {m for c, m in zip(sentence.clauses, mood, strict=True) if concept.share(c.bag, c.stems)}
    if sentence.question or about - {"statement", "firm", "done"} or not dates.moments(sentence.words):
        return False
    day = dates.day_of(sentence.text)
    past = day is not None and story.today is not None and day < story.today
    reading = bool((_READS - {"be", "have"}) & sentence.bag) or bool(
        {"was", "were", "had", "been"} & set(sentence.words)
    )
    return not past and not reading


def followed(mood: Mood, after: Sentence, moods_after: tuple[Mood, ...]) -> Mood:
    """Like "I can take 27.50 off. I have just done that." The next sentence does what this one offers."""
    acts = [m for m in moods_after if m in {"done", "firm"}]
    tied = bool(after.bag & _POINTERS) or after.words[0] in {"done", "booked", "confirmed"}
    if acts and tied and not after.question and not {"negated", "hypothetical"} & set(moods_after):
        return max(acts, key=STRENGTH.__getitem__)
    return mood


def carried(
    concept: Concept, sentences: tuple[Sentence, ...], n: int, all_moods: list[tuple[Mood, ...]], story: Story
) -> Mood | None:
    """Like "About the old number: … I have just changed it." One idea over two sentences, tied by a pointing word.

    A short remark may stand between them: "The fitter was never sent. The order goes out now. He is with you at two."
    """
    sentence = sentences[n]
    if not sentence.bag & _POINTERS or concept.share(sentence.bag, sentence.stems) == 0 or len(concept.groups) < 2:
        return None
    if {"negated", "hypothetical"} & set(all_moods[n]):
        return None
    mood: Mood | None = "done" if "done" in all_moods[n] else "firm" if "firm" in all_moods[n] else None
    if mood is None and plain_promise(concept, sentence, all_moods[n], story):
        mood = "firm"
    back = 2 if n > 1 and len(sentences[n - 1].words) <= _ASIDE else 1
    for k in range(n - 1, n - 1 - back, -1):
        before = sentences[k]
        if "hypothetical" in all_moods[k]:
            return None
        if concept.hit((*before.stems, *sentence.stems), before.bag | sentence.bag):
            return mood
    return None


def replied(wanted: Wanted, turn: Turn, asked: Message | None) -> list[tuple[Mood, int]]:
    """Like "Yes, I have closed it", said to "And the second account?": the first words answer what was asked last."""
    first, moods = turn.message.sentences[0], turn.moods[0]
    if asked is None or 0 in turn.odd or first.question or not first.bag & _POINTERS:
        return []
    acts: list[Mood] = [m for m in moods if m in {"done", "firm"}]
    if not acts or {"negated", "hypothetical"} & set(moods) or not wanted.say.share(first.bag, first.stems):
        return []
    about = any(wanted.say.hit((*s.stems, *first.stems), s.bag | first.bag) for s in asked.sentences[-2:] if s.question)
    return [(max(acts, key=STRENGTH.__getitem__), 0)] if about else []


_NAMED = (2, 0.6)
"""So many words of a grant's own label, and so large a share of them, name the thing."""


def labelled(wanted: Wanted, turn: Turn) -> list[tuple[Mood, int]]:
    """A promise in the words of the grant's own label."""
    found: list[tuple[Mood, int]] = []
    for n, (sentence, moods) in enumerate(zip(turn.message.sentences, turn.moods, strict=True)):
        if n in turn.odd or sentence.question:
            continue
        for clause, mood in zip(sentence.clauses, moods, strict=True):
            if mood in {"done", "firm"} and any(
                len(label & clause.bag) >= max(_NAMED[0], _NAMED[1] * len(label)) for label in wanted.labels
            ):
                found.append((mood, n))
    return found
