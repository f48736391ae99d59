"""How a feeling is named: in a plain sentence, in a worn formula, or only by the look of it."""

import pytest
from graders_kit import GRADERS, grade

from coolhead.bench.testing import talk

NAMED = (
    "You are right to be angry.",
    "I hear how angry you are.",
    "That sounds really infuriating.",
    "I can see that you are angry.",
    "It is annoying to be told it's fixed and then see it come back.",
    "Three calls for one router, I'd have lost my patience too.",
    "Anybody becomes angry from this.",
    "You beside her at the window with nothing to show: what a let-down.",
)
WORN = (
    "I understand that you are very angry.",
    "I understand your anger.",
    "I understand your frustration.",
    "I understand how frustrating this must be.",
)
FURIOUS = "C: Three calls now about one router and it is still dead. I am furious with you people!"


@pytest.mark.parametrize("said", NAMED)
def test_anger_named_in_a_plain_sentence_is_named(said):
    assert grade("empathy", FURIOUS, f"A: {said} I'm looking at the line now.").indicators["EM+1"] == "met"


@pytest.mark.parametrize("said", WORN)
def test_a_worn_formula_earns_half_of_naming_the_feeling(said):
    found = GRADERS["empathy"].findings(talk(FURIOUS, f"A: {said} I'm looking at the line now."))
    assert 0.3 <= next(f.strength for f in found if f.indicator == "EM+1") < 0.5


def test_a_formula_that_says_what_the_anger_is_about_names_it():
    about = "A: I understand that you are angry about three calls for a router that is still dead."
    assert grade("empathy", FURIOUS, about).indicators["EM+1"] == "met"


def test_a_kind_look_of_the_whole_turn_does_not_make_a_plain_sentence_warm():
    """Words of hurt in a condition, and a grant, say nothing of what somebody feels."""
    told = "C: Your repeat order got lost and I've got two tablets for four days. I'm scared of a stroke!"
    for plain in (
        "Take half each morning and a whole one if your head hurts.",
        "Two tablets are on their way and four more start on the 1st.",
    ):
        assert grade("empathy", told, f"A: {plain}").indicators["EM+1"] == "missed"


def test_facts_taken_up_without_a_word_of_feeling_are_noticed_but_not_felt():
    told = "C: My bath is the colour of tea and I have a baby to wash, third time I ring since seven. FIX IT!"
    dry = "A: Tea-coloured water in the bath since seven, third ring. There are six reports from your street."
    deaf = "A: There are six reports from your street. A crew comes at 14:00."
    felt = "A: Tea-coloured bath water and a baby to wash: no wonder you're furious. A crew comes at 14:00."
    heard, noticed, reflected = (grade("empathy", told, said).score for said in (deaf, dry, felt))
    assert heard + 4 < noticed < 55 < reflected
    assert grade("empathy", told, dry).indicators["EM+2"] == "missed"
