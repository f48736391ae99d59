"""What is no slight though it sounds like one, and what still is: classes that strangers' agents were misheard in."""

from __future__ import annotations

import re

import pytest
from customer_play import oracle, play
from customer_seats import EVERYONE
from test_customer_strangers import SLIGHTS, hear

HEARD_AS = (*SLIGHTS, "sarcasm", "deflect", "misheard")


@pytest.mark.parametrize(
    "text",
    [
        "You poor man, nine days without a line.",
        "And a fever on top of it, poor little girl.",
        "I wish more people like you would write to us, you deserve better.",
        "What did you do about supper that night?",
        "It is all in your file, nothing is lost.",
        "Somebody typed in the old figure here.",
        "Are you still at the gate, or is it too late for that?",
        "You have nothing to be embarrassed about.",
        "The claim has to be closed by us, and not by you.",
        "The website showed half past one this morning.",
        "It is not a question of a bit of noise, but of your night's sleep.",
        "It will be within 5 minutes, just so you know.",
        "I see why you have had it with us.",
    ],
)
def test_no_slight_is_heard(text):
    assert not hear(text).has(*HEARD_AS)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Poor you!", "sarcasm"),
        ("People like you are never content.", "insult"),
        ("What did you expect?", "blame"),
        ("You typed it in wrong.", "blame"),
        ("It is too late now.", "dismiss"),
        ("It is just a bit of noise.", "minimise"),
    ],
)
def test_the_slight_beside_it_still_is(text, name):
    assert hear(text).has(name)


@pytest.mark.parametrize("text", ["Please stop shouting, I am listening.", "Could you stop yelling for a moment?"])
def test_a_word_about_the_volume_is_no_insult(text):
    heard = hear(text)
    assert heard.has("calm_down")
    assert not heard.has("insult")


@pytest.mark.parametrize(
    ("who", "text"),
    [
        ("P04", "Let me see, here it is, fee refunds in the last twelve months: none."),
        ("P04", "I can see in the file: fee refunds in the last twelve months: none."),
        ("P02", "The terms exclude goodwill above 15 cr. Your statement has been noted."),
        ("P12", "That's on us, all of it."),
    ],
)
def test_a_field_of_the_record_a_term_and_a_fault_owned_give_nothing(who, text):
    given = {"statement", "offer", "firm", "done"}
    assert not [p for p in hear(text, who=who).pledges if p.mood in given]


@pytest.mark.parametrize(
    "text", ["There are two machines. Which one was it?", "What's come up that you can't make it?"]
)
def test_a_question_about_what_was_lets_it_be_told(text):
    assert any(asked.kind in {"open", "fact"} for asked in hear(text, told=False).asked)


# --- sorry for what --------------------------------------------------------------------------------------------------


def test_only_who_has_shouted_is_sorry_for_it():
    shouted = re.compile(r"!|\b[A-Z]{4,}\b")
    sorry = quiet = 0
    for persona in EVERYONE[:40]:
        for seed in range(2):
            played = play(persona, oracle, seed=seed)
            said = [turn.text for turn in played.turns if turn.role == "customer"]
            asks_pardon = any("apologise" in step.act for step in played.steps)
            loud = any(shouted.search(text) for text in said)
            sorry += asks_pardon
            quiet += not loud
            assert loud or not asks_pardon, said
    assert sorry
    assert quiet
