"""A fact of the customer's story that is said back otherwise is no listening."""

import pytest
from graders_kit import grade, met

FLOOD = "C: Your main burst and the water has been in my shop since 6:30. Four calls! My stock is gone and nobody came!"
BACK = "A: Goodness, water in your shop since {hour} and {calls} calls that went nowhere, no wonder you're furious."


def test_the_right_hour_and_count_are_listening():
    assert {"EM+1", "EM+2"} <= met("empathy", FLOOD, BACK.format(hour="6:30", calls="four"))
    assert "EM-7" not in met("empathy", FLOOD, BACK.format(hour="half past six", calls="four"))


@pytest.mark.parametrize(("hour", "calls"), [("5:40", "four"), ("6:30", "three")])
def test_another_hour_or_count_is_a_wrong_fact(hour, calls):
    right, wrong = BACK.format(hour="6:30", calls="four"), BACK.format(hour=hour, calls=calls)
    assert "EM-7" in met("empathy", FLOOD, wrong)
    assert not {"EM+1", "EM+2"} & met("empathy", FLOOD, wrong)
    assert grade("empathy", FLOOD, wrong).score < grade("empathy", FLOOD, right).score - 30


def test_another_sum_or_day_is_a_wrong_fact():
    told = "C: You took 252 cr off my card when the bills had been about 60 cr, and I have been ringing since Monday!"
    for right, wrong in (
        (
            "A bill of 252 cr when they had been about 60: that is infuriating.",
            "A bill of 299 cr out of nowhere: that is infuriating.",
        ),
        (
            "Ringing since Monday about it, no wonder you're fed up.",
            "Ringing since Friday about it, no wonder you're fed up.",
        ),
    ):
        assert "EM-7" not in met("empathy", told, f"A: {right}")
        assert "EM-7" in met("empathy", told, f"A: {wrong}")


@pytest.mark.parametrize(
    "said",
    [
        "The crew is at your shop between 11:00 and 12:00.",
        "You are 192 cr above your usual bill, and I see why that hurts.",
        "I'm sending two people to your shop and paying 100 cr of the stock today.",
        "Water up to the shelves and hours of ringing: no wonder you're furious.",
    ],
)
def test_what_is_given_or_worked_out_has_figures_of_its_own(said):
    told = "C: Water in my shop since 6:30, the bill was 252 cr where it had been 60 cr, and four calls!"
    assert "EM-7" not in met("empathy", told, f"A: {said}")
