"""The embedded customer as a whole: who satisfies it, who never does, what it says and what it keeps to itself."""

from __future__ import annotations

import asyncio
import re
from itertools import pairwise

import pytest
from customer_play import HOPELESS, Played, Seat, colleague, oracle, play
from hypothesis import given, settings
from hypothesis import strategies as st

from coolhead.bench.customers import fidelity
from coolhead.bench.customers.embedded import EmbeddedCustomer, EmbeddedEngine
from coolhead.bench.customers.feelings import constants
from coolhead.bench.customers.scene import ACTS
from coolhead.bench.customers.voice import templates
from coolhead.bench.types import Reply, Turn
from coolhead.personas.loader import builtin
from coolhead.personas.schema import Persona
from coolhead.personas.vary import vary

EVERYONE = builtin()
BY_ID = {p.id: p for p in EVERYONE}
P01 = BY_ID["P01"]
ANGRY = [p for p in EVERYONE if p.kind != "control"]
PLEASED = fidelity.ACCEPTED
_INSULTS = (
    "You idiot.",
    "Shut up.",
    "You are pathetic.",
    "Stop whining.",
    "People like you make me sick.",
    "Calm down.",
    "That is your own fault.",
    "Get lost, you moron.",
)

_EASY = next(
    seed for seed in range(50) if EmbeddedCustomer(vary(P01, seed=seed), seed=seed).speak_now([]).step.patience > 5
)
"""A seed without a bad day."""

turns_of_agents = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "I am sorry about that.",
                "How is this affecting you?",
                "I'll book the engineer for tomorrow at nine.",
                "That is our policy.",
                "Yes.",
                "No.",
                "Did you get any texts?",
                "I have credited 24 cr to your account.",
                "Anything else I can do?",
                "Tell me more.",
                "...",
                "",
                "I can't do that, but I can send somebody on Friday.",
                "I have changed the number on your file just now.",
                "Calm down.",
                "Done, it is booked.",
                "Shall I book it for you?",
                "You will get a free year, I have put it through.",
                "I'll transfer you.",
                "What would help you most right now?",
            ]
        ),
        st.text(max_size=60),
    ),
    min_size=1,
    max_size=12,
)


def scripted(lines: list[str]) -> object:
    return lambda seat: lines[min(seat.n, len(lines) - 1)]


def after(persona: Persona, lines: list[str], *, seed: int = 4) -> Played:
    return play(persona, scripted(lines), seed=seed, max_turns=len(lines))


# --- a competent agent ---------------------------------------------------------------------------------------


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


def test_somebody_elses_words_satisfy_the_customer():
    """22 % of P01's talks are short of time; 120 of them leave a standard error of 4 points."""
    ends = [play(P01, good, seed=seed).reason for seed in range(120)]
    assert sum(e in PLEASED for e in ends) >= 0.68 * len(ends)


def test_a_competent_agent_is_accepted_by_nearly_everybody_but_not_always():
    played = [play(p, colleague, seed=n) for n, p in enumerate(EVERYONE)]
    full = sum(r.reason == "accepted" for r in played) / len(played)
    any_ = sum(r.reason in PLEASED for r in played) / len(played)
    assert full >= 0.6
    assert 0.75 <= any_ <= 0.93


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
    simple = P01.model_copy(update={"trap": None})
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


# --- what it says ----------------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(lines=turns_of_agents, who=st.sampled_from(EVERYONE), seed=st.integers(0, 50))
def test_whatever_the_agent_says_the_customer_keeps_its_rules(lines, who, seed):
    played = play(who, scripted(lines), seed=seed)
    dialogue = played.dialogue()
    assert fidelity.early_reveals(dialogue, played.persona) == []
    assert fidelity.wrong_stops([dialogue]) == []
    assert fidelity.repeated_sentences(dialogue) == []
    for step in played.steps:
        assert 0 <= step.anger <= 1
        assert set(step.act.split("+")) <= set(ACTS) or step.act == ""
    for before, now in pairwise(played.steps):
        low, high = constants()["clip"]
        assert low - 1e-3 <= now.anger - before.anger <= high + 1e-3
        assert now.progress >= before.progress
    if played.reason not in PLEASED:
        said = " ".join(t.text.lower() for t in played.turns if t.role == "customer")
        own = str(played.persona.model_dump()).lower()
        assert "thank" not in said or "thank" in own


@settings(max_examples=30, deadline=None)
@given(lines=turns_of_agents, insult=st.sampled_from(_INSULTS), seed=st.integers(0, 20), who=st.sampled_from(ANGRY))
def test_an_added_insult_never_lowers_the_anger(lines, insult, seed, who):
    clean = after(who, lines, seed=seed)
    rude = after(who, [*lines[:-1], f"{lines[-1]} {insult}"], seed=seed)
    if len(clean.steps) == len(rude.steps) == len(lines) + 1:
        assert rude.steps[-1].anger >= clean.steps[-1].anger - 1e-9


@settings(max_examples=40, deadline=None)
@given(lines=turns_of_agents, seed=st.integers(0, 20))
def test_saying_it_again_never_helps(lines, seed):
    again = after(P01, [*lines, lines[-1]], seed=seed)
    if len(again.steps) == len(lines) + 2 and any(c.isalnum() for c in lines[-1]):
        assert again.steps[-1].anger >= again.steps[-2].anger - 1e-9


def test_kind_words_alone_do_not_calm():
    dialogues = [
        play(p, HOPELESS[name], seed=2).dialogue()
        for p in EVERYONE[::3]
        for name in ("spam_varied", "spam_facts", "spam_same")
    ]
    figure = fidelity.niceness(dialogues)
    assert figure.of > 60
    assert figure.value <= 0.1


def test_same_seed_same_bytes_and_another_seed_reads_differently():
    def text(seed: int) -> str:
        return "\n".join(t.model_dump_json() for t in play(P01, good, seed=seed).turns)

    assert text(7) == text(7)
    assert len({text(seed) for seed in range(20)}) == 20


def test_speak_is_the_protocol():
    filled = vary(P01, seed=1)
    engine = EmbeddedEngine()
    customer = engine.begin(filled, seed=1)
    said = asyncio.run(customer.speak([]))
    assert engine.name == "embedded-3"
    assert said.end is None
    assert said.texts
    assert said.step.turn == 0


# --- traps, limits, acts -----------------------------------------------------------------------------------------


def test_giving_in_makes_the_next_demand_bigger():
    played = after(
        P01,
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
            P01, ["Tell me more.", "What happened then?", answer, "Which day suits you best?", "I see."], seed=_EASY
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
    dialogues = [
        play(p, script, seed=seed).dialogue() for p in EVERYONE for n, script in enumerate(scripts) for seed in (n,)
    ]
    assert set(ACTS) - set(fidelity.acts_seen(dialogues)) == set()
    wanted = {"quick_burner", "slow_burner", "sawtooth", "plateau", "explosive", "cold_exit", "loop_victim"}
    assert wanted - set(fidelity.progressions(dialogues)) == set()


def test_events_quote_the_agent():
    played = play(P01, good, seed=2)
    agent = " ".join(t.text for t in played.turns if t.role == "agent")
    quotes = [e.quote for s in played.steps for e in s.events if e.quote]
    assert len(quotes) >= 5
    assert all(q in agent for q in quotes)


# --- the template grammar ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", sorted(templates()))
def test_every_cell_has_six_ways_to_say_it(cell):
    for level, variants in templates()[cell].items():
        assert level in {"cool", "warm", "hot"}
        assert len(variants) >= 6, f"{cell}/{level}"
        assert len(set(variants)) == len(variants)
        for text in variants:
            assert text.count("(") == text.count(")"), text
            assert cell == "thanks" or "thank" not in text.lower(), text


def test_graders_and_customer_share_nothing():
    import ast
    from pathlib import Path

    root = Path(__file__).parent.parent
    for file in sorted((root / "bench/customers").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = (
                [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [a.name for a in node.names]
                if isinstance(node, ast.Import)
                else []
            )
            assert not any(name.startswith("coolhead.graders") for name in names), file.name
    for file in sorted((root / "graders").rglob("*.py")):
        assert "bench.customers" not in file.read_text("utf-8"), file.name


def test_a_customer_holds_no_state_of_another():
    filled = vary(P01, seed=1)
    a, b = EmbeddedCustomer(filled, seed=1), EmbeddedCustomer(filled, seed=1)
    turns: list[Turn] = []
    first = a.speak_now(turns)
    turns += [Turn(role="customer", text=t) for t in first.texts]
    turns.append(Turn(role="agent", text="Calm down."))
    a.speak_now(turns)
    assert b.speak_now([]).step == first.step
