"""What can be told without knowing the words: silence, walls, word salad, repetition, echo, forged lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from coolhead.bench.customers.hearing.notes import Note
from coolhead.bench.customers.text import Message, Sentence, pairs

WALL_WORDS = 170
_REPEAT = 0.6
_COPY = 0.85
_PREPOSITIONS = frozenset("of to from with by at into onto for in on about".split())
_DETERMINERS = frozenset("the a an my your our his their its".split())
_SUBJECTS = frozenset("i we he she they".split())
_OBJECTS = frozenset("me us him them".split())
_BE = frozenset("is are was were am".split())
_MODALS = frozenset("will would shall should can could may might must".split())
_FINITE = _BE | _MODALS | {"has", "had", "does", "did"}
_JOINERS = frozenset("and or but because if".split())
# What cannot follow what. Only closed classes, so that a new noun or verb never makes a sentence odd.
_ODD_AFTER: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        _DETERMINERS,
        _PREPOSITIONS - {"in", "on", "about"}
        | _DETERMINERS
        | _SUBJECTS
        | _FINITE - {"will", "can", "may", "must", "might"}
        | _JOINERS
        | _OBJECTS
        | {"you", "it", "not", "be"},
    ),
    **dict.fromkeys(
        _PREPOSITIONS, _SUBJECTS | _FINITE - {"will", "can", "may", "must", "might"} | {"and", "of", "because", "but"}
    ),
    **dict.fromkeys(
        _SUBJECTS,
        _SUBJECTS
        | _DETERMINERS
        | _OBJECTS
        | (_PREPOSITIONS - {"for", "at", "in", "on", "by", "about"})
        | {"of", "it", "be"},
    ),
    **dict.fromkeys(_OBJECTS, _SUBJECTS | (_FINITE - _MODALS) - {"is"} | {"of"}),
    **dict.fromkeys(_MODALS, _PREPOSITIONS - {"in", "on", "by"} | _JOINERS | _FINITE | _OBJECTS),
    **dict.fromkeys(_BE, _FINITE | {"of"} | _JOINERS - {"if", "because"}),
    "and": frozenset({"of", "and", "or", "but"}),
    "or": frozenset({"of", "and", "or"}),
    "but": frozenset({"of", "and"}),
    "be": _FINITE | _SUBJECTS | {"of", "be"},
    "have": _FINITE - {"had"} | {"of"},
}
_PARTICLES = frozenset({"in", "on", "by", "at", "off"})
"""They also end a statement: "Is the cable in, and are the lights on"."""
_STARTS = _FINITE | {"and", "but", "because", "from"} | _SUBJECTS
_NOT_LAST = _DETERMINERS - {"his"} | {"and", "of", "i", "if", "because", "am", "we"}
_SALAD = 0.04
_FUNCTION = (
    _PREPOSITIONS
    | _DETERMINERS
    | _SUBJECTS
    | _OBJECTS
    | _FINITE
    | _JOINERS
    | frozenset(
        "you it this that not be have do so as there here what how when which who no yes just than then her "
        "these until till without".split()
    )
)


def silent(message: Message) -> bool:
    """No word at all: empty, blanks, dots, emoji."""
    return not any(word[0].isalnum() for word in message.words)


def salad(message: Message) -> bool:
    """Words without grammar: too many pairs that no sentence holds, or hardly a function word in a long stretch."""
    return oddness(message) >= _SALAD or _bare(message)


def oddness(message: Message) -> float:
    """Share of neighbouring words that cannot stand so in English, 0-1; 0 when there are fewer than two such pairs."""
    odd = sum(odd_pairs(sentence) for sentence in message.sentences)
    count = sum(len(clause.words) - 1 for sentence in message.sentences for clause in sentence.clauses)
    return odd / count if count and odd >= 2 else 0.0


def odd_pairs(sentence: Sentence) -> int:
    """Neighbouring words of a sentence that no English sentence holds, and an ending that is none."""
    odd = 0
    for clause in sentence.clauses:
        words = clause.words
        for a, b in pairwise(words):
            odd += b in _ODD_AFTER.get(a, ()) and not (a in _PARTICLES and b in _STARTS)
    return odd + (len(sentence.words) >= 5 and sentence.words[-1] in _NOT_LAST)


_LONG, _FEW = 11, 0.08


def _bare(message: Message) -> bool:
    """Hardly a function word in a long stretch; a list of names, days and figures has none either and is no salad."""
    long_words = function = 0
    for sentence in message.sentences:
        if len(sentence.words) >= 7:
            long_words += len(sentence.words) - _names_and_figures(sentence)
            function += sum(w in _FUNCTION for w in sentence.words)
    return long_words >= _LONG and function / long_words < _FEW


def _names_and_figures(sentence: Sentence) -> int:
    """Words that a record is made of, with a capital or a digit in them, as long as they are not the most of it."""
    written = sentence.text.split()[1:]
    found = sum(word[:1].isupper() or any(c.isdecimal() for c in word) for word in written)
    return found if 2 * found <= len(written) else 0


def repeats(message: Message, earlier: Sequence[Message]) -> float:
    """How much of this turn was said before, 0-1.

    Word pairs shared with the most similar earlier turn, or whole sentences from any of them, whichever is more.
    """
    if not earlier or not message.words:
        return 0.0
    mine = pairs(message)
    said = {s.words for m in earlier for s in m.sentences}
    old = sum(len(s.words) for s in message.sentences if s.words in said) / max(1, len(message.words))
    best = 0.0
    for other in earlier:
        theirs = pairs(other)
        if mine and theirs:
            best = max(best, len(mine & theirs) / min(len(mine | theirs), 1.25 * len(mine) + 3))
    return max(old, best)


_MUCH = 9
"""So many word pairs make a turn of its own; less of the customer's words is a word of understanding."""


def parrots(message: Message, customer: Message) -> float:
    """Share of this turn's word pairs that are the customer's own."""
    mine, theirs = pairs(message), pairs(customer)
    return len(mine & theirs) / len(mine) if len(mine) >= _MUCH else 0.0


def copied(words: tuple[str, ...], customer: Message) -> bool:
    """Whether a sentence is mostly the customer's own wording."""
    mine = set(zip(words, words[1:], words[2:], strict=False))
    if len(mine) < 3:
        return False
    theirs = set(zip(customer.words, customer.words[1:], customer.words[2:], strict=False))
    return len(mine & theirs) / len(mine) > 0.55


def hear(message: Message, *, earlier: Sequence[Message], customer: Message, recap: bool = False) -> list[Note]:
    """Structural notes of a turn; `recap` = the customer has just asked to hear it again, so only a copy counts."""
    notes: list[Note] = []
    if silent(message):
        forged = [Note("forged", message.forged[:120])] if message.forged else []
        return [Note("silence", message.raw.strip()[:40]), *forged]
    if message.forged:
        notes.append(Note("forged", message.forged[:120]))
    if salad(message):
        notes.append(Note("garble", message.raw.strip()[:120]))
    again = repeats(message, earlier)
    if again > (_COPY if recap else _REPEAT):
        notes.append(Note("repeat", message.sentences[0].text[:120], min(1.0, again)))
    if parrots(message, customer) > (_COPY if recap else _REPEAT):
        notes.append(Note("parrot", message.sentences[0].text[:120]))
    if len(message.words) > WALL_WORDS:
        notes.append(Note("wall", message.sentences[0].text[:80], min(1.0, len(message.words) / WALL_WORDS - 0.75)))
    return notes
