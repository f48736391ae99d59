"""Agreement and association against krippendorff, scikit-learn, scipy, published tables and plain loops."""

import itertools
import math

import krippendorff
import numpy as np
import pytest
from scipy import stats as oracle
from sklearn.metrics import cohen_kappa_score, roc_auc_score

from coolhead.bench import stats
from coolhead.bench.stats.ratings import agreement_weights

NAN = math.nan
# Four raters, twelve units: the worked example of Krippendorff (2011) and of Gwet's handbook.
FOUR_RATERS = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
        [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
    ]
)


@pytest.mark.parametrize(("scale", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_of_the_published_example(scale, published):
    assert stats.krippendorff_alpha(FOUR_RATERS, scale=scale).value == pytest.approx(published, abs=0.0005)


def test_ac1_of_the_published_example():
    assert stats.gwet_ac(FOUR_RATERS).value == pytest.approx(0.77544, abs=5e-6)


def ratings(seed, *, raters=3, units=40, levels=5, holes=0.2):
    rng = np.random.default_rng(seed)
    truth = rng.integers(1, levels + 1, units)
    table = np.clip(truth + rng.integers(-1, 2, (raters, units)), 1, levels).astype(float)
    table[rng.random(table.shape) < holes] = NAN
    return table


@pytest.mark.parametrize("scale", ["nominal", "ordinal", "interval"])
@pytest.mark.parametrize("seed", range(4))
def test_alpha_matches_the_krippendorff_package(scale, seed):
    table = ratings(seed) * 25 - 25
    expected = krippendorff.alpha(table, level_of_measurement=scale)
    assert stats.krippendorff_alpha(table, scale=scale, replicates=0).value == pytest.approx(expected)


@pytest.mark.parametrize("weighting", ["nominal", "linear", "quadratic", "ordinal"])
def test_gwet_matches_a_plain_loop(weighting):
    table = ratings(3, raters=4)
    scale = np.arange(1.0, 7.0)
    credit = agreement_weights(scale, weighting)
    agreed, shares = [], []
    for unit in table.T:
        given = [int(x) - 1 for x in unit if not math.isnan(x)]
        if given:
            shares.append(np.bincount(given, minlength=6) / len(given))
        if len(given) >= 2:
            agreed.append(np.mean([credit[i, j] for i, j in itertools.permutations(given, 2)]))
    share = np.mean(shares, axis=0)
    chance = credit.sum() / (6 * 5) * (share * (1 - share)).sum()
    found = stats.gwet_ac(table, weighting=weighting, categories=scale)
    assert found.value == pytest.approx((np.mean(agreed) - chance) / (1 - chance))
    assert found.n == len(agreed)


@pytest.mark.parametrize("weighting", ["nominal", "linear", "quadratic"])
def test_kappa_matches_scikit_learn(weighting):
    first, second = ratings(5, raters=2, holes=0.0)
    expected = cohen_kappa_score(first, second, weights=None if weighting == "nominal" else weighting)
    assert stats.cohen_kappa(first, second, weighting=weighting).value == pytest.approx(expected)
    with_hole = stats.cohen_kappa(np.append(first, NAN), np.append(second, 3.0), weighting=weighting)
    assert with_hole.value == pytest.approx(expected)
    assert with_hole.n == 40


def test_ordinal_credit_counts_pairs_of_steps():
    assert agreement_weights(np.array([0, 25, 50, 75.0]), "ordinal")[0] == pytest.approx([1, 5 / 6, 3 / 6, 0])


def test_when_nearly_all_say_yes_alpha_falls_and_gwet_does_not():
    first = np.array([1.0] * 95 + [0] * 3 + [1] * 2)
    second = np.array([1.0] * 95 + [1] * 3 + [0] * 2)
    both = np.stack([first, second])
    assert stats.raw_agreement(both).value == pytest.approx(0.95)
    assert stats.krippendorff_alpha(both, scale="nominal").value < 0
    assert stats.gwet_ac(both).value > 0.9


@pytest.mark.parametrize("table", [[[3.0, 3.0, 3.0], [3.0, 3.0, 3.0]], [[1.0, NAN], [NAN, 2.0]], np.empty((2, 0))])
@pytest.mark.parametrize("scale", ["nominal", "ordinal", "interval"])
def test_no_variation_or_no_pair_is_not_an_alpha(table, scale):
    found = stats.krippendorff_alpha(table, scale=scale)
    assert found.value is found.low is None
    assert "no unit" in found.reason
    assert stats.cohen_kappa(*table).value is None


def test_gwet_needs_a_scale_and_a_pair():
    assert stats.gwet_ac([[1.0, 1.0], [1.0, 1.0]]).value is None
    assert stats.gwet_ac([[1.0, 1.0], [1.0, 1.0]], categories=[0, 1]).value == pytest.approx(1.0)
    assert stats.gwet_ac([[1.0, NAN], [NAN, 0.0]]).value is None
    with pytest.raises(ValueError, match="categories"):
        stats.gwet_ac([[3.0], [1.0]], categories=[0, 1])
    with pytest.raises(ValueError, match="no categories"):
        stats.krippendorff_alpha(np.random.default_rng(0).random((2, 900)), scale="ordinal")


def test_few_units_have_a_value_and_no_interval():
    found = stats.krippendorff_alpha([[1.0, 2.0, 3.0], [1.0, 2.0, 4.0]], scale="interval")
    assert found.value is not None
    assert found.low is None
    assert "fewer than 5" in found.reason


@pytest.mark.parametrize("coefficient", ["alpha", "ac", "kappa"])
def test_agreement_intervals_cover(coefficient):
    rng = np.random.default_rng(10)

    def draw(units):
        truth = rng.integers(0, 4, units)
        return np.where(rng.random((2, units)) < 0.3, rng.integers(0, 4, (2, units)), truth).astype(float)

    def estimate(table, replicates):
        if coefficient == "alpha":
            return stats.krippendorff_alpha(table, scale="ordinal", replicates=replicates)
        if coefficient == "ac":
            return stats.gwet_ac(table, replicates=replicates)
        return stats.cohen_kappa(*table, weighting="quadratic", replicates=replicates)

    truth = estimate(draw(300_000), 0).value
    found = [estimate(draw(60), 199) for _ in range(160)]
    assert 0.90 <= np.mean([f.low <= truth <= f.high for f in found]) <= 0.985


def test_copies_of_dialogues_do_not_narrow_a_clustered_interval():
    once = ratings(6, raters=2, units=30, holes=0.0)
    plain = stats.krippendorff_alpha(once, scale="ordinal", replicates=2_000)
    copied = stats.krippendorff_alpha(np.tile(once, 10), scale="ordinal", clusters=np.tile(np.arange(30), 10))
    assert copied.high - copied.low == pytest.approx(plain.high - plain.low, rel=0.15)


@pytest.mark.parametrize("seed", range(4))
def test_rank_correlations_match_scipy(seed):
    rng = np.random.default_rng(seed)
    x = rng.integers(0, 8, 50).astype(float)
    y = x + rng.integers(0, 8, 50)
    assert stats.kendall_tau(x, y).value == pytest.approx(oracle.kendalltau(x, y).statistic)
    assert stats.spearman(x, y).value == pytest.approx(oracle.spearmanr(x, y).statistic)
    x[3] = NAN
    assert stats.spearman(x, y).value == pytest.approx(oracle.spearmanr(x, y, nan_policy="omit").statistic)
    assert stats.spearman(x, y).n == stats.kendall_tau(x, y).n == 49


@pytest.mark.parametrize("measure", [stats.kendall_tau, stats.spearman])
def test_rank_correlation_at_the_edges(measure):
    assert measure([], []).value is None
    assert measure([1.0, 2.0], [5.0, 5.0]).value is None
    perfect = measure(range(8), range(8))
    assert perfect.value == pytest.approx(1.0)
    assert perfect.low is None
    assert "perfect" in perfect.reason
    assert "too few" in measure([1, 2, 3], [1, 3, 2]).reason
    with pytest.raises(ValueError, match="same length"):
        measure([1.0], [1.0, 2.0])


@pytest.mark.parametrize(("measure", "of"), [("spearman", 6), ("kendall_tau", 2)])
def test_rank_correlation_intervals_cover(measure, of):
    rng = np.random.default_rng(11)
    rho = 0.6
    truth = of / math.pi * math.asin(rho / 2 if measure == "spearman" else rho)
    inside = 0
    for _ in range(1_000):
        x, e = rng.normal(size=(2, 40))
        found = getattr(stats, measure)(x, rho * x + math.sqrt(1 - rho**2) * e)
        inside += found.low <= truth <= found.high
    assert 0.93 <= inside / 1_000 <= 0.975


def test_auc_matches_scikit_learn_and_delong_by_loops():
    rng = np.random.default_rng(12)
    truth = rng.integers(0, 2, 80)
    scores = np.round(truth + rng.normal(size=80), 1)
    high, low = scores[truth == 1], scores[truth == 0]
    wins = (high[:, None] > low[None, :]) + 0.5 * (high[:, None] == low[None, :])
    variance = wins.mean(axis=1).var(ddof=1) / len(high) + wins.mean(axis=0).var(ddof=1) / len(low)
    found = stats.auc(truth, scores)
    assert found.value == pytest.approx(roc_auc_score(truth, scores))
    reach = oracle.t.ppf(0.975, min(len(high), len(low)) - 1) * math.sqrt(variance)
    logit = math.log(found.value / (1 - found.value))
    assert math.log(found.high / (1 - found.high)) - logit == pytest.approx(reach / (found.value * (1 - found.value)))


def test_auc_at_the_edges():
    assert stats.auc([1, 1], [0.1, 0.2]).value is None
    apart = stats.auc([0] * 9 + [1] * 9, range(18))
    assert apart.value == 1.0
    assert (apart.low, apart.high) == pytest.approx(stats.wilson_interval(9, 9))
    assert stats.auc([1, 0, 0, 0], [0.5, 0.1, 0.9, 0.2]).low is None
    skipped = stats.auc([1, 0, 1, NAN, 0], [3.0, 1.0, NAN, 5.0, 2.0])
    assert (skipped.value, skipped.n) == (1.0, 3)
    with pytest.raises(ValueError, match="0, 1 or NaN"):
        stats.auc([2, 0], [1, 1])


@pytest.mark.parametrize("per_cluster", [1, 5])
def test_auc_intervals_cover_clustered_dialogues_too(per_cluster):
    rng = np.random.default_rng(13)
    groups = 40
    clusters = np.repeat(np.arange(groups), per_cluster)
    truth = oracle.norm.cdf(1.0 / math.sqrt(2 * 1.5))
    inside = 0
    for _ in range(600):
        positive = (np.arange(groups) % 2)[clusters]
        scores = positive + rng.normal(size=clusters.size) + math.sqrt(0.5) * rng.normal(size=groups)[clusters]
        found = stats.auc(positive, scores, clusters=clusters)
        inside += found.low <= truth <= found.high
    assert 0.93 <= inside / 600 <= 0.98
