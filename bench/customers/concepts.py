"""Matches the persona's concept groups: every group must be hit, any alternative of a group will do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import yaml

from coolhead.bench.customers import dates
from coolhead.bench.customers.text import PERSON
from coolhead.bench.customers.tokens import STOPWORDS, stem, tokenise

_SKIPPED = frozenset(
    "the a an your my his her their our this that any some of for full whole working business th st nd rd".split()
)
_BETWEEN = frozenset(stem(word) for word in _SKIPPED)
_TIED = frozenset({"that", "this", "of", "for"})
"""Kept at the end of a phrase: "proof that" is more than "proof"."""
_GAP = 2
_BY_NAME = frozenset({"named", "by name", "one person", "named person"})
_NOES = frozenset({"no", "not", "never", "nobody", "nothing", "without"})


def _counts(number: str, thing: str) -> bool:
    """A number and its thing stand side by side: "9 March, monthly" is not nine months."""
    return number.isdecimal() and thing.isalpha()


@dataclass(frozen=True, slots=True)
class Phrase:
    """One alternative: its stems in order."""

    stems: tuple[str, ...]
    bag: frozenset[str]

    def find(self, stems: Sequence[str], bag: frozenset[str]) -> int | None:
        """Where it begins; words may stand up to two places apart, articles do not count. None = not there."""
        if not self.bag <= bag:
            return None
        if len(self.stems) == 1:
            return stems.index(self.stems[0]) if self.stems[0] in stems else 0  # somebody named has no place
        for start, first in enumerate(stems):
            if first != self.stems[0]:
                continue
            at = start
            for wanted in self.stems[1:]:
                reach = at + 1
                skipped = 0
                while reach < len(stems) and stems[reach] != wanted:
                    skipped += stems[reach] not in _BETWEEN
                    reach += 1
                if reach >= len(stems) or skipped > (_GAP if not _counts(stems[at], wanted) else 0):
                    break
                at = reach
            else:
                return start
        return None


@dataclass(frozen=True, slots=True)
class Group:
    """Alternatives of one idea."""

    phrases: tuple[Phrase, ...]
    first: frozenset[str]
    """How the alternatives begin; without one of these words none of them is there."""
    figured: bool = False
    """One of them is a figure: a day, an hour, a sum."""

    def find(self, stems: Sequence[str], bag: frozenset[str]) -> int | None:
        """Where the first alternative stands."""
        if self.first.isdisjoint(bag):
            return None
        for phrase in self.phrases:
            place = phrase.find(stems, bag)
            if place is not None:
                return place
        return None

    def holds(self, words: frozenset[str]) -> bool:
        """Whether one of its alternatives holds one of these words."""
        return any(words & phrase.bag for phrase in self.phrases)

    def by_no(self, stems: Sequence[str], bag: frozenset[str]) -> bool:
        """Whether every alternative found holds a "no"."""
        found = [phrase for phrase in self.phrases if phrase.find(stems, bag) is not None]
        return bool(found) and all(_NOES & phrase.bag for phrase in found)


@dataclass(frozen=True, slots=True)
class Concept:
    """All groups of one concept list."""

    groups: tuple[Group, ...]
    spared: frozenset[tuple[str, str]] = frozenset()
    """A "no" and the word behind it, where the thing given holds one by its name: "30 days without fees"."""

    def hit(self, stems: Sequence[str], bag: frozenset[str]) -> bool:
        """Whether every group is there; an empty concept is never hit."""
        if not self.groups or any(group.first.isdisjoint(bag) for group in self.groups):
            return False
        return all(group.find(stems, bag) is not None for group in self.groups)

    def denies(self, stems: Sequence[str], bag: frozenset[str]) -> bool:
        """Whether it is hit, and the "no" is part of it.

        So where one of its groups is met by nothing but words with a "no" in them ("can't see"), and where every "no"
        stands as it does in the thing's own name.
        """
        if not self.hit(stems, bag):
            return False
        noes = [pair for pair in pairwise(stems) if pair[0] in _NOES]
        own = bool(self.spared) and bool(noes) and all(pair in self.spared for pair in noes)
        return own or any(group.by_no(stems, bag) for group in self.groups)

    def lacks_words_only(self, stems: Sequence[str], bag: frozenset[str]) -> bool:
        """Whether every group that is not there is one of plain words, without a day, an hour or a figure."""
        return not any(group.figured and group.find(stems, bag) is None for group in self.groups)

    def share(self, bag: frozenset[str], stems: Sequence[str]) -> float:
        """Share of the groups that are there, 0-1."""
        if not self.groups:
            return 0.0
        return sum(group.find(stems, bag) is not None for group in self.groups) / len(self.groups)


def compile_concept(
    groups: Iterable[str], *, today: dt.date | None, widen: bool = False, names: Iterable[str] = ()
) -> Concept:
    """Concept groups ready to match; dates get their other names, `widen` adds the general words for remedies.

    `names` = what the thing is called where it is given; a "no" in that is nobody's refusal.
    """
    spared = frozenset(
        pair
        for name in names
        for pair in pairwise(tuple(stem(t) for t in tokenise(name)))
        if pair[0] in _NOES and pair[1].isalpha()
    )
    return Concept(tuple(compile_group(group, today=today, widen=widen) for group in groups), spared)


def compile_group(text: str, *, today: dt.date | None, widen: bool = False) -> Group:
    """One group of `a|b|c`."""
    # A text without a number names no day, so that it reads the same on every day.
    return _group(text, today if any(c.isdecimal() for c in text) else None, widen)


@lru_cache(maxsize=16_384)
def _group(text: str, today: dt.date | None, widen: bool) -> Group:
    wordings: list[str] = []
    for choice in filter(None, (part.strip() for part in text.split("|"))):
        wordings.append(choice)
        day = dates.day_of(choice)
        if day:
            wordings += dates.names_of(day, today=today)
    if widen:
        wordings += _general(tuple(wordings))
    wordings += _synonyms(tuple(wordings))
    phrases: dict[tuple[str, ...], Phrase] = {}
    for wording in wordings:
        for stems in _spellings(wording):
            if stems:
                phrases.setdefault(stems, Phrase(stems, frozenset(stems)))
    if not _BY_NAME.isdisjoint(wordings):
        phrases.setdefault((PERSON,), Phrase((PERSON,), frozenset({PERSON})))
    figured = any(root[0].isdecimal() for stems in phrases for root in stems)
    return Group(tuple(phrases.values()), frozenset(stems[0] for stems in phrases), figured)


@cache
def _spellings(wording: str) -> tuple[tuple[str, ...], ...]:
    """The stems of a phrase; a full hour also without its minutes ("9:00-11:00" is also "9 and 11"), 1 also as one."""
    tokens = [t for t in tokenise(wording) if t not in {"?", "!", ",", ";", ":", "-", "..."}]
    kept = [t for n, t in enumerate(tokens) if t not in _SKIPPED or (n and n == len(tokens) - 1 and t in _TIED)]
    if len(kept) < len(tokens) and all(t in STOPWORDS for t in kept):
        kept = tokens  # what is left of "not your" would be found in every "not"
    forms = [tuple(stem(t) for t in kept)]
    short = tuple(t.removesuffix(":00") if t.endswith(":00") else t for t in forms[0])
    if short != forms[0]:
        forms.append(short)
        forms.append(tuple(_afternoon(t) for t in short))
    if "1" in forms[0]:
        forms.append(tuple("one" if t == "1" else t for t in forms[0]))
    return tuple(dict.fromkeys(forms))


def _afternoon(token: str) -> str:
    """15 -> 3: people leave the half of the day out."""
    return str(int(token) - 12) if token.isdecimal() and 12 < int(token) < 24 else token


@cache
def _general(wordings: tuple[str, ...]) -> list[str]:
    """General words for the same kind of remedy, when the group holds a word of that kind."""
    stems = {form for wording in wordings for form in _spellings(wording)}
    extra: list[str] = []
    for family in _families():
        if any(form in stems for word in family["when"] for form in _spellings(word)):
            extra += family["also"]
    return extra


@cache
def _synonyms(wordings: tuple[str, ...]) -> list[str]:
    """Other ways to say a plain thing such as "free", wherever a group of the persona holds one of them."""
    stems = {form for wording in wordings for form in _spellings(wording)}
    return [
        other
        for alike in _remedies()["synonyms"]
        if any(form in stems for word in alike for form in _spellings(word))
        for other in alike
    ]


@cache
def _remedies() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(
        files("coolhead.bench").joinpath("data/customer/cues/remedies.yaml").read_text("utf-8")
    )
    return loaded


@cache
def _families() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _remedies()["families"]
    return found
