"""Too much at once: walls of text, winding and nested sentences, several questions, heaps of figures."""

from __future__ import annotations

import re

from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import expression

WINDS = 42
"""Words above which one sentence winds."""
_ITEM = re.compile(r"(?:^|\n)\s*(?:[-*•]|\d{1,2}[.)])\s")


def shown_by(turn: TurnRead) -> Sentence | TurnRead:
    """What shows a wall: the sentence that winds, else the turn as a whole."""
    longest = max(turn.sentences, key=lambda x: len(x.words), default=None)
    return longest if longest is not None and len(longest.words) > WINDS else turn


def wall(turn: TurnRead, urgent: bool = False) -> float:
    """How far a turn is too much at once, 0-1: long, winding, nested, or more than two questions."""
    heard = len(turn.before.words) if turn.before else 20
    words, questions = len(turn.words), sum(questions_in(x) for x in turn.sentences)
    limit = max(130, 2 * heard) * (1.3 if len(_ITEM.findall(turn.text)) >= 3 else 1.0)  # a list is read at a glance
    long = min(1.0, 0.25 + (words - limit) / 140) if words > limit else 0.0
    # A semicolon or a colon ends a thought for the reader of a chat.
    longest = max(
        (len(part.split()) - _listed(part) for x in turn.sentences for part in _THOUGHT.split(x.text)), default=0
    )
    winding = min(1.0, 0.4 + (longest - WINDS) / 40) if longest > WINDS else 0.0
    # Where there is danger three facts are asked for in one breath.
    many = 0.5 + 0.2 * (questions - 3) if questions > (3 if urgent and words <= BREATH else 2) else 0.0
    return max(long, winding, min(1.0, many), max((_nested(x) for x in turn.sentences), default=0.0))


@once
def questions_in(x: Sentence) -> int:
    """How many things a sentence asks: from three on its clauses count, "who was it, at what time, which gate?"."""
    if not x.asks:
        return 0
    clauses = sum(_OPENS.match(part) is not None for part in _COMMA.split(x.text.lower()))
    return clauses if clauses > 2 else int(len(x.words) > SHORT)


def _listed(part: str) -> int:
    """Words by which a list of things is lighter than it is long: what stands between commas is read by itself.

    A clause that leans on the one before it ("which is two days", "if the driver is on leave") is no thing of a list.
    """
    items = _COMMA.split(part)
    if len(items) <= ITEMS or max(len(item.split()) for item in items) > WINDS / 2:
        return 0
    return LIGHTER * max(0, sum(_LEANS.search(item) is None for item in items) - 1)


def _nested(x: Sentence) -> float:
    """Clauses in clauses, 0-1: nobody follows a sentence that is broken off four times."""
    breaks, clauses = len(_BREAK.findall(x.text)), len(_CLAUSE.findall(x.text))
    if len(x.words) < LONG or breaks < NESTED or clauses < NESTED:
        return 0.0
    return min(1.0, 0.55 + 0.1 * (min(breaks, clauses) - NESTED))


BREATH = 25
"""Words of a turn that is said in one breath."""
LONG, NESTED = 22, 4
"""Words from which a sentence can be nested; breaks and clauses that make it so."""
_BREAK = re.compile(r",\s")
_CLAUSE = expression("tangled", "clause")
SHORT = 4
"""Words up to which a question is none to think about: "Is that right?", "Are you safe?"."""
ITEMS, LIGHTER = 3, 4
"""From more than so many parts a sentence is a list; words that each comma of it saves."""
_COMMA = re.compile(r",\s|\sand (?=an?\b|the\b|our\b|your\b|\d)")
_OPENS = re.compile(
    r"\W*(?:(?:and|or|so|also|then) )?(?:(?:at|on|in|by|with|for|to|from) )?"
    r"(?:(?:what|which|who|whom|whose|when|where|why|how)\b|(?:is|are|was|were|do|does|did|have|has|had|can|could|will|would)"
    r" (?:you|it|he|she|they|we|there|this|that|the|your|any\w*|some\w*)\b)"
)
"""How a clause begins that asks for something."""
_LEANS = expression("tangled", "leans")
_THOUGHT = re.compile(r"[;:]\s")


@once
def heaped(x: Sentence) -> float:
    """Figures in heaps, 0-1: nobody keeps eight of them in mind, and a plan has fewer to a sentence."""
    figures = max(len(_FIGURE.findall(_RANGE.sub(" 1 ", part))) for part in _THOUGHT.split(x.text))
    return min(1.0, 0.5 + 0.1 * (figures - HEAP)) if figures >= HEAP else 0.0


HEAP = 7
_FIGURE = expression("tangled", "figure")
_RANGE = re.compile(
    r"\b\d+(?:[.:]\d+)?\s*(?:-|–|to|and)\s*\d+(?:[.:]\d+)?\b|\d{3}-\d{4}|"
    r"\b\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*(?:,? (?:at )?\d{1,2}[:.]\d{2})?",
    re.I,
)
