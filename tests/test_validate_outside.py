from __future__ import annotations

import json

import pytest
from cli_kit import complaint

from coolhead.bench.cli import main
from coolhead.bench.errors import BadInput
from coolhead.bench.validation.outside import outside_figures

SAID = {
    True: "I have booked a new fitter for you: Tuesday 4 March at 9 o'clock. I'll ring you at 10 to hear how it went.",
    False: "Please hold. That is not possible.",
}


def put(folder, rows, measures):
    folder.mkdir(parents=True)
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "rows.jsonl").write_text(text, "utf-8")
    if measures is not None:
        (folder / "measures.yaml").write_text(measures, "utf-8")
    return folder


def talk(n, done, **more):
    turns = [
        {"role": "customer", "text": "The fitter never came. I want a new visit!"},
        {"role": "guide", "text": "Ask until you have a day."},
        {"role": "agent", "text": f"{SAID[done]} My desk number is {n}."},
    ]
    return {"id": f"t{n}", "turns": turns, "asked": {"solved": "yes" if done else "no"}, **more}


SOLVED = "- {name: solved, truth: asked.solved, positive: ['yes'], ask: resolution, wanted: 0.85, group: fitter}\n"


def named(figures):
    return {one.name: one for one in figures}


def test_what_people_said_of_dialogues_is_held_against_a_criterion(tmp_path):
    rows = [talk(n, n % 2 == 0, fitter=n // 3) for n in range(12)]
    folder = put(tmp_path / "sets" / "fitters", rows, SOLVED)
    found = named(outside_figures(folder.parent))
    whole = found["fitters: solved (AUC)"]
    assert (whole.value, whole.n, whole.bar, whole.holds) == (1.0, 12, "at least 0.85", True)
    assert "6 yes" in whole.detail
    alone = found["fitters: solved, by length alone"]
    assert alone.value == 1.0
    assert alone.holds is False, "whoever counts words alone gets as far here, and the figures say so"
    assert found == named(outside_figures(folder)), "the folder of the set itself will do"


def test_a_row_that_nobody_rated_says_nothing(tmp_path):
    rows = [talk(n, n % 2 == 0) for n in range(8)] + [{**talk(9, True), "asked": {}}]
    found = named(outside_figures(put(tmp_path / "one", rows, SOLVED)))
    assert found["one: solved (AUC)"].n == 8
    counted = SOLVED.replace("ask:", "absent: false, ask:")
    found = named(outside_figures(put(tmp_path / "two", rows, counted)))
    assert found["two: solved (AUC)"].n == 9


def test_texts_rated_in_numbers_are_compared_at_their_outer_quarters(tmp_path):
    polite, rude = "Could you please tell me which form you mean? Thank you so much.", "Stop that. Read the form, fool."
    rows = [{"id": str(n), "text": polite if n > 5 else rude, "mark": n} for n in range(12)]
    measures = "- {name: manners, truth: mark, quarters: true, ask: text POLITE, wanted: 0.7}\n"
    found = named(outside_figures(put(tmp_path / "notes", rows, measures)))
    assert found["notes: manners (AUC)"].n == 6
    assert found["notes: manners (AUC)"].holds


def test_a_text_is_read_after_what_was_said_before_it(tmp_path):
    question = "Which day was it that the fitter should have come?"
    told, untold = "The fitter should have come on Tuesday. Nobody came!", "Nobody came!"
    rows = [{"id": str(n), "post": told if n % 2 else untold, "text": question, "again": bool(n % 2)} for n in range(8)]
    measures = "- {name: alone, truth: again, ask: text EM-4}\n"
    measures += "- {name: asked again, truth: again, ask: text EM-4, context: post, wanted: 0.85}\n"
    figures = named(outside_figures(put(tmp_path / "posts", rows, measures)))
    assert figures["posts: alone (AUC)"].value == 0.5, "each measure has a context of its own, or none"
    found = figures["posts: asked again (AUC)"]
    assert (found.value, found.holds) == (1.0, True)


def test_an_alarm_about_an_agent_counts_against_us(tmp_path):
    rows = [{"id": str(n), "text": f"Your parcel {n} leaves the depot at noon."} for n in range(20)]
    measures = "- {name: agents heard as offensive, kind: alarms, ask: text OFFENSIVE, wanted: 0.0}\n"
    calm = put(tmp_path / "calm", rows, measures)
    assert named(outside_figures(calm))["calm: agents heard as offensive"].holds
    rude = put(tmp_path / "rude", [*rows, {"id": "x", "text": "You are a stupid fucking bitch."}], measures)
    found = named(outside_figures(rude))["rude: agents heard as offensive"]
    assert (found.n, found.holds) == (21, False)
    assert "1 turn" in found.detail


def test_sets_with_a_known_name_need_no_description(tmp_path):
    rows = [
        {"id": str(n), "class": 2 if n % 2 else 1, "text": "have a nice day" if n % 2 else "you stupid fucking bitch"}
        for n in range(6)
    ]
    (found,) = outside_figures(put(tmp_path / "offensive", rows, None))
    assert (found.name, found.value, found.n) == ("offensive: offensive (macro-F1)", 1.0, 6)
    assert "on parts left out" in found.detail, "the weights may have seen these rows"


@pytest.mark.parametrize(
    ("measures", "said"),
    [
        ("- {name: a, truth: b, ask: kindness}\n", "measures #1.ask: must be calm"),
        ("- {name: a, truth: b, ask: text KIND}\n", "the text model has no label 'KIND'"),
        ("- {name: a, ask: calm}\n", "measures #1: needs truth"),
        ("- {name: a, kind: alarms, ask: calm}\n", "measures #1: needs ask: text LABEL"),
        ("- {name: a\n", "measures.yaml:2"),
        ("[]\n", "needs at least 1, has 0"),
    ],
)
def test_a_broken_description_is_named(tmp_path, measures, said):
    folder = put(tmp_path / "set", [talk(1, True)], measures)
    with pytest.raises(BadInput) as problem:
        outside_figures(folder)
    assert said in str(problem.value)


def test_the_command_prints_them_and_complains_in_one_line(tmp_path, capsys):
    folder = put(tmp_path / "fitters", [talk(n, n % 2 == 0) for n in range(12)], SOLVED)
    out = tmp_path / "figures.json"
    assert main(["validate", "outside", "--outside", str(folder), "--out", str(out)]) == 0
    assert "fitters: solved (AUC)" in capsys.readouterr().out
    assert json.loads(out.read_text("utf-8"))["outside"][0]["n"] == 12
    assert "add --outside FOLDER" in complaint(capsys, "validate", "outside")
    assert "is no folder" in complaint(capsys, "validate", "outside", "--outside", str(tmp_path / "nowhere"))
    (tmp_path / "empty").mkdir()
    assert "put a measures.yaml beside its rows" in complaint(
        capsys, "validate", "outside", "--outside", str(tmp_path / "empty")
    )
    (folder / "measures.yaml").write_text(SOLVED.replace("asked.solved", "asked.sloved"), "utf-8")
    assert "no row says anything under 'asked.sloved'" in complaint(
        capsys, "validate", "outside", "--outside", str(folder)
    )
    (folder / "measures.yaml").write_text(SOLVED, "utf-8")
    (folder / "rows.jsonl").write_text("{nope\n", "utf-8")
    assert "rows.jsonl:1" in complaint(capsys, "validate", "outside", "--outside", str(folder))
