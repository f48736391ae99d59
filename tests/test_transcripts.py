from __future__ import annotations

import json

import pytest

from coolhead.bench.errors import BadInput
from coolhead.bench.transcripts import Skipped, read
from coolhead.bench.transcripts.rows import RowError, dialogue

TURNS = [{"role": "customer", "text": "Where is it?"}, {"role": "agent", "text": "On the van."}]


def one(row):
    return dialogue(row, id="x", bot="file")


def test_our_own_lines_need_only_turns():
    found = one({"id": "d1", "turns": TURNS})
    assert (found.id, found.bot, found.end.reason, found.engine) == ("d1", "file", "transcript", "transcript")
    assert [t.role for t in found.turns] == ["customer", "agent"]
    assert found.case is None


def test_unknown_fields_are_kept_and_verdicts_of_others_become_labels():
    found = one({"turns": TURNS, "team": "night", "reward": 1.0, "labels": {"happy": True}, "bot": "desk"})
    assert found.metadata == {"team": "night"}
    assert found.labels == {"happy": True, "reward": 1.0}
    assert found.bot == "desk"
    assert found.public().labels == {}


def test_the_light_case_file():
    found = one(
        {"turns": TURNS, "policy": {"allowed": ["refund the fee"], "forbidden": ["free year"]}, "facts": {"fee": 12}}
    )
    assert [g.label for g in found.case.policy.grants] == ["refund the fee"]
    assert found.case.policy.forbidden == ("free year",)
    assert found.case.record == {"fee": "12"}


@pytest.mark.parametrize("facts", [None, {}])
def test_no_policy_and_no_facts_is_no_case_file(facts):
    assert one({"turns": TURNS, "policy": None, "facts": facts}).case is None


def test_openai_messages_with_tool_calls():
    found = one(
        {
            "messages": [
                {"role": "system", "content": "Be kind."},
                {"role": "user", "content": [{"type": "text", "text": "Cancel it."}]},
                {"role": "assistant", "content": None, "tool_calls": [
                    {"id": "c1", "function": {"name": "cancel_order", "arguments": "{\"amount\": 7.5}"}}]},
                {"role": "tool", "tool_call_id": "c1", "content": "cancelled"},
                {"role": "assistant", "content": "It is cancelled."},
            ]
        }
    )  # fmt: skip
    assert [t.text for t in found.turns] == ["Cancel it.", "It is cancelled."]
    [action] = found.turns[1].actions
    assert action.name == "cancel_order"
    assert action.amount == 7.5
    assert action.detail == {"arguments": {"amount": 7.5}, "call_id": "c1", "result": "cancelled"}


def test_what_the_agent_did_last_belongs_to_its_last_words():
    found = one({"turns": [*TURNS, {"role": "agent", "text": "", "tool_calls": [{"name": "refund", "arguments": {}}]}]})
    assert [a.name for a in found.turns[1].actions] == ["refund"]


def test_tau_bench_rows():
    row = {"task_id": 3, "trial": 1, "reward": 0.0, "info": {"source": "user"}, "traj": [
        {"role": "system", "content": "policy"}, {"role": "user", "content": "Hello"},
        {"role": "assistant", "content": "Hi"}, {"role": "user", "content": "###STOP###"}]}  # fmt: skip
    found = one(row)
    assert found.id == "task3-trial1"
    assert found.labels == {"reward": 0.0}
    assert [t.text for t in found.turns] == ["Hello", "Hi"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"turns": [{"role": "customer", "text": "Hello?"}]}, "no agent turn"),
        ({"turns": []}, "no turn with words"),
        ({"turns": [{"role": "wizard", "text": "x"}]}, "turn 0: unknown role 'wizard'"),
        ({"turns": [{"role": "agent", "text": 5}]}, "turn 0: text must be a string"),
        ({"turns": "hello"}, "must be a list"),
        ({"text": "hello"}, "neither 'turns' nor 'messages'"),
        (7, "expected an object"),
        ({"turns": TURNS, "policy": ["x"]}, "policy must be an object"),
    ],
)
def test_a_row_that_is_no_dialogue_says_why(row, why):
    with pytest.raises(RowError, match=why):
        one(row)


def write(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" if not isinstance(row, str) else row + "\n" for row in rows))
    return path


def test_broken_rows_are_skipped_with_their_line(tmp_path):
    path = write(tmp_path / "t.jsonl", {"turns": TURNS}, "{oops", {"turns": []}, {"turns": TURNS})
    found = list(read(path))
    assert [type(item).__name__ for item in found] == ["Dialogue", "Skipped", "Skipped", "Dialogue"]
    assert found[1].where.endswith("t.jsonl:2")
    assert [d.id for d in found if not isinstance(d, Skipped)] == ["t-1", "t-4"]


def test_ids_that_come_twice_stay_apart(tmp_path):
    path = write(tmp_path / "t.jsonl", {"id": "a", "turns": TURNS}, {"id": "a", "turns": TURNS})
    assert [d.id for d in read(path)] == ["a", "a#2"]


def test_json_files_hold_a_list_one_conversation_or_a_tau2_result(tmp_path):
    path = tmp_path / "t.json"
    path.write_text(json.dumps([{"turns": TURNS}, {"messages": TURNS}]))
    assert len(list(read(path))) == 2
    path.write_text(json.dumps([{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]))
    assert len(list(read(path))) == 1
    path.write_text(json.dumps({
        "info": {"agent_info": {"llm": "model-x"}},
        "simulations": [{"id": "s1", "messages": TURNS, "reward_info": {"reward": 1.0}}],
    }))  # fmt: skip
    [found] = read(path)
    assert (found.bot, found.id, found.labels) == ("model-x", "s1", {"reward": 1.0})


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("t.jsonl", "", "is empty .a dialogue a line"),
        ("t.csv", "", "is empty .a row a message: conversation, role, text"),
        ("t.docx", "x", "is not a format I read"),
        ("t.json", "{oops", "is not JSON"),
        ("t.jsonl", '{"turns": [{"role": "customer", "text": "Hello"}]}\n', "t.jsonl:1: has no agent turn"),
        ("t.jsonl", "just words\n", "t.jsonl:1: is not JSON"),
    ],
)
def test_a_file_without_dialogues_is_one_clear_line(tmp_path, name, content, complaint):
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(BadInput, match=complaint):
        list(read(path))


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "is a binary file, not text .save it as JSON in UTF-8"),
        (b"\xa4\x01\xf3\x88" * 40, "is a binary file, not text"),
        ('[{"role": "customer", "text": "für"}]'.encode("cp1252"), "is not written in UTF-8"),
    ],
)
def test_json_that_cannot_be_decoded_says_what_it_is(tmp_path, content, complaint):
    (tmp_path / "t.json").write_bytes(content)
    with pytest.raises(BadInput, match=complaint):
        list(read(tmp_path / "t.json"))


def test_a_missing_file(tmp_path):
    with pytest.raises(BadInput, match="no such file"):
        list(read(tmp_path / "nothing.jsonl"))
