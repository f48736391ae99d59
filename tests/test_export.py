"""Exports, read back by the real libraries; nothing leaves the machine."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from coolhead.bench import datasets_door
from coolhead.bench.cli import export as command
from coolhead.bench.cli import main
from coolhead.bench.errors import BadInput
from coolhead.bench.store import RunFolder
from coolhead.bench.transcripts import read
from coolhead.personas.loader import builtin, load

pytestmark = pytest.mark.usefixtures("warm")

SAMPLE = Path(__file__).resolve().parent.parent / "docs/samples/answering_services.jsonl"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A small run: two bots, three customers, actions and traces."""
    folder = tmp_path_factory.mktemp("runs") / "small"
    people = [word for id in ("P01", "P04", "P12") for word in ("--personas", id)]
    assert main(["run", "--bot", "ladder:B2", "--bot", "ladder:B8", *people, "--out", str(folder)]) == 0
    return folder


def complaint(capsys, *words: str) -> str:
    capsys.readouterr()
    assert main(list(words)) == 2
    text = capsys.readouterr().err
    assert text.count("\n") == 1, text
    return text


@pytest.mark.parametrize("kind", ["parquet", "hf-dataset"])
def test_load_dataset_reads_the_folder_with_equal_content(run, tmp_path, kind):
    out = tmp_path / "out"
    assert main(["export", str(run), "--to", kind, "--out", str(out), "--license", "cc-by-4.0"]) == 0
    library = datasets_door.library()
    loaded = library.load_dataset(str(out), split="test", cache_dir=str(tmp_path / "cache"))
    grades = library.load_dataset(str(out), "grades", split="test", cache_dir=str(tmp_path / "cache"))
    stored = list(RunFolder(run).dialogues())
    assert loaded["id"] == [one.id for one in stored]
    assert [[t["text"] for t in turns] for turns in loaded["turns"]] == [[t.text for t in one.turns] for one in stored]
    assert loaded["anger"] == [[step.anger for step in one.trace] for one in stored]
    wanted = [(g.dialogue, g.criterion, g.score, dict(g.indicators)) for g in RunFolder(run).grades()]
    assert [
        (g["dialogue"], g["criterion"], g["score"], {each["id"]: each["verdict"] for each in g["indicators"]})
        for g in grades
    ] == wanted
    # And our own reader makes the same dialogues of it, case file, trace and actions included.
    assert list(read(out)) == stored
    card = (out / "README.md").read_text("utf-8")
    assert "license: cc-by-4.0" in card
    assert "simulated" in card
    assert builtin("core")[0].canary in card


def test_csv_is_read_back_as_the_same_talk(run, tmp_path):
    assert main(["export", str(run), "--to", "csv", "--out", str(tmp_path)]) == 0
    stored = list(RunFolder(run).dialogues())
    back = list(read(tmp_path / "dialogues.csv"))
    assert [(d.id, d.bot, [(t.role, t.text.strip()) for t in d.turns]) for d in back] == [
        (d.id, d.bot, [(t.role, t.text.strip()) for t in d.turns]) for d in stored
    ]
    with (tmp_path / "grades.csv").open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == len(list(RunFolder(run).grades()))
    assert {row["criterion"] for row in rows} == {"calm", "empathy", "clarity", "boundaries", "resolution"}


def test_logs_of_inspect_hold_every_dialogue_and_score(run, tmp_path):
    assert main(["export", str(run), "--to", "inspect", "--out", str(tmp_path)]) == 0
    logs = [json.loads(path.read_text("utf-8")) for path in sorted(tmp_path.glob("*.json"))]
    assert sum(len(log["samples"]) for log in logs) == 6
    scores = {
        (s["id"], name): score["value"] for log in logs for s in log["samples"] for name, score in s["scores"].items()
    }
    assert scores == {(g.dialogue, g.grader): g.score for g in RunFolder(run).grades() if g.score is not None}
    log = logs[0]
    means = {each["name"]: each["metrics"]["mean"]["value"] for each in log["results"]["scores"] if each["metrics"]}
    of = [score["value"] for s in log["samples"] for name, score in s["scores"].items() if name == "rule:calm"]
    assert means["rule:calm"] == pytest.approx(sum(of) / len(of))


@pytest.mark.inspect
def test_the_real_package_reads_the_logs(run, tmp_path):
    log = pytest.importorskip("inspect_ai.log")
    assert main(["export", str(run), "--to", "inspect", "--out", str(tmp_path)]) == 0
    found = [log.read_eval_log(each) for each in log.list_eval_logs(str(tmp_path))]
    assert {each.status for each in found} == {"success"}
    assert sum(len(each.samples) for each in found) == 6
    first = found[0].samples[0]
    assert {m.role for m in first.messages} == {"user", "assistant"}
    assert first.scores["rule:calm"].as_float() >= 0


def test_personas_go_to_a_data_set_and_come_back_the_same(tmp_path):
    out = tmp_path / "people"
    assert main(["export", "--personas", "core", "--to", "hf-dataset", "--out", str(out)]) == 0
    assert load(out) == builtin("core")
    assert load(out / "personas.parquet") == builtin("core")
    lines = tmp_path / "people.jsonl"
    lines.write_text("".join(p.model_dump_json(by_alias=True) + "\n" for p in builtin("core")[:2]))
    assert load(lines) == builtin("core")[:2]


def test_a_broken_persona_of_a_data_set_is_named_with_its_row(tmp_path):
    path = tmp_path / "people.jsonl"
    path.write_text(builtin("core")[0].model_dump_json(by_alias=True) + '\n{"id": "Z1"}\n')
    with pytest.raises(BadInput, match=r"people.jsonl:2: .*title"):
        load(path)


def test_a_data_set_of_turns_or_of_messages_is_read(tmp_path):
    library = datasets_door.library()
    rows = [{"conversation_id": "a", "role": "user", "text": "Where is it?"},
            {"conversation_id": "a", "role": "assistant", "text": "On the van."}]  # fmt: skip
    library.Dataset.from_list(rows).to_parquet(str(tmp_path / "turns.parquet"))
    [one] = read(tmp_path / "turns.parquet")
    assert [t.role for t in one.turns] == ["customer", "agent"]
    talks = [{"messages": [{"role": r["role"], "content": r["text"]} for r in rows], "csat": 3}]
    library.Dataset.from_list(talks).save_to_disk(str(tmp_path / "saved"))
    [one] = read(tmp_path / "saved")
    assert one.labels == {"csat": 3}


def test_a_data_set_that_is_none_is_one_line(tmp_path):
    (tmp_path / "a.parquet").write_bytes(b"nothing of the kind")
    with pytest.raises(BadInput, match="cannot be read as a data set"):
        list(read(tmp_path / "a.parquet"))


def test_reading_local_data_asks_no_host(tmp_path):
    datasets_door.library().Dataset.from_list([{"turns": [{"role": "agent", "text": "Hi."}]}]).to_parquet(
        str(tmp_path / "a.parquet")
    )
    code = (
        "import socket, sys\n"
        "from pathlib import Path\n"
        "asked = []\n"
        "socket.getaddrinfo = lambda *a, **k: asked.append(a[0]) or (_ for _ in ()).throw(OSError('none'))\n"
        "from coolhead.bench.transcripts import read\n"
        f"list(read(Path({str(tmp_path / 'a.parquet')!r})))\n"
        "print(asked)"
    )
    home = {"HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=home)
    assert done.stdout.strip() == "[]"
    assert not list((tmp_path / "home").rglob("*.arrow"))


# --- push ---


class Hub:
    """Stands in for the hub's client."""

    def __init__(self):
        self.calls = []

    def create_repo(self, **how):
        self.calls.append(("create", how))

    def upload_folder(self, **how):
        self.calls.append(("upload", how))
        return "address"


@pytest.fixture
def hub(monkeypatch):
    fake = Hub()
    monkeypatch.setattr(datasets_door, "_client", lambda: fake)
    return fake


def test_nothing_is_sent_without_yes(run, tmp_path, hub, capsys):
    text = complaint(capsys, "export", str(run), "--to", "hf-dataset", "--out", str(tmp_path), "--push", "me/runs")
    assert "would upload 3 files" in text
    assert "--yes" in text
    assert hub.calls == []


def test_a_push_is_private_unless_said_otherwise(run, tmp_path, hub):
    words = ["export", str(run), "--to", "hf-dataset", "--out", str(tmp_path / "x"), "--push", "me/runs", "--yes"]
    assert main(words) == 0
    assert hub.calls == [
        ("create", {"repo_id": "me/runs", "repo_type": "dataset", "private": True, "exist_ok": True}),
        ("upload", {"repo_id": "me/runs", "repo_type": "dataset", "folder_path": str(tmp_path / "x")}),
    ]
    assert main([*words, "--public"]) == 0
    assert hub.calls[2][1]["private"] is False


def test_transcripts_that_were_not_redacted_stay_here(tmp_path, hub, capsys):
    folder = tmp_path / "g"
    assert main(["grade", str(SAMPLE), "--out", str(folder)]) == 0
    words = ["export", str(folder), "--to", "hf-dataset", "--push", "me/runs", "--yes"]
    assert "not redacted" in complaint(capsys, *words)
    assert hub.calls == []
    assert main(["grade", str(SAMPLE), "--out", str(folder), "--redact"]) == 0
    assert main(words) == 0
    assert "Names, numbers" in (folder / "export/hf-dataset/README.md").read_text("utf-8")


def test_a_hub_that_refuses_is_one_line(monkeypatch, run, tmp_path, capsys):
    def refuse():
        raise RuntimeError("401: sign in\nfirst")

    monkeypatch.setattr(datasets_door, "_client", refuse)
    words = ["export", str(run), "--to", "hf-dataset", "--out", str(tmp_path), "--push", "me/runs", "--yes"]
    assert "was not uploaded: 401: sign in first" in complaint(capsys, *words)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["nowhere", "--to", "csv"], "holds no run"),
        (["--to", "csv"], "needs a run folder or --personas"),
        (["--personas", "core", "--to", "inspect"], "cannot be written as inspect"),
        (["nowhere", "--to", "csv", "--push", "a/b"], "uploads a data set"),
    ],
)
def test_wrong_usage_is_one_line(words, why, capsys):
    assert why in complaint(capsys, "export", *words)


# --- grade from the command line ---


def two_services(folder):
    """The two services of the sample as a CSV file each, with names in them."""
    for service in ("Larkline", "Northdesk"):
        rows = [json.loads(line) for line in SAMPLE.read_text("utf-8").splitlines()]
        with (folder / f"{service.lower()}.csv").open("w", newline="") as handle:
            writer = csv.writer(handle, delimiter=";")
            writer.writerow(["Call ID", "Speaker", "Message", "agent_name"])
            for row in rows:
                if row["service"] == service:
                    for turn in row["turns"]:
                        writer.writerow([row["id"], turn["role"].title(), turn["text"], "Edda Rostami"])


def test_two_services_from_two_files_with_one_command(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    two_services(tmp_path)
    assert main(["grade", "larkline.csv", "northdesk.csv", "--by", "file", "--out", "g"]) == 0
    board = json.loads((tmp_path / "g/leaderboard.json").read_text())
    means = {row["bot"]: row["overall"]["mean"] for row in board["rows"]}
    assert set(means) == {"larkline", "northdesk"}
    assert means["larkline"] > means["northdesk"] + 20
    assert capsys.readouterr().err.count("columns guessed: --map conversation=Call ID") == 2
    # Without --by the file is the bot's name all the same, and two files of one name stay two rows.
    (tmp_path / "b").mkdir()
    shutil.copy("northdesk.csv", "b/larkline.csv")
    assert main(["grade", "larkline.csv", "b/larkline.csv", "--out", "h"]) == 0
    rows = json.loads((tmp_path / "h/leaderboard.json").read_text())["rows"]
    assert {row["bot"] for row in rows} == {"larkline.csv", "b/larkline.csv"}


def test_redacted_agents_are_rows_without_a_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COOLHEAD_REDACT_SALT", "pepper")
    two_services(tmp_path)
    for folder in ("g", "h"):
        assert main(["grade", "larkline.csv", "--by", "agent_name", "--redact", "--out", folder]) == 0
    stored = (tmp_path / "g/dialogues.jsonl").read_text() + (tmp_path / "g/run.json").read_text()
    assert "Rostami" not in stored
    assert "pepper" not in stored
    [row] = json.loads((tmp_path / "g/leaderboard.json").read_text())["rows"]
    assert row["bot"].startswith("agent-")
    assert (tmp_path / "g/dialogues.jsonl").read_bytes() == (tmp_path / "h/dialogues.jsonl").read_bytes()


def test_the_salt_is_thrown_away_unless_the_user_has_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COOLHEAD_REDACT_SALT", raising=False)
    two_services(tmp_path)
    names = set()
    for folder in ("g", "h"):
        assert main(["grade", "larkline.csv", "--by", "agent_name", "--redact", "--out", folder]) == 0
        names.add(json.loads((tmp_path / folder / "leaderboard.json").read_text())["rows"][0]["bot"])
    assert len(names) == 2


@pytest.mark.parametrize(
    ("judges", "given", "redacts"),
    [
        ((), None, False), ((), True, True), (("prov/model",), None, True), (("prov/model",), False, False),
        (("openai:http://127.0.0.1:8080/v1#m",), None, False), (("openai:http://judge.example/v1#m",), None, True),
        (("openai:http://localhost:1/v1#m", "prov/model"), None, True),
    ],
)  # fmt: skip
def test_what_goes_to_a_remote_judge_is_redacted_unless_the_user_says_no(judges, given, redacts):
    from argparse import Namespace

    from coolhead.bench.cli.sources import settings

    assert settings(Namespace(columns="", roles="", redact=given, judges=judges)).redact is redacts


def test_stored_transcripts_do_not_go_to_a_remote_judge_as_they_are(tmp_path, capsys):
    folder = tmp_path / "g"
    assert main(["grade", str(SAMPLE), "--out", str(folder)]) == 0
    text = complaint(capsys, "grade", str(folder), "--judge", "openai:http://judge.example/v1#m")
    assert "not redacted" in text


@pytest.mark.parametrize(("roles", "why"), [("Bo", "is not NAME=ROLE"), ("Bo=wizard", "is not NAME=ROLE")])
def test_a_wrong_role_is_one_line(roles, why, capsys):
    assert why in complaint(capsys, "grade", str(SAMPLE), "--roles", roles)


def test_the_door_says_when_the_process_is_offline():
    datasets_door.library()
    with pytest.raises(BadInput, match="works offline"):
        list(read(Path("hf:somebody/something")))


def test_export_names_its_forms():
    assert set(command.TARGETS) == {"parquet", "csv", "hf-dataset", "inspect"}
