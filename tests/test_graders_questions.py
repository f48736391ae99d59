"""A direct question, with or without its mark, and the sentence of the next turn that answers it by its kind."""

import pytest
from graders_kit import GRADERS, grade, read

from coolhead.bench.testing import talk
from coolhead.graders.checks.speech.questions import questions

ASKED = [
    ("When does the lorry come?", ["when"]),
    ("So when can I have my boots back", ["when"]),
    ("Will it hold till spring?!", ["yesno"]),
    ("who do I talk to now and what does it cost me?", ["who", "much"]),
    ("I should like to be told nothing more. I want to know where my cello is.", ["where"]),
    ("Please explain why the gate was locked.", ["why"]),
    ("Can you tell me when she is back?", ["when"]),
    ("And if the pump fails again?", ["whatif"]),
    ("what now", ["how"]),
    ("could you send it to my sister instead", ["yesno"]),
    ("When I came home it was gone. What is more, it smelt.", []),
    ("How dare you? Are you serious?", []),
    ("Which is why I am leaving. Whatever you say.", []),
    ("It is a farce, is what it is.", []),
]


@pytest.mark.parametrize(("said", "kinds"), ASKED)
def test_what_is_asked(said, kinds):
    assert [one.kind for one in questions(read(talk(f"C: {said}", "A: Good day.")).turns[0])] == kinds


ANSWERED = [
    ("When does the lorry come?", "Two weeks without a table is no joke. It is with you on Thursday at 8.", "Thursday"),
    ("Who pays the roofer?", "A wet nursery, how awful. We do. The bill goes to our office in Marl.", "We do"),
    ("How much do I get back?", "I looked at your order just now. All 75 cr, to the same card.", "75"),
    ("Why did nobody ring?", "You waited all day. The note with your number was lost at the desk.", "lost"),
    ("Must I be in for the fitter?", "The meter hangs outside. No, he needs nobody.", "No, he"),
    ("Can you move it to June?", "Your exam goes before. I have moved it to 4 June.", "moved it to 4 June"),
    ("Where do I fetch it?", "Sorry for the long way. It lies at the side door of the mill.", "side door"),
    ("What do I do if it drips again?", "A puddle a day is too much. Then turn the red tap and ring me.", "red tap"),
]


@pytest.mark.parametrize(("question", "answer", "part"), ANSWERED)
def test_the_quote_is_the_answer(question, answer, part):
    made = grade("clarity", f"C: I am fed up with this! {question}", f"A: {answer}")
    quotes = [one.quote for one in made.evidence if one.indicator == "CL+2"]
    assert quotes, made.reason
    assert part in quotes[0]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("When does the lorry come?", "Our lorries are among the cleanest in the county."),
        ("Who pays the roofer?", "Roofs are a matter close to our hearts. Thank you for asking."),
        ("How much do I get back?", "Refunds depend on many things and are looked at with care."),
        ("Must I be in for the fitter?", "Fitters are well trained and friendly people."),
    ],
)
def test_a_question_passed_over_is_the_one_that_is_named(question, answer):
    findings = GRADERS["clarity"].findings(talk(f"C: Two weeks now! {question}", f"A: {answer}"))
    passed = next(one for one in findings if one.indicator == "CL+2")
    assert passed.verdict == "missed"
    assert (passed.turn, passed.quote) == (0, question)


def test_who_asks_nothing_gets_no_answer():
    made = grade("clarity", "C: yes send it", "A: Sent just now. If it is not there on Friday, ring me on 555-0160.")
    assert made.indicators["CL+2"] == "n/a"


def test_a_bare_no_is_shown_with_what_stands_behind_it():
    made = grade("clarity", "C: Will one see the mend?!", "A: No. The whole board is new. It comes on Monday.")
    assert next(one.quote for one in made.evidence if one.indicator == "CL+2") == "No. The whole board is new."
