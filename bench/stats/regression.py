"""Least squares with a covariance that is honest about clusters, few of them included."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coolhead.bench.stats.clusters import Floats

# Beyond this many clusters the degrees of freedom no longer matter and their C x C matrix does.
_MANY = 1_000
_SINGULAR = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Coefficients with their CR2 standard errors and degrees of freedom, in the order of the columns."""

    coefficients: Floats
    se: Floats
    df: Floats


def cluster_fit(y: Floats, design: Floats, clusters: NDArray[np.int64]) -> Fit | None:
    """Least squares of y on the columns of `design`; None when the columns are collinear or clusters too few.

    CR2 covariance with Bell and McCaffrey's (2002) degrees of freedom, computed on each cluster's thin QR so that no
    matrix is larger than columns x columns, except for the degrees of freedom (clusters x clusters).
    """
    count, columns = int(clusters.max(initial=-1)) + 1, design.shape[1]
    if count <= columns or np.linalg.matrix_rank(design) < columns:
        return None
    bread: Floats = np.asarray(np.linalg.inv(design.T @ design), dtype=np.float64)
    coefficients = bread @ design.T @ y
    residual = y - design @ coefficients
    meat = np.zeros((columns, columns))
    # For every coefficient: the length of each cluster's vector, and its image under the design.
    lengths, images = np.empty((count, columns)), np.empty((count, columns, columns))
    for code in range(count):
        rows = clusters == code
        q, r = np.linalg.qr(design[rows])
        values, vectors = np.linalg.eigh(np.eye(len(r)) - r @ bread @ r.T)
        scale = np.where(values > _SINGULAR, 1.0 / np.sqrt(np.maximum(values, _SINGULAR)), 0.0)
        adjusted = (vectors * scale) @ vectors.T @ r
        score = adjusted.T @ (q.T @ residual[rows])
        meat += np.outer(score, score)
        spread = adjusted @ bread
        lengths[code] = (spread**2).sum(axis=0)
        images[code] = r.T @ spread
    covariance = bread @ meat @ bread
    return Fit(coefficients, np.sqrt(np.diag(covariance)), _degrees_of_freedom(lengths, images, bread))


def _degrees_of_freedom(lengths: Floats, images: Floats, bread: Floats) -> Floats:
    count, columns = lengths.shape
    if count > _MANY:
        return np.full(columns, float(count - columns))
    df = np.empty(columns)
    for k in range(columns):
        product = np.diag(lengths[:, k]) - images[:, :, k] @ bread @ images[:, :, k].T
        df[k] = np.trace(product) ** 2 / (product**2).sum()
    return df
