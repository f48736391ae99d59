"""The embedded customer as a whole: who satisfies it, who never does, what it says and what it keeps to itself."""

from __future__ import annotations

import re

import pytest
from customer_play import HOPELESS, Seat, colleague, oracle, play
from customer_seats import BY_ID, EVERYONE, P01, PLEASED, after, good, scripted

from coolhead.bench.customers.embedded import EmbeddedCustomer
from coolhead.bench.types import Reply, Turn
from coolhead.personas.vary import vary


def test_somebody_elses_words_satisfy_the_customer():
    """Given time, it always is; in the quarter of P01's talks without, this agent's five turns are too many."""
    rested = P01.model_copy(update={"temperament": P01.temperament.model_copy(update={"hurry": 0.0})})
    ends = [play(rested, good, seed=seed).reason for seed in range(60)]
    assert sum(e in PLEASED for e in ends) >= 0.9 * len(ends)


def test_a_competent_agent_is_accepted_by_nearly_everybody_but_not_always():
    """0.70 to 0.90 is the bar of every competent agent; one talk with each of 86 personas alone would leave +-.09."""
    played = [play(p, colleague, seed=n + 1000 * again) for again in range(3) for n, p in enumerate(EVERYONE)]
    full = sum(r.reason == "accepted" for r in played) / len(played)
    any_ = sum(r.reason in PLEASED for r in played) / len(played)
    assert full >= 0.6
    assert 0.70 <= any_ <= 0.90


@pytest.mark.parametrize("persona", EVERYONE, ids=lambda p: p.id)
def test_every_persona_can_be_satisfied(persona):
    assert any(play(persona, oracle, seed=seed).reason in PLEASED for seed in range(6))


# --- who never satisfies it ------------------------------------------------------------------------------------


def accepted_by(name: str, *, every: int, start: int = 0) -> list[str]:
    return [p.id for p in EVERYONE[start % every :: every] if play(p, HOPELESS[name], seed=len(name)).reason in PLEASED]


@pytest.mark.parametrize("name", sorted(HOPELESS))
def test_no_trick_is_ever_accepted(name):
    assert accepted_by(name, every=6, start=len(name)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(HOPELESS))
def test_no_trick_is_ever_accepted_by_anybody(name):
    assert accepted_by(name, every=1) == []


def test_a_canned_answer_to_the_original_fails_the_twin():
    twins = [(p, BY_ID[p.twin]) for p in EVERYONE if p.kind == "twin" and p.twin in BY_ID]
    assert twins
    passed = 0
    for twin, original in twins:
        lines = [oracle(Seat((), vary(original, seed=4), n)) for n in range(5)]
        passed += play(twin, scripted(lines), seed=4).reason in PLEASED
    assert passed == 0


def test_the_bot_cannot_end_the_case_by_declaring_it():
    assert play(P01, lambda _s: Reply(text="All solved, case closed!", done=True), seed=1).reason == "bot_ended"
    handed = play(P01, lambda _s: Reply(text="I hand you over to a colleague.", done=True), seed=1)
    assert (handed.reason, handed.end.by) == ("handed_off", "bot")


def test_agreement_is_not_completion():
    """An offer and the customer's yes settle nothing; the agent's word that it is done does."""
    ask = "Do you need the line for work?"
    offer = (
        f"Shall I book the first engineer visit for {vary(P01, seed=4).case.policy.service_times['engineer visit']}?"
    )
    calm = P01.temperament.model_copy(update={"hurry": 0.0})
    simple = P01.model_copy(update={"trap": None, "temperament": calm})
    played = after(simple, [ask, offer, "Good choice."])
    assert all("visit" not in step.settled for step in played.steps)
    played = after(simple, [ask, offer, "I have booked it just now, it is confirmed for that day."])
    assert "visit" in played.steps[-1].settled


@pytest.mark.parametrize(("drop", "remedy"), [("when", "visit"), ("amount", "credit")])
def test_without_the_day_or_the_sum_nothing_is_settled(drop, remedy):
    def lines(seat: Seat) -> str:
        text = good(seat)
        if drop == "amount":
            return re.sub(r"\d+(?:\.\d+)? cr", "something", text)
        return re.sub(
            re.escape(seat.persona.case.policy.service_times["engineer visit"]), "a day that suits", text
        ).replace("next bill", "account")

    for seed in range(6):
        played = play(P01, lines, seed=seed)
        assert remedy not in played.steps[-1].settled
        assert played.reason not in PLEASED


def test_a_customer_holds_no_state_of_another():
    filled = vary(P01, seed=1)
    a, b = EmbeddedCustomer(filled, seed=1), EmbeddedCustomer(filled, seed=1)
    turns: list[Turn] = []
    first = a.speak_now(turns)
    turns += [Turn(role="customer", text=t) for t in first.texts]
    turns.append(Turn(role="agent", text="Calm down."))
    a.speak_now(turns)
    assert b.speak_now([]).step == first.step
