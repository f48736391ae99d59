"""Which word a misspelt one was most likely meant to be."""

from __future__ import annotations

from collections.abc import Set
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from coolhead.graders.model import TextModel
from coolhead.graders.reading.vocabulary import counts, dictionary, elsewhere, words

if TYPE_CHECKING:
    from symspellpy import SymSpell

SHORT, LONG, TWICE = 5, 8, 7
"""Letters from which a word is respelt by any slip, by a letter from anywhere, and by two slips."""
LEAST, LEAST_ALIKE, LEAST_SHORT, LEAST_APART, LEAST_WEB = 15, 4, 100, 150, 1000
"""How often support talk must say the word that was meant; one with the same consonants, if the word is long or the
slip the commonest; one meant by a word of `SHORT` - 1 letters; each of two written as one; and one meant by a short
word that the web knows as well ("chai")."""
CLEARER = 4.0
"""How many times likelier than any other the word must be."""
ALIKE, TWO, BONES = 2.0, 0.4, 3
"""How much likelier a word is that keeps the consonants, how common two slips are that keep over `BONES`."""
DOUBLED, SWAPPED, LEFT_OUT, PUT_IN, BESIDE, OTHER = 4.0, 3.0, 2.0, 1.5, 1.0, 0.3
"""How common slips are beside each other."""
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_ONE_SOUND = tuple(map(set, ("sc", "sz", "ck", "dt", "bp", "fv")))
_SOUNDS = str.maketrans("kz", "cs")
_VOWELS = frozenset("aeiouy")
_PREFIXES = ("un", "re", "mis", "de", "dis", "pre", "over", "non", "out", "sub", "up")
_ENDINGS = ("s", "es", "ed", "er", "ers", "ing", "able", "less", "ly", "ness", "y", "ish", "ful", "ist", "al", "als")


@lru_cache(maxsize=20_000)
def meant(word: str) -> str:
    """The one word of support talk that a misspelt lower-case word stands for, or two without their blank; else "".

    What may well be a word of its own (one on the web, a known word with another beginning or ending) is only a slip
    where letters were left out, doubled or changed round.
    """
    drawn = _drawn_out(word)
    if drawn or len(word) < SHORT - 1 or word in elsewhere():
        return drawn
    real = _derived(word)
    guess, both = _guess(word, real=real), "" if real else _apart(word)
    # Two words of some length are two words ("calmdown"), unless one word has the very letters ("everone").
    long = min(map(len, both.split()), default=0) > 2
    return both if both and (not guess or (long and not _close(word, guess))) else guess


def _guess(word: str, *, real: bool) -> str:
    """The likeliest single word, if no other is nearly as likely.

    A word is likely as it is often said, and as the slip is a common one: two letters changed round, a letter doubled,
    left out or put in, a neighbour on the keyboard. `real`: it may well be a word of its own.
    """
    size, web = len(word), TextModel.load().facets.known([word]) > 0
    least_common = DOUBLED if real else LEFT_OUT if web or size < SHORT else OTHER if size >= LONG else BESIDE
    likely: dict[str, float] = {}
    doubtful: set[str] = set()
    for found in _near().lookup(word, _all(), 2 if size >= TWICE and not real and not web else 1):
        common, alike = _slip(word, found.term, found.distance), _bones(word) == _bones(found.term)
        likely[found.term] = found.count * common * (ALIKE if alike else 1.0)
        least = LEAST if size >= SHORT else LEAST_WEB if web and common < SWAPPED else LEAST_SHORT
        if alike and size >= SHORT and (size >= TWICE or common >= SWAPPED):
            least = LEAST_ALIKE
        if found.count < least or (found.distance == 1 and common < least_common):
            doubtful.add(found.term)
    first, *others = sorted(likely, key=lambda one: (-likely[one], one)) or [""]
    if not likely.get(first) or first in doubtful:
        return ""
    return first if not others or likely[first] >= CLEARER * likely[others[0]] else ""


def _close(word: str, guess: str) -> bool:
    """The one is the other with letters left out, doubled or changed round."""
    return {*word} == {*guess} or _bones(word) == _bones(guess)


def _derived(word: str) -> bool:
    """A known word with another beginning or ending."""
    every = words()
    if any(word.startswith(one) and len(word) > len(one) + 3 and word[len(one) :] in every for one in _PREFIXES):
        return True
    bases = [word[: -len(one)] for one in _ENDINGS if word.endswith(one) and len(word) > len(one) + 3]
    return any(base in every and not (base.endswith("e") and word[len(base)] in "aei") for base in bases)


@cache
def _near() -> SymSpell:
    """The words of support talk that a dictionary knows, by what is left of them when letters are missing."""
    from symspellpy import SymSpell

    index = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
    for word in sorted(counts().keys() & dictionary()):
        index.create_dictionary_entry(word, counts()[word])
    return index


def _all() -> object:
    from symspellpy import Verbosity

    return Verbosity.ALL


def _slip(typed: str, word: str, distance: int) -> float:
    """How common such a slip is, 0 to 4; nobody slips at the first letter but to change it with the next."""
    if distance > 1:
        return TWO if len(_bones(word)) > BONES and _bones(typed) == _bones(word) else 0.0
    same = next((n for n, (a, b) in enumerate(zip(typed, word, strict=False)) if a != b), min(len(typed), len(word)))
    if len(typed) != len(word):
        return _longer(typed, word, same)
    a, b = typed[same], word[same]
    if typed[same + 1 :] != word[same + 1 :]:
        return SWAPPED
    return 0.0 if same == 0 else BESIDE if _beside(a, b) or {a, b} <= _VOWELS else OTHER


def _longer(typed: str, word: str, same: int) -> float:
    """The same for a letter too few or too many, behind so many of the same letters."""
    longer = max(typed, word, key=len)
    letter, around = longer[same], longer[max(0, same - 1) : same] + longer[same + 1 : same + 2]
    if letter in around:
        return DOUBLED
    if same == 0:
        return 0.0
    if len(word) > len(typed):
        return LEFT_OUT
    return PUT_IN if letter in "aeiou" or any(_beside(letter, other) for other in around) else OTHER


def _bones(word: str) -> str:
    """The first letter and the consonants, doubled ones once, those of one sound alike: what two slips leave."""
    rest = [char for char in word[1:].translate(_SOUNDS) if char not in _VOWELS]
    return word[0] + "".join(char for n, char in enumerate(rest) if rest[n - 1 : n] != [char])


def _beside(a: str, b: str) -> bool:
    """Neighbours on the keyboard, or one sound."""
    return {a, b} in _ONE_SOUND or any(a in row and b in row and abs(row.index(a) - row.index(b)) == 1 for row in _ROWS)


def _drawn_out(word: str) -> str:
    """The word without what was drawn out ("sooo", "pleeease"), if there is one."""
    shorter: Set[str] = {word}
    for n in range(len(word) - 2, 0, -1):
        if word[n - 1] == word[n] == word[n + 1]:
            shorter = {short[:n] + short[n + 1 :] for short in shorter}
    if word in shorter:
        return ""
    twice = next(iter(shorter))
    once = "".join(char for n, char in enumerate(twice) if char != twice[n - 1 : n])
    return max((short for short in (twice, once) if short in words()), key=lambda one: counts().get(one, 0), default="")


def _apart(word: str) -> str:
    """The words that were written as one: of two common words, the two commonest."""
    known = counts()
    cuts = [(word[:n], word[n:]) for n in range(1, len(word) - 1)]
    fit = [
        (min(known.get(a, 0), known.get(b, 0)), f"{a} {b}")
        for a, b in cuts
        if (a in ("a", "i") or (len(a) > 1 and a in dictionary())) and b in dictionary()
    ]
    return max(fit)[1] if fit and max(fit)[0] >= LEAST_APART else ""
