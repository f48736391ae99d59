"""The command line as a user meets it."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
import time

import pytest
from cli_kit import BOT, SAMPLE, complaint, lines

from coolhead.bench.cli import COMMANDS, main


def test_help_names_every_command(capsys):
    assert main([]) == 0
    text = capsys.readouterr().out
    assert all(name in text for name in COMMANDS)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_help(command, capsys):
    with pytest.raises(SystemExit) as done:
        main([command, "--help"])
    assert done.value.code == 0
    assert f"coolhead {command}" in capsys.readouterr().out


def test_a_run_leaves_the_folder_of_the_contract(finished):
    for name in (
        "run.json",
        "dialogues.jsonl",
        "grades.jsonl",
        "leaderboard.json",
        "leaderboard.csv",
        "leaderboard.md",
    ):
        assert (finished / name).stat().st_size, name
    assert (finished / "report/index.html").stat().st_size > 10_000
    assert list((finished / "plots").glob("*.png"))
    assert list((finished / "plots").glob("*.svg"))
    info = json.loads((finished / "run.json").read_text())
    assert info["status"] == "done"
    assert info["settings"]["seed"] == 7
    assert info["versions"]["customer"].startswith("embedded-")
    assert info["versions"]["personas"]["P01"]["hash"]
    assert info["versions"]["rubric"]["hash"]
    dialogues = lines(finished, "dialogues.jsonl")
    assert len(dialogues) == 12
    needed = {
        "id",
        "bot",
        "persona",
        "repeat",
        "seed",
        "engine",
        "turns",
        "end",
        "failure",
        "usage",
        "cost_usd",
        "case",
        "trace",
    }
    assert needed <= dialogues[0].keys()
    board = json.loads((finished / "leaderboard.json").read_text())
    assert {row["bot"] for row in board["rows"]} == {"B2-dismisser", "B8-listener"}
    assert {"run", "rows", "comparisons"} <= board.keys()
    with (finished / "leaderboard.csv").open() as handle:
        assert len(list(csv.DictReader(handle))) == 2


def test_every_dialogue_gets_all_five_criteria_with_verbatim_evidence(finished):
    turns = {d["id"]: d["turns"] for d in lines(finished, "dialogues.jsonl")}
    grades = lines(finished, "grades.jsonl")
    for id in turns:
        assert {g["criterion"] for g in grades if g["dialogue"] == id} == {
            "calm",
            "empathy",
            "clarity",
            "boundaries",
            "resolution",
        }
    quotes = [(g["dialogue"], e) for g in grades for e in g["evidence"] if e["quote"]]
    assert len(quotes) > 20
    for id, evidence in quotes:
        assert evidence["quote"] in turns[id][evidence["turn"]]["text"], evidence
    for grade in grades:
        assert grade["score"] is not None or grade["reason"], "not judged needs a reason"


def test_outcome_beats_dismissal(finished):
    rows = {r["bot"]: r for r in json.loads((finished / "leaderboard.json").read_text())["rows"]}
    assert rows["B8-listener"]["overall"]["mean"] > rows["B2-dismisser"]["overall"]["mean"]
    assert rows["B8-listener"]["outcome"]["accepted"] > rows["B2-dismisser"]["outcome"]["accepted"]


def test_the_same_command_again_plays_nothing_and_the_bytes_stay(finished, capsys):
    before = (finished / "dialogues.jsonl").read_bytes()
    people = [word for id in ("P01", "P04", "P12", "P16", "P20", "P33") for word in ("--personas", id)]
    assert main(["run", "--bot", "ladder:B2", "--bot", "ladder:B8", *people, "--out", str(finished)]) == 0
    assert "played before and kept: 12" in capsys.readouterr().out
    assert (finished / "dialogues.jsonl").read_bytes() == before


def test_a_run_may_grow_but_not_change(finished, capsys):
    people = [word for id in ("P01", "P04", "P12", "P16", "P20", "P33") for word in ("--personas", id)]
    common = ["run", *people, "--out", str(finished), "--bot", "ladder:B2", "--bot", "ladder:B8"]
    assert "was made with another --seed: 7, now 8" in complaint(capsys, *common, "--seed", "8")
    assert "holds bot 'B8-listener', which this run leaves out" in complaint(capsys, *common[:-2])


def test_a_bot_of_five_lines(here, capsys):
    (here / "my_bot.py").write_text(BOT)
    assert main(["run", "--bot", "py:my_bot.py:reply", "--personas", "P01", "--out", "run"]) == 0
    text = capsys.readouterr().out
    assert "my_bot" in text
    [dialogue] = lines(here / "run", "dialogues.jsonl")
    assert "I am looking at home line" in dialogue["turns"][-2]["text"] or dialogue["turns"]
    (here / "my_bot.py").write_text(BOT + "# changed\n")
    assert "another bot 'my_bot'" in complaint(
        capsys, "run", "--bot", "py:my_bot.py:reply", "--personas", "P01", "--out", "run"
    )


def test_a_bot_that_breaks_costs_exit_code_3_and_is_named(here, capsys):
    (here / "bad.py").write_text("def reply(c):\n    raise RuntimeError('no key set')\n")
    assert main(["run", "--bot", "py:bad.py:reply", "--bot", "ladder:B3", "--personas", "P01", "--out", "run"]) == 3
    text = capsys.readouterr().out
    assert "1 dialogue failed" in text
    assert "no key set" in text
    failed = [g for g in lines(here / "run", "grades.jsonl") if g["dialogue"].startswith("bad/")]
    assert failed
    assert all(g["score"] == 0 for g in failed)


def test_ctrl_c_keeps_what_is_finished_and_the_same_command_goes_on(here):
    slow = "import time\ndef reply(c):\n    time.sleep(0.25)\n    return 'One moment.'\n"
    (here / "slow.py").write_text(slow)
    words = [
        sys.executable,
        "-m",
        "coolhead.bench",
        "run",
        "--bot",
        "py:slow.py:reply",
        "--jobs",
        "1",
        "--max-turns",
        "1",
    ]
    words += ["--personas", "P01", "--personas", "P04", "--personas", "P12", "--personas", "P16", "--repeats", "4"]
    words += ["--out", "run"]
    playing = subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    path = here / "run/dialogues.jsonl"
    while not path.exists() or path.read_text().count("\n") < 2:
        assert playing.poll() is None, playing.stderr.read()
        time.sleep(0.05)
    playing.send_signal(signal.SIGINT)
    _, said = playing.communicate(timeout=60)
    assert playing.returncode == 130
    assert "everything finished is kept" in said
    assert json.loads((here / "run/run.json").read_text())["status"] == "interrupted"
    kept = path.read_text().count("\n")
    assert 2 <= kept < 16
    (here / "slow.py").write_text(slow)  # the same source: the same bot
    assert main(words[3:]) == 0
    assert len(lines(here / "run", "dialogues.jsonl")) == 16


def test_settings_come_from_a_file_and_flags_win(here, capsys):
    (here / "c.yaml").write_text("bots: ['ladder:B3']\npersonas: [P01]\nseed: 3\n")
    assert main(["run", "--config", "c.yaml", "--seed", "5", "--out", "run"]) == 0
    assert json.loads((here / "run/run.json").read_text())["settings"]["seed"] == 5
    (here / "c.yaml").write_text("sed: 3\n")
    assert "unknown setting 'sed' (did you mean 'seed'" in complaint(capsys, "run", "--config", "c.yaml")
    (here / "c.yaml").write_text("- 1\n")
    assert "not a mapping" in complaint(capsys, "run", "--config", "c.yaml")
    (here / "c.yaml").write_text("repeats: many\n")
    assert "c.yaml: repeats: " in complaint(capsys, "run", "--config", "c.yaml")


def test_a_file_may_be_written_like_the_flags(here):
    (here / "c.yaml").write_text("bot: ladder:B3\npersonas: P01\nmax-turns: 2\n")
    assert main(["run", "--config", "c.yaml", "--out", "run"]) == 0
    settings = json.loads((here / "run/run.json").read_text())["settings"]
    assert (settings["bots"], settings["personas"], settings["max_turns"]) == (["ladder:B3"], ["P01"], 2)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["run", "--bot", "ladr"], "did you mean 'ladder'"),
        (["run", "--personas", "nowhere.yaml"], "no persona, pack, file or folder"),
        (["run", "--personas", "P01,P15"], "name each by itself: --personas P01 --personas P15"),
        (["run", "--repeats", "0"], "--repeats: must be at least 1, got 0"),
        (["run", "--customer", "oracle"], "unknown engine 'oracle'"),
        (["run", "--grader", "no.py"], "no.py: no such file"),
        (["run", "--resume", "--out", "empty"], "holds no run to resume"),
        (["grade", "nothing.jsonl"], "nothing.jsonl: no such file"),
        (["report", "."], "holds no run.json"),
        (["personas", "show", "P0"], "no persona"),
        (["personas", "new", "bad id"], "is not a good id"),
        (["personas", "check", "nothing.yaml"], ""),
        (["talk", "core"], "names 40 personas"),
        (["talk", "P01", "--bot", "ladder"], "names 10 bots"),
    ],
)
def test_bad_input_is_one_clear_line(here, capsys, words, text):
    if words[1:2] == ["check"]:
        assert main(words) == 2
        assert "nothing.yaml: cannot be read" in capsys.readouterr().out
    else:
        assert text in complaint(capsys, *words)


def test_an_unknown_command_gets_a_hint(capsys):
    with pytest.raises(SystemExit) as done:
        main(["rnu"])
    assert done.value.code == 2
    assert "did you mean 'run'" in capsys.readouterr().err


def test_a_bot_that_is_not_there_is_found_before_anything_is_played(here, capsys):
    for spec, text in (
        ("desk=http://127.0.0.1:9/chat#retries=0", "bot desk: nobody answers at 127.0.0.1:9"),
        ("cmd:python3 nowhere.py", "there is no file 'nowhere.py'"),
    ):
        assert text in complaint(capsys, "run", "--bot", spec, "--personas", "P01", "--out", "run")
        assert not (here / "run/run.json").exists()


@pytest.mark.parametrize(("flags", "seconds"), [([], "120"), (["--reply-timeout", "1"], "")])
def test_a_time_for_replies_holds_for_the_first_one_too(here, capsys, flags, seconds):
    (here / "slow.py").write_text('import time\ninput()\ntime.sleep(2)\nprint(\'{"text": "", "done": true}\')\n')
    code = main(["run", "--bot", "cmd:python3 slow.py", "--personas", "P01", "--out", "run", *flags])
    text = capsys.readouterr().out
    assert (f"slow: waits up to {seconds} s for the first reply, 60 s later" in text) == bool(seconds)
    assert ("no reply in 1 s" in text) == (not seconds)
    assert code == (0 if seconds else 3)


def test_a_folder_of_something_else_is_never_overwritten(finished, here, capsys):
    before = (finished / "dialogues.jsonl").read_bytes()
    assert "holds a run of bots, which would be lost" in complaint(capsys, "grade", str(SAMPLE), "--out", str(finished))
    assert (finished / "dialogues.jsonl").read_bytes() == before
