"""An insult that somebody is said to have used is no attack by whoever tells of it."""

from __future__ import annotations

import pytest
from graders_kit import met


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
