"""How promises lean on their surroundings: the sentence before or after, the customer's question, a grant's label."""

from __future__ import annotations

from dataclasses import dataclass

from coolhead.bench.customers import dates
from coolhead.bench.customers.concepts import Concept
from coolhead.bench.customers.hearing.clauses import STRENGTH, Mood
from coolhead.bench.customers.story import Story
from coolhead.bench.customers.text import Message, Sentence
from coolhead.bench.customers.wanted import Wanted

_POINTERS = frozenset({"it", "that", "this", "those", "them", "both", "these", "he", "she", "they", "one", "there"})


@dataclass(frozen=True, slots=True)
class Turn:
    """An agent turn with what is worked out once for all remedies."""

    message: Message
    moods: list[tuple[Mood, ...]]
    story: Story
    odd: frozenset[int]
    """Sentences with words in no order: they promise nothing."""
    asks_leave: bool
    ways: bool = False
    """It lays several ways before the customer."""


_READS = frozenset(
    {"see", "show", "record", "note", "mark", "file", "history", "log", "read", "have", "cost", "usual", "be"}
)


_TO_YOU = frozenset({"you", "your", "yours"})
"""Without one of these "There is a flight at seven" is what is on record."""
_PAST = frozenset("was were had been went came took gave got left said told rang wrote".split())


def plain_promise(concept: Concept, sentence: Sentence, mood: tuple[Mood, ...], story: Story) -> bool:
    """Like "Monday at nine for the visit": a statement with a time to come is how people promise in short."""
    about = {m for c, m in zip(sentence.clauses, mood, strict=True) if concept.share(c.bag, c.stems)}
    lies_there = sentence.words[0] == "there" and not _TO_YOU & set(sentence.words)
    if sentence.question or lies_there or about - {"statement", "firm", "done"} or not dates.moments(sentence.words):
        return False
    day = dates.day_of(sentence.text)
    past = day is not None and story.today is not None and day < story.today
    reading = bool((_READS - {"be", "have"}) & sentence.bag) or bool(_PAST & set(sentence.words))
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
    """Like "About the old number: … I have just changed it." One idea over sentences, tied by a pointing word.

    Remarks may stand between them, as long as none of them speaks of another thing that can be given: "There is a pair
    of yours in the branch. I had a word with them. It is being kept for you until eight."
    """
    sentence = sentences[n]
    if not sentence.bag & _POINTERS or concept.share(sentence.bag, sentence.stems) == 0 or len(concept.groups) < 2:
        return None
    mood = _acting(concept, sentence, all_moods[n])
    if mood is None and plain_promise(concept, sentence, all_moods[n], story):
        mood = "firm"
    if mood is None:
        return None
    stems, bag = sentence.stems, sentence.bag
    for k in range(n - 1, max(-1, n - 1 - _BACK), -1):
        before = sentences[k]
        if "hypothetical" in all_moods[k] or (k < n - 1 and _elsewhere(concept, sentences[k + 1], story)):
            return None
        stems, bag = (*before.stems, *stems), before.bag | bag
        if concept.hit(stems, bag):
            return mood
    return None


_BACK = 3
"""So many sentences "it" may reach back over."""


def over_two(
    concept: Concept, sentences: tuple[Sentence, ...], n: int, all_moods: list[tuple[Mood, ...]]
) -> Mood | None:
    """What is given by being said may take two sentences: "Everybody out. Then ring 555-0191, please."."""
    here, before = sentences[n], sentences[n - 1]
    if n == 0 or here.question or before.question or _NO & (set(all_moods[n]) | set(all_moods[n - 1])):
        return None
    shares = concept.share(here.bag, here.stems) and concept.share(before.bag, before.stems)
    return "statement" if shares and concept.hit((*before.stems, *here.stems), before.bag | here.bag) else None


_NO: frozenset[Mood] = frozenset({"negated", "hypothetical", "report"})


def _acting(concept: Concept, sentence: Sentence, moods: tuple[Mood, ...]) -> Mood | None:
    """What the clauses do that touch the idea or point back at it; None when one of them takes it back."""
    about = {
        m
        for clause, m in zip(sentence.clauses, moods, strict=True)
        if clause.bag & _POINTERS or concept.share(clause.bag, clause.stems)
    }
    if about & {"negated", "hypothetical"}:
        return None
    return "done" if "done" in about else "firm" if "firm" in about else None


def _elsewhere(concept: Concept, sentence: Sentence, story: Story) -> bool:
    """The sentence names another thing that could be given."""
    return any(
        wanted.say is not concept and wanted.say.hit(sentence.stems, sentence.bag)
        for wanted in (*story.remedies, *story.wrong)
    )


def replied(wanted: Wanted, turn: Turn, asked: Message | None) -> list[tuple[Mood, int]]:
    """Like "Yes, I have closed it" or "You will." to a question: the first words answer what was asked last."""
    if asked is None:
        return []
    first = turn.message.sentences[0]
    short = _short_yes(first)
    for n, (sentence, moods) in enumerate(zip(turn.message.sentences[: 1 + short], turn.moods, strict=False)):
        points = bool(sentence.bag & _POINTERS) and wanted.say.share(sentence.bag, sentence.stems) > 0
        if n in turn.odd or sentence.question or not (points or short) or {"negated", "hypothetical"} & set(moods):
            continue
        acts: list[Mood] = [m for m in moods if m in {"done", "firm"}]
        if short and n == 0 and not acts:
            acts = ["firm"]
        about = any(
            wanted.say.hit((*s.stems, *sentence.stems), s.bag | sentence.bag)
            for s in asked.sentences[-2:]
            if s.question
        )
        if acts and about:
            return [(max(acts, key=STRENGTH.__getitem__), n)]
    return []


_SHORT = 5
_WILL = frozenset({"will", "do", "have", "is", "has", "does"})


def _short_yes(sentence: Sentence) -> bool:
    """Like "You will." and "We do.": a whole answer in a pronoun and its verb."""
    words = sentence.words
    return 1 < len(words) <= _SHORT and words[-1] in _WILL and not sentence.question and "not" not in words
