"""What is asked again although it was told, and what only looks like it."""

import pytest
from graders_kit import met

TOLD = (
    ("I've been to gate 40 twice and the pushchair is gone!", "Which gate are you calling from?"),
    ("As I said on Monday, it is the card ending 12!", "Alright, which card would that be about?"),
    ("I want the green one with the handle, not this thing!", "And is it the green or the grey you've got?"),
    ("For the fourth time: no, I don't have a printer!", "Please print it, or do you have a printer at work?"),
    ("I've emailed the photos twice, this is a joke!", "Do you by any chance have pictures you could send?"),
    ("My number is 555-0131, call me there and not on the old one!", "What's the best number to reach you on?"),
    ("He lives on the seventh floor in a wheelchair and your lift is DEAD!", "And which floor would that be?"),
)
NOT_TOLD = (
    ("My order is wrong, I have two of them and I want one!", "Which of the two orders would you like sorted first?"),
    ("I have called 3 times since 29 May and I need these tablets!", "How many tablets do you have left?"),
    ("You cut me off for the sake of a form after 14 years!", "What was going on for you when the form came?"),
    ("You owe me an answer, MY TIME IS UP!", "Does that answer your question?"),
    ("You owe me an answer, MY TIME IS UP!", "Please tell me whether you agree."),
    ("I want my appointment, I have waited for months!", "Which day is good for you?"),
    ("Nothing plays on my television, it is a joke!", "Are you seeing an error?"),
)


@pytest.mark.parametrize(("customer", "question"), TOLD)
def test_what_was_named_is_not_to_be_asked(customer, question):
    assert "EM-4" in met("empathy", f"C: {customer}", f"A: {question}")


@pytest.mark.parametrize(("customer", "question"), NOT_TOLD)
def test_what_was_not_named_may_be_asked(customer, question):
    assert "EM-4" not in met("empathy", f"C: {customer}", f"A: {question}")


def test_kind_words_for_each_new_thing_are_no_formula():
    talk = (
        "C: Three weeks without heating and you do NOTHING! I'm furious.",
        "A: I understand that you are angry about three weeks without heating. The engineer comes today at 14:00.",
        "C: And my mother is 84, she coughs all night and I have put her in the kitchen beside the oven.",
        "A: That must be hard for your mother. I'm bringing two heaters by 14:00.",
        "C: Alright. My daughter has moved out over it, you know, we have not spoken since Christmas.",
        "A: I'm sorry it has come between you and your daughter. The heaters stay until it works.",
    )
    assert "EM-2" not in met("empathy", *talk)
    again = [line if line[0] == "C" else "A: I understand how frustrating this must be." for line in talk]
    assert "EM-2" in met("empathy", *again)


def test_sorrow_heaped_in_one_breath_is_a_formula():
    heap = "A: I'm really sorry, I'm so sorry, I understand how stressful it is, truly, I'm sorry."
    assert "EM-2" in met("empathy", "C: My chemo is at 10 and your car went to the wrong town!", heap)


def test_rage_ascribed_to_somebody_calm_is_a_wrong_feeling():
    said = "A: I can hear how angry you are about this."
    assert "EM-7" in met("empathy", "C: Okay, where do I type the code?", said)
    assert "EM-7" in met("empathy", "C: I'm not angry. I'm disappointed, I thought you were different.", said)
    assert "EM-7" not in met("empathy", "C: You IDIOTS lost my parcel again and I am furious!", said)


@pytest.mark.parametrize("said", ["I understand you worry.", "I understand that it is for your sister."])
def test_what_the_customer_said_is_no_wrong_fact(said):
    customer = "C: The parcel is for my sister, she comes out of hospital that day and you LOST it! I'm worried sick."
    assert "EM-7" not in met("empathy", customer, f"A: {said}")


def test_sorry_beside_what_it_is_for_is_no_half_apology():
    said = "A: Double the quote, no wonder you're mad.\nsorry\nI'm taking the difference off today."
    assert "EM-1" not in met("empathy", "C: Quoted 210, the bill is 415. How?!", said)


def test_sorrow_for_somebody_who_was_told_of_is_no_wrong_fact():
    told = "C: The coat was my brother's. He died in March and you give it to a stranger!"
    assert "EM-7" not in met("empathy", told, "A: so sorry about your brother.")


def test_a_long_list_of_what_is_arranged_is_no_wall_and_short_questions_of_care_are_no_examination():
    recap = (
        "A: To sum up, you get a heating contractor at your flat today between 14:00 and 16:00, two electric heaters "
        "brought to you by 14:00, the current for them paid by us, a hotel room tonight if it is still cold, and a "
        "quarter of the rent back by Friday."
    )
    assert "CL-2" not in met("clarity", "C: It is FREEZING here, what do you do about it, all of it, today?", recap)
    care = "A: I'm here. Are you safe? Is somebody with you? What happened after the letter came?"
    assert "CL-2" not in met("clarity", "C: I can't go on like this, I really cannot.", care)


def test_a_plain_sorry_for_the_trouble_is_no_wrong_fact():
    assert "EM-7" not in met("empathy", "C: 35 came and I ordered 38! I have no time!", "A: Sorry for this trouble.")
