"""Whether the agent answers what the customer asked."""

from __future__ import annotations

import re

from coolhead.graders.checks.speech.common import concrete, names
from coolhead.graders.checks.speech.odds import heard, shifted
from coolhead.graders.checks.speech.repeats import ECHO, parroted
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.patterns import Pattern
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import phrases

_YESNO = Pattern(
    r"\b(?:yes or no)\b|(?:^|[.!?,;]\s*|\b(?:and|so|but|or)\s+)(?:is|are|was|were|do|does|did|"
    r"can|could|will|would|have|has|had|am|should|must|may|shall)\s+(?:i|you|it|he|she|they|we|"
    r"this|that|there|my|the|your|one|somebody|someone|anyone|any|a)\b"
)
_KINDS: tuple[tuple[str, Pattern], ...] = (
    (
        "when",
        Pattern(r"\b(?:when|what time|how (?:long|soon)|until when|till when|by when|what day|which day)\b"),
    ),
    (
        "much",
        Pattern(r"\bhow (?:much|many)\b|\bwhat (?:does|will|would) (?:it|that|this) cost\b|\bwhat do i pay\b"),
    ),
    ("who", Pattern(r"\b(?:who|whom|whose)\b")),
    ("why", Pattern(r"\bwhy\b|\bhow come\b|\bwhat(?:'s| is| was) (?:wrong|the reason)\b")),
    ("where", Pattern(r"\bwhere\b")),
    ("what", Pattern(r"\b(?:what|which|how)\b")),
)
_ANSWER_FIRST = Pattern(
    r"^\W*(?:dear [^,]+,\s*|hello[^,.]*[,.]\s*|right[,.]\s*)?(?:yes|no|yeah|yep|nope|not|it (?:is|"
    r"does|will|has|did|isn't|doesn't|won't)|it's|you (?:can|do|will|must|may|don't|can't|need|"
    r"will not|owe)|they (?:are|do|will)|we (?:do|can|will|are)|i (?:do|can|will|am|did)|all of|"
    r"none|both|neither|nothing|certainly|of course|absolutely|afraid not|i'm afraid|sadly|only|"
    r"still|already|never|always|until|from|by|on|in|at|within|because|since|tomorrow|today)\b"
)
_RHETORIC = Pattern(
    r"\b(?:are you (?:kidding|serious|joking|deaf|blind|stupid|even|out of|people|lot|all)|do "
    r"you (?:even|people|lot|think i|know what|have any idea|understand)|how (?:dare|hard can|"
    r"thick|stupid|dumb)|what (?:kind of|the hell|is wrong with you|do i pay|planet|a joke)|who "
    r"do you think|(?:should|could|would)n't you|should you not|don't you think|"
    r"am i supposed to|what am i supposed|is that too much|hello\?)|^(?:hello|seriously|"
    r"really|what|sorry|pardon|excuse me)\?"
)


UNFORMED = -0.6
"""Log-odds of an answer that the text model hears and whose form is another than the question's."""


def asked(reading: Reading, turn: TurnRead) -> list[Sentence]:
    """The real questions of a customer turn; rhetorical ones want no answer."""
    return [x for x in turn.sentences if x.asks and len(x.words) >= 2 and not _RHETORIC.search(x.text)]


def answered(reading: Reading, question: Sentence, answer: TurnRead) -> tuple[float, Sentence | None]:
    """How far the first sentences of an answer settle a question, 0-1, and the sentence that does.

    What it asks for decides: a time for "when", a sum for "how much", a reason, a name, a yes or no; and the answer
    must pin something
    down, since words around a question are no answer to it.
    """
    best: tuple[float, Sentence | None] = (0.0, None)
    kind = next((name for name, pattern in _KINDS if pattern.search(question.text)), "")
    yesno = not kind or (_YESNO.search(question.text) is not None and kind == "what")
    for n, x in enumerate(answer.sentences[:4]):
        model = heard(reading, x, "CL+2")
        form = _form(kind, x, question, yesno=yesno) * (0.3 if phrases("acts", "praises").search(x.text) else 1.0)
        model *= 0.5 if phrases("acts", "praises").search(x.text) else 1.0
        if phrases("acts", "unknown").search(x.text) or parroted(reading, x) > ECHO:
            model, form = 0.3 * model, 0.3 * form
        late = 1.0 if n < 2 else 0.75
        strength = late * max(
            min(1.0, 0.55 * model + 0.45 * form + 0.15 * (model > 0.5 and form > 0.5)), shifted(model, UNFORMED)
        )
        best = max(best, (strength, x), key=lambda pair: pair[0])
    return best


_EITHER = Pattern(r"\b(?:yes or no|or not)\s*\?")


def _form(kind: str, x: Sentence, question: Sentence, *, yesno: bool) -> float:
    if yesno and _ANSWER_FIRST.search(x.text):
        return 1.0
    new = len(x.stems - question.stems)
    if kind == "when":
        return 1.0 if x.has("time", "date", "duration") else 0.1
    if kind == "much":
        return (
            1.0
            if x.has("amount", "number", "duration")
            else 0.4
            if re.search(r"\b(?:nothing|free|no (?:charge|fee|cost))\b", x.text, re.I)
            else 0.1
        )
    if kind == "who":
        return 1.0 if names(x.text) or re.search(r"\b(?:i|me|we|our|my|he|she)\b", x.text, re.I) else 0.2
    if x.asks or _EITHER.search(question.text):
        return 0.1  # a question, or neither the yes nor the no that was asked for
    return min(1.0, 0.2 * new * (0.4 + concrete(x)))
