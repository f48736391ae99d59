"""Loops, parroting and formulas: what an agent says again."""

from __future__ import annotations

from itertools import pairwise

from coolhead.graders.checks.speech.common import boilerplate, said
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import copied, copied_words, jaccard, phrases

ECHO = 0.6
"""Share of the customer's own words from which a sentence or a turn is an echo."""


def likeness(one: list[str], other: list[str]) -> float:
    """How alike two word sequences are, 0-1: shared words and shared neighbours, each as a share of the larger side."""
    return _likeness(one, frozenset(one), other, frozenset(other))


def _likeness(one: list[str], mine: frozenset[str], other: list[str], theirs: frozenset[str]) -> float:
    if not one or not other:
        return 0.0
    bag = len(mine & theirs) / max(len(mine), len(theirs))
    if bag <= 0.5:
        return 0.8 * bag
    pairs, others = set(pairwise(one)), set(pairwise(other))
    order = len(pairs & others) / max(1, len(pairs), len(others))
    return 0.5 * bag + 0.5 * order


def loops(reading: Reading) -> list[tuple[float, TurnRead]]:
    """Turns that say again what an earlier turn said, 0-1; turns of under four words are left alone."""
    found: list[tuple[float, TurnRead]] = []
    for n, turn in enumerate(reading.agents):
        if len(turn.words) < 4:
            continue
        mine = own_words(reading, turn)
        if len(mine) < 4:
            continue
        best = max((likeness(mine, own_words(reading, earlier)) for earlier in reading.agents[:n]), default=0.0)
        if best >= 0.6:
            found.append(((best - 0.5) / 0.4, turn))
    return found


def own_words(reading: Reading, turn: TurnRead) -> list[str]:
    """The words of a turn without what stands in every turn."""
    footer = boilerplate(reading)
    return [word for x in turn.sentences if said(x) not in footer for word in x.words] if footer else turn.words


def repeated_sentence(sentence: Sentence, earlier: list[Sentence]) -> float:
    """The nearest of earlier sentences, 0-1."""
    words, bag = sentence.words, _bag(sentence)
    return max((_likeness(words, bag, x.words, _bag(x)) for x in earlier if len(x.words) >= 4), default=0.0)


@once
def _bag(x: Sentence) -> frozenset[str]:
    return frozenset(x.words)


@once
def parroted(reading: Reading, sentence: Sentence) -> float:
    """Share of a sentence that is the customer's own words in the customer's order, 0-1."""
    if len(sentence.words) < 6:
        return 0.0
    turn = reading.turns[sentence.turn]
    heard = turn.before.words if turn.before else []
    return _copied(sentence.words, heard)


@once
def echoed(reading: Reading, sentence: Sentence) -> tuple[float, str]:
    """Share of a sentence that is the customer's own again, 0-1, and what it adds.

    Long runs count, and short ones where there is hardly a word besides; facts of theirs in their order do not.
    """
    share = parroted(reading, sentence)
    if share <= ECHO:
        return 0.0, sentence.text
    before = reading.turns[sentence.turn].before
    heard = before.words if before else []
    hit = _hit(sentence.words, heard, 3 if share >= ALL else LONG_RUN)
    said = sum(hit) / len(hit)
    return max(said, ALL * (said >= HALF)), " ".join(
        word for word, old in zip(sentence.words, hit, strict=True) if not old
    )


ALL, LONG_RUN, HALF = 0.85, 7, 0.5
"""Share from which a sentence is nearly all theirs; words in a row that nobody says again by chance, and what share of
a sentence they may be."""


@once
def said_back(reading: Reading, sentence: Sentence) -> float:
    """As `parroted`, whoever "you", "I" and "we" are in it: "we're paying you 900" of "you're paying me 900"."""
    before = reading.turns[sentence.turn].before
    if before is None or len(sentence.words) < 4:
        return 0.0
    heard = [_PERSON.get(word, word) for word in before.words]
    return copied([_PERSON.get(word, word) for word in sentence.words], heard)


@once
def parroted_turn(reading: Reading, turn: TurnRead) -> float:
    """Share of a turn that is the customer's own words in the customer's order, 0-1; of all messages since the last."""
    if turn.before is None:
        return 0.0
    heard = [word for message in (*turn.before.burst, turn.before) for word in message.words]
    return _copied(turn.words, heard)


_SWAP = {
    "you": "i",
    "your": "my",
    "yours": "mine",
    "i": "you",
    "my": "your",
    "you're": "i'm",
    "you've": "i've",
    "i'm": "you're",
    "i've": "you've",
}


_PERSON = {
    **dict.fromkeys(("i", "me", "you", "we", "us", "u"), "*who"),
    **dict.fromkeys(("my", "your", "our"), "*whose"),
    **dict.fromkeys(("i'm", "you're", "we're", "im", "youre"), "*is"),
    **dict.fromkeys(("i've", "you've", "we've", "ive", "youve"), "*has"),
    **dict.fromkeys(("i'll", "you'll", "we'll", "youll"), "*will"),
}
"""Words for those who speak -> one for all of them."""


def _copied(words: list[str], heard: list[str]) -> float:
    return sum(_hit(words, heard, 3)) / len(words) if words else 0.0


def _hit(words: list[str], heard: list[str], least: int) -> bytearray:
    turned = [_SWAP.get(word, word) for word in words]
    return max(copied_words(words, heard, least=least), copied_words(turned, heard, least=least), key=sum)


@once
def stems_of_feeling(reading: Reading) -> dict[str, list[Sentence]]:
    """Formula family -> the sentences that use it; synonyms count together."""
    found: dict[str, list[Sentence]] = {}
    for sentence in reading.sentences:
        for family in ("understand", "sorry", "value", "patience", "heart", "stuffed"):
            if phrases("feeling", family).search(sentence.text):
                found.setdefault(family, []).append(sentence)
    return found


def same(one: frozenset[str], other: frozenset[str]) -> float:
    """Overlap of content, 0-1."""
    return jaccard(one, other)
