"""Is this English? Graders read English only; other languages are said to be unsupported, never scored low."""

from __future__ import annotations

from collections import Counter
from functools import cache

from coolhead.graders.model import TextModel
from coolhead.graders.reading.words import lists, tokens


def other_language(text: str, *, beside: str = "") -> str:
    """The language a text seems to be in when it is not English ("German", "another script"), else "".

    `beside`: the language that the other party writes, if not English; then a few words of it are enough.

    A text whose words English mostly does not know is in another language, whichever it is. One or two words count as
    English: names, numbers and "ok" exist everywhere.
    """
    if not text.isascii():
        letters = [char for char in text if char.isalpha()]
        if len(letters) >= 8 and sum(ord(char) > 0x250 for char in letters) > 0.4 * len(letters):
            return "another script"
    words = tokens(text) if text.isascii() else text.lower().replace("'", " ").split()
    words = [word.strip('.,;:!?"()') for word in words]
    spoken = _spoken()
    hits = Counter(name for word in words if word in spoken for name in spoken[word])
    best, count = "", 0
    for name in lists("languages"):
        if name != "English" and hits[name] > count:
            best, count = name, hits[name]
    if count >= 3 and count > 1.5 * hits["English"] and count > 0.12 * len(words):
        return best
    if beside and _as_the_other(words, hits[beside], hits["English"]):
        return beside
    signs = count > 0 or bool(beside) or not text.isascii()
    return UNKNOWN if _unknown(words, hits["English"], signs=signs) else ""


def plainly_english(text: str) -> bool:
    """Whether English knows nearly all words of a text, however few they are."""
    words = [word for word in tokens(text) if word.isalpha()]
    return bool(words) and TextModel.load().facets.known(words) > KNOWN_PLAINLY


KNOWN_PLAINLY = 0.8
"""English lends a word or two to anybody ("mi internet no funciona")."""


def _unknown(words: list[str], english: int, *, signs: bool) -> bool:
    """English lends few of these words, and holds them together with fewer; `signs` = something speaks for another."""
    plain = [word for word in words if word.isalpha()]
    long = len(plain) >= LONG
    if len(plain) < SHORT or not (long or signs) or english >= (0.15 if long else 0.1) * len(plain):
        return False
    return TextModel.load().facets.known(plain) < (KNOWN if long else KNOWN_SHORT)


UNKNOWN = "another language"
"""What a text is said to be in whose words English does not know."""
SHORT, LONG = 3, 6
"""Words from which a text can be another language, and from which less doubt is needed."""
KNOWN, KNOWN_SHORT = 0.6, 0.45
"""Share of known words below which a text is not English: of 1,240 sides of English dialogues (benchmarks/labels,
contrast-dev) none has less than .70 and a quarter of function words, of fifteen other languages none more than .46 and
a ninth."""


def _as_the_other(words: list[str], theirs: int, english: int) -> bool:
    """Says too little for a language of its own ("No!"), or has words of the other party's and hardly any English."""
    if english == 0 and (len(words) < SHORT or theirs > 1):
        return True
    return theirs >= max(1, english) and TextModel.load().facets.known(words) < KNOWN_BESIDE


KNOWN_BESIDE = 0.7
"""The same where the other party writes another language, and the text has words of that."""


@cache
def _spoken() -> dict[str, list[str]]:
    """Word -> the languages that have it among their commonest."""
    found: dict[str, list[str]] = {}
    for name, words in lists("languages").items():
        for word in frozenset(str(words).split()):
            found.setdefault(word, []).append(name)
    return found
