"""Tokens, numbers and word classes: everything the model knows about a text before it looks at weights."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from coolhead.graders.model.tables import SPELLINGS
from coolhead.graders.shipped import shipped

_QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "‛": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "…": "..."}
)
_TOKEN = re.compile(
    r"\[[a-z_ ]+\]|[a-z]+(?=n't\b)|n't\b|'(?:ll|ve|re|s|m|d)\b|\d+(?:st|nd|rd|th)\b|\d+(?:am|pm)\b|\d+(?:[.,:/]\d+)*"
    r"|[a-zà-ÿ]+\d[a-z0-9-]*|[a-zà-ÿ]+(?:-[a-zà-ÿ]+)*|[.!?]+|[^\w\s]"
)
_SUFFIX = re.compile(r"(?:ingly|edly|ations?|ments?|ness|ings?|ies|ied|ers?|ed|es|ly|s|e)$")


def clean(text: str) -> str:
    """The text with plain quotes and dashes, compatibility characters folded, white space collapsed; case is kept."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_QUOTES))
    return " ".join(text.split())


def tokenise(cleaned: str) -> list[str]:
    """Lower-case words, clitics, numbers and marks of a cleaned text; common chat spellings are written out."""
    found: list[str] = []
    for token in _TOKEN.findall(cleaned.lower()):
        fixed = SPELLINGS.get(token)
        if fixed:
            found += fixed
        else:
            found.append(token)
    return found


def stem(token: str) -> str:
    """A rough stem, so that "charged", "charges" and "charge" meet."""
    return _SUFFIX.sub("", token) if len(token) > 4 else token.removesuffix("s") if len(token) > 3 else token


Phrases = dict[str, list[tuple[tuple[str, ...], str]]]
"""Second word of a phrase -> the phrases, each with its class."""


@dataclass(frozen=True)
class Classes:
    """The word classes of `words.yaml`, ready to look up."""

    names: tuple[str, ...]
    exact: dict[str, tuple[str, ...]]
    stems: dict[str, tuple[str, ...]]
    phrases: dict[str, Phrases]
    """By first word."""

    def of(self, token: str) -> tuple[str, ...]:
        """Classes of one token, in file order."""
        hits = list(self.exact.get(token, ()))
        for size in range(3, len(token) + 1):
            hits += self.stems.get(token[:size], ())
        return tuple(name for name in self.names if name in hits)


@cache
def classes() -> Classes:
    """The classes that ship with the package."""
    groups: dict[str, list[str]] = shipped("model/words.yaml")
    exact: dict[str, tuple[str, ...]] = {}
    stems: dict[str, tuple[str, ...]] = {}
    phrases: dict[str, Phrases] = {}
    for name, entries in groups.items():
        for entry in entries:
            words = tuple(tokenise(clean(entry.removesuffix("*"))))
            if len(words) > 1:
                phrases.setdefault(words[0], {}).setdefault(words[1], []).append((words, name))
            elif entry.endswith("*") and words:
                stems[words[0]] = (*stems.get(words[0], ()), name)
            elif words:
                exact[words[0]] = (*exact.get(words[0], ()), name)
    return Classes(tuple(groups), exact, stems, phrases)
