"""Traps, limits, insults and courses: what the customer does over a dialogue."""

from __future__ import annotations

import pytest
from customer_play import HOPELESS, Seat, colleague, oracle, play
from customer_seats import EVERYONE, P01, PLEASED, after, good

from coolhead.bench.customers import fidelity
from coolhead.bench.customers.embedded import EmbeddedCustomer
from coolhead.bench.customers.scene import ACTS
from coolhead.personas.vary import vary

_CALM = P01.model_copy(update={"temperament": P01.temperament.model_copy(update={"hurry": 0.0})})
_EASY = next(
    seed for seed in range(50) if EmbeddedCustomer(vary(_CALM, seed=seed), seed=seed).speak_now([]).step.patience > 5
)
"""A seed without a bad day."""


# --- traps, limits, acts -----------------------------------------------------------------------------------------


def test_giving_in_makes_the_next_demand_bigger():
    played = after(
        _CALM,
        ["How is this affecting you?", "Tell me more.", "You get a free year, I have put it through.", "What now?"],
        seed=_EASY,
    )
    granted = next(s for s in played.steps if any(e.name == "over_grant" for e in s.events))
    assert granted.act.endswith("trap")
    assert granted.anger >= played.steps[2].anger - 0.25
    assert played.reason not in PLEASED


def test_a_soft_no_brings_the_trap_once_more_and_a_clear_no_ends_it():
    def traps(answer: str) -> int:
        played = after(
            _CALM, ["Tell me more.", "What happened then?", answer, "Which day suits you best?", "I see."], seed=_EASY
        )
        return sum("trap" in s.act for s in played.steps)

    assert traps("Let me think about that over the coming days.") == 2
    assert (
        traps(
            "A free year is not possible, I am not allowed to give that. I will book an engineer for tomorrow at nine."
        )
        == 1
    )


def test_nobody_insults_who_is_not_built_so():
    for persona in EVERYONE:
        if persona.abuse == "N" or persona.intensity == 0:
            for name in ("rude", "silent", "closer"):
                acts = fidelity.acts_seen([play(persona, HOPELESS[name], seed=3).dialogue()])
                assert not acts["insult"]
                assert not acts["threat_person"]


def test_who_insults_again_and_again_does_so_to_a_good_agent_too_until_a_limit_is_set():
    rough = [p for p in EVERYONE if p.abuse == "R" and p.intensity]
    mild = [p for p in EVERYONE if p.abuse == "M" and p.intensity]
    kind = ["I am sorry, that is a lot to go through. What happened first?", "Thank you. What happened after that?"]
    limit = "I will sort this out with you, so please leave the insults out."

    def insults(people, lines):
        played = [after(p, lines, seed=seed).dialogue() for p in people for seed in range(4)]
        return fidelity.acts_seen(played)["insult"] / len(played)

    assert insults(rough, kind) >= 1
    assert insults(mild, kind) < 0.3
    assert insults(rough, [f"{limit} {kind[0]}", kind[1]]) < insults(rough, kind)


def test_an_insult_with_the_opening_makes_a_limit_in_the_first_answer_fair():
    rough = next(p for p in EVERYONE if p.abuse == "R" and p.intensity)
    played = [after(rough, ["I will sort this out. Please leave the insults out."], seed=seed) for seed in range(8)]
    opened = [one for one in played if "insult" in one.steps[0].act]
    assert opened
    for one in opened:
        assert any(event.name == "fair_limit" for event in one.steps[1].events)
    assert not any(event.name == "fair_limit" for one in played if one not in opened for event in one.steps[1].events)


def test_a_fair_limit_brings_fewer_insults_than_a_scolding():
    rough = [p for p in EVERYONE if p.abuse in {"R", "T"} and p.intensity]
    assert rough

    rest = [
        "The record is open here.",
        "Your address is on the page.",
        "My screen shows the dates.",
        "There is a form for that.",
        "The depot opens early.",
        "Our week has seven days.",
    ]

    def insults(reply: str) -> int:
        lines = [rest[0], reply, *rest[1:]]
        return sum(fidelity.acts_seen([after(p, lines, seed=s).dialogue()])["insult"] for p in rough for s in range(6))

    fair = "I want to solve this with you, so please leave the insults out."
    assert insults(fair) < insults("Your tone is unacceptable, mind your language.")


@pytest.mark.slow
def test_every_act_and_every_progression_occurs():
    def moody(seat: Seat) -> str:
        return "Calm down, it is only a small thing." if seat.n == 2 else oracle(seat)

    scripts = [
        oracle,
        colleague,
        moody,
        *(HOPELESS[n] for n in ("rude", "spam_facts", "stall", "null", "handoff", "refund_all", "parrot")),
    ]
    progressions = {"quick_burner", "slow_burner", "sawtooth", "plateau", "explosive", "cold_exit", "loop_victim"}
    lacking = set(ACTS) | progressions
    for seed, script in enumerate(scripts):
        dialogues = [play(p, script, seed=seed).dialogue() for p in EVERYONE]
        lacking -= {*fidelity.acts_seen(dialogues), *fidelity.progressions(dialogues)}
        if not lacking:
            return
    pytest.fail(f"never seen: {sorted(lacking)}")


def test_events_quote_the_agent():
    played = play(P01, good, seed=2)
    agent = " ".join(t.text for t in played.turns if t.role == "agent")
    quotes = [e.quote for s in played.steps for e in s.events if e.quote]
    assert len(quotes) >= 5
    assert all(q in agent for q in quotes)
