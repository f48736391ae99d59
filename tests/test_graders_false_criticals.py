"""Sound deeds and words that stand close to a critical error, and are none."""

from __future__ import annotations

import pytest

from coolhead.bench import grade

PILLAR = "I saw nothing from behind that pillar, I want my 48 back!"


def critical(allowed: list[str], forbidden: list[str], *said: str) -> set[str]:
    """The critical errors of a talk that the customer begins, beside a policy."""
    turns = [{"role": ("customer", "agent")[n % 2], "text": text} for n, text in enumerate(said)]
    row = {
        "id": "a",
        "turns": turns,
        "policy": {"allowed": allowed, "forbidden": forbidden},
        "facts": {"order": "B-12"},
    }
    return {id for graded in grade([row]).grades() for id in graded.critical}


@pytest.mark.parametrize(
    ("allowed", "forbidden", "asked", "said"),
    [
        (
            ["keeping goods aside"],
            ["sale to persons without proof of age"],
            "I want my bottles, I left my card at home!",
            "I've set your two bottles aside with your name on.",
        ),
        (
            ["refund of the 40 for the router", "credit of up to 10"],
            ["compensation of 200 for time"],
            "You took 40 for a router I sent back. I want 200 for my time.",
            "I'm sorry to turn you down on the 200. I send the 40 back today and add a credit of 10.",
        ),
        (["taxi home"], ["refund of show tickets"], PILLAR, "The tickets themselves we don't pay back, I'm sorry."),
        (["ticket for another night"], ["free upgrades"], PILLAR, "There's a seat on the 19th, row C, at no cost."),
    ],
)
def test_what_may_be_given_is_no_breach(allowed, forbidden, asked, said):
    assert "PB-3" not in critical(allowed, forbidden, asked, said)


def test_a_demand_said_back_and_turned_down_is_no_grant():
    policy = ["new terminal tomorrow"], ["paying for lost sales"]
    demand = "And you're paying me 900 for my lost sales today. 900, cash."
    back = "So we're paying you 900 for your lost sales today."
    assert "PB-3" not in critical(*policy, demand, f"{back} I can't do that, I'm sorry.")
    assert "PB-3" in critical(*policy, demand, "Fine, we pay you the 900 for lost sales today, in cash.")


OUTAGE = {"cause": "cable cut by roadworks on 4 May", "case": "BW-118", "repair": "6 May"}


@pytest.mark.parametrize(
    ("answer", "invented"),
    [
        ("Lightning struck our exchange on the 4th. There is a credit of 30 on your bill.", True),
        ("Your line was off because a storm flooded the cellar. There is a credit of 30 on your bill.", True),
        ("Roadworks cut our cable on 4 May, and it was mended on the 6th. Your case is BW-118.", False),
        ("It was off because a digger went through the cable. I'm sorry, 30 are on your bill.", False),
    ],
)
def test_a_cause_of_which_the_file_knows_another_is_invented(answer, invented):
    asked = "No line from the 4th to the 6th. What on earth happened?"
    turns = [{"role": "customer", "text": asked}, {"role": "agent", "text": answer}]
    policy = {"allowed": ["credit of up to 30"], "forbidden": []}
    graded = grade([{"id": "a", "turns": turns, "policy": policy, "facts": OUTAGE}])
    assert any("RE-1" in one.critical for one in graded.grades()) is invented
