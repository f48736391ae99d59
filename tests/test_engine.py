from __future__ import annotations

import asyncio

import pytest

from coolhead.bench.dialogue import Limits
from coolhead.bench.engine import plan, run_all
from coolhead.bench.grading import grade_all
from coolhead.bench.regrading import grade_stored
from coolhead.bench.store import RunFolder
from coolhead.bench.testing import FixedCustomers, SayBot, talk
from coolhead.bench.types import CRITERIA, Dialogue, Failure, Grade, Reply
from coolhead.personas.loader import select

PERSONA = select(["P01"])[0]


class Always:
    """A grader that gives everybody 75 for calm."""

    id, version, criteria = "always", 1, ("calm",)

    def grade(self, dialogue: Dialogue) -> list[Grade]:
        assert not dialogue.trace, "a grader never sees the customer's private state"
        assert dialogue.bot == "agent", "nor whose bot it is"
        return [Grade(dialogue=dialogue.id, criterion="calm", grader=self.id, version=self.version, score=75, level=4)]


def played(tmp_path, *bots, customers=None, repeats=1, limits=None, done=frozenset()):
    with RunFolder(tmp_path) as folder:
        if not (tmp_path / "run.json").exists():
            folder.start({})
        cells = plan(bots, [PERSONA], repeats=repeats, seed=7)
        asyncio.run(
            run_all(
                cells,
                customers=customers or FixedCustomers(),
                graders=[Always()],
                folder=folder,
                limits=limits or Limits(),
                jobs=4,
                done=done,
            )
        )
        return list(folder.dialogues()), list(folder.grades())


def test_a_bot_and_a_customer_talk_until_the_customer_accepts(tmp_path):
    bot = SayBot("I am looking.", "Done: it leaves today.")
    [dialogue], [grade] = played(tmp_path, bot)
    assert [t.text for t in dialogue.turns] == [
        "This is the third time!", "I am looking.", "And now?", "Done: it leaves today.", "All right then.",
    ]  # fmt: skip
    assert dialogue.end.reason == "accepted"
    assert dialogue.case.firm
    assert dialogue.brief.id == "P01"
    assert len(dialogue.trace) == 3
    assert grade.score == 75
    assert bot.closed


def test_all_bots_meet_the_same_customer_and_repeats_differ(tmp_path):
    dialogues, _ = played(tmp_path, SayBot("a", name="a"), SayBot("b", name="b"), repeats=2)
    seeds = {(d.bot, d.repeat): d.seed for d in dialogues}
    assert seeds["a", 0] == seeds["b", 0]
    assert seeds["a", 0] != seeds["a", 1]
    assert [d.id for d in dialogues] == ["a/P01/0", "b/P01/0", "a/P01/1", "b/P01/1"]


@pytest.mark.parametrize(
    ("line", "kind"), [(ValueError("no model loaded"), "error"), (TimeoutError("upstream"), "timeout")]
)
def test_a_bot_that_breaks_is_data_and_scores_nothing(tmp_path, line, kind):
    [dialogue], [grade] = played(tmp_path, SayBot("One moment.", line))
    assert dialogue.end.reason == "bot_error"
    assert dialogue.failure.where == "bot"
    assert dialogue.failure.kind == kind
    assert grade.score == 0
    assert "the bot failed" in grade.reason


def test_a_bot_that_is_too_slow_runs_into_the_time_limit(tmp_path):
    class Slow(SayBot):
        async def reply(self, conversation):
            await asyncio.sleep(5)
            return Reply(text="late")

    [dialogue], _ = played(tmp_path, Slow("x"), limits=Limits(reply=0.05))
    assert dialogue.failure.kind == "timeout"


def test_a_customer_that_breaks_never_counts_against_the_bot(tmp_path):
    [dialogue], [grade] = played(tmp_path, SayBot("x"), customers=FixedCustomers(fails_at=1))
    assert dialogue.end.reason == "customer_error"
    assert grade.score is None
    assert "lost the thread" in grade.reason


def test_a_grader_that_breaks_leaves_a_reason_not_a_zero():
    class Broken(Always):
        def grade(self, dialogue):
            raise KeyError("rubric")

    [grade] = grade_all(talk("C: ?", "A: !"), [Broken()])
    assert grade.score is None
    assert "grader failed: KeyError" in grade.reason


def test_a_bot_cannot_talk_for_ever(tmp_path):
    [dialogue], _ = played(
        tmp_path, SayBot("and on"), customers=FixedCustomers(lines=["more?"] * 50), limits=Limits(turns=3)
    )
    assert dialogue.end.reason == "max_turns"
    assert sum(t.role == "agent" for t in dialogue.turns) == 3


def test_a_bot_that_leaves_ends_the_dialogue_but_not_the_case(tmp_path):
    [dialogue], _ = played(tmp_path, SayBot(Reply(text="All solved, bye!", done=True)))
    assert dialogue.end.reason == "bot_ended"


def test_same_seed_same_bytes_and_a_second_start_plays_only_what_is_missing(tmp_path):
    bots = [SayBot("a", name="a"), SayBot("b", name="b")]
    played(tmp_path / "one", *bots)
    played(tmp_path / "two", *bots)
    first = (tmp_path / "one/dialogues.jsonl").read_bytes()
    assert first == (tmp_path / "two/dialogues.jsonl").read_bytes()
    lines = first.splitlines(keepends=True)
    (tmp_path / "two/dialogues.jsonl").write_bytes(lines[1])
    customers = FixedCustomers()
    played(tmp_path / "two", *bots, customers=customers, done={"b/P01/0"})
    assert len(customers.begun) == 1
    assert (tmp_path / "two/dialogues.jsonl").read_bytes() == first


def test_grades_that_are_missing_are_made_up_without_talking_to_a_bot(tmp_path):
    played(tmp_path, SayBot("a"))
    (tmp_path / "grades.jsonl").unlink()
    with RunFolder(tmp_path) as folder:
        assert grade_stored(folder, [Always()]) == 1
        assert grade_stored(folder, [Always()]) == 0
        assert [g.score for g in folder.grades()] == [75]


def test_a_newer_grader_replaces_the_older_grades(tmp_path):
    played(tmp_path, SayBot("a"))

    class Newer(Always):
        version = 2

    with RunFolder(tmp_path) as folder:
        assert grade_stored(folder, [Newer()]) == 1
        assert [g.version for g in folder.grades()] == [2]


def test_graders_come_in_the_order_of_the_criteria():
    class Two(Always):
        def grade(self, dialogue):
            return [
                Grade(dialogue=dialogue.id, criterion=c, grader="two", version=1, score=50) for c in reversed(CRITERIA)
            ]

    assert [g.criterion for g in grade_all(talk("C: ?", "A: !"), [Two()])] == list(CRITERIA)


def test_a_failure_of_the_bot_says_where():
    assert Failure(where="bot", kind="timeout", message="no reply in 60 s", turn=3).turn == 3


HALF = "half a smile \ud83d"


@pytest.mark.parametrize(
    "reply",
    [
        Reply(text=HALF),
        Reply(text="Done.", actions=({"name": HALF, "detail": {HALF: [HALF]}},)),
        Reply(text=HALF, notes=(HALF,)),
    ],
)
def test_half_a_character_costs_a_question_mark_and_not_the_run(tmp_path, reply):
    [dialogue], _ = played(tmp_path, SayBot(reply))
    assert dialogue.failure is None
    assert "half a smile ?" in dialogue.model_dump_json()


def test_an_action_that_json_cannot_say_is_the_bots_failure(tmp_path):
    bot = SayBot(Reply(text="Done.", actions=({"name": "refund", "detail": {"when": object()}},)))
    [dialogue], _ = played(tmp_path, bot)
    assert dialogue.failure.where == "bot"
    assert "cannot be written as JSON" in dialogue.failure.message


def test_an_endless_reply_is_cut(tmp_path):
    [dialogue], _ = played(tmp_path, SayBot("so sorry " * 10_000))
    assert max(len(turn.text) for turn in dialogue.turns) == 20_000
