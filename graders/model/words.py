"""Tokens, numbers and word classes: everything the model knows about a text before it looks at weights."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_QUOTES = str.maketrans({"’": "'", "‘": "'", "‛": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "…": "..."})
_TOKEN = re.compile(
    r"\[[a-z_ ]+\]|[a-z]+(?=n't\b)|n't\b|'(?:ll|ve|re|s|m|d)\b|\d+(?:st|nd|rd|th)\b|\d+(?:am|pm)\b|\d+(?:[.,:/]\d+)*"
    r"|[a-zà-ÿ]+\d[a-z0-9-]*|[a-zà-ÿ]+(?:-[a-zà-ÿ]+)*|[.!?]+|[^\w\s]"
)
_FIX = {
    "ca": ("can",), "wo": ("will",), "sha": ("shall",), "dont": ("do", "n't"), "cant": ("can", "n't"), "wont": ("will", "n't"),
    "didnt": ("did", "n't"), "doesnt": ("does", "n't"), "isnt": ("is", "n't"), "wasnt": ("was", "n't"), "im": ("i", "'m"),
    "ive": ("i", "'ve"), "ill": ("ill",), "youre": ("you", "'re"), "youve": ("you", "'ve"), "thats": ("that", "'s"),
    "its": ("its",), "u": ("you",), "ur": ("your",), "r": ("are",), "pls": ("please",), "plz": ("please",), "thx": ("thanks",),
    "cannot": ("can", "not"), "havent": ("have", "n't"), "couldnt": ("could", "n't"), "shouldnt": ("should", "n't"),
    "wouldnt": ("would", "n't"), "gonna": ("going", "to"), "wanna": ("want", "to"), "abt": ("about",), "lets": ("let", "'s"),
    "theres": ("there", "'s"), "whats": ("what", "'s"), "heres": ("here", "'s"), "dunno": ("do", "n't", "know"),
}  # fmt: skip
UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
NUMBER = {word: str(n + 1) for n, word in enumerate(UNITS.split())} | {
    "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90", "hundred": "100",
    "twice": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7", "eighth": "8", "ninth": "9", "tenth": "10",
    "double": "2", "triple": "3", "dozen": "12", "eleventh": "11", "twelfth": "12", "half": "0.5",
}  # fmt: skip
FUNCTION = frozenset(
    """i me my mine we us our ours you your yours he him his she her they them their it its this that these those who whom whose
    which what when where why how a an the and or but nor so if unless until because since while although though as than then
    not n't no never nothing nobody none to of in on at by for from with without about into over after before between through
    under up down out off again is am are was were be been being 's 're 'm do does did done have has had 've 'll 'd will would
    can could shall should may might must let there here all any some every each both few more most other another such only
    just too very also even still yet already once now please sorry yes ? ! . , : ; - ... " ' ( ) anyone anything someone
    something everyone nobody myself yourself itself ourselves themselves much many own same rather like well ever""".split()
)
_SUFFIX = re.compile(r"(?:ingly|edly|ations?|ments?|ness|ings?|ies|ied|ers?|ed|es|ly|s|e)$")
CURRENCY = frozenset({"cr", "credits", "pounds", "pound", "quid", "euro", "euros", "dollars", "dollar", "pence", "cents", "p", "%", "percent"})


def clean(text: str) -> str:
    """The text with plain quotes and dashes, compatibility characters folded and white space collapsed; case is kept."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_QUOTES))
    return " ".join(text.split())


def tokenise(cleaned: str) -> list[str]:
    """Lower-case words, clitics, numbers and marks of a cleaned text; common chat spellings are written out."""
    found: list[str] = []
    for token in _TOKEN.findall(cleaned.lower()):
        fixed = _FIX.get(token)
        if fixed:
            found += fixed
        else:
            found.append(token)
    return found


_stems: dict[str, str] = {}


def stem(token: str) -> str:
    """A rough stem, so that "charged", "charges" and "charge" meet."""
    known = _stems.get(token)
    if known is None:
        known = _SUFFIX.sub("", token) if len(token) > 4 else token.removesuffix("s") if len(token) > 3 else token
        if len(_stems) > 200_000:
            _stems.clear()
        _stems[token] = known
    return known


@dataclass(frozen=True)
class Classes:
    """The word classes of `words.yaml`, ready to look up."""

    names: tuple[str, ...]
    exact: dict[str, tuple[str, ...]]
    stems: dict[str, tuple[str, ...]]
    phrases: dict[str, list[tuple[tuple[str, ...], str]]]
    known: dict[str, tuple[str, ...]]
    """Memo of single words."""

    def of(self, token: str) -> tuple[str, ...]:
        """Classes of one token, in file order."""
        found = self.known.get(token)
        if found is None:
            hits = list(self.exact.get(token, ()))
            for size in range(3, len(token) + 1):
                hits += self.stems.get(token[:size], ())
            found = tuple(name for name in self.names if name in hits)
            if len(self.known) > 200_000:
                self.known.clear()
            self.known[token] = found
        return found

    def spans(self, tokens: list[str]) -> list[tuple[int, int, str]]:
        """(first token, one past the last, class) of every hit, phrases included."""
        found = []
        for at, token in enumerate(tokens):
            for name in self.of(token):
                found.append((at, at + 1, name))
            for phrase, name in self.phrases.get(token, ()):
                end = at + len(phrase)
                if tuple(tokens[at:end]) == phrase:
                    found.append((at, end, name))
        return found


@cache
def classes() -> Classes:
    """The classes that ship with the package."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = files("coolhead.graders").joinpath("data/model/words.yaml").read_text("utf-8")
    groups: dict[str, list[str]] = yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader either way
    exact: dict[str, tuple[str, ...]] = {}
    stems: dict[str, tuple[str, ...]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, entries in groups.items():
        for entry in entries:
            words = tuple(tokenise(clean(entry.removesuffix("*"))))
            if len(words) > 1:
                phrases.setdefault(words[0], []).append((words, name))
            elif entry.endswith("*") and words:
                stems[words[0]] = (*stems.get(words[0], ()), name)
            elif words:
                exact[words[0]] = (*exact.get(words[0], ()), name)
    return Classes(tuple(groups), exact, stems, phrases, {})
