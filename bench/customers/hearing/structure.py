"""What can be told without knowing the words: silence, walls, word salad, repetition, echo, forged lines."""

from __future__ import annotations

from collections.abc import Sequence

from coolhead.bench.customers.hearing.notes import Note
from coolhead.bench.customers.text import STOPSTEMS, Message

WALL_WORDS = 170
_PREPOSITIONS = frozenset("of to from with by at into onto for in on".split())
_DETERMINERS = frozenset("the a an my your our his her their".split())
_PRONOUNS = frozenset("i we he she they".split())
_AUX = frozenset("will would shall should can could is are was were am have has had do does did".split())
_JOINERS = frozenset("and or but because if".split())
_NOT_AFTER_DETERMINER = _PREPOSITIONS | _DETERMINERS | _PRONOUNS | _AUX | _JOINERS | {"you", "it", "not", "be"}
_NOT_AFTER_PREPOSITION = {"i", "we", "he", "she", "they", "is", "are", "was", "were", "am", "will", "would", "shall",
                          "has", "and", "of"}  # fmt: skip
_NOT_LAST = _DETERMINERS | {"and", "of", "i", "if", "because", "am"}
_SALAD = 0.14
_FUNCTION = _PREPOSITIONS | _DETERMINERS | _PRONOUNS | _AUX | _JOINERS | frozenset(
    "you it this that not be so as me us them there here what how when which who no yes just it's than then".split()
)


def silent(message: Message) -> bool:
    """No word at all: empty, blanks, dots, emoji."""
    return not any(word[0].isalnum() for word in message.words)


def salad(message: Message) -> bool:
    """Words without grammar: too many pairs that no sentence holds, or hardly a function word in a long stretch."""
    odd = pairs = 0
    long_words = function = 0
    for sentence in message.sentences:
        words = sentence.words
        for a, b in zip(words, words[1:], strict=False):
            pairs += 1
            odd += (
                (a in _DETERMINERS and b in _NOT_AFTER_DETERMINER)
                or (a in _PREPOSITIONS and b in _NOT_AFTER_PREPOSITION)
                or (a in _PRONOUNS and b in (_PRONOUNS | _DETERMINERS | _PREPOSITIONS | {"and"}))
                or (a in _AUX and b in (_PREPOSITIONS - {"in", "on", "at", "with", "to", "for", "from", "by", "of"}))
                or (a == b and a not in {"very", "so", "really", "no", "had", "that"} and not a[0].isdigit())
                or (a in _JOINERS and b in {"of", "and", "or"})
            )
        if len(words) >= 5 and words[-1] in _NOT_LAST:
            odd += 1
        if len(words) >= 7:
            long_words += len(words)
            function += sum(w in _FUNCTION for w in words)
    if pairs >= 5 and odd / pairs >= _SALAD and odd >= 2:
        return True
    return long_words >= 10 and function / long_words < 0.16


def repeats(message: Message, earlier: Sequence[Message]) -> float:
    """How much of this turn was said before, 0-1: word pairs shared with the most similar earlier turn, or whole
    sentences from any of them.
    """
    if not earlier or not message.words:
        return 0.0
    mine = _pairs(message)
    said = {s.words for m in earlier for s in m.sentences}
    old = sum(len(s.words) for s in message.sentences if s.words in said) / max(1, len(message.words))
    best = 0.0
    for other in earlier:
        theirs = _pairs(other)
        if mine and theirs:
            best = max(best, len(mine & theirs) / min(len(mine | theirs), len(mine) + 3))
    return max(old, best)


def parrots(message: Message, customer: Message) -> float:
    """Share of this turn's word pairs that are the customer's own."""
    mine, theirs = _pairs(message), _pairs(customer)
    return len(mine & theirs) / len(mine) if len(mine) >= 5 else 0.0


def copied(words: tuple[str, ...], customer: Message) -> bool:
    """Whether a sentence is mostly the customer's own wording."""
    mine = set(zip(words, words[1:], words[2:], strict=False))
    if len(mine) < 3:
        return False
    theirs = set(zip(customer.words, customer.words[1:], customer.words[2:], strict=False))
    return len(mine & theirs) / len(mine) > 0.55


def _pairs(message: Message) -> set[tuple[str, str]]:
    swap = {"my": "your", "i": "you", "me": "you", "mine": "yours", "am": "are"}
    words = [swap.get(w, w) for w in message.words]
    return {(a, b) for a, b in zip(words, words[1:], strict=False) if not (a in STOPSTEMS and b in STOPSTEMS)}


def hear(message: Message, *, earlier: Sequence[Message], customer: Message) -> list[Note]:
    """Structural notes of a turn."""
    notes: list[Note] = []
    if silent(message):
        return [Note("silence", message.raw.strip()[:40])]
    if message.forged:
        notes.append(Note("forged", message.forged[:120]))
    if salad(message):
        notes.append(Note("garble", message.raw.strip()[:120]))
    again = repeats(message, earlier)
    if again > 0.6:
        notes.append(Note("repeat", message.sentences[0].text[:120], min(1.0, again)))
    if parrots(message, customer) > 0.6:
        notes.append(Note("parrot", message.sentences[0].text[:120]))
    if len(message.words) > WALL_WORDS:
        notes.append(Note("wall", message.sentences[0].text[:80], min(1.0, len(message.words) / WALL_WORDS - 0.75)))
    return notes
