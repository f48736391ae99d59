"""Whether the agent answers what the customer asked, and in which sentence."""

from __future__ import annotations

import re

from coolhead.graders.checks.speech.common import concrete, names
from coolhead.graders.checks.speech.listening import cue, own
from coolhead.graders.checks.speech.odds import heard, shifted
from coolhead.graders.checks.speech.promises import committed
from coolhead.graders.checks.speech.questions import Question
from coolhead.graders.checks.speech.repeats import ECHO, parroted
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import phrases

UNFORMED = -0.6
"""Log-odds of an answer that the text model hears and whose form is another than the question's."""
NEAR, LATE = 2, 0.75
"""Sentences within which an answer is a direct one; what a later one is worth."""
FAR = 6
"""Sentences of a reply in which the answer is looked for."""
NOT, EMPTY = 0.1, 0.3
"""Form of a sentence that answers another kind of question; what is left of one that says it does not know."""
BY_DEED = 0.85
"""Form of a yes that is said by doing the thing."""
RETOLD = 0.95
"""Share of the customer's own story from which a sentence tells it back, and gives no reason for it."""
DONE = 0.6
"""What is left of a reason that is rather a promise."""
PROMISED = 0.4
"""From this firmness a sentence does something."""


def answered(reading: Reading, question: Question, answer: TurnRead) -> tuple[float, Sentence | None]:
    """How far the first sentences of an answer settle a question, 0-1, and the sentence that does.

    What it asks for decides: a time for "when", a sum for "how much", a reason, a name, a yes or no or the deed itself;
    and the answer must pin something down, since words around a question are no answer to it.
    """
    best: tuple[float, float, Sentence | None] = (0.0, 0.0, None)
    for n, x in enumerate(answer.sentences[:FAR]):
        model, form = heard(reading, x, "CL+2"), _form(reading, question, x)
        empty = phrases("acts", "praises").search(x.text) is not None
        if empty or phrases("acts", "unknown").search(x.text) or parroted(reading, x) > ECHO:
            model, form = EMPTY * model, EMPTY * form
        elif cue(x) and committed(reading, x) < PROMISED and question.kind != "yesno":
            form *= EMPTY  # sympathy with the asking
        elif question.kind in {"why", "what"} and own(reading, x) >= RETOLD and committed(reading, x) < PROMISED:
            form *= EMPTY  # the story told back
        strength = (1.0 if n < NEAR else LATE) * max(
            min(1.0, 0.55 * model + 0.45 * form + 0.15 * (model > 0.5 and form > 0.5)), shifted(model, UNFORMED)
        )
        if question.kind in _PINNED and form == 1.0 and x.stems & question.stems and not empty:
            strength = max(strength, (1.0 if n < NEAR else LATE) * TOPICAL)
        # What is shown has the form of an answer, and words of the question; of equals it is the first.
        shows = strength + SHAPE * form + TOPIC * min(2, len(x.stems & question.stems)) - ORDER * n
        shows -= RECAP * (phrases("acts", "recap").search(x.text) is not None)
        best = max(best, (shows, strength, x), key=lambda one: one[0])
    return best[1], best[2]


SHAPE, TOPIC, ORDER, RECAP = 0.5, 0.1, 0.12, 0.4
"""What the form of an answer, each word that it shares with the question, each sentence before it, and words that sum
up weigh in which one is shown."""
_PINNED = frozenset(("when", "much", "who", "where"))
TOPICAL = 0.6
"""Strength of an answer of the right form about the thing that was asked, whatever the text model hears."""


def _form(reading: Reading, question: Question, x: Sentence) -> float:
    """How far a sentence has the form of an answer to this kind of question, 0-1."""
    if x.asks or phrases("questions", "heading").search(x.text):
        return NOT
    figures = _FIGURES.get(question.kind)
    if figures is not None:
        kinds, words, worth = figures
        return 1.0 if x.has(*kinds) else worth if _has(words, x) else NOT
    if question.kind == "who":
        dates = " ".join(slot.text for slot in x.slots)
        named = any(name not in dates for name in names(x.text)) or _NAMED_FIRST.match(x.text) or _has("doer", x)
        return 1.0 if named else SOMEBODY if _has("person", x) else 2 * NOT
    if question.kind == "where":
        return 1.0 if _has("place", x) else max(2 * NOT, 0.5 * bool(names(x.text)))
    return max(_said(reading, question, x), 0.0 if _either(question) else _new(question, x))


_NAMED_FIRST = re.compile(
    r"(?!(?:Yes|No|Then|Well|Right|Done|Today|Tomorrow)\b)[A-Z][a-zäöüéèøåß]+(?:,| (?:does|did|will|is|has|was)\b)"
)
SOMEBODY = 0.6
"""Form of a person who is spoken of, and not as the one who was asked for."""
_FIGURES = {
    "when": (("time", "date", "duration"), "time", 0.7),
    "much": (("amount", "number", "duration"), "free", 0.6),
}
"""Kinds of question that a figure answers: which figures, which words instead, and what these are worth."""


def _said(reading: Reading, question: Question, x: Sentence) -> float:
    """A reason for "why", a step or a deed for "how", a yes, a no or the deed itself for the others, 0-1."""
    done = committed(reading, x) >= PROMISED
    if question.kind == "why":
        # What is done about it is no reason for it.
        return (DONE if done else 1.0) * max(1.0 * _has("cause", x), reading.s(x, "RE+1"))
    plain = _has("plain_yes", x)
    if question.kind == "whatif" and not _has("then", x):
        return DONE * done
    if question.kind in {"how", "whatif"}:
        return 1.0 if done or _has("steps", x) else 0.8 * plain
    if question.kind != "yesno":
        return NOT
    about = bool(x.stems & question.stems)
    return max(1.0 if plain else NOT, BY_DEED * (about and done), (1.0 if about else 0.7) * _has("reply", x))


def _has(key: str, x: Sentence) -> bool:
    return phrases("questions", key).search(x.text) is not None


def _either(question: Question) -> bool:
    """Asks for the yes or the no in so many words."""
    return phrases("questions", "either").search(question.where.text) is not None


def _new(question: Question, x: Sentence) -> float:
    """What a sentence says that the question does not, 0-1."""
    return min(1.0, 0.2 * len(x.stems - question.stems) * (0.4 + concrete(x)))
