"""The customer's learned ear: what it was measured to be worth, that it is the same everywhere, and where it counts."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from coolhead.bench.customers.ear.features import BITS, beside, codes
from coolhead.bench.customers.ear.model import ear, labels_of
from coolhead.bench.customers.hearing.listen import Before, listen
from coolhead.bench.customers.hearing.warmth import Told
from coolhead.bench.customers.story import content_of, story
from coolhead.bench.customers.text import read
from coolhead.personas.loader import builtin
from coolhead.personas.vary import vary

ROOT = Path(__file__).resolve().parent.parent
ABOUT = json.loads((ROOT / "bench/data/customer/ear/ear.json").read_text("utf-8"))
P01 = vary(next(p for p in builtin() if p.id == "P01"), seed=5)


def test_only_labels_that_were_precise_on_the_author_left_out_are_used():
    assert ABOUT["used"]
    for name, measured in ABOUT["labels"].items():
        assert (measured["cut"] is not None) is (name in ABOUT["used"])
        if measured["cut"] is not None:
            kind = name in {"ASKOPEN", "SORRY", "STOCK", "WARM"}  # these accuse nobody and give nothing
            assert measured["precision"] >= (0.8 if kind else 0.9)
            assert measured["recall"] > 0.05


def test_the_weights_belong_to_the_rows_that_lie_in_the_project():
    rows = ROOT / "bench/customers/training/rows"
    now = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(rows.glob("*.tsv"))}
    assert now == ABOUT["inputs_sha256"], "the rows changed: make train-ear"


def test_codes_do_not_hang_on_anything_but_the_words():
    sentence = read("You waited three hours and nobody came!").sentences[0]
    found = codes(sentence)
    assert len(found) == len(set(found.tolist()))
    assert int(found.max()) < 1 << BITS
    assert sorted(found.tolist()) == sorted(codes(read("You waited 3 hours and nobody came!").sentences[0]).tolist())
    said = read("I waited three hours.")
    assert beside(sentence, said).tolist() != beside(sentence, read("Hello.")).tolist()


def test_hearing_and_chances_agree():
    said = read("The train sat there for three hours with no water.")
    for text in ("Three hours with no water and a child, no wonder you got off shaking.", "The office opens at nine."):
        sentence = read(text).sentences[0]
        chances = dict(zip(ear().labels, ear().chances(sentence, said), strict=True))
        over = {name for name, chance in chances.items() if chance >= ABOUT["labels"][name]["cut"]}
        assert over == set(ear().hears(sentence, said))


def test_a_wall_of_text_is_not_weighed_to_the_end():
    message = read("We do what we can soonish. " * 40)
    assert len(labels_of(message, read(""))) == len(message.sentences)
    assert not any(labels_of(message, read(""))[10:])


def heard(text: str):
    opening = read("My line has been dead for nine days. Twice I waited at home and nobody came.")
    words, pairs = content_of(opening)
    compiled = story(P01)
    told = Told(facts=compiled.facts, words=words, pairs=pairs, feelings=compiled.feelings, last=opening)
    return listen(text, story=compiled, before=Before(told=told, disclosed=frozenset(f.id for f in compiled.facts)))[0]


@pytest.mark.parametrize("text", ["You idiot.", "That is your own fault.", "Calm down."])
def test_an_insult_stays_one_whatever_the_ear_makes_of_its_neighbour(text):
    kind = "Nine days with a dead line and two mornings lost at the window, no wonder you are worn out."
    slights = {"insult", "blame", "calm_down", "police"}
    assert {n.name for n in heard(f"{kind} {text}").notes} & slights
    assert not {n.name for n in heard(kind).notes} & slights


def test_every_quote_stands_in_the_turn():
    text = "Sorry if it felt long to you.\nWe'll be round to it one of these days. So that's that put to bed!"
    for note in heard(text).notes:
        assert note.quote in text
