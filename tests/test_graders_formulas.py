"""What is no error of empathy: a bare formula, a polite no, a figure of goods, a question for something new."""

import pytest
from graders_kit import met

BOOKING = ("C: Hello, could you book me a table for two at the Alder tonight?", "A: Yes. At what hour?", "C: At 7 pm.")


@pytest.mark.parametrize(
    "formula",
    [
        "I understand how frustrating this must be.",
        "I can imagine how annoying this has been.",
        "I understand this has been frustrating.",
    ],
)
def test_a_bare_formula_is_no_wrong_feeling(formula):
    told = "C: Where is my parcel? It was due on Monday."
    assert "EM-7" not in met("empathy", told, f"A: {formula} The parcel is at the depot.")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            "C: My father died in March and you still write to him, every single week!",
            "I'm so sorry about your mother.",
        ),
        ("C: The food thawed on my doorstep. I am furious.", "You must be so happy about it."),
    ],
)
def test_a_word_that_clashes_is_a_wrong_feeling(told, said):
    assert "EM-7" in met("empathy", told, f"A: {said} I'll see to it now.")


@pytest.mark.parametrize(
    "no",
    [
        "I am sorry, but the request was not successful.",
        "Sorry, but that table is no longer available.",
        "Sorry, that hour is unavailable.",
    ],
)
def test_a_polite_no_in_a_booking_is_no_half_apology(no):
    assert not {"EM-1", "EM-7"} & met("empathy", *BOOKING, f"A: {no} There is one at eight.")


def test_an_apology_with_a_but_remains_half_of_one():
    told = "C: You let me wait for three hours in the cold, I am so angry!"
    assert "EM-1" in met("empathy", told, "A: I'm sorry, but you should have read the terms.")


def test_figures_of_goods_are_no_story_misheard():
    listed = "A: - Lamp, brass, 31 inch, item 53 001, 187.23 cr. The oak one is 180.10 cr."
    assert "EM-7" not in met("empathy", "C: Please swap my lamp for 142.50 cr for a brass one.", listed)


def test_an_hour_is_not_told_by_a_day():
    asked = "A: For what time should the table be booked?"
    assert "EM-4" not in met("empathy", "C: I need a table booked for today at the Alder, please.", asked)
