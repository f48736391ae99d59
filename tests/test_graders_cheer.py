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
