"""A log gone wrong, or an attack: dialogues that no person would read to their end."""

from __future__ import annotations

import time

import pytest

from coolhead.bench.grading import grade_all
from coolhead.bench.types import Dialogue
from coolhead.graders.catalog import graders_named
from coolhead.graders.reading.bounds import TURN, WHOLE, bounded

ANGRY = "My parcel is three days late and I am furious. What will you do about it?"
SENTENCE = "I am sorry that your parcel {n} is late, and I will send a courier between 18 and 20 today. "


def talk(*replies: str) -> Dialogue:
    pairs = ((("customer", ANGRY), ("agent", text)) for text in replies)
    turns = [{"role": role, "text": text} for pair in pairs for role, text in pair]
    return Dialogue.model_validate({"id": "a", "turns": turns})


@pytest.mark.parametrize(
    "replies",
    [
        ["".join(SENTENCE.format(n=n) for n in range(12_000))],
        ["".join(SENTENCE.format(n=n) for n in range(20))] * 600,
        [" ".join(["sorry it is late"] * 65_000)],
    ],
    ids=["one turn", "many turns", "no full stop"],
)
def test_a_dialogue_of_a_megabyte_is_graded_in_seconds(replies):
    start = time.process_time()
    grades = grade_all(talk(*replies), graders_named(()))
    assert time.process_time() - start < 30
    assert all("characters were read" in grade.reason for grade in grades if grade.score is not None)
    assert any(grade.score is not None for grade in grades)


def test_what_is_read_is_the_beginning_and_nothing_else_changes():
    usual = talk("I am sorry. " * 100)
    assert bounded(usual) == (usual, "")
    part, said = bounded(talk("x" * (TURN + 5), "y" * TURN))
    assert [len(turn.text) for turn in part.turns] == [len(ANGRY), TURN, len(ANGRY), TURN]
    assert said == f"too long: {2 * (TURN + len(ANGRY)):,} of {2 * (TURN + len(ANGRY)) + 5:,} characters were read"
    assert sum(len(turn.text) for turn in bounded(talk(*["z" * TURN] * 9))[0].turns) == WHOLE
