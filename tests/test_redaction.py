"""Redaction, measured on a small hand-made set and checked in its promises."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from coolhead.bench.redaction import redact
from coolhead.bench.redaction.patterns import luhn
from coolhead.bench.types import Action, Dialogue, Turn
from coolhead.personas.case import Case

pytestmark = pytest.mark.usefixtures("warm")

SETS = yaml.safe_load((Path(__file__).with_name("redaction_cases.yaml")).read_text("utf-8"))
MARK = re.compile(r"<<(\w+):(.*?)>>")
TITLES = {"mr", "mrs", "ms", "dr"}


def talk(*lines, **more):
    turns = tuple(Turn(role="customer" if line[0] == "C" else "agent", text=line[3:]) for line in lines)
    return Dialogue(id="d", turns=turns, **more)


def texts(dialogue, **how):
    return [turn.text for turn in redact(dialogue, salt="s", **how).dialogue.turns]


def measured(rows):
    """(marked, of these still readable, words taken although they are nobody's)."""
    marked, left, taken = 0, [], []
    for row in rows:
        after = texts(talk(*(MARK.sub(r"\2", line) for line in row)))
        for line, text in zip(row, after, strict=True):
            for _, value in MARK.findall(line):
                marked += 1
                words = [w for w in re.findall(r"[\w@.+'-]+", value) if w.lower() not in TITLES]
                left += [value for w in words if re.search(rf"(?<!\w){re.escape(w)}(?!\w)", text)][:1]
            kept = MARK.sub("\0", line[3:]).replace("\0", " ")
            taken += [w for w in re.findall(r"\w[\w'-]*", kept) if w not in text]
    return marked, left, taken


@pytest.mark.parametrize(("part", "most_left"), [("seen", 0), ("held", 2)])
def test_what_is_personal_goes_and_the_rest_stays(part, most_left):
    marked, left, taken = measured(SETS[part])
    assert marked >= 24
    assert len(left) <= most_left, left
    assert taken == []


def test_one_value_one_mark_throughout():
    lines = [
        "C: My name is Ann Ivarsen, ring me on 555-0142.",
        "A: Hello Ms Ivarsen, is it 555 0142?",
        "C: Yes, Ann here.",
    ]
    assert texts(talk(*lines)) == [
        "My name is [NAME_1], ring me on [PHONE_1].", "Hello Ms [NAME_1], is it [PHONE_1]?", "Yes, [NAME_1] here.",
    ]  # fmt: skip


def test_two_people_stay_two():
    after = texts(talk("C: I spoke to Tova and then to Benno.", "A: Tova and Benno both left a note."))
    assert after == ["I spoke to [NAME_1] and then to [NAME_2].", "[NAME_1] and [NAME_2] both left a note."]


@pytest.mark.parametrize(
    "said",
    [
        "This is Ridiculous.", "I'm Sorry to hear that.", "Hi there, hello team.", "Dear Customer, thank you.",
        "22.50 cr on 3 April 2026 at 10:30, 1,250.00 cr by 01.04.2026, within 24 hours", "Thanks, bye.", "ref HW-2291",
        "I'm at home from 08:00-12:00 on 2026-04-01", "It is May, not March.", "My name is not important.",
        "I want 1 000 000 points", "version 7.2.1 of the app", "Call me back in 20 minutes",
    ],
)  # fmt: skip
def test_what_only_looks_personal_stays(said):
    assert texts(talk(f"C: {said}")) == [said]


def test_the_firm_is_no_person():
    lines = ["A: Thank you for calling Larkline, this is Larkline support.", "C: Hello Larkline, I'm Ann."]
    assert texts(talk(*lines))[1] == "Hello Larkline, I'm [NAME_1]."


def test_the_case_file_and_the_words_stay_one_story():
    case = Case(firm="Larkline", record={"customer": "Mina Pellworth", "phone": "555-0178", "plan": "Basic"},
                routes=("billing line 555-0142",))  # fmt: skip
    said = "A: Good morning Mina, I ring 555-0178 or you ring 555-0142."
    made = redact(talk(said, case=case), salt="s").dialogue
    assert made.case.record == {"customer": "[NAME_1]", "phone": "[PHONE_1]", "plan": "Basic"}
    # The firm's own number is no secret, and graders look for it.
    assert made.turns[0].text == "Good morning [NAME_1], I ring [PHONE_1] or you ring 555-0142."


def test_metadata_actions_and_ids_are_not_forgotten():
    turn = Turn(role="agent", text="Done, Ann.", actions=(Action(name="find", detail={"email": "ann@example.com"}),))
    one = Dialogue(id="ann@example.com-1", turns=(Turn(role="customer", text="I'm Ann."), turn),
                   metadata={"note": "wrote to ann@example.com", "requester": {"name": "Ann Ivarsen"}})  # fmt: skip
    made = redact(one, salt="s").dialogue
    everything = made.model_dump_json()
    assert "example.com" not in everything
    assert "Ivarsen" not in everything
    assert "Ann" not in everything
    assert made.metadata["redacted"] == {"EMAIL": 1, "NAME": 1}


def test_human_agents_are_hashed_with_the_salt_and_only_with_it():
    one = talk(
        "A: Hello, this is Edda from billing.",
        metadata={"agent_name": "Edda Rostami", "team": "night"},
        bot="Edda Rostami",
    )
    first, again, other = (redact(one, salt=salt, hash_bot=True).dialogue for salt in ("s", "s", "t"))
    assert re.fullmatch(r"agent-[0-9a-f]{6}", first.metadata["agent_name"])
    assert first.metadata["agent_name"] == again.metadata["agent_name"] == first.bot != other.bot
    assert first.metadata["team"] == "night"
    assert "Edda" not in first.model_dump_json()


def test_labels_and_dialogues_without_anything_stay_as_they_are():
    one = talk("C: Where is it?", "A: On the van.", labels={"csat": 4})
    made = redact(one, salt="s")
    assert made.counts == {}
    assert made.dialogue.turns == one.turns
    assert made.dialogue.labels == one.labels


def test_redacting_twice_changes_nothing_more():
    for row in SETS["seen"]:
        once = redact(talk(*(MARK.sub(r"\2", line) for line in row)), salt="s").dialogue
        assert redact(once, salt="s").dialogue.turns == once.turns


@pytest.mark.parametrize(("number", "right"), [("4111111111111111", True), ("4111111111111112", False), ("123", False)])
def test_card_numbers_have_a_check_digit(number, right):
    assert luhn(number) is right


@pytest.mark.parametrize(("flags", "hashed"), [([], True), (["--no-redact"], False), (["--redact"], True)])
def test_rows_that_are_single_agents_carry_no_names(tmp_path, monkeypatch, capsys, flags, hashed):
    from coolhead.bench.cli import main

    monkeypatch.chdir(tmp_path)
    turns = [{"role": "customer", "text": "Where is it?"}, {"role": "agent", "text": "On the van."}]
    talks = [{"agent_name": name, "team": "night", "turns": turns} for name in ("Edda Rostami", "Ivo Marsh") * 2]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(talk) + "\n" for talk in talks))
    assert main(["grade", "a.jsonl", "--by", "agent_name", "--out", "out", *flags]) == 0
    kept = (tmp_path / "out/dialogues.jsonl").read_text() + (tmp_path / "out/leaderboard.csv").read_text()
    assert ("Rostami" in kept) is not hashed
    rows = {json.loads(line)["bot"] for line in (tmp_path / "out/dialogues.jsonl").read_text().splitlines()}
    assert len(rows) == 2
    assert ("their names are hashed" in capsys.readouterr().err) is (not flags)
    assert main(["grade", "a.jsonl", "--by", "team", "--out", "teams"]) == 0
    assert "Rostami" in (tmp_path / "teams/dialogues.jsonl").read_text(), "nobody's row: kept as it came"
