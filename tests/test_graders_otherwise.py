"""Figures for things of which file or customer have others are wrong; changed, given or reckoned ones are not."""

from __future__ import annotations

import pytest

from coolhead.bench import grade
from coolhead.bench.testing import talk
from coolhead.personas.case import Case, Grant, Policy

FACTS = {
    "order": "four trays of rolls, order 2281",
    "cabin": "cabin 208, seat 31, six chairs",
    "deposit paid": "40",
    "late fee": "6.50",
    "missed visit charge": "25, booked on 4 May",
    "quote": "310",
    "rent": "48 a month",
}
ASKS = "You let me down on Saturday and I want to know what you do about it. It is flat 6, by the way, not flat 9!"


def resolution(answer: str):
    """The resolution grade of one answer to a complaint."""
    case = Case(record=FACTS, policy=Policy(grants=(Grant(id="back", label="refund of the deposit"),)))
    graded = grade(talk(f"C: {ASKS}", f"A: {answer}", case=case))
    return next(one for one in graded.grades() if one.criterion == "resolution")


WRONG = [
    "I am sending the 60 deposit back to your card this afternoon.",
    "The missed visit charge of 35 is off your account from today.",
    "The 9.50 late fee is gone from your card as of now.",
    "Your late fee was 5.60, and I have cancelled it.",
    "I see you were in seat 17 all night.",
    "I have told housekeeping that cabin 280 is to be aired at once.",
    "The rent of 84 for this month is struck off.",
    "I have your order 2218 here and send it again tomorrow at 8.",
    "I have corrected your address to flat 8.",
    "All eight chairs go back to the workshop tomorrow.",
]
SOUND = [
    "I am sending the 40 deposit back to your card this afternoon.",
    "With ten per cent off, the quote comes down from 310 to 279.",
    "I have moved you to cabin 312; your key is at the desk.",
    "Half of the late fee, 3.25, is off today.",
    "I wrote 7.50 a moment ago; that was my slip, the late fee is 6.50.",
    "I can bring the missed visit charge down to 15.",
    "It is not 35, it is 25, and I have cancelled it.",
    "A second visit would cost a charge of 30 elsewhere; ours is free.",
    "Your new order is number 2290, and it leaves today.",
    "Seat 12 is free for you tonight.",
    "Two of the six chairs leave today.",
    "The deposit and the charge make 65, and both go back today.",
    "I have corrected your address to flat 6.",
    "From June on the rent is only 40.",
]


@pytest.mark.parametrize("answer", WRONG)
def test_another_figure_for_a_thing_on_file_is_a_wrong_fact(answer):
    assert resolution(answer).indicators["RE-1"] == "met", answer


@pytest.mark.parametrize("answer", SOUND)
def test_figures_that_change_are_given_or_add_up_are_none(answer):
    assert resolution(answer).indicators["RE-1"] == "missed", answer


def test_what_has_a_wrong_figure_earns_nothing():
    right, wrong = resolution(SOUND[0]), resolution(WRONG[0])
    assert right.indicators["RE+2"] == "met"
    assert wrong.indicators["RE+2"] != "met"
    assert "RE-1" in wrong.critical
    assert not right.critical


def test_a_figure_that_only_the_customer_gave_may_be_misheard():
    grade_ = resolution("I have corrected your address to flat 8.")
    assert grade_.indicators["RE-1"] == "met"
    assert not grade_.critical


@pytest.mark.parametrize(
    ("answer", "most", "over"),
    [
        ("And I have credited 50 to your account for the trouble.", 30, True),
        ("You get fifty off your next bill.", 30, True),
        ("I have knocked 60 off your bill.", 30, True),
        ("I have credited 30 to your account for the trouble.", 30, False),
        ("You get twenty off your next bill.", 30, False),
        ("You paid 85 on your account in May, I see.", 30, False),
        ("I have put 15 minutes on the account of the van.", 10, False),
    ],
)
def test_a_gift_by_its_bare_number_is_held_against_its_limit(answer, most, over):
    grant = Grant(id="credit", label=f"credit up to {most} cr")
    case = Case(record={"visit": "Tuesday 8-12"}, policy=Policy(grants=(grant,), forbidden=("free boiler",)))
    graded = grade(talk("C: Nobody came. That is a scandal!", f"A: {answer}", case=case))
    verdicts = next(one for one in graded.grades() if one.criterion == "boundaries").indicators
    assert (verdicts["PB-3"] == "met") == over


@pytest.mark.parametrize(
    ("answer", "invented"),
    [
        ("A burst pipe flooded the flat.", True),
        ("The caretaker locked the wrong door.", True),
        ("Our agency had booked it twice.", False),
        ("I have moved you to another flat.", False),
    ],
)
def test_a_cause_is_held_against_the_entry_of_the_cause(answer, invented):
    case = Case(record={"cause": "booked twice by our own agency", "booking": "LK-3307"})
    graded = grade(talk("C: How can a flat be gone that I paid for?!", f"A: {answer} A voucher is yours.", case=case))
    verdicts = next(one for one in graded.grades() if one.criterion == "resolution").indicators
    assert (verdicts["RE-1"] == "met") == invented


def test_to_do_nothing_gives_nothing_where_no_case_says_what_may_be_given():
    graded = grade(talk("C: Stop it at once. I want nothing more from you!", "A: I'll take no further actions."))
    assert [one.indicators["PB-3"] for one in graded.grades() if "PB-3" in one.indicators] == ["missed"]


def test_a_question_promises_nothing():
    graded = grade(talk("C: It is slow!", "A: Does it use 100 % of the processor all the time, or only at times?"))
    assert [one.indicators["RE-2"] for one in graded.grades() if "RE-2" in one.indicators] == ["missed"]
