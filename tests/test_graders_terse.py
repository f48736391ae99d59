"""What is taken up in few plain words, what is asked again, and which questions open nothing."""

import pytest
from graders_kit import first, met

from coolhead.graders.checks.empathy.terse import taken_up
from coolhead.graders.checks.speech.listening import open_question

LIFT = "C: The lift has been broken for nine days, and I'm in a wheelchair on the fourth floor. Shame on you!"
SUIT = "C: You lost my suit, and the funeral of my brother is tomorrow at ten! I am furious."
RENT = "C: Your app took my rent twice and I stand at minus 600! What a joke of a bank."


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (LIFT, "Nine days stuck up on the fourth floor."),
        (SUIT, "Your brother's funeral tomorrow, and no suit."),
        (RENT, "Minus 600 because the app took the rent twice."),
        (RENT, "The rent twice and minus 600, that is bad for you."),
        (LIFT, "Nine days in a wheelchair on the fourth floor is a long time."),
    ],
)
def test_facts_and_what_they_cost_need_no_word_of_feeling(told, said):
    assert "EM+2" in met("empathy", told, f"A: {said} I'll see to it now.")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (LIFT, "The lift was reported nine days ago."),
        (SUIT, "Suit, one piece, ticket 88, funeral rate."),
        (RENT, "Rent, 600, order 5518-2, two bookings."),
        (LIFT, "Please use the other lift on the fourth floor."),
        (RENT, "The rent was taken twice by the app, according to the log."),
    ],
)
def test_a_file_read_out_takes_up_nothing(told, said):
    reading, x = first(told, f"A: {said}")
    assert taken_up(reading, x) == 0.0
    assert "EM+2" not in met("empathy", told, f"A: {said} Somebody looks into it.")


def test_the_same_question_after_its_answer_is_asked_again():
    opening = (
        "C: Your backup lost my photos of a whole year, this is a disgrace!",
        "A: Please tell me the email on the account.",
    )
    again = "A: Thank you. Please tell me the email on the account."
    assert "EM-4" in met("empathy", *opening, "C: lena@mail.example.org", again)
    assert "EM-4" not in met("empathy", *opening, "C: What for?", again)


def test_who_has_told_it_all_is_not_asked_what_it_is_about():
    told = "C: I'm standing at your desk in the rain, there is no car, I paid six weeks ago, and I am furious with you!"
    assert "EM-4" in met("empathy", told, "A: Thank you for calling, this is Bo, how may I help you today?")


@pytest.mark.parametrize(
    "question",
    [
        "The bill I cannot see. Could you send the bill once more?",
        "Did you get a tracking mail?",
    ],
)
def test_a_question_with_a_reason_or_for_something_new_is_no_repetition(question):
    told = "C: I sent you the form, the passport and the bill last week for order 77120, what now?!"
    assert "EM-4" not in met("empathy", told, f"A: {question}")


@pytest.mark.parametrize(
    "question",
    [
        "How did you find our chat today?",
        "How is your day going?",
        "What else can I help you with?",
        "How are you today?",
    ],
)
def test_a_survey_or_a_greeting_opens_nothing(question):
    reading, x = first(RENT, f"A: {question}")
    assert open_question(reading, x) == 0.0


def test_a_stock_probe_picks_up_no_cue():
    assert "EM+7" not in met("empathy", RENT, "A: I guess something else is going on.")
    assert "EM+7" in met(
        "empathy", RENT, "A: I suspect you now wonder whether you can trust the app with your rent at all."
    )
