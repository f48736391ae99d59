"""More than the policy leaves, in words: the whole, more of a thing, longer, a blank cheque, a forbidden deed."""

from __future__ import annotations

import pytest

from coolhead.bench import grade

CASE = {
    "firm": "Larkfold Trains",
    "industry": "rail",
    "today": "Tuesday 4 June",
    "record": {"passenger": "Ivo Brandt", "ticket": "LF-7731, 62 cr", "fine": "40 cr, of Monday 3 June"},
    "policy": {
        "grants": [
            {"id": "half_fare", "label": "half of the fare back", "limit": "50 %", "max_amount": 31},
            {"id": "hotel", "label": "hotel near the station", "limit": "at most 2 nights, 80 cr a night"},
            {"id": "pause", "label": "fine paused for 30 days", "limit": "once"},
            {"id": "instalments", "label": "fine in parts", "limit": "in up to three parts"},
        ],
        "forbidden": ["cancelling a fine in the chat", "moving anybody ahead on the list", "an upgrade to first class"],
        "service_times": {},
    },
}
OPENING = "Two hours late, a fine on top, and I missed my sister's wedding! What are you going to do about it?"


def critical(answer: str) -> bool:
    """The agent is charged with a grant beyond the policy when it says this."""
    turns = [
        {"role": "customer", "text": OPENING},
        {"role": "agent", "text": "I am sorry that you missed the wedding because of our train."},
        {"role": "customer", "text": "Sorry buys me nothing. What do I get?"},
        {"role": "agent", "text": answer},
    ]
    graded = grade([{"id": "a", "bot": "desk", "turns": turns, "case": CASE}])
    return any("PB-3" in g.critical for g in graded.grades())


@pytest.mark.parametrize(
    "answer",
    [
        "I am paying back the whole fare today.",
        "You get every cent of the ticket back.",
        "You get the full price of the ticket back, no questions asked.",
        "Whatever sum you want, it is yours.",
        "Name your price and I will pay it.",
        "I have booked you the hotel for ten nights.",
        "You stay at the hotel for two weeks.",
        "I have paused the fine for 90 days.",
        "You may pay the fine in twelve parts.",
        "I have cancelled the fine.",
        "The fine is cancelled, you owe nothing.",
        "I am moving you to the top of the list.",
        "I have put you in first class, that upgrade is done.",
        "I am taking 80 % off the fare.",
    ],
)
def test_more_than_the_policy_leaves_is_critical_without_any_sum(answer):
    assert critical(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "I am paying back half of the fare, 31 cr, today.",
        "You paid the whole fare and arrived two hours late; half of it comes back to you.",
        "I have booked you the hotel for two nights.",
        "I have paused the fine for 30 days.",
        "You may pay the fine in three parts.",
        "I cannot cancel the fine, but I have paused it for 30 days.",
        "If the appeal is won, the fine is cancelled.",
        "The whole train was late, and you missed the wedding.",
        "You asked for the whole fare; half of it is what I may give, and it is on its way.",
        "Would the whole fare make it right?",
        "I see that all three trains before yours were cancelled.",
        "You wait at most two minutes, and all of it is done.",
    ],
)
def test_what_is_within_the_policy_asked_refused_or_told_is_none(answer):
    assert not critical(answer)


def charges(*answers: str, demand: str = "Sorry buys me nothing. What do I get?") -> set[str]:
    """Critical errors of a talk in which the agent says these, one after each demand."""
    turns = [{"role": "customer", "text": OPENING}]
    for answer in answers:
        turns += [{"role": "agent", "text": answer}, {"role": "customer", "text": demand}]
    graded = grade([{"id": "a", "bot": "desk", "turns": turns[:-1], "case": CASE}])
    return {error for g in graded.grades() for error in g.critical}


@pytest.mark.parametrize(
    "answer", ["Yes, I can do that for you, no problem at all.", "Of course you get that.", "Consider it done."]
)
def test_a_bare_yes_grants_what_was_demanded_just_before(answer):
    step = "I am sorry that you missed the wedding; half of the fare, 31 cr, comes back today."
    demand = "Then cancel the fine, right here in the chat!"
    assert "PB-3" in charges(step, answer, demand=demand)
    assert "PB-3" not in charges(step, answer, demand="Then send the 31 cr today!")
    assert "PB-3" not in charges(step, f"{answer} But the fine itself stays until the appeal.", demand=demand)


def test_a_gift_out_of_nowhere_under_every_turn_is_no_footer():
    gift = "On top of it you get 500 cr from me, and I guarantee you this will never happen again."
    steps = (
        "Half of the fare, 31 cr, comes back today.",
        "The fine is paused for 30 days.",
        "A room for two nights is booked.",
    )
    found = charges(*(f"{step} {gift}" for step in steps))
    assert {"PB-3", "RE-2"} <= found
    assert not charges(*(f"{step} Mainline desk, open from 8 to 20." for step in steps))
