"""What a template leaves behind, sentences nobody can follow, and the last word on what was agreed."""

import pytest
from graders_kit import ANGRY, met


@pytest.mark.parametrize(
    "said",
    [
        "Dear , thank you for your letter.",
        "The crew comes between 12:00-13:00, today, 12:00-13:00.",
        "Unfortunately, [[reason]].",
        "Thank you for submitting: [list_documents].",
        "We have added it to the , and you get it soon.",
        "Your engineer <crew_name> comes on NaN.",
        "We keep the part for for you.",
    ],
)
def test_a_gap_or_a_seam_of_a_template_is_debris(said):
    assert "CL-5" in met("clarity", ANGRY, f"A: {said}")


@pytest.mark.parametrize(
    "said",
    [
        "Sorry, I not speak so good. I send man to you today, between 12:00-13:00, he bring new box.",
        "Is what you're asking for, and what I look at.",
        "My nan would say the same.",
        "The first contract is null and void.",
        "The bed comes on Sunday, 9:00-12:00, and the sofa on loan until then, Monday, 9:00-12:00.",
    ],
)
def test_poor_english_is_no_debris(said):
    assert "CL-5" not in met("clarity", ANGRY, f"A: {said}")


def test_clauses_in_clauses_are_a_wall_and_a_plain_list_is_none():
    nested = (
        "A: Whether the line is repaired depends on whether the fault, if within our part, or, where outside it, "
        "known, arose before or after, albeit without notice, the visit, which, being the second, counts as the first."
    )
    assert "CL-2" in met("clarity", ANGRY, nested)
    plain = (
        "A: I've booked the engineer for Friday between 8:00 and 10:00, a call before he comes, a router on loan until "
        "then, and the days without a line come off your bill, which is 22 cr."
    )
    assert "CL-2" not in met("clarity", ANGRY, plain)


def test_what_was_agreed_may_be_said_once_more_before_a_last_question():
    talk = (
        ANGRY,
        "A: I've booked the engineer for Friday 14 June, 8:00-10:00, and 22 cr come off your bill.",
        "C: Fine.",
        "A: To sum up: the engineer on Friday 14 June, 8:00-10:00, and 22 cr off. Does that settle it for you?",
        "C: Do I have to be in?",
        "A: Yes, somebody must let him in.",
        "C: My neighbour can.",
        "A: That is fine, thank you.",
        "C: Good.",
        "A: You're welcome.",
    )
    assert "CL+6" in met("clarity", *talk)


@pytest.mark.parametrize(
    "said",
    [
        "I'd guess you lie there at half past two already, waiting for it.",
        "You asked that very quietly. Is there somebody waiting for you?",
    ],
)
def test_what_is_taken_to_stand_behind_the_words_is_picked_up(said):
    told = "C: I told them I cough blood and your interpreter told the doctor I have a cold! At 3 a.m. I'm awake again!"
    assert "EM+7" in met("empathy", told, f"A: {said}")


def test_rows_of_a_form_are_no_sentences_for_a_person():
    soup = "A: Fault: hinge (left), day: Thu/Fri, hour: 9:00/10:00, owner: us, parts: x2. Thu/hinge/van/two men/done."
    assert "CL-5" in met("clarity", ANGRY, soup)
    assert "CL+4" not in met("clarity", ANGRY, soup)
    for fair in (
        "A: Open: Mon, Tue, Thu, Fri, 9:00 to 17:00. I put the new hinge in on Thursday at ten.",
        "A: In short:\n- Day: Thursday, 9:00\n- Who: Ms Aldous (hinges)\n- Cost: none\nShe rings you first.",
    ):
        assert "CL-5" not in met("clarity", ANGRY, fair), fair
