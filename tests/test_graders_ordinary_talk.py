"""Ordinary sentences are charged with no error of clarity or resolution; their faulty twins are."""

import pytest
from graders_kit import grade, met

STOVE = "C: The stove you fitted is cold since Sunday and nobody rings back. I am furious!"
DOG = "C: My dog ate chocolate! He's shaking!"
ROUTER = ["C: My router blinks red again!", "A: Please restart the router."]
PRICE = ["C: What does the class cost?", "A: The class costs 40."]

CHARGES = [
    ("resolution", "RE-3", [*ROUTER, "C: I did that, it does nothing!", "A: Then please restart it once more."], True),
    (
        "resolution",
        "RE-3",
        ["C: I never get through to anybody!", "A: Press 3.", "C: I pressed 3!", "A: Then press it again."],
        True,
    ),
    (
        "resolution",
        "RE-3",
        [*ROUTER, "C: I did that, it does nothing!", "A: I'm sending a new router today, it is with you on Friday."],
        False,
    ),
    (
        "resolution",
        "RE-3",
        [
            "C: Wrong password!",
            "A: Please enter the new one.",
            "C: Didn't work.",
            "A: It had a blank in it, because I copied it. Please enter it once more without the blank.",
        ],
        False,
    ),
    ("resolution", "RE-4", [STOVE, "A: Please tell me the email on the account, then I look at the order."], False),
    ("resolution", "RE-4", ["C: Card blocked! How do I get cash?", "A: You can withdraw at any branch."], False),
    ("resolution", "RE-4", [STOVE, "A: Please see the help page on our website."], True),
    ("resolution", "RE-5", [STOVE, "A: Please keep the valve closed, Lina comes at four."], False),
    ("resolution", "RE-5", [STOVE, "A: The papers are complete now, so it is decided by Friday."], False),
    ("resolution", "RE-5", [STOVE, "A: I'm closing this as done.", "C: But it's cold!", "A: Bye."], True),
    ("clarity", "CL-1", [STOVE, "A: We leverage our escalation workflow and align the stakeholders."], True),
    ("clarity", "CL-1", [STOVE, "A: The fitter left the valve shut. Lina opens it at four today."], False),
    ("clarity", "CL-2", [DOG, "A: How heavy is he, and what kind of chocolate, how much?"], False),
    ("clarity", "CL-2", [STOVE, "A: How big is it, and what kind of stove, how old, who fitted it?"], True),
    ("clarity", "CL-4", [STOVE, "A: The workshop is closed on Sundays, so it will be Monday at 8."], False),
    ("clarity", "CL-4", [STOVE, "A: It is on Tuesday, so we see you on Wednesday."], True),
    ("clarity", "CL-4", [*PRICE, "C: And with a towel?", "A: The class costs 45."], True),
    ("clarity", "CL-4", [*PRICE, "C: And the pool?", "A: The pool costs 60."], False),
    ("clarity", "CL-6", [STOVE, "A: An exchange has been arranged."], False),
    ("clarity", "CL-6", [STOVE, "A: It will be looked into."], True),
]


@pytest.mark.parametrize(("criterion", "indicator", "lines", "charged"), CHARGES)
def test_the_faulty_sentence_is_charged_and_its_ordinary_twin_is_not(criterion, indicator, lines, charged):
    assert (indicator in met(criterion, *lines)) is charged


@pytest.mark.parametrize(
    ("said", "owns"),
    [
        ("Let me reopen your case.", True),
        ("I have unlocked the account.", True),
        ("Let me see what I can find.", False),
        ("Let me know if there is anything else.", False),
    ],
)
def test_a_plain_deed_of_ones_own_is_owned(said, owns):
    lines = ["C: My case was closed and nothing is mended! I'm locked out!", f"A: I'm sorry about that. {said}"]
    assert ("RE+4" in met("resolution", *lines)) is owns


QUOTED = [
    (
        "clarity",
        "CL+4",
        "I see both charges, one on the 2nd and one on the 4th. I reversed it; it takes 3 to 5 working days.",
        "working days",
    ),
    ("clarity", "CL+4", "I have moved it to me today. I decide by Friday noon and write to you then.", "Friday"),
    ("resolution", "RE+4", "Let me see. I'll note it. I am sending Lina with a new valve tomorrow at 8:00.", "Lina"),
    ("resolution", "RE+8", "It is mended. If it stops again, reply here and I'll take it from there.", "reply here"),
]


@pytest.mark.parametrize(("criterion", "indicator", "said", "shown"), QUOTED)
def test_the_sentence_is_shown_that_says_it(criterion, indicator, said, shown):
    made = grade(criterion, STOVE, "A: I'm sorry. I look at it.", "C: And?", f"A: {said}")
    assert [shown in one.quote for one in made.evidence if one.indicator == indicator] == [True]


@pytest.mark.parametrize(
    ("criterion", "indicator", "said"),
    [
        ("clarity", "CL+4", "I've told Mirko that the stove is cold since Sunday."),
        ("clarity", "CL+4", "Our system shows delivered on Monday at 15:09."),
        ("resolution", "RE+8", "I hear you, but at the end of the day we can't keep a shop open for one customer."),
    ],
)
def test_a_time_that_is_past_is_no_plan(criterion, indicator, said):
    assert indicator not in met(criterion, STOVE, "A: I'm sorry.", "C: And?", f"A: {said}")
