"""Paired differences, p values over many comparisons, rank ranges and tiers, power."""

import itertools
import math

import numpy as np
import pytest
from scipy import stats as oracle
from statsmodels.stats.multitest import multipletests

from coolhead.bench import stats
from coolhead.bench.stats.clusters import ClusterSums
from coolhead.bench.stats.flips import flip_p_values, max_flip_p_values, sign_flips

NAN = math.nan


def halls_t(gap, skew):
    """Hall's (1992) transformation, written as the cube it is made of."""
    root = math.sqrt(gap.size)
    skew = max(-0.35 * root, min(0.35 * root, skew))
    t = gap.mean() / oracle.sem(gap)
    near = max(-3.5, min(3.5, t))
    cube = near if abs(skew) < 1e-6 else root / skew * ((1 + skew * near / (3 * root)) ** 3 - 1) + skew / (6 * root)
    return cube + t - near


def halls_interval_by_search(gap):
    """The means that neither t nor Hall's t rejects at 5 %, found by bisection; and the p of the mean 0."""
    skew, limit = oracle.skew(gap), oracle.t.ppf(0.975, gap.size - 1)

    def least(mean):
        shifted = gap - mean
        return min(abs(shifted.mean() / oracle.sem(gap)), abs(halls_t(shifted, skew)))

    ends = []
    for side in (-1, 1):
        inside, outside = gap.mean(), gap.mean() + side * 60 * oracle.sem(gap)
        for _ in range(100):
            middle = (inside + outside) / 2
            inside, outside = (middle, outside) if least(middle) <= limit else (inside, middle)
        ends.append(inside)
    return *ends, 2 * oracle.t.sf(least(0.0), gap.size - 1)


@pytest.mark.parametrize("kind", ["skewed", "mirrored", "symmetric", "two valued"])
def test_the_interval_of_a_difference_is_what_neither_t_nor_halls_t_rejects(kind):
    rng = np.random.default_rng(20)
    gap = {
        "skewed": rng.gamma(0.7, 10, 12) - 2,
        "mirrored": 2 - rng.gamma(0.7, 10, 12),
        "symmetric": np.r_[-(shape := rng.normal(3, 8, 6)), shape] + 4,
        "two valued": np.array([0.0] * 11 + [40.0]),
    }[kind]
    found = stats.paired_difference(gap[:, None], np.zeros((12, 1)))
    low, high, p = halls_interval_by_search(gap)
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high), abs=1e-6)
    plain = oracle.ttest_1samp(gap, 0).confidence_interval()
    assert low <= plain.low + 1e-9
    assert plain.high - 1e-9 <= high
    assert found.p >= p - 1e-12


@pytest.mark.parametrize("clusters", [10, 40])
def test_a_huge_difference_is_claimed_however_skewed(clusters):
    """All personas better by 60 or so, two of them by nothing: nine standard errors and a skewness of -4."""
    rng = np.random.default_rng(22)
    others = rng.normal(30, 4, size=(11, clusters, 1))
    best = others[0] + 60 + rng.normal(0, 3, (clusters, 1))
    best[: clusters // 20 + 1] = others[0][: clusters // 20 + 1]
    pairs = [one for one in stats.all_pairs(np.concatenate([best[None], others])) if one.a == 0]
    assert len(pairs) == 11
    assert max(one.p_joint for one in pairs) <= 0.05


def test_a_significant_difference_never_has_nought_in_its_interval():
    rng = np.random.default_rng(21)
    for run in range(400):
        a, b = 100 * rng.beta(1, 5, size=(2, 4 + run % 9, 2))
        found = stats.paired_difference(a, b + 12 * (run % 3), draws=299)
        for p in (found.p, found.p_joint, found.p_holm):
            assert p > 0.05 or not found.interval.low <= 0 <= found.interval.high


@pytest.mark.parametrize("clusters", [8, 20])
def test_a_lone_skewed_bot_is_told_apart_no_more_often_than_said(clusters):
    """The worst case for sign flips, which err in 8 % here: one bot skewed, the other the same for all personas."""
    rng = np.random.default_rng(clusters)
    runs = 1_200
    found = [
        stats.paired_difference(100 * rng.beta(1, 9, (clusters, 1)), np.full((clusters, 1), 10.0), draws=299, seed=run)
        for run in range(runs)
    ]
    assert np.mean([one.p <= 0.05 for one in found]) <= 0.066
    assert 0.925 <= np.mean([one.interval.low <= 0 <= one.interval.high for one in found]) <= 0.975


def test_a_difference_is_the_paired_t_and_the_exact_sign_flip():
    rng = np.random.default_rng(1)
    a, b = rng.normal(60, 10, size=(2, 9, 3))
    gap = (a - b).mean(axis=1)
    p = oracle.permutation_test(
        (gap,), np.mean, permutation_type="samples", vectorized=True, axis=0, n_resamples=10_000
    ).pvalue
    found = stats.paired_difference(a, b)
    low, high, by_interval = halls_interval_by_search(gap)
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high))
    assert found.p == pytest.approx(max(p, by_interval))
    assert found.p == found.p_holm == found.p_bh <= found.p_joint
    assert found.method == "sign flips, all 2^9"


def test_random_flips_come_close_to_all_of_them_and_are_never_zero():
    gap = np.random.default_rng(2).normal(4, 10, size=(1, 14))
    sums = ClusterSums(gap, np.ones_like(gap), np.array([14]), np.array([0]))
    exact = flip_p_values(sums, sign_flips(14))[0]
    drawn = flip_p_values(sums, sign_flips(14, draws=20_000, exact_up_to=0))[0]
    assert drawn == pytest.approx(exact, abs=0.01)
    sure = stats.paired_difference(np.full((30, 1), 90.0), np.full((30, 1), 10.0), draws=999)
    assert sure.p == pytest.approx(1 / 1_000)


def test_only_common_cells_count():
    a = [[90.0, NAN], [80.0, 70.0], [NAN, NAN]]
    b = [[60.0, 0.0], [50.0, 40.0], [10.0, 10.0]]
    found = stats.paired_difference(a, b, bounds=(0, 100))
    assert found.interval.mean == pytest.approx(30.0)
    assert (found.interval.n, found.interval.missing, found.interval.clusters) == (3, 3, 2)
    assert found.p == pytest.approx(0.5)


def test_missing_cells_give_the_same_as_leaving_the_cells_out():
    rng = np.random.default_rng(3)
    values = rng.normal(50, 10, size=(3, 40))
    clusters = np.repeat(np.arange(10), 4)
    values[:, clusters == 9] = NAN
    values[1, 2] = NAN
    kept = np.arange(40) != 2
    kept[clusters == 9] = False
    found = stats.all_pairs(values, clusters)
    for pair, (i, j) in zip(found, itertools.combinations(range(3), 2), strict=True):
        cells = kept if 1 in (i, j) else clusters != 9
        alone = stats.paired_difference(values[i, cells], values[j, cells], clusters[cells])
        assert (pair.a, pair.b) == (i, j)
        assert pair.interval.low == pytest.approx(alone.interval.low)
        assert pair.p == pytest.approx(alone.p)


@pytest.mark.parametrize(
    ("a", "b", "mean", "p"),
    [
        ([[1.0], [2.0], [3.0]], [[1.0], [2.0], [3.0]], 0.0, 1.0),
        ([[1.0]], [[0.0]], 1.0, 1.0),
        ([[1.0], [2.0]], [[0.0], [0.0]], 1.5, 0.5),
        ([[NAN], [1.0]], [[1.0], [NAN]], None, None),
    ],
)
def test_small_cases_by_hand(a, b, mean, p):
    found = stats.paired_difference(a, b)
    assert found.interval.mean == mean
    assert found.p == p


@pytest.mark.parametrize(("clusters", "least"), [(1, 1), (3, 1 / 4), (6, 1 / 32), (14, 1 / 8192), (30, 1 / 10_000)])
def test_the_least_p_is_what_the_plainest_difference_gets(clusters, least):
    assert stats.least_p(clusters) == least
    p = stats.paired_difference(100 + np.arange(clusters) / 9, np.zeros(clusters), range(clusters)).p
    assert p == pytest.approx(least)
    assert stats.least_p(clusters, tests=5) == min(1, stats.holm([p] * 5)[0])


def test_five_clusters_can_never_be_significant():
    found = stats.paired_difference(np.full((5, 3), 100.0), np.zeros((5, 3)))
    assert found.p == pytest.approx(2 / 2**5)


@pytest.mark.parametrize("method", ["holm", "fdr_bh"])
def test_adjusted_p_values_match_statsmodels(method):
    p = np.array([0.04, 0.001, 0.03, 0.5, 0.03, 1.0, 0.0002])
    ours = {"holm": stats.holm, "fdr_bh": stats.benjamini_hochberg}[method]
    assert ours(p) == pytest.approx(multipletests(p, method=method)[1])
    with_gap = ours(np.insert(p, 2, NAN))
    assert math.isnan(with_gap[2])
    assert np.delete(with_gap, 2) == pytest.approx(ours(p))
    assert ours([]).size == 0
    with pytest.raises(ValueError, match="0-1"):
        ours([1.2])


def test_joint_claims_need_fewer_personas_than_holm_and_match_the_ranking():
    levels = np.arange(0.0, 100.0, 9.0)
    values = levels[:, None, None] + np.random.default_rng(10).normal(0, 3, size=(levels.size, 8, 2))
    pairs = stats.all_pairs(values)
    better = stats.ranking(values).better
    assert min(d.p_holm for d in pairs) == pytest.approx(66 * 2 / 2**8)
    assert max(d.p_joint for d in pairs) <= 0.05
    assert all(better[d.b, d.a] for d in pairs)


def test_many_pairs_get_enough_random_flips_for_holm():
    values = np.arange(0.0, 400.0, 20.0)[:, None] + np.random.default_rng(11).normal(size=(20, 20))
    found = stats.all_pairs(values, np.arange(20), draws=99)
    assert max(d.p_holm for d in found) <= 0.05
    assert found[0].method == "sign flips, 4,750 random"


def test_the_joint_flips_match_a_plain_loop():
    rng = np.random.default_rng(4)
    gaps = rng.normal([3.0, 0.0, 8.0, -1.0], 6.0, size=(7, 4)).T
    sums = ClusterSums(gaps, np.ones_like(gaps), np.full(4, 7), np.zeros(4, int))

    def t(rows):
        return np.array([abs(halls_t(row, oracle.skew(row))) for row in rows])

    seen = t(gaps)
    order = np.argsort(-seen)
    expected, largest = np.empty(4), 0.0
    for position, pair in enumerate(order):
        rest = order[position:]
        hits = [t(gaps[rest] * np.array(s)).max() >= seen[pair] - 1e-9 for s in itertools.product((1, -1), repeat=7)]
        largest = expected[pair] = max(largest, np.mean(hits))
    assert max_flip_p_values(sums, sign_flips(7)) == pytest.approx(expected)
    # The same by the route for unequal families: an idle pair of another weight must not change the others.
    idle = ClusterSums(np.vstack([gaps, np.zeros(7)]), np.vstack([np.ones((4, 7)), np.full(7, 2.0)]), None, None)
    assert max_flip_p_values(idle, sign_flips(7)) == pytest.approx([*expected, 1.0])
    assert (max_flip_p_values(sums, sign_flips(7)) >= flip_p_values(sums, sign_flips(7))).all()
