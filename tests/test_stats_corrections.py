"""pass^k, equal length, other weights, human labels: textbook values, plain loops and known truth."""

import itertools
import math

import numpy as np
import pytest
from statsmodels.regression.linear_model import OLS

from coolhead.bench import stats
from coolhead.bench.stats.regression import cluster_fit

NAN = math.nan


@pytest.mark.parametrize(("k", "expected"), [(1, 0.5), (2, (1 / 6 + 1 + 0) / 3), (4, 1 / 3)])
def test_pass_hat_k_is_the_share_of_k_subsets_that_all_pass(k, expected):
    outcomes = [[1.0, 0, 1, 0], [1, 1, 1, 1], [0, 0, 0, 0]]
    by_subsets = np.mean([[all(s) for s in itertools.combinations(row, k)] for row in outcomes])
    found = stats.pass_hat_k(outcomes, k=k)
    assert found.mean == pytest.approx(expected) == pytest.approx(by_subsets)
    assert (found.n, found.clusters) == (3, 3)


def test_pass_hat_k_leaves_out_personas_with_too_few_trials():
    found = stats.pass_hat_k([[1.0, 1, 1], [1, NAN, NAN], [1, 0, 1]], k=2)
    assert found.mean == pytest.approx((1 + 1 / 3) / 2)
    assert (found.n, found.missing, found.clusters) == (2, 1, 2)
    nobody = stats.pass_hat_k([[1.0], [1.0]], k=2)
    assert nobody.mean is None
    assert nobody.missing == 2
    with pytest.raises(ValueError, match="at least 1"):
        stats.pass_hat_k([[1.0]], k=0)
    with pytest.raises(ValueError, match="0, 1 or NaN"):
        stats.pass_hat_k([[0.5]], k=1)


def test_pass_hat_k_is_unbiased_and_covered():
    rng = np.random.default_rng(1)
    truth = 3 / 6 * 4 / 7 * 5 / 8  # E[p^3] for p ~ Beta(3, 3)
    chance = rng.beta(3, 3, size=(1_500, 20, 1))
    outcomes = (rng.random((1_500, 20, 5)) < chance).astype(float)
    found = [stats.pass_hat_k(run, k=3) for run in outcomes]
    assert np.mean([f.mean for f in found]) == pytest.approx(truth, abs=0.005)
    assert 0.93 <= np.mean([f.low <= truth <= f.high for f in found]) <= 0.97


def test_twins_of_a_family_are_two_units_in_one_cluster():
    found = stats.pass_hat_k([1.0, 1, 0, 1], ["f", "f", "f", "f"], units=["a", "a", "b", "b"], k=2)
    assert found.mean == pytest.approx(0.5)
    assert (found.n, found.clusters) == (2, 1)
    assert found.low is None


def dense_cr2(y, x, clusters):
    """CR2 and Bell-McCaffrey df with N x N matrices, independent of the QR route."""
    bread = np.linalg.inv(x.T @ x)
    rest = np.eye(len(y)) - x @ bread @ x.T
    residual, meat, columns = rest @ y, 0.0, []
    for c in np.unique(clusters):
        rows = clusters == c
        values, vectors = np.linalg.eigh(rest[np.ix_(rows, rows)])
        adjust = vectors @ np.diag(np.where(values > 1e-9, 1 / np.sqrt(np.maximum(values, 1e-9)), 0)) @ vectors.T
        score = x[rows].T @ adjust @ residual[rows]
        meat = meat + np.outer(score, score)
        columns.append(rest[:, rows] @ adjust @ x[rows] @ bread)
    df = []
    for k in range(x.shape[1]):
        g = np.column_stack([column[:, k] for column in columns])
        df.append(np.trace(g.T @ g) ** 2 / ((g.T @ g) ** 2).sum())
    return np.sqrt(np.diag(bread @ meat @ bread)), np.array(df)


def test_clustered_regression_matches_the_matrix_formula_and_statsmodels():
    rng = np.random.default_rng(2)
    clusters = np.repeat(np.arange(9), [1, 2, 3, 4, 5, 6, 7, 8, 9])
    x = np.column_stack([np.ones(45), rng.normal(size=45)])
    y = x @ [3.0, 2.0] + rng.normal(size=45) + rng.normal(size=9)[clusters]
    found = cluster_fit(y, x, clusters)
    se, df = dense_cr2(y, x, clusters)
    assert found.coefficients == pytest.approx(OLS(y, x).fit().params)
    assert found.se == pytest.approx(se)
    assert found.df == pytest.approx(df)
    assert cluster_fit(y, np.column_stack([x, x[:, 1] * 2]), clusters) is None


def wordy(rng, *, bots=3, personas=12, repeats=4, slope=6.0, worth=(50.0, 50.0, 60.0), mean_log=(5.0, 7.0, 6.0)):
    """Scores = the bot's worth at 2^6 words + slope per doubling; the second bot is worth no more, only longer."""
    logs = np.array(mean_log)[:, None, None] + 0.5 * rng.normal(size=(bots, personas, repeats))
    hard = rng.normal(0, 6, size=(personas, 1))
    scores = np.array(worth)[:, None, None] + slope * (logs - 6.0) + hard + rng.normal(0, 3, size=logs.shape)
    return scores, 2.0**logs


def test_length_adjustment_finds_the_slope_and_the_worth():
    scores, lengths = wordy(np.random.default_rng(3), personas=60)
    found = stats.length_adjusted_means(scores, lengths)
    assert found.slope.mean == pytest.approx(6.0, abs=0.6)
    assert found.common_length == pytest.approx(64, rel=0.05)
    assert [bot.adjusted.mean for bot in found.bots] == pytest.approx([50, 50, 60], abs=3)
    assert found.bots[1].raw - found.bots[0].raw > 9
    assert found.bots[1].length == pytest.approx(128, rel=0.1)


def test_length_slope_is_the_regression_with_dummies():
    rng = np.random.default_rng(4)
    scores, lengths = wordy(rng)
    scores[rng.random(scores.shape) < 0.15] = NAN
    bot, persona, _ = np.nonzero(~np.isnan(scores))
    known = ~np.isnan(scores)
    design = np.column_stack(
        [np.log2(lengths[known]), np.equal.outer(bot, range(3)), np.equal.outer(persona, range(1, 12))]
    ).astype(float)
    expected = np.linalg.lstsq(design, scores[known], rcond=None)[0][0]
    assert stats.length_adjusted_means(scores, lengths).slope.mean == pytest.approx(expected)


def test_length_adjusted_intervals_cover():
    rng = np.random.default_rng(5)
    runs, paired, slope, equal = 300, 0, 0, 0
    for _ in range(runs):
        scores, lengths = wordy(rng)
        gap = stats.length_adjusted_difference(scores[1], scores[0], lengths[1], lengths[0])
        paired += gap.low <= 0 <= gap.high
        table = stats.length_adjusted_means(scores, lengths)
        slope += table.slope.low <= 6.0 <= table.slope.high
        at_common = 50 + 6.0 * (math.log2(table.common_length) - 6)
        equal += table.bots[1].adjusted.low <= at_common <= table.bots[1].adjusted.high
    assert 0.92 <= paired / runs <= 0.98
    assert 0.92 <= slope / runs <= 0.98
    assert equal / runs >= 0.92


def test_without_variation_in_length_there_is_no_adjusted_value():
    scores, _ = wordy(np.random.default_rng(6))
    same = np.full(scores.shape, 80.0)
    found = stats.length_adjusted_means(scores, same)
    assert found.slope.mean is None
    assert found.bots[0].raw is not None
    assert found.bots[0].adjusted.mean is None
    assert "lengths do not vary" in found.bots[0].adjusted.reason
    gap = stats.length_adjusted_difference(scores[0], scores[1], same[0], same[1] * 3)
    assert gap.mean is None
    assert "lengths do not vary" in gap.reason
    with pytest.raises(ValueError, match="positive"):
        stats.length_adjusted_means(scores, same * 0)


def test_missing_bots_and_single_personas_are_told():
    scores, lengths = wordy(np.random.default_rng(7))
    scores[0], scores[1, 1:] = NAN, NAN
    found = stats.length_adjusted_means(scores, lengths)
    assert found.bots[0].raw is found.bots[0].adjusted.mean is None
    assert found.bots[1].adjusted.low is None
    assert "1 cluster" in found.bots[1].adjusted.reason
    assert found.bots[2].adjusted.low is not None


def test_a_bot_that_is_best_on_every_criterion_is_first_under_any_weights():
    found = stats.weight_sensitivity([[90, 90, 90], [20, 80, 50], [80, 20, 50]], concentration=3)
    best, left, right = found.bots
    assert (best.rank, best.low, best.high, best.first) == (1, 1, 1, 1.0)
    assert (left.low, left.high) == (right.low, right.high) == (2, 3)
    assert left.rank == right.rank == 2
    assert left.score == pytest.approx(50)


def test_weights_shift_ranks_as_much_as_they_are_moved():
    scores = [[75, 50], [55, 64], [10, 10]]  # the first leads while its first weight exceeds 14 / 34
    tight, loose = (stats.weight_sensitivity(scores, concentration=c) for c in (5_000, 2))
    assert tight.reversals == 0
    assert tight.tau == pytest.approx(1.0)
    assert loose.reversals == pytest.approx(1 / 3)
    assert loose.bots[0].first == pytest.approx(20 / 34, abs=0.03)
    assert loose == stats.weight_sensitivity(scores, concentration=2)


def test_zero_weights_and_missing_criteria():
    found = stats.weight_sensitivity([[70, NAN], [50, 60]], [1, 0])
    assert [bot.rank for bot in found.bots] == [1, 2]
    found = stats.weight_sensitivity([[70, NAN], [50, 60]])
    assert found.bots[0].score is None
    assert "no score" in found.bots[0].reason
    assert found.bots[1].rank == 1
    assert found.tau is None
    with pytest.raises(ValueError, match="not all 0"):
        stats.weight_sensitivity([[1, 2]], [0, 0])


def panel(rng, *, skill, total=600, labelled=60):
    human = rng.normal(60, 20, size=total)
    judge = 15 + skill * human + math.sqrt(1 - skill**2) * rng.normal(0, 20, size=total)
    shown = human.copy()
    shown[rng.permutation(total)[labelled:]] = NAN
    return human, shown, judge


def test_corrected_mean_by_the_formula():
    _, shown, judge = panel(np.random.default_rng(8), skill=0.8)
    labelled = ~np.isnan(shown)
    h, j, rest = shown[labelled], judge[labelled], judge[~labelled]
    weight = np.cov(h, j)[0, 1] / (judge.var(ddof=1) * (1 + 60 / 540))
    found = stats.corrected_mean(shown, judge)
    assert found.mean == pytest.approx(weight * rest.mean() + (h - weight * j).mean())
    expected = math.sqrt((h - weight * j).var(ddof=0) / 60 + weight**2 * rest.var(ddof=0) / 540)
    assert found.se == pytest.approx(expected, rel=0.02)


@pytest.mark.parametrize(("skill", "narrower"), [(0.85, 0.65), (0.0, 1.02)])
def test_corrected_means_cover_and_gain_what_the_judge_is_worth(skill, narrower):
    rng = np.random.default_rng(9)
    inside, widths, alone = 0, [], []
    for _ in range(800):
        _, shown, judge = panel(rng, skill=skill)
        found = stats.corrected_mean(shown, judge)
        inside += found.low <= 60 <= found.high
        widths.append(found.high - found.low)
        only = stats.mean_interval(shown[~np.isnan(shown)][:, None])
        alone.append(only.high - only.low)
    assert 0.925 <= inside / 800 <= 0.97
    assert np.mean(widths) / np.mean(alone) == pytest.approx(narrower, abs=0.06)


def test_corrected_mean_at_the_edges():
    assert stats.corrected_mean([NAN, NAN], [1.0, 2.0]).mean is None
    assert stats.corrected_mean([5.0, NAN], [1.0, 2.0]).low is None
    everyone = stats.corrected_mean([10.0, 20.0, 30.0], [1.0, 2.0, 9.0])
    plain = stats.mean_interval([[10.0], [20.0], [30.0]])
    assert (everyone.mean, everyone.low) == pytest.approx((plain.mean, plain.low))
    assert stats.corrected_mean([99.0, 1.0, NAN], [99.0, 1.0, 50.0], bounds=(0, 100)).high == 100


def test_corrected_rate_undoes_the_judge():
    found = stats.corrected_rate(400, 1_000, true_positives=80, positives=100, true_negatives=90, negatives=100)
    assert found.mean == pytest.approx((0.4 + 0.9 - 1) / (0.8 + 0.9 - 1))
    assert found.low < found.mean < found.high
    assert stats.corrected_rate(1, 2, true_positives=1, positives=2, true_negatives=1, negatives=2).mean is None
    assert stats.corrected_rate(1, 2, true_positives=0, positives=0, true_negatives=1, negatives=2).mean is None
    with pytest.raises(ValueError, match="part <= whole"):
        stats.corrected_rate(3, 2, true_positives=1, positives=1, true_negatives=1, negatives=1)


@pytest.mark.parametrize("rate", [0.05, 0.4, 0.9])
def test_corrected_rates_cover(rate):
    rng = np.random.default_rng(10)
    inside = 0
    for _ in range(2_000):
        found = stats.corrected_rate(
            rng.binomial(500, rate * 0.85 + (1 - rate) * 0.1),
            500,
            true_positives=rng.binomial(60, 0.85),
            positives=60,
            true_negatives=rng.binomial(60, 0.9),
            negatives=60,
        )
        inside += found.low <= rate <= found.high
    assert 0.93 <= inside / 2_000 <= 0.975
