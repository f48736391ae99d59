"""Ordinary sentences are charged with no error of clarity or resolution; their faulty twins are."""

import pytest
from graders_kit import met

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
