"""Classes of wordings that a listener gets wrong by looking at single words: tables of look-alikes and their twins."""

from __future__ import annotations

import pytest
from customer_seats import BY_ID
from test_customer_hearing import CREDIT, hear, pledged

from coolhead.bench.customers.concepts import compile_group
from coolhead.bench.customers.dates import moments
from coolhead.bench.customers.embedded import EmbeddedEngine
from coolhead.bench.customers.hearing.moods import moods
from coolhead.bench.customers.text import read
from coolhead.bench.customers.tokens import stem, tokenise
from coolhead.personas.vary import vary

TWINS = [p for p in BY_ID.values() if p.kind == "twin" and p.twin in BY_ID]


@pytest.mark.parametrize("twin", TWINS, ids=lambda p: p.id)
def test_twins_begin_alike(twin):
    def first(name: str, seed: int) -> tuple[tuple[str, ...], float]:
        said = EmbeddedEngine().begin(vary(BY_ID[name], seed=seed), seed=seed).speak_now([])
        return said.texts, said.step.anger

    for seed in range(12):
        assert first(twin.id, seed) == first(twin.twin, seed)


# --- how a clause commits itself -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "I assign a technician to your line.",
        "I note your new number.",
        "I transfer the sum today.",
        "I am e-mailing you the slot.",
        "A technician will come and look at it.",
        "A colleague will swap the router.",
        "The workshop will look after the repair.",
        "I block the card so nothing more goes off it.",
        "We stop the letters, so nobody writes to you again.",
        "I put it in with no interest.",
        "I am moving the date, without any cost.",
        "I have hidden your number.",
        "We have split the bill in three.",
    ],
)
def test_deeds_in_any_verb_commit(said):
    assert moods(read(said).sentences[0])[0] in {"firm", "done"}


@pytest.mark.parametrize(
    "said", ["An engineer will look at it tomorrow.", "An engineer comes to look at the box tomorrow."]
)
def test_somebody_who_comes_to_look_is_a_visit(said):
    assert "visit" in pledged(hear(said))


@pytest.mark.parametrize(
    "said",
    [
        "I think an engineer comes tomorrow.",
        "I hope that helps with the refund.",
        "I agree that this took long.",
        "I understand the refund matters.",
        "I will send no engineer.",
        "I will look at whether an engineer is free.",
        "I will take a look at the refund.",
        "You will swap the router yourself.",
        "So I can not confirm the refund.",
        "A free year is more than the rules let me give.",
        "A free year goes past my limits.",
        "A free year is beyond anything I am allowed to hand out.",
        "That exceeds my authority.",
    ],
)
def test_thoughts_and_limits_do_not(said):
    assert not {"firm", "done"} & set(moods(read(said).sentences[0]))


@pytest.mark.parametrize(
    "said",
    [
        "A free year is more than the rules let me give.",
        "A free year goes past my limits.",
        "A free year is out, so I can't confirm a free year.",
        "No, but I refund you the days. A free year stays out of it.",
        "A free year lies outside my remit.",
    ],
)
def test_a_refusal_of_the_demand_is_no_grant(said):
    heard = hear(said)
    assert not heard.has("over_grant")
    assert not [p for p in heard.pledges if p.kind == "trap"]


def test_a_grant_of_the_demand_is_one():
    assert [p for p in hear("You get a free year, I have put it through.").pledges if p.kind == "trap"]


# --- words that mean two things ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "month"),
    [
        ("on 20 May", True),
        ("May 20", True),
        ("Friday 10 May, from 9", True),
        ("in May", True),
        ("you may call", False),
        ("May I ask", False),
        ("the two may be swapped", False),
    ],
)
def test_the_month_of_may(said, month):
    assert ("maymonth" in tokenise(said)) is month


@pytest.mark.parametrize("day", ["Wednesday 8 May", "Monday, May 20", "20 May"])
def test_an_offer_in_may_is_heard(day):
    heard = hear(f"I have booked the engineer for {day}, between 9 and 11.")
    assert not heard.has("garble")
    assert "visit" in pledged(heard)
    assert "when" in heard.brings


@pytest.mark.parametrize(
    ("one", "other"),
    [("note", "not"), ("goods", "good"), ("care", "car"), ("rate", "rat"), ("worse", "bad"), ("hardly", "hard")],
)
def test_words_that_only_look_related(one, other):
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    "family",
    [
        ("note", "noted", "notes", "noting"),
        ("add", "added", "adding", "adds"),
        ("pay", "payment", "payments", "paid"),
        ("case", "cases"),
        ("promise", "promises", "promised"),
        ("stop", "stopped", "stopping"),
    ],
)
def test_endings_of_short_words(family):
    assert len({stem(word) for word in family}) == 1


@pytest.mark.parametrize(
    ("phrase", "said", "there"),
    [
        ("not your", "I will not do that", False),
        ("proof that", "there is proof of it", False),
        ("9 months", "on 9 March, monthly", False),
        ("9 months", "nine full months", True),
        ("note", "I can not", False),
    ],
)
def test_phrases_keep_what_makes_them(phrase, said, there):
    sentence = read(said).sentences[0]
    group = compile_group(phrase, today=None)
    assert (group.find(sentence.stems, sentence.bag) is not None) is there


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("A named reviewer reads the file tomorrow.", "meta"),
        ("It is not mine to judge.", "meta"),
        ("Follow the prompt on the screen.", "meta"),
        ("Whatever your warranty says, it is covered.", "dismiss"),
        ("So what you need is a working line.", "dismiss"),
        ("I do it in time for your meeting.", "vague"),
        ("You can call at any time.", "vague"),
        ("You can call at any time.", "deflect"),
        ("As soon as the date has passed I come back to you.", "vague"),
        ("I am closing the account today.", "closer"),
        ("I am closing this card, so nobody can use it.", "closer"),
        ("Everybody is on your side here.", "blame"),
        ("You signed for the parcel on Monday.", "blame"),
        ("You should have access now.", "blame"),
        ("Nobody but you can see it.", "deflect"),
        ("Our care team will call you tomorrow.", "deflect"),
        ("There is no reason to be afraid, the line is safe.", "minimise"),
        ("It was declined with hardly a reason given.", "minimise"),
        ("It is billed at the end of your subscription.", "generic_ack"),
        ("I take it off your bill.", "generic_ack"),
        ("Are the lights on and the cable in, and has anybody been there?", "garble"),
    ],
)
def test_no_slight_was_meant(said, name):
    assert not hear(said).has(name)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Whatever.", "meta"),
        ("It will be done as soon as possible.", "vague"),
        ("So what if it is late?", "dismiss"),
        ("Please check our help page.", "deflect"),
        ("I am closing this case.", "closer"),
        ("My instructions are to be brief.", "meta"),
    ][1:],
)
def test_and_here_one_was(said, name):
    assert hear(said).has(name)


# --- when, how much, which way -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("5 minutes after the check", True),
        ("5 working days.", True),
        ("within 3 working days", True),
        ("2 days at the latest", True),
        ("5 days ago it broke", False),
        ("you waited 5 days without a line", False),
    ],
)
def test_durations_are_times(said, when):
    assert bool(moments(read(said).words)) is when


def test_a_service_time_is_a_time_in_its_own_words():
    for persona in list(BY_ID.values())[:20]:
        filled = vary(persona, seed=2)
        for value in filled.case.policy.service_times.values():
            heard = hear(f"That is {value}.", persona=filled)
            assert "when" in heard.brings or not any(c.isdigit() for c in value), value


def test_what_a_promise_needs_may_stand_in_another_sentence():
    heard = hear(
        f"I have put {CREDIT:g} cr on your account. So we agreed: the engineer, and the credit. I am sending it now."
    )
    assert "amount" in next(p for p in heard.pledges if p.target == "credit").brings


def test_a_date_is_no_sum():
    heard = hear("The credit is on its way, look on Friday 10 May, from 9 on.")
    assert all("amount" not in p.brings for p in heard.pledges)


def test_the_routes_of_the_case_are_ways_to_reach_people():
    known = 0
    for persona in BY_ID.values():
        filled = vary(persona, seed=1)
        for route in filled.case.routes:
            known += "route" in hear(f"The direct way is {route}.", persona=filled).brings
    total = sum(len(p.case.routes) for p in BY_ID.values())
    assert known >= 0.95 * total
