"""What a customer asks: each direct question, with or without its mark, and what kind of answer it wants."""

from __future__ import annotations

from dataclasses import dataclass

from coolhead.graders.reading.once import once
from coolhead.graders.reading.patterns import Pattern
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import content, expression, lists, phrases, tokens

KINDS = ("whatif", "when", "much", "why", "how", "who", "where", "what")
"""What a question asks for, in the order in which it is tried; what is none of them wants a yes or a no."""


@dataclass(frozen=True, eq=False)
class Question:
    """One thing that is asked."""

    where: Sentence
    """The customer's sentence that asks it."""
    text: str
    """The clause that asks."""
    kind: str
    """One of `KINDS`, or "yesno"."""
    stems: frozenset[str]
    """Its words that carry content."""


def _one_of(key: str) -> str:
    return "|".join(f"(?:{line})" for line in str(lists("questions")[key]).splitlines() if line.strip())


_FILLER = rf"^(?:\W*(?:{_one_of('filler')})\b)*\W*"
_CLAUSE = Pattern(rf"(?:^|[,;:–-]\s*|\b(?:and|or|but|so|then)\s+)\W*(?P<asks>(?:{_one_of('opens')}))(?![\w'])")
_BARE = Pattern(rf"{_FILLER}(?:{_one_of('bare')})")
_BARE_OPEN = Pattern(rf"{_FILLER}(?:{_one_of('bare_open')})")
_INDIRECT = Pattern(rf"(?<![\w'])(?:{_one_of('indirect')}),? (?P<asks>(?:{_one_of('opens')}|if|whether))(?![\w'])")


@once
def questions(turn: TurnRead) -> list[Question]:
    """The questions of a customer's turn that want an answer, in order; rhetorical ones do not."""
    found: list[Question] = []
    for x in turn.sentences:
        if len(x.words) < 2 or phrases("questions", "rhetoric").search(x.text):
            continue
        indirect = None if x.asks else _INDIRECT.search(x.text)
        if indirect is not None:
            found.append(_question(x, x.text[indirect.start("asks") :]))
        elif x.asks or _unmarked(x.text):
            starts = [match.start("asks") for match in _CLAUSE.finditer(x.text)]
            found += [_question(x, text) for text in _clauses(x.text, starts)] or [_question(x, x.text)]
    return found


def _unmarked(text: str) -> bool:
    """Asks by its form, though no mark says so: "when can I have it", "is my place safe"."""
    if _BARE.search(text):
        return not text.rstrip().endswith("!")
    return text.rstrip()[-1:].isalnum() and _BARE_OPEN.search(text) is not None


def _clauses(text: str, starts: list[int]) -> list[str]:
    """The clauses that begin at these places and say something; a lone "and when" goes with what follows."""
    ends = [*starts[1:], len(text)][: len(starts)]
    found = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    return [part for part in found if len(tokens(part)) >= LEAST or part.rstrip("!").endswith("?")]


LEAST = 2
"""Words of a clause that asks; "and when?" at the end is short for one."""


def _question(x: Sentence, text: str) -> Question:
    kind = next((name for name in KINDS if phrases("questions", name).search(text)), "yesno")
    opener = _STARTS.search(text)
    if kind in {"what", "who", "when", "where", "how"} and opener is not None:
        kind = "yesno"  # "can you tell me what it is" asks what; "is it the one who rang" does not
        if (told := _TELLS.search(text)) is not None:
            kind = next((name for name in KINDS if phrases("questions", name).search(text[told.end() :])), "yesno")
    return Question(x, text, kind, content(tokens(text)))


_STARTS = expression("spoken", "starts")
_TELLS = expression("spoken", "tells")
