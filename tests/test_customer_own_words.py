"""Turns as good, weary and bad agents write them: what is a promise, what is a slight, and what is neither."""

from __future__ import annotations

import pytest

from coolhead.bench.customers.hearing.leads import of_message
from coolhead.bench.customers.hearing.listen import Before, listen
from coolhead.bench.customers.hearing.notes import Heard
from coolhead.bench.customers.hearing.warmth import Told
from coolhead.bench.customers.story import story
from coolhead.bench.customers.text import read
from coolhead.personas.loader import builtin
from coolhead.personas.vary import vary

CORE = {p.id: vary(p, seed=5) for p in builtin("core")}
SLIGHTS = {"dismiss", "blame", "minimise", "sarcasm", "police", "calm_down", "insult", "non_apology", "laugh", "threat"}


def hear(text: str, *, persona: str = "P01", said: str = "My line is dead.") -> Heard:
    compiled = story(CORE[persona])
    told = Told(facts=compiled.facts, words=frozenset(), pairs=frozenset(), feelings=compiled.feelings, last=read(said))
    known = frozenset(f.id for f in compiled.facts)
    return listen(text, story=compiled, before=Before(told=told, disclosed=known))[0]


def moods(text: str) -> list[str]:
    """The strongest mood of each sentence."""
    order = ["done", "firm", "offer", "negated", "hypothetical", "report", "statement", "question"]
    return [min(found, key=order.index) for found in of_message(read(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Here is what I have done:\n- visit on Friday\n- credit of 20 cr", ["done", "done", "done"]),
        ("I can do one of these:\n1. A courier brings the pair\n2. Money back", ["offer", "offer", "offer"]),
        ("What I can't do:\n- a free year", ["negated", "negated"]),
        ("I am cancelling it: last day Monday 5 August, nothing after that, no letter.", ["firm"]),
        ("Then I'm not waiting for him alone: two heaters are at your door by 15:00.", ["firm"]),
        ("I can give you the 13 cr back as you haven't watched anything.", ["offer"]),
        ("I have booked Friday at noon for you, because the early one would be hard to reach.", ["done"]),
        ("The claim can be reopened once.", ["offer"]),
        ("A repair is only possible if it was reported in time.", ["hypothetical"]),
        ("I've gone ahead and booked the slot.", ["done"]),
        ("The card is on hold from today.", ["done"]),
    ],
)
def test_how_a_turn_commits_itself(text, expected):
    assert moods(text) == expected


@pytest.mark.parametrize(
    ("persona", "text", "remedy"),
    [
        ("P18", "The order to the contractor was never sent. It goes out now. He is with you today at two.", "fitter"),
        ("P02", "We have your pair at the branch. It is put aside for you until Friday.", "pickup"),
        ("P01", "Done today:\n- engineer tomorrow, first slot of the day", "visit"),
        ("P22", "I am putting another adult down who may collect it.", "collector"),
    ],
)
def test_the_thing_may_stand_elsewhere(persona, text, remedy):
    assert any(p.target == remedy and p.mood in {"done", "firm"} for p in hear(text, persona=persona).pledges)


def test_it_is_done_answers_what_was_asked_last():
    said = "And the second account, do you close it?"
    heard = hear("Yes, I have closed it, that is done.", persona="P14", said=said)
    assert any(p.target == "close" and p.mood == "done" for p in heard.pledges)
    assert not any(p.target == "close" for p in hear("Yes, I have closed it, that is done.", persona="P14").pledges)


@pytest.mark.parametrize(
    "text",
    [
        "Oh, the poor thing, a drill is the last thing a migraine needs.",
        "I can imagine that this week was hard.",
        "What a shame, with the wedding on Sunday.",
        "Did you take any photos when you brought the car back?",
        "Only as much as you would like to say.",
        "No need to be sorry, you had every reason.",
        "It is a perfectly normal thing to ask for.",
        "I wish you good luck with the interview.",
        "I help you gladly, without being called a fool, please.",
        "Is that all right with you?",
        "That is a hard way to find out.",
        "You should have had a call from us weeks ago.",
    ],
)
def test_kind_and_plain_words_are_no_slight(text):
    assert not {n.name for n in hear(text).notes} & SLIGHTS


@pytest.mark.parametrize(
    ("text", "slight"),
    [
        ("It would have been advisable to enclose the report.", "blame"),
        ("Did you perhaps forget to cancel?", "blame"),
        ("Had the form been filled in, we would not be here.", "blame"),
        ("If you had contacted us before July there would have been a repair.", "blame"),
        ("As already explained, the claim has been decided.", "dismiss"),
        ("I have nothing to add to that.", "dismiss"),
        ("This is our final position.", "dismiss"),
        ("You should be understanding that doctors can get ill.", "minimise"),
        ("I would ask you to refrain from shouting.", "police"),
        ("There is a slot at 7:40 if you insist.", "sarcasm"),
        ("I will see what I can do for you.", "vague"),
        ("You should see it on your account in a few days.", "vague"),
    ],
)
def test_slights_and_hollow_words_are_heard(text, slight):
    assert hear(text).has(slight)


def test_turning_somebody_away_earns_nothing_for_being_right_about_the_case():
    kind = hear("The number on your file is old, so the texts went nowhere.")
    cold = hear("The number on your file is old, so the texts went nowhere. As already explained, that is final.")
    assert kind.has("cause_found")
    assert not cold.has("cause_found")


def test_the_policys_own_total_and_a_name_of_digits_are_no_wrong_sum():
    persona = CORE["P01"]
    total = next(g for g in persona.case.policy.grants if g.id == "days_credit").limit.split("(")[1].split()[0]
    credit = next(p for p in hear(f"I am taking {total} cr off your bill.").pledges if p.target == "credit")
    assert "amount" in credit.brings
    card = next(p for p in hear("The credit goes back to the card ending 9536.").pledges if p.target == "credit")
    assert card.amount is None
