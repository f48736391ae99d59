"""A step that the customer took in vain and is asked for again (RE-3); another desk in the place of the deed (RE-8)."""

import pytest
from graders_kit import grade

DEAD = "C: My line is dead and I am fed up."

AGAIN = [
    ("I unplugged it twice, like you said.", "Unplug it and wait a minute, please."),
    ("I already sent the photos on Monday and again today.", "Please send us the photos."),
    ("I've reset the router four times.", "First, reset the router."),
    ("I have uploaded my passport three times now.", "Kindly upload your passport."),
]
ANEW = [
    ("I called three times.", "Please call me direct on 555-0133 from now on."),
    ("I restarted it three times.", "Don't restart it again; I'm sending Ola today at 5."),
    ("I sent the form twice.", "Your form is here, I found both."),
    ("I waited at home twice.", "Please wait for my call at 5 today."),
    ("I sent the letter twice, to the wrong street it seems.", "If you send it once more, send it to Mill Lane 3."),
]


@pytest.mark.parametrize(("said", "answer"), AGAIN)
def test_a_step_that_was_taken_is_not_asked_for_again(said, answer):
    assert grade("resolution", f"{DEAD} {said}", f"A: {answer}").indicators["RE-3"] == "met"


@pytest.mark.parametrize(("said", "answer"), ANEW)
def test_another_way_is_no_step_again(said, answer):
    assert grade("resolution", f"{DEAD} {said}", f"A: {answer}").indicators["RE-3"] != "met"


@pytest.mark.parametrize(
    ("wish", "answer", "place"),
    [
        ("Could you change my seat to the aisle please?", "For that use the order desk. It opens at 9.", "order desk"),
        (
            "Please cancel my place.",
            "That is dealt with by our membership team, they answer until 6.",
            "membership team",
        ),
        ("Can you book me in for Friday?", "Bookings are made through our app.", "our app"),
    ],
)
def test_another_desk_settles_no_request(wish, answer, place):
    made = grade("resolution", f"C: {wish}", f"A: {answer}")
    assert made.indicators["RE+2"] != "met"
    assert place in next(one.quote for one in made.evidence if one.indicator == "RE-8")


@pytest.mark.parametrize(
    ("wish", "answer"),
    [
        ("Where do I change my seat?", "At the order desk, it opens at 9."),
        ("Can you book me in for Friday?", "You're booked for Friday at 9. The app shows it too."),
    ],
)
def test_the_place_that_was_asked_for_and_a_deed_beside_a_place_do(wish, answer):
    assert grade("resolution", f"C: {wish}", f"A: {answer}").indicators["RE+2"] == "met"
