"""`--judge` and `--customer` from the command line, against a server that answers as a model would."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from judge_kit import HonestJudge, verdicts

from coolhead.bench.cli import main
from coolhead.bench.faults import serving
from coolhead.bench.testing import Asked
from coolhead.bench.types import ChatMessage
from coolhead.graders.judge.panel import PANEL

pytestmark = pytest.mark.usefixtures("warm")

GOLD = HonestJudge(good="\0")


def answer(body):
    """A provider whose model judges well, hears nothing and words nothing usable."""
    messages = tuple(ChatMessage(role=m["role"], content=m["content"]) for m in body["messages"])
    asked = Asked(messages, "judge", None, 0, None, None, None, ())
    if "quality assessor" not in messages[0].content:
        wanted = json.dumps(body.get("response_format") or {})
        return (
            '{"events": []}'
            if "events" in wanted
            else '{"colour": "green", "count": 3}'
            if wanted != "{}"
            else "As an AI."
        )
    good = json.loads(GOLD.grade(asked))["anchor"] == 5 or re.search(r"B1 \| .*sorry", messages[1].content)
    return verdicts(asked, good=bool(good))


def constant(body):
    """One that says the same of everything."""
    messages = tuple(ChatMessage(role=m["role"], content=m["content"]) for m in body["messages"])
    if "quality assessor" not in messages[0].content:
        return '{"colour": "green", "count": 3}'
    return verdicts(Asked(messages, "judge", None, 0, None, None, None, ()), good=True)


def lines(folder: Path, name: str):
    return [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()]


def run(folder, *words):
    return main(
        [
            "run",
            "--bot",
            "ladder:B3",
            "--bot",
            "ladder:B7",
            "--personas",
            "P01",
            "--max-turns",
            "3",
            "--out",
            str(folder),
            *words,
        ]
    )


def test_a_run_with_a_judge_and_a_model_customer(tmp_path):
    folder = tmp_path / "run"
    with serving(say=answer) as fake:
        spec = f"openai:{fake.url}?price=0/0#"
        words = ("--judge", spec + "one", "--judge", spec + "two", "--customer", spec + "voice")
        assert run(folder, *words) == 0
        count = len(fake.calls)
        before = (folder / "grades.jsonl").read_bytes()
        assert run(folder, *words) == 0
        assert (folder / "grades.jsonl").read_bytes() == before
        assert len(fake.calls) - count <= 12, "a second run asks no more than whether everybody is there"
    info = json.loads((folder / "run.json").read_text("utf-8"))
    assert info["judges"][PANEL] == {"qualified": True, "members": ["judge:one", "judge:two"]}
    assert info["judges"]["judge:one"]["gold"]["separated"] >= 19
    assert info["versions"]["graders"][PANEL] == 1
    assert info["customer_guards"]["fell_back"] >= 1
    assert {d["engine"] for d in lines(folder, "dialogues.jsonl")} == {"model-1:embedded-8:voice"}
    assert {g["grader"] for g in lines(folder, "grades.jsonl")} >= {"judge:one", "judge:two", PANEL, "rule:calm"}
    board = json.loads((folder / "leaderboard.json").read_text("utf-8"))
    assert all(PANEL in row["graders"]["calm"] for row in board["rows"])


def test_a_constant_judge_is_refused_and_the_rules_stay_the_headline(tmp_path, capsys):
    folder = tmp_path / "run"
    with serving(say=constant) as fake:
        assert run(folder, "--judge", f"openai:{fake.url}#same") == 0
    assert "judge:same does not count" in capsys.readouterr().out.replace("\n", " ")
    info = json.loads((folder / "run.json").read_text("utf-8"))
    assert info["judges"]["judge:same"]["qualified"] is False
    graders = {g["grader"] for g in lines(folder, "grades.jsonl")}
    assert "judge:same" in graders, "its scores are kept"
    assert PANEL not in graders
    notes = " ".join(json.loads((folder / "leaderboard.json").read_text("utf-8"))["notes"])
    assert "judge:same" in notes


def test_a_folder_and_a_file_are_graded_by_a_judge_later(tmp_path):
    folder = tmp_path / "run"
    assert run(folder) == 0
    file = tmp_path / "talk.jsonl"
    turns = [
        {"role": "customer", "text": "Late again!"},
        {"role": "agent", "text": "I am sorry. It comes on Friday at 9."},
    ]
    file.write_text(json.dumps({"id": "t1", "bot": "us", "turns": turns}) + "\n", "utf-8")
    with serving(say=answer) as fake:
        spec = f"openai:{fake.url}#one"
        assert main(["grade", str(folder), "--judge", spec]) == 0
        count = len(fake.calls)
        assert main(["grade", str(folder), "--judge", spec]) == 0
        assert len(fake.calls) - count <= 4
        assert main(["grade", str(file), "--judge", spec, "--out", str(tmp_path / "file")]) == 0
    assert sum(g["grader"] == PANEL for g in lines(folder, "grades.jsonl")) == 10
    assert {g["score"] for g in lines(tmp_path / "file", "grades.jsonl") if g["grader"] == PANEL} == {100.0}
    assert main(["grade", str(folder)]) == 0
    assert not any(g["grader"].startswith("judge:") for g in lines(folder, "grades.jsonl"))
    assert "judges" not in json.loads((folder / "run.json").read_text("utf-8"))


def test_judges_are_measured_on_labels(tmp_path, capsys):
    out = tmp_path / "figures.json"
    with serving(say=answer) as fake:
        spec = f"openai:{fake.url}?price=1/1#"
        words = ["validate", "judges", "--judge", spec + "one", "--judge", spec + "two", "--out", str(out)]
        assert main(words) == 0
        paid = len(fake.calls)
        assert main(words) == 0
        assert len(fake.calls) - paid <= 4, "answers are kept beside the figures"
    found = json.loads(out.read_text("utf-8"))
    assert set(found) == {"judge:one", "judge:two", PANEL}
    figures = {one["name"]: one for one in found["judge:one"]}
    assert figures["gold pairs told apart"]["holds"]
    assert figures["better side wins, all"]["n"] == 15
    assert figures["points moved where equal, all"]["holds"] is False, "this model has one opinion for all criteria"
    assert figures["agreement with the rules: alpha, calm"]["n"] > 20
    assert "judge:one counts" in capsys.readouterr().out


def test_a_judge_that_says_the_same_of_everything_is_shown_to_be_one(tmp_path, capsys):
    with serving(say=constant) as fake:
        assert (
            main(["validate", "judges", "--judge", f"openai:{fake.url}#same", "--out", str(tmp_path / "f.json")]) == 0
        )
    assert "judge:same does not count" in capsys.readouterr().out.replace("\n", " ")
    found = json.loads((tmp_path / "f.json").read_text("utf-8"))
    assert set(found) == {"judge:same"}, "no panel without a judge that may vote"
    figures = {one["name"]: one for one in found["judge:same"]}
    assert figures["gold pairs told apart"]["value"] == 0


def test_measuring_judges_stops_at_the_spending_limit(tmp_path, capsys):
    with serving(say=answer) as fake:
        words = ["--judge", f"openai:{fake.url}?price=1/1#m", "--max-cost", "0.02"]
        assert main(["validate", "judges", *words]) == 3
        assert len(fake.calls) < 20
    assert "Raise --max-cost" in capsys.readouterr().out
    assert main(["validate", "judges"]) == 2
    assert "names no judge" in capsys.readouterr().err


def test_a_dry_run_counts_the_qualification_of_judges(tmp_path, capsys):
    with serving(say=answer) as fake:
        assert run(tmp_path / "run", "--judge", f"openai:{fake.url}?price=1/1#m", "--dry-run") == 0
        assert not fake.calls
        planned = re.search(r"judge .*?(\d+) ", capsys.readouterr().out.replace("│", " "))
        assert run(tmp_path / "run", "--judge", f"openai:{fake.url}?price=1/1#m") == 0
        asked = sum("quality assessor" in json.dumps(call) for call in fake.calls)
    assert asked == pytest.approx(int(planned[1]), abs=8), "70 to qualify, 5 a dialogue, a few twice"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--judge", "openai:http://127.0.0.1:9/v1#m", "--judge", "openai:http://127.0.0.1:9/v1#m"), "named twice"),
        (("--customer", "robot"), "unknown engine"),
    ],
)
def test_bad_input_is_one_line(tmp_path, capsys, words, said):
    assert run(tmp_path / "run", *words) == 2
    assert said in capsys.readouterr().err
