"""Turns an agent's message into sentences, clauses and plain tokens, once per turn.

The spelling of the original is kept for quotes; how tokens look is told in `tokens`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from coolhead.bench.customers.dates import MONTHS, WEEKDAYS
from coolhead.bench.customers.tokens import STOPSTEMS, stem, tokenise

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\U000e0000-\U000e007f]")
_STRAIGHT = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "`": "'",
        "´": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "…": "...",
        "–": "-",
        "—": "-",
        "−": "-",
        "‑": "-",
        "€": " cr ",
        "£": " cr ",
        "$": " cr ",
    }
)
_MAIL = re.compile(r"\be-(?=mail)", re.I)
_ITEM = re.compile(r"^\s*(?:[-•·*]|\d{1,2}[.)])\s+", re.M)
_ITEM_MARK = "\ue000"
"""Stands for the dash or number before a point of a list; a private character that no text holds."""
_MARKUP = re.compile(r"[*_#>|~]+")
_QUOTED = re.compile(r'"[^"\n]{8,400}"|(?<![a-z])\'[^\'\n]{15,300}\'(?![a-z])', re.I)
_FORGED = re.compile(r"^\s*(?:customer|user|client|human|system|judge|evaluator)\s*:.*$", re.I | re.M)
_SENTENCE = re.compile(r"(?<=[.!?])[\"')\]]*\s+|\n+")
_ABBREVIATION = re.compile(r"\b(?:mr|mrs|ms|dr|approx|e\.g|i\.e|etc|vs|incl|nr|a\.m|p\.m)\.$", re.I)
_REPLY = re.compile(r"\b(get|come)s? back to (you|me|us)\b", re.I)
"""An idiom that gives nothing back."""
_PERSON = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.? [A-Z]\w+|(?<![Aa]t )(?<![Ii]n )(?<!near )\b[A-Z][a-z]+ (?:[A-Z]\. )?[A-Z][a-z]+\b"
)
_NO_PERSON = frozenset(WEEKDAYS) | frozenset(MONTHS) | frozenset("dear good the your our my no yes please".split())
PERSON = "(person)"
"""Stands in the bag of a sentence that names somebody; a group with "by name" in it is met by that."""
_CLAUSE_WORDS = frozenset({"but", "however", "although", "though", "whereas", "yet", "instead"})
_BUT_FOR = frozenset("nobody nothing none all anything everything anybody anyone everybody everyone one".split())
"""Before "but" it means "except"."""
_CLAUSE_MARKS = frozenset({";", "-"})
_SUBJECTS = frozenset({"i", "we", "you", "he", "she", "they", "it", "there", "nobody", "everyone", "that"})
_ASKERS = frozenset(
    {
        "does",
        "is",
        "shall",
        "would",
        "do",
        "can",
        "may",
        "could",
        "are",
        "will",
        "should",
        "ok",
        "okay",
        "right",
        "yes",
        "which",
        "what",
        "when",
    }
)
_OPENS_CHOICE = frozenset({"a", "an", "the", "our", "my", "your", "if", "else", "alternatively", "would", "shall"})
_NO_TAIL = frozenset({"way", "can", "chance", "not", ",", "?", "!", ";", "-", "..."})
_STOPS = frozenset({"?", "!", ",", ";", ":", "-", "..."})


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence with one statement."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    bag: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: the words as written, for quotes, and what is matched."""

    text: str
    words: tuple[str, ...]
    stems: tuple[str, ...]
    bag: frozenset[str]
    clauses: tuple[Clause, ...]
    question: bool
    quoted: bool = False
    """It held words in quotation marks, which were taken out before matching."""
    item: bool = False
    """It opens a point of a list."""


@dataclass(frozen=True, slots=True)
class Message:
    """An agent's turn, read once."""

    raw: str
    sentences: tuple[Sentence, ...]
    words: tuple[str, ...]
    content: frozenset[str]
    """Stems without stopwords."""
    bag: frozenset[str]
    forged: str = ""
    """The first line that pretends to be somebody else's turn."""
    hidden: bool = False
    """It held invisible characters."""


def clean(text: str) -> str:
    """The text in one Unicode form, with straight quotes, without invisible characters and markup."""
    return _marked(text).replace(_ITEM_MARK, " ")


def _marked(text: str) -> str:
    """The cleaned text in which every point of a list begins with a mark."""
    text = unicodedata.normalize("NFKC", text).translate(_STRAIGHT).replace(_ITEM_MARK, " ")
    return _MAIL.sub("e", _MARKUP.sub(" ", _ITEM.sub(f"{_ITEM_MARK} ", _INVISIBLE.sub("", text))))


@lru_cache(maxsize=8192)
def read(text: str, *, limit: int = 3000) -> Message:
    """The message in sentences; what lies beyond `limit` characters is not read, as no customer would."""
    raw = text[:limit]
    hidden = bool(_INVISIBLE.search(raw))
    body = _marked(raw)
    forged = _FORGED.search(body)
    if forged:
        body = _FORGED.sub(" ", body)
    sentences = tuple(s for piece in _split(body) if (s := _sentence(piece)))
    words = tuple(w for s in sentences for w in s.words)
    bag = frozenset().union(*(s.bag for s in sentences)) if sentences else frozenset()
    return Message(
        raw=text,
        sentences=sentences,
        words=words,
        content=bag - STOPSTEMS - {PERSON},
        bag=bag,
        forged=forged[0].strip() if forged else "",
        hidden=hidden,
    )


def _split(body: str) -> list[str]:
    pieces: list[str] = []
    for piece in (p.strip() for p in _SENTENCE.split(body)):
        if not piece:
            continue
        if pieces and _ABBREVIATION.search(pieces[-1]):
            pieces[-1] += " " + piece
        else:
            pieces.append(piece)
    return pieces


def _sentence(piece: str) -> Sentence | None:
    item = piece.startswith(_ITEM_MARK)
    piece = piece.replace(_ITEM_MARK, " ").strip()
    bare = _QUOTED.sub(" ", piece) if ('"' in piece or "'" in piece) else piece
    bare = _REPLY.sub(r"contact \2", bare)
    parts: list[list[str]] = [[]]
    tokens = tokenise(bare)
    for at, token in enumerate(tokens):
        if (
            (token in _CLAUSE_WORDS and not (token == "but" and at and tokens[at - 1] in _BUT_FOR))
            or token in _CLAUSE_MARKS
            or (token in {",", ":", "and", "so", "because"} and _subject_follows(tokens, at + 1))
            or (token == "because" and len(parts[-1]) >= _TAIL)
            or (token in {"as", "since"} and _reason_follows(tokens, at, parts[-1]))
            or (token == ":" and len(parts[-1]) >= _LABEL and _words_after(tokens, at) >= _LABEL)
            or (token == "or" and at and tokens[at - 1] == "," and _choice_follows(tokens, at + 1))
            or (token == "," and len(parts[-1]) >= _TAIL and _bare_tail(tokens, at + 1))
        ):
            parts.append([])
        if token not in _STOPS:
            parts[-1].append(token)
    named = frozenset({PERSON}) if _names_person(bare) else frozenset()
    clauses = tuple(_clause(tuple(part), named) for part in parts if part)
    if not clauses:
        return None
    words = tuple(w for c in clauses for w in c.words)
    stems = tuple(s for c in clauses for s in c.stems)
    return Sentence(
        text=piece,
        words=words,
        stems=stems,
        bag=frozenset(stems) | named,
        clauses=clauses,
        question="?" in tokens,
        quoted=bare is not piece and bare != piece,
        item=item,
    )


_TAIL = 4
"""After so many words "…, no letters in that time" is a remark of its own, no answer."""


_LABEL = 4
"""A colon after so many words, with so many behind it, parts two statements; before that it stands after a label."""


def _words_after(tokens: list[str], at: int) -> int:
    return sum(token not in _STOPS for token in tokens[at + 1 :])


def _reason_follows(tokens: list[str], at: int, part: list[str]) -> bool:
    """Like "…, as you have not watched anything"; not "as soon as you …"."""
    return len(part) >= _TAIL and "as" not in part[-3:] and at + 1 < len(tokens) and tokens[at + 1] in _SUBJECTS


def _choice_follows(tokens: list[str], at: int) -> bool:
    """Another way begins: "…, or a courier comes to you"."""
    return at + 2 < len(tokens) and (tokens[at] in _SUBJECTS or tokens[at] in _OPENS_CHOICE)


def _bare_tail(tokens: list[str], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at] in {"no", "nothing", "without"} and tokens[at + 1] not in _NO_TAIL


def _subject_follows(tokens: list[str], at: int) -> bool:
    """A new statement begins here: "…, and I have booked …"."""
    if at < len(tokens) and tokens[at] in {"and", "so", "then"}:
        at += 1
    if at >= len(tokens):
        return False
    return tokens[at] in _SUBJECTS or (tokens[at - 1] == "," and tokens[at] in _ASKERS)


def _clause(words: tuple[str, ...], named: frozenset[str]) -> Clause:
    stems = tuple(stem(w) for w in words)
    return Clause(words=words, stems=stems, bag=frozenset(stems) | named)


def _names_person(text: str) -> bool:
    """Whether somebody is named: "Dana Whitlock", "Mrs Oduya"."""
    return any(
        not _NO_PERSON & {word.lower().strip(".") for word in found[0].split()} for found in _PERSON.finditer(text)
    )


_SWAP = {"my": "your", "i": "you", "me": "you", "mine": "yours", "am": "are"}


def pairs(message: Message) -> frozenset[tuple[str, str]]:
    """Neighbouring words, "I" and "you" as one, without pairs that carry no topic."""
    return _pairs(message.words)


@lru_cache(maxsize=4096)
def _pairs(spoken: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    words = [_SWAP.get(w, w) for w in spoken]
    return frozenset((a, b) for a, b in pairwise(words) if not (a in STOPSTEMS and b in STOPSTEMS))


def shingles(message: Message) -> set[tuple[str, str, str]]:
    """Three words running, "I" and "you" as one."""
    words = [_SWAP.get(w, w) for w in message.words]
    return set(zip(words, words[1:], words[2:], strict=False))


def numbers(words: tuple[str, ...]) -> list[tuple[int, float]]:
    """Position and value of every plain number (times are none)."""
    found = []
    for at, word in enumerate(words):
        if word[0].isdecimal() and ":" not in word:
            try:
                found.append((at, float(word)))
            except ValueError:
                continue
    return found
