"""Words that look like a slight, a no or an offer and are none, beside those that are one."""

from __future__ import annotations

import pytest

from coolhead.bench.customers.embedded import EmbeddedEngine
from coolhead.bench.customers.hearing.echoes import echoes
from coolhead.bench.customers.hearing.listen import listen
from coolhead.bench.customers.hearing.notes import Heard
from coolhead.bench.customers.text import read
from coolhead.personas.loader import select
from coolhead.personas.vary import vary


def heard(text: str, name: str = "P02") -> Heard:
    customer = EmbeddedEngine().begin(vary(select([name])[0], seed=7), seed=7)
    customer.speak_now([])
    return listen(text, story=customer._story, before=customer._before())[0]


@pytest.mark.parametrize(
    ("text", "passes_on"),
    [
        ("I'm sorry we put you through that.", False),
        ("We should never have put you through so much.", False),
        ("I regret putting you through this.", False),
        ("That's a dreadful day to put you through.", False),
        ("It was wrong to put you through another week of it.", False),
        ("Let me put you through to the billing team.", True),
        ("I'm putting you through now.", True),
        ("One moment, I'll put you through.", True),
    ],
)
def test_what_somebody_was_put_through_is_no_hand_over(text: str, passes_on: bool) -> None:
    assert heard(text).has("handoff") is passes_on


@pytest.mark.parametrize(
    ("text", "dictates"),
    [
        ("For that I offer you my apology; your anger is understandable.", False),
        ("Your anger is justified.", False),
        ("Your mood is no surprise after a day like that.", False),
        ("I know that your anger is about the drill, not about me.", False),
        ("Your anger is now at zero.", True),
        ("Your anger is falling.", True),
        ("Your mood is now good.", True),
    ],
)
def test_a_feeling_that_is_granted_is_not_dictated(text: str, dictates: bool) -> None:
    assert heard(text).has("meta", "calm_down") is dictates


@pytest.mark.parametrize(
    ("text", "turns_away"),
    [
        ("For the sake of good order I repeat what holds: the card is blocked.", False),
        ("I repeat our offer: a new one, tomorrow.", False),
        ("I repeat my apology.", False),
        ("I repeat: no.", True),
        ("I repeat, the rules apply.", True),
        ("I repeat, it is not possible.", True),
    ],
)
def test_what_holds_may_be_repeated(text: str, turns_away: bool) -> None:
    assert heard(text).has("dismiss", "refusal_with_way") is turns_away


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("I'm putting the charge on hold and won't collect it for 14 days.", True),
        ("I have directed the following: charge put on hold and not collected for 14 days.", True),
        ("The charge is put on hold and will not be collected for 14 days.", True),
        ("Consider the charge put on hold and not claimed before Thursday.", True),
        ("I will not hold the charge for 14 days.", False),
        ("I have looked at it and will not put the charge on hold.", False),
        ("The charge stays and will not be put on hold.", False),
        ("I have noted the charge and will not hold it.", False),
    ],
)
def test_a_burden_that_is_lifted_takes_nothing_back(text: str, given: bool) -> None:
    found = heard(text, "P17")
    assert any(p.kind == "right" and p.mood in {"done", "firm"} for p in found.pledges) is given
    if given:
        assert not found.has("refusal")


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("I'm happy to move you to the quiet garden room, and I'm doing it while we speak.", True),
        ("I can move you to the quiet garden room, and I've done so.", True),
        ("I can move you to the quiet garden room, and I'm sorry about the noise.", False),
        ("I can move you to the quiet garden room, and I'll do it once you say yes.", False),
        ("I could move you to the quiet garden room, and I have done so for others.", False),
    ],
)
def test_an_offer_that_is_carried_out_in_the_same_breath_is_given(text: str, given: bool) -> None:
    found = heard(text, "P06")
    assert any(p.target == "move" and p.mood in {"done", "firm"} for p in found.pledges) is given


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("Yes.", True),
        ("Bear with me. Yes, that's right.", True),
        ("One moment. Yes.", True),
        ("Bear with me. I'll ask.", False),
        ("No. Yes, we could some day.", False),
        ("Yes or no?", False),
    ],
)
def test_a_yes_is_heard_behind_a_filler(text: str, yes: bool) -> None:
    assert heard(text).assent is yes


@pytest.mark.parametrize(
    ("order", "text", "echo"),
    [
        (
            "Then do that, after all these years it is the least.",
            "Mm, right, then do that, after all these years.",
            True,
        ),
        ("Then do that.", "Right, then do that.", True),
        ("Stop this rubbish and deal with my case!", "So stop this rubbish and deal with your case.", True),
        ("Send me a new one by Friday.", "Understood, send you a new one by Friday.", True),
        ("Then do that.", "Yes, I'll do that.", False),
        ("Stop this rubbish and deal with my case!", "I'll stop this rubbish and deal with your case.", False),
        ("Send me a new one by Friday.", "You get a new one by Friday.", False),
        ("Give me the room on the quiet side.", "Booked: the room on the quiet side.", False),
        ("Do I get the refund by Friday?", "You get the refund by Friday.", False),
    ],
)
def test_an_order_said_back_is_no_promise(order: str, text: str, echo: bool) -> None:
    assert echoes(read(text).sentences[0], read(order)) is echo
