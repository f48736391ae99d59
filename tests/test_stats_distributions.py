"""Quantiles and distribution functions against scipy."""

import pytest
from scipy import stats as oracle

from coolhead.bench.stats.distributions import beta_cdf, normal_quantile, t_cdf, t_quantile


@pytest.mark.parametrize("df", [1, 1.37, 2, 3, 7, 29.5, 400, 1e5, 1e9])
@pytest.mark.parametrize("x", [-40.0, -2.5, -0.1, 0.0, 1e-6, 0.7, 3.0, 12.0])
def test_t_cdf(x, df):
    assert t_cdf(x, df) == pytest.approx(oracle.t.cdf(x, df), rel=1e-6, abs=1e-13)


@pytest.mark.parametrize("df", [1, 1.37, 2, 3, 7, 29.5, 400, 1e8])
@pytest.mark.parametrize("p", [0.0005, 0.025, 0.3, 0.5, 0.8, 0.975, 0.99999])
def test_t_quantile(p, df):
    assert t_quantile(p, df) == pytest.approx(oracle.t.ppf(p, df), rel=1e-7, abs=1e-9)


@pytest.mark.parametrize(
    ("x", "a", "b"), [(0.1, 0.5, 9), (0.5, 2, 2), (0.99, 30, 0.5), (0.3, 400, 800), (1e-9, 0.5, 0.5)]
)
def test_beta_cdf(x, a, b):
    assert beta_cdf(x, a, b) == pytest.approx(oracle.beta.cdf(x, a, b), rel=1e-8)


@pytest.mark.parametrize("p", [0.0, 1.0, -0.1, 1.5])
def test_no_quantile_at_the_ends(p):
    with pytest.raises(ValueError, match="strictly between"):
        normal_quantile(p)
    with pytest.raises(ValueError, match="strictly between"):
        t_quantile(p, 5)
