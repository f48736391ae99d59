"""Is this English? Graders read English only; other languages are said to be unsupported, never scored low."""

from __future__ import annotations

from collections import Counter

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
    sets = _sets()
    seen = Counter(words)
    english = _hits(seen, sets["English"])
    best, count = "", 0
    for name, known in sets.items():
        if name != "English" and (hits := _hits(seen, known)) > count:
            best, count = name, hits
    return best if count >= 3 and count > 1.5 * english and count > 0.12 * len(words) else ""


def _hits(seen: Counter[str], known: frozenset[str]) -> int:
    return sum(seen[word] for word in known & seen.keys())


_CACHE: dict[str, frozenset[str]] = {}


def _sets() -> dict[str, frozenset[str]]:
    if not _CACHE:
        for name, words in lists("languages").items():
            _CACHE[name] = frozenset(str(words).split())
    return _CACHE
