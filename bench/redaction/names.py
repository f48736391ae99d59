"""Names of people: found by where they stand, then everywhere else in the same dialogue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from coolhead.bench.redaction.patterns import Span
from coolhead.bench.redaction.words import TOKEN, words

_NEVER = re.compile(r"(?:ous|ful|able|ible|less)$")
_FIRM = re.compile(
    r"(?i:thank(?:s| you) for (?:calling|contacting|choosing|reaching out to)|welcome to|through to|calling from)"
    r" (?P<firm>[A-Z][\w'’&-]+(?: [A-Z][\w'’&-]+){0,2})"
)
NAME_LIKE = re.compile(rf"{TOKEN}(?: (?:{TOKEN}|van|von|de|der|den|da|del|la|el|al|bin))*")
"""A value that is nothing but a name."""
_CLAUSE = re.compile(r"[,.!?;:\n]")
SHORT = 6
"""Words of an answer at most, for the whole of it to be what was asked for."""


def firms_in(text: str) -> Iterator[str]:
    """Words of firms' names by how they are greeted ("thank you for calling Larkline")."""
    for found in _FIRM.finditer(text):
        yield from found["firm"].lower().split()


@lru_cache(maxsize=2048)
def spans(text: str, firms: frozenset[str] = frozenset()) -> tuple[Span, ...]:
    """The names that a frame gives away ("my name is …", "Dear …", "Regards, …")."""
    return tuple(_spans(text, firms))


def _spans(text: str, firms: frozenset[str]) -> Iterator[Span]:
    for pattern in words().frames:
        for found in pattern.finditer(text):
            name = trimmed(found["name"], firms)
            if name:
                begin = found.start("name") + found["name"].index(name)
                yield begin, begin + len(name), "NAME"


def trimmed(found: str, firms: frozenset[str] = frozenset()) -> str:
    """The name at the beginning of these words, up to a word that is none; empty when there is none."""
    kept: list[str] = []
    for token in found.split(" "):
        low = token.lower().strip(".'’").replace("’", "'").removesuffix("'s")
        plain = low in words().no_names or low in firms or _NEVER.search(low)
        shouted = token.isupper() and len(token) > 3 and not kept
        if plain or not low or (shouted and len(found.split(" ")) == 1):
            break
        kept.append(token)
    name = " ".join(kept).removesuffix("'s").removesuffix("’s")
    return name if len(name) > 1 else ""


def answer(question: str, text: str) -> Iterator[Span]:
    """What a short answer gives away to a question that asks for it ("What is your name?" - "Oona Quillane")."""
    asked = {kind for kind, pattern in words().asked.items() if pattern.search(question)}
    if not asked:
        return
    start = 0
    for number, clause in enumerate(_CLAUSE.split(text) if asked <= {"NAME", "BIRTH"} else [text]):
        begin = text.index(clause, start)
        start = begin + len(clause)
        if number < 2 and (found := _answered(clause, asked)):
            offset, length, kind = found
            yield begin + offset, begin + offset + length, kind


def _answered(text: str, asked: set[str]) -> tuple[int, int, str] | None:
    tokens = text.split()
    if not tokens or len(tokens) > SHORT + 2 * ("ADDRESS" in asked):
        return None
    if any(map(str.isdigit, text)):
        return _number(text, asked)
    return _name(text, tokens) if "NAME" in asked and "?" not in text else None


def _number(text: str, asked: set[str]) -> tuple[int, int, str] | None:
    kind = next((k for k in ("BIRTH", "ACCOUNT", "ADDRESS", "PHONE") if k in asked), None)
    if kind is None or (kind in ("ACCOUNT", "PHONE") and sum(map(str.isdigit, text)) < 4):
        return None
    numbers = re.search(r"\S*\d\S*(?:[ -]\S*\d\S*)*", text) if kind in ("ACCOUNT", "PHONE") else None
    found = (numbers.group() if numbers else text.strip()).rstrip(".,!?;:")
    return text.index(found), len(found), kind


def _name(text: str, tokens: list[str]) -> tuple[int, int, str] | None:
    while tokens and tokens[0].lower().strip(",.!'’") in words().no_names:
        tokens.pop(0)
    tokens = [token.rstrip(",.!") for token in tokens]
    if not tokens or len(tokens) > 4 or not all(re.fullmatch(r"[^\W\d_][\w'’.-]*", token) for token in tokens):
        return None
    if any(token.lower() in words().no_names for token in tokens):
        return None
    name = " ".join(tokens)
    return (text.index(name), len(name), "NAME") if name in text else None


def everywhere(names: Sequence[str]) -> re.Pattern[str] | None:
    """What finds these names, and their parts, wherever they stand alone; None without a name."""
    wanted: set[str] = set()
    for name in names:
        wanted.add(name)
        for part in re.split(r"[ ]", name):
            word = part.strip(".'’")
            if len(word) > 1 and word.lower() not in words().no_names:
                wanted |= {word, word.upper()} if word[0].isupper() else {word, word.capitalize()}
                if not word[0].isupper() or len(word) > 4:
                    wanted.add(word.lower())
    if not wanted:
        return None
    choices = "|".join(re.escape(name) for name in sorted(wanted, key=lambda name: (-len(name), name)))
    return re.compile(rf"(?<![\w@\[])(?:{choices})(?![\w\]])")
