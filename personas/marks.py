"""Word marks: what a text says, kept so that it can be recognised but not read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2s

_WORD = re.compile(r"[a-z0-9]+(?:[-.:/][a-z0-9]+)*")


@lru_cache(maxsize=20_000)
def mark(word: str) -> str:
    """Eight hexadecimal digits that stand for a lower-case word."""
    return blake2s(word.encode(), digest_size=4).hexdigest()


def words(text: str) -> list[str]:
    """The lower-case words and numbers of a text, as marks count them."""
    return _WORD.findall(text.lower())


def marks(texts: Iterable[str]) -> frozenset[str]:
    """The marks of all words of these texts."""
    return frozenset(mark(word) for text in texts for word in words(text))


_ENDINGS = ("", "s", "d", "ed", "ing")


@lru_cache(maxsize=20_000)
def marks_of_forms(word: str) -> frozenset[str]:
    """The marks of a lower-case word in all its forms: "answer" also stands for "answers" and "answered"."""
    bare = {word, word.removesuffix("s"), word.removesuffix("ed")}
    return marks(f"{base}{ending}" for base in bare for ending in _ENDINGS)
