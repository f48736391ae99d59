"""Long turns in pieces: a label is about a sentence or two, and averages drown it in a long text."""

from __future__ import annotations

import re
from collections.abc import Sequence

LONG = 45
"""Words from which a text is read in windows."""
_SENTENCE = re.compile(r"(?<=[.!?])[\"')\]]*\s+|\n+")


def windows(texts: Sequence[str]) -> tuple[list[str], list[int]]:
    """The pieces, and for each the index of the text it comes from; a short text is its own single piece."""
    pieces: list[str] = []
    owner: list[int] = []
    for at, text in enumerate(texts):
        for piece in _split(text) if len(text) > 4 * LONG and len(text.split()) > LONG else [text]:
            pieces.append(piece)
            owner.append(at)
    return pieces, owner


def _split(text: str) -> list[str]:
    sentences: list[str] = []
    for sentence in _SENTENCE.split(text):
        words = sentence.split()
        # A wall of text without stops is cut by force.
        sentences += [" ".join(words[i : i + LONG]) for i in range(0, len(words), LONG)]
    pairs = [" ".join(sentences[i : i + 2]) for i in range(len(sentences) - 1)]
    return pairs or [text]
