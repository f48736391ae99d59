"""What the ear looks at in a sentence: hashed runs of words, of their kinds and of their letters, and a few flags."""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from coolhead.bench.customers.text import Message, Sentence
from coolhead.bench.customers.tokens import STOPWORDS

BITS = 17
"""Codes run from 0 to 2 ** BITS - 1."""
_MASK = (1 << BITS) - 1
_KINDS = ("ing", "ed", "ly", "s")
_YOU = frozenset({"you", "your", "yours"})
_I = frozenset({"i", "we", "my", "our", "us", "me"})
_NOTHING_SHARED = frozenset({"i", "you"})
_SALT = tuple(crc32(name) for name in (b"w", b"k", b"c", b"f"))
_LETTERS = range(3, 6)
_WORDS, _SKELETON = 3, 3
_LONGEST = 400
"""Words of a sentence beyond this are not looked at."""


def codes(sentence: Sentence) -> NDArray[np.int64]:
    """Codes of all that is in the sentence itself, each once, in no order."""
    words = sentence.words[:_LONGEST]
    known = [_word(word) for word in words]
    found = _runs([b"<", *(bare for bare, _, _ in known), b">"], _SALT[0], _WORDS)
    found |= _runs([b"<", *(kind for _, kind, _ in known), b">"], _SALT[1], _SKELETON)
    found.update(*(letters for _, _, letters in known))
    found.update([_flag(name) for name in _flags(sentence)])
    return np.fromiter(found, dtype=np.int64, count=len(found))


def _runs(pieces: list[bytes], salt: int, longest: int) -> set[int]:
    """Codes of all runs of up to so many pieces; a run goes on from the code of the one before."""
    found: set[int] = set()
    ends = [crc32(piece, salt) for piece in pieces]
    found.update([code & _MASK for code in ends])
    for size in range(1, longest):
        ends = [crc32(piece, code) for piece, code in zip(pieces[size:], ends, strict=False)]
        found.update([code & _MASK for code in ends])
    return found


@lru_cache(maxsize=20_000)
def _word(word: str) -> tuple[bytes, bytes, frozenset[int]]:
    """A word as it stands in a run, its kind, and the codes of its letters."""
    return b"#" if word[0].isdigit() else word.encode(), _kind(word), _letters(word)


def beside(sentence: Sentence, said: Message) -> NDArray[np.int64]:
    """Codes of how the sentence stands to what the customer said before it."""
    shared = min(3, len((sentence.bag & said.content) - _NOTHING_SHARED))
    return _beside(shared, sentence.question)


@lru_cache(maxsize=8)
def _beside(shared: int, question: bool) -> NDArray[np.int64]:
    names = [f"shares {shared}"] + ([f"asks {shared}"] if question else [])
    return np.array(sorted(_flag(name) for name in names), dtype=np.int64)


def _kind(word: str) -> bytes:
    """A word without a topic stands for itself, any other for its ending."""
    if word in STOPWORDS:
        return word.encode()
    if word[0].isdigit():
        return b"#"
    return next((b"~" + end.encode() for end in _KINDS if word.endswith(end) and len(word) > 4), b"~")


def _letters(word: str) -> frozenset[int]:
    """Codes of three to five letters running; none for a word without a topic."""
    if word in STOPWORDS or word[0].isdigit():
        return frozenset()
    text = f"^{word}$".encode()
    return frozenset(
        crc32(text[at : at + size], _SALT[2]) & _MASK for size in _LETTERS for at in range(len(text) - size + 1)
    )


@lru_cache(maxsize=64)
def _flag(name: str) -> int:
    return crc32(name.encode(), _SALT[3]) & _MASK


def _flags(sentence: Sentence) -> list[str]:
    words = set(sentence.words)
    names = [f"length {min(6, len(sentence.words) // 4)}", f"who {bool(_YOU & words)} {bool(_I & words)}"]
    names += ["question"] if sentence.question else []
    names += ["loud"] if "!" in sentence.text else []
    names += ["figure"] if any(w[0].isdigit() for w in words) else []
    names += ["picture"] if not sentence.text.isascii() and max(sentence.text) >= "\u2190" else []
    return names
