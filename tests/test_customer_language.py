"""How the customer talks: alternatives, its own words, parts that hang together, and how varied it all is."""

from __future__ import annotations

import re
from random import Random

import pytest

from coolhead.bench.customers import cohesion, variety
from coolhead.bench.customers.naming import option_fill, spoken
from coolhead.bench.customers.scene import Card, Part
from coolhead.bench.customers.voice import Voice, templates
from coolhead.bench.testing import talk
from coolhead.personas.loader import PACKS, builtin
from coolhead.personas.vary import vary
from coolhead.personas.wording import alternatives_left, spell_out

EVERYONE = {p.id: p for pack in PACKS for p in builtin(pack)}
WRITTEN = [p for p in EVERYONE.values() if p.kind != "style"]
DEMAND = Card((Part("demand_remedy", "demand"),), 2)


def said(persona, card, *, seed=1):
    return " ".join(Voice(vary(persona, seed=seed), Random(seed)).word(card))


# --- alternatives ---------------------------------------------------------------------------------------------------


def test_an_alternative_is_drawn_also_inside_another():
    assert {spell_out("(a|b (c|d)) e", Random(n)) for n in range(40)} == {"a e", "b c e", "b d e"}
    assert spell_out("no choice (at all) here", Random(0)) == "no choice (at all) here"


def test_brackets_that_do_not_match_are_found():
    assert alternatives_left("(a|b c")
    assert not alternatives_left("(a|b) c")


@pytest.mark.parametrize("persona", WRITTEN, ids=lambda p: p.id)
def test_what_a_persona_says_is_spelled_out(persona):
    for seed in range(4):
        filled = vary(persona, seed=seed)
        texts = [t for o in filled.opening for t in ([o] if isinstance(o, str) else o)]
        texts += [t for f in filled.facts for t in f.say] + list(filled.asks)
        texts += [t for lines in filled.speech.lines.values() for t in lines]
        texts += [*filled.speech.ordeal, *filled.speech.aim]
        texts += [*(filled.trap.say if filled.trap else ()), *(filled.cue.say if filled.cue else ())]
        for text in texts:
            assert "|" not in text, text
            assert not re.search(r" [,!?]| \.(?!\.)|,\.|\.,|\(\w", text), text


@pytest.mark.parametrize("persona", WRITTEN, ids=lambda p: p.id)
def test_every_remedy_can_be_spoken_of(persona):
    for one in (*persona.remedies, *persona.wrong, *([persona.trap] if persona.trap else [])):
        assert one.thing, one.label
        assert one.deed, one.label
        assert not re.search(r"\d+(?:\.\d+)? ?cr\b", one.thing), "the sum is for the agent to name"


@pytest.mark.parametrize("persona", WRITTEN, ids=lambda p: p.id)
def test_own_lines_are_for_cells_that_exist(persona):
    assert set(persona.speech.lines) <= templates().keys()


# --- its own words --------------------------------------------------------------------------------------------------


def test_a_thing_is_called_what_the_customer_calls_it():
    number = next(r for r in EVERYONE["P01"].remedies if r.id == "number")
    assert spoken(number) == "my right number in your system"
    assert spoken(number.model_copy(update={"thing": ""})) == "the contact number corrected"


def test_a_wrong_option_is_asked_about_in_a_thing_and_a_deed():
    persona = EVERYONE["P01"]
    assert option_fill(persona, "a new router") == {"extra": "a new router", "edo": "send me a new router"}
    assert option_fill(persona, "the moon")["extra"] == "the moon"


def test_templates_speak_of_the_matter_at_hand():
    texts = {said(EVERYONE["P01"], DEMAND, seed=seed) for seed in range(40)}
    assert any("my line" in text or "without a line" in text for text in texts)
    assert len(texts) >= 30
    bare = EVERYONE["P01"].model_copy(update={"speech": EVERYONE["P01"].speech.model_copy(update={"topic": ""})})
    assert all("{" not in said(bare, DEMAND, seed=seed) for seed in range(20))


def test_somebody_terse_says_one_whole_sentence():
    for seed in range(20):
        text = said(EVERYONE["P09"], Card((Part("reject_offer", "rest"),), 3), seed=seed)
        assert len(text.split()) >= 2, text


def test_capitals_hold_for_a_whole_message():
    card = Card((Part("soften", "soften"), Part("demand_remedy", "demand")), 2)
    for seed in range(20):
        text = said(EVERYONE["P36"], card, seed=seed)
        assert text.isupper() or sum(c.isupper() for c in text) < len(text) / 4, text


# --- what hangs together --------------------------------------------------------------------------------------------


def test_nobody_insults_and_opens_up_in_one_breath():
    secret = Part("disclose", "own", text="I lost my job.")
    assert cohesion.fitting((Part("insult", "insult_1"), secret)) == (secret,)


def test_nobody_says_sorry_and_fishes_for_more():
    more = Part("confirm", "check_extra", fill={"list": "a", "extra": "b"})
    assert cohesion.fitting((Part("apologise", "apologise"), more)) == (more,)


def test_last_try_is_threat_and_demand_enough():
    parts = tuple(Part(*p) for p in (("repeat_self", "on_repeat"), ("threat_leave", "threat_leave"),
                                     ("demand_remedy", "demand"), ("threat_leave", "last_chance")))  # fmt: skip
    assert [p.cell for p in cohesion.fitting(parts)] == ["on_repeat", "last_chance"]


def test_a_complaint_after_a_kind_word_gets_its_but():
    kind, complaint = Part("soften", "soften"), Part("accuse", "residual")
    texts = {cohesion.lead(kind, complaint, "It took long enough.", Random(n)) for n in range(20)}
    assert "But it took long enough." in texts
    assert cohesion.lead(kind, complaint, "But why?", Random(1)) == "But why?"
    assert cohesion.lead(None, complaint, "It took long.", Random(1)) == "It took long."


# --- variety --------------------------------------------------------------------------------------------------------


def test_distinct_n_by_hand():
    once = talk("C: one two three four", "A: yes")
    assert variety.distinct([once], n=2) == 1.0
    assert variety.distinct([once, once], n=1) == 0.5
    assert variety.distinct([once, once], n=1, words=4) == 1.0
    assert variety.distinct([once], n=1, words=5) is None


def test_sentences_that_others_hold_too_by_hand():
    same = talk("C: I paid 12 cr. Where is it?", "A: soon")
    other = talk("C: I paid 15 cr. Tell me!", "A: soon")
    new = talk("C: Nobody came.", "A: soon")
    found = variety.shared_sentences([same, same, other, new], others=2)
    assert (found.hits, found.of) == (3, 7)
