"""What each turn of the agent did for a request: carried it out, told, proposed, asked, failed.

Facts come from the agent's side alone. Thanks are no proof; asking for the same again is one against it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from coolhead.graders.checks.speech.answers import answered
from coolhead.graders.checks.speech.common import concrete
from coolhead.graders.checks.speech.questions import questions
from coolhead.graders.checks.speech.refusals import refusal_form
from coolhead.graders.reading.dialogue import Reading
from coolhead.graders.reading.once import once
from coolhead.graders.reading.turns import Sentence, TurnRead
from coolhead.graders.reading.words import phrases

Kind = Literal["done", "failed", "lost", "proposed", "told", "asked", "talk"]

BY_LINK = 0.3
"""The most that a sentence tells which sends the reader to a page for the rest."""
ANSWERS = 0.45
"""From this strength of an answer the agent speaks of what was asked."""
FULL = 4
"""Words from which "it is booked" says what is booked; "Done." alone says less."""
_CLAUSES = re.compile(r"[;,:]\s|\s(?:but|so|and)\s")


@dataclass(frozen=True)
class Step:
    """One turn of the agent as a step of a request."""

    kind: Kind
    strength: float
    """How surely, 0-1; of "told": how much that pins down."""
    turn: TurnRead
    where: Sentence
    """The sentence that shows it."""
    way: bool = False
    """A failure beside which another way is shown."""


@once
def fails(reading: Reading, x: Sentence) -> float:
    """How surely a sentence says that something was refused, not found or went wrong, 0-1."""
    if x.asks or carried_out(x):
        return 0.0
    said = phrases("course", "aside").sub(" ", x.text)
    if phrases("course", "failed").search(said):
        return 0.9
    if _plain_no(x, reading.turns[x.turn]) or phrases("refusals", "unsure").search(said):
        return 0.0
    sorry = phrases("acts", "apology").search(x.text) or phrases("course", "regret").search(x.text)
    if (sorry and phrases("acts", "negation").search(said)) or refusal_form(said):
        return 0.7
    turned = reading.s(x, "REFUSE")
    return 0.6 if turned >= 0.6 and phrases("acts", "negation").search(x.text) else 0.0


def _plain_no(x: Sentence, turn: TurnRead) -> bool:
    """Answers a question with no: that is a fact, no failure."""
    return x.words[:1] == ["no"] and turn.before is not None and any(y.asks for y in turn.before.sentences)


@once
def carried_out(x: Sentence) -> float:
    """How surely a sentence says that something was carried out, 0-1; questions, denials and conditions do not."""
    if x.asks or not phrases("course", "done").search(x.text) or phrases("course", "supposed").search(x.text):
        return 0.0
    if phrases("conduct", "closes").search(x.text) or phrases("course", "assigned").search(x.text):
        return 0.0  # closing a case carries nothing out, and what others do is not done yet
    said = (part for part in _CLAUSES.split(x.text) if phrases("course", "done").search(part))
    if not any(phrases("course", "not_done").search(part) is None for part in said):
        return 0.0
    return 0.9 if len(x.words) >= FULL else 0.75


@once
def tells(reading: Reading, x: Sentence) -> float:
    """How much a sentence pins down that the customer had not said, 0-1; requests for details tell nothing."""
    if _says_nothing(x):
        return 0.0
    if max(reading.s(x, "RE-5"), reading.strength(reading.turns[x.turn], "RE-4") if points_away(x) else 0.0) >= 0.5:
        return 0.0  # closes, or says only where to ask
    new = len(x.stems - reading.heard(x.turn)) + 2 * x.has("amount", "number", "time", "date", "duration", "reference")
    told = min(1.0, 1.3 * concrete(x)) * min(1.0, new / 2)
    return min(told, BY_LINK) if _little(reading, x) else told


def _says_nothing(x: Sentence) -> bool:
    """A question, a request for details, a courtesy."""
    return x.asks or any(phrases("course", name).search(x.text) for name in ("asked", "proposed", "talk", "lost"))


def points_away(x: Sentence) -> bool:
    """Names another place to go to: a page, a form, a department."""
    named = (("limits", "elsewhere"), ("course", "pointer"), ("course", "assigned"))
    return any(phrases(*name).search(x.text) for name in named)


def _little(reading: Reading, x: Sentence) -> bool:
    """Says where to turn, or that it is going to be looked into."""
    return points_away(x) or _of_the_place(reading, x) or phrases("course", "announced").search(x.text) is not None


def _of_the_place(reading: Reading, x: Sentence) -> bool:
    """Says no more than when or how the place is reached that the sentence before it points to."""
    before = reading.turns[x.turn].sentences[x.place - 1] if x.place else None
    return before is not None and points_away(before) and phrases("course", "goes_on").search(x.text) is not None


@once
def steps(reading: Reading) -> list[Step]:
    """The agent's turns as steps, in order."""
    return [_step(reading, turn) for turn in reading.agents if turn.sentences]


def _step(reading: Reading, turn: TurnRead) -> Step:
    verdicts: list[tuple[Kind, float, Sentence]] = []
    for x in turn.sentences:
        if done := carried_out(x):
            verdicts.append(("done", done, x))
        elif phrases("course", "lost").search(x.text):
            verdicts.append(("lost", 0.8, x))
        elif failed := fails(reading, x):
            verdicts.append(("failed", failed, x))
    said = [(0.0 if any(x is y for _, _, y in verdicts) else tells(reading, x), x) for x in turn.sentences]
    told = max(said, key=lambda pair: pair[0])
    offer = next((x for x in turn.sentences if phrases("course", "proposed").search(x.text)), None)
    if verdicts:
        # "No room at the Inn, but I booked the Tower": the last word holds; "I did not understand" explains the rest.
        kind, strength, where = verdicts[0] if verdicts[0][0] == "lost" else verdicts[-1]
        return Step(kind, strength, turn, where, way=kind == "failed" and (told[0] >= 0.5 or offer is not None))
    if offer is not None:
        return Step("proposed", 0.5 + 0.5 * told[0], turn, offer)
    asked = questions(turn.before) if turn.before else []
    replies = [answered(reading, question, turn) for question in asked]
    if replies and max(reply for reply, _ in replies) < ANSWERS:
        told = (0.0, told[1])  # tells of something else than was asked
    for reply, answer in replies:
        if answer is not None and 0.8 * reply > told[0] and not _says_nothing(answer):
            told = (min(0.8 * reply, BY_LINK) if _little(reading, answer) else 0.8 * reply, answer)
    if told[0] >= BY_LINK:
        return Step("told", told[0], turn, told[1])
    wants = next((x for x in turn.sentences if x.asks or phrases("course", "asked").search(x.text)), None)
    if wants is not None and not phrases("course", "talk").search(wants.text):
        return Step("asked", 0.5, turn, wants)
    return Step("talk", 0.0, turn, turn.sentences[0])
