"""Rank ranges and tiers, and how often "A beats B" is said wrongly."""

import math

import numpy as np
import pytest

from coolhead.bench import stats

NAN = math.nan


def test_rank_ranges_and_tiers_of_clearly_separate_groups():
    rng = np.random.default_rng(5)
    levels = np.array([20, 80, 50, 50, 80, 20])
    values = levels[:, None, None] + rng.normal(0, 8, size=(20, 2)) + rng.normal(0, 4, size=(6, 20, 2))
    found = stats.ranking(values)
    assert [(r.low, r.high, r.tier) for r in found.ranks] == [
        (5, 6, 3), (1, 2, 1), (3, 4, 2), (3, 4, 2), (1, 2, 1), (5, 6, 3),
    ]  # fmt: skip
    assert found.better[1, 0]
    assert not found.better[0, 1]
    upside_down = stats.ranking(values, higher_is_better=False)
    assert [r.tier for r in upside_down.ranks] == [1, 3, 2, 2, 3, 1]


def test_too_few_personas_are_unranked_and_do_not_count():
    values = np.full((4, 8), NAN)
    values[0], values[1] = 90.0, np.arange(8.0)
    values[2, :3] = 100.0
    found = stats.ranking(values, np.arange(8))
    assert [(r.low, r.high, r.tier) for r in found.ranks] == [(1, 1, 1), (2, 2, 2), (None,) * 3, (None,) * 3]
    assert found.ranks[2].reason == "unranked: values in 3 clusters, a ranking needs 6"
    assert "no value" in found.ranks[3].reason


@pytest.mark.parametrize(
    ("means", "beats", "expected"),
    [
        ([3, 2, 1], [], [1, 1, 1]),
        ([3, 2, 1], [(0, 2)], [1, 1, 2]),
        ([3, 2, 1], [(0, 1), (0, 2)], [1, 2, 2]),
        ([3, 2, 1], [(0, 1), (1, 2), (0, 2)], [1, 2, 3]),
        ([1, 3, 2], [(1, 0)], [2, 1, 1]),
        ([4, 3, 2, 1], [(1, 2)], [1, 1, 2, 2]),
        ([], [], []),
    ],
)
def test_tiers_by_hand(means, beats, expected):
    better = np.zeros((len(means), len(means)), dtype=bool)
    for winner, loser in beats:
        better[winner, loser] = True
    assert stats.tiers(means, better) == expected


def test_tiers_keep_their_promises_on_any_relation():
    rng = np.random.default_rng(6)
    for _ in range(200):
        size = int(rng.integers(2, 9))
        means = rng.normal(size=size)
        better = (means[:, None] > means[None, :]) & (rng.random((size, size)) < 0.3)
        tier = np.array(stats.tiers(means, better))
        assert (np.diff(tier[np.argsort(-means)]) >= 0).all()
        assert not better[tier[:, None] == tier[None, :]].any()
        for number in range(2, tier.max() + 1):
            members = np.flatnonzero(tier == number)
            leader = members[np.argmax(means[members])]
            assert better[tier == number - 1, leader].any()


def test_rank_of_shares_the_best_rank_among_ties():
    assert stats.rank_of([10, 30, 20, 20]).tolist() == [4, 1, 2, 2]


def bots_of_known_worth(rng, levels, clusters):
    """Personas hard for all, bots with favourites among them, scores cut off at 100."""
    persona = rng.normal(0, 15, size=(clusters, 1))
    favourite = rng.normal(0, 8, size=(len(levels), clusters, 1))
    noise = rng.normal(0, 8, size=(len(levels), clusters, 3))
    return np.clip(np.array(levels)[:, None, None] + persona + favourite + noise, 0, 100)


def test_a_beats_b_keeps_its_error_rate():
    rng = np.random.default_rng(7)
    runs, wrong = 1_000, {8: 0, 20: 0}
    for clusters in wrong:
        for run in range(runs):
            a, b = bots_of_known_worth(rng, [80, 80], clusters)
            wrong[clusters] += stats.paired_difference(a, b, draws=299, seed=run).p <= 0.05
    for count in wrong.values():
        assert 0.02 <= count / runs <= 0.064


@pytest.mark.parametrize("clusters", [8, 16])
def test_holm_and_rank_ranges_hold_together(clusters):
    """Five bots, three of them equal: no false claim among the equals, true ranks inside all ranges, 95 % of runs."""
    rng = np.random.default_rng(clusters)
    levels = [50, 60, 60, 60, 72]
    possible = [(5, 5), (2, 4), (2, 4), (2, 4), (1, 1)]
    runs = 300
    false_claims = false_joint = covered = 0
    for run in range(runs):
        values = bots_of_known_worth(rng, levels, clusters)
        pairs = stats.all_pairs(values, draws=399, seed=run)
        equals = [d for d in pairs if levels[d.a] == levels[d.b]]
        false_claims += any(d.p_holm <= 0.05 for d in equals)
        false_joint += any(d.p_joint <= 0.05 for d in equals)
        ranks = stats.ranking(values, draws=399, seed=run).ranks
        covered += all(r.low <= best and worst <= r.high for r, (best, worst) in zip(ranks, possible, strict=True))
    assert false_claims / runs <= 0.075
    assert false_joint / runs <= 0.075
    assert covered / runs >= 0.925
