"""Sympathy for the wrong one, questions for what was told, and formulas in other words."""

import pytest
from graders_kit import met

TURBINE = "C: My nephew was locked in your turbine hall from nine till one, he is eight and I'm furious!"
FERRY = "C: you lot left my gran on the pier with two suitcases, in the dark, im livid"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (TURBINE, "Locked in at eight years old; what a fright for your daughter."),
        (FERRY, "left on a pier in the dark. your mother must have been so cold"),
        ("C: My uncle waits with a broken ankle and you shut the door on him!", "I'm so sorry about your ankle."),
        (
            "C: I'm ashamed that I signed it, and you never told me of the fee!",
            "I can hear that you're excited about it.",
        ),
        ("C: I feel so scared in that lift, it drops!", "You must be bored of that lift by now."),
        ("C: It isn't about the money, I want the man who lied to me named!", "You want your refund, of course."),
    ],
)
def test_another_person_feeling_or_wish_is_a_wrong_reflection(told, said):
    assert "EM-7" in met("empathy", told, f"A: {said}")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (TURBINE, "Locked in at eight years old; what a fright for your nephew."),
        (FERRY, "left on a pier in the dark. your grandmother must have been so cold"),
        ("C: My ankle is broken and you shut the door on me!", "I'm so sorry about your ankle."),
        ("C: I feel so scared in that lift, it drops!", "No wonder you are scared of that lift."),
        (
            "C: It isn't about the money, I want the man who lied to me named!",
            "You want a name and not your money back.",
        ),
    ],
)
def test_what_was_told_is_none(told, said):
    assert "EM-7" not in met("empathy", told, f"A: {said}")


@pytest.mark.parametrize(
    ("told", "asks"),
    [
        (TURBINE, "For how long was he in there?"),
        (TURBINE, "How long was your nephew in the hall?"),
        (FERRY, "How many suitcases did she have?"),
        ("C: I stood at your hatch at six on Friday and nobody came!", "At what time were you with us?"),
        ("C: I crossed the bridge with my two boys when your sign fell!", "Was anybody with you?"),
        ("C: dont ring me, im deaf, you KNOW that", "What number can we reach you on?"),
    ],
)
def test_what_was_told_is_not_asked_in_other_words(told, asks):
    assert "EM-4" in met("empathy", told, f"A: {asks}")


@pytest.mark.parametrize(
    ("told", "asks"),
    [
        (TURBINE, "How long has the side door been without a lock?"),
        (TURBINE, "When would it suit you to come in?"),
        (FERRY, "When did she last eat?"),
        ("C: I stood at your hatch at six on Friday and nobody came!", "When was your last hour of sleep?"),
        ("C: I stood at your hatch at six on Friday and nobody came!", "Which day is good for you?"),
    ],
)
def test_a_new_question_is_a_real_one(told, asks):
    assert "EM-4" not in met("empathy", told, f"A: {asks}")


@pytest.mark.parametrize(
    ("told", "said", "error"),
    [
        (TURBINE, "I'm sorry you look at the matter in that way.", "EM-1"),
        (FERRY, "sorry you take it like that", "EM-1"),
        (TURBINE, "I hear you. I hear how long it was. I hear you and your nephew.", "EM-2"),
        (FERRY, "that sounds tough. the pier sounds tough, and the dark sounds really tough", "EM-2"),
        ("C: More kind words. Where is my ladder?!", "How hard it must be, my heart goes out to you.", "EM-6"),
        ("C: You've said sorry twice! What are you going to do?", "It pains me to see you so let down.", "EM-6"),
        (FERRY, "Plenty of people wait on that pier, it's part of the trip.", "EM-3"),
    ],
)
def test_formulas_in_other_words(told, said, error):
    assert error in met("empathy", told, f"A: {said}")


def test_a_word_of_relief_makes_nothing_small():
    talk = (TURBINE, "A: Is he out?", "C: He's home and has eaten.", "A: He has eaten. Good.")
    assert "EM-3" not in met("empathy", *talk)
