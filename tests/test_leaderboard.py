"""The leaderboard: what a score is, what became of the customers, transcripts, and the files."""

from __future__ import annotations

import json

import numpy as np
import pytest
from leaderboard_kit import brief, dialogue, grade, grades, name, row, world, write

from coolhead.bench.errors import BadInput
from coolhead.bench.leaderboard import build
from coolhead.bench.store import RunFolder
from coolhead.bench.testing import talk
from coolhead.bench.types import CRITERIA, End, Event, Failure


def one_bot(path, scores, **info):
    """A bot with one dialogue per persona; `scores` are per persona, a number or a dict by criterion."""
    dialogues = [dialogue("bot", persona) for persona, _ in enumerate(scores, 1)]
    marks = [g for one, score in zip(dialogues, scores, strict=True) for g in grades(one, score)]
    return build(write(path, dialogues, marks, **info))


# --- what the overall score is ---


def test_overall_is_the_mean_of_the_criterion_means(tmp_path):
    scores = [
        dict(zip(CRITERIA, (80, 60, 40, 20, 0), strict=True)),
        dict(zip(CRITERIA, (60, 60, 60, 60, 60), strict=True)),
    ]
    made = one_bot(tmp_path, scores).rows[0]
    assert [made.criteria[c].mean for c in CRITERIA] == [70, 60, 50, 40, 30]
    assert made.overall.mean == pytest.approx(50)
    assert made.overall.n == 2


def test_a_criterion_that_does_not_apply_neither_rewards_nor_punishes(tmp_path):
    strict = {**dict.fromkeys(CRITERIA, 90.0), "boundaries": 30.0}
    spared = {**strict, "boundaries": None}
    full = one_bot(tmp_path / "a", [strict] * 4).rows[0]
    half = one_bot(tmp_path / "b", [strict, strict, spared, spared]).rows[0]
    assert half.overall.mean == pytest.approx(full.overall.mean)  # a mean of each dialogue's own criteria would be 84
    assert (half.criteria["boundaries"].n, half.criteria["boundaries"].missing) == (2, 2)


def test_a_criterion_judged_nowhere_is_left_out_and_named(tmp_path):
    board = one_bot(tmp_path, [{**dict.fromkeys(CRITERIA, 50.0), "boundaries": None}] * 3)
    assert board.criteria == ("calm", "empathy", "clarity", "resolution")
    assert board.rows[0].overall.mean == 50
    assert any("boundaries" in note and "no dialogue" in note for note in board.notes)


@pytest.mark.parametrize(
    ("errors", "overall"),
    [
        ((), 90),
        (("CT-1",), 25),
        (("PB-6",), 12),
        (("RE-1",), 50),
        (("RE-1", "CT-1"), 25),
        (("PB-8",), 90),
        (("?",), 90),
    ],
)
def test_critical_errors_cap_the_overall_score_of_their_dialogue(tmp_path, errors, overall):
    one = dialogue("bot")
    board = build(write(tmp_path, [one], [*grades(one, 90.0)[1:], grade(one, "calm", 90.0, critical=errors)]))
    made = board.rows[0]
    assert made.overall.mean == pytest.approx(overall)
    assert made.caps == pytest.approx(90 - overall)
    assert made.critical == dict.fromkeys(errors, 1)
    assert made.criteria["empathy"].mean == 90, "a cap on the overall score does not touch other criteria"


def test_a_low_score_is_not_raised_to_the_cap(tmp_path):
    one = dialogue("bot")
    board = build(write(tmp_path, [one], [grade(one, c, 10.0, critical=("RE-1",)) for c in CRITERIA]))
    assert board.rows[0].overall.mean == pytest.approx(10)


def test_the_cap_holds_whichever_criteria_the_table_counts(tmp_path):
    """A low mark that is left out, because another bot has none, must not lift what a lie caps."""
    liar, other = dialogue("liar"), dialogue("other")
    marks = grades(liar, dict.fromkeys(CRITERIA, 80.0) | {"boundaries": 0.0})
    marks = [*marks[:-1], grade(liar, CRITERIA[-1], 80.0, critical=("RE-1",))]
    marks += grades(other, dict.fromkeys(CRITERIA, 55.0) | {"boundaries": None})
    board = build(write(tmp_path, [liar, other], marks))
    assert "boundaries" not in board.criteria
    assert {row.bot: row.overall.mean for row in board.rows}["liar"] == pytest.approx(50.0)


def test_a_bots_failure_counts_as_zero_and_a_simulators_is_missing(tmp_path):
    good = dialogue("bot", 1)
    broke = dialogue("bot", 2, failure=Failure(where="bot", kind="timeout", message="60 s"), reason="bot_error")
    ours = dialogue("bot", 3, failure=Failure(where="customer", kind="error", message="?"), reason="customer_error")
    made = build(
        write(
            tmp_path,
            [good, broke, ours],
            [*grades(good, 80.0), *grades(broke, 0.0), *grades(ours, dict.fromkeys(CRITERIA))],
        )
    ).rows[0]
    assert made.overall.mean == pytest.approx(40)
    assert (made.overall.n, made.overall.missing) == (2, 1)
    assert made.outcome["accepted"] == pytest.approx(0.5), "the simulator's failure is nobody's outcome"
    assert (made.coverage.done, made.coverage.failed) == (3, 2)


def test_repeats_weigh_no_more_than_one_and_twins_are_one_cluster(tmp_path):
    many = [dialogue("bot", 1, repeat=n) for n in range(9)]
    rest = [dialogue("bot", 2), dialogue("bot", 2, twin=True)]
    marks = [g for one in many for g in grades(one, 90.0)] + [g for one in rest for g in grades(one, 30.0)]
    board = build(write(tmp_path, [*many, *rest], marks))
    assert board.rows[0].overall.mean == pytest.approx(50)  # three personas: 90, 30, 30
    assert board.clusters == 2


# --- the outcome axis ---


def test_the_anger_of_a_dialogue_in_numbers(tmp_path):
    event = Event(name="dismissal", quote="That is policy.", anger=0.3)
    one = dialogue("bot", anger=(0.8, 0.6, 0.9, 0.2), events={2: event})
    board = build(write(tmp_path, [one], grades(one, 50.0)))
    out = board.rows[0].outcome
    assert out["end_anger"] == pytest.approx(0.2)
    assert out["anger_area"] == pytest.approx(((0.8 + 0.6) / 2 + (0.6 + 0.9) / 2 + (0.9 + 0.2) / 2) / 3)
    assert (out["turns"], out["turns_to_calm"], out["calmed"], out["reescalations"]) == (3, 3, 1, 1)
    rise = board.escalations["bot"][0]
    assert (rise.dialogue, rise.event, rise.quote) == (one.id, "dismissal", "That is policy.")
    assert one.turns[rise.turn].role == "agent"
    assert rise.turn == 3
    assert board.rows[0].escalations == {"dismissal": 1}


def test_a_finished_dialogue_keeps_its_last_anger_in_the_mean_curve(tmp_path):
    short, long = dialogue("bot", 1, anger=(0.8, 0.2)), dialogue("bot", 2, anger=(0.6, 0.6, 0.6, 1.0))
    board = build(write(tmp_path, [short, long], [*grades(short, 50.0), *grades(long, 50.0)]))
    assert board.trajectories["bot"] == pytest.approx((0.7, 0.4, 0.4, 0.6))


def test_ends_are_shares_and_grudging_acceptance_is_a_part_of_acceptance(tmp_path):
    ends = ("accepted", "accepted_grudging", "walked_away", "max_turns")
    dialogues = [dialogue("bot", persona, reason=reason) for persona, reason in enumerate(ends, 1)]
    out = build(write(tmp_path, dialogues, [g for one in dialogues for g in grades(one, 50.0)])).rows[0].outcome
    assert (out["accepted"], out["accepted_grudging"], out["walked_away"], out["max_turns"]) == (0.5, 0.25, 0.25, 0.25)


def test_pass_k_is_the_unbiased_estimate_per_persona(tmp_path):
    wins = {1: 3, 2: 1}
    dialogues = [
        dialogue("bot", persona, repeat=n, reason="accepted" if n < won else "walked_away")
        for persona, won in wins.items()
        for n in range(3)
    ]
    made = build(write(tmp_path, dialogues, [g for one in dialogues for g in grades(one, 50.0)])).rows[0]
    assert made.pass_k == pytest.approx({"1": (1 + 1 / 3) / 2, "2": (1 + 0) / 2, "3": (1 + 0) / 2})


def test_cost_is_unknown_as_soon_as_a_part_is(tmp_path):
    dialogues = [dialogue("a", 1, cost=0.5), dialogue("a", 2, cost=0.25), dialogue("b", 1, cost=0.5), dialogue("b", 2)]
    board = build(write(tmp_path, dialogues, [g for one in dialogues for g in grades(one, 50.0)]))
    assert (row(board, "a").cost_usd, row(board, "a").cost_per_dialogue) == (0.75, 0.375)
    assert row(board, "b").cost_usd is None


def test_personas_come_hardest_first_and_groups_divide(tmp_path):
    board = build(world(tmp_path, bots=3, personas=12))
    means = [one.overall for one in board.personas]
    assert means == sorted(means)
    assert set(board.personas[0].scores) == {"bot0", "bot1", "bot2"}
    assert {group.by for group in board.groups} == {"abuse", "style"}, "one kind only: nothing to divide"
    assert sum(group.personas for group in board.groups if group.by == "style") == 12


# --- transcripts ---


def transcript(bot, number, *, task=None):
    return talk(
        "C: Where is it?",
        "A: On its way.",
        id=f"{bot}-{number}",
        bot=bot,
        metadata={} if task is None else {"task_id": task},
    )


def test_transcripts_have_no_outcome_and_are_compared_as_independent_samples(tmp_path):
    from scipy import stats

    a, b = [50.0, 60, 55, 70, 65, 40, 58, 61], [30.0, 35, 52, 41, 28, 39, 44]
    dialogues = [transcript("a", n) for n in range(len(a))] + [transcript("b", n) for n in range(len(b))]
    marks = [g for one, score in zip(dialogues, a + b, strict=True) for g in grades(one, score)]
    board = build(write(tmp_path, dialogues, marks))
    assert board.transcripts
    assert row(board, "a").outcome == {}
    assert any("no case file" in note for note in board.notes)
    test = stats.ttest_ind(a, b, equal_var=False)
    (found,) = board.comparisons
    assert not found.paired
    assert found.p == pytest.approx(test.pvalue)
    assert (found.difference.low, found.difference.high) == pytest.approx(tuple(test.confidence_interval()))
    assert (row(board, "a").tier, row(board, "b").tier) == (1, 2)


def test_transcripts_of_the_same_tasks_are_paired_by_task(tmp_path):
    dialogues = [transcript(bot, n, task=n) for bot in "ab" for n in range(8)]
    marks = [g for n, one in enumerate(dialogues) for g in grades(one, float(5 * (n % 8) + (20 if n < 8 else 0)))]
    board = build(write(tmp_path, dialogues, marks))
    assert board.comparisons[0].paired
    assert board.comparisons[0].difference.mean == pytest.approx(20)
    assert board.clusters == 8


# --- the files ---


def test_the_contract_of_leaderboard_json(tmp_path):
    loaded = json.loads(build(world(tmp_path, bots=2, personas=8)).model_dump_json())
    assert {"run", "rows", "comparisons"} <= set(loaded)
    made = loaded["rows"][0]
    assert set(made["overall"]) >= {"mean", "low", "high"}
    assert set(made["rank"]) == {"low", "high"}
    assert set(made["criteria"]) == set(CRITERIA)
    assert set(made["criteria"]["calm"]) == {"mean", "low", "high", "n", "missing"}
    assert {"accepted", "walked_away", "end_anger", "anger_area", "turns"} <= set(made["outcome"])
    assert {"tier", "pass_k", "critical", "cost_usd", "seconds"} <= set(made)
    assert set(made["coverage"]) == {"done", "failed", "planned"}


def test_the_same_dialogues_give_the_same_bytes_whatever_the_clock_says(tmp_path):
    folder = world(tmp_path, bots=3, personas=8)
    first = build(folder).model_dump_json()
    folder.write_json("run.json", {**folder.info(), "started": "later", "ended": "much later"})
    assert build(folder).model_dump_json() == first


def test_the_order_of_the_lines_does_not_matter(tmp_path):
    folder = world(tmp_path, bots=3, personas=8)
    first = build(folder)
    for file in ("dialogues.jsonl", "grades.jsonl"):
        path = tmp_path / file
        path.write_text("".join(reversed(path.read_text("utf-8").splitlines(keepends=True))), "utf-8")
    second = build(folder)
    assert [(r.bot, r.rank, r.tier) for r in second.rows] == [(r.bot, r.rank, r.tier) for r in first.rows]
    for a, b in zip(first.rows, second.rows, strict=True):
        assert (b.overall.mean, b.overall.low) == pytest.approx((a.overall.mean, a.overall.low))
        assert b.outcome == pytest.approx(a.outcome)


def test_an_empty_folder_is_an_empty_board(tmp_path):
    board = build(RunFolder(tmp_path))
    assert board.rows == ()
    assert board.comparisons == ()


def test_dialogues_without_a_grade_are_shown_without_a_score(tmp_path):
    board = build(write(tmp_path, [dialogue("bot", n) for n in range(1, 8)], []))
    assert board.rows[0].overall.mean is None
    assert board.rows[0].outcome["accepted"] == 1
    assert board.rows[0].rank is None


def test_a_broken_line_is_named_and_a_torn_one_is_not_played(tmp_path):
    folder = world(tmp_path, bots=2, personas=3, repeats=1)
    path = tmp_path / "grades.jsonl"
    whole = path.read_text("utf-8")
    path.write_text(whole[:-30], "utf-8")
    assert build(folder).rows
    path.write_text('{"dialogue": 3}\n' + whole, "utf-8")
    with pytest.raises(BadInput, match=r"grades\.jsonl:1: dialogue"):
        build(folder)


def test_a_second_dialogue_of_the_same_id_is_left_out_and_counted(tmp_path):
    one = dialogue("bot")
    board = build(
        write(tmp_path, [one, one.model_copy(update={"end": End(reason="stale", by="engine")})], grades(one, 50.0))
    )
    assert board.rows[0].coverage.done == 1
    assert any("same id" in note for note in board.notes)


def test_an_unfinished_run_says_so_in_its_coverage(tmp_path):
    folder = write(tmp_path, [dialogue("bot")], grades(dialogue("bot"), 50.0))
    folder.write_json("run.json", {**folder.info(), "planned": {"bot": 40}})
    assert build(folder).rows[0].coverage.planned == 40


def test_unknown_persona_fields_do_not_matter_to_the_table(tmp_path):
    assert brief(1).family == "story_1"
    folder = world(tmp_path, bots=2, personas=3, repeats=1)
    path = tmp_path / "dialogues.jsonl"
    path.write_text(path.read_text("utf-8").replace('"id":"bot0/P01/0"', '"surprise":[1],"id":"bot0/P01/0"'), "utf-8")
    assert len(build(folder).rows) == 2


def test_a_style_gap_is_the_same_customer_against_its_other_ways_of_writing(tmp_path):
    """Five customers in three styles and as first written; capitals cost 12 points, whoever the customer is."""
    dialogues, marks = [], []
    rng = np.random.default_rng(5)
    for persona in range(1, 6):
        for style in ("", "caps", "terse", "formal"):
            about = brief(persona).model_copy(
                update={"id": name(persona) + style, "kind": "style" if style else "core", "style": (style or "plain",)}
            )
            for bot in ("a", "b"):
                one = dialogue(bot, persona).model_copy(
                    update={"id": f"{bot}/{about.id}", "persona": about.id, "brief": about}
                )
                dialogues.append(one)
                marks += grades(one, 40.0 + 8 * persona - (12 if style == "caps" else 0) + float(rng.normal(0, 1)))
    board = build(write(tmp_path, dialogues, marks))
    gaps = {gap.style: gap for gap in board.style_gaps}
    assert set(gaps) == {"caps", "terse", "formal"}
    assert gaps["caps"].customers == 5
    assert gaps["caps"].all.mean == pytest.approx(-12, abs=1)
    assert gaps["caps"].all.high < -9
    assert gaps["terse"].all.mean == pytest.approx(4, abs=1)
    assert set(gaps["caps"].bots) == {"a", "b"}


def test_without_the_style_set_there_is_no_style_gap(tmp_path):
    assert build(world(tmp_path, bots=2, personas=7, twins=3)).style_gaps == ()
