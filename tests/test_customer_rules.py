"""What the customer says: the rules that hold whatever the agent does, and its template grammar."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest
from customer_play import HOPELESS, play
from customer_seats import ANGRY, EVERYONE, P01, PLEASED, after, good, scripted
from hypothesis import given, settings
from hypothesis import strategies as st

from coolhead.bench.customers import fidelity
from coolhead.bench.customers.embedded import EmbeddedEngine
from coolhead.bench.customers.feelings import constants
from coolhead.bench.customers.scene import ACTS
from coolhead.bench.customers.voice import templates
from coolhead.personas.vary import vary

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
    assert engine.name == "embedded-8"
    assert said.end is None
    assert said.texts
    assert said.step.turn == 0


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
