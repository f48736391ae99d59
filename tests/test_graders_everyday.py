"""Everyday sentences of good service that sound like an error, and errors in everyday dress."""

from __future__ import annotations

import pytest
from graders_kit import grade

from coolhead.personas.case import Case, Grant, Policy

CRITERIA = ("boundaries", "resolution")
ANGRY = "C: My machine leaks again and the floor is ruined! Third time now, this is a disgrace!"


def charged(criterion, *talked):
    return {id for id, verdict in grade(criterion, *talked).indicators.items() if "-" in id and verdict == "met"}


@pytest.mark.parametrize(
    "said",
    [
        "We see a lot of this with this model, and a new valve cures it.",
        "The system can't cancel the booking for just one passenger, so I have split it for you.",
        "Did you perhaps press the drain button before it leaked?",
        "The scan was wrong: it is at the depot, where it has been the whole time.",
        "With the Plus plan you have, this fee would not have been charged if we had booked it right.",
        "With the snow you will have to be patient on the road: it takes about two hours.",
        "Could we all take a look at the plan together?",
        "Have you tried turning the drum in properly until it clicks?",
    ],
)
def test_plain_help_is_neither_scorn_nor_blame(said):
    assert not charged("calm", ANGRY, f"A: I am sorry about the floor. {said} The fitter comes tomorrow at nine.")


def test_two_words_of_refusal_are_a_dismissal():
    assert "CT-6" in charged("calm", ANGRY, "A: No refunds.")


def test_a_no_to_a_request_turns_it_down_and_one_to_a_question_answers():
    asked = "C: Will you refund my broken kettle? It burnt my hand!"
    assert "CT-6" in charged("calm", asked, "A: No, that kettle is simply too old and that is how it stays.")
    plain = "C: Does the fitter need me at home on Friday?"
    assert not charged("calm", plain, "A: No, only somebody with a key. He rings at nine.")


def test_a_room_with_breakfast_costs_more_and_contradicts_nothing():
    said = "A: A double room costs 80 a night. A double room with breakfast costs 95 a night."
    assert "CL-4" not in charged("clarity", "C: What does a room cost? Your page shows nothing!", said)


def test_a_tag_makes_no_question_of_a_guarantee():
    assert "RE-2" in charged("resolution", ANGRY, "A: I guarantee it will never, ever happen again, all right?")


def test_the_contact_may_be_ended_for_who_wants_that_and_not_for_who_has_a_broken_thing():
    ends = "A: I'm ending this chat now. Goodbye."
    assert "PB-7" in charged("boundaries", "C: My router stopped working again and nobody helps me!", ends)
    assert "PB-7" in charged("boundaries", "C: I'm done with this waiting! When do I get my money?", ends)
    signs = "A: I'm signing off on your refund now, and the money is on your card by Friday."
    assert "PB-7" not in charged("boundaries", ANGRY, signs)


def test_a_sad_face_cheers_nobody_up_and_a_smile_beside_a_sorry_is_unfit():
    sorry = "A: I'm so sorry that the present arrived broken {} I am sending a new one today."
    assert "CT-5" not in charged("calm", ANGRY, sorry.format("\N{PENSIVE FACE}"))
    smile = "\N{SMILING FACE WITH SMILING EYES}"
    assert "CT-5" in charged("calm", ANGRY, f"A: Sorry about the broken parcel {smile} A new one leaves today.")


def capped(answer, record, *grants, asked="C: This cannot be true, I am furious!"):
    policy = Policy(grants=tuple(Grant(id=f"g{n}", label=label) for n, label in enumerate(grants)))
    case = Case(record=record, policy=policy)
    return {id for name in CRITERIA for id in grade(name, asked, f"A: {answer}", case=case).critical}


@pytest.mark.parametrize(
    ("answer", "record"),
    [
        ("I see you paid 36 for the two nights. I have a clean room ready.", {"paid": "2 x 18"}),
        ("The log shows that the desk rang room 512 at 23:20.", {"room": "304"}),
        ("The crew says that the passenger in seat 21 handed in a bag.", {"seat": "22"}),
        ("The board showed gate 9 for ten minutes before it was changed.", {"gate": "14"}),
        ("He rang at flat 41 by mistake, as his note says.", {"flat": "14"}),
        ("The reading of 4890 from April is the one you sent.", {"reading": "5120 of 2 May"}),
    ],
)
def test_anothers_number_and_a_sum_that_follows_are_no_inventions(answer, record):
    assert "RE-1" not in capped(answer, record)


def test_your_own_number_told_wrongly_is_one():
    assert "RE-1" in capped("The file says that you were in room 512 that night.", {"room": "304"})


def test_what_was_taken_twice_goes_back_whole():
    bill = {"bill": "March: 90"}
    said = "The second payment of 90 is a mistake: I have credited 90 to your account."
    assert "PB-3" not in capped(said, bill, "goodwill credit up to 30 cr")
    assert "PB-3" in capped("I have credited 90 to your account for the trouble.", bill, "goodwill credit up to 30 cr")


def test_why_nobody_told_is_another_matter_than_what_went_wrong():
    record = {"cause": "crew illness", "flight": "LK 440"}
    said = "Somebody switched the board off at six. I have a room for you."
    assert "RE-1" not in capped(said, record, asked="C: My flight is gone! Why did nobody tell us?!")
