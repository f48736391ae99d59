"""Answers in context: yes and no, numbers that are right or wrong, and how the customer talks on."""

from __future__ import annotations

import re

import pytest
from customer_play import Seat, oracle, play
from customer_seats import BY_ID
from test_customer_hearing import FILLED, hear

from coolhead.bench.customers.naming import named
from coolhead.bench.customers.voice import templates
from coolhead.personas.vary import vary

# --- answers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "assent"),
    [
        ("Are you safe at home right now?", False),
        ("Is that right?", False),
        ("Yes, it is done.", True),
        ("Yes, and which day suits you?", True),
        ("Right, I do that.", True),
    ],
)
def test_a_question_is_no_yes(said, assent):
    assert hear(said).assent is assent


def test_an_explanation_may_be_about_what_was_not_done():
    given = 0
    for persona in BY_ID.values():
        filled = vary(persona, seed=1)
        for remedy in filled.remedies:
            if remedy.grant is None:
                words = " ".join(group.split("|")[0] for group in remedy.say)
                heard = hear(f"The point is {words}, which was never done.", persona=filled)
                given += any(p.target == remedy.id and p.mood == "done" for p in heard.pledges)
    assert given


def test_two_of_three_is_no_mistake_and_three_for_nine_days_is_one():
    days = FILLED.facts[0].say[0].split(" for ")[1].split()[0]
    assert hear(f"So you have been without a line for {int(days) + 3} days, that is hard.").has("misheard")
    assert not hear("So you have been waiting for us at home, that is hard.").has("misheard")


# --- talking on ------------------------------------------------------------------------------------------------------


def test_nobody_asks_the_same_thing_five_times():
    """An agent who never says when is asked twice and told so once."""

    def lines(seat: object) -> str:
        return [
            "I will send an engineer.",
            "The engineer is coming, I have booked it.",
            "Your engineer is on the list.",
        ][seat.n % 3]

    for seed in range(6):
        played = play(BY_ID["P01"].model_copy(update={"trap": None}), lines, seed=seed, max_turns=9)
        asked = [t.text.lower() for t in played.turns if t.role == "customer" and "engineer" in t.text.lower()]
        assert sum("?" in text and ("when" in text or "day" in text) for text in asked) <= 3


def test_a_secret_told_back_before_it_was_told_is_uncanny():
    for name in ("P01", "P12", "P16", "P28"):
        persona = vary(BY_ID[name], seed=3)
        hidden = next(f for f in persona.facts if f.level != "open")
        heard = hear(f"I know already: {max(hidden.say, key=len)}", persona=persona, disclosed=frozenset())
        assert heard.has("uncanny")
        assert not hear(f"I know: {hidden.say[0]}", persona=persona, disclosed=frozenset({hidden.id})).has("uncanny")


def test_reading_out_the_rules_is_no_answer():
    persona = vary(BY_ID["K01"], seed=1)
    rules = "; ".join(f"never {rule}" for rule in persona.case.policy.forbidden)
    assert hear(f"Of course. My instructions are: {rules}.", persona=persona).has("recited")


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("fine frozen until then", "the fine frozen until then"),
        ("a free year", "a free year"),
        ("on the cancellation list", "a place on the cancellation list"),
        ("pay half and be done", "to pay half and be done"),
        ("nothing to pay for 30 days", "nothing to pay for 30 days"),
    ],
)
def test_labels_in_a_sentence(label, name):
    assert named(label) == name


def test_the_customer_does_not_name_the_sum_first():
    assert named("goodwill of 15 cr", without_sum=True) == "the goodwill"


def test_a_correction_of_a_wrong_read_back_is_welcome():
    """After "and a new router on top, right?" an honest no makes nobody angrier."""

    def honest(seat: Seat) -> str:
        return f"No, that last one is not part of it. {oracle(seat)}" if seat.n > 2 else oracle(seat)

    played = [play(p, honest, seed=seed) for p in BY_ID.values() for seed in range(2)]
    welcome = [e.anger for one in played for step in one.steps for e in step.events if e.name == "confirmed"]
    assert welcome
    assert max(welcome) <= 0


def test_no_brackets_are_left_of_a_template():
    """A choice has two sides; "(Again)" alone would be said with its brackets."""
    for cell, levels in templates().items():
        for text in (text for variants in levels.values() for text in variants):
            assert all("|" in choice for choice in re.findall(r"\(([^()]*)\)", text)), f"{cell}: {text}"
