"""The words a verdict quotes must show what it says; where no sentence does, the turn alone is named."""

from graders_kit import GRADERS

from coolhead.bench.testing import talk

ANGRY = "C: My line has been dead for nine days, two engineers never came. I am furious!"


def quoted(criterion, indicator, *lines):
    evidence = GRADERS[criterion].grade(talk(*lines))[0].evidence
    return next((one for one in evidence if one.indicator == indicator), None)


def test_steps_are_quoted_where_they_stand():
    answer = (
        "A: Nine days without a line is far too long. First I book the 9:00 slot for tomorrow in your name, "
        "then the engineer rings you on 555-0139. Is that all right?"
    )
    found = quoted("clarity", "CL+3", ANGRY, answer)
    assert found.quote.startswith("First I book")


def test_a_hand_over_is_quoted_and_not_the_greeting_before_it():
    answer = "A: Good day, Ms Hall. I will bring in a colleague now with my notes: 555-0142. It is a busy day."
    found = quoted("boundaries", "PB+6", "C: Get me a real person, now!", answer)
    assert found.quote.startswith("I will bring in a colleague")


def test_a_limit_is_quoted_by_the_words_that_set_it():
    answer = "A: The refund is what I am working on. Please leave the insults out so that I can."
    found = quoted("boundaries", "PB+1", "C: You pathetic worm, where is my refund?!", answer)
    assert found.quote.startswith("Please leave the insults out")


def test_what_a_whole_dialogue_shows_names_no_sentence():
    lines = [
        line
        for n in range(6)
        for line in ("C: And now?!", f"A: The engineer comes on {n + 3} May at 10:00, I have booked it.")
    ]
    assert quoted("calm", "CT+4", *lines).quote == ""
    assert quoted("clarity", "CL+1", *lines) is None


def test_sympathy_is_quoted_with_the_fact_it_is_about():
    answer = "A: Two engineers never came, in nine days. No, I'd be furious as well, honestly. The 9:00 slot is yours."
    found = quoted("empathy", "EM+2", ANGRY, answer)
    assert "engineers" in found.quote
    assert "furious as well" in found.quote


def test_a_link_acknowledges_nobody():
    found = quoted("calm", "CT+5", ANGRY, "A: You can choose a new date on the page. Visit the site for more of it.")
    assert found is None or found.quote == ""
