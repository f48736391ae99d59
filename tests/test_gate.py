"""The gate: open, closed, undecided, and never open by silence."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import yaml
from leaderboard_kit import dialogue, grade

from coolhead.bench.cli import main
from coolhead.bench.store import RunFolder
from coolhead.bench.types import CRITERIA, Evidence

INFO = {
    "coolhead": "0", "status": "done", "settings": {"max_turns": 12, "seed": 7}, "seeds": {"run": 7},
    "versions": {"customer": "embedded-1", "graders": {f"rule:{c}": 1 for c in CRITERIA}, "personas": {}},
}  # fmt: skip


def a_run(path, *, bots=("desk",), shift=0.0, noise=0.0, personas=20, seed=1, critical=(), planned=None, **changes):
    """A run whose scores are known: 60 give or take the persona, plus `shift`, plus noise."""
    drawn = np.random.default_rng(seed)
    info = {**INFO, "planned": dict.fromkeys(bots, planned or personas)} | changes.pop("info", {})
    with RunFolder(path) as folder:
        folder.start(info)
        for bot in bots:
            for persona in range(personas):
                talk = dialogue(bot, persona, **changes)
                folder.add_dialogue(talk)
                base = 60 + 10 * np.sin(persona) + shift
                errors = {"critical": ("PB-1",)} if persona in critical else {}
                scores = np.clip(base + noise * drawn.standard_normal(len(CRITERIA)), 0, 100)
                folder.add_grades(
                    grade(talk, c, float(s), **(errors if c == "boundaries" else {}))
                    for c, s in zip(CRITERIA, scores, strict=True)
                )
    return path


def gate(*words, capsys) -> tuple[int, str]:
    capsys.readouterr()
    code = main(["gate", *map(str, words)])
    said = capsys.readouterr()
    return code, said.out + said.err


def states(text: str) -> dict[str, str]:
    """Check -> its state, of the one bot."""
    return {m[2]: m[1] for m in re.finditer(r"^(passed|failed|undecided) +desk  (.*?): ", text, re.M)}


def test_the_same_bot_again_passes(tmp_path, capsys):
    code, text = gate(a_run(tmp_path / "new"), "--baseline", a_run(tmp_path / "old"), capsys=capsys)
    assert code == 0
    assert "The gate is open." in text
    assert set(states(text).values()) == {"passed"}
    assert "overall has not dropped: 60.0 -> 60.0: +0.0 (+0.0 to +0.0)" in text


def test_a_drop_that_is_sure_fails(tmp_path, capsys):
    old, new = a_run(tmp_path / "old"), a_run(tmp_path / "new", shift=-8, noise=4)
    code, text = gate(new, "--baseline", old, capsys=capsys)
    assert code == 1
    assert states(text)["overall has not dropped"] == "failed"
    assert "most lost: P" in text
    assert gate(new, "--baseline", old, "--max-drop", "15", capsys=capsys)[0] == 0
    assert gate(old, "--baseline", new, capsys=capsys)[0] == 0, "getting better is no regression"


def test_evidence_that_does_not_suffice_is_said_and_fails_only_if_strict(tmp_path, capsys):
    old, new = a_run(tmp_path / "old"), a_run(tmp_path / "new", shift=-2, noise=40)
    code, text = gate(new, "--baseline", old, capsys=capsys)
    assert code == 0
    assert states(text)["calm has not dropped"] == "undecided"
    assert "a drop of more than 5 cannot be excluded" in text
    assert gate(new, "--baseline", old, "--strict", capsys=capsys)[0] == 1


def test_a_plain_drop_among_few_personas_is_called_one(tmp_path, capsys):
    old, new = a_run(tmp_path / "old", personas=8), a_run(tmp_path / "new", personas=8, shift=-14, noise=16)
    _code, text = gate(new, "--baseline", old, capsys=capsys)
    assert "undecided" in [states(text)[f"{name} has not dropped"] for name in CRITERIA]
    assert "lower, yet with 8 personas not for certain among so many checks (p 0." in text


@pytest.mark.parametrize("personas", [3, 7])
def test_a_p_that_could_not_have_been_small_is_not_shown_as_a_finding(tmp_path, capsys, personas):
    old = a_run(tmp_path / "old", personas=personas)
    new = a_run(tmp_path / "new", personas=personas, shift=-40, noise=5)
    code, text = gate(new, "--baseline", old, capsys=capsys)
    assert code == 1
    assert states(text)["calm has not dropped"] == "undecided"
    assert (
        f"lower, yet {personas} personas can never reach p 0.05 in 5 scores at once: more personas would tell" in text
    )
    assert "(p " not in text


def test_too_few_personas_decide_nothing(tmp_path, capsys):
    old, new = a_run(tmp_path / "old", personas=1), a_run(tmp_path / "new", personas=1, shift=-30)
    code, text = gate(new, "--baseline", old, capsys=capsys)
    assert code == 0
    assert states(text)["overall has not dropped"] == "undecided"
    assert "too few for an interval" in text


@pytest.mark.parametrize(
    ("flags", "code", "state"),
    [
        (["--min", "calm=40"], 0, "passed"),
        (["--min", "calm=59"], 0, "undecided"),
        (["--min", "calm=59", "--strict"], 1, "undecided"),
        (["--min", "calm=70"], 1, "failed"),
        (["--min", "overall=70"], 1, "failed"),
        (["--worst-persona", "40"], 0, "passed"),
        (["--worst-persona", "55"], 1, "failed"),
        (["--max-critical", "2"], 0, "passed"),
        (["--max-critical", "1"], 1, "failed"),
    ],
)
def test_fixed_minima(tmp_path, capsys, flags, code, state):
    found, text = gate(a_run(tmp_path / "run", critical=(3, 7)), *flags, capsys=capsys)
    assert found == code
    assert state in states(text).values()


def test_new_critical_errors_fail_when_they_are_no_chance(tmp_path, capsys):
    old = a_run(tmp_path / "old")
    code, text = gate(a_run(tmp_path / "many", critical=range(10)), "--baseline", old, capsys=capsys)
    assert code == 1
    assert states(text)["critical errors have not risen"] == "failed"
    assert "0 -> 10 of 20 dialogues; new: PB-1" in text
    text = gate(a_run(tmp_path / "one", critical=[4]), "--baseline", old, capsys=capsys)[1]
    assert states(text)["critical errors have not risen"] == "undecided"


def test_a_run_that_is_not_complete_does_not_pass(tmp_path, capsys):
    code, text = gate(a_run(tmp_path / "run", personas=8, planned=20), "--min", "calm=10", capsys=capsys)
    assert code == 1
    assert "8 of 20 planned dialogues" in text


def test_what_was_never_judged_does_not_pass(tmp_path, capsys):
    path = a_run(tmp_path / "run")
    rows = [json.loads(line) for line in (path / "grades.jsonl").read_text().splitlines()]
    kept = [json.dumps(row) for row in rows if row["criterion"] != "empathy"]
    (path / "grades.jsonl").write_text("\n".join(kept) + "\n")
    code, text = gate(path, "--min", "empathy=10", capsys=capsys)
    assert code == 1
    assert "was not judged in any dialogue" in text


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"engine": "embedded-2"}, "customer embedded-1 and embedded-2"),
        ({"version": 2}, "persona P00 version 1 and 2"),
        ({"info": {"settings": {}}}, "with --max-turns 12, the new run from transcripts"),
        ({"info": {"settings": {"max_turns": 6}}}, "--max-turns 12, the new run with --max-turns 6"),
    ],
)
def test_runs_of_different_versions_are_not_compared(tmp_path, capsys, changes, text):
    code, said = gate(a_run(tmp_path / "new", **changes), "--baseline", a_run(tmp_path / "old"), capsys=capsys)
    assert code == 2
    assert text in said
    assert f"coolhead gate: {tmp_path / 'old'}: was " in said
    assert "(make a new baseline" in said
    assert "--anyway" not in said, "a flag of another command"


@pytest.mark.parametrize(
    ("flags", "text"),
    [
        ([], "has nothing to check"),
        (["--min", "clam=5"], "did you mean 'calm'"),
        (["--min", "calm"], "is not a score from 0 to 100"),
        (["--min", "calm=500"], "is not a score from 0 to 100"),
        (["--min", "calm=5", "--bot", "dsk"], "did you mean 'desk'"),
        (["--min", "calm=5", "--min-common", "800"], "is a share from 0 to 100"),
        (["--baseline", "nowhere"], "holds no run.json"),
        (["--min", "calm=5", "--max-drop", "-1"], "cannot be negative"),
    ],
)
def test_wrong_usage_is_one_clear_line(tmp_path, capsys, flags, text):
    code, said = gate(a_run(tmp_path / "run"), *flags, capsys=capsys)
    assert code == 2
    assert text in said
    assert said.count("\n") == 1
    assert said.count("coolhead gate") == 1


def test_bots_are_paired_by_name_and_a_lone_one_may_have_changed_it(tmp_path, capsys):
    old, new = a_run(tmp_path / "old", bots=("v1",)), a_run(tmp_path / "new", bots=("v2",), shift=-20)
    code, text = gate(new, "--baseline", old, capsys=capsys)
    assert code == 1
    assert "compared with 'v1', the only bot of the baseline" in text
    both = a_run(tmp_path / "both", bots=("v2", "v3"))
    code, text = gate(both, "--baseline", old, capsys=capsys)
    assert code == 2
    assert "holds none of these bots (it has v1)" in text
    code, text = gate(both, "--baseline", a_run(tmp_path / "two", bots=("v3", "v4")), capsys=capsys)
    assert code == 0
    assert "v2  is in both runs: the baseline has no bot of this name: not compared" in text
    assert "v4  is in both runs: only the baseline has a bot of this name" in text
    assert "v2" not in gate(both, "--baseline", tmp_path / "two", "--bot", "v3", capsys=capsys)[1]


def test_a_run_that_lost_most_personas_does_not_open_the_gate(tmp_path, capsys):
    old, new = a_run(tmp_path / "old", personas=20), a_run(tmp_path / "new", personas=15)
    code, text = gate(new, "--baseline", old, capsys=capsys)
    assert code == 1
    assert "15 of the baseline's 20 dialogues (persona and repeat) are in common, 80% are needed" in text
    assert gate(new, "--baseline", old, "--min-common", "75", capsys=capsys)[0] == 0


def test_junit_and_summary_survive_hostile_names(tmp_path, capsys):
    evil = "a|b <script>`x`\x07"
    path = a_run(tmp_path / "run", bots=(evil, "fine"), shift=-30)
    folder = RunFolder(path)
    worst = f"{evil}/P11/0"
    quoted = [
        g.model_copy(
            update={
                "indicators": {"CT-1": "met"},
                "evidence": (Evidence(turn=1, quote="word | word", indicator="CT-1"),),
                "score": 0.0,
            }
        )
        if g.dialogue == worst and g.criterion == "calm"
        else g
        for g in folder.grades()
    ]
    (path / "grades.jsonl").write_text("".join(g.model_dump_json() + "\n" for g in quoted))
    junit, page = tmp_path / "out/junit.xml", tmp_path / "out/summary.md"
    code, _ = gate(path, "--min", "calm=60", "--junit", junit, "--summary", page, capsys=capsys)
    assert code == 1
    root = ElementTree.parse(junit).getroot()
    assert [suite.get("failures") for suite in root] == ["1", "1"]
    assert "below 60" in root.find(".//failure").get("message")
    text = page.read_text("utf-8")
    assert text.startswith("## CoolHead gate: failed (2 of 4 checks)")
    assert "a\\|b \\<script\\>" in text
    assert '"word \\| word"' in text
    assert [line.count(" | ") for line in text.splitlines() if "planned dialogues" in line] == [3, 3]
    gate(path, "--min", "calm=10", "--summary", page, capsys=capsys)
    assert page.read_text("utf-8").count("## CoolHead gate") == 2, "a step's summary may hold more than ours"


# --- the page ---

DOCS = Path(__file__).resolve().parent.parent / "docs"


def test_the_commands_of_the_page_work(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my_bot.py").write_text("def reply(conversation):\n    return 'I am sorry. Let me look.'\n")
    commands = re.findall(r"^    coolhead (.+)$", (DOCS / "ci.md").read_text("utf-8"), re.M)
    assert len(commands) == 4
    for command in commands:
        assert main(shlex.split(command)) == 0, command
        if command.startswith("run"):
            shutil.copytree("runs/new", "runs/old")
    assert ElementTree.parse("gate.xml").getroot()[0].get("failures") == "0"


def test_the_workflow_leaves_a_baseline_alone_that_was_not_measured_alike():
    flow = yaml.safe_load((DOCS / "examples/coolhead.yml").read_text("utf-8"))
    steps = flow["jobs"]["gate"]["steps"]
    restore, save = (step["with"] for step in steps if "actions/cache" in step.get("uses", ""))
    [version] = [step for step in steps if step.get("id") == "coolhead"]
    assert "version=" in version["run"]
    assert restore["key"] == save["key"] == restore["restore-keys"] + "${{ github.run_id }}"
    for part in ("steps.coolhead.outputs.version", "hashFiles('.github/workflows/coolhead.yml')"):
        assert part in restore["restore-keys"]


def test_the_workflow_uses_flags_that_exist(capsys):
    flow = yaml.safe_load((DOCS / "examples/coolhead.yml").read_text("utf-8"))
    lines = "\n".join(step.get("run", "") for step in flow["jobs"]["gate"]["steps"]).replace("\\\n", " ")
    for command in ("run", "gate"):
        with pytest.raises(SystemExit):
            main([command, "--help"])
        known = set(re.findall(r"--[a-z-]+", capsys.readouterr().out))
        mine = [line for line in lines.splitlines() if f"coolhead {command}" in line]
        used = {flag for line in mine for flag in re.findall(r"--[a-z-]+", line)}
        assert used
        assert used <= known


def test_a_gate_on_few_personas_says_what_it_cannot_see(tmp_path, capsys):
    few, many = a_run(tmp_path / "few", personas=10), a_run(tmp_path / "many", personas=30)
    said = "With 10 customers, a fault that strikes one customer in ten stays unseen in 35 % of runs"
    for words in ([few, "--min", "calm=1"], [few, "--baseline", few]):
        summary, report = tmp_path / "summary.md", tmp_path / "gate.xml"
        code, text = gate(*words, "--summary", summary, capsys=capsys)
        assert code == 0
        assert text.count(said) == 1
        assert said in summary.read_text("utf-8")
        assert gate(*words, "--junit", report, "--min-common", "100", capsys=capsys)[0] == 0
    assert "unseen" not in gate(many, "--baseline", many, capsys=capsys)[1]
