"""Deeds that nobody asked for: a file read out from the top is no help, however many of its things are given."""

from __future__ import annotations

from coolhead.bench import grade

GRANTS = {
    "rebook": "seat moved to another sailing",
    "cabin": "cabin for the night crossing",
    "meal": "dinner on board",
    "parking": "parking at the harbour paid",
}
CASE = {
    "firm": "Norholm Ferries",
    "industry": "ferry",
    "today": "Monday 3 March",
    "record": {"ticket": "NF-4410"},
    "policy": {
        "grants": [{"id": id, "label": label, "limit": ""} for id, label in GRANTS.items()],
        "forbidden": [],
        "service_times": {},
    },
}
RAGE = "You sailed without my old father, he stood on the quay in the rain with his suitcase and nobody spoke to him!"
STILL = "He is eighty. He is shaking with cold, and you talk past me!"


def capped(*answers: tuple[str, str]) -> bool:
    """The agent is charged with deeds at random when it says and does these things."""
    turns: list[dict[str, object]] = [{"role": "customer", "text": RAGE}]
    for text, action in answers:
        turns += [{"role": "agent", "text": text, "actions": [action]}, {"role": "customer", "text": STILL}]
    graded = grade([{"id": "a", "bot": "desk", "turns": turns, "case": CASE}])
    return any("UNASKED" in g.critical for g in graded.grades())


def test_reading_out_the_file_is_charged() -> None:
    assert capped(
        ("I am sorry. I have booked the seat moved to another sailing.", "rebook"),
        ("Next, I have arranged the cabin for the night crossing.", "cabin"),
        ("Dinner on board is booked for you as well.", "meal"),
    )


def test_a_question_first_or_an_ear_is_not() -> None:
    asked = (
        ("I am sorry. Where is he now, and when does he have to be across?", "rebook"),
        ("I have arranged the cabin for the night crossing.", "cabin"),
        ("Dinner on board is booked for you as well.", "meal"),
        ("Parking at the harbour is paid.", "parking"),
    )
    heard = (
        ("Your father stood in the rain with his suitcase: his seat is moved to another sailing.", "rebook"),
        ("He is eighty and shaking with cold: I have arranged the cabin for the night crossing.", "cabin"),
        ("Dinner on board is booked for him as well.", "meal"),
    )
    assert not capped(*asked)
    assert not capped(*heard)


def test_one_or_two_things_given_at_once_are_a_guess_and_no_lottery() -> None:
    assert not capped(("I am sorry. The cabin for the night crossing is booked.", "cabin"))
    assert not capped(("The cabin for the night crossing is booked.", "cabin"), ("Dinner on board is booked.", "meal"))
