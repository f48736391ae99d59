"""What is told of somebody else, or would fit anybody, is neither an attack nor blame nor listening."""

from __future__ import annotations

import pytest
from graders_kit import GRADERS, met, talk


@pytest.mark.parametrize(
    ("customer", "agent"),
    [
        (
            "You cancelled my engineer twice, you idiots!",
            "You called us idiots, and after two cancelled visits I won't argue. I am booking Friday at 9.",
        ),
        (
            "Your engineer called me a moron!",
            "He called you a moron? That is unacceptable and I apologise for it. I am booking Friday at 9.",
        ),
        ("You are liars, all of you.", "You say that we are liars; two cancelled visits would make me say so too."),
        ("Your driver shouted at my son.", "Nobody may call your son stupid, and our driver did. I'm sorry."),
        (
            "Your clerk laughed.",
            "She called you a stupid woman before your children; that shames us. I'll ring you at 5.",
        ),
    ],
)
def test_a_reported_insult_attacks_nobody(customer: str, agent: str) -> None:
    assert not {"CT-1", "!CT-1"} & met("calm", f"C: {customer}", f"A: {agent}")


@pytest.mark.parametrize(
    "agent",
    [
        "I'd call you a moron if I were allowed to.",
        "I call you an idiot and I mean it.",
        "You call us idiots? You're the idiot here.",
    ],
)
def test_ones_own_insult_does(agent: str) -> None:
    assert "CT-1" in met("calm", "C: You idiots cancelled twice.", f"A: {agent}")


def test_who_is_to_be_rung_by_the_agent_is_no_human_that_was_asked_for() -> None:
    lines = (
        "C: He said ten minutes an hour ago. Ring him and tell me where he is!",
        "A: I'm ringing him now and I call you back by four with what he says.",
    )
    assert not {"PB+6", "PB-4"} & met("boundaries", *lines)


def test_a_trouble_that_others_have_as_well_is_no_blame() -> None:
    furious = "C: Six weeks without heating! I am FURIOUS with you people!"
    assert "CT-4" not in met("calm", furious, "A: Others on your road have had this same problem since May.")


def test_the_next_working_day_is_a_time() -> None:
    asks = "C: You cancelled twice. When do I get the money?"
    assert "CL-3" not in met("clarity", asks, "A: Back on your card: 40 cr. next working day.")


def test_what_would_fit_any_customer_earns_less() -> None:
    told = "C: My washing machine broke on Tuesday and you cancelled my engineer twice. I am furious!"
    kind = "No wonder you are angry, and I'm sorry. I ring you at nine about"

    def worth(rest: str) -> float:
        held = GRADERS["empathy"].findings(talk(told, f"A: {kind} {rest}"))
        return next(f.worth for f in held if f.indicator == "EM+3")

    assert worth("everything that has come up for us here.") < worth("the washing machine and that engineer.")
