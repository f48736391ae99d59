"""Means, rates and their intervals: against matrix formulas, statsmodels and scipy, at the edges, and by coverage."""

import math

import numpy as np
import pytest
from scipy import stats as oracle
from statsmodels.regression.linear_model import OLS

from coolhead.bench import stats
from coolhead.bench.stats.clusters import moments
from coolhead.bench.stats.intervals import limits

NAN = math.nan
SCORES = (0.0, 100.0)


def root(matrix, power):
    values, vectors = np.linalg.eigh(matrix)
    return vectors @ np.diag(np.where(values > 1e-10, np.maximum(values, 1e-10) ** power, 0.0)) @ vectors.T


def cr2_by_matrices(y, clusters):
    """CR2 and its Satterthwaite df for a constant, written out with N x N matrices (Pustejovsky and Tipton 2018)."""
    x = np.ones((len(y), 1))
    hat = x @ np.linalg.inv(x.T @ x) @ x.T
    rest = np.eye(len(y)) - hat
    residual = rest @ y
    columns, variance = [], 0.0
    for c in np.unique(clusters):
        rows = clusters == c
        adjust = root(np.eye(rows.sum()) - hat[np.ix_(rows, rows)], -0.5)
        g = rest[:, rows] @ adjust @ x[rows][:, 0] / len(y)
        columns.append(g)
        variance += float(x[rows][:, 0] @ adjust @ residual[rows]) ** 2
    g = np.column_stack(columns)
    middle = g.T @ g
    return math.sqrt(variance) / len(y), np.trace(middle) ** 2 / (middle**2).sum()


def test_equal_clusters_give_the_classical_t_interval_of_cluster_means():
    values = np.random.default_rng(1).normal(60, 12, size=(9, 4))
    means = values.mean(axis=1)
    low, high = oracle.t.interval(0.95, 8, loc=means.mean(), scale=oracle.sem(means))
    found = stats.mean_interval(values)
    assert (found.mean, found.low, found.high) == pytest.approx((means.mean(), low, high))
    assert (found.n, found.clusters, found.missing, found.df) == (36, 9, 0, pytest.approx(8))


@pytest.mark.parametrize("sizes", [(1, 2, 3), (5, 1, 1, 1, 1, 1), (2, 2, 2, 7), tuple(range(1, 12))])
def test_twin_families_of_different_sizes_match_the_matrix_formula(sizes):
    rng = np.random.default_rng(len(sizes))
    clusters = np.repeat(np.arange(len(sizes)), sizes)
    y = rng.normal(50, 10, len(clusters)) + rng.normal(0, 8, len(sizes))[clusters]
    found = stats.mean_interval(y, clusters, units=np.arange(len(y)))
    se, df = cr2_by_matrices(y, clusters)
    assert found.mean == pytest.approx(y.mean())
    assert found.se == pytest.approx(se)
    assert found.df == pytest.approx(df)


def test_large_samples_agree_with_the_cluster_covariance_of_statsmodels():
    rng = np.random.default_rng(3)
    clusters = rng.integers(0, 300, 3_000)
    y = rng.normal(size=3_000) + rng.normal(size=300)[clusters]
    fit = OLS(y, np.ones(3_000)).fit(cov_type="cluster", cov_kwds={"groups": clusters})
    found = stats.mean_interval(y, clusters, units=np.arange(3_000))
    assert found.mean == pytest.approx(fit.params[0])
    assert found.se == pytest.approx(fit.bse[0], rel=0.005)


def test_repeats_are_averaged_within_a_persona_before_personas_are():
    values = [[100.0, 100.0, 100.0, 100.0], [0.0, NAN, NAN, NAN]]
    found = stats.mean_interval(values, bounds=SCORES)
    assert found.mean == pytest.approx(50.0)
    assert (found.n, found.missing, found.clusters) == (5, 3, 2)


def test_personas_of_a_family_count_one_each_and_the_family_is_one_cluster():
    values, families, personas = [10.0, 30.0, 50.0, 90.0], ["f", "f", "f", "g"], ["a", "a", "b", "c"]
    assert stats.mean_interval(values, families, units=personas).mean == pytest.approx((20 + 50 + 90) / 3)
    assert stats.mean_interval(values, families).mean == pytest.approx((30 + 90) / 2)


@pytest.mark.parametrize(
    ("values", "mean", "clusters", "reason"),
    [
        ([[NAN, NAN], [NAN, NAN]], None, 0, "no value"),
        (np.empty((0, 3)), None, 0, "no value"),
        ([[40.0, 60.0], [NAN, NAN]], 50.0, 1, "1 cluster"),
    ],
)
def test_what_cannot_be_estimated_is_none_with_a_reason(values, mean, clusters, reason):
    found = stats.mean_interval(values, bounds=SCORES)
    assert found.mean == mean
    assert found.low is found.high is found.se is None
    assert found.clusters == clusters
    assert reason in found.reason


def test_two_clusters_give_a_wide_interval_inside_the_range():
    found = stats.mean_interval([[80.0], [90.0]], bounds=SCORES)
    assert found.df == pytest.approx(1)
    assert 0 <= found.low < 40
    assert 95 < found.high <= 100


@pytest.mark.parametrize("level", [0.0, 50.0, 100.0])
def test_all_equal_is_bounded_by_what_ten_personas_cannot_exclude(level):
    found = stats.mean_interval(np.full((10, 3), level), bounds=SCORES)
    unseen = oracle.binomtest(0, 10).proportion_ci(0.95, method="exact").high
    assert found.mean == level
    assert found.low == pytest.approx(level - unseen * level)
    assert found.high == pytest.approx(level + unseen * (100 - level))
    assert "same mean" in found.reason


def test_all_equal_without_bounds_has_no_interval():
    found = stats.mean_interval(np.full((10, 3), 0.1))
    assert found.mean == pytest.approx(0.1)
    assert found.low is None
    assert "without bounds" in found.reason


def test_never_outside_the_range():
    rng = np.random.default_rng(0)
    values = np.clip(rng.normal(99, 4, size=(500, 6, 2)), 0, 100)
    rates = (rng.random((500, 6, 2)) < 0.95).astype(float)
    for shape, shown, top in (("logit", values, 100), ("t", values, 100), ("skew", values, 100), ("wilson", rates, 1)):
        low, high = limits(stats.cluster_sums(shown), bounds=(0.0, float(top)), shape=shape)
        assert (low >= 0).all()
        assert (high <= top).all()
        assert (low <= high).all()


def test_many_series_are_the_single_ones():
    rng = np.random.default_rng(5)
    values = rng.uniform(0, 100, size=(4, 30))
    values[rng.random(values.shape) < 0.2] = NAN
    clusters = rng.integers(0, 7, 30)
    together = stats.mean_intervals(values, clusters, bounds=SCORES)
    assert together == [stats.mean_interval(row, clusters, bounds=SCORES) for row in values]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: stats.mean_interval([[1.0, 101.0]], bounds=SCORES), "outside"),
        (lambda: stats.mean_interval([1.0, 2.0]), "axes"),
        (lambda: stats.mean_interval([1.0, 2.0], ["a"]), "labels"),
        (lambda: stats.mean_interval([[1.0, math.inf]]), "finite"),
        (lambda: stats.mean_interval([1.0, 2.0], ["f", "g"], units=["a", "a"]), "two clusters"),
        (lambda: stats.mean_interval([[1.0], [2.0]], level=95), "confidence level"),
        (lambda: stats.mean_interval([[1.0], [2.0]], bounds=(1, 1)), "low < high"),
        (lambda: stats.rate_interval([[1.0], [0.5]]), "0, 1 or NaN"),
        (lambda: stats.wilson_interval(5, 4), "successes"),
    ],
)
def test_programming_mistakes_raise(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def skewed_scores(rng, runs, clusters, centre):
    """Most scores near the upper end, cut off there; personas differ, repeats differ a little."""
    persona = centre + 15 * rng.standard_normal((runs, clusters, 1))
    return np.clip(persona + 10 * rng.standard_normal((runs, clusters, 3)), 0, 100)


@pytest.mark.parametrize("clusters", [8, 10, 30])
@pytest.mark.parametrize("centre", [50, 85, 95])
def test_stated_95_percent_covers_93_to_97(clusters, centre):
    rng = np.random.default_rng(clusters * 1_000 + centre)
    truth = skewed_scores(rng, 1, 400_000, centre).mean()
    low, high = limits(stats.cluster_sums(skewed_scores(rng, 6_000, clusters, centre)), bounds=SCORES)
    assert 0.93 <= np.mean((low <= truth) & (truth <= high)) <= 0.97


def test_unequal_families_are_covered():
    rng = np.random.default_rng(12)
    sizes = (1, 1, 1, 1, 2, 2, 2, 3, 5)
    clusters = np.repeat(np.arange(9), sizes)
    family = rng.normal(0, 10, size=(6_000, 9))[:, clusters]
    values = 50 + family + rng.normal(0, 5, size=(6_000, clusters.size))
    sums = stats.cluster_sums(values, clusters, units=np.arange(clusters.size))
    low, high = limits(sums)
    assert 0.93 <= np.mean((low <= 50) & (high >= 50)) <= 0.97
    assert moments(sums).df[0] < 7


def test_the_layer_needs_numpy_only():
    import subprocess
    import sys

    code = (
        "import sys, coolhead.bench.stats; "
        "print(sorted({'scipy', 'statsmodels', 'pandas', 'krippendorff', 'sklearn'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_public_names_are_sorted_and_there():
    names = stats.__all__
    assert sorted(names) == sorted(set(names))
    assert all(hasattr(stats, name) for name in names)
