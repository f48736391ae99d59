"""Quiet scorn and veiled blame: what is meant unkindly without an unkind word, and what only sounds like it."""

import pytest
from graders_kit import first, grade

from coolhead.graders.checks.calm.remarks import scornful
from coolhead.graders.checks.calm.tone import hostile


@pytest.mark.parametrize(
    ("customer", "agent"),
    [
        ("C: The lid of your pan cracked on the first day.", "A: Pans do get hot, as they say."),
        ("C: You lost my suitcase with my medicine in it.", "A: How very unfortunate for the suitcase."),
        ("C: I waited in all day and nobody came.", "A: Perhaps you'd like a medal for the waiting."),
        ("C: Nobody told me there was a deposit.", "A: It is on page one, in rather large print, funnily enough."),
        ("C: My train was cancelled and I missed my interview.", "A: Trains do get cancelled, you know."),
        ("C: You closed my account without a word!", "A: For the third time, the letter went out in May."),
        ("C: Your courier left the box in the rain and it is ruined.", "A: Most people have a porch for that."),
    ],
)
def test_scorn_needs_no_unkind_word(customer, agent):
    reading, x = first(customer, agent)
    assert hostile(reading, x, "CT-3") >= 0.5
    assert grade("calm", customer, agent).score < 75


@pytest.mark.parametrize(
    ("customer", "agent"),
    [
        ("C: You lost my suitcase with my medicine in it.", "A: How dreadful, and with your medicine in it."),
        ("C: I waited in all day and nobody came.", "A: What a wasted day, and a day of leave as well."),
        ("C: I looked in the brochure and there is no crane. I wanted to see it!", "A: What a letdown."),
        (
            "C: My train was cancelled and I missed my interview.",
            "A: These things do happen, but not like this: I'm refunding the fare today.",
        ),
    ],
)
def test_sympathy_and_plain_answers_are_no_scorn(customer, agent):
    reading, x = first(customer, agent)
    assert hostile(reading, x, "CT-3") < 0.5


@pytest.mark.parametrize(
    ("customer", "agent"),
    [
        (
            "C: The freezer stopped and all the food is lost.",
            "A: If the door had been shut it would still be running.",
        ),
        ("C: I paid twice because your page froze.", "A: It does say on the page not to press the button again."),
        ("C: The plant you sent me died within a week.", "A: Plants tend to need water, as the label says."),
    ],
)
def test_blame_needs_no_you(customer, agent):
    reading, x = first(customer, agent)
    assert hostile(reading, x, "CT-4") >= 0.5


@pytest.mark.parametrize(
    ("customer", "agent"),
    [
        (
            "C: The plant you sent me died within a week.",
            "A: It tends to dry out in the box, which is our packing and not your care.",
        ),
        (
            "C: The freezer stopped and all the food is lost.",
            "A: Had we fixed the seal in March it would still be running.",
        ),
        (
            "C: I paid twice because your page froze.",
            "A: The second payment was returned this morning, as the receipt says.",
        ),
        (
            "C: THAT NUMBER IS IN A DRAWER, I NEVER SAW YOUR MESSAGE!",
            "A: I've gone and had you rung on the landline you name within 5 minutes.",
        ),
    ],
)
def test_a_cause_on_our_side_is_no_blame(customer, agent):
    reading, x = first(customer, agent)
    assert hostile(reading, x, "CT-4") < 0.5


def test_the_same_form_weighs_less_in_good_company():
    chat = first("C: Lovely room, thank you. Is the pool warm?", "A: It does get warm, as they say.")
    row = first("C: The pool was shut all week, nobody told us!", "A: It does get shut, as they say.")
    assert scornful(*chat) < scornful(*row)


@pytest.mark.parametrize(
    "line",
    ["People like you keep a shop like ours alive.", "Customers like you are the reason why we do this."],
)
def test_people_like_you_may_be_praise(line):
    assert grade("calm", "C: My order is a week late, I'm fed up.", f"A: {line}").score > 50


def test_people_like_you_may_be_scorn():
    assert grade("calm", "C: My order is a week late!", "A: People like you deserve nothing better.").level == 1


def test_forms_and_a_survey_are_no_warm_answer_to_grief():
    told = (
        "C: My father died on Sunday and the account is in his name. What has to be done?",
        "C: I've not slept since Sunday, everything asks me for a password.",
    )
    forms = (
        told[0],
        "A: Thank you for contacting us. Please fill in form 12 on our website.",
        told[1],
        "A: You can reset the password by the link in the e-mail. Please take a minute to fill in our survey.",
    )
    care = (
        told[0],
        "A: I'm sorry about your father. I'll close the account myself today, you need no form.",
        told[1],
        "A: Then this is one thing less that asks you for one: it's closed, and nothing more will be debited.",
    )
    assert grade("calm", *forms).level < grade("calm", *care).level == 5
