"""Plain requests: the grade of resolution rests on what became of them. Conversations, from done to failed."""

import pytest

from coolhead.bench.testing import talk
from coolhead.bench.types import Action, Dialogue, Turn
from coolhead.graders.catalog import builtin

RESOLUTION = next(grader for grader in builtin() if grader.criterion == "resolution")

TABLE = "C: Hello, could you reserve a table for four on Friday at seven?"
DONE = (TABLE, "A: What name is it for?", "C: Moreno.", "A: Your table for four is booked for Friday, 19:00.")
REFUSED = (TABLE, "A: What name is it for?", "C: Moreno.", "A: I'm sorry, there are no tables left on Friday.")
OPEN = (TABLE, "A: What name is it for?", "C: Moreno.", "A: And a phone number, please?")


def grade(*lines, **fields):
    return RESOLUTION.grade(talk(*lines, **fields))[0]


def quotes(found, indicator):
    return [each.quote for each in found.evidence if each.indicator == indicator]


def test_done_beats_left_open_beats_refused():
    done, left, refused = grade(*DONE), grade(*OPEN), grade(*REFUSED)
    assert done.score > 80
    assert done.score - 30 > left.score > refused.score
    assert quotes(done, "RE+2") == ["Your table for four is booked for Friday, 19:00."]
    assert quotes(refused, "RE-8") == ["I'm sorry, there are no tables left on Friday."]


def test_a_yes_after_a_no_is_a_yes_and_a_no_after_a_yes_is_a_no():
    after_a_no = grade(*REFUSED, "C: Then Saturday?", "A: Saturday at 19:00 is now reserved for Moreno, four people.")
    after_a_yes = grade(*DONE, "C: Can we make it eight people?", "A: Sorry, that is not possible for that evening.")
    assert after_a_no.score > 80
    assert after_a_yes.score < 50


def test_thanks_prove_nothing():
    assert grade(*REFUSED, "C: Great, thank you so much, that is perfect!").score <= grade(*REFUSED).score + 5
    assert grade(*OPEN, "C: Wonderful, you have been a star. Bye!").score < 50


def test_a_customer_who_must_say_it_again_has_not_got_it():
    claimed = ("C: Please unlock my account.", "A: Your account is now unlocked.")
    again = grade(*claimed, "C: I just tried again and it is still locked. It did not work.")
    assert again.score < grade(*claimed).score - 25


def test_a_question_is_settled_by_the_fact_and_not_by_courtesy():
    asked = "C: Hi, what time does the pool open on Sunday?"
    told = grade(asked, "A: On Sunday the pool opens at 8:30 and closes at 18:00.")
    polite = grade(asked, "A: Thank you for your question! We are always happy to help our guests.")
    sent_away = grade(asked, "A: Please visit our website for details.")
    assert told.score > 65
    assert told.score > max(polite.score, sent_away.score) + 25


def test_another_way_is_worth_something():
    no, other = "A: I'm afraid that room is not available in May.", "The garden room is free from 3 May for 80 a night."
    asked = "C: I would like to book the tower room for the first week of May."
    bare, shown = grade(asked, no), grade(asked, f"{no} {other}")
    assert shown.score > bare.score + 8
    assert quotes(shown, "RE+10") == [other]


def test_a_no_that_answers_the_question_is_no_failure():
    found = grade("C: Is the museum closed on Mondays?", "A: No, it is open on Mondays from 10:00 to 17:00.")
    assert found.score > 60
    assert found.indicators["RE-8"] != "met"


@pytest.mark.parametrize(
    "claim",
    [
        "Once it is approved, your ticket will be booked.",
        "Your ticket has not been booked yet.",
        "Shall I tell you when the ticket is booked?",
        "If it is confirmed, you are all set.",
    ],
)
def test_what_is_to_come_or_denied_is_not_done(claim):
    assert grade("C: Please book me a ticket to Velden.", f"A: {claim}").score < 60


def test_asking_for_what_is_needed_is_no_deflection():
    found = grade("C: I want to change my booking.", "A: Please enter your booking code.", "C: K-2215")
    assert found.indicators["RE-4"] != "met"


def tools(*turns):
    """Turns as (role, text, calls); a call is (name, result)."""
    made = [
        Turn(role=role, text=text, actions=tuple(Action(name=n, detail={"result": r}) for n, r in calls))
        for role, text, calls in turns
    ]
    return Dialogue(id="tools", turns=tuple(made))


ASK = ("customer", "Please move my cleaning to Thursday at ten.", ())
CONFIRM = ("agent", "I can move it to Thursday, 10:00. Do you confirm?", [("get_booking", "booking 12")])
YES = ("customer", "Yes.", ())
SAID = "Your cleaning is now moved to Thursday, 10:00."


def logged(*turns):
    return RESOLUTION.grade(tools(*turns))[0]


def test_the_log_decides_and_not_the_words():
    moved = logged(ASK, CONFIRM, YES, ("agent", SAID, [("update_booking", "ok")]))
    failed = logged(ASK, CONFIRM, YES, ("agent", SAID, [("update_booking", "Error: slot taken")]))
    nothing = logged(ASK, CONFIRM, YES, ("agent", SAID, ()))
    assert moved.score > 75
    assert quotes(moved, "RE+2") == [SAID]
    assert max(failed.score, nothing.score) < moved.score - 20


def test_an_error_that_is_made_good_is_forgiven():
    tried = [("update_booking", "Error: busy"), ("update_booking", "ok")]
    assert logged(ASK, CONFIRM, YES, ("agent", SAID, tried)).score > 75


def test_handing_over_after_looking_up_settles_nothing():
    handed = logged(ASK, ("agent", "I pass you on to a colleague.", [("transfer_to_human", "ok")]))
    moved = logged(ASK, CONFIRM, YES, ("agent", SAID, [("update_booking", "ok")]))
    assert handed.score < moved.score - 20
    assert handed.indicators["RE-8"] == "met"


@pytest.mark.parametrize(
    "said",
    [
        "I've signed your daughter up for the beginners' class.",
        "All sorted, see you on Friday at 8!",
        "We've cancelled the subscription; nothing will be charged.",
        "Your viewing of the flat has been arranged for Monday at 10 am.",
        "You're down for the ten o'clock class.",
        "Your request went through, the confirmation number is 4471.",
    ],
)
def test_done_is_heard_in_many_forms(said):
    assert grade("C: Could you arrange that for me, please?", f"A: {said}").score > 75


@pytest.mark.parametrize(
    "said",
    [
        "No luck, everything is full on Saturday.",
        "That flight's gone, sorry.",
        "I couldn't get that through, the system rejects the card.",
        "The information does not match our records.",
        "Dr. Morgan has no free appointments this week.",
        "You will have to call the bank for that.",
    ],
)
def test_failure_is_heard_in_many_forms(said):
    found = grade("C: Could you arrange that for me, please?", f"A: {said}")
    assert found.score < 40
    assert quotes(found, "RE-8") == [said]


def test_a_customers_trouble_taken_up_is_no_failure():
    found = grade(
        "C: How do I see my invoices? I can't log in.",
        "A: Sorry to hear that you can't log in. Choose 'Forgot password' there; the new code arrives in 2 minutes.",
    )
    assert found.indicators["RE-8"] != "met"


def test_a_link_tells_less_than_the_answer():
    asked = "C: How many books may I borrow at once?"
    answer = grade(asked, "A: Twelve books and four films, for three weeks.")
    link = grade(asked, "A: You can find all of that on our help page: www.example.org/borrowing")
    assert answer.score > link.score + 15


ANGRY = "C: Third time my freezer is not delivered and nobody tells me anything! I am furious!"
FIX = "The freezer comes on Friday, 8:00-10:00; I have booked it."


@pytest.mark.parametrize(
    ("said", "indicator"),
    [
        ("You have my word that the driver rings on Friday at 8.", "RE-2"),
        ("A guarantee that it never happens again, no, sorry, the rules do not let me.", "RE-2"),
        ("I regret that a guarantee that nothing goes wrong lies outside what I may give.", "RE-2"),
        ("Customer Relations", "RE-4"),
        ("What a letdown, three mornings at home for nothing.", "RE-4"),
        ("Right, okay, thanks for telling me.", "RE-5"),
        ("May I consider the matter settled to your satisfaction?", "RE-5"),
        ("Might there be something that our file does not show?", "RE-7"),
    ],
)
def test_look_alikes_of_slips_are_left_alone(said, indicator):
    assert grade(ANGRY, f"A: {FIX} {said}").indicators[indicator] != "met"


@pytest.mark.parametrize(
    ("said", "indicator"),
    [
        ("You have my word that nothing like that will ever happen again.", "RE-2"),
        ("Please contact the manufacturer about that.", "RE-4"),
        ("I am closing this ticket now as resolved.", "RE-5"),
        ("By the way, our Premium plan is half price this month, shall I add it?", "RE-7"),
    ],
)
def test_the_slips_themselves_are_found(said, indicator):
    assert grade(ANGRY, f"A: {said}").indicators[indicator] == "met"


MOVE = "C: hi could you move my driving lesson from tuesday to thursday? im at the dentist"
ASKED = "C: Is breakfast included, and how late can we check out on Sunday?"


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        (MOVE, "A: Lessons are arranged by the planning office. They are there from 8 to 12."),
        (MOVE, "A: Changes are a matter for the branch. It can be reached from Wednesday."),
        (MOVE, "A: Your request has been noted."),
        (MOVE, "A: Thank you for your message. It will be looked into whether Thursday is free."),
        (ASKED, "A: Our breakfast room is among the finest on the coast, with a view of the pier."),
    ],
)
def test_who_points_elsewhere_notes_a_wish_or_talks_of_something_else_settles_nothing(said, reply):
    made = grade(said, reply)
    assert made.level <= 2
    assert made.indicators["RE+2"] != "met"


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        (MOVE, "A: Moved: your lesson is on Thursday at 10 now."),
        (MOVE, "A: I have moved it with the planning office: Thursday at 10."),
        (ASKED, "A: Breakfast is included, and on Sunday you can stay until 12."),
    ],
)
def test_who_does_it_or_answers_settles_it(said, reply):
    assert grade(said, reply).indicators["RE+2"] == "met"


def test_all_changes_done_is_done():
    done = grade("C: Move my ride to five, please.", "A: Alright, that's all changes done for you!")
    assert done.indicators["RE+2"] == "met"


RIDE = ["C: I need a ride from Mill Lane to the port.", "A: A car takes 9 minutes and costs 12 cr. Should I book it?"]


@pytest.mark.parametrize(
    ("says", "at_least"),
    [("Never mind, I'll take the tram. Thanks!", True), ("Forget it, you useless machine, I go elsewhere!", False)],
)
def test_who_wants_something_else_after_an_offer_was_not_served_badly(says, at_least):
    left = grade(*RIDE, f"C: {says}", "A: Goodbye.")
    assert (left.score >= 60) is at_least


def test_a_deed_that_names_what_was_asked_for_is_an_outcome_and_bare_talk_of_success_is_less():
    alarm = ["C: Help!! The life support in our ward is failing and nobody comes!", "A: Which colour is the cable?"]
    named = grade(*alarm, "C: Black.", "A: Life support was recovered.")
    bare = grade(*alarm, "C: Black.", "A: It was resolved.")
    assert named.indicators["RE+2"] == "met"
    assert bare.indicators["RE+2"] == "missed"
