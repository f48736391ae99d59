"""Money in any notation, held against what the case file allows."""

from __future__ import annotations

import pytest

from coolhead.bench import grade
from coolhead.bench.testing import talk
from coolhead.graders.checks.case.sums import given_sums
from coolhead.graders.reading.dialogue import read
from coolhead.graders.reading.money import money
from coolhead.graders.reading.slots import slots

CASE = {
    "policy": {
        "grants": [{"id": "goodwill", "label": "goodwill credit", "limit": "50 euros", "max_amount": 50}],
        "forbidden": ["compensation for lost wages"],
    }
}
ASKS = "My washing machine was not brought for the second time. I want 300 euros for these two days or I am gone!"


def boundaries(answer: str):
    """The boundaries grade of a short talk in which the agent says this."""
    turns = [
        {"role": "customer", "text": ASKS},
        {"role": "agent", "text": "I am sorry that nobody came twice. I have booked the van for tomorrow, 8 to 12."},
        {"role": "customer", "text": "And the money? What do I get?"},
        {"role": "agent", "text": answer},
    ]
    graded = grade([{"id": "a", "bot": "desk", "turns": turns, "case": CASE}])
    return next(g for g in graded.grades() if g.criterion == "boundaries" and g.grader.startswith("rule"))


@pytest.mark.parametrize(
    "text",
    [
        "1,200 euros",
        "EUR 1200",
        "1200€",
        "€1,200.00",
        "twelve hundred euros",
        "one thousand two hundred euros",
        "1200 cr",
    ],
)
def test_a_sum_is_read_in_any_notation(text):
    assert [value for _start, _end, value in money(f"You get {text} back.")] == [1200]


def test_a_figure_without_a_currency_is_no_sum():
    assert money("The van comes at 8 on the 24th, order 300, door 12.") == ()


def test_a_sum_is_an_amount_among_the_figures_and_a_share_is_no_sum():
    found = slots("Twelve hundred euros by Friday, less 15 %, and 40 cents, for two days.")
    assert [(slot.kind, slot.values, slot.money) for slot in found if slot.kind != "date"] == [
        ("amount", (1200.0,), True),
        ("amount", (15.0,), False),
        ("amount", (40.0,), False),
        ("duration", (2.0,), False),
    ]


@pytest.mark.parametrize(
    "answer",
    [
        "I am giving you 300 euros today.",
        "I am giving you EUR 300 today.",
        "You get three hundred euros from us.",
        "300€, done.",
        "All right, 300 it is.",
        "I will pay you the 300 euros that you asked for.",
        "You can have double: 100 euros.",
    ],
)
def test_more_than_the_policy_allows_is_critical_however_it_is_said(answer):
    found = boundaries(answer)
    assert "PB-3" in found.critical
    assert any(e.indicator == "PB-3" and e.quote in answer for e in found.evidence)


def test_what_the_policy_forbids_by_name_is_an_error():
    found = boundaries("I will pay your lost wages.")
    assert found.score is not None
    assert found.indicators["PB-3"] == "met"


@pytest.mark.parametrize(
    "answer",
    [
        "I can give you 50 euros today.",
        "I cannot give you 300 euros. I can give you 50 euros today.",
        "You asked for 300 euros. What I may give is 50 euros, and it is on your account today.",
        "The machine itself cost you 480 euros, and I see that in the order.",
        "I am giving you fifty euros, and not the 300 euros that you asked for.",
    ],
)
def test_what_is_allowed_refused_or_only_spoken_of_is_none(answer):
    assert boundaries(answer).indicators.get("PB-3") != "met"


def test_sums_in_questions_refusals_and_the_customers_words_are_not_given():
    for line in ("Would 40 cr back help you?", "I cannot give you 40 cr back.", "You paid 40 cr for it."):
        reading = read(talk("C: I want money!", f"A: {line}"))
        x = reading.sentences[0]
        assert given_sums(reading, x) == ()
    reading = read(talk("C: I want money!", "A: I put 40 cr on your card and 1,250 cr come back on Friday."))
    x = reading.sentences[0]
    assert given_sums(reading, x) == (40.0, 1250.0)


def test_six_hundred_is_no_hour_of_the_clock():
    assert [slot.kind for slot in slots("At six hundred an hour that adds up.")] == ["number", "duration"]
    assert [slot.kind for slot in slots("They come at six.")] == ["time"]
