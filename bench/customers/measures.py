"""How much of a thing the policy gives: "at most 3 nights", "10 %", "half of the fare"."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from coolhead.bench.customers.text import read
from coolhead.bench.customers.tokens import STOPWORDS

_PARTS = frozenset("half quarter third fifth tenth".split())
_MONEY = frozenset({"cr", "credit"})
_NO_THING = frozenset("back off credit goodwill reduction discount money refund".split())
_HUNDRED = 100


def measures(texts: Iterable[str]) -> dict[str, int]:
    """Unit stem -> the most of it that these texts name."""
    found: dict[str, int] = {}
    for text in texts:
        for sentence in read(text).sentences:
            for at, word in enumerate(sentence.words[:-1]):
                if not (word.isdecimal() or word == "one"):
                    continue
                if sentence.words[at - 1 : at] in {("the",), ("those",), ("these",)}:
                    continue  # "two of the three fees": so many there are
                count = 1 if word == "one" else int(word)
                for unit in _units(sentence.words, sentence.stems, at):
                    found[unit] = max(count, found.get(unit, 0))
    return found


def _units(words: tuple[str, ...], stems: tuple[str, ...], at: int) -> tuple[str, ...]:
    """What is counted: the word behind the number, and the one behind that in "one monthly cycle"."""
    near = stems[at + 1]
    if near == "%":
        return ("%",)
    if not near.isalpha() or near in _MONEY or words[at + 1] in STOPWORDS:
        return ()
    return (near,)


def parts(texts: Iterable[str]) -> frozenset[str]:
    """Words for a part of something in these texts, and the percents below a hundred."""
    words = [w for text in texts for s in read(text).sentences for w in s.words]
    shares = {a for a, b in pairwise(words) if b == "%" and a.isdecimal() and int(a) < _HUNDRED}
    return (_PARTS & set(words)) | shares


def things(texts: Iterable[str]) -> frozenset[str]:
    """Stems of what it is a part of."""
    every = frozenset(stem for text in texts for stem in read(text).content if stem.isalpha())
    return every - _NO_THING - _PARTS
