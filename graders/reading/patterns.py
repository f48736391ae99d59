"""Regular expressions that are tried only where they can match.

A long list of alternatives is slow to search and rarely hits. Each pattern knows beginnings of words of which every
match holds one. One table says of every word which patterns it opens, as bits of a number; a text is looked through
once, for all patterns together, and most are passed over after comparing two numbers. What matches is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from threading import Lock
from typing import Any

from coolhead.graders.reading.needles import LONGEST, WORD, Needles, needles

_KEPT = 512
_CAPITAL = re.compile(r"(?<!\\)[A-Z]")


class _Opened:
    """Which patterns a text opens, a bit each; kept for the words and texts that were met last."""

    _ALWAYS = 1
    """The bit of patterns without needles."""
    _MOST_WORDS, _MOST_TEXTS = 20_000, 4_000
    """Beyond that all are forgotten and worked out anew."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._patterns = 1
        self._needles: dict[str, int] = {}
        self._words: dict[str, int] = {}
        self.texts: dict[str, tuple[int, str]] = {}
        """Of each text the bits of the patterns that it opens, and the text in lower case; ask `by` for others."""

    def number(self, needles: Needles) -> int:
        """The bit of a new pattern."""
        if needles is None:
            return self._ALWAYS
        with self._lock:
            bit = 1 << self._patterns
            self._patterns += 1
            for needle in needles:
                self._needles[needle] = self._needles.get(needle, 0) | bit
            # What was worked out before knows nothing of this pattern.
            self._words.clear()
            self.texts.clear()
        return bit

    def by(self, text: str) -> tuple[int, str]:
        """The patterns that may match in a text: those of which a word has a needle, and those without needles."""
        lower = text.lower()
        with self._lock:
            if len(self.texts) >= self._MOST_TEXTS:
                self.texts.clear()
            if len(self._words) >= self._MOST_WORDS:
                self._words.clear()
            bits = self._ALWAYS
            words = self._words
            for word in WORD.findall(lower):
                found = words.get(word)
                if found is None:
                    found = words[word] = self._of(word)
                bits |= found
            self.texts[text] = bits, lower
        return bits, lower

    def _of(self, word: str) -> int:
        whole = word + " " if len(word) < LONGEST else word[:LONGEST]
        bits = 0
        for beginning in (word[:1], word[:2], word[:3], whole):
            bits |= self._needles.get(beginning, 0)
        return bits


_OPENED = _Opened()
_TEXTS = _OPENED.texts


class Pattern:
    """A compiled regular expression, case ignored, with the results of `re` and less work.

    One without capitals is matched against the text in lower case, which `re` does much faster than ignoring case.
    """

    __slots__ = ("_bit", "_known", "_low", "compiled", "pattern")

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._low = _CAPITAL.search(pattern) is None
        self.compiled = re.compile(pattern, re.NOFLAG if self._low else re.I)
        self._bit = _OPENED.number(needles(pattern))
        self._known: dict[str, re.Match[str] | None] = {}

    def may(self, text: str) -> bool:
        """Whether a match is possible at all."""
        return self._read(text) is not None

    def search(self, text: str) -> re.Match[str] | None:
        """The first match, or None; the answers to recent texts are kept."""
        bits, lower = _TEXTS.get(text) or _OPENED.by(text)
        if not self._bit & bits:
            return None
        known = self._known
        if text in known:
            return known[text]
        if len(known) >= _KEPT:
            known.clear()
        found = known[text] = self.compiled.search(lower if self._low else text)
        return found

    def _read(self, text: str) -> str | None:
        """The text as the expression reads it; None where it cannot match."""
        bits, lower = _TEXTS.get(text) or _OPENED.by(text)
        return None if not self._bit & bits else lower if self._low else text

    def forget(self) -> None:
        """Forgets the answers to recent texts: they are only kept to save time."""
        self._known.clear()

    def findall(self, text: str) -> list[Any]:
        """All matches, as `re.findall` gives them."""
        read = self._read(text)
        return [] if read is None else self.compiled.findall(read)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches."""
        read = self._read(text)
        return iter(()) if read is None else self.compiled.finditer(read)

    def split(self, text: str) -> list[str]:
        """The text cut at every match; in lower case when it was cut."""
        read = self._read(text)
        return [text] if read is None else [str(part) for part in self.compiled.split(read)]

    def sub(self, new: str, text: str) -> str:
        """The text with every match replaced; in lower case when anything could match."""
        read = self._read(text)
        return text if read is None else self.compiled.sub(new, read)
