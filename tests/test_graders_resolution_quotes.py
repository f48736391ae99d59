"""Resolution shows the sentence that carries the claim: the deed, the cause, the way out, one for each issue."""

import pytest
from graders_kit import grade

ANGRY = "C: The stove you fitted is cold since Sunday, my mother is 80 and nobody rings back. I am furious!"


def quotes(made, indicator):
    return [one.quote for one in made.evidence if one.indicator == indicator]


@pytest.mark.parametrize(
    "beside",
    [
        "I'm looking at your file: the fitter was booked for Sunday.",
        "The full price I can't give back, because the stove is two years old.",
        "Please leave the shouting out of it, then we can talk.",
        "A cold house with your mother in it is awful, and I'm sorry.",
    ],
)
def test_the_offer_is_quoted_and_not_what_stands_beside_it(beside):
    made = grade("resolution", ANGRY, f"A: {beside} I am sending Lina with a new valve tomorrow at 8:00.")
    for indicator in ("RE+2", "RE+4", "RE+5"):
        assert quotes(made, indicator) == ["I am sending Lina with a new valve tomorrow at 8:00."], indicator


def test_a_cause_is_no_deed_and_no_reason_for_a_no():
    told = grade("resolution", ANGRY, "A: The valve got stuck because the filter was missing. Lina brings one at 8:00.")
    assert quotes(told, "RE+1") == ["The valve got stuck because the filter was missing."]
    refused = grade("resolution", ANGRY, "A: I can't pay for it, because the stove is two years old.")
    assert refused.indicators["RE+1"] != "met"


def test_an_echo_owns_nothing():
    said = "I take my complaint to the ombudsman on Friday and I am putting this on record."
    made = grade("resolution", ANGRY, "A: Good day.", f"C: {said}", f"A: I hear that {said[0].lower()}{said[1:]}")
    assert not {"RE+1", "RE+2", "RE+4", "RE+5", "RE+8"} & {id for id, v in made.indicators.items() if v == "met"}


def test_who_does_what_was_asked_in_the_same_words_owns_it():
    made = grade(
        "resolution",
        f"{ANGRY} Move my visit from the 28th to the 5th.",
        "A: I have moved your visit from the 28th to the 5th.",
    )
    assert made.indicators["RE+4"] == "met"


NOT_DEMANDED = [
    (ANGRY, "No, this is not a small matter at all. I am booking Lina for Friday at 9:00."),
    (ANGRY, "I can't promise Friday, but I will ring you by 18:00 today with a firm slot."),
    (f"{ANGRY} Will one see the patch?", "No. The whole front is new. Lina fits it on Friday at 9:00."),
]


@pytest.mark.parametrize(("said", "answer"), NOT_DEMANDED)
def test_where_nothing_impossible_was_demanded_no_alternative_is_due(said, answer):
    assert grade("resolution", said, f"A: {answer}").indicators["RE+10"] == "n/a"


DEMANDED = [
    (
        "Pay me a new stove, today!",
        "A new stove I can't pay. What I can do is lend you two heaters today.",
        "two heaters",
    ),
    ("I want Sunday undone!", "That can't be undone; I can have Lina there at 8:00 tomorrow.", "Lina there"),
    (
        "Give me the fitter's address!",
        "Where he lives I can't tell anyone. Hand me a letter, and I post it to him today.",
        "post it to him today",
    ),
    ("I want all of it back!", "Sixty I can give you; the rest I cannot.", "Sixty"),
]


@pytest.mark.parametrize(("said", "answer", "part"), DEMANDED)
def test_the_way_out_is_quoted_where_a_demand_is_turned_down(said, answer, part):
    made = grade("resolution", f"{ANGRY} {said}", f"A: {answer}")
    assert made.indicators["RE+10"] == "met"
    assert part in quotes(made, "RE+10")[0]


def test_a_fix_is_no_cause_passed_on():
    fixed = grade("resolution", ANGRY, "A: I am sending an engineer today between 14:00 and 16:00.")
    assert fixed.indicators["RE+9"] != "met"
    passed = grade("resolution", ANGRY, "A: I have reported the weak valve to the people at the works.")
    assert passed.indicators["RE+9"] == "met"


def test_each_issue_shows_its_own_sentence():
    made = grade(
        "resolution",
        "C: Two things: you charged me 80 twice in May, and my spare key never came. I am fed up.",
        "A: The second 80 went back to your card today. Your key is in tomorrow's post.",
    )
    assert quotes(made, "RE+6") == ["The second 80 went back to your card today.", "Your key is in tomorrow's post."]
    half = grade(
        "resolution",
        "C: Two things: you charged me 80 twice in May, and my spare key never came. I am fed up.",
        "A: Your key is in tomorrow's post.",
    )
    assert half.indicators["RE+6"] == "missed"


@pytest.mark.parametrize("said", ["I see order WM-4471.", "I'm staying here."])
def test_a_look_and_company_are_no_step(said):
    made = grade("resolution", ANGRY, f"A: {said}")
    assert not {"RE+2", "RE+4", "RE+5"} & {id for id, verdict in made.indicators.items() if verdict == "met"}


def test_a_question_of_fact_asks_for_no_consent_and_a_look_at_the_file_follows_nothing_up():
    opening = "C: My mixer is dead since Monday and nobody rings back! Order WM-4471."
    asked = grade("resolution", opening, "A: What does it do when you switch it on?", "C: It hums.", "A: Okay.")
    assert asked.indicators["RE+7"] != "met"
    suits = grade("resolution", opening, "A: Does Friday at 9 work for you?", "C: Yes.", "A: Booked for Friday at 9.")
    assert suits.indicators["RE+7"] == "met"
    sent = "A: I see order WM-4471. I am sending an engineer on Friday at 9."
    looked = grade("resolution", opening, sent, "C: It hums.", "A: Okay.")
    assert looked.indicators["RE+8"] != "met"


SETTLED = "A: Lina brings a new valve on Friday at 9:00, free of charge."


@pytest.mark.parametrize(
    ("asks", "verdict"),
    [
        ("Would Friday at nine put your mind at rest?", "met"),
        ("So, have I got all of it?", "met"),
        ("Before we stop: does that answer what you wrote to us about?", "met"),
        ("Shall I put it on the van?", "missed"),
        ("Is there something nobody has asked you yet?", "missed"),
        ("Would she need the ramp before noon?", "missed"),
        ("The van or the post: which is better for you?", "missed"),
    ],
)
def test_whether_the_outcome_suits_is_asked_with_a_word_of_how_it_suits(asks, verdict):
    assert grade("resolution", ANGRY, SETTLED, "C: About time.", f"A: {asks}").indicators["RE+7"] == verdict


@pytest.mark.parametrize(
    "said",
    [
        "You've waited since Sunday, and nobody rang.",
        "Since Sunday, and it's gone Thursday now.",
        "Your stove is cold since Sunday and your mother is 80.",
    ],
)
def test_the_story_told_back_is_no_step(said):
    made = grade("resolution", ANGRY, f"A: {said}", "C: And?", "A: I am sending Lina tomorrow at 8:00.")
    assert quotes(made, "RE+5") == ["I am sending Lina tomorrow at 8:00."]


@pytest.mark.parametrize(
    ("said", "passed"),
    [
        ("I've told the packers about the mixed labels, so the next order doesn't suffer.", True),
        ("What went wrong at the counter is with the branch manager now.", True),
        ("I have handed your file to Mrs Lund of the claims team, who writes by Friday.", False),
        ("I've put her down with Doctor Ames for four.", False),
        ("I've sent the technician your address and the gate code.", False),
    ],
)
def test_a_case_that_is_handed_over_passes_no_cause_on(said, passed):
    assert (grade("resolution", ANGRY, f"A: {said}").indicators["RE+9"] == "met") is passed


def test_questions_of_fact_leave_no_choice_and_plain_words_do():
    asked = grade("resolution", ANGRY, f"{SETTLED} Is somebody with her now, or could the neighbour look in?")
    assert asked.indicators["RE+3"] != "met"
    left = grade("resolution", ANGRY, "A: Either Lina comes at 8:00 tomorrow or I send the 80 back today, as you like.")
    assert left.indicators["RE+3"] == "met"


def test_to_ask_on_about_the_same_is_no_further_issue():
    asks = [ANGRY, SETTLED, "C: And when on Friday does she come?", "A: At 9:00."]
    assert grade("resolution", *asks).indicators["RE+6"] == "n/a"
    more = [*asks[:2], "C: And who pays the hotel my mother took on Sunday?", "A: We do, I refund the 60 today."]
    assert grade("resolution", *more).indicators["RE+6"] == "met"


def test_a_no_in_passing_turns_nothing_down():
    made = grade(
        "resolution",
        f"{ANGRY} Will the same man come again?",
        "A: Lina comes at 8:00. And if anyone ever says no, your mother rings 555-0140 and we talk to him.",
    )
    assert made.indicators["RE+10"] == "n/a"
