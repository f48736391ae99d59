"""Sympathy for what nobody told is no sympathy."""

import pytest
from graders_kit import grade, met

LETTERS = "C: Your letters still come in my old name, the third time I write! I feel like a nobody to you people!"


@pytest.mark.parametrize(
    "said",
    [
        "I'm so sorry for your loss.",
        "With a child in the picture this weighs twice as much.",
        "I can see that your livelihood hangs on this.",
        "I understand what a strain this is for your health.",
    ],
)
def test_a_loss_a_child_or_a_living_that_nobody_told_is_a_wrong_fact(said):
    assert "EM-7" in met("empathy", LETTERS, f"A: {said} The name is changed now.")
    plain = grade("empathy", LETTERS, "A: The name is changed now.").score
    assert grade("empathy", LETTERS, f"A: {said} The name is changed now.").score < plain


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("My wife died in May and you write to her every week!", "I'm so sorry for your loss."),
        ("I had to put my cat down and you want proof that she was ill!", "I'm sorry for your loss."),
        ("My boy cried all night because of you!", "With a child in the picture this weighs twice as much."),
        ("No card reader, and my stall opens at six!", "I can see that your livelihood hangs on this."),
        ("I have not slept for a week because of the noise!", "I understand what a strain this is for your health."),
    ],
)
def test_what_was_told_in_other_words_is_no_invention(told, said):
    assert "EM-7" not in met("empathy", f"C: {told}", f"A: {said}")


def test_the_case_file_gives_cause_as_well():
    from coolhead.personas.case import Case

    case = Case(firm="Harbour Savings", product="savings book", record={"holder": "Ada Lund, deceased on 3 May"})
    assert "EM-7" not in met("empathy", LETTERS, "A: I'm so sorry for your loss.", case=case)


@pytest.mark.parametrize(
    "said",
    [
        "As far as we can see, everything went as it was supposed to.",
        "Most customers have no difficulty with it at all.",
        "With respect, I don't think it happened in quite that way.",
        "It's a pity that you see it so negatively.",
        "Perhaps it would help to let it rest for a day.",
        "I understand that this may feel different to you.",
    ],
)
def test_to_be_told_politely_that_it_was_not_so_makes_small(said):
    assert "EM-3" in met("empathy", LETTERS, f"A: {said}")


@pytest.mark.parametrize(
    "said",
    [
        "Most customers would be angry about that.",
        "I don't think that is fair to you.",
        "Nothing went out in your new name, and that is our fault.",
        "Everything is done on our side: the name is changed and the letters are stopped.",
    ],
)
def test_a_word_for_the_customer_makes_nothing_small(said):
    assert "EM-3" not in met("empathy", LETTERS, f"A: {said}")


COAT = "C: The coat was my brother's. He died in March, the letter is his last, and you gave it away! I'm furious."


def test_what_a_thing_means_to_somebody_is_picked_up_and_no_wrong_fact():
    assert "EM-7" not in met("empathy", COAT, "A: I hear that this coat is a piece of your brother.")
    last = met("empathy", COAT, "A: That letter is the last thing you have of him, isn't it?")
    assert "EM+7" in last
    assert "EM-7" not in last
    assert "EM+1" in met("empathy", COAT, "A: This has clearly saddened you as much as it has angered you.")


def test_a_machine_that_says_so_claims_no_life_and_a_quick_word_is_no_vague_time():
    assert "EM-5" not in met("empathy", COAT, "A: I'm a program, I have no ears and no eyes, but I can read your file.")
    assert "CL-3" not in met("clarity", COAT, "A: I'll be quick.")


@pytest.mark.parametrize(
    ("told", "spoken_of"),
    [
        ("My girl stood 48 minutes alone at the gate!", "I am sorry about your daughter's wait at the gate."),
        ("My missus waited in all day for your man!", "I'm sorry that your wife waited in all day for nothing."),
        ("My nan sat in the cold because of you!", "I'm sorry your grandmother sat in the cold."),
    ],
)
def test_kin_may_be_spoken_of_in_other_words(told, spoken_of):
    assert "EM-7" not in met("empathy", f"C: {told} This is outrageous!", f"A: {spoken_of}")


def test_somebody_elses_kin_is_a_wrong_fact():
    said = "I'm sorry your mother waited all day for nothing."
    assert "EM-7" in met("empathy", "C: My missus waited all day for your man. I'm furious.", f"A: {said}")


@pytest.mark.parametrize("said", ["I am so sorry.", "I'm truly sorry.", "I am very, very sorry."])
def test_a_short_apology_is_no_half_one(said):
    assert "EM-1" not in met("empathy", "C: Nobody came! Two days I wait!", f"A: {said}")


@pytest.mark.parametrize("said", ["I'd have lost it too.", "Two days of waiting, that's not on."])
def test_anger_is_called_fair_in_plain_talk(said):
    found = met("empathy", "C: Nobody came! Two days I wait and you LAUGH at me!", f"A: {said}")
    assert "EM+3" in found
    assert "EM-5" not in found


def test_a_sum_to_pay_after_nothing_to_pay_is_a_contradiction():
    asked = "C: And what do I pay? You wrecked the door!"
    assert "CL-4" in met("clarity", asked, "A: Nothing to pay. The 20 you hand to the driver.")
    assert "CL-4" not in met("clarity", asked, "A: You owe us nothing. The 20 cr you paid come back by Friday.")
    assert "CL-4" not in met("clarity", asked, "A: The slip says two doors and we took four, so it's our doing.")
