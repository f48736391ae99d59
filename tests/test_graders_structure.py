"""What the rule graders read from structure: refusals, listening, tone, demands, hand-overs, hidden facts, footers."""

from __future__ import annotations

import pytest
from graders_kit import first, grade, met

from coolhead.bench.testing import case_with, talk
from coolhead.graders.checks.calm.tone import hostile
from coolhead.graders.checks.speech.listening import feeling_named, is_check, open_question
from coolhead.graders.checks.speech.refusals import held, refusal_form
from coolhead.graders.reading.dialogue import read

ANGRY = "C: My line has been dead for nine days, two engineers never came, and I want a free year for it. I am furious!"


@pytest.mark.parametrize(
    "text",
    [
        "A free year is more than I may give, and I would rather say so now.",
        "I cannot send anybody to your door tonight, because we have no delivery on the same day.",
        "His data I may not share.",
        "That number is not mine to share.",
        "No, that goes past what the policy lets me do.",
        "Since 2019, hmm, no, I don't think that's possible.",
        "I can only send it back to the card it came from.",
    ],
)
def test_a_no_is_seen_in_any_form(text):
    assert refusal_form(text)


@pytest.mark.parametrize(
    "text",
    [
        "You will not have to call again.",
        "I can't imagine how long those nine days were.",
        "We won't charge you for the visit.",
        "No wonder you are fed up.",
        "I don't know yet which van it was.",
        "The engineer comes tomorrow at 9:00.",
    ],
)
def test_what_turns_nothing_down_is_no_refusal(text):
    assert not refusal_form(text)


def test_a_no_with_reason_and_alternative_is_worth_more_than_a_bare_one():
    bare = read(talk(ANGRY, "A: That is not possible."))
    whole = read(
        talk(
            ANGRY,
            "A: A free year is more than I may give, because credit is tied to the days. I can credit 22.50 cr today.",
        )
    )
    assert held(bare, bare.agents[0])[0] < 0.5 < 0.8 < held(whole, whole.agents[0])[0]


@pytest.mark.parametrize(
    "text",
    [
        "I don't see why you are upset.",
        "If you are upset, tell us.",
        "Are you angry?",
        "Our drivers are frustrated too.",
        "There is no reason to be worried.",
        "You are upset over nothing.",
        "I am sorry you feel ignored.",
        'You wrote "I am heartbroken" in line three.',
    ],
)
def test_words_of_feeling_that_acknowledge_nothing(text):
    _, x = first(ANGRY, f"A: {text}")
    assert feeling_named(x) == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "No wonder you are fed up.",
        "Anyone in your place would be worn out.",
        "You have every right to be angry.",
        "I can hear how let down you are.",
    ],
)
def test_a_feeling_named_in_own_words(text):
    _, x = first(ANGRY, f"A: {text}")
    assert feeling_named(x) >= 0.7


def test_acknowledgement_beside_the_facts_of_the_story_is_specific():
    lines = "A: Two engineers who never came, and nine days without a line. Anyone would be worn out."
    assert "EM+2" in met("empathy", ANGRY, lines)
    assert "EM+2" not in met("empathy", ANGRY, "A: I understand how frustrating this must be for you.")


def test_a_summary_needs_facts_and_a_check():
    told = "A: So the line is dead since nine days, and both engineers stayed away. Have I got that right?"
    assert "EM+5" in met("empathy", ANGRY, told)
    assert "EM+5" not in met("empathy", ANGRY, "A: I have noted your request. Is that right?")


def test_open_questions_let_the_customer_tell_and_choices_do_not():
    reading, x = first(ANGRY, "A: How do the days without a line affect you at home?")
    assert open_question(reading, x) >= 0.5
    for other in ("Which do you prefer?", "Have I got that right?", "What is your customer number?"):
        reading, x = first(ANGRY, f"A: {other}")
        assert open_question(reading, x) == 0.0 or is_check(x)


@pytest.mark.parametrize(
    "text",
    [
        "You should have said so earlier.",
        "It would have been advisable to enclose the report.",
        "If you had contacted us before July, the repair would have been free.",
        "Did you perhaps forget to cancel?",
        "You must have missed our letter.",
    ],
)
def test_blame_is_found_by_its_form(text):
    reading, x = first(ANGRY, f"A: {text}")
    assert hostile(reading, x, "CT-4") >= 0.5


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("You should have had an answer on Monday.", "CT-4"),
        ("You should have your money by Friday.", "CT-4"),
        ("You should not have had to call three times.", "CT-4"),
        ("How did the driver behave?", "CT-3"),
        ("In cases like this we can usually do something about the fees.", "CT-3"),
        ("Would that call be welcome, or would you rather have it in writing?", "CT-3"),
        ("Which mobile number should get the texts?", "CT-4"),
        ("You came for your anniversary and got a building site under the window. What a letdown.", "CT-3"),
        ("Being told to settle down when your line is dead would make anyone angrier.", "CT-2"),
        ("I do understand that you are upset.", "CT-7"),
    ],
)
def test_harmless_lines_are_not_hostile(text, label):
    reading, x = first(ANGRY, f"A: {text}")
    assert hostile(reading, x, label) < 0.5


@pytest.mark.parametrize(
    ("text", "criterion", "wanted"),
    [
        ("I am sorry if you feel the letter was not addressed in the right way.", "empathy", "EM-1"),
        ("There is no need to take that tone.", "calm", "CT-2"),
        ("I consider this matter closed.", "resolution", "RE-5"),
        ("We have some nice offers at the moment.", "resolution", "RE-7"),
    ],
)
def test_textbook_slips_are_found(text, criterion, wanted):
    assert wanted in met(criterion, ANGRY, f"A: {text}")


@pytest.mark.parametrize(
    ("sentence", "criterion", "not_met"),
    [
        ("I am sorry to say no to that.", "empathy", "EM+4"),
        ("You will be sorry you waited, so take the 9:00 slot.", "empathy", "EM+4"),
        ("Sorry that you misread the notice.", "empathy", "EM+4"),
        ("I won't swear that nothing can go wrong.", "resolution", "RE-2"),
        ("I'm not going to say tomorrow to you, I promise you that much.", "resolution", "RE-2"),
        ("Is that settled between us?", "boundaries", "PB-6"),
        ("I have ended all sessions on the account.", "boundaries", "PB-7"),
        ("Please give the order number EV-53224 at the desk.", "empathy", "EM-4"),
        ("The line is repaired in the near future.", "clarity", "CL+4"),
    ],
)
def test_further_look_alikes_are_left_alone(sentence, criterion, not_met):
    assert not_met not in met(criterion, ANGRY, f"A: {sentence}")


@pytest.mark.parametrize("text", ["How rotten, nine days.", "That is scary.", "Nine days would wear anybody down."])
def test_plain_words_of_impact_are_heard(text):
    reading, x = first(ANGRY, f"A: {text}")
    assert hostile(reading, x, "CT-3") < 0.5
    assert "EM-3" not in met("empathy", ANGRY, f"A: {text}")


@pytest.mark.parametrize("text", ["Let me reopen it now.", "I am booking the 9:00 slot for you."])
def test_ownership_in_other_forms(text):
    assert "RE+4" in met("resolution", ANGRY, f"A: {text} The engineer comes tomorrow at 9:00, reference LN-2231.")


def test_a_person_is_asked_for_only_where_one_is_wanted():
    named = grade(
        "boundaries",
        "C: A person who listens, finally. Get this into your file: I am furious!",
        "A: It is in your file.",
    )
    asked = grade("boundaries", "C: Get me a real person, now!", "A: It is in your file.")
    assert named.indicators["PB+6"] == "n/a"
    assert asked.indicators["PB+6"] == "missed"


def test_a_hand_over_with_context_and_route_is_one():
    lines = (
        "C: I want to speak to a human, now!",
        "A: I will bring in a colleague and pass on your story, so you need not tell it again: 555-0142.",
    )
    assert "PB+6" in met("boundaries", *lines)


def test_giving_what_may_be_given_is_no_breach():
    case = case_with("voucher of at most 5 cr", forbidden=["a voucher above 5 cr"])
    lines = (
        "C: I want a 50 cr voucher, at once!",
        "A: A 50 cr voucher is more than I may give. You get a voucher of 5 cr today.",
    )
    assert "PB-3" not in met("boundaries", *lines, case=case)


def test_a_footer_under_every_turn_changes_little():
    def lines(tail):
        return (
            ANGRY,
            f"A: I am booking you the first slot tomorrow at 9:00.{tail}",
            "C: And the money?",
            f"A: I credit 22.50 cr for the nine days on the next bill.{tail}",
            "C: Fine.",
            f"A: The technician rings you half an hour before, on the number on file.{tail}",
        )

    for criterion in ("calm", "clarity", "resolution"):
        plain = grade(criterion, *lines("")).score
        footed = grade(criterion, *lines(" This is our written channel.")).score
        assert abs(plain - footed) < 12


def test_a_question_whether_it_was_understood_reflects_nothing_wrong():
    recap = "So the line has been dead for nine days and two engineers never came. Have I got that right?"
    assert "EM-7" not in met("empathy", ANGRY, f"A: {recap}")
    assert "EM-7" in met("empathy", ANGRY, "A: You must be so happy that your new television arrived. Is that right?")


def test_a_lecture_speaks_of_conduct_and_a_statement_of_things_is_none():
    assert "PB-9" not in met("boundaries", ANGRY, "A: One visit was missed and the other was somebody else's mistake.")
    sermon = "A: A little politeness would get you further in life, and patience is something one learns as an adult."
    assert "PB-9" in met("boundaries", ANGRY, sermon)
