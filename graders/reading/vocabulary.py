"""Which words there are, and which one a misspelt word was most likely meant to be."""

from __future__ import annotations

from collections.abc import Set
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from coolhead.graders.model import TextModel
from coolhead.graders.reading.words import lists

if TYPE_CHECKING:
    from symspellpy import SymSpell

SHORT, LONG, TWICE = 5, 8, 7
"""Letters from which a word is respelt by any slip, by a letter from anywhere, and by two slips."""
LEAST, LEAST_SHORT, LEAST_APART, LEAST_WEB = 15, 100, 150, 1000
"""How often support talk must say the word that was meant, one meant by a word of `SHORT` - 1 letters, each of two
written as one, and one meant by a short word that the web knows as well ("chai")."""
CLEARER = 4.0
"""How many times likelier than any other the word must be."""
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_ALIKE = tuple(map(set, ("sc", "sz", "ck", "dt", "bp", "fv")))
_VOWELS = frozenset("aeiouy")


@cache
def dictionary() -> frozenset[str]:
    """The 82,800 words of the English dictionary that comes with symspellpy."""
    text = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text("utf-8-sig")
    return frozenset(line.partition(" ")[0] for line in text.splitlines())


@cache
def counts() -> dict[str, int]:
    """The words of support talk, with how often our labelled sentences say them."""
    text = files("coolhead.graders").joinpath("data/vocabulary.tsv").read_text("utf-8")
    return {word: int(times) for word, _, times in (line.partition("\t") for line in text.splitlines())}


@cache
def words() -> frozenset[str]:
    """Every word that is no slip by itself."""
    return (dictionary() | counts().keys() | _whole()) - frozenset(lists("spelling")["slips"])


@cache
def _whole() -> frozenset[str]:
    return frozenset(str(lists("spelling")["whole"]).split())


@cache
def _elsewhere() -> frozenset[str]:
    """The commonest words of other languages: none of them is a slip in English."""
    return frozenset(" ".join(map(str, lists("languages").values())).split())


@lru_cache(maxsize=20_000)
def meant(word: str) -> str:
    """The one word of support talk that a misspelt lower-case word stands for, or two without their blank; else "".

    A word is likely as it is often said, and as the slip is a common one: two letters changed round, a letter doubled,
    left out or put in, a neighbour on the keyboard. Where two words are nearly as likely there is no answer. What may
    well be a word of its own (one on the web, a known word with another beginning or ending) is only a slip where
    letters were left out, doubled or changed round.
    """
    drawn = _drawn_out(word)
    size = len(word)
    if drawn or size < SHORT - 1 or word in _elsewhere():
        return drawn
    whole, real = _apart(word), _derived(word)
    web = TextModel.load().facets.known([word])
    plain = DOUBLED if real else LEFT_OUT if web or size < SHORT else OTHER if size >= LONG else BESIDE
    likely: dict[str, float] = {}
    rare: set[str] = set()
    for found in _near().lookup(word, _all(), 2 if size >= TWICE and not real and not web else 1):
        common = _slip(word, found.term, found.distance)
        least = LEAST if size >= SHORT else LEAST_WEB if web and common < SWAPPED else LEAST_SHORT
        likely[found.term] = found.count * common * (ALIKE if _bones(word) == _bones(found.term) else 1.0)
        if found.count < least or (found.distance == 1 and common < plain):
            rare.add(found.term)
    best = sorted((one for one in likely if likely[one]), key=lambda one: (-likely[one], one))[:2]
    best = [] if best and best[0] in rare else best
    clear = best[0] if best and (len(best) == 1 or likely[best[0]] >= CLEARER * likely[best[1]]) else ""
    if not real and (not clear or (min(map(len, whole.split()), default=0) > 2 and not _close(word, clear))):
        return whole or clear
    return clear


def _close(word: str, clear: str) -> bool:
    """The one is the other with letters left out, doubled or changed round."""
    return sorted({*word}) == sorted({*clear}) or _bones(word) == _bones(clear)


ALIKE, TWO = 2.0, 0.4
"""How much likelier a word is that keeps the consonants; how common two slips are that do."""
DOUBLED, SWAPPED, LEFT_OUT, PUT_IN, BESIDE, OTHER = 4.0, 3.0, 2.0, 1.5, 1.0, 0.3
"""How common slips are beside each other."""
_PREFIXES = ("un", "re", "mis", "de", "dis", "pre", "over", "non", "out", "sub", "up")
_ENDINGS = ("s", "es", "ed", "er", "ers", "ing", "able", "less", "ly", "ness", "y", "ish", "ful", "ist", "al", "als")


def _derived(word: str) -> bool:
    """A known word with another beginning or ending."""
    every = words()
    if any(word.startswith(one) and len(word) > len(one) + 3 and word[len(one) :] in every for one in _PREFIXES):
        return True
    bases = [word[: -len(one)] for one in _ENDINGS if word.endswith(one) and len(word) > len(one) + 3]
    return any(base in every and not (base.endswith("e") and word[len(base)] in "aei") for base in bases)


def _all() -> object:
    from symspellpy import Verbosity

    return Verbosity.ALL


@cache
def _near() -> SymSpell:
    """The words of support talk that a dictionary knows, by what is left of them when letters are missing."""
    from symspellpy import SymSpell

    index = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
    for word in sorted(counts().keys() & dictionary()):
        index.create_dictionary_entry(word, counts()[word])
    return index


def _slip(typed: str, word: str, distance: int) -> float:
    """How common such a slip is, 0 to 4; nobody slips at the first letter but to change it with the next."""
    if distance > 1:
        return TWO if len(_bones(word)) > BONES and _bones(typed) == _bones(word) else 0.0
    same = next((n for n, (a, b) in enumerate(zip(typed, word, strict=False)) if a != b), min(len(typed), len(word)))
    if len(typed) == len(word):
        a, b = typed[same], word[same]
        if typed[same + 1 :] != word[same + 1 :]:
            return SWAPPED
        return 0.0 if same == 0 else BESIDE if _beside(a, b) or {a, b} <= _VOWELS else OTHER
    return _longer(typed, word, same)


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


BONES = 3
"""More consonants than these tell which word was meant."""
_SOUNDS = str.maketrans("kz", "cs")


def _beside(a: str, b: str) -> bool:
    """Neighbours on the keyboard, or one sound."""
    return {a, b} in _ALIKE or any(a in row and b in row and abs(row.index(a) - row.index(b)) == 1 for row in _ROWS)


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
