"""The bootstrap: its formula, its width, and when it cannot."""

import math

import numpy as np
import pytest
from scipy import stats as oracle

from coolhead.bench import stats

NAN = math.nan


def test_the_bootstrap_shares_its_weights_and_matches_its_formula():
    rng = np.random.default_rng(7)
    values = rng.normal(50, 10, size=(3, 12, 4))
    values[2] = values[0] + 5
    sums = stats.cluster_sums(values)
    draws = stats.bootstrap_means(sums, replicates=4_000, seed=1)
    assert draws.shape == (4_000, 3)
    assert draws[:, 2] - draws[:, 0] == pytest.approx(np.full(4_000, 5.0))
    expected = values.mean(axis=2).std(axis=1) / math.sqrt(12)
    assert draws.std(axis=0) == pytest.approx(expected, rel=0.05)
    assert np.array_equal(draws, stats.bootstrap_means(sums, replicates=4_000, seed=1))
    assert not np.array_equal(draws, stats.bootstrap_means(sums, replicates=4_000, seed=2))


@pytest.mark.parametrize("kind", ["percentile", "bca"])
def test_bootstrap_intervals_match_scipy(kind):
    means = np.random.default_rng(8).gamma(1.5, 10, size=40)
    expected = oracle.bootstrap(
        (means,), np.mean, n_resamples=20_000, method=kind, rng=np.random.default_rng(0)
    ).confidence_interval
    found = stats.bootstrap_interval(means[:, None], kind=kind, replicates=20_000)
    assert (found.low, found.high) == pytest.approx(tuple(expected), rel=0.02)


def test_the_bootstrap_says_when_it_cannot():
    for values, reason in (([[1.0]], "1 cluster"), ([[NAN], [NAN]], "no value"), ([[2.0], [2.0]], "same mean")):
        found = stats.bootstrap_interval(values)
        assert found.low is None
        assert reason in found.reason


def test_the_expanded_bootstrap_covers_where_the_plain_one_is_too_short():
    rng = np.random.default_rng(9)
    samples = rng.normal(size=(800, 8, 1))
    inside = {"percentile": 0, "expanded": 0}
    for kind in inside:
        for k, sample in enumerate(samples):
            found = stats.bootstrap_interval(sample, kind=kind, replicates=400, seed=k)
            inside[kind] += found.low <= 0 <= found.high
    assert inside["percentile"] / 800 < 0.92
    assert inside["expanded"] / 800 >= 0.93
