"""Freely worded promises and their look-alikes, and the mechanisms by which they are told apart."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from coolhead.bench.customers.dates import moments
from coolhead.bench.customers.hearing.moods import of_message
from coolhead.bench.customers.text import PERSON, read
from coolhead.bench.customers.tokens import tokenise

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))
import customer_promises as promises  # noqa: E402


def test_promises_of_the_set_that_was_read_are_heard():
    """A floor under what was reached; how well unread ones are heard stands in docs/customer.md."""
    rows = list(promises.rows_of(ROOT / "benchmarks/promises/read.tsv"))
    wanted = [(row, name) for row in rows for name in row.promised]
    heard = sum(name in promises.heard_in(row)[0] for row, name in wanted)
    assert heard >= 0.85 * len(wanted)
    assert not [row.text for row in rows if row.look_alike in promises.heard_in(row)[0]]


def committed(text: str) -> bool:
    return any(mood in {"done", "firm"} for moods in of_message(read(text)) for mood in moods)


@pytest.mark.parametrize(
    "text",
    [
        "Consider the late fee gone.",
        "You're also on the waiting list.",
        "The boiler's been seen to and signed off.",
        "It's in your inbox.",
        "The sum is gone back to your card.",
        "Your visit is open under RB-77.",
        "I promise you that.",
    ],
)
def test_states_and_short_forms_commit(text):
    assert committed(text)


@pytest.mark.parametrize(
    "text",
    [
        "Claims are only reopened where something new turns up.",
        "Tickets get a number in the system.",
        "Some firms send a fitter on Saturday.",
        "A fitter could come today between three and five.",
        "The sum should have been paid on Friday.",
        "You'd get a letter by e-mail.",
        "A fitter comes on Saturday if the depot agrees.",
    ],
)
def test_generalities_and_other_peoples_conditions_do_not(text):
    assert not committed(text)


def test_bare_points_go_with_the_line_that_opens_them():
    found = of_message(read("What I have booked: the bed for Saturday. 88 cr off. Is that all right?"))
    assert found[1] == ("done",)
    assert "done" not in found[2]


@pytest.mark.parametrize(
    ("text", "somebody"),
    [
        ("Dana Whitlock looks at it.", True),
        ("Mrs Oduya has it.", True),
        ("It is at Granary Yard.", False),
        ("On Friday September is over.", False),
        ("Dear Customer, thanks.", False),
    ],
)
def test_somebody_is_named(text, somebody):
    assert (PERSON in read(text).sentences[0].bag) is somebody


@pytest.mark.parametrize(
    ("said", "tokens"),
    [
        ("the bill's been split", ["the", "bill", "has", "been", "split"]),
        ("it's gone back", ["it", "has", "gone", "back"]),
        ("the room's booked for you", ["the", "room", "is", "booked", "for", "you"]),
        ("the shop's used cars", ["the", "shop", "used", "cars"]),
    ],
)
def test_what_an_apostrophe_stands_for(said, tokens):
    assert tokenise(said) == tokens


@pytest.mark.parametrize("text", ["within the hour", "inside 20 minutes", "40 minutes, then he is with you"])
def test_more_times(text):
    assert moments(tuple(w for w in read(text).words))
