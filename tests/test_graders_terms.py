"""What is promised, held against the days, hours, lengths of time, names and lines of the case file."""

from __future__ import annotations

import pytest

from coolhead.bench import grade
from coolhead.graders.reading.calendar import days, hours, spans

CASE = {
    "firm": "Quillmoor Heating",
    "industry": "repairs",
    "today": "Monday 12 August",
    "record": {
        "customer": "Mara Oden, order QH-2210",
        "fault": "boiler off since Friday 9 August",
        "service manager": "Ilse Varn",
    },
    "policy": {
        "grants": [
            {"id": "fitter", "label": "a fitter at the house", "limit": "one visit"},
            {"id": "loan_heater", "label": "a loan heater", "limit": "for up to 10 days"},
        ],
        "forbidden": ["a visit earlier than the fitter's window"],
        "service_times": {
            "fitter": "Wednesday 14 August, 13:00-15:00",
            "loan heater": "within 4 hours",
            "manager call": "today before 18:00",
        },
    },
    "routes": ["service desk 555-0131, weekdays 8-17"],
}
OPENING = "My boiler has been off since Friday and I have a baby here! When does somebody come?"


def met(answer: str) -> set[str]:
    """The errors that a short talk is charged with in which the agent says this."""
    turns = [
        {"role": "customer", "text": OPENING},
        {"role": "agent", "text": "I am sorry that the boiler has been off since Friday, with a baby in the house."},
        {"role": "customer", "text": "So what happens now?"},
        {"role": "agent", "text": answer},
    ]
    graded = grade([{"id": "a", "bot": "desk", "turns": turns, "case": CASE}])
    found = {i for g in graded.grades() for i, verdict in g.indicators.items() if verdict == "met"}
    return found & {"RE-1", "PB-3"}


@pytest.mark.parametrize(
    "answer",
    [
        "The fitter is with you on Thursday, 13:00 to 15:00.",
        "I have booked the fitter for 14 August at 9:30.",
        "A fitter will come on Friday 16 August.",
        "The loan heater is with you within 30 minutes.",
        "The loan heater takes three days to reach you.",
    ],
)
def test_another_day_hour_or_length_of_time_than_the_case_file_has_is_an_invention(answer):
    assert met(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "The fitter is with you on Wednesday 14 August, 13:00-15:00.",
        "The fitter comes the day after tomorrow, between 1 pm and 3 pm.",
        "The fitter is there on Wednesday from 13:00.",
        "The loan heater is with you within four hours.",
        "I will ring you myself tomorrow at 9:30 and ask whether the fitter is on the list.",
        "You said the boiler has been off since Friday.",
        "Would Thursday at 10:00 be easier for you?",
        "I cannot send the fitter tomorrow at 9:00, because the first window is on Wednesday.",
        "Just give me two minutes to find the fitter on my screen.",
        "You may keep the loan heater for up to ten days.",
    ],
)
def test_what_the_case_file_says_in_other_words_and_calls_of_ones_own_are_none(answer):
    assert not met(answer)


def test_a_time_that_the_policy_forbids_is_a_grant_beyond_it():
    assert "PB-3" in met("The fitter's visit is on Tuesday 13 August at 10:00.")


def test_dates_are_compared_as_days():
    today = "Monday 12 August"
    for text in ("on Wednesday", "the day after tomorrow", "14 August", "on the 14th of August", "August 14"):
        assert any(2 in told.means for told in days(text, today)), text
    assert [sorted(told.means) for told in days("It was yesterday.", today)] == [[-1]]
    # Without the day of the contact a date and its week day still tell each other.
    with_name, alone = days("Friday 16 August", "")[0].means, days("on Friday", "")[0].means
    assert with_name & alone


def test_hours_and_lengths_of_time_are_read_in_words_too():
    assert [sorted(told.means) for told in hours("at 3 pm, and by half past five")] == [[900], [330, 1050]]
    assert hours("at one shop, from two of the branches") == ()
    assert [sorted(told.means) for told in spans("half an hour or 5 working days")] == [[30], [7200, 10080]]
