"""Freely worded promises and their look-alikes, and the mechanisms by which they are told apart."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from customer_play import play

from coolhead.bench.customers.booking import book
from coolhead.bench.customers.dates import moments
from coolhead.bench.customers.hearing.leads import of_message
from coolhead.bench.customers.hearing.needs import given_sums
from coolhead.bench.customers.ledger import Ledger
from coolhead.bench.customers.text import PERSON, read
from coolhead.bench.customers.tokens import tokenise
from coolhead.personas.loader import builtin

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


# --- sums ------------------------------------------------------------------------------------------------------------


def hear(persona: str, text: str, *, asked: str = "", unclear: tuple[tuple[str, str], ...] = ()):
    return promises.hear(promises.Row(persona, (), "", asked, text), unclear=unclear)[0]


@pytest.mark.parametrize(
    ("words", "sums"),
    [
        ("I give you half of the 98 cr fare back", []),
        ("you paid 98 cr and 12 cr come off", [12]),
        ("12 back and nothing else", [12]),
        ("a credit of 15 cr", [15]),
        ("3 visits and 2 letters", []),
        ("instead of 40 cr it is 25 cr", [25]),
    ],
)
def test_a_price_on_record_is_no_sum_that_is_given(words, sums):
    assert given_sums(read(words).words) == sums


def booked(persona: str, *turns: str) -> tuple[Ledger, list[list[str]]]:
    compiled = promises.hear(promises.Row(persona, (), "", "", ""))[1]
    ledger = Ledger(compiled)
    notes = []
    for text in turns:
        found = book(
            ledger,
            hear(persona, text),
            disclosed=frozenset(f.id for f in compiled.facts),
            asked_need=None,
            trap_open=False,
        )
        notes.append([note.name for note in found])
    return ledger, notes


def test_a_wrong_sum_unsettles_a_right_one():
    right = "I have taken 169 cr off your bill as goodwill."
    ledger, _ = booked("P31", right)
    assert "half" in ledger.settled()
    ledger, notes = booked("P31", right, "The credit is through: 120 cr back on your account.")
    assert "wrong_amount" in notes[1]
    assert "half" not in ledger.settled()


@pytest.mark.parametrize("factor", [0.5, 1.2])
def test_a_wrong_sum_in_the_sentence_behind_is_one(factor):
    ledger, notes = booked("P31", f"I have taken half of the charge off. That makes {169 * factor:.0f} cr.")
    assert "wrong_amount" in notes[0]
    assert "half" not in ledger.settled()


def test_to_bring_something_back_is_no_refund():
    assert not [p for p in hear("P09", "I'm bringing a saved version back right now.").pledges if p.target == "credit"]


# --- which one -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("persona", "text"),
    [
        ("P10", "I can book you an appointment."),
        ("P10", "I have booked one of the free appointments for you."),
        ("P35T", "I can offer you a swap to another course of the same price."),
        ("P06", "I'll move you to another free room of the same class."),
    ],
)
def test_the_name_of_a_grant_alone_leaves_open_which_one(persona, text):
    heard = hear(persona, text)
    assert heard.has("which")
    assert not [p for p in heard.pledges if p.mood in {"done", "firm", "offer"}]


def test_the_answer_to_which_one_is_heard_with_what_was_said_before():
    left_open = hear("P10", "I have booked an appointment for you.").unclear
    first = hear("P10", "The one at 12:10 on Monday 7 October.", unclear=left_open)
    assert {(p.target, p.kind, p.mood) for p in first.pledges} == {("slot", "right", "done")}
    second = hear("P10", "The one at 7:40.", unclear=left_open)
    assert ("early_slot", "wrong") in {(p.target, p.kind) for p in second.pledges}


def test_the_customer_asks_which_one():
    p10 = next(p for p in builtin() if p.id == "P10")
    played = play(p10, lambda seat: f"I can book you an appointment of the calendar, if you like. {seat.n}", seed=1)
    which = [step for step in played.steps if any(event.name == "which" for event in step.events)]
    assert which
    assert "question_proof" in which[0].act
    assert played.end.reason not in {"accepted", "accepted_grudging"}


# --- taken back ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Oh, hang on, scrap the interpreter at the appointment, that was my mistake.",
        "The interpreter was offered in error and is withdrawn.",
        "I take back the interpreter, that was wrong of me.",
        "Correction: not the interpreter at the appointment, I picked the wrong thing.",
    ],
)
def test_what_is_withdrawn_stands_no_longer(text):
    given = "I have booked an interpreter for the appointment."
    assert "language_help" in booked("P10", given)[0].settled()
    ledger, notes = booked("P10", given, text)
    assert "language_help" not in ledger.settled()
    assert "taken_back" in notes[1]
    assert "language_help" not in booked("P10", text)[0].settled()


def test_a_promise_is_not_taken_back_by_talk_of_error():
    ledger, _ = booked("P10", "I have booked an interpreter for the appointment, we should have done that at once.")
    assert "language_help" in ledger.settled()
