"""Turns raw message text into plain text that rules can read, and leads every place back to the original."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_SAME = {
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»":
    '"',
    "–": "-", "—": "-", "‒": "-", "−": "-", "‐": "-", "‑": "-", "\u00a0": " ", "\u202f": " ", "\t": " ", "\r": "\n",
}  # fmt: skip
_HIDDEN = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u2061\u2062\u2063\u2064")
_BIDI = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True)
class Plain:
    """A message as rules read it."""

    text: str
    """NFKC, straight quotes, nothing invisible."""
    original: str
    places: tuple[int, ...] | None
    """Position in `original` of each character of `text`; None = the same positions."""
    hidden: bool
    """Invisible or direction-changing characters were removed: somebody may have tried to hide text."""

    def quote(self, start: int, end: int) -> str:
        """The original words of `text[start:end]`, verbatim and without blanks at the ends."""
        if self.places is None:
            return self.original[start:end].strip()
        if start >= end:
            return ""
        return self.original[self.places[start] : self.places[end - 1] + 1].strip()


def plain(original: str) -> Plain:
    """The readable form of a message; never fails, whatever the text holds."""
    if original.isascii() and "`" not in original and "\t" not in original and "\r" not in original:
        return Plain(original, original, None, hidden=False)
    out: list[str] = []
    places: list[int] = []
    hidden = False
    joiner = 0x200D
    for place, char in enumerate(original):
        code = ord(char)
        if char in _HIDDEN or char in _BIDI or 0xE0000 <= code <= 0xE007F:
            # A joiner or a variation mark inside an emoji is ordinary writing; between letters it hides something.
            hidden = hidden or not (code == joiner and place and ord(original[place - 1]) > 0x2000)
            continue
        made = _SAME.get(char) or (char if code < 0x80 else unicodedata.normalize("NFKC", char))
        out.append(made)
        places.extend([place] * len(made))
    text = "".join(out)
    same = len(text) == len(original) and not hidden and all(p == n for n, p in enumerate(places))
    return Plain(text, original, None if same else tuple(places), hidden)
