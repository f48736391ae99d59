"""Cuts plain text into sentences, with their places."""

from __future__ import annotations

import re

from coolhead.graders.reading.vocabulary import counts
from coolhead.graders.reading.words import lists, word_set

# The mark, closing quotes or brackets, then a blank: "3.5" and "14:30." stay whole.
_END = re.compile(r"(?:[.!?…]+[\"')\]]*(?=\s)|\n+|(?<=[\w\)]):(?=\n)|(?<=[a-zA-Z)\d])[.!?…]+(?=[A-Za-z]))")
_NO_END = re.compile(
    (
        r"(?:\b(?:mr|mrs|ms|dr|prof|st|no|nos|approx|incl|excl|ca|vs|etc|e\.g|i\.e|a\.m|p\.m|tel|ext|"
        r"ref|min|max|dept|jr|sr)|\b[A-Z])\.$"
    ),
    re.I,
)
_INITIAL = re.compile(r"(?:^|\s)[A-Z]\.$")
_BULLET = re.compile(r"^\s*(?:[-*•·]|\d{1,2}[.)])\s*$")

_BEFORE = re.compile(r"[\w@./:'-]*$")
_AFTER = re.compile(r"(?P<word>[A-Za-z]+(?:'[a-z]+)?)(?P<more>[\w@/=&]|[.-]\w|\(\))?")


def spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence, in order, without blanks at the ends; emoji-only and blank pieces are left out."""
    found: list[tuple[int, int]] = []
    start = 0
    for mark in _END.finditer(text):
        end = mark.end()
        if text[end : end + 1].isalpha() and not _blank_left_out(text, mark.start(), end):
            continue
        piece = text[start:end]
        if piece.rstrip().endswith(".") and _abbreviated(piece.rstrip(), text[end : end + 4]):
            continue
        if _BULLET.match(piece):
            continue
        _add(found, text, start, end)
        start = end
    _add(found, text, start, len(text))
    return found


def _blank_left_out(text: str, mark: int, end: int) -> bool:
    """A sentence ends at the mark although the next begins right behind it ("so sorry.ill call"): no address, no file.

    What stands before and behind must be words, the second one that is said often.
    """
    before, after = _BEFORE.search(text, max(0, mark - 40), mark), _AFTER.match(text, end)
    if before is None or after is None or after.group("more"):
        return False
    word = after.group("word")
    if "." not in text[mark:end] and "…" not in text[mark:end]:
        return len(before.group()) > 1 and "/" not in before.group()
    if "@" in before.group() or "/" in before.group() or "." in before.group().strip("."):
        return False
    last = before.group().lower()
    if word.lower() in word_set("spelling", "domains") or (not last[-1:].isdigit() and len(last) < 2):
        return False
    short = lists("spelling")["slips"]
    often = counts().get(word.lower(), 0) >= OFTEN or word.lower() in short
    return often and (len(last) > 2 or last in short or counts().get(last, 0) >= OFTEN or last.isdigit())


OFTEN = 40
"""How often support talk must say the word behind a mark without a blank."""


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
