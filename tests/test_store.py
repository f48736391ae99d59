from __future__ import annotations

import json

import pytest

from coolhead.bench.errors import BadInput
from coolhead.bench.store import RunFolder
from coolhead.bench.testing import talk
from coolhead.bench.types import Grade


def grade(dialogue: str, score: float = 50) -> Grade:
    return Grade(dialogue=dialogue, criterion="calm", grader="rule:calm", version=1, score=score)


def test_what_is_appended_is_there_at_once(tmp_path):
    with RunFolder(tmp_path / "run") as folder:
        folder.start({"status": "running"})
        folder.add_dialogue(talk("C: Hello?", "A: Good day.", id="a"))
        folder.add_grades([grade("a")])
        other = RunFolder(tmp_path / "run")  # somebody else reads while we write
        assert [d.id for d in other.dialogues()] == ["a"]
        assert [g.score for g in other.grades()] == [50]


def test_a_torn_last_line_is_dropped_and_the_next_start_mends_it(tmp_path):
    with RunFolder(tmp_path) as folder:
        folder.start({})
        folder.add_dialogue(talk("C: One", "A: Yes", id="a"))
        folder.add_dialogue(talk("C: Two", "A: Yes", id="b"))
    lines = tmp_path / "dialogues.jsonl"
    lines.write_bytes(lines.read_bytes()[:-20])
    assert [d.id for d in RunFolder(tmp_path).dialogues()] == ["a"]
    with RunFolder(tmp_path) as folder:
        folder.start({})
        folder.add_dialogue(talk("C: Two", "A: Yes", id="b"))
        assert [d.id for d in folder.dialogues()] == ["a", "b"]


def test_a_broken_line_in_the_middle_is_named(tmp_path):
    with RunFolder(tmp_path) as folder:
        folder.start({})
    (tmp_path / "dialogues.jsonl").write_text('{"id": "a"}\n')
    with pytest.raises(BadInput, match=r"dialogues\.jsonl:1: turns: is missing"):
        list(RunFolder(tmp_path).dialogues())


def test_arrange_puts_lines_into_the_order_of_the_plan(tmp_path):
    with RunFolder(tmp_path) as folder:
        folder.start({})
        for id in ("c", "a", "b"):
            folder.add_dialogue(talk("C: ?", "A: !", id=id))
            folder.add_grades([grade(id), grade(id, 60)])
        folder.arrange({"a": 0, "b": 1, "c": 2})
        assert [d.id for d in folder.dialogues()] == ["a", "b", "c"]
        assert [(g.dialogue, g.score) for g in folder.grades()] == [(i, s) for i in "abc" for s in (50, 60)]


def test_a_folder_of_somebody_else_is_refused(tmp_path):
    (tmp_path / "run.json").write_text("[1, 2]")
    with pytest.raises(BadInput, match="is not a run of CoolHead"):
        RunFolder(tmp_path).info()
    (tmp_path / "run.json").write_text("{oops")
    with pytest.raises(BadInput, match="cannot be read"):
        RunFolder(tmp_path).info()


def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="cannot be written"):
        RunFolder(tmp_path / "file" / "run").start({})


def test_unknown_fields_are_kept_out_of_our_own_lines(tmp_path):
    with RunFolder(tmp_path) as folder:
        folder.start({})
        folder.add_dialogue(talk("C: ?", "A: !", id="a"))
    line = json.loads((tmp_path / "dialogues.jsonl").read_text())
    line["surprise"] = 1
    (tmp_path / "dialogues.jsonl").write_text(json.dumps(line) + "\n")
    with pytest.raises(BadInput, match="surprise"):
        list(RunFolder(tmp_path).dialogues())


def test_lines_are_put_in_order_whatever_their_ids_look_like(tmp_path):
    ids = ['a "quoted" one', "ünï/P01/0", "x" * 900, "plain", "back\\slash"]
    with RunFolder(tmp_path) as folder:
        folder.start({})
        for id in reversed(ids):
            folder.add_dialogue(talk("C: Hm?", id=id))
        (tmp_path / "dialogues.jsonl").open("a").write('{"bot": "b", "id": "late", "turns": []}\n')
        folder.arrange({id: place for place, id in enumerate([*ids, "late"])})
        assert [one.id for one in folder.dialogues()] == [*ids, "late"]
