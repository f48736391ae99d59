"""Is this English? Graders read English only; other languages are said to be unsupported, never scored low."""

from __future__ import annotations

from collections import Counter
from functools import cache

from coolhead.graders.reading.words import lists, tokens


def other_language(text: str) -> str:
    """The language a text seems to be in when it is not English ("German", "another script"), else "".

    Short texts (under six words) count as English: names, numbers and "ok" exist everywhere.
    """
    if not text.isascii():
        letters = [char for char in text if char.isalpha()]
        if len(letters) >= 8 and sum(ord(char) > 0x250 for char in letters) > 0.4 * len(letters):
            return "another script"
    words = tokens(text) if text.isascii() else text.lower().replace("'", " ").split()
    words = [word.strip('.,;:!?"()') for word in words]
    if len(words) < 6:
        return ""
    spoken = _spoken()
    hits = Counter(name for word in words if word in spoken for name in spoken[word])
    best, count = "", 0
    for name in lists("languages"):
        if name != "English" and hits[name] > count:
            best, count = name, hits[name]
    return best if count >= 3 and count > 1.5 * hits["English"] and count > 0.12 * len(words) else ""


@cache
def _spoken() -> dict[str, list[str]]:
    """Word -> the languages that have it among their commonest."""
    found: dict[str, list[str]] = {}
    for name, words in lists("languages").items():
        for word in frozenset(str(words).split()):
            found.setdefault(word, []).append(name)
    return found
