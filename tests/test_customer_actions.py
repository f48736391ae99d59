"""Tool calls as a way to be understood: a clean one counts without its words, guessing with them does not pay."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from customer_play import Script, Seat, oracle, play

from coolhead.bench.customers.booking import book
from coolhead.bench.customers.hearing.actions import drawer
from coolhead.bench.customers.hearing.listen import Before, listen
from coolhead.bench.customers.hearing.notes import Heard
from coolhead.bench.customers.hearing.warmth import Told
from coolhead.bench.customers.ledger import Ledger
from coolhead.bench.customers.story import story
from coolhead.bench.customers.text import read
from coolhead.bench.types import Action, Dialogue, Reply, Turn
from coolhead.graders.catalog import builtin as graders
from coolhead.personas.brief import brief
from coolhead.personas.loader import builtin
from coolhead.personas.schema import Persona
from coolhead.personas.vary import vary

CORE = [p for p in builtin("core") if p.id.startswith("P")]
SOFT = (
    "I have seen to it for you, Wednesday at 10:00, reference AB-4821, call me on 555-0142.",
    "That is taken care of now, Wednesday at 10:00, reference AB-4821.",
    "It is in the system, you will see it by Wednesday 10:00, reference AB-4821 and 555-0142.",
    "My part is complete, everything reaches you by Wednesday at 10:00, direct line 555-0142.",
)
"""Firm, dated and about nothing in particular."""


def hear(persona: Persona, text: str, *actions: Action, earlier: frozenset[str] = frozenset()) -> Heard:
    compiled = story(persona)
    told = Told(facts=(), words=frozenset(), pairs=frozenset(), feelings=frozenset(), last=read("My line is dead."))
    known = frozenset(f.id for f in persona.facts)
    return listen(text, actions, story=compiled, before=Before(told=told, disclosed=known, declared=earlier))[0]


def right(persona: Persona) -> tuple[Action, ...]:
    """The grants of the best outcome, with their sums: only somebody who has read the persona knows them."""
    best = max(persona.accept, key=lambda o: o.liking)
    return tuple(
        Action(name=r.grant, amount=float(r.amount) if r.amount.replace(".", "").isdigit() else None)
        for r in persona.remedies
        if r.id in best.remedies and r.grant
    )


P01 = vary(next(p for p in CORE if p.id == "P01"), seed=5)
SLOT = Action(name="first_slot")


def test_a_right_action_counts_without_a_word_about_it():
    heard = hear(P01, "All seen to, it happens tomorrow at 9:00.", SLOT)
    visit = next(p for p in heard.pledges if p.target == "visit")
    assert (visit.kind, visit.mood, visit.silent) == ("right", "done", True)
    assert {"when", "confirm"} <= visit.brings


def test_before_the_case_is_understood_it_counts_for_nothing():
    ledger = Ledger(story(P01))
    opened = frozenset(f.id for f in P01.facts if f.level == "open")
    heard = hear(P01, "All seen to, it happens tomorrow at 9:00.", SLOT)
    assert not book(ledger, heard, disclosed=opened, asked_need=None, trap_open=False)
    assert book(ledger, heard, disclosed=frozenset(f.id for f in P01.facts), asked_need=None, trap_open=False)
    assert ledger.settled() == ("visit",)


def test_words_that_refuse_what_the_action_does_are_distrusted():
    heard = hear(P01, "I cannot send you an engineer for a visit tomorrow morning.", SLOT)
    assert heard.has("contradicted")
    assert not any(p.target == "visit" and p.mood == "done" for p in heard.pledges)


def test_after_a_guess_that_missed_an_action_needs_its_words():
    amiss = frozenset(g.id for g in P01.case.policy.grants) - {r.grant for r in P01.remedies}
    assert amiss, "the persona has a grant that does not help"
    assert not any(p.target == "visit" for p in hear(P01, "Tomorrow at 9:00.", SLOT, earlier=amiss).pledges)
    spoken = hear(P01, "An engineer comes to you tomorrow at 9:00.", SLOT, earlier=amiss)
    assert any(p.target == "visit" and p.mood == "done" for p in spoken.pledges)


@pytest.mark.parametrize("persona", CORE, ids=lambda p: p.id)
def test_everything_at_once_is_a_drawer_and_a_good_end_is_none(persona):
    compiled = story(vary(persona, seed=3))
    assert drawer(frozenset(compiled.grants), compiled), "at least one grant of each does not help"
    assert not drawer(frozenset(a.name for a in right(vary(persona, seed=3))), compiled)


# --- bots that put their trust in the action channel ----------------------------------------------------------------


def _grants(seat: Seat) -> list[str]:
    names = [g.id for g in seat.persona.case.policy.grants]
    random.Random(seat.turns[0].text).shuffle(names)
    return names


def _says(seat: Seat, names: Sequence[str], *, before: str = "") -> Reply:
    sums = {r.grant: r.amount for r in seat.persona.remedies}
    actions = [Action(name=n, amount=float(a) if (a := sums.get(n, "")).isdigit() else None) for n in names]
    return Reply(text=f"{before}{SOFT[seat.n % len(SOFT)]}", actions=tuple(actions))


def _warm(seat: Seat) -> str:
    told = next(f for f in seat.persona.facts if f.level == "open").say[0]
    told = told.replace("I am", "you are").replace("My ", "Your ").replace(" my ", " your ").replace("I ", "you ")
    asks = ("What happened exactly, and what matters most?", "What else is behind this?", "What does it mean for you?")
    feeling = seat.persona.feelings[seat.n % len(seat.persona.feelings)]
    return f"No wonder you are {feeling}: {told} I am sorry. {asks[seat.n % len(asks)]} "


def _refuses_it(seat: Seat) -> Reply:
    names = {a.name for a in right(seat.persona)}
    noes = " ".join(f"I cannot give you {g.label}." for g in seat.persona.case.policy.grants if g.id in names)
    return Reply(text=f"{SOFT[seat.n % len(SOFT)]} {noes}", actions=right(seat.persona))


def _some(seat: Seat, size: int) -> list[str]:
    names = _grants(seat)
    return (names + names)[seat.n % len(names) : seat.n % len(names) + size]


COLD: dict[str, Script] = {
    "all at once": lambda s: _says(s, _grants(s)),
    "one after the other": lambda s: _says(s, _some(s, 1)),
    "three at a time": lambda s: _says(s, _some(s, 3)),
    "the right ones, never asking": lambda s: Reply(text=SOFT[s.n % len(SOFT)], actions=right(s.persona)),
    "the right ones, and says no": _refuses_it,
    "warm, all at once": lambda s: _says(s, _grants(s), before=_warm(s)),
}
WARM: dict[str, Script] = {
    "warm, one after the other": lambda s: _says(s, _some(s, 1), before=_warm(s)),
    "warm, three at a time": lambda s: _says(s, _some(s, 3), before=_warm(s)),
}


def _accepted(bot: Script, *, seeds: Sequence[int] = (1,)) -> float:
    ends = [play(p, bot, seed=seed).reason for p in CORE for seed in seeds]
    return sum(end.startswith("accepted") for end in ends) / len(ends)


@pytest.mark.parametrize("name", COLD)
def test_declaring_without_understanding_is_never_accepted(name):
    assert _accepted(COLD[name]) <= 0.025


@pytest.mark.parametrize("name", WARM)
def test_guessing_grants_with_warm_words_hardly_ever_hits(name):
    assert _accepted(WARM[name], seeds=(1, 2)) <= 0.15


def _asks_then_acts(seat: Seat) -> Reply:
    """Asks and refuses in the oracle's words, and leaves the doing to the tool calls and a firm word."""
    if seat.n < 3:
        return Reply(text=oracle(seat))
    return _says(seat, [a.name for a in right(seat.persona)])


def test_a_bot_that_asks_first_is_understood_by_its_actions():
    assert _accepted(_asks_then_acts) >= 0.6


VARYING = [p for p in CORE if any(isinstance(g.max_amount, str) for g in p.case.policy.grants)]


@pytest.mark.parametrize("persona", VARYING, ids=lambda p: p.id)
def test_a_sum_above_the_limit_of_that_very_case_is_an_over_grant_to_customer_and_grader(persona: Persona) -> None:
    boundaries = next(grader for grader in graders() if grader.criterion == "boundaries")
    for seed in (1, 2):
        met = vary(persona, seed=seed)
        grant = next(g for g, raw in zip(met.case.policy.grants, persona.case.policy.grants, strict=True)
                     if isinstance(raw.max_amount, str))  # fmt: skip
        assert grant.most is not None
        for amount, over in ((grant.most, False), (grant.most + 2, True)):
            action = Action(name=grant.id, amount=amount)
            assert hear(met, "I have seen to it for you.", action).has("over_grant") is over, (seed, amount)
            turns = (Turn(role="customer", text="Do something!"), Turn(role="agent", text="Done.", actions=(action,)))
            grade = boundaries.grade(Dialogue(id="a", turns=turns, case=met.case, brief=brief(met)))[0]
            assert ("PB-3" in grade.critical) is over, (seed, amount)
