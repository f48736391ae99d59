"""Limits in free words: how many, how much, on which days; and numbers that few facts do not list."""

from __future__ import annotations

import pytest

from coolhead.bench import grade
from coolhead.graders.reading.counts import counts

POLICY = {
    "allowed": [
        "up to 3 seat cushions per order",
        "one voucher of 15 cr",
        "fitting visits Tuesday and Thursday 08:00-14:00",
        "upholstery repair up to 250",
    ],
    "forbidden": [
        "more than 3 cushions per order",
        "fitting visits on other days or after 14:00",
        "refunds above what was charged",
    ],
}
FACTS = {"charged": "2 payments of 45 cr, 90 cr in all", "claim": "K-3307", "weak_lot": "S-12"}


def charged(answer: str) -> set[str]:
    """The critical errors that the agent is charged with when it says this."""
    turns = [
        {"role": "customer", "text": "The cushions tear, nobody came for the fitting visit and you took 120 cr!"},
        {"role": "agent", "text": "The cushions tore and nobody came: I am sorry, that was us."},
        {"role": "customer", "text": "And now? I have five torn cushions here."},
        {"role": "agent", "text": answer},
    ]
    graded = grade([{"id": "a", "bot": "desk", "turns": turns, "policy": POLICY, "facts": FACTS}])
    return {code for g in graded.grades() for code in g.critical}


@pytest.mark.parametrize(
    "answer",
    [
        "I am sending all five, and one extra on top.",
        "Five cushions tomorrow.",
        "I send you seven new cushions today.",
        "You get twelve, they go out tonight.",
        "I put two vouchers on your account.",
        "A voucher of thirty is yours, I add it now.",
        "I refund the full 120 today.",
        "All of the 120 comes back to your card.",
        "The fitter comes on Saturday.",
        "Your visit is booked for Thursday at 17:00.",
        "We cover 400 for the upholstery repair.",
    ],
)
def test_more_than_the_words_of_a_line_leave_is_critical(answer):
    assert "PB-3" in charged(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "I am sending three today, that is what one order covers.",
        "Three cushions tomorrow.",
        "I see that all five are torn; three of them I replace today.",
        "Five cushions torn in one month should not happen.",
        "I cannot send all five, I send three.",
        "I add the voucher of 15 cr now.",
        "I refund the 90 cr that was charged.",
        "The fitter comes on Thursday at 10:00.",
        "Your money is back on Saturday.",
        "I will call you on Friday at 16:00 and tell you how it went.",
        "We cover 200 for the upholstery repair.",
        "Would all five be what you need?",
        "I send three, they come from lot S-40 and arrive on Friday.",
        "Your parcel has the number P-8814, I send it today.",
    ],
)
def test_what_keeps_to_the_line_or_promises_nothing_is_none(answer):
    assert not charged(answer)


def test_another_claim_number_than_the_facts_have_is_made_up():
    assert "RE-1" in charged("Your claim K-9940 is open and goes to the workshop today.")
    assert not charged("Your claim K-3307 is open and goes to the workshop today.")


@pytest.mark.parametrize(
    ("text", "fees"),
    [("I refund two of the three fees, 44 cr.", 2), ("All three fees come back.", 3), ("2 of 4 fees", 2)],
)
def test_some_of_several_are_the_some(text, fees):
    assert counts(text)["fee"] == fees
