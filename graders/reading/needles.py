"""Beginnings of words of which every match of a regular expression holds one, read off the expression."""

from __future__ import annotations

import importlib
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

LONGEST = 4
_COMMON = frozenset(
    "the you your yo will wil wi have hav ha that tha this thi th with wit for are ar not no can ca i a is it in to"
    " we of be and an on do so as at or if my me he she they was wa what wha wh all al any would".split()
)
WORD = re.compile(r"[^\W_]+")

Needles = frozenset[str] | None


@cache
def needles(pattern: str) -> Needles:
    """Beginnings of words of which every match holds one; None when there are no such."""
    # The parser behind `re` is no public module; it has had this place and these operations since Python 3.11.
    parser = importlib.import_module("re._parser")
    return _of(parser.parse(pattern, re.I), border=False)


def _of(items: Sequence[tuple[Any, Any]], *, border: bool) -> Needles:
    """The best needles of a sequence: those of its rarest part. `border`: a word begins where the sequence does."""
    found: list[Needles] = []
    run, starts = "", border
    for operation, value in items:
        name = str(operation)
        if name == "LITERAL":
            run += chr(value).lower()
            continue
        if name in {"AT", "ASSERT_NOT", "ASSERT"}:
            if not run:  # \b, or "no letter before": what follows begins a word
                starts = starts or _opens(name, value)
            continue
        found.append(_run(run, starts=starts))
        begins = starts if not run else not run[-1].isalnum()
        found.append(_part(name, value, border=begins))
        # Behind an optional "the " a word begins as it did before it.
        optional = name in {"MAX_REPEAT", "MIN_REPEAT"} and value[0] == 0
        run, starts = "", _closes([(operation, value)]) and (begins or not optional)
    found.append(_run(run, starts=starts))
    return min((one for one in found if one), key=_cost, default=None)


def _opens(name: str, value: Any) -> bool:
    if name == "AT":
        return str(value) in {"AT_BOUNDARY", "AT_BEGINNING"}
    return name == "ASSERT_NOT" and value[0] < 0 and any("CATEGORY_WORD" in str(part) for part in value[1])


def _closes(items: Sequence[tuple[Any, Any]]) -> bool:
    """Whatever it matches ends behind a word: with a blank or a mark."""
    if not items:
        return False
    operation, value = items[-1]
    name = str(operation)
    if name == "LITERAL":
        return not chr(value).isalnum()
    if name == "SUBPATTERN":
        return _closes(value[-1])
    if name == "BRANCH":
        return all(_closes(branch) for branch in value[1])
    if name in {"MAX_REPEAT", "MIN_REPEAT"}:
        return _closes(value[2]) and (value[0] >= 1 or len(items) == 1)
    return name == "IN" and all(str(kind) == "LITERAL" and not chr(char).isalnum() for kind, char in value)


def _part(name: str, value: Any, *, border: bool) -> Needles:
    if name == "SUBPATTERN":
        return _of(value[-1], border=border)
    if name == "BRANCH":
        parts = [_of(branch, border=border) for branch in value[1]]
        return None if any(part is None for part in parts) else frozenset().union(*(p for p in parts if p))
    if name in {"MAX_REPEAT", "MIN_REPEAT"} and value[0] >= 1:
        return _of(value[2], border=border)
    return None


def _run(run: str, *, starts: bool) -> Needles:
    """The rarest word beginning in a run of literal characters."""
    every: list[str] = []
    for match in WORD.finditer(run):
        if match.start() == 0 and not starts:
            continue
        word, whole = match.group(), match.end() < len(run)
        if len(word) < LONGEST and whole:
            every.append(word + " ")
        else:
            every.append(word[:LONGEST])
    return frozenset([min(every, key=_weight)]) if every else None


def _weight(needle: str) -> float:
    """How often a needle turns up by chance, roughly."""
    bare = needle.strip()
    return (1.0 if bare in _COMMON else 0.1) * (1.0 if len(bare) < 3 else 0.4 if len(bare) == 3 else 0.1)


def _cost(needles: frozenset[str]) -> float:
    return sum(_weight(needle) for needle in needles)
