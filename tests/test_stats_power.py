"""Power: which difference would have been found."""

import itertools
import math

import numpy as np
import pytest
from scipy import stats as oracle
from statsmodels.stats.power import TTestPower

from coolhead.bench import stats


def test_power_matches_the_noncentral_t_of_statsmodels():
    for count in (8, 20, 60, 300):
        exact = TTestPower().solve_power(nobs=count, alpha=0.05, power=0.8) * 10
        assert stats.detectable_difference(10 / math.sqrt(count), count - 1) == pytest.approx(exact, rel=0.02)


@pytest.mark.parametrize(
    ("difference", "comparisons", "normal"), [(10, 1, 145.1), (10, 66, 331), (5, 1, 580.5), (20, 1, 36.3)]
)
def test_clusters_needed_for_a_known_pilot(difference, comparisons, normal):
    """Paired SD 43 on 0-100, as between public models; a little above the normal approximation, as the exact one."""
    found = stats.clusters_needed(difference, 43, comparisons=comparisons)
    exact = TTestPower().solve_power(effect_size=difference / 43, alpha=0.05 / comparisons, power=0.8)
    assert found == pytest.approx(exact, abs=2)
    assert normal < found < normal + 10


def test_the_minimum_detectable_difference_is_detected_four_times_in_five():
    rng = np.random.default_rng(8)
    size = stats.detectable_difference(10 / math.sqrt(15), 14)
    gaps = rng.normal(size, 10, size=(8_000, 15))
    assert np.mean(oracle.ttest_1samp(gaps, 0, axis=1).pvalue < 0.05) == pytest.approx(0.8, abs=0.015)


@pytest.mark.parametrize("clusters", [10, 30])
def test_what_the_table_calls_detectable_is_found_four_times_in_five_by_its_own_test(clusters):
    rng = np.random.default_rng(clusters)
    scale = np.arange(clusters) - (clusters - 1) / 2
    plan = np.stack([10 * scale / scale.std(ddof=1), np.zeros(clusters)])
    size = stats.minimum_detectable(plan, np.arange(clusters)).difference
    gaps = rng.normal(size, 10, (1_000, clusters, 1))
    found = [stats.paired_difference(gap, np.zeros((clusters, 1)), draws=299, seed=k).p for k, gap in enumerate(gaps)]
    assert np.mean([p <= 0.05 for p in found]) == pytest.approx(0.8, abs=0.04)


def test_minimum_detectable_reads_the_observed_spread():
    values = np.random.default_rng(9).normal(50, 10, size=(4, 25, 2))
    found = stats.minimum_detectable(values)
    sds = [(values[i] - values[j]).mean(axis=1).std(ddof=1) for i, j in itertools.combinations(range(4), 2)]
    assert found.paired_sd == pytest.approx(np.median(sds))
    assert found.difference == pytest.approx(stats.detectable_difference(np.median(sds) / 5, 24) * (1 + 0.8 / 25))
    assert found.clusters == 25
    assert stats.minimum_detectable(values, comparisons=6).difference > found.difference
    for nothing in (values[:1], np.zeros((3, 5, 2)), values[:, :1]):
        assert stats.minimum_detectable(nothing).difference is None
        assert "no pair" in stats.minimum_detectable(nothing).reason
