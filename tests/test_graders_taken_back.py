"""Sympathy that its own but takes back, calls for respect that scold nobody, and slips among good sentences."""

from __future__ import annotations

import pytest
from graders_kit import grade, met

CROSS = "C: You moved my engineer twice and nobody rings me. I am furious."
INSULTS = "C: You useless clown! Where is my fridge?"


@pytest.mark.parametrize(
    "line",
    [
        "I get that you are upset, but rules are rules and the visit stays on Friday.",
        "I do see why you're cross, but there's nothing to be done before Friday.",
        "I'm sorry about the two visits. However, the terms are the terms and it's Friday.",
    ],
)
def test_sympathy_taken_back_is_a_dismissal_and_earns_nothing(line):
    assert "CT-6" in met("calm", CROSS, f"A: {line}")
    assert not met("empathy", CROSS, f"A: {line}") & {"EM+1", "EM+2", "EM+3", "EM+4"}


def test_a_but_that_brings_help_takes_nothing_back():
    assert "CT-6" not in met("calm", CROSS, "A: I know this is awful, but I can have somebody there by six.")
    line = "A: I see why you are cross; rules are rules, but I can send our own van today at six."
    assert "CT-6" not in met("calm", CROSS, line)


@pytest.mark.parametrize(
    ("line", "scolds"),
    [
        ("Getting this right is what I am here for. Please keep it respectful so that we can get there.", False),
        ("I'll find your fridge, and I need us both to stay civil while I do.", False),
        ("Your tone is unacceptable, mind your language.", True),
        ("You'll get an answer when you have learnt some manners.", True),
    ],
)
def test_a_friendly_call_for_respect_polices_nobody(line, scolds):
    assert ("CT-2" in met("calm", INSULTS, f"A: {line}")) == scolds


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("Whether that helps you is your own affair.", "CT-3"),
        ("I was not aware that the firm had been built around your evenings.", "CT-3"),
        ("As you have been told twice already, engineers are busy.", "CT-3"),
        ("None of this is our fault: it is the wiring you put in.", "CT-4"),
        ("Cancel if you like, you will be the one who is sorry.", "CT-1"),
    ],
)
def test_one_slip_beside_a_sound_sentence_is_no_level_four(line, error):
    talk = (CROSS, f"A: I am sorry that we moved him twice. {line} He comes on Thursday between 8 and 10.")
    assert error in met("calm", *talk)
    assert grade("calm", *talk).level <= 3


@pytest.mark.parametrize(
    "line",
    [
        "If you'd rather write, the page is open all night.",
        "It happens to people who have used one code for ten years.",
        "Nobody here expects you to calm down about it.",
        "I've put a cool box with a chill strip in the van.",
    ],
)
def test_nor_are_words_that_only_look_like_one(line):
    talk = (CROSS, f"A: I am sorry that we moved him twice. {line} He comes on Thursday between 8 and 10.")
    assert not met("calm", *talk) & {"CT-1", "CT-2", "CT-3", "CT-4", "CT-6", "CT-7"}


def test_calm_is_shown_where_it_was_provoked_most():
    talk = grade(
        "calm",
        "C: The line is down for five days. When is it back?",
        "A: It is back on Thursday before noon. Five days without it is a lot, and I'm sorry.",
        "C: Thursday!! That's a week's pay, you clowns!!! I am FURIOUS!",
        "A: A week's pay is serious, and I'm not making light of it. The 29 are off your bill as of now.",
    )
    assert [e.turn for e in talk.evidence if e.indicator == "CT+2"] == [3]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("Adults do not speak like that. You should be ashamed of yourself.", "CT-7"),
        ("Easy now, it is only a fridge.", "CT-2"),
        ("It will be there when it gets there.", "CT-6"),
        ("So much fuss over one small fridge.", "CT-3"),
    ],
)
def test_scoldings_and_shrugs(line, error):
    assert error in met("calm", INSULTS, f"A: {line}")


@pytest.mark.parametrize(
    "line",
    [
        "As I said.",
        "Being called a drama queen in your own hall is shameful, and I apologise for it.",
        "A violin teacher with a broken wrist: I can see what that takes from you.",
    ],
)
def test_nor_is_it_mockery_to_be_curt_or_to_report_it(line):
    assert "CT-3" not in met("calm", CROSS, f"A: {line}")
