"""Finds the cue phrases of `data/customer/cues/*.yaml` in a sentence: one pass, dictionary look-ups by first word.

A cue is written as words; `a|b` are alternatives, `~` after a word lets its endings vary, `*` stands for up to two
words, `_` for exactly one, `!a|b` for exactly one that is none of these, `+ing` and `+ed` for a verb in that form,
`+done` for any participle, `+act` for a word that can be a deed: none of those that `words.yaml` lists as doing nothing
after "I".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from coolhead.bench.customers.tokens import no_deeds, participles, stem, tokenise

_ANY, _ONE = "*", "_"
_REMEMBERED = 4000
"""Sentences whose cues a book keeps: a turn is asked for several times, and scripted bots repeat themselves."""
_NO_VERB = frozenset(
    """thing nothing something anything everything morning evening during being wedding building need indeed
    speed ceiling bring spring string hundred naked sacred""".split()
)


@dataclass(frozen=True, slots=True)
class Part:
    """One place of a pattern: the words and stems that fit there."""

    words: frozenset[str]
    stems: frozenset[str]
    form: str = ""

    def fits(self, word: str, root: str) -> bool:
        """Whether this word may stand here."""
        if self.form == "!":
            return word not in self.words
        if word in self.words or root in self.stems:
            return True
        if self.form == "act":
            return word.isalpha() and word not in no_deeds() and not word.endswith(("ly", "ed", "ing"))
        if self.form == "done":
            return word in participles() or (len(word) > 4 and word.endswith("ed") and word not in _NO_VERB)
        return bool(self.form) and len(word) > 4 and word.endswith(self.form) and word not in _NO_VERB


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found: its kind and the word positions [start, end)."""

    kind: str
    start: int
    end: int


Pattern = tuple[Part | None, ...]
"""None = a gap of up to two words."""


class CueBook:
    """All cues, indexed by how they begin."""

    def __init__(self, cues: dict[str, list[str]]) -> None:
        self._by_word: dict[str, list[tuple[str, Pattern]]] = {}
        self._by_stem: dict[str, list[tuple[str, Pattern]]] = {}
        for kind in sorted(cues):
            for phrase in cues[kind]:
                pattern = compile_phrase(phrase)
                first = pattern[0]
                if first is None:
                    raise ValueError(f"cue '{phrase}' of '{kind}' may not begin with a gap")
                for word in first.words:
                    self._by_word.setdefault(word, []).append((kind, pattern))
                for root in first.stems:
                    self._by_stem.setdefault(root, []).append((kind, pattern))

        self._known: dict[tuple[str, ...], tuple[Hit, ...]] = {}

    def find(self, words: tuple[str, ...], stems: tuple[str, ...]) -> tuple[Hit, ...]:
        """Every cue in these words, in order of place."""
        known = self._known.get(words)
        if known is not None:
            return known
        hits: list[Hit] = []
        last = len(words) - 1
        for at, (word, root) in enumerate(zip(words, stems, strict=True)):
            for kind, pattern in (*self._by_word.get(word, ()), *self._by_stem.get(root, ())):
                if len(pattern) == 1:
                    hits.append(Hit(kind, at, at + 1))
                    continue
                second = pattern[1]
                if at == last or (second is not None and not _fits(second, words[at + 1], stems[at + 1])):
                    continue  # most candidates fall here
                end = match(pattern, words, stems, at)
                if end:
                    hits.append(Hit(kind, at, end))
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        self._known[words] = found = tuple(hits)
        return found


def _fits(part: Part, word: str, root: str) -> bool:
    return not (part.words or part.stems or part.form) or part.fits(word, root)


def match(pattern: Pattern, words: tuple[str, ...], stems: tuple[str, ...], at: int) -> int:
    """The end of the pattern when it begins at this place, else 0."""
    place = at
    gap = 0
    for part in pattern:
        if part is None:
            gap = 2
            continue
        for skip in range(gap + 1):
            here = place + skip
            if here >= len(words):
                return 0
            if _fits(part, words[here], stems[here]):
                place = here + 1
                break
        else:
            return 0
        gap = 0
    return place


@cache
def compile_phrase(phrase: str) -> Pattern:
    """A cue phrase as parts."""
    return tuple(None if piece == _ANY else cue_part(piece) for piece in phrase.lower().split())


@cache
def cue_part(piece: str) -> Part:
    """One word of a cue phrase: `_`, `!a|b`, or choices of words, `stem~` and `+form`."""
    if piece == _ONE:
        return Part(frozenset(), frozenset())
    if piece.startswith("!"):
        return Part(frozenset(piece[1:].split("|")), frozenset(), "!")
    words, stems, form = set(), set(), ""
    for choice in piece.split("|"):
        if choice.startswith("+"):
            form = choice[1:]
        elif choice.endswith("~"):
            stems.add(stem(choice[:-1]))
        else:
            words.add(choice)
    return Part(frozenset(words), frozenset(stems), form)


@cache
def book(name: str) -> CueBook:
    """The cue file of that name; contractions in it are written out as in the text."""
    # BaseLoader: the plain words "yes", "no" and "on" are cues, not truth values.
    raw: dict[str, list[str]] = yaml.load(
        files("coolhead.bench").joinpath(f"data/customer/cues/{name}.yaml").read_text("utf-8"), Loader=yaml.BaseLoader
    )
    return CueBook({kind: [_plain(phrase) for phrase in phrases] for kind, phrases in raw.items()})


def _plain(phrase: str) -> str:
    return " ".join(p if p in {_ANY, _ONE} or set(p) & set("|~+!") else " ".join(tokenise(p)) for p in phrase.split())


def covered(hit: Hit, others: tuple[Hit, ...] | list[Hit]) -> bool:
    """Whether a longer, friendlier reading holds this hit ("no" inside "no charge")."""
    return any(other.start <= hit.start and hit.end <= other.end for other in others)


def overlap(hit: Hit, others: tuple[Hit, ...] | list[Hit]) -> bool:
    """Whether another reading shares a word with this hit."""
    return any(other.start < hit.end and hit.start < other.end for other in others)


def starts_with(hit: Hit, others: tuple[Hit, ...] | list[Hit]) -> bool:
    """Whether another cue begins at the same word and reaches at least as far ("I am happy to" against "I am")."""
    return any(other.start == hit.start and other.end >= hit.end for other in others)
