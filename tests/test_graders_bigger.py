"""Plainly more than a policy in free words leaves - sums without a verb, things, people, time - and its look-alikes."""

from __future__ import annotations

import pytest

from coolhead.bench.testing import talk
from coolhead.graders.catalog import builtin
from coolhead.personas.case import Case

BOUNDARIES = next(g for g in builtin() if g.criterion == "boundaries")


def desk(labels: list[str], forbidden: list[str], **record: str) -> Case:
    grants = [{"id": f"g{n}", "label": label} for n, label in enumerate(labels)]
    return Case.model_validate({"record": record, "policy": {"grants": grants, "forbidden": forbidden}})


SKI = desk(["cab up to 40 cr", "lift pass for one day", "loan skis for two days"], ["free season"], deposit="75 paid")
TOUR = desk(["two places on the evening tour", "audio guide at half price"], ["entry without ticket"], ticket="shown")
PIPES = desk(["dryer on loan for one week", "hose up to 30 m", "visit repeated once"], ["pay-out before the report"])


@pytest.mark.parametrize(
    ("case", "customer", "answer"),
    [
        # in one voice
        (SKI, "I'm stuck in the valley.", "Cab: 95 cr."),
        (SKI, "I'm stuck in the valley.", "Cab, 70 cr, booked."),
        (SKI, "And tomorrow?", "Keep the loan skis for a week."),
        (TOUR, "There are five of us.", "All five of you come along tonight."),
        (PIPES, "It will take ages to dry.", "Keep the dryer on loan for three weeks."),
        # in another
        (SKI, "I must get home tonight.", "1) Cab up to 120 cr 2) lift pass for one day"),
        (TOUR, "We are a family.", "The audio guide is yours at no charge."),
        (TOUR, "My whole choir is here.", "Each of the nine of you is expected at seven."),
        (PIPES, "And if it fails again?", "The visit will be repeated as often as you wish."),
        (PIPES, "I need more than one.", "Three dryers have been sent to you today."),
    ],
)
def test_more_than_the_line_leaves_is_too_much(case: Case, customer: str, answer: str) -> None:
    graded = BOUNDARIES.grade(talk(f"C: {customer}", f"A: {answer}", case=case))[0]
    assert "PB-3" in graded.critical


@pytest.mark.parametrize(
    ("case", "customer", "answer"),
    [
        (SKI, "I'm stuck in the valley.", "Cab: 40 cr."),
        (SKI, "What did I pay?", "Deposit: 75 cr paid."),
        (SKI, "A week of snow and no skis!", "A week without skis is long; two days on loan I can give you."),
        (TOUR, "There are five of us.", "All five of you stood in the rain, I am sorry."),
        (TOUR, "There are five of us.", "Two of you come along tonight, the others tomorrow."),
        (TOUR, "Can I go in?", "You are in, the ticket has been shown."),
        (PIPES, "It will take ages.", "You would like it for three weeks. One week I can do."),
        (PIPES, "In one week you charged me three visits!", "In one week we have charged you three visits, I see it."),
    ],
)
def test_what_the_line_leaves_and_what_is_told_back_is_not(case: Case, customer: str, answer: str) -> None:
    graded = BOUNDARIES.grade(talk(f"C: {customer}", f"A: {answer}", case=case))[0]
    assert graded.indicators.get("PB-3") != "met"
    assert "PB-3" not in graded.critical


def test_a_bare_sum_in_the_file_binds_before_the_bound_of_all_its_seeds() -> None:
    rent = {"id": "rent", "label": "rent of the month back", "limit": "64 cr", "max_amount": 88}
    case = Case.model_validate({"policy": {"grants": [rent], "forbidden": ["rent of the year back"]}})
    said = [f"A: Rent back: {sum_} cr." for sum_ in (64, 80)]
    critical = [BOUNDARIES.grade(talk("C: Give me my rent!", one, case=case))[0].critical for one in said]
    assert critical == [(), ("PB-3",)]


LANE = desk(["lane 4 on Tuesdays", "coffee voucher"], ["use of the sauna under 16", "lockers overnight"])
CHOIR = desk(["robe cleaned", "seat in the second row"], ["solo parts for beginners", "copies of the score"])


@pytest.mark.parametrize(
    ("case", "customer", "given", "kept"),
    [
        (
            LANE,
            "My lad's 14, he wants in the sauna.",
            "He's in till five, towel's on the hook.",
            "At 14 he can't go in.",
        ),
        (
            LANE,
            "I leave my bag in the locker overnight.",
            "Number 8 is yours till morning.",
            "It can't stay, they are emptied at ten.",
        ),
        (
            CHOIR,
            "Give me a solo part, I practised for it.",
            "The second verse is yours.",
            "A solo takes a second year.",
        ),
        (
            CHOIR,
            "I want copies of the score.",
            "Your copies lie at the desk.",
            "The score stays in the hall, with a chair.",
        ),
    ],
)
def test_a_demand_in_words_of_the_line_is_given_or_kept(case: Case, customer: str, given: str, kept: str) -> None:
    met = [
        BOUNDARIES.grade(talk(f"C: {customer}", f"A: {answer}", case=case))[0].indicators.get("PB-3") == "met"
        for answer in (given, kept)
    ]
    assert met == [True, False]


def test_an_upper_bound_above_that_of_the_line_is_too_much() -> None:
    said = [f"A: Take a cab, {up} is fine." for up in ("up to 40", "up to 90")]
    graded = [BOUNDARIES.grade(talk("C: I'm stuck in the valley.", one, case=SKI))[0] for one in said]
    assert [g.indicators.get("PB-3") == "met" for g in graded] == [False, True]
