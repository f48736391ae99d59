"""Who sits on both sides: the shipped customers, a good agent, and agents of given lines."""

from __future__ import annotations

from customer_play import Played, Seat, play

from coolhead.bench.customers import fidelity
from coolhead.personas.loader import builtin
from coolhead.personas.schema import Persona

EVERYONE = builtin()
BY_ID = {p.id: p for p in EVERYONE}
P01 = BY_ID["P01"]
ANGRY = [p for p in EVERYONE if p.kind != "control"]
PLEASED = fidelity.ACCEPTED


def scripted(lines: list[str]) -> object:
    return lambda seat: lines[min(seat.n, len(lines) - 1)]


def after(persona: Persona, lines: list[str], *, seed: int = 4) -> Played:
    return play(persona, scripted(lines), seed=seed, max_turns=len(lines))


def good(seat: Seat) -> str:
    """Written by hand for the dead line; nothing in it is taken from the persona's lists."""
    p = seat.persona
    credit = p.remedies[1].amount
    visit = p.case.policy.service_times["engineer visit"]
    days = p.facts[0].say[0].split(" for ")[1].split()[0]
    return [
        f"{days} days offline and two mornings wasted on people who never showed: that would wear anyone out. "
        "Before I set anything in motion, what does it mean for you day to day, do you need the line for your job?",
        "Losing wages on top of it makes this urgent. I can see both fitters noted that they could not reach you. "
        "Did any of our messages before the visits get through to you?",
        f"Then that is the whole riddle: the messages went to a phone you no longer have, so the men stood there and "
        f"left. I am "
        f"putting the number you use now on your file, and you have the first visit on {visit}.",
        f"A year is more than I am allowed to give, and I would rather tell you straight. What you do get: "
        f"{credit} cr come off "
        f"your next bill, I have entered that. The number is changed, and the man is booked for {visit}.",
        f"Yes: {visit} for the visit, {credit} cr off the next bill, and the new number is stored. "
        "Nothing beyond that.",
        f"It is all in there now. The visit stands for {visit}, you see the {credit} cr on the next bill, your number "
        "is updated.",
    ][min(seat.n, 5)]
