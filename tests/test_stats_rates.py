"""Rates and their intervals, and how many customers a rare fault needs to be seen."""

import numpy as np
import pytest
from scipy import stats as oracle
from statsmodels.stats.proportion import proportion_confint

from coolhead.bench import stats
from coolhead.bench.stats.intervals import limits


@pytest.mark.parametrize(("successes", "trials"), [(0, 10), (3, 10), (10, 10), (57, 400)])
def test_wilson_matches_statsmodels(successes, trials):
    expected = proportion_confint(successes, trials, method="wilson")
    assert stats.wilson_interval(successes, trials) == pytest.approx(expected, abs=1e-12)


def test_a_rate_of_independent_trials_is_nearly_wilson():
    outcomes = np.random.default_rng(2).random((2_000, 1)) < 0.03
    found = stats.rate_interval(outcomes)
    low, high = stats.wilson_interval(outcomes.sum(), 2_000)
    assert (found.low, found.high) == pytest.approx((low, high), rel=0.01)


def test_repeats_that_only_copy_add_nothing_to_a_rate():
    once = np.array([[1.0], [0.0], [1.0], [1.0], [0.0], [1.0], [0.0], [1.0]])
    single, copied = stats.rate_interval(once), stats.rate_interval(np.repeat(once, 20, axis=1))
    assert (copied.low, copied.high) == pytest.approx((single.low, single.high))
    never = stats.rate_interval(np.zeros((8, 20)))
    assert (never.low, never.high) == pytest.approx((0.0, 1 - 0.025 ** (1 / 8)))


@pytest.mark.parametrize("trials", [8, 20, 60])
def test_agreeing_repeats_are_a_binomial_with_the_limits_of_brown_cai_and_dasgupta(trials):
    for successes in range(trials + 1):
        outcomes = np.repeat(np.arange(trials)[:, None] < successes, 3, axis=1).astype(float)
        found = stats.rate_interval(outcomes)
        low, high = proportion_confint(successes, trials, method="wilson")
        exact = proportion_confint(successes, trials, method="beta")
        rare = 2 if trials <= 50 else 3
        if successes in (0, trials):
            low, high = exact
        if 1 <= successes <= rare:
            low = oracle.chi2.ppf(0.05, 2 * successes) / 2 / trials
        if 1 <= trials - successes <= rare:
            high = 1 - oracle.chi2.ppf(0.05, 2 * (trials - successes)) / 2 / trials
        assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)


def test_one_failure_among_many_tries_is_no_surer_than_none_at_all():
    none = np.ones((20, 5))
    one = none.copy()
    one[3, 2] = 0.0
    assert stats.rate_interval(one).low < stats.rate_interval(none).low + 0.01


def test_repeats_that_differ_add_what_they_know():
    rng = np.random.default_rng(4)
    free = (rng.random((20, 5)) < 0.4).astype(float)
    assert (found := stats.rate_interval(free)).high - found.low < 0.7 * np.diff(
        stats.wilson_interval(20 * free.mean(), 20)
    )


def binomial_coverage(trials, rates):
    limit = [
        stats.rate_interval((np.arange(trials)[:, None] < successes).astype(float)) for successes in range(trials + 1)
    ]
    for rate in rates:
        inside = [one.low <= rate <= one.high for one in limit]
        yield float(oracle.binom.pmf(np.arange(trials + 1), trials, rate)[inside].sum())


@pytest.mark.parametrize(("trials", "attainable", "reached"), [(8, 0.70, 0.35), (20, 0.90, 0.75), (40, 0.98, 0.90)])
def test_how_often_93_to_97_can_be_reached_for_a_binomial_and_how_often_it_is(trials, attainable, reached):
    """Exact, no simulation: a run of counts must add up to 0.93-0.97, and for few trials none does."""
    rates = np.arange(0.01, 0.501, 0.005)
    possible = []
    for rate in rates:
        total = np.r_[0, oracle.binom.pmf(np.arange(trials + 1), trials, rate).cumsum()]
        sums = total[None, :] - total[:, None]
        possible.append(((sums >= 0.93) & (sums <= 0.97)).any())
    found = np.array(list(binomial_coverage(trials, rates)))
    assert np.mean(possible) <= attainable
    assert np.mean((found >= 0.93) & (found <= 0.97)) >= reached
    assert found.min() >= 0.915
    assert 0.945 <= found.mean() <= 0.97


@pytest.mark.parametrize("rate", [0.1, 0.5])
def test_a_clustered_rate_is_covered_on_average_over_designs(rate):
    """Discrete outcomes make single designs saw-toothed; they must never fall far below and hold on average."""
    rng = np.random.default_rng(11)
    found = []
    for clusters in (8, 10, 13, 20, 40):
        chance = rng.beta(rate * 2, (1 - rate) * 2, size=(4_000, clusters, 1))
        outcomes = (rng.random((4_000, clusters, 3)) < chance).astype(float)
        low, high = limits(stats.cluster_sums(outcomes), bounds=(0, 1), shape="wilson")
        found.append(np.mean((low <= rate) & (rate <= high)))
    assert min(found) >= 0.93
    assert 0.94 <= np.mean(found) <= 0.975


@pytest.mark.parametrize("clusters", [1, 5, 10, 28, 29, 40])
@pytest.mark.parametrize("share", [0.02, 0.1, 0.5])
def test_a_fault_stays_unseen_as_often_as_the_binomial_says(clusters, share):
    assert stats.chance_unseen(clusters, share) == pytest.approx(oracle.binom.pmf(0, clusters, share))


@pytest.mark.parametrize(("share", "rarely"), [(0.1, 0.05), (0.5, 0.5), (0.5, 0.25), (0.15, 0.01), (0.9, 0.05)])
def test_so_many_personas_bring_it_down_and_one_less_does_not(share, rarely):
    needed = stats.clusters_to_see(share, rarely=rarely)
    assert oracle.binom.pmf(0, needed, share) <= rarely + 1e-12
    assert oracle.binom.pmf(0, needed - 1, share) > rarely


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1, float("nan")])
def test_a_share_that_is_none_is_refused(share):
    with pytest.raises(ValueError, match="between 0 and 1"):
        stats.chance_unseen(10, share)
    with pytest.raises(ValueError, match="between 0 and 1"):
        stats.clusters_to_see(share)
