"""`personas check` says all that is wrong, wherever personas stand."""

from __future__ import annotations

import json

import pytest

from coolhead.bench.cli import main
from coolhead.personas.loader import builtin


@pytest.fixture
def template(tmp_path, monkeypatch, capsys):
    """The text of a new persona, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    assert main(["personas", "new", "Z01"]) == 0
    capsys.readouterr()
    return (tmp_path / "Z01.yaml").read_text("utf-8")


def told(capsys, *names: str) -> list[str]:
    main(["personas", "check", *names])
    found = capsys.readouterr()
    return [*found.out.splitlines(), *found.err.splitlines()]


def test_every_fault_of_a_file_is_said_and_not_only_the_first(template, tmp_path, capsys):
    broken = template.replace("anger: ", "anger: 1", 1).replace("needs: [", "needs: [whenever, ", 1)
    broken = broken.replace("patience: 6", "patience: six", 1)
    (tmp_path / "Z01.yaml").write_text(broken, "utf-8")
    lines = told(capsys, "Z01.yaml")
    assert lines[-1] == "1 persona checked: 3 errors, 0 warnings"
    for what in ("temperament.patience: ", "anger: ", "needs #1: "):
        [line] = [one for one in lines if what in one]
        assert line.startswith("Z01.yaml:")
    assert main(["personas", "check", "Z01.yaml"]) == 2


def test_a_table_is_checked_row_by_row(template, tmp_path, capsys):
    good = builtin("core")[0].model_dump_json(by_alias=True)
    rows = [good.replace('"P01"', '"Q01"', 1), "{not json", json.dumps({**json.loads(good), "id": "Q02", "anger": 55})]
    (tmp_path / "people.jsonl").write_text("\n".join(rows), "utf-8")
    lines = told(capsys, "people.jsonl")
    assert any(line.startswith("people.jsonl:2: broken JSON") for line in lines)
    assert any(line.startswith("people.jsonl:3: anger: must be at most 10") for line in lines)
    assert lines[-1].startswith("3 personas checked: 2 errors")


@pytest.mark.parametrize(("name", "text"), [("e.jsonl", ""), ("e.csv", "id,title\n"), ("e.json", "[]")])
def test_a_table_without_a_row_is_one_clear_line(tmp_path, capsys, name, text):
    file = tmp_path / name
    file.write_text(text, "utf-8")
    for words in (["personas", "check", str(file)], ["run", "--bot", "ladder:B3", "--personas", str(file)]):
        assert main([*words, *(["--out", str(tmp_path / "r")] if words[0] == "run" else [])]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.count("\n") == 1
        assert f"{file}: holds no persona" in said.err


def test_a_pack_is_named_as_everywhere(capsys):
    assert main(["personas", "check", "controls"]) == 0
    assert "10 personas checked: 0 errors" in capsys.readouterr().out


def test_a_point_that_no_text_has_is_an_error(template, tmp_path, capsys):
    (tmp_path / "Z01.yaml").write_text(template.replace("seeds: [", "seeds: [S0.99, ", 1), "utf-8")
    lines = told(capsys, "Z01.yaml")
    assert any("no such point of the practitioner texts: S0.99" in line for line in lines)
