"""Quiet scorn between good sentences, and sentences that look like it and are sound."""

from __future__ import annotations

import pytest

from coolhead.bench.testing import talk
from coolhead.bench.types import Grade
from coolhead.graders.catalog import builtin

CALM = next(g for g in builtin() if g.criterion == "calm")


def grade(asked: str, answer: str) -> Grade:
    said = f"A: I'm sorry about that. {answer} I'll send a new one today and write to you by five."
    return CALM.grade(talk(f"C: {asked}", said))[0]


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("The parcel went to the wrong flat again.", "As I'm sure you noticed, the number is on the label."),
        ("You charged me twice.", "Our other guests seem to cope with the bill quite well."),
        ("You charged me twice.", "We can't reprint it every time somebody has trouble with sums, can we?"),
        ("The code does not arrive.", "Let me put it in a way that you can follow."),
        ("Your form keeps crashing.", "We do get a lot of these from people of a certain age."),
        ("The heating has been off since Monday.", "I'd have thought a grown man could find the switch."),
        ("The scan was refused again.", "As mentioned in our mail, it must be legible."),
        ("I need this and nobody rang.", "Then why do you write only now?"),
        ("My brakes failed after the service.", "With our Plus plan this wouldn't have happened."),
        ("Nobody has answered since Monday.", "You'll have to be patient."),
    ],
)
def test_a_slight_is_heard_between_good_sentences(asked: str, answer: str) -> None:
    verdicts = grade(asked, answer).indicators
    assert "met" in {verdicts[name] for name in ("CT-2", "CT-3", "CT-4")}


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("The parcel went to the wrong flat again.", "Some people prefer to collect it at the shop."),
        ("The parcel went to the wrong flat again.", "Most customers hear back in two days."),
        ("You charged me twice.", "Other guests had the same double charge this morning."),
        ("You charged me twice.", "We can't leave you out of pocket over the weekend, can we?"),
        ("Your form keeps crashing.", "We get a lot of reports about this form today, so it isn't you."),
        ("The code does not arrive.", "You'd be surprised how often the network delays them, it's not you."),
        ("The code does not arrive.", "Did you get any text from us today?"),
        ("The heating has been off since Monday.", "Anybody would be cold and cross after three days."),
        ("You cancelled my appointment without a word.", "As you know, the clinic is closed on Mondays."),
        ("The cake was squashed.", "Many families order two smaller boxes, which travel better."),
    ],
)
def test_news_of_others_and_a_question_in_earnest_are_no_slight(asked: str, answer: str) -> None:
    verdicts = grade(asked, answer).indicators
    assert "met" not in {verdicts[name] for name in ("CT-2", "CT-3", "CT-4")}


def test_an_insult_called_out_to_the_customer_is_one_without_a_listed_word() -> None:
    assert "CT-1" in grade("Where is my parcel? It is late.", "It's in the post, you daft old bat.").critical
    kind = "It's in the post, you poor thing, after such a week."
    assert not grade("Where is my parcel? It is late.", kind).critical
