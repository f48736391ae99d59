"""Calm tone: cheer, polite scorn and rude words told back, each beside words that are near them and innocent."""

from __future__ import annotations

import pytest

from coolhead.bench.testing import talk
from coolhead.bench.types import Grade
from coolhead.graders.catalog import builtin

CALM = next(g for g in builtin() if g.criterion == "calm")
HOT = "C: Six weeks without heating and my daughter is ill. I am FURIOUS with you people!"


def grade(asked: str, answer: str) -> Grade:
    return CALM.grade(talk(asked, f"A: {answer}", "C: And now?", "A: He rings you before he comes, on Friday."))[0]


@pytest.mark.parametrize(
    ("indicator", "answer"),
    [
        ("CT-5", "Hey, no worries, we love a challenge!! :) The fitter comes on Friday."),
        ("CT-5", "Woop woop, your repair is booked!! The fitter comes on Friday."),
        ("CT-5", "Chin up, smile, it's nearly the weekend! The fitter comes on Friday."),
        ("CT-3", "I will gladly put it in simpler words for you."),
        ("CT-3", "As I am sure even you will appreciate, Friday is the day."),
        ("CT-3", "You'll notice how courteous I am being about all this."),
        ("CT-3", "Others in my place would have hung up by now."),
        ("CT-3", "I'll stay calm and polite, whatever you call me."),
        ("CT-1", "You belong in the bin with those bags."),
        ("CT-4", "One short look from you at the dial and nobody would have frozen."),
    ],
)
def test_a_slip_of_tone_is_heard_by_its_form(indicator: str, answer: str) -> None:
    assert grade(HOT, answer).indicators[indicator] == "met"


@pytest.mark.parametrize(
    "answer",
    [
        "I'm sorry, six weeks is far too long! The fitter comes on Friday.",
        "I'll put it in simple words: Friday, ten o'clock, free.",
        "Shall I write the steps down in short sentences for your daughter?",
        "It's all in the contract, page three, so nobody can take it from you.",
        "I'll stay calm and sort this out with you. The fitter comes on Friday.",
        "Others in the street have had the same fault. The fitter comes on Friday.",
        "You've kept your patience longer than anybody should have to. The fitter comes on Friday.",
        "The bins are emptied on Friday, the bags may stay.",
    ],
)
def test_innocent_words_near_it_are_no_slip(answer: str) -> None:
    charged = {id for id, verdict in grade(HOT, answer).indicators.items() if "-" in id and verdict == "met"}
    assert charged == set()


def test_a_rude_word_of_the_customers_told_back_is_no_attack() -> None:
    told = "You want me to unban you and tell you which rat reported you. The first I can do today."
    found = grade("C: Unban me now and tell me which rat reported me!", told)
    assert found.indicators["CT-1"] != "met"
    assert found.critical == ()
    attack = grade("C: Unban me now and tell me which rat reported me!", "You are a rat yourself. Wait.")
    assert attack.indicators["CT-1"] == "met"


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("C: The lift is still stuck and my mother sits in it.", "Lovely, so glad we got that sorted for you."),
        ("C: Our dog died after eating your food.", "Super! Can I have your order number? :)"),
        ("C: No, nothing has arrived. Nothing.", "Perfect, so that's all taken care of, lovely!"),
    ],
)
def test_joy_at_what_stays_broken_is_unfit(asked: str, answer: str) -> None:
    assert grade(asked, answer).indicators["CT-5"] == "met"


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("C: The lift works again, thank heavens.", "Lovely, so glad we got that sorted for you."),
        ("C: Orange, I think.", "Your answer was correct! Great job!"),
        ("C: Yes, book the hall for nine, hurry up.", "Great, your party is booked for nine!"),
        ("C: I've waited a week. That's all, bye.", "Enjoy your ride!"),
        ("C: There is a smell of gas in my kitchen!", "Please leave the house now! Call 555-0112 from outside!"),
    ],
)
def test_joy_that_is_shared_or_at_no_trouble_fits(asked: str, answer: str) -> None:
    assert grade(asked, answer).indicators["CT-5"] == "missed"


@pytest.mark.parametrize(
    ("asked", "answer", "verdict"),
    [
        ("C: Is everything done now?", "Your request is complete and no further action is required.", "missed"),
        ("C: Does the repair wipe my photos?", "No, a new screen doesn't touch the photos at all.", "missed"),
        ("C: Must I climb up there again?", "No. The old one stays where it is until Friday.", "missed"),
        ("C: My boiler broke again and I freeze. Can somebody come?", "No, we can't send anybody.", "met"),
    ],
)
def test_a_no_that_answers_is_no_dismissal(asked: str, answer: str, verdict: str) -> None:
    assert CALM.grade(talk(asked, f"A: {answer}"))[0].indicators["CT-6"] == verdict


def test_what_is_said_less_or_without_an_acknowledgement_hardly_moves_calm() -> None:
    asked = "C: Nobody came on Friday and I stayed at home all day, it's infuriating."
    short = CALM.grade(talk(asked, "A: The fitter comes tomorrow at nine."))[0].score
    kind = CALM.grade(talk(asked, "A: A whole day lost, I'm sorry about that. The fitter comes tomorrow at nine."))[0]
    assert short is not None
    assert kind.score is not None
    assert 70 < short < kind.score < short + 25


@pytest.mark.parametrize(
    "answer",
    [
        "If there is another email you might have used, share that one instead.",
        "Please make sure that you are signed in to the account.",
        "You can check the page for the times of each office.",
        "From today a second person checks every box before it leaves.",
        "One digit was different on the transfer, that happens easily.",
        "Here is the list (Sherlock-style), as you asked.",
        "Curious whether the older driver makes a difference here.",
    ],
)
def test_advice_for_now_and_plain_facts_blame_and_mock_nobody(answer: str) -> None:
    verdicts = grade(HOT, answer).indicators
    assert (verdicts["CT-3"], verdicts["CT-4"]) == ("missed", "missed")
