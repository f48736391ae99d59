"""Which grader makes the headline, and which bots are ranked with each other."""

from __future__ import annotations

import pytest
from leaderboard_kit import dialogue, grade, grades, row, world, write

from coolhead.bench.leaderboard import build
from coolhead.bench.store import RunFolder
from coolhead.bench.types import CRITERIA

# --- several graders ---


def with_judge(path, **info):
    dialogues = [dialogue("bot", persona) for persona in range(1, 8)]
    marks = [g for one in dialogues for g in grades(one, 40.0)]
    marks += [grade(one, "calm", 80.0, grader="judge:m") for one in dialogues]
    return build(write(path, dialogues, marks, **info))


def test_a_judge_that_has_not_qualified_stands_beside_the_headline(tmp_path):
    board = with_judge(tmp_path)
    assert board.rows[0].criteria["calm"].mean == 40
    assert {g: m.mean for g, m in board.rows[0].graders["calm"].items()} == {"judge:m": 80, "rule:calm": 40}
    assert any("judge:m" in note for note in board.notes)


def test_a_qualified_judge_makes_the_headline(tmp_path):
    board = with_judge(tmp_path, judges={"judge:m": {"qualified": True}})
    assert board.rows[0].criteria["calm"].mean == 80
    assert board.rows[0].criteria["empathy"].mean == 40


def test_a_judge_without_a_qualification_caps_nothing(tmp_path):
    one = dialogue("bot")
    board = build(
        write(tmp_path, [one], [*grades(one, 90.0), grade(one, "calm", 0.0, grader="judge:m", critical=("CT-1",))])
    )
    assert board.rows[0].overall.mean == 90
    assert board.rows[0].critical == {}


def test_what_a_rule_found_caps_a_headline_of_judges_too(tmp_path):
    dialogues = [dialogue("bot", persona) for persona in range(1, 8)]
    marks = [g for one in dialogues for g in grades(one, 80.0)]
    marks += [grade(one, "boundaries", 90.0, grader="judge:m") for one in dialogues]
    leak = dialogues[0]
    marks += [grade(leak, "boundaries", 0.0, grader="rule:leaks", critical=("PB-6",))]
    board = build(write(tmp_path, dialogues, marks, judges={"judge:m": {"qualified": True}}))
    row = board.rows[0]
    assert row.graders["boundaries"]["judge:m"].mean == 90  # its own column is left alone
    assert row.criteria["boundaries"].mean == pytest.approx(6 * 90 / 7)
    assert row.overall.mean == pytest.approx((6 * 82 + 12) / 7)
    assert row.critical == {"PB-6": 1}


def test_agreement_is_shown_where_two_graders_judged(tmp_path):
    board = build(world(tmp_path, bots=3, personas=8, judge=True))
    found = {one.criterion: one for one in board.agreement}
    assert set(found) == set(CRITERIA)
    assert 0.4 < found["calm"].alpha < 1
    assert sum(map(sum, found["calm"].table)) == found["calm"].n


# --- who is ranked with whom ---


def two_bots(path, *, first=(), second=(), info=None, grading=(1, 1)):
    dialogues, marks = [], []
    for bot, how, version in (("a", dict(first), grading[0]), ("b", dict(second), grading[1])):
        for persona in range(1, 9):
            one = dialogue(bot, persona, **how)
            dialogues.append(one)
            marks += grades(one, 40.0 + persona, version=version)
    return build(write(path, dialogues, marks, **(info or {})))


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"second": {"engine": "model-1"}}, "customer model-1"),
        ({"second": {"version": 2}}, "P01 v2"),
        ({"grading": (1, 2)}, "rule:calm v2"),
    ],
)
def test_bots_measured_otherwise_are_not_ranked_together(tmp_path, how, said):
    board = two_bots(tmp_path, **how)
    assert row(board, "a").rank is not None
    assert row(board, "b").rank is None
    assert row(board, "b").tier is None
    assert said in " ".join(row(board, "b").notes)
    assert board.comparisons == ()


def test_mixing_on_request_is_said_under_the_table(tmp_path):
    two_bots(tmp_path, second={"engine": "model-1"})
    board = build(RunFolder(tmp_path), mix=True)
    assert all(one.rank is not None for one in board.rows)
    assert any(note.startswith("Mixed on request: b:") and "model-1" in note for note in board.notes)


def test_bots_that_met_other_personas_are_not_ranked_together(tmp_path):
    dialogues = [
        dialogue(bot, persona)
        for bot, those in (("a", range(1, 11)), ("b", range(1, 11)), ("c", range(8, 18)))
        for persona in those
    ]
    board = build(write(tmp_path, dialogues, [g for one in dialogues for g in grades(one, 50.0)]))
    assert row(board, "c").rank is None
    assert "personas" in row(board, "c").notes[0]
    assert {row(board, "a").rank.high, row(board, "b").rank.high} == {2}


def test_too_few_personas_are_not_ranked_but_shown(tmp_path):
    board = build(world(tmp_path, bots=3, personas=4))
    assert all(one.rank is None and one.overall.mean is not None for one in board.rows)
    assert "4 customers, a ranking needs 6" in board.rows[0].notes[0]


def test_a_bot_with_few_dialogues_does_not_change_what_the_others_are_scored_on(tmp_path):
    dialogues = [dialogue("a", persona) for persona in range(1, 9)] + [dialogue("b", 1)]
    marks = [g for one in dialogues[:-1] for g in grades(one, 50.0)] + [grade(dialogues[-1], "calm", 99.0)]
    board = build(write(tmp_path, dialogues, marks))
    assert board.criteria == CRITERIA
    assert [one.bot for one in board.rows] == ["a", "b"], "the unranked come last, whatever they scored"


def test_better_bots_stand_higher_and_equal_ones_share_a_tier(tmp_path):
    board = build(
        world(tmp_path, names=["low", "twin-1", "twin-2", "high"], truth=(20, 50, 50, 90), personas=14, repeats=2)
    )
    assert (board.rows[0].bot, board.rows[-1].bot) == ("high", "low")
    assert row(board, "twin-1").tier == row(board, "twin-2").tier == 2
    assert (row(board, "twin-1").rank.low, row(board, "twin-1").rank.high) == (2, 3)
    claims = {(c.a, c.b): c.claim for c in board.comparisons}
    assert claims["low", "high"] == "b"
    assert claims["twin-1", "twin-2"] is None
    assert board.detectable.difference < board.detectable.all_pairs
