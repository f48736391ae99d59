"""Cuts plain text into sentences, with their places."""

from __future__ import annotations

import re

# The mark, closing quotes or brackets, then a blank: "3.5" and "14:30." stay whole.
_END = re.compile(r"(?:[.!?…]+[\"')\]]*(?=\s)|\n+|(?<=[\w\)]):(?=\n))")
_NO_END = re.compile(
    (
        r"(?:\b(?:mr|mrs|ms|dr|prof|st|no|nos|approx|incl|excl|ca|vs|etc|e\.g|i\.e|a\.m|p\.m|tel|ext|"
        r"ref|min|max|dept|jr|sr)|\b[A-Z])\.$"
    ),
    re.I,
)
_INITIAL = re.compile(r"(?:^|\s)[A-Z]\.$")
_BULLET = re.compile(r"^\s*(?:[-*•·]|\d{1,2}[.)])\s*$")


def spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence, in order, without blanks at the ends; emoji-only and blank pieces are left out."""
    found: list[tuple[int, int]] = []
    start = 0
    for mark in _END.finditer(text):
        end = mark.end()
        piece = text[start:end]
        if piece.rstrip().endswith(".") and _abbreviated(piece.rstrip(), text[end : end + 4]):
            continue
        if _BULLET.match(piece):
            continue
        _add(found, text, start, end)
        start = end
    _add(found, text, start, len(text))
    return found


def _abbreviated(piece: str, rest: str) -> bool:
    if _INITIAL.search(piece):
        return True
    match = _NO_END.search(piece)
    if match is None:
        return False
    word = match.group(0)[:-1].lower()
    # "No." ends a sentence, "No. 7" does not.
    return rest.lstrip()[:1].isdigit() if word in {"no", "min", "max"} else word not in {"i", "a"}


def _add(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if any(char.isalnum() for char in text[start:end]):
        found.append((start, end))
