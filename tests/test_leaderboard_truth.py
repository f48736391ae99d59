"""The leaderboard's own arithmetic against plain loops, and its intervals against known truth."""

from __future__ import annotations

import numpy as np
import pytest
from leaderboard_kit import world

from coolhead.bench.leaderboard import build
from coolhead.bench.leaderboard.means import Cells, contributions, overall_mean
from coolhead.bench.leaderboard.ranks import MOST_CLUSTERS, aligned, bundled, paired_order
from coolhead.bench.stats import cluster_sums


def cells(units, clusters=None):
    units = np.asarray(units)
    return Cells(np.arange(units.size), units, units if clusters is None else np.asarray(clusters))


def plain_overall(columns, units):
    """Mean over criteria of mean over units of the unit's mean, in loops."""
    means = []
    for column in columns:
        per_unit = [
            np.mean(v)
            for u in set(units)
            if (v := [y for y, w in zip(column, units, strict=True) if w == u and y == y])
        ]
        if per_unit:
            means.append(np.mean(per_unit))
    return np.mean(means)


@pytest.mark.parametrize("seed", range(20))
def test_contributions_average_to_the_overall_score(seed):
    rng = np.random.default_rng(seed)
    units = np.sort(rng.integers(0, 9, size=40))
    columns = [np.where(rng.random(40) < share, rng.uniform(0, 100, 40), np.nan) for share in (1, 0.9, 0.5, 0.2)]
    parts = contributions(columns, cells(units))
    sums = cluster_sums(parts, units, units=units)
    assert sums.totals.sum() / sums.weights.sum() == pytest.approx(plain_overall(columns, units.tolist()))
    assert np.isnan(parts).tolist() == np.all(np.isnan(columns), axis=0).tolist()


def test_without_gaps_a_contribution_is_the_mean_of_the_dialogues_criteria():
    columns = [np.array([10.0, 20, 30]), np.array([50.0, 60, 70])]
    assert contributions(columns, cells([0, 1, 2])) == pytest.approx([30, 40, 50])


@pytest.mark.parametrize(("units", "share"), [(40, 1.0), (40, 0.5), (40, 0.25), (15, 0.6)])
def test_the_interval_of_the_overall_score_covers_the_truth(units, share):
    """One of three criteria applies to a part of the personas only; its scores have another mean."""
    rng = np.random.default_rng(11)
    hits = 0
    rounds = 1_500
    for _ in range(rounds):
        common = rng.normal(0, 12, units)
        columns = [mean + common + rng.normal(0, 10, units) for mean in (60, 50)]
        applies = rng.permutation(units) < round(share * units)
        columns.append(np.where(applies, 30 + common + rng.normal(0, 10, units), np.nan))
        mean, _ = overall_mean(columns, cells(np.arange(units)))
        hits += mean.low <= (60 + 50 + 30) / 3 <= mean.high
    assert 0.93 <= hits / rounds <= 0.975


def test_equal_bots_are_rarely_told_apart():
    rng = np.random.default_rng(5)
    rounds, claims = 150, 0
    for _ in range(rounds):
        hard = rng.normal(60, 15, 10)
        parts = [hard + rng.normal(0, 8, 10) for _ in range(4)]
        those = [cells(np.arange(10))] * 4
        order = paired_order(list("abcd"), aligned(parts, those, np.zeros(10, dtype=np.int64)))
        claims += any(one.claim for one in order.comparisons)
    assert claims / rounds <= 0.05 + 2.5 * (0.05 * 0.95 / rounds) ** 0.5


def test_bundles_keep_every_cluster_whole_and_the_difference_as_it_is():
    rng = np.random.default_rng(3)
    units = np.arange(4 * MOST_CLUSTERS)
    groups = bundled(units // 2)
    assert np.unique(groups).size == MOST_CLUSTERS
    assert (groups[::2] == groups[1::2]).all()
    values = [rng.normal(50, 10, units.size), rng.normal(53, 10, units.size)]
    table = aligned(values, [cells(units)] * 2, np.zeros(units.size, dtype=np.int64))
    (found,) = paired_order(["a", "b"], table).comparisons
    assert found.difference.mean == pytest.approx((values[0] - values[1]).mean())
    assert found.claim == "b"


def test_cells_of_the_bots_lie_side_by_side_by_persona_and_repeat():
    one = Cells(np.array([0, 1, 2]), np.array([0, 0, 1]), np.array([0, 0, 1]))
    two = Cells(np.array([3, 4]), np.array([1, 2]), np.array([1, 2]))
    repeats = np.array([0, 1, 0, 0, 0])
    table = aligned([np.array([10.0, 11, 12]), np.array([20.0, 21])], [one, two], repeats)
    assert table.units.tolist() == [0, 0, 1, 2]
    np.testing.assert_equal(table.values, [[10, 11, 12, np.nan], [np.nan, np.nan, 20, 21]])


def test_the_order_of_the_bots_is_found_in_a_noisy_world(tmp_path):
    board = build(world(tmp_path, bots=6, personas=30, repeats=2, seed=4))
    assert [one.bot for one in board.rows] == [f"bot{n}" for n in range(5, -1, -1)]
    assert all(one.rank.low <= place <= one.rank.high for place, one in enumerate(board.rows, 1))
