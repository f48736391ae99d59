"""What a competent agent must not be charged with, and the words that an error needs to be one."""

import pytest
from graders_kit import ANGRY, GRADERS, first, met

from coolhead.bench.testing import talk
from coolhead.graders.checks.calm.tone import hostile
from coolhead.graders.checks.empathy.known import reasked


@pytest.mark.parametrize(
    ("customer", "question"),
    [
        ("C: I can't get into my old mail account, and I really want it back!", "Are you getting an error message?"),
        ("C: The update does not work and cost me my whole morning!", "Is it the new desktop app that you mean?"),
        ("C: The parcel is lost again, this is a joke!", "Is there anything that makes it urgent?"),
        ("C: You cut me off from my own money!", "By when do you need it?"),
        ("C: Leaving takes a registered letter, how modern!", "What is the reason why you are leaving?"),
    ],
)
def test_a_question_that_is_needed_is_not_asked_again(customer, question):
    reading, x = first(customer, f"A: {question}")
    assert reasked(reading, x) < 0.5


@pytest.mark.parametrize(
    ("customer", "question"),
    [
        (
            "C: I'm Dana Whitlock, order 5521, the blue lamp, broken switch.",
            "And what seems to be wrong with your lamp?",
        ),
        ("C: It's been out since Tuesday, both phones and the TV.", "Since when are you without service?"),
        (
            "C: It's Rosa Lindqvist, booking 5518, and the cabin had bedbugs.",
            "May I have your booking number and a short description of what this concerns?",
        ),
        (
            "C: We are two adults and a toddler, arriving on 9 May.",
            "May I know how many you are and the day you get here?",
        ),
    ],
)
def test_a_fact_that_was_told_is_asked_again(customer, question):
    reading, x = first(customer, f"A: {question}")
    assert reasked(reading, x) >= 0.5


@pytest.mark.parametrize(
    "question",
    [
        "Have you watched anything since the charge?",
        "Did you try to set a new password?",
        "Have you already tried the steps on that page, or shall I go through them with you?",
    ],
)
def test_a_question_in_earnest_blames_nobody(question):
    reading, x = first("C: You charged me after the trial ended, I want it back!", f"A: {question}")
    assert hostile(reading, x, "CT-4") < 0.5


def test_doubtful_sounds_do_not_add_up_to_an_error():
    mild = "A: Are you seeing an error? Is it on every device? Is there anything on the screen?"
    assert "EM-4" not in met("empathy", "C: Why does nothing play on my television? It is a joke!", mild)


@pytest.mark.parametrize(
    ("criterion", "line", "error"),
    [
        ("calm", "Hi there, sorry for this! Thanks for the video!", "CT-5"),
        ("calm", "Let us know, and we'll work together on it.", "CT-2"),
        ("calm", "That's not what we like to hear.", "CT-7"),
        ("calm", "I can't move the engineer, but I can put you on the first slot tomorrow at 9:00.", "CT-6"),
        ("empathy", "I'm sad to hear that the line is dead.", "EM-5"),
        ("empathy", "Happy to help with the line.", "EM-7"),
        ("empathy", "I am sorry you both had to feel small in that room.", "EM-1"),
        ("empathy", "I am sorry for the trouble that we have caused you.", "EM-1"),
        ("empathy", "Sorry for this trouble.", "EM-1"),
        ("empathy", "I'm sorry, but I cannot open the file without the customer number.", "EM-1"),
        ("empathy", "Other customers in your street are offline too, so it isn't your phone.", "EM-3"),
        ("clarity", "Do you think you might come back later?", "CL-3"),
        ("clarity", "The line was cut too soon, before the new one had been laid.", "CL-3"),
        ("clarity", "I hope to hear from you soon.", "CL-3"),
        ("clarity", "^JS", "CL-1"),
        ("clarity", "As soon as the network report, the NTR, is in, which is Tuesday.", "CL-1"),
        ("boundaries", "We'd suggest to add a second lock to your account.", "PB-9"),
        ("boundaries", "Is there anything else I should know before I set something up?", "PB-9"),
        ("boundaries", "To report this to the team in charge, please use the form.", "PB-1"),
    ],
)
def test_competent_lines_are_no_errors(criterion, line, error):
    assert error not in met(criterion, ANGRY, f"A: {line}")


@pytest.mark.parametrize(
    ("criterion", "line", "error"),
    [
        ("calm", "Awesome! Have a wonderful day! 🎉", "CT-5"),
        ("calm", "It is how it is, that's decided elsewhere.", "CT-6"),
        ("empathy", "Thousands of people live without a line every day without any trouble.", "EM-3"),
        ("empathy", "I am sorry that you were under the impression this was our doing.", "EM-1"),
        ("clarity", "It will be repaired in the not too distant future.", "CL-3"),
        ("boundaries", "That tone isn't one we accept, please rephrase.", "PB-1"),
    ],
)
def test_errors_in_other_words_are_still_found(criterion, line, error):
    assert error in met(criterion, ANGRY, f"A: {line}")


def test_somebody_who_is_told_that_nobody_thinks_them_a_fool_is_not_insulted():
    kind = "A: Nobody in your family has to think you were a fool; this surprises many people."
    grade = GRADERS["calm"].grade(talk("C: 380 for a ferry network, I am furious!", kind))[0]
    assert "CT-1" not in grade.critical
    assert "CT-1" in GRADERS["calm"].grade(talk(ANGRY, "A: You were a fool, and you are an idiot."))[0].critical
    assert "CT-1" not in met("calm", ANGRY, "A: You are not stupid, and nobody here thinks so.")
    assert "CT-1" in met("calm", ANGRY, "A: You are not only stupid, you are rude as well.")


def test_what_was_offered_before_is_a_way_forward():
    assert "CT-6" not in met("calm", ANGRY, "A: No, a copy of the data is not part of it. Everything else stands.")


def test_clipped_fragments_are_flat():
    def score(answer):
        return GRADERS["calm"].grade(talk(ANGRY, f"A: {answer}"))[0].score

    assert (
        score("Got it. Not ok. Anything else?")
        < 65
        < score("Please tell me which room it is, so that I send the right fitter.")
    )


def test_a_mask_of_a_published_transcript_is_no_debris():
    assert "CL-5" not in met("clarity", ANGRY, "A: [CUSTOMER] Please follow these steps: [URL]")
    assert "CL-5" in met("clarity", ANGRY, "A: Dear [Customer name], your line is repaired on {date}.")


def test_an_assent_that_begins_with_no_turns_nothing_down():
    lines = ("C: Five letters in the old name, I demand that it stops!", "A: No, I'd be cross as well, honestly.")
    assert "PB+4" not in met("boundaries", *lines)


def test_the_length_of_a_thing_is_no_time_to_hold_somebody_to():
    assert "CL+4" not in met("clarity", ANGRY, "A: We have removed the 40-minute limit on calls for schools.")
    assert "CL+4" in met("clarity", ANGRY, "A: I have booked the engineer for tomorrow at 9:00.")


@pytest.mark.parametrize(
    ("criterion", "line", "error"),
    [
        ("calm", "The form has a field for attachments, in case you wish to add documents.", "CT-4"),
        ("boundaries", "Thank you for your message. Your patience is appreciated.", "PB-9"),
        ("clarity", "You can rely on this: a case against the seller, reference FR-71311.", "CL-1"),
    ],
)
def test_plain_lines_of_weak_agents_are_weak_and_no_errors(criterion, line, error):
    assert error not in met(criterion, ANGRY, f"A: {line}")


@pytest.mark.parametrize(
    ("criterion", "line", "error"),
    [
        ("calm", "The visit is on Friday at 10:00. Yours, Ruth Hall. Customer Relations", "CT-6"),
        ("calm", "Oh gosh, okay.", "CT-3"),
        ("boundaries", "I should be grateful to learn what you would regard as a proper settlement.", "PB-9"),
        (
            "boundaries",
            "You want our written admission that the decision was negligent; who decides that is the review.",
            "PB-5",
        ),
        ("clarity", "But here's what I really can do: 30 days without fees, from now, until Sunday 14 July.", "CL-4"),
        ("empathy", "Could you walk me through what happened on your side?", "EM-4"),
    ],
)
def test_manners_of_speaking_are_no_errors(criterion, line, error):
    assert error not in met(criterion, ANGRY, f"A: {line}")


@pytest.mark.parametrize(
    "line", ["Ah, I hear you.", "Thank you for your message.", "My plan for you:", "Settled then."]
)
def test_short_friendly_words_are_neither_scorn_nor_an_end(line):
    reading, x = first(ANGRY, f"A: {line}")
    assert hostile(reading, x, "CT-3") < 0.5
    assert "PB-7" not in met("boundaries", ANGRY, f"A: {line}")


def test_the_customer_s_own_words_and_a_tap_that_is_shut_insult_nobody():
    inspected = "C: Your man looks at me like I'm some kind of thief, and the machine was dead!"
    assert "CT-1" not in met("calm", inspected, "A: I note that our man looks at you like you're some kind of thief.")
    assert "CT-1" in met("calm", inspected, "A: Then pay like everybody else. You are a thief, that is all.")
    pipe = "C: The pipe split and I have it in writing!"
    assert "CT-1" not in met("calm", pipe, "A: The plumber who shut it off put it in writing the same day.")
    assert "CT-1" in met("calm", pipe, "A: Oh, shut it, you are wasting my time.")


@pytest.mark.parametrize(
    ("criterion", "line", "error"),
    [
        ("empathy", "I understand that you are very angry.", "EM-7"),
        ("empathy", "I'm glad you told me that.", "EM-7"),
        ("empathy", "Could you tell me a little more about how this has affected you?", "EM-4"),
        ("resolution", "To make sure we're on the same page: the line was dead on Monday.", "RE-4"),
        ("resolution", "I'm glad you told me.", "RE-5"),
        ("resolution", "A line marked as mended that is not there.", "RE-5"),
        ("resolution", "Did you buy the insurance at the counter?", "RE-7"),
        ("resolution", "I'm giving you a coffee voucher of 5 cr.", "RE-7"),
        ("clarity", "A person can be reached at the line desk, 555-0142.", "CL-6"),
    ],
)
def test_fair_lines_of_careful_agents_are_no_errors(criterion, line, error):
    assert error not in met(criterion, ANGRY, f"A: {line}")


def test_a_recap_of_refunds_and_a_list_in_parts_are_clear():
    back = "To sum up: two fees back, 50 cr by Tuesday 14 May; a pause of 30 days in which no fee of 25 cr is charged."
    assert not {"CL-2", "CL-4"} & met("clarity", ANGRY, f"A: {back}")


def test_courtesy_beside_a_no_is_no_apology_too_many():
    said = (
        "That I don't know, sorry.",
        "Sorry, I can't see who was on duty.",
        "Which van it was I cannot tell, sorry.",
    )
    lines = [
        line for text in (*said, "Sorry, I don't have that information.") for line in ("C: And why?!", f"A: {text}")
    ]
    assert "EM-2" not in met("empathy", ANGRY, *lines[1:])


def test_a_no_that_says_nothing_answers_nothing():
    ask = "C: When does the technician come?"
    assert "CL+2" not in met(
        "clarity", ask, "A: I cannot answer this from the file; please ask the line desk at 555-0142."
    )
    assert "CL+2" in met("clarity", ask, "A: On Friday at 10:00.")


def test_what_was_accepted_may_be_said_again_as_done():
    lines = (ANGRY, "A: I can send our technician Bruno on Friday at 10:00.", "C: I'll take that. Please confirm!")
    assert "RE-3" not in met(
        "resolution", *lines, "A: Our technician Bruno comes on Friday at 10:00, I have booked it."
    )


def test_what_is_for_sale_settles_nothing():
    ask = "C: One egg out of twelve survived your packing!"
    found = met("resolution", ask, "A: While you're here, our Egg Club is 5 a month!")
    assert "RE-7" in found
    assert "RE+2" not in found
    assert "RE+2" in met(
        "resolution", ask, "A: I'm sending you twelve new eggs on Friday, and 4 cr go back to your card."
    )


def test_a_feeling_about_something_never_said_is_a_wrong_one():
    assert "EM-7" in met("empathy", ANGRY, "A: I understand that you are angry about the new kitchen.")
    assert "EM-7" not in met("empathy", ANGRY, "A: I understand that you are angry about the dead line.")


@pytest.mark.parametrize("line", ["Did you mean this?", "What was going on for you this summer?"])
def test_a_check_and_a_question_for_the_story_ask_nothing_again(line):
    assert "EM-4" not in met("empathy", ANGRY, f"A: {line}")


@pytest.mark.parametrize(
    ("criterion", "lines", "error"),
    [
        ("empathy", (ANGRY, "A: Would this meet your concern?"), "EM-4"),
        ("empathy", (ANGRY, "A: Nine days, and two engineers who never came?"), "EM-4"),
        ("empathy", ("C: I'm sorry that I shouted.", "A: No harm done, honestly."), "EM-3"),
        ("empathy", (ANGRY, "A: Is everybody safe?"), "EM-3"),
        (
            "resolution",
            (ANGRY, "A: A year for nothing I cannot give. What I can offer instead is a voucher of 5 cr."),
            "RE-7",
        ),
    ],
)
def test_consent_read_backs_and_the_nearest_yes_are_no_errors(criterion, lines, error):
    assert error not in met(criterion, *lines)


def test_a_question_whether_it_would_do_leaves_no_choice():
    ask = "A: You get 20 cr back on Friday. Would that do it, or is there something missing?"
    assert "RE+3" not in met("resolution", ANGRY, ask)
    assert "RE+3" in met(
        "resolution", ANGRY, "A: You get 20 cr back on Friday, or a new router tomorrow. Which would you like?"
    )


def test_the_customers_words_said_back_answer_no_question():
    ask = "C: The engineer missed me two times on Monday morning, so when does he come?"
    assert "CL+2" not in met("clarity", ask, "A: The engineer missed you two times on Monday morning.")


def test_a_list_is_read_out_a_second_time_and_no_third():
    recap = (
        "A: To sum up: - the engineer comes on Friday 14 June at 10:00 - a credit of 20 cr by Monday - a call before."
    )
    asks = ("C: And my line?", "C: You do not answer what I ask!", "C: Copy, paste. Great. And my line?!")
    once = [ANGRY, recap, asks[0], "A: The engineer mends the line itself.", "C: Please say it all once more.", recap]
    assert "RE-3" not in met("resolution", *once)
    assert "RE-3" in met("resolution", ANGRY, recap, asks[0], recap, asks[1], recap, asks[2], recap)
