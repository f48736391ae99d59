"""Turns an agent's message into sentences, clauses and plain tokens, once per turn.

Tokens are lower case with contractions written out ("we'll" -> we will), number words and prices as numbers
("twenty-seven fifty" -> 27.5), times as h:mm ("half past nine" -> 9:30). Spelling of the original is kept for quotes.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\U000e0000-\U000e007f]")
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "…": "...",
                           "–": "-", "—": "-", "−": "-", "‑": "-", "€": " cr ", "£": " cr ", "$": " cr "})  # fmt: skip
_MARKUP = re.compile(r"[*_#>|~]+|^\s*(?:[-•·]|\d{1,2}[.)])\s+", re.M)
_QUOTED = re.compile(r'"[^"\n]{8,400}"|(?<![a-z])\'[^\'\n]{15,300}\'(?![a-z])', re.I)
_FORGED = re.compile(r"^\s*(?:customer|user|client|human|system|judge|evaluator)\s*:.*$", re.I | re.M)
_SENTENCE = re.compile(r"(?<=[.!?])[\"')\]]*\s+|\n+")
_ABBREVIATION = re.compile(r"\b(?:mr|mrs|ms|dr|st|no|approx|e\.g|i\.e|etc|vs|incl|nr|a\.m|p\.m)\.$", re.I)
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*|[?!,;:%]|\.{3}|-(?=\s)|(?<=\s)-")
_CLAUSE_WORDS = frozenset({"but", "however", "although", "though", "whereas", "yet", "instead"})
_CLAUSE_MARKS = frozenset({";", "-"})
_SUBJECTS = frozenset({"i", "we", "you", "he", "she", "they", "it", "there", "nobody", "everyone", "that"})
_ASKERS = frozenset({"does", "is", "shall", "would", "do", "can", "may", "could", "are", "will", "should", "ok", "okay",
                     "right", "yes", "which", "what", "when"})  # fmt: skip
_STOPS = frozenset({"?", "!", ",", ";", ":", "-", "..."})

_CONTRACTIONS = {
    "'ll": ("will",), "'re": ("are",), "'ve": ("have",), "'m": ("am",), "'d": ("would",), "n't": ("not",),
}  # fmt: skip
_WHOLE = {
    "can't": ("can", "not"), "cannot": ("can", "not"), "won't": ("will", "not"), "shan't": ("shall", "not"),
    "let's": ("let", "us"), "dont": ("do", "not"), "cant": ("can", "not"), "wont": ("will", "not"),
    "didnt": ("did", "not"), "doesnt": ("does", "not"), "isnt": ("is", "not"), "wasnt": ("was", "not"),
    "couldnt": ("could", "not"), "wouldnt": ("would", "not"), "shouldnt": ("should", "not"), "havent": ("have", "not"),
    "im": ("i", "am"), "ive": ("i", "have"), "youre": ("you", "are"), "youll": ("you", "will"),
    "youve": ("you", "have"), "thats": ("that", "is"), "weve": ("we", "have"), "o'clock": ("oclock",),
    "gonna": ("going", "to"), "wanna": ("want", "to"), "gotta": ("have", "to"), "ain't": ("is", "not"),
    "y'all": ("you",), "lemme": ("let", "me"),
}  # fmt: skip
_IS_AFTER = frozenset({"it", "that", "there", "here", "what", "who", "he", "she", "where", "how", "when", "everything",
                       "nothing", "this", "one", "all", "why"})  # fmt: skip
_IS_BEFORE = frozenset({"on", "out", "at", "already", "been", "got", "here", "there", "not", "now", "with", "yours",
                        "in", "a", "an", "the"})  # fmt: skip
_UNITS = dict(zip(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen".split(), range(20), strict=True,
))  # fmt: skip
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_ORDINALS = dict(zip(
    "fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth twentieth".split(), range(4, 21), strict=True,
))  # fmt: skip
_IRREGULAR = {
    "sent": "send", "paid": "pay", "took": "take", "taken": "take", "came": "come", "gave": "give", "given": "give",
    "found": "find", "told": "tell", "rang": "ring", "rung": "ring", "wrote": "write", "written": "write",
    "got": "get", "gotten": "get", "made": "make", "put": "put", "kept": "keep", "held": "hold", "lost": "lose",
    "left": "leave", "went": "go", "gone": "go", "done": "do", "did": "do", "does": "do", "had": "have",
    "has": "have", "was": "be", "were": "be", "is": "be", "are": "be", "am": "be", "been": "be", "bought": "buy",
    "brought": "bring", "said": "say", "slept": "sleep", "broke": "break", "broken": "break", "froze": "freeze",
    "frozen": "freeze", "stolen": "steal", "stole": "steal", "driven": "drive", "drove": "drive", "knew": "know",
    "known": "know", "met": "meet", "sat": "sit", "stood": "stand", "thought": "think", "threw": "throw",
    "died": "die", "dying": "die", "lying": "lie", "children": "child", "kids": "child", "kid": "child",
    "people": "person", "men": "man", "women": "woman", "feet": "foot", "spoke": "speak", "spoken": "speak",
    "began": "begin", "chose": "choose", "chosen": "choose", "hid": "hide", "hidden": "hide", "fell": "fall",
    "felt": "feel", "led": "lead", "meant": "mean", "ran": "run", "sold": "sell", "spent": "spend", "cost": "cost",
    "worse": "bad", "worst": "bad", "better": "good", "best": "good", "cancelled": "cancel", "cancelling": "cancel",
    "cancellation": "cancel", "payment": "pay", "repayment": "repay", "replacement": "replace", "delivery": "deliver",
    "exchange": "swap", "exchanged": "swap", "exchanging": "swap", "during": "during", "thing": "thing",
    "something": "something", "anything": "anything", "nothing": "nothing", "everything": "everything",
    "morning": "morning", "evening": "evening", "bring": "bring", "ring": "ring", "king": "king", "sing": "sing",
    "spring": "spring", "string": "string", "wedding": "wedding", "building": "building", "being": "be",
    "need": "need", "feed": "feed", "speed": "speed", "bed": "bed", "red": "red", "shed": "shed", "news": "news",
    "always": "always", "less": "less", "this": "this", "gas": "gas", "bus": "bus", "buses": "bus", "yes": "yes",
}  # fmt: skip

STOPWORDS = frozenset(
    "a an the i you he she it we they me him her us them my your his its our their this that these those is am are "
    "was were be been being do does did have has had will would shall should can could may might must not no nor and "
    "or but if then so as at by for from in into of off on onto out over to up with about after before again here "
    "there when where who whom which what why how all any both each more most other some such only own same than too "
    "very just now also get got let please yes ok okay well oh really much many one".split()
)
"""Words that carry no topic of their own; for overlap, never for meaning."""


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
    text = unicodedata.normalize("NFKC", text).translate(_STRAIGHT)
    return _MARKUP.sub(" ", _INVISIBLE.sub("", text))


def read(text: str, *, limit: int = 3000) -> Message:
    """The message in sentences; what lies beyond `limit` characters is not read, as no customer would."""
    raw = text[:limit]
    hidden = bool(_INVISIBLE.search(raw))
    body = clean(raw)
    forged = _FORGED.search(body)
    if forged:
        body = _FORGED.sub(" ", body)
    sentences = tuple(s for piece in _split(body) if (s := _sentence(piece)))
    words = tuple(w for s in sentences for w in s.words)
    bag = frozenset().union(*(s.bag for s in sentences)) if sentences else frozenset()
    return Message(
        raw=text, sentences=sentences, words=words, content=bag - STOPSTEMS, bag=bag,
        forged=forged[0].strip() if forged else "", hidden=hidden,
    )  # fmt: skip


def _split(body: str) -> list[str]:
    pieces: list[str] = []
    for piece in _SENTENCE.split(body):
        piece = piece.strip()
        if not piece:
            continue
        if pieces and _ABBREVIATION.search(pieces[-1]):
            pieces[-1] += " " + piece
        else:
            pieces.append(piece)
    return pieces


def _sentence(piece: str) -> Sentence | None:
    bare = _QUOTED.sub(" ", piece) if ('"' in piece or "'" in piece) else piece
    parts: list[list[str]] = [[]]
    tokens = tokenise(bare)
    for at, token in enumerate(tokens):
        if token in _CLAUSE_WORDS or token in _CLAUSE_MARKS or (
            token in {",", ":", "and", "so", "because"} and _subject_follows(tokens, at + 1)
        ):  # fmt: skip
            parts.append([])
        if token not in _STOPS:
            parts[-1].append(token)
    clauses = tuple(_clause(tuple(part)) for part in parts if part)
    if not clauses:
        return None
    words = tuple(w for c in clauses for w in c.words)
    stems = tuple(s for c in clauses for s in c.stems)
    return Sentence(
        text=piece, words=words, stems=stems, bag=frozenset(stems), clauses=clauses,
        question="?" in tokens, quoted=bare is not piece and bare != piece,
    )  # fmt: skip


def _subject_follows(tokens: list[str], at: int) -> bool:
    """A new statement begins here: "…, and I have booked …"."""
    if at < len(tokens) and tokens[at] in {"and", "so", "then"}:
        at += 1
    if at >= len(tokens):
        return False
    return tokens[at] in _SUBJECTS or (tokens[at - 1] == "," and tokens[at] in _ASKERS)


def _clause(words: tuple[str, ...]) -> Clause:
    stems = tuple(stem(w) for w in words)
    return Clause(words=words, stems=stems, bag=frozenset(stems))


def tokenise(text: str) -> list[str]:
    """Lower-case tokens: contractions written out, numbers and times in one form, marks `? ! , ; : -` kept."""
    raw = _TOKEN.findall(text.lower())
    out: list[str] = []
    for at, token in enumerate(raw):
        if token[0].isdigit():
            out.append(_number(token))
        elif "'" in token or token in _WHOLE:
            out.extend(_expand(token, raw[at + 1] if at + 1 < len(raw) else ""))
        else:
            out.append(token)
    return _times(_number_words(out))


def _expand(token: str, following: str) -> tuple[str, ...]:
    if token in _WHOLE:
        return _WHOLE[token]
    if token.endswith("n't"):
        return (token[:-3], "not")
    head, _, tail = token.rpartition("'")
    tail = "'" + tail
    if tail in _CONTRACTIONS:
        return (head, *_CONTRACTIONS[tail])
    if tail == "'s" and (head in _IS_AFTER or following.endswith("ing") or following in _IS_BEFORE):
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
        if more and used >= 1 and value >= 2 and 10 <= cents < 100 and value < 1000 and tokens[at - 1] not in {"hundred", "thousand"}:  # noqa: E501
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
        if token in {"half", "quarter"} and len(rest) >= 2 and rest[0] in {"past", "to"} and rest[1].isdigit():
            hour = int(rest[1]) - (rest[0] == "to")
            minute = {"half": "30", "quarter": "15" if rest[0] == "past" else "45"}[token]
            out.append(f"{hour}:{minute}")
            at += 3
        elif rest and token[0].isdigit() and _is_hour(token) and rest[0] in {"am", "pm", "oclock", "a.m", "p.m"}:
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


def _is_hour(token: str) -> bool:
    hour, _, minute = token.replace(".", ":").partition(":")
    return hour.isdigit() and int(hour) <= 24 and (not minute or minute.isdigit())


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without its ending, so that "refunded", "refunds" and "refunding" meet; irregular forms by list."""
    if word in _IRREGULAR:
        return _tail(_IRREGULAR[word])
    if len(word) < 4 or not word.isalpha():
        return word
    for ending in ("ings", "ing", "ied", "ies", "ed", "es", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            root = word[: -len(ending)]
            if ending == "ly" and len(root) < 4:
                break
            if ending in {"ied", "ies"}:
                return stem(root + "y")
            if ending == "s" and word.endswith("ss"):
                break
            if ending in {"ing", "ed", "ings"} and root[-1] == root[-2] and root[-1] not in "lsz":
                root = root[:-1]
            return _tail(root)
    return _tail(word)


def _tail(root: str) -> str:
    """Final e is dropped on every side, so that "replace" and "replac-ing" meet; "l" is kept single."""
    if len(root) > 4 and root.endswith("ll"):
        root = root[:-1]
    return root[:-1] if len(root) > 3 and root.endswith("e") else root


STOPSTEMS = frozenset(stem(word) for word in STOPWORDS) | STOPWORDS


def numbers(words: tuple[str, ...]) -> list[tuple[int, float]]:
    """Position and value of every plain number (times are none)."""
    found = []
    for at, word in enumerate(words):
        if word[0].isdigit() and ":" not in word:
            try:
                found.append((at, float(word)))
            except ValueError:
                continue
    return found
