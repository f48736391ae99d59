"""Words, stems and how much two texts share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from functools import cache, lru_cache
from typing import Any

from coolhead.graders.reading.patterns import Pattern
from coolhead.graders.shipped import shipped

TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?(?:[-.:/][a-z0-9]+)*", re.I)


@cache
def lists(name: str) -> dict[str, Any]:
    """A word file of `data/words`, by its stem."""
    return shipped(f"words/{name}.yaml")


@cache
def word_set(name: str, key: str) -> frozenset[str]:
    """One block of a word file as a set of lower-case words."""
    return frozenset(str(lists(name)[key]).lower().split())


@cache
def phrases(name: str, key: str) -> Pattern:
    """One block of a word file as a pattern: each line is a regular expression, read between word borders."""
    entries = "|".join(f"(?:{line})" for line in str(lists(name)[key]).splitlines() if line.strip())
    return Pattern(rf"(?<![\w'])(?:{entries})(?![\w])")


@cache
def expression(name: str, key: str) -> Pattern:
    r"""One block of a word file as a pattern whose lines are alternatives, as they stand.

    `{part}` in a line stands for the lines of the block `part` of that file. A block that begins with a line `words`
    is read between borders of words, `\b(?:...)\b`.
    """
    return Pattern(alternatives(name, key))


def alternatives(name: str, key: str) -> str:
    """The source of an `expression`."""
    first, *rest = str(lists(name)[key]).splitlines()
    whole = first == "words"
    joined = _PART.sub(lambda part: f"(?:{alternatives(name, part[1])})", "|".join(rest if whole else (first, *rest)))
    return rf"\b(?:{joined})\b" if whole else joined


_PART = re.compile(r"\{([a-z_]+)\}")


@cache
def _kin() -> dict[str, frozenset[str]]:
    return {
        stem(word): frozenset(stem(other) for other in str(others).split())
        for word, others in lists("ascribed")["kin"].items()
    }


def in_other_words(stems: Set[str]) -> frozenset[str]:
    """The stems by which one may speak of the people whom these stems name: of a girl as a daughter."""
    kin = _kin()
    return frozenset().union(*(kin[word] for word in stems & kin.keys()))


@cache
def kin() -> frozenset[str]:
    """Stems of the words for people's kin."""
    held = _kin()
    return frozenset(held).union(*held.values())


def tokens(text: str) -> list[str]:
    """Lower-case words and numbers; "don't" and "14:30" stay whole."""
    return TOKEN.findall(text.lower())


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without its common endings: "refunds", "refunded", "refunding" -> "refund"."""
    if word[:1].isdigit():
        return word
    word = word.partition("'")[0]
    for ending, least in (
        ("ational", 4),
        ("ations", 3),
        ("ation", 3),
        ("ingly", 3),
        ("edly", 3),
        ("ments", 4),
        ("ment", 4),
        ("ings", 3),
        ("ies", 2),
        ("ing", 3),
        ("ied", 2),
        ("ers", 4),
        ("ed", 3),
        ("ly", 3),
        ("es", 3),
        ("er", 4),
        ("s", 3),
        ("e", 3),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= least and not word.endswith("ss"):
            word = word[: -len(ending)]
            if (
                ending in {"ing", "ed", "er", "ings", "ers"}
                and len(word) > 3
                and word[-1] == word[-2]
                and word[-1] not in "ls"
            ):
                word = word[:-1]
            break
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word


@lru_cache(maxsize=20_000)
def _content(word: str) -> str:
    base = word.partition("'")[0]
    return "" if word in word_set("common", "function") or base in word_set("common", "function") else stem(word)


@lru_cache(maxsize=20_000)
def content_stem(word: str) -> str:
    """The stem of a word that carries content, "" for an article, a pronoun, an auxiliary or a courtesy word."""
    made = _content(word)
    return made if len(made) > 1 or made.isdigit() else ""


def content(words: Iterable[str]) -> frozenset[str]:
    """Stems of the words that carry content."""
    return frozenset(made for word in words if (made := content_stem(word)))


def one_family(one: str, other: str) -> bool:
    """Two stems of one word family: "freez" and "freezer", "cancell" and "cancellation"."""
    return len(one) >= FAMILY and one[:FAMILY] == other[:FAMILY] and abs(len(one) - len(other)) <= FAMILY


FAMILY = 5
"""Letters at the beginning of words of one family."""


def shared(one: Set[str], other: Set[str]) -> float:
    """Share of the smaller set that is in both, 0-1; 0 when one is empty."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def jaccard(one: Set[str], other: Set[str]) -> float:
    """Overlap of two sets, 0-1."""
    union = len(one | other)
    return len(one & other) / union if union else 0.0


def copied(words: Sequence[str], source: Sequence[str], *, least: int = 3) -> float:
    """Share of `words` that stand in `source` in runs of at least `least` words in the same order, 0-1."""
    return sum(copied_words(words, source, least=least)) / len(words) if words else 0.0


def copied_words(words: Sequence[str], source: Sequence[str], *, least: int = 3) -> bytearray:
    """For each of `words` 1 where it stands in such a run, else 0."""
    hit = bytearray(len(words))
    if len(words) < least or len(source) < least:
        return hit
    grams = {tuple(source[n : n + least]) for n in range(len(source) - least + 1)}
    for n in range(len(words) - least + 1):
        if tuple(words[n : n + least]) in grams:
            hit[n : n + least] = b"\x01" * least
    return hit
