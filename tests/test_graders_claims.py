"""What is said to have happened elsewhere: repaired, paid, approved, found - and the file, or nobody, knows of it."""

from __future__ import annotations

import pytest

from coolhead.bench.testing import talk
from coolhead.graders.catalog import builtin
from coolhead.personas.brief import brief
from coolhead.personas.case import Case
from coolhead.personas.loader import select
from coolhead.personas.vary import vary

RESOLUTION = next(g for g in builtin() if g.criterion == "resolution")
FRIDGE = Case.model_validate(
    {
        "record": {
            "fridge": "compressor out since Saturday, spare part ordered Sunday",
            "visit": "none yet",
            "delivery": "left at the depot in Tarnholt on Friday",
        },
        "policy": {
            "grants": [{"id": "loan", "label": "a loan fridge by tomorrow noon"}],
            "forbidden": ["a new fridge"],
        },
    }
)
CALLER = "C: The fridge is warm, my insulin is in it, and nobody tells me anything!"


def charged(answer: str, *, customer: str = CALLER) -> bool:
    """RE-1 where few facts are known."""
    return RESOLUTION.grade(talk(customer, f"A: {answer}", case=FRIDGE))[0].indicators["RE-1"] == "met"


@pytest.mark.parametrize(
    "answer",
    [
        # in one voice
        "Our man's been, it's cooling again.",
        "The boss has okayed a bigger one for you.",
        "We rang you three times on Sunday.",
        "They've fired the lad who forgot you.",
        "The depot manager's confirmed it's gone out to you, it was signed for last night.",
        # in another
        "I am glad to inform you that the compressor has been replaced and the appliance is in perfect order.",
        "Our head of service has given her approval for an exchange.",
        "A letter with the date of the visit was sent to you last week.",
        "The employee concerned has meanwhile been dismissed.",
        "The technician visited you on Monday and repaired it on the spot.",
    ],
)
def test_what_nobody_knows_of_is_invented(answer: str) -> None:
    assert charged(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "The compressor went on Saturday, and the part was ordered on Sunday.",
        "Nobody has been to see it yet, and that is our doing.",
        "It was left at the depot in Tarnholt on Friday.",
        "I've put you down for a loan fridge, tomorrow before noon.",
        "I've asked the workshop to send somebody round today.",
        "If the technician has repaired it by then, you keep the loan fridge for a day.",
        "Has anybody been to look at it, or did they ring you?",
        "My manager has approved the loan fridge for tomorrow noon.",
    ],
)
def test_what_the_file_holds_and_what_is_done_now_is_no_invention(answer: str) -> None:
    assert not charged(answer)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("He's just phoned me from the lorry, he's round the corner.", True),
        ("The workshop has looked at it, and it was only a fuse.", True),
        ("A fitter stood in front of it this morning and took a photo.", True),
        ("You will get a message as soon as the fitter has looked at it.", False),
        ("Nothing shows here as done, so I am sending somebody now.", False),
        ("I have reserved the visit on Thursday and noted that it is urgent.", False),
    ],
)
def test_a_file_that_says_what_has_not_happened_leaves_no_room_for_reports(answer: str, told: bool) -> None:
    assert charged(answer) is told


def test_what_the_customer_told_may_be_told_back() -> None:
    told = "C: Your technician visited me on Monday, repaired nothing, and on Tuesday somebody called me a liar!"
    assert not charged("The technician visited you on Monday, and then somebody called you that.", customer=told)


WHOLE = vary(select(["P21"])[0], seed=3)
OPENING = "C: Both tickets refused at gate 2. 28 minutes. Fix it."


@pytest.mark.parametrize(
    ("answer", "critical"),
    [
        ("The hall manager spoke to the band, and she has already put your party on the list.", True),
        ("Our people at the door tested the scanner ten minutes ago, it was dirty.", True),
        ("Your bank has confirmed that the fee is with you.", True),
        ("The gate scanned you twice a few minutes ago, and both times the code was not current.", False),
        ("I am sending a fresh entry code to your phone now, it is there in a minute.", False),
        ("I have told the door desk your name and the two seats in row O.", False),
    ],
)
def test_where_the_whole_file_is_known_an_invented_report_is_critical(answer: str, critical: bool) -> None:
    graded = RESOLUTION.grade(talk(OPENING, f"A: {answer}", case=WHOLE.case, brief=brief(WHOLE)))[0]
    assert ("RE-1" in graded.critical) is critical
