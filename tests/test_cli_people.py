"""`coolhead personas`, `talk` and `bots`: who meets whom."""

from __future__ import annotations

from cli_kit import complaint, lines

from coolhead.bench.cli import main


def test_personas_are_listed_shown_checked_started_and_surveyed(here, capsys):
    assert main(["personas"]) == 0
    assert "86 personas" in capsys.readouterr().out
    assert main(["personas", "show", "P01", "--seed", "3"]) == 0
    assert "Norvane Telecom" in capsys.readouterr().out
    assert main(["personas", "new", "Z01"]) == 0
    assert main(["personas", "check", "Z01.yaml"]) == 0
    assert "0 errors" in capsys.readouterr().out
    assert "already there" in complaint(capsys, "personas", "new", "Z01")
    assert main(["personas", "coverage"]) == 0
    assert "130 points" in capsys.readouterr().out
    text = (here / "Z01.yaml").read_text().replace("anger: 7 ", "anger: 77 ")
    (here / "Z01.yaml").write_text(text)
    assert main(["personas", "check", "Z01.yaml"]) == 2
    assert "anger: must be at most 10, got 77" in capsys.readouterr().out


def test_a_persona_that_takes_a_shipped_id_is_pointed_out(here, capsys):
    assert main(["personas", "new", "P01"]) == 0
    assert "warning: 'P01' is also the id of a persona that ships" in capsys.readouterr().out
    assert main(["personas", "check", "P01.yaml"]) == 0
    assert "1 persona checked: 0 errors" in (said := capsys.readouterr().out)
    assert "'P01' is also the id" in said
    assert main(["run", "--personas", "P01.yaml", "--bot", "ladder:B2", "--out", "[red]run"]) == 0
    said = capsys.readouterr()
    assert "your 'P01' stands for the persona" in said.err
    assert "1 bot x 1 persona x 1 = 1 dialogue " in said.out
    assert "[red]run" in said.out, "brackets of a name are no markup"


def test_a_new_persona_plays(here):
    assert main(["personas", "new", "Z01"]) == 0
    assert main(["run", "--personas", "Z01.yaml", "--bot", "ladder:B8", "--out", "run"]) == 0
    [dialogue] = lines(here / "run", "dialogues.jsonl")
    assert dialogue["end"]["reason"] in ("accepted", "accepted_grudging")


def test_a_bad_id_leaves_nothing_behind(here, capsys):
    assert main(["personas", "new", "Z 01/../x"]) == 2
    assert "is not a good id" in capsys.readouterr().err
    assert list(here.iterdir()) == []


def test_one_of_a_pack_is_talked_to_by_its_id(here, capsys):
    assert main(["personas", "new", "Z01"]) == 0
    assert main(["talk", "Z01", "--personas", ".", "--bot", "ladder:B2"]) == 0
    assert "Z01" in capsys.readouterr().out
    assert main(["talk", "Z02", "--personas", ".", "--bot", "ladder:B2"]) == 2
    assert "holds no persona 'Z02' (did you mean 'Z01'?)" in capsys.readouterr().err


def test_watching_a_bot_shows_the_anger_and_why(capsys):
    assert main(["talk", "P18", "--bot", "ladder:B2"]) == 0
    text = capsys.readouterr().out
    assert "anger 1.00" in text
    assert "told to calm down" in text
    assert "lets off steam" in text
    assert "open_vent" not in text
    assert "end: walked away" in text


def test_a_person_can_be_the_agent(capsys, monkeypatch):
    said = iter(["/help", "/do nothing", "/do first_slot", "I have booked the engineer for tomorrow.", "/quit"])
    monkeypatch.setattr("builtins.input", lambda *_: next(said))
    assert main(["talk", "P01"]) == 0
    text = capsys.readouterr().out
    assert "/do one of: first_slot" in text
    assert "end: bot ended" in text


def test_bots_are_listed(capsys):
    assert main(["bots"]) == 0
    text = capsys.readouterr().out
    assert "ladder:B10" in text
    assert "attack:X12" in text
