"""Tokens: lower case, contractions written out, number words and prices as numbers, spoken times as h:mm.

Word tables: `data/customer/words.yaml`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def _tables() -> dict[str, Any]:
    # BaseLoader: "no", "on" and "27" are words here.
    loaded: dict[str, Any] = yaml.load(
        files("coolhead.bench").joinpath("data/customer/words.yaml").read_text("utf-8"), Loader=yaml.BaseLoader
    )
    return loaded


def table(key: str) -> str:
    """A list of the word tables, as it is written."""
    return str(_tables()[key])


@cache
def no_deeds() -> frozenset[str]:
    """Words that follow "I" or "will" without anything being done."""
    return frozenset(_tables()["no_deeds"].split())


@cache
def participles() -> frozenset[str]:
    """Participles that do not end in -ed."""
    return frozenset(_tables()["participles"].split())


_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*|[?!,;:%]|\.{3}|-(?=\s)|(?<=\s)-")
_CONTRACTIONS: dict[str, tuple[str, ...]] = {k: tuple(v.split()) for k, v in _tables()["contractions"].items()}
_WHOLE: dict[str, tuple[str, ...]] = {k: tuple(v.split()) for k, v in _tables()["whole"].items()}
_IS_AFTER = frozenset(_tables()["is_after"].split())
_IS_BEFORE = frozenset(_tables()["is_before"].split())
_HAS_BEFORE = frozenset(_tables()["has_before"].split())
_STOPS_A_NOUN = frozenset(_tables()["stops_a_noun"].split())
_UNITS: dict[str, int] = {word: n for n, word in enumerate(_tables()["units"].split())}
_TENS: dict[str, int] = {word: 20 + 10 * n for n, word in enumerate(_tables()["tens"].split())}
_ORDINALS: dict[str, int] = {word: 4 + n for n, word in enumerate(_tables()["ordinals_from_fourth"].split())}
_IRREGULAR: dict[str, str] = _tables()["irregular"]
_SPAN_WORDS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = tuple(
    (tuple(words.split()), tuple(plain.split())) for words, plain in _tables()["spans"].items()
)
_SPANNED = frozenset({"half", "quarter", "quarters", "couple", "fortnight"})
"""One of these is in every span that is told in other words."""
STOPWORDS = frozenset(_tables()["stopwords"].split())
"""Words that carry no topic of their own; for overlap, never for meaning."""


def tokenise(text: str) -> list[str]:
    """Lower-case tokens: contractions written out, numbers and times in one form, marks `? ! , ; : -` kept."""
    raw = _TOKEN.findall(text.lower())
    out: list[str] = []
    for at, token in enumerate(raw):
        if token[0].isdecimal():
            out.append(_number(token))
        elif "'" in token or token in _WHOLE:
            out.extend(filter(None, _expand(token, *(*raw[at + 1 : at + 3], "", "")[:2])))
        else:
            out.append(token)
    return _month_of_may(_times(_number_words(_spans(out))))


def _spans(tokens: list[str]) -> list[str]:
    """Spans told in other words: "half an hour" is 30 minutes, "a couple of days" are 2 days."""
    if not _SPANNED & set(tokens):
        return tokens
    out: list[str] = []
    at = 0
    while at < len(tokens):
        for words, plain in _SPAN_WORDS:
            if tokens[at] == words[0] and tuple(tokens[at : at + len(words)]) == words:
                out.extend(plain)
                at += len(words)
                break
        else:
            out.append(tokens[at])
            at += 1
    return out


def _expand(token: str, following: str, then: str) -> tuple[str, ...]:
    if token in _WHOLE:
        return _WHOLE[token]
    if token.endswith("n't"):
        return (token[:-3], "not")
    head, _, tail = token.rpartition("'")
    tail = "'" + tail
    if tail in _CONTRACTIONS:
        return (head, *_CONTRACTIONS[tail])
    if tail == "'s" and following in _HAS_BEFORE:
        return (head, "has")
    if tail == "'s" and (
        head in _IS_AFTER
        or following.endswith("ing")
        or following in _IS_BEFORE
        or (following.endswith("ed") and (not then.isalpha() or then in _STOPS_A_NOUN))  # no "the firm's used cars"
    ):
        return (head, "is")
    return (head,) if tail == "'s" else (head, tail[1:])


def _number(token: str) -> str:
    """27.50 -> 27.5, 1,900 -> 1900, 27,50 -> 27.5, 09:00 -> 9:00; a long number with a leading zero stays."""
    if ":" in token:
        hour, _, minute = token.partition(":")
        return f"{int(hour)}:{minute[:2]}"
    if "," in token:
        head, _, tail = token.rpartition(",")
        token = f"{head.replace(',', '')}.{tail}" if len(tail) != 3 else token.replace(",", "")
    if token.count(".") == 1:
        return f"{float(token):g}" if len(token) < 14 else token
    return token.lstrip("0") or "0" if len(token) <= 2 else token


def _number_words(tokens: list[str]) -> list[str]:
    out: list[str] = []
    at = 0
    while at < len(tokens):
        value, used = _spoken(tokens, at)
        if not used:
            token = tokens[at]
            out.append(str(_ORDINALS[token]) if token in _ORDINALS else token)
            at += 1
            continue
        at += used
        # "twenty-seven fifty" is how people say a price.
        cents, more = _spoken(tokens, at)
        if (
            more
            and used >= 1
            and value >= 2
            and 10 <= cents < 100
            and value < 1000
            and tokens[at - 1] not in {"hundred", "thousand"}
        ):
            out.append(f"{value + cents / 100:g}")
            at += more
        else:
            out.append(str(value))
    return out


def _spoken(tokens: list[str], at: int) -> tuple[int, int]:
    """The number that starts here in words and how many tokens it takes; (0, 0) when none does."""
    value, used = 0, 0
    token = tokens[at] if at < len(tokens) else ""
    following = tokens[at + 1] if at + 1 < len(tokens) else ""
    if token in _TENS:
        value, used = _TENS[token], 1
        if following in _UNITS and 0 < _UNITS[following] < 10:
            value, used = value + _UNITS[following], 2
    elif token in _UNITS and (token != "one" or following in {"hundred", "thousand"}):
        value, used = _UNITS[token], 1
    elif token == "a" and following in {"hundred", "thousand", "dozen"}:
        value, used = 1, 1
    elif token == "dozen":
        return 12, 1
    if not used:
        return 0, 0
    if at + used < len(tokens) and tokens[at + used] == "dozen":
        return value * 12, used + 1
    if at + used < len(tokens) and tokens[at + used] in {"hundred", "thousand"}:
        value *= 100 if tokens[at + used] == "hundred" else 1000
        used += 1
        skip = 1 if at + used < len(tokens) and tokens[at + used] == "and" else 0
        rest, more = _spoken(tokens, at + used + skip)
        if more and rest < value:
            return value + rest, used + skip + more
    return value, used


def _times(tokens: list[str]) -> list[str]:
    """Spoken times as h:mm."""
    out: list[str] = []
    at = 0
    while at < len(tokens):
        token, rest = tokens[at], tokens[at + 1 : at + 4]
        if token in {"half", "quarter"} and len(rest) >= 2 and rest[0] in {"past", "to"} and rest[1].isdecimal():
            whole = int(rest[1]) - (rest[0] == "to")
            minute = {"half": "30", "quarter": "15" if rest[0] == "past" else "45"}[token]
            out.append(f"{whole}:{minute}")
            at += 3
        elif rest and token[0].isdecimal() and _is_hour(token) and rest[0] in {"am", "pm", "oclock", "a.m", "p.m"}:
            hour, _, minute = token.replace(".", ":").partition(":")
            clock = int(hour) % 12 + 12 if rest[0].startswith("p") else int(hour)
            out.append(f"{clock}:{minute or '00'}")
            at += 2
        elif token in {"noon", "midday", "midnight"}:
            out.append("0:00" if token == "midnight" else "12:00")
            at += 1
        else:
            out.append(token)
            at += 1
    return out


MAY = "maymonth"
"""The token of the month, which is no auxiliary."""
_BEFORE_MAY = frozenset("in of since by until till early late mid during".split())
_AFTER_MAY_BE = frozenset("be have take not come get also then well".split())


def _month_of_may(tokens: list[str]) -> list[str]:
    """The month told from the auxiliary by the day beside it or the preposition before it."""
    if "may" not in tokens:
        return tokens
    out = list(tokens)
    for at, token in enumerate(tokens):
        if token != "may":
            continue
        before, after = tokens[at - 1] if at else "", tokens[at + 1] if at + 1 < len(tokens) else ""
        named = before in _BEFORE_MAY or (before in {"th", "st", "nd", "rd"} and at > 1 and _is_day(tokens[at - 2]))
        if named or _is_day(after) or (_is_day(before) and after not in _AFTER_MAY_BE):
            out[at] = MAY
    return out


def _is_day(token: str) -> bool:
    return token.isdecimal() and 1 <= int(token) <= 31


def _is_hour(token: str) -> bool:
    hour, _, minute = token.replace(".", ":").partition(":")
    return hour.isdecimal() and int(hour) <= 24 and (not minute or minute.isdecimal())


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:  # noqa: PLR0911
    """A word without its ending, so that "refunded", "refunds" and "refunding" meet; irregular forms by list."""
    if word in _IRREGULAR:
        return _tail(_IRREGULAR[word])
    if len(word) < 4 or not word.isalpha() or word in STOPWORDS:
        return word
    for ending in ("ings", "ing", "ied", "ies", "ed", "es", "s", "ly"):
        root = word[: -len(ending)]
        if not word.endswith(ending) or len(root) < 3:
            continue
        if ending == "es" and not root.endswith(_HISS):
            continue  # "notes" is "note" and an s
        if ending in {"ied", "ies"}:
            return stem(root + "y")
        if ending == "ly":
            return _tail(root) if len(root) > 3 else word
        if ending in {"s", "es"}:
            return word if word.endswith("ss") else stem(root)
        return _verb(root)
    return _tail(word)


_HISS = ("ss", "x", "zz", "ch", "sh")
_VOWELS = frozenset("aeiouy")


def _verb(root: str) -> str:
    """The base of what stands before -ed and -ing: "stopp" is stop, "not" is note, "book" stays."""
    if root[-1] == root[-2] and root[-1] not in "lsz" and len(root) > 3:
        root = root[:-1]
    elif len(root) == 3 and root[1] in _VOWELS and not {root[0], root[2]} & _VOWELS and root[2] not in "wx":
        root += "e"
    return _IRREGULAR.get(root, _tail(root))


def _tail(root: str) -> str:
    """Final e is dropped from longer words, so that "replace" and "replac-ing" meet; "l" is kept single."""
    if len(root) > 4 and root.endswith("ll"):
        root = root[:-1]
    return root[:-1] if len(root) > 4 and root.endswith("e") else root


STOPSTEMS = frozenset(stem(word) for word in STOPWORDS) | STOPWORDS
