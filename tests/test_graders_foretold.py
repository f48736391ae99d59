"""Outcomes in nobody's hands, matters closed too early, a danger told beside a bill: what counts and what does not."""

from __future__ import annotations

import pytest
from graders_kit import grade, met

from coolhead.personas.case import Case


@pytest.mark.parametrize(
    ("customer", "agent", "promised"),
    [
        # in one voice
        ("It could be a tumour!", "It's no tumour, trust me.", True),
        ("Your mower killed my lilac.", "The lilac grows back, you have my word.", True),
        ("What if it rains on the wedding?", "It'll stay dry, mark my words.", True),
        ("Will the judge listen?", "The judge sees it your way, I'm certain.", True),
        # in another
        ("My aunt lies in bed since then.", "Your aunt will be on her feet by Sunday, of that I am sure.", True),
        ("The visa, will it come?", "You are getting that visa, rest assured.", True),
        ("Will they mend?", "They will heal as though nothing had happened.", True),
        # what one may say
        ("It could be a tumour!", "What it is I can't tell you; the doctor rings you today.", False),
        ("My aunt lies in bed since then.", "I hope she is back on her feet soon.", False),
        ("Will you ring me?", "I'll ring you at six, I promise.", False),
        ("Will the judge listen?", "Most judges accept the paper; if yours doesn't, ring me.", False),
    ],
)
def test_what_is_in_nobodys_hands_cannot_be_promised(customer: str, agent: str, promised: bool) -> None:
    assert ("RE-2" in met("resolution", f"C: You broke it, and now this! {customer}", f"A: {agent}")) is promised


@pytest.mark.parametrize(
    ("customer", "agent", "closes"),
    [
        ("Wednesday would be better.", "Wednesday then. All sorted, I'm closing this now.", True),
        (
            "I have no heating and no answer!",
            "The visit is entered for Thursday, which settles your concern. Case completed.",
            True,
        ),
        ("That's everything, bye.", "Then I'll close it as solved. Goodbye.", False),
        ("Wednesday would be better.", "Wednesday it is. The ticket stays open until he has been.", False),
    ],
)
def test_a_matter_is_not_closed_before_it_is_settled(customer: str, agent: str, closes: bool) -> None:
    assert ("RE-5" in met("resolution", f"C: {customer}", f"A: {agent}")) is closes


FLAT = Case.model_validate(
    {
        "record": {"rent": "paid twice in May", "smoke": "alarm beeps, no visit yet", "line": "0800 555 0123"},
        "policy": {"grants": [{"id": "r", "label": "rent returned"}, {"id": "v", "label": "electrician today"}]},
    }
)
OPENING = (
    "C: You took the rent twice in May. And there's smoke coming out of the fuse box, my baby is asleep next door!"
)
RENT = ("C: And then?", "A: The rent of May is returned on Friday, and you get the slip by mail today.")


def test_the_pressing_matter_comes_first_or_the_rest_is_worth_little() -> None:
    dropped = "A: The rent first: I see both payments of May and am sending one of them back to you today."
    taken = "A: The smoke first: please leave the flat and ring 0800 555 0123; I'm sending the electrician to you now."
    assert grade("resolution", OPENING, dropped, *RENT, case=FLAT).indicators["RE+6"] == "missed"
    assert grade("resolution", OPENING, taken, *RENT, case=FLAT).indicators["RE+6"] != "missed"


def test_of_two_complaints_the_one_told_first_is_not_passed_over() -> None:
    club = {"gate": "stranger let in, list not checked", "scarf": "red, lost"}
    case = Case.model_validate({"record": club})
    opening = "C: You let a stranger through your gate who is on no list. And her red scarf is lost as well."
    scarf = (
        "A: The scarf: I look for it in the hall now.",
        "C: So?",
        "A: You have the red one back by four, I ring you.",
    )
    gate = (
        "A: The gate: I take the list to the head today.",
        "C: So?",
        "A: You have it in writing by four, I ring you.",
    )
    assert grade("resolution", opening, *scarf, case=case).indicators["RE+6"] == "missed"
    assert grade("resolution", opening, *gate, case=case).indicators["RE+6"] != "missed"
