from __future__ import annotations

import json
import re
from urllib.parse import quote

import numpy as np
import pytest
from leaderboard_kit import dialogue, grades, world, write
from scipy import stats

from coolhead.bench.cli import main
from coolhead.bench.comparing import MeasuredOtherwise, Side, compare
from coolhead.bench.leaderboard import build


def test_differences_are_paired_by_persona(tmp_path):
    a, b = [20.0, 40, 60, 80, 30, 55, 61, 44], [30.0, 45, 72, 85, 35, 60, 60, 59]
    dialogues = [dialogue(bot, persona) for bot in "ab" for persona in range(1, 9)]
    marks = [g for one, score in zip(dialogues, a + b, strict=True) for g in grades(one, score)]
    folder = write(tmp_path, dialogues, marks)
    found = compare(Side(folder, "a"), Side(folder, "b"))
    test = stats.ttest_rel(b, a)
    assert found.overall.difference.mean == pytest.approx(np.mean(np.subtract(b, a)))
    interval = test.confidence_interval()
    assert found.overall.difference.low == pytest.approx(interval.low)
    # The differences lean to the right: the upper end may only be further out than that of the plain t.
    assert interval.high <= found.overall.difference.high <= interval.high + 0.5
    assert [line.name for line in found.personas[:2]] == ["P08", "P03"]
    assert [(one.before, one.after) for one in found.moved][-1] == pytest.approx((44, 59))


def test_it_says_the_same_as_the_leaderboard(tmp_path):
    folder = world(tmp_path, bots=2, personas=12, repeats=2)
    (row,) = build(folder).comparisons
    found = compare(Side(folder, row.a), Side(folder, row.b))
    assert found.overall.difference.mean == pytest.approx(-row.difference.mean)
    assert found.overall.p == pytest.approx(row.p)


def test_indicators_that_differ_come_first_with_adjusted_p(tmp_path):
    folder = world(tmp_path, names=["low", "high"], truth=(20, 90), personas=20, repeats=2)
    found = compare(Side(folder, "low"), Side(folder, "high"))
    assert found.indicators[0].p <= 0.05
    penalty = next(line for line in found.indicators if line.name == "CT-1")
    assert penalty.difference.mean < 0
    assert [line.p for line in found.indicators] == sorted(line.p for line in found.indicators)


def test_what_was_measured_otherwise_is_refused_until_one_insists(tmp_path):
    one = write(
        tmp_path / "a",
        [dialogue("x", n) for n in range(1, 8)],
        [g for n in range(1, 8) for g in grades(dialogue("x", n), 50.0)],
    )
    other = [dialogue("x", n, engine="model-1") for n in range(1, 8)]
    two = write(tmp_path / "b", other, [g for d in other for g in grades(d, 60.0, version=2)])
    with pytest.raises(MeasuredOtherwise, match=r"x in a and x in b: .*embedded-1 and model-1.*--anyway"):
        compare(Side(one, "x"), Side(two, "x"))
    found = compare(Side(one, "x"), Side(two, "x"), anyway=True)
    assert any("rule:calm version 1 and 2" in note for note in found.notes)
    assert found.overall.difference.mean == pytest.approx(10)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["RUN", "--bots", "bot0"], "say which two"),
        (["RUN", "--bots", "bot0", "botx"], "did you mean"),
        (["NOWHERE", "--bots", "a", "b"], "no run.json"),
        (["RUN", "RUN"], "more than one bot"),
        (["RUN", "RUN", "RUN"], "two bots"),
    ],
)
def test_what_is_missing_is_one_clear_line(tmp_path, capsys, words, said):
    world(tmp_path / "run", bots=3, personas=3, repeats=1)
    places = {"RUN": str(tmp_path / "run"), "NOWHERE": str(tmp_path / "nowhere")}
    assert main(["compare", *(places.get(word, word) for word in words)]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_the_command_prints_every_part_and_writes_all_of_it(tmp_path, capsys):
    world(tmp_path / "run", names=["low[red]", "high"], truth=(20, 90), personas=12)
    target = tmp_path / "out.json"
    assert main(["compare", str(tmp_path / "run"), "--bots", "low[red]", "high", "--json", str(target)]) == 0
    printed = capsys.readouterr().out
    for part in ("high against low[red]: better overall", "calm", "accepted", "indicator", "persona", "gained most"):
        assert part in printed
    assert max(len(line) for line in printed.splitlines() if "#/compare/" not in line) <= 120
    found = json.loads(target.read_text("utf-8"))
    assert found["common"] == 24
    first, second = (quote(found["moved"][-1][side], safe="") for side in "ab")
    assert found["moved"][-1]["links"] == [f"report/index.html#/compare/{first}/{second}"]
    assert f"{tmp_path / 'run'}/report/index.html#/compare/{first}/{second}" in printed


@pytest.mark.parametrize(
    ("personas", "overall", "criteria"), [(3, False, False), (5, False, False), (6, True, False), (8, True, True)]
)
def test_no_p_is_shown_where_it_could_not_have_been_small(tmp_path, capsys, personas, overall, criteria):
    world(tmp_path / "run", names=["low", "high"], truth=(20, 90), personas=personas)
    assert main(["compare", str(tmp_path / "run"), "--bots", "low", "high"]) == 0
    printed = capsys.readouterr().out
    for name, shown in (("overall", overall), ("calm", criteria)):
        [line] = [line for line in printed.splitlines() if line.startswith(f"{name} ")]
        assert bool(re.search(r"\)\s+<?\d\.\d+\s*$", line)) == shown
    said = " ".join(printed.split())  # a narrow terminal breaks the line anywhere
    alone = f"; {personas} cases can never reach p 0.05"
    assert (alone in said and f"{alone} in 5" not in said) == (not overall)
    assert (f"{personas} cases can never reach p 0.05 in 5 scores at once" in said) == (overall and not criteria)


def test_two_folders_get_a_link_into_the_page_of_each(tmp_path):
    one, two = (world(tmp_path / which, bots=2, personas=8, seed=seed) for which, seed in (("a", 1), ("b", 2)))
    found = compare(Side(one, "bot0"), Side(two, "bot1"))
    assert {len(moved.links) for moved in found.moved} == {2}
    assert all(link.startswith("report/index.html#/d/bot") for moved in found.moved for link in moved.links)


def test_an_end_that_neither_met_is_not_compared(tmp_path):
    folder = world(tmp_path, bots=2, personas=8)
    names = {line.name for line in compare(Side(folder, "bot0"), Side(folder, "bot1")).outcome}
    assert {"accepted", "walked_away", "end_anger", "anger_area", "reescalations"} <= names
    assert not {"handed_off", "bot_error"} & names


@pytest.mark.parametrize(("personas", "said"), [(12, "stays unseen in 28 % of runs; 29 cases"), (30, "")])
def test_a_claim_says_what_so_few_cases_cannot_show(tmp_path, capsys, personas, said):
    folder = world(tmp_path / "run", names=["low", "high"], truth=(20, 90), personas=personas, twins=3, repeats=1)
    found = compare(Side(folder, "low"), Side(folder, "high"))
    assert found.unseen.clusters == personas
    assert found.unseen.chance == pytest.approx(0.9**personas)
    assert main(["compare", str(tmp_path / "run"), "--bots", "low", "high"]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "better overall" in printed
    assert said in printed
    assert said or "unseen" not in printed
