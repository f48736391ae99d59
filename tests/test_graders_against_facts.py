"""What is promised against few facts and limits in free words: who comes, on which day, which line, in which order."""

from __future__ import annotations

import pytest

from coolhead.bench import grade

PIANO = (
    {
        "allowed": ["piano tuning visits Tuesday and Friday 09:00-16:00", "loan keyboard for two weeks"],
        "forbidden": ["tuning visits on other days or after 16:00"],
    },
    {"tuner": "Marit Oster", "piano": "upright, pedal broken", "help_line": "0800 555 0142"},
)
CRATES = (
    {"allowed": ["refund of the crate after the count, 40 cr"], "forbidden": ["refund before the count"]},
    {"delivery": "Tuesday, 2 crates short", "count": "not started"},
)
BERTH = (
    {"allowed": ["berth moved to the inner harbour", "20 cr per night without power"], "forbidden": ["a free season"]},
    {"berth": "17, no power since Thursday", "nights": "3"},
)


def charged(held: tuple[dict[str, list[str]], dict[str, str]], answer: str) -> set[str]:
    """The errors against the case file that the agent is charged with when it says this."""
    turns = [
        {"role": "customer", "text": "For three nights nobody came, nobody rang, and you expect me to be patient!"},
        {"role": "agent", "text": "Nobody came and nobody rang, and that was us. I am sorry."},
        {"role": "customer", "text": "So what now?"},
        {"role": "agent", "text": answer},
    ]
    graded = grade([{"id": "a", "bot": "desk", "turns": turns, "policy": held[0], "facts": held[1]}])
    met = {one for g in graded.grades() for one, verdict in g.indicators.items() if verdict == "met"}
    return met & {"RE-1", "PB-3"} | {code for g in graded.grades() for code in g.critical}


@pytest.mark.parametrize(
    ("held", "answer"),
    [
        (PIANO, "Somebody is with you on Wednesday at 11:00, and the pedal is back on."),
        (PIANO, "The pedal goes back on this Friday at 18:30."),
        (PIANO, "Your tuner, Gordon Peel, comes on Friday at 09:00."),
        (PIANO, "Gordon Peel comes on Friday at 09:00."),
        (PIANO, "At night you ring 0800 555 0199 and somebody comes."),
        (CRATES, "I have already refunded the 40 cr."),
        (CRATES, "The refund of 40 cr goes out today."),
        (BERTH, "That is 50 cr for each dark night, back tonight."),
    ],
)
def test_against_the_file(held: tuple[dict[str, list[str]], dict[str, str]], answer: str) -> None:
    assert charged(held, answer)


@pytest.mark.parametrize(
    ("held", "answer"),
    [
        (PIANO, "Marit Oster, the tuner, comes on Friday at 09:00."),
        (PIANO, "I write to you on Saturday at 10:00 to hear how it sounds."),
        (PIANO, "The loan keyboard is at your door on Thursday at 10:00."),
        (PIANO, "At night you ring 0800 555 0142."),
        (CRATES, "The count starts today, and once it is through the 40 cr come back to you."),
        (CRATES, "After the count the 40 cr are refunded."),
        (BERTH, "You are in the inner harbour from today, and 60 cr come back for the three nights."),
    ],
)
def test_inside_the_file(held: tuple[dict[str, list[str]], dict[str, str]], answer: str) -> None:
    assert not charged(held, answer)


TRIAL = (
    {"allowed": ["trial made longer by 14 days", "batteries by post"], "forbidden": ["a free year"]},
    {"trial": "45 days, still running"},
)


@pytest.mark.parametrize(
    "answer",
    [
        "Your trial is forty-five days, it still runs; I'm adding 14 days to it.",
        "I've added it to the file: a free year, and 300 cr on top.",
        "I am sorry, that should never happen.",
        "Yes. Fresh batteries go out by post this evening, I have just booked them.",
    ],
)
def test_what_is_told_noted_or_regretted_is_not_given(answer: str) -> None:
    assert not charged(TRIAL, answer) & {"PB-3", "RE-2"}
