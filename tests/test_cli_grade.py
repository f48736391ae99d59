"""`coolhead grade`: transcripts come in, grades go out."""

from __future__ import annotations

import json
import re

import pytest
from cli_kit import SAMPLE, complaint, lines

from coolhead.bench.cli import main


def test_grading_transcripts_groups_by_a_field(here, capsys):
    assert main(["grade", str(SAMPLE), "--by", "service", "--out", "g"]) == 0
    text = capsys.readouterr().out
    assert "Larkline" in text
    assert "Scores 0–100" in text
    rows = {r["bot"]: r for r in json.loads((here / "g/leaderboard.json").read_text())["rows"]}
    assert rows["Larkline"]["overall"]["mean"] > rows["Northdesk"]["overall"]["mean"] + 10
    assert json.loads((here / "g/run.json").read_text())["skipped"]["count"] == 0


def test_explain_shows_the_lowest_dialogue_alone_and_knows_the_ids_before_it_grades(here, capsys):
    assert main(["grade", str(SAMPLE), "--by", "service", "--out", "g", "--explain"]) == 0
    lowest = capsys.readouterr().out
    assert "customer" in lowest
    assert "Scores 0–100" not in lowest
    assert main(["grade", "g", "--explain", "gate-northdesk"]) == 0
    text = capsys.readouterr().out
    assert re.search(r'- takes offence or defends itself \(CT-7\)\s+turn 1 "I don.t get paid to listen to this."', text)
    assert re.search(r"\+ speaks in plain sentences \(CL\+1\)", text)
    assert re.search(r"· never ties a feeling to this customer's own story \(EM\+2\)", text)
    assert "Scores 0–100" not in text
    before = (here / "g/run.json").read_bytes()
    said = complaint(capsys, "grade", "g", "--explain", "service-99")
    assert "--explain: no dialogue 'service-99'" in said
    assert (here / "g/run.json").read_bytes() == before


def test_a_field_that_no_dialogue_has_is_refused_and_one_that_some_have_is_counted(here, capsys):
    said = complaint(capsys, "grade", str(SAMPLE), "--by", "servise", "--out", "g")
    assert "--by servise: no dialogue has such a field (did you mean 'service'?" in said
    assert "fields there are: bot, channel, engine, file, id, persona, service" in said
    assert not (here / "g").exists()
    bare = [{"role": "customer", "text": "Where is it?"}, {"role": "agent", "text": "It comes on Tuesday at nine."}]
    (here / "bare.jsonl").write_text(json.dumps({"turns": bare}) + "\n", "utf-8")
    assert "no dialogue has such a field" in complaint(capsys, "grade", "bare.jsonl", "--by", "service", "--out", "g")
    first, second = (json.loads(line) for line in SAMPLE.read_text("utf-8").splitlines()[:2])
    del second["metadata" if "metadata" in second else "service"]
    (here / "t.jsonl").write_text(json.dumps(first) + "\n" + json.dumps(second) + "\n", "utf-8")
    assert main(["grade", "t.jsonl", "--by", "service", "--out", "g"]) == 0
    said = capsys.readouterr()
    assert "1 of 2 dialogues have no field 'service'" in said.err
    assert "(no service)" in said.out


def test_dialogues_in_a_language_that_is_not_supported_are_counted(here, capsys):
    words = "Ich habe das Paket nicht bekommen und das ist nicht in Ordnung, ich bin sehr sauer auf Sie."
    turns = [{"role": "customer", "text": words}, {"role": "agent", "text": "Es tut mir leid, das ist nicht gut."}]
    (here / "de.jsonl").write_text(json.dumps({"id": "a", "turns": turns}) + "\n", "utf-8")
    assert main(["grade", "de.jsonl", "--out", "g"]) == 0
    said = capsys.readouterr().out
    assert "1 dialogue not scored, language not supported: the customer writes German" in said


def test_broken_rows_are_counted_and_the_rest_is_graded(here, capsys):
    good = SAMPLE.read_text("utf-8").splitlines()[0]
    (here / "t.jsonl").write_text(good + "\n{oops\n" + '{"turns": []}\n', "utf-8")
    assert main(["grade", "t.jsonl", "--out", "g"]) == 0
    said = capsys.readouterr()
    assert "1 dialogue graded, 2 rows skipped" in said.out
    assert "t.jsonl:2" in said.err


def test_a_file_that_cannot_be_read_costs_no_earlier_result(here, capsys):
    assert main(["grade", str(SAMPLE), "--out", "g"]) == 0
    before = (here / "g/grades.jsonl").read_bytes()
    (here / "empty.jsonl").write_text("")
    assert "is empty" in complaint(capsys, "grade", "empty.jsonl", "--out", "g")
    assert (here / "g/grades.jsonl").read_bytes() == before


def test_an_error_leaves_nothing_on_stdout(here, capsys):
    (here / "t.json").write_text("{oops")
    capsys.readouterr()
    assert main(["grade", "t.json", "--out", "g"]) == 2
    assert capsys.readouterr().out == ""


def test_a_run_folder_is_graded_again_in_place(finished, capsys):
    (finished / "grades.jsonl").unlink()
    assert main(["grade", str(finished)]) == 0
    assert "12 dialogues graded anew" in capsys.readouterr().out
    assert main(["grade", str(finished)]) == 0
    assert "up to date" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("raise ValueError('no such turn')", "ValueError: no such turn"),
        ("return 250", "returned 250; a score lies between"),
    ],
)
def test_a_grader_that_breaks_is_named_and_the_others_count(here, capsys, body, said):
    (here / "mine.py").write_text(
        f"from coolhead.graders.base import rule\n@rule('clarity', version=1)\ndef boom(dialogue):\n    {body}\n"
    )
    assert main(["grade", str(SAMPLE), "--grader", "mine.py", "--out", "g"]) == 3
    told = " ".join(capsys.readouterr().out.split())
    assert "Grader rule:boom broke on 10 dialogues" in told
    assert said in told
    assert sum(g["score"] is not None for g in lines(here / "g", "grades.jsonl")) > 30
    assert main(["run", "--bot", "ladder:B2", "--personas", "P01", "--grader", "mine.py", "--out", "r"]) == 3
    assert "Grader rule:boom broke on 1 dialogue," in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ("'CT+9', 1.0", "finding 'CT+9': no such indicator; did you mean 'CT+"),
        ("'EM+1', 1.0", "finding 'EM+1': it belongs to empathy, the grader judges calm"),
        ("'!CT-9', 1.0", "finding '!CT-9': no such critical error"),
        ("'CT+1', 1.4", "strength 1.4 is not within 0-1"),
        ("'CT+1', 1.0, None, 'Hello'", "a quote needs the turn it stands in"),
        ("'CT+1', 1.0, 99, 'Hello'", "evidence for CT+1: turn 99 does not exist; the turns are 0 to"),
        ("'CT+1', 1.0, 1, 'Nobody said this.'", 'evidence for CT+1: turn 1 does not say "Nobody said this."'),
    ],
)
def test_a_finding_that_the_dialogue_or_the_rubric_does_not_bear_out_is_no_score(here, capsys, found, said):
    (here / "mine.py").write_text(
        "from coolhead.graders.base import Finding, rule\n"
        f"@rule('calm', version=1)\ndef mine(dialogue):\n    return [Finding({found})]\n"
    )
    assert main(["grade", str(SAMPLE), "--grader", "mine.py", "--out", "g"]) == 3
    told = " ".join(capsys.readouterr().out.split())
    assert "Grader rule:mine broke on 10 dialogues" in told
    assert said in told


def test_explain_names_whose_grade_it_is_and_shows_the_reason_of_a_number(here, capsys):
    (here / "mine.py").write_text(
        "from coolhead.graders.base import rule\n@rule('calm', version=1)\ndef flat(dialogue):\n    return 42\n"
    )
    assert main(["grade", str(SAMPLE), "--grader", "mine.py", "--out", "g", "--explain"]) == 0
    text = capsys.readouterr().out
    assert re.search(r"calm +42 +\(level 3\) +rule:flat\s+rule:flat = 42", text)
    assert "rule:calm" not in text
    before = (here / "g/grades.jsonl").read_bytes()
    assert main(["grade", "g", "--explain"]) == 0
    assert "rule:flat = 42" in capsys.readouterr().out, "who only looks drops nobody's grades"
    assert (here / "g/grades.jsonl").read_bytes() == before


def test_a_reason_that_says_more_than_its_verdicts_stands_above_them(here, capsys):
    turns = [
        {"role": "customer", "text": "You useless clown! My screen is black."},
        {"role": "agent", "text": "A black screen is maddening, and I am sorry. What does the sticker say?"},
        {"role": "customer", "text": "M3. You are a brainless idiot, it was in the form!"},
        {"role": "agent", "text": "Thank you. I can send a loan screen on Thursday between 9 and 12."},
    ]
    (here / "rude.jsonl").write_text(json.dumps({"id": "rude", "turns": turns}) + "\n", "utf-8")
    assert main(["grade", "rude.jsonl", "--out", "g", "--explain"]) == 0
    text = " ".join(capsys.readouterr().out.partition("boundaries ")[2].partition("resolution ")[0].split())
    reason = next(g["reason"] for g in lines(here / "g", "grades.jsonl") if g["criterion"] == "boundaries")
    assert "irected abuse was passed over" in reason
    assert " ".join(reason.split()) in text
    assert "(PB-2)" in text
    assert "sets no limit on the abuse (PB+1)" in text


def test_a_grader_of_your_own(here):
    (here / "mine.py").write_text(
        "from coolhead.bench.types import Grade\n"
        "class Thanks:\n"
        "    id, version, criteria = 'mine:thanks', 1, ('calm',)\n"
        "    def grade(self, dialogue):\n"
        "        said = any('thank' in t.text.lower() for t in dialogue.turns if t.role == 'agent')\n"
        "        return [Grade(dialogue=dialogue.id, criterion='calm', grader=self.id, version=1,\n"
        "                      score=100.0 * said, level=5 if said else 1)]\n"
        "thanks = Thanks()\n"
    )
    assert main(["grade", str(SAMPLE), "--grader", "mine.py", "--out", "g"]) == 0
    assert {g["grader"] for g in lines(here / "g", "grades.jsonl")} > {"mine:thanks"}
