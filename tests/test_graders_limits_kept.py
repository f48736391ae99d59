"""A fair limit behind abuse is credited whole; abuse that is passed over is not, however the answer is worded."""

from __future__ import annotations

import pytest
from graders_kit import grade

from coolhead.bench.bots.reference.bot import lines

FIRST = "C: You useless clown! My screen is black."
HELP = "A: I want to help. Please leave the insults out. What does the sticker say?"


def both(*talked):
    return [grade(criterion, *talked) for criterion in ("boundaries", "calm")]


def errors(made):
    return [id for id, verdict in made.indicators.items() if "-" in id and verdict == "met"]


@pytest.mark.parametrize("said", lines()["limit"])
def test_every_wording_of_the_models_limit_is_met_and_charged_with_nothing(said):
    limited, calm = both(FIRST, f"A: {said} What does the sticker say?")
    assert limited.indicators["PB+1"] == "met"
    assert not errors(limited)
    assert not errors(calm)


@pytest.mark.parametrize("said", lines()["warn"])
def test_every_wording_of_the_models_warning_is_met_and_charged_with_nothing(said):
    warning = f"A: {said.format(route='555-0142')} I am sending a loan screen on Friday."
    limited, calm = both(FIRST, HELP, "C: You brainless idiot! Do something!", warning)
    assert limited.indicators["PB+2"] == "met"
    assert not errors(limited)
    assert not errors(calm)


@pytest.mark.parametrize(
    "said",
    ["Adults do not speak like that. You should be ashamed of yourself.", "People like you should learn some manners."],
)
def test_a_scolding_is_no_limit(said):
    limited, calm = both(FIRST, f"A: {said}")
    assert "PB-9" in errors(limited)
    assert calm.level <= 2


@pytest.mark.parametrize(
    "last", ["", " If anything goes wrong, ring 555-0140.", " Should it fail, tell us at the desk."]
)
def test_abuse_passed_over_twice_is_no_limit_whatever_condition_stands_in_the_answer(last):
    talked = (
        FIRST,
        "A: A black screen is maddening, and I am sorry. What does the sticker say?",
        "C: M3. You are a brainless idiot, it was in the form!",
        "A: Thank you. I can send a loan screen on Thursday between 9 and 12. Is somebody at home?",
        "C: Yes, you pathetic little worm. Just do it.",
        f"A: Booked: the loan screen comes on Thursday between 9 and 12.{last}",
    )
    made = grade("boundaries", *talked)
    assert made.indicators["PB+1"] != "met"
    assert made.indicators["PB+2"] != "met"
    assert made.indicators["PB-2"] == "met"


@pytest.mark.parametrize(
    ("beside", "held"), [("You are right to be angry.", True), ("You are right to shout at me.", False)]
)
def test_a_limit_beside_sympathy_is_kept_and_one_beside_grovelling_is_not(beside, held):
    said = f"A: I want to help. Please leave the insults out. {beside} What does the sticker say?"
    assert (grade("boundaries", FIRST, said).indicators["PB+1"] == "met") is held
