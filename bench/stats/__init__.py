"""Statistics of the leaderboard: numpy only, arrays in, frozen dataclasses out.

Values are shaped (..., cells) with a cluster label per cell, or (..., cluster, repeat); NaN means missing, and a number
that cannot be estimated is None with a reason. `docs/statistics.md` says what each number means.
"""

from coolhead.bench.stats.agreement import cohen_kappa, gwet_ac, krippendorff_alpha, raw_agreement
from coolhead.bench.stats.association import auc, kendall_tau, spearman
from coolhead.bench.stats.bootstrap import bootstrap_interval, bootstrap_means
from coolhead.bench.stats.clusters import ClusterSums, cluster_sums
from coolhead.bench.stats.correction import corrected_mean, corrected_rate
from coolhead.bench.stats.estimates import Coefficient, Interval
from coolhead.bench.stats.intervals import (
    intervals_from_sums,
    mean_interval,
    mean_intervals,
    rate_interval,
)
from coolhead.bench.stats.length import (
    LengthAdjusted,
    LengthAdjustment,
    length_adjusted_difference,
    length_adjusted_means,
)
from coolhead.bench.stats.multiple import benjamini_hochberg, holm
from coolhead.bench.stats.paired import Difference, all_pairs, least_p, paired_difference
from coolhead.bench.stats.passk import pass_hat_k, unit_pass_hat_k
from coolhead.bench.stats.power import Detectable, clusters_needed, detectable_difference, minimum_detectable
from coolhead.bench.stats.ranks import MINIMUM_CLUSTERS, Rank, Ranking, rank_of, ranking, tiers
from coolhead.bench.stats.rates import wilson_interval
from coolhead.bench.stats.unseen import RARELY, SHARE, chance_unseen, clusters_to_see
from coolhead.bench.stats.weighting import WeightRange, WeightSensitivity, weight_sensitivity

__all__ = [
    "MINIMUM_CLUSTERS",
    "RARELY",
    "SHARE",
    "ClusterSums",
    "Coefficient",
    "Detectable",
    "Difference",
    "Interval",
    "LengthAdjusted",
    "LengthAdjustment",
    "Rank",
    "Ranking",
    "WeightRange",
    "WeightSensitivity",
    "all_pairs",
    "auc",
    "benjamini_hochberg",
    "bootstrap_interval",
    "bootstrap_means",
    "chance_unseen",
    "cluster_sums",
    "clusters_needed",
    "clusters_to_see",
    "cohen_kappa",
    "corrected_mean",
    "corrected_rate",
    "detectable_difference",
    "gwet_ac",
    "holm",
    "intervals_from_sums",
    "kendall_tau",
    "krippendorff_alpha",
    "least_p",
    "length_adjusted_difference",
    "length_adjusted_means",
    "mean_interval",
    "mean_intervals",
    "minimum_detectable",
    "paired_difference",
    "pass_hat_k",
    "rank_of",
    "ranking",
    "rate_interval",
    "raw_agreement",
    "spearman",
    "tiers",
    "unit_pass_hat_k",
    "weight_sensitivity",
    "wilson_interval",
]
