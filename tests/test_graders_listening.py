"""What is sympathy, listening and apology, and what only sounds like it."""

import pytest
from graders_kit import ANGRY, GRADERS, first, met

from coolhead.bench.testing import talk
from coolhead.graders.checks.speech.listening import cue, feeling_named


def test_one_warm_opening_is_no_formula_and_the_same_one_again_is():
    warm = "A: I'm really sorry about this. I can see why you're upset. That must be frustrating."
    assert "EM-2" not in met("empathy", ANGRY, f"{warm} The engineer comes on Friday at 10:00.")
    again = (warm, "C: And when does somebody come?!", warm, "C: Hello?!", warm)
    assert "EM-2" in met("empathy", ANGRY, *again)


def test_a_line_said_again_is_no_new_courtesy():
    def score(*answers):
        lines = [line for answer in answers for line in ("C: And now?! This is outrageous!", f"A: {answer}")]
        return GRADERS["calm"].grade(talk(*lines))[0].score

    stalling = score(*["Thank you for your message, we appreciate your patience."] * 4)
    caring = score(
        "Thank you for telling me, I am looking at the line now.",
        "You are right to ask; the engineer comes on Friday at 10:00.",
        "Of course, I have put that into the file for you.",
        "Please ring me on 555-0142 if nobody is there.",
    )
    assert stalling < 65 < 85 < caring


def test_a_loss_is_no_feeling_and_a_feeling_is_the_customers():
    named = "You must have been scared out of your wits."
    for text in (
        "Your signal got lost in the tunnel.",
        "I'm afraid a third one ends it.",
        "You can't get stuck paying.",
    ):
        _, x = first(ANGRY, f"A: {text}")
        assert feeling_named(x) == 0.0
    _, x = first(ANGRY, f"A: {named}")
    assert feeling_named(x) >= 0.7


@pytest.mark.parametrize(
    "text",
    [
        "Being sent round in circles for weeks would wear the patience of a saint.",
        "What a fright, to open a letter like that.",
        "To have your word doubted after thirty years, that cuts.",
        "That must have been humiliating.",
    ],
)
def test_sympathy_in_any_words_is_heard(text):
    _, x = first(ANGRY, f"A: {text}")
    assert cue(x) >= 0.5


def test_good_news_is_no_sympathy():
    told = "A: The swap is booked for Thursday at 8:00, it can be with you in four days, free of charge."
    assert not {"EM+1", "EM+2"} & met("empathy", ANGRY, told)


def test_the_same_formula_again_earns_less_than_one_acknowledgement_of_its_own():
    def score(*answers):
        lines = [line for answer in answers for line in (ANGRY, f"A: {answer}")]
        return GRADERS["empathy"].grade(talk(*lines))[0].score

    own = score("Nine days and two engineers who stayed away: no wonder you are furious.", "The first slot is yours.")
    stock = score(
        "I completely understand how upsetting this must be for you.",
        "I completely understand how upsetting the two engineers must be.",
    )
    assert own > stock + 20


def test_an_echo_of_the_customers_words_makes_nothing_clear():
    told = "C: Three overdraft fees of 18 cr, 54 cr together, were taken on Monday in one week!"
    echo = "A: I hear that three overdraft fees of 18 cr, 54 cr together, were taken on Monday in one week."
    assert not {"CL+4", "CL+5"} & met("clarity", told, echo)
    assert "CL+4" in met(
        "clarity", told, "A: I pay back two of the fees, 36 cr, and they reach your account on Monday."
    )


def test_a_right_to_ask_names_no_feeling():
    lines = (
        ANGRY,
        "A: I am sorry that two engineers never came and your line is dead since Monday. You are right to ask.",
    )
    found = GRADERS["empathy"].grade(talk(*lines))[0]
    assert not any(one.indicator == "EM+1" and "right to ask" in one.quote for one in found.evidence)


def test_sorry_by_the_way_is_no_half_apology():
    line = "A: You get the whole fare back, and there's no way round the form, sorry, but it's four lines."
    assert "EM-1" not in met("empathy", ANGRY, line)


def test_regret_for_a_no_is_no_apology_and_for_a_failure_is_one():
    no = "A: I regret that twelve months back lies outside what I am permitted to grant."
    assert "EM+4" not in met("empathy", ANGRY, no)
    assert "EM+4" in met(
        "empathy", ANGRY, "A: I am sorry that we could not keep the two appointments with the engineers."
    )


def test_one_fact_said_back_is_listening_and_echoes_all_the_way_are_not():
    migraine = "C: Migraine, curtains shut, a wet towel, and the drill every ten minutes!"
    once = (migraine, "A: Understood, migraine, curtains shut, a wet towel, and the drill every ten minutes.")
    assert "EM-7" not in met("empathy", *once)
    dates = "C: First Friday, then Friday again, and now you tell me that it is Tuesday at noon!"
    again = (*once, dates, "A: First Friday, then Friday again, and now we tell you that it is Tuesday at noon.")
    assert "EM-7" in met("empathy", *again)


def test_delight_and_sorrow_for_oneself_are_no_sympathy():
    assert not {"EM+1", "EM+2"} & met("empathy", ANGRY, "A: How wonderful that we get to hear your voice again!")
    assert "EM+4" not in met("empathy", ANGRY, "A: I'm so sorry for being so slow and for my poor typing.")
    assert "EM+1" not in met("empathy", ANGRY, "A: You needn't worry about a thing.")


def test_the_anger_of_somebody_angry_is_no_wrong_feeling_and_keeps_its_worth():
    def score(line):
        return GRADERS["empathy"].grade(talk(ANGRY, f"A: {line}"))[0].score

    assert score("I understand that you are very angry.") > score("I understand.")
