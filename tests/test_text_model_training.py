"""What the text model is learnt from: well-formed rows, authors left out whole, look-alikes that count."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from coolhead.graders.model import TextModel
from coolhead.graders.model.words import clean, tokenise

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "graders" / "training"))

import corpus
import evaluate
import fit
import net
import tasks

ROWS = corpus.sentences()


def row(author, labels, text, *, family="calm", context="Where is it?"):
    names = labels.split()
    present = frozenset(n for n in names if n[0] != "!")
    return corpus.Row(family, author, present, frozenset(n[1:] for n in names if n[0] == "!"), context, text)


def test_every_row_has_a_text_and_no_label_both_ways():
    for one in ROWS:
        assert one.text.strip()
        assert not one.present & one.absent, one.text


def test_every_file_is_of_a_known_author_and_family():
    families = corpus.CUSTOMER_FILES | corpus.AGENT_FILES | {"mixed", "more"}
    assert {one.family for one in ROWS} <= families
    assert {one.author for one in ROWS} == set(corpus.AUTHORS)


def test_no_row_is_written_twice():
    count = Counter((one.family, one.author, one.context, one.text) for one in ROWS)
    assert max(count.values()) == 1


def test_most_labels_are_tested_on_an_author_who_was_left_out():
    facts = TextModel.load().meta["labels"]
    left_out = [label for label, one in facts.items() if one.get("by_author")]
    assert len(left_out) >= 80


LISTED = [
    ("calm", "calm", True),
    ("mixed", "calm", True),
    ("mixed", "customer", False),
    ("more", "calm", False),
    ("empathy", "calm", False),
]


@pytest.mark.parametrize(("family", "home", "listed"), LISTED)
def test_a_row_lists_its_own_family_and_a_mixed_one_all_of_the_agents(family, home, listed):
    assert row("a", "CT-2", "Calm down.", family=family).lists(home) is listed


DERIVED = [
    ("EM+1", {"REACT"}, set()),
    ("EM+6", {"EXPLORE"}, set()),
    ("!EM+6", set(), {"EXPLORE", "REACT"}),
    ("EM-3", set(), set()),
]


@pytest.mark.parametrize(("labels", "present", "absent"), DERIVED)
def test_warmth_and_curiosity_follow_from_the_other_labels(labels, present, absent):
    one = corpus.derived(row("a", labels, "x", family="empathy"))
    assert one.present & {"REACT", "EXPLORE"} == present
    assert one.absent & {"REACT", "EXPLORE"} == absent


def test_each_author_counts_alike_and_is_left_out_as_a_whole():
    rows = [row("a", "CT-2", f"a{n}") for n in range(30)] + [row("a", "!CT-2", f"an{n}") for n in range(30)]
    rows += [row("b", "CT-2", f"b{n}") for n in range(10)] + [row("b", "CT-3", f"bn{n}") for n in range(10)]
    one = tasks.task(rows, "CT-2")
    assert one.by_author
    assert sorted(set(one.fold.tolist())) == [0, 1]
    for k in (0, 1):
        assert one.mass[(one.fold == k) & one.y].sum() == pytest.approx(20)


def test_an_authors_absents_weigh_as_much_as_the_presents_and_most_of_them_look_alike():
    rows = [row("a", "CT-2", f"a{n}") for n in range(10)] + [row("a", "!CT-2", f"an{n}") for n in range(20)]
    rows += [row("b", "CT-2", f"b{n}") for n in range(10)]
    rows += [row(author, "CT-3", f"{author}n{n}") for n in range(40) for author in "ab"]
    one = tasks.task(rows, "CT-2")
    alike = np.array(["CT-2" in rows[i].absent for i in one.at])
    for k in (0, 1):
        mine = one.fold == k
        assert one.mass[mine & ~one.y].sum() == pytest.approx(one.mass[mine & one.y].sum())
        assert one.mass[mine & alike].sum() == pytest.approx(0.75 * 10 if k == 0 else 0)


def test_a_customers_label_keeps_the_share_of_its_presents():
    rows = [row(author, "ABUSE", f"{author}{n}", family="customer") for n in range(10) for author in "ab"]
    rows += [row(author, "!ABUSE", f"{author}n{n}", family="customer") for n in range(40) for author in "ab"]
    one = tasks.task(rows, "ABUSE")
    assert one.mass[~one.y].sum() == pytest.approx(4 * one.mass[one.y].sum())


def test_a_label_of_one_author_is_tested_by_stories():
    rows = [row("a", "CT-2", f"a{n}", context=f"story {n}") for n in range(30)] + [row("b", "CT-3", "b")]
    assert not tasks.task(rows, "CT-2").by_author


CUTS = [
    # (chances of presents, chances of absents, lowest and highest cut that will do)
    ([0.9, 0.8, 0.75, 0.7, 0.6, 0.5], [0.3, 0.2, 0.1], 0.5, 0.5),
    ([0.99, 0.98, 0.97, 0.96, 0.95, 0.2], [0.9, 0.5], 0.5, 0.95),
]


@pytest.mark.parametrize(("present", "absent", "low", "high"), CUTS)
def test_the_cut_is_the_lowest_of_the_wanted_precision_and_never_above_the_cap(present, absent, low, high):
    y = np.array([True] * len(present) + [False] * len(absent))
    cut, precision, recall = fit.threshold(y, np.array(present + absent), np.ones(len(y)))
    assert low <= cut <= high
    assert 0 < precision <= 1
    assert 0 < recall <= 1


def test_no_cut_is_below_the_lowest_that_is_asked_for():
    y, chance = np.array([True] * 6 + [False]), np.array([0.9, 0.8, 0.7, 0.6, 0.4, 0.3, 0.1])
    assert fit.threshold(y, chance, np.ones(7))[0] == pytest.approx(0.3)
    cut, precision, recall = fit.threshold(y, chance, np.ones(7), lowest=0.5)
    assert (cut, precision, recall) == pytest.approx((0.6, 1.0, 4 / 6))


def test_what_a_new_author_may_expect_is_cut_where_the_others_would_cut():
    alike = [0.9] * 8 + [0.2] * 8
    y = np.array(([True] * 8 + [False] * 8) * 2)
    fold = np.repeat([0, 1], 16)
    assert fit.strangers(y, np.array(alike * 2), np.ones(32), fold, 0.5) == (1.0, 1.0)
    # The second author's absents stand where the first one's presents do.
    other = [0.95] * 8 + [0.9] * 8
    assert fit.strangers(y, np.array(alike + other), np.ones(32), fold, 0.5) == pytest.approx((16 / 24, 1.0))


def test_a_file_of_sentences_is_read_as_labels_to_be_tested():
    rows = evaluate.read_rows(Path(corpus.__file__).parent / "sentences" / "mixed.g.tsv")
    assert len(rows) == sum(one.author == "g" for one in ROWS)
    assert {value for one in rows for value in one["label"].values()} == {"present", "absent"}


def test_a_matrix_row_weighs_what_the_reader_says():
    """Training and reading build the same features: weights multiplied by hand, and the net's, give the margins."""
    model = TextModel.load()
    columns = fit.Columns(model.names, model.pairs, model.sense)
    texts = ["Calm down, there's no need to shout.", "I'll ring the depot now and text you by four.", "", "OK"]
    contexts = ["THIS IS THE THIRD TIME!", "Nobody rings me back, you useless clown.", "Hello?", ""]
    raised = {context: model._hear({context})[context].flags for context in contexts}
    x = fit.matrix(fit.samples(texts, contexts, raised), columns)
    blocks = [model.weights[kind] * model.scales[kind] for kind in fit.BLOCKS]
    by_hand = x @ np.vstack([*blocks, model.dense]) + model.bias
    encoded = net.encode([tokenise(clean(t)) for t in texts], [tokenise(clean(c)) for c in contexts], model.facets)
    by_hand = by_hand + net.margins(model.net, encoded, np.arange(len(texts)))
    assert np.allclose(by_hand, model._margins(texts, contexts), atol=1e-3)


HASHED = """
import hashlib, sys
sys.path.insert(0, {folder!r})
import corpus, tasks, train
from fit import Columns, fit, matrix, samples
from coolhead.graders.model import TextModel

rows = [corpus.derived(row) for row in corpus.sentences()][::40]
made = samples([r.text for r in rows], [r.context for r in rows], {{r.context: ("ANNOYED",) for r in rows[::3]}})
names = train.vocabulary(one.text.names for one in made)
columns = Columns(names, train.vocabulary(one.names for one in made), TextModel.load().sense)
x = matrix(made, columns)
one = tasks.task(rows, "RE+4")
found = fit(x[one.at], one.y, one.weight, one.fold, seed=7, mass=one.mass)
words = repr((columns.names, columns.pairs, found.facts)).encode()
print(hashlib.sha256(x.data.tobytes() + x.indices.tobytes() + found.weights.tobytes() + words).hexdigest())
"""


def test_the_same_rows_give_the_same_weights_whatever_the_hash_seed():
    code = HASHED.format(folder=str(Path(corpus.__file__).parent))
    found = {
        subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_what_an_author_names_only_now_and_then_is_unknown_where_he_does_not():
    silent = row("k", "RE+4", "I'll ring the depot now.", family="mixed")
    assert silent.says("RE+4", "clarity_resolution")
    assert silent.says("RE+3", "clarity_resolution")
    assert not silent.says("RE+2", "clarity_resolution")
    assert row("k", "!RE+2", "I'd love to.", family="mixed").says("RE+2", "clarity_resolution")
    assert row("c", "RE+4", "I'll ring the depot now.", family="mixed").says("RE+2", "clarity_resolution")


def test_what_only_mixed_files_name_is_no_label():
    rows = [row("l", "CL-4", f"It is {n}, no, {n + 1}.", family="mixed") for n in range(9)]
    rows += [row("a", "CT-2", f"Calm down {n}.") for n in range(9)]
    assert tasks.labels(rows) == ["CT-2"]
