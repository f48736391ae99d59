"""Sympathy counts where it is with this customer's story, and not where it is with another's."""

import pytest
from graders_kit import first, grade, met

from coolhead.graders.checks.empathy.story import anchored, shared, strange

HOTEL = (
    "C: I was moved to a smoking room on my honeymoon at your hotel, although I booked the sea view in March. "
    "I am so angry I could scream."
)
GYM = "C: I cancelled in writing in April and you still take 39 cr from me each month. That's the third letter I write!"
COLD = "C: No heating for eleven days now, with my mother of 84 living with us. Your fitter came twice, I've had it!"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (HOTEL, "A smoking room on your honeymoon after booking the sea view in March: no wonder you could scream."),
        (
            HOTEL,
            "You booked the sea view in March and were moved to a smoking room on your honeymoon, I'd be angry too.",
        ),
        (GYM, "You cancelled in writing in April, and this is your third letter: of course you feel ignored."),
        (COLD, "Eleven days without heating with a mother of 84 in the house: you must be worn out."),
    ],
)
def test_facts_of_ones_own_count_in_any_order(told, said):
    assert "EM+2" in met("empathy", told, f"A: {said}")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            HOTEL,
            "A delayed flight on your business trip after paying for the aisle in June: no wonder you could scream.",
        ),
        (GYM, "I'm sorry that your parcel with the birthday present went to the neighbour in the wrong street."),
        (COLD, "I'm sorry that your sofa came in the wrong colour before your boss's visit, you must be livid."),
    ],
)
def test_the_story_of_somebody_else_is_a_wrong_fact(told, said):
    assert "EM-7" in met("empathy", told, f"A: {said}")
    assert "EM+2" not in met("empathy", told, f"A: {said}")
    assert grade("empathy", told, f"A: {said}").score < grade("empathy", told, "A: I am on it now.").score


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (HOTEL, "You came as newly-weds and lay in the smell of other people's cigarettes, that hurts."),
        (COLD, "An old lady in a cold house for so long, that must have frightened you."),
        (GYM, "No wonder you are cross: month after month we help ourselves to your money."),
        (GYM, "I'm sorry that our accounts department lost the notice in the move to the new building."),
    ],
)
def test_other_words_for_what_was_told_are_no_other_story(told, said):
    assert "EM-7" not in met("empathy", told, f"A: {said}")


def test_told_akin_and_strange_words_are_told_apart():
    reading, own = first(HOTEL, "A: A smoking room on your honeymoon, no wonder you're angry.")
    assert shared(reading, own).told >= 2
    reading, other = first(HOTEL, "A: Other people's cigarettes, no wonder you're angry.")
    assert shared(reading, other).akin == 1
    reading, foreign = first(HOTEL, "A: Your grandmother's surgery in June, no wonder you're angry.")
    assert anchored(reading, foreign) == 0 < strange(reading, foreign)


@pytest.mark.parametrize(
    ("told", "right", "wrong", "said"),
    [
        (GYM, "April", "July", "You cancelled in {} and still pay, that is infuriating."),
        (COLD, "Eleven", "Four", "{} days without heating, you must be worn out."),
        (GYM, "39", "93", "I'm sorry that each month {} cr are taken."),
    ],
)
def test_a_month_a_length_or_a_sum_of_their_own_may_not_be_another(told, right, wrong, said):
    assert "EM-7" not in met("empathy", told, f"A: {said.format(right)}")
    assert "EM-7" in met("empathy", told, f"A: {said.format(wrong)}")
    assert "EM+2" not in met("empathy", told, f"A: {said.format(wrong)}")


def test_warmth_that_fits_anybody_stands_below_facts_without_it():
    anybody = (
        "A: No wonder you are angry, and I'm sorry for what it did to your week.",
        "C: And now?",
        "A: You are right to be upset, and I'm sorry it came to this.",
        "C: What do you do?",
        "A: That must have worn you down, and anyone would be cross.",
    )
    theirs = ("A: Eleven days without heating, with a mother of 84: no wonder you've had it.", *anybody[1:])
    general, own = grade("empathy", COLD, *anybody), grade("empathy", COLD, *theirs)
    assert general.level <= 2
    assert own.score > general.score + 25


def test_a_mess_admitted_names_what_it_did():
    assert "EM+1" in met("empathy", COLD, "A: What a mess we have made of your week. The fitter comes on Friday at 9.")
    assert "EM+1" in met("empathy", COLD, "A: We have spoilt her January, and yours.")
    assert "EM+1" not in met("empathy", COLD, "A: The boiler room is a mess. The fitter comes on Friday at 9.")


@pytest.mark.parametrize("said", ["You could be entitled to up to 30 as goodwill.", "You're entitled to a new valve."])
def test_what_one_is_entitled_to_is_no_fair_anger(said):
    assert "EM+3" not in met("empathy", GYM, f"A: {said}")
    assert "EM+3" in met("empathy", GYM, "A: You're entitled to be angry with us over a third letter.")


def test_a_question_about_passing_on_opens_nothing():
    assert "EM+6" not in met("empathy", GYM, "A: Shall I pass you on with what you told me?")


def test_a_paraphrase_is_put_to_the_customer_and_right():
    told = "You cancelled in April and wrote three letters, and each month 39 cr are taken."
    assert "EM+5" in met("empathy", GYM, f"A: {told} Have I got that right?")
    assert "EM+5" not in met("empathy", GYM, f"A: {told}")
    assert "EM+5" not in met("empathy", GYM, f"A: {told.replace('April', 'October')} Have I got that right?")


def test_a_question_may_say_it_and_a_condition_does_not():
    assert "EM+1" in met("empathy", COLD, "A: Who wouldn't be livid after that?")
    assert "EM+1" in met("empathy", COLD, "A: It isn't hard to see why you are livid.")
    assert "EM+1" not in met("empathy", COLD, "A: Are you livid?")
    assert "EM+1" not in met("empathy", COLD, "A: Should any of this have made you livid, that would be regrettable.")


def test_anger_not_understood_is_made_small_and_joy_is_wrong():
    assert "EM-3" in met("empathy", COLD, "A: I honestly fail to see what there is to be livid about.")
    assert "EM-3" in met("empathy", COLD, "A: You have got yourself worked up about next to nothing.")
    assert "EM-7" in met("empathy", COLD, "A: How nice to hear that you are happy with the fitter.")
    assert "EM-7" not in met("empathy", COLD, "A: I hope you will be happy with the new valve.")


def test_an_apology_for_their_own_words_is_no_echo():
    told = "C: The courier left my new bicycle in the rain outside the gate and the saddle is soaked. It's a disgrace!"
    assert "EM+4" in met(
        "empathy", told, "A: I'm sorry that the courier left your bicycle in the rain outside the gate."
    )
