"""A promise is held against the case: its day and hour, how much of a thing, what is read out, what is to be chosen."""

from __future__ import annotations

import datetime as dt

import pytest
from customer_seats import BY_ID
from test_customer_strangers import hear

from coolhead.bench.customers.embedded import EmbeddedEngine
from coolhead.bench.customers.hearing.notes import Heard
from coolhead.bench.customers.schedule import Times, against, times_of
from coolhead.bench.customers.text import read
from coolhead.bench.types import Turn
from coolhead.personas.vary import vary

TODAY = dt.date(2030, 5, 17)
"""A Friday."""


def said(text: str) -> Times:
    return times_of(read(text).sentences[0].words, TODAY)


@pytest.mark.parametrize(
    ("promised", "due"),
    [
        ("I have booked the fitter for Monday.", "Saturday 18 May, 9:00-11:00"),
        ("He comes on the 20th of May.", "Saturday 18 May"),
        ("He comes tomorrow at three in the afternoon.", "Saturday 18 May, 9:00-11:00"),
        ("You have it back by Tuesday.", "by Friday 24 May"),
        ("It is with you within 20 minutes.", "within 45 minutes"),
        ("The answer is there within 2 days.", "by Friday 31 May"),
    ],
)
def test_a_time_that_the_case_does_not_have(promised, due):
    assert against(said(promised), said(due), today=TODAY)


@pytest.mark.parametrize(
    ("promised", "due"),
    [
        ("He comes tomorrow between 9 and 11.", "Saturday 18 May, 9:00-11:00"),
        ("He comes on Saturday at half past nine.", "Saturday 18 May, 9:00-11:00"),
        ("It was booked for 12 May, and he comes tomorrow.", "Saturday 18 May"),
        ("You have it back by Monday 27 May.", "by Friday 24 May"),
        ("It is with you within the hour.", "within 45 minutes"),
        ("I see to it myself.", "Saturday 18 May"),
    ],
)
def test_the_same_time_in_other_words_or_a_later_latest_one(promised, due):
    assert not against(said(promised), said(due), today=TODAY)


def brings(heard: Heard, target: str) -> frozenset[str]:
    return next((p.brings for p in heard.pledges if p.target == target), frozenset())


def test_a_wrong_hour_is_asked_about_and_the_right_one_settles():
    filled = vary(BY_ID["P01"], seed=7)
    visit = filled.case.policy.service_times["engineer visit"]
    customer = EmbeddedEngine().begin(filled, seed=7)
    customer.speak_now([])
    customer._memory.disclosed |= {f.id for f in filled.facts}
    customer._memory.trap_closed = True
    turns = [Turn(role="agent", text="I have booked the engineer for you, tomorrow between 18:00 and 20:00.")]
    first = customer.speak_now(turns)
    assert any(event.name == "wrong_time" for event in first.step.events)
    assert "visit" not in first.step.settled
    assert "?" in " ".join(first.texts) or "!" in " ".join(first.texts)
    turns += [Turn(role="customer", text=text) for text in first.texts]
    turns.append(Turn(role="agent", text=f"I looked it up, the engineer is with you on {visit}."))
    assert "visit" in customer.speak_now(turns).step.settled


def test_in_a_list_of_things_each_has_its_own_time():
    filled = vary(BY_ID["P18"], seed=7)
    times = filled.case.policy.service_times
    heard = hear(
        f"It stands like this: the heating contractor {times['contractor']}, "
        f"two electric heaters {times['heaters']} and a hotel until it works.",
        who="P18",
    )
    assert not any(p.misdated for p in heard.pledges)


@pytest.mark.parametrize(
    ("who", "text", "label"),
    [
        ("P18", "I have booked you a hotel for 10 nights.", "10 nights"),
        ("P40", "I am paying back the whole fare, by next week.", "the whole fare"),
        ("P26", "I have taken 30 % off the price.", "30 %"),
    ],
)
def test_more_than_the_policy_gives_is_no_settlement(who, text, label):
    heard = hear(text, who=who)
    assert [n.label for n in heard.notes if n.name == "over_grant"] == [label]
    assert not [p for p in heard.pledges if p.kind == "right"]


@pytest.mark.parametrize(
    ("who", "text"),
    [
        ("P18", "I have booked you a hotel until the heating works, 3 nights at most."),
        ("P40", "I am paying back half of the whole fare."),
        ("P04", "I have given two of the three fees back."),
        ("P04", "I give back two fees; I stop all fees for 30 days."),
        ("P02", "The pair waits for you today, and a courier brings the other one on Wednesday."),
    ],
)
def test_what_the_policy_gives_is_no_excess(who, text):
    assert not hear(text, who=who).has("over_grant")


@pytest.mark.parametrize(
    ("who", "text"),
    [
        ("P20", "I've just had a look, and there are two payments from the same card."),
        ("P04", "The fees followed these entries: the club debit; a card payment; the rent, returned unpaid."),
        ("P14", "Here's what I found on your file: a paid plan, with the money back option closed."),
        ("P04", "That's on us to put right, and I'm sorry about it."),
        ("P28", "Afterwards the practice manager's line 555-0155, weekdays 9-17, is your contact."),
    ],
)
def test_what_is_read_out_or_owned_up_to_gives_nothing(who, text):
    assert not [p for p in hear(text, who=who).pledges if p.kind == "right" and p.mood in {"firm", "done"}]


@pytest.mark.parametrize(
    "lead",
    ["There are two options, and the choice is yours:", "Here is what I can do for you:", "You may choose between:"],
)
def test_the_points_of_a_choice_are_offers(lead):
    heard = hear(
        f"{lead}\n- A place in the next term, free of charge\n- Half of the fee, confirmed as course credit\n"
        "Which one works better for you?",
        who="P35",
    )
    assert {p.mood for p in heard.pledges if p.kind == "right"} == {"offer"}


def test_what_waits_for_a_word_is_an_offer():
    heard = hear("Just say the word and I'll send the engineer.")
    assert [p.mood for p in heard.pledges if p.target == "visit"] == ["offer"]


def test_done_that_names_another_thing_is_not_about_what_was_agreed():
    assert not hear("This is done: the hardship form is in your mail today.", who="P35").doing
    assert hear("Done, that is in.", who="P35").doing


@pytest.mark.parametrize(
    "text",
    [
        "An engineer is free tomorrow at 9, but that is for somebody else.",
        "The engineer visits people tomorrow between 9 and 11, when he has time.",
        "Engineers are sent out until noon once everything is paid.",
        "The field team decides whether the engineer comes tomorrow.",
        "An appointment is free tomorrow at 9, anybody can book it.",
    ],
)
def test_what_is_for_others_or_waits_for_them_is_given_to_nobody(text):
    assert not [p for p in hear(text).pledges if p.mood in {"firm", "done"}]


def test_a_recap_of_many_things_given_one_by_one_is_no_guess():
    filled = vary(BY_ID["P18"], seed=7)
    times = filled.case.policy.service_times
    customer = EmbeddedEngine().begin(filled, seed=7)
    customer.speak_now([])
    said = [
        f"I am sending the heating contractor today, {times['contractor']}. Who is with you in the cold?",
        f"Two electric heaters are brought to you {times['heaters']}, and I will ring you when they are there.",
        f"So you have: the heating contractor today, {times['contractor']}; two electric heaters, brought to you "
        f"{times['heaters']}; and I will ring you when they are there.",
    ]
    turns: list[Turn] = []
    for line in said:
        turns.append(Turn(role="agent", text=line))
        answer = customer.speak_now(turns)
        turns += [Turn(role="customer", text=text) for text in answer.texts]
    assert all(event.name != "scattershot" for event in answer.step.events)


def test_a_bonus_out_of_nowhere_is_too_good_to_be_true():
    heard = hear("On top of it you get 500 cr from me, already on its way.")
    assert [n.label for n in heard.notes if n.name == "over_grant"] == ["500 cr"]


WRONG_FIGURES = [
    "I have taken the {wrong} cr call-out fee off your card.",
    "The call-out fee of {wrong} cr is cancelled.",
    "Your call-out fee, {wrong} cr, is waived as of now.",
]
RIGHT_FIGURES = [
    "I have taken the {right} cr call-out fee off your card.",
    "The call-out fee of {right} cr is cancelled, and the next visit costs 60 cr as usual.",
    "The call-out fee is cancelled; your reference is 555-0177.",
    "The call-out fee is gone, and half of it, {half} cr, goes back today and half tomorrow.",
]


def pledged(line: str) -> str:
    """The wrong figure that the customer hears in the promise to drop the fee."""
    filled = vary(BY_ID["P24"], seed=7)
    right = int(float(filled.case.policy.grants[1].most or 0))
    heard = hear(line.format(right=right, wrong=right + 13, half=right / 2), who="P24")
    return next(p.misnamed for p in heard.pledges if p.target == "no_fee")


@pytest.mark.parametrize("line", WRONG_FIGURES)
def test_a_promise_with_a_figure_that_is_another_on_file_is_heard_as_wrong(line):
    assert pledged(line)


@pytest.mark.parametrize("line", RIGHT_FIGURES)
def test_the_right_figure_and_those_of_other_things_are_not(line):
    assert not pledged(line)


def test_a_wrong_flat_is_doubted_and_the_right_one_settles():
    filled = vary(BY_ID["P24"], seed=7)
    right = next(f for f in filled.facts if f.id == "right_flat").say[0].split()[1].strip(".")
    customer = EmbeddedEngine().begin(filled, seed=7)
    customer.speak_now([])
    customer._memory.disclosed |= {f.id for f in filled.facts}
    customer._memory.trap_closed = True
    turns = [Turn(role="agent", text="I have corrected the flat number to 77, so he rings at the right door.")]
    first = customer.speak_now(turns)
    assert any(event.name == "wrong_figure" for event in first.step.events)
    assert "address" not in first.step.settled
    assert "77" in " ".join(first.texts)
    turns += [Turn(role="customer", text=text) for text in first.texts]
    turns.append(Turn(role="agent", text=f"You are right, I have corrected the flat number to {right}."))
    assert "address" in customer.speak_now(turns).step.settled
