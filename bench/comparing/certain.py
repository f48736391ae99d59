"""When a difference counts as sure, and when too few cases could ever make it so."""

from __future__ import annotations

from coolhead.bench.stats import least_p
from coolhead.bench.wording import counted

SURE = 0.05
"""The p up to which a difference is told apart."""


def never_sure(clusters: int, of: str, *, tests: int = 1) -> str:
    """A word on too few clusters (`of`: what they are called) for any small p, after Holm over `tests`; else ""."""
    if least_p(clusters, tests=tests) <= SURE:
        return ""
    at_once = f" in {counted(tests, 'score')} at once" if tests > 1 else ""
    return f"{counted(clusters, of)} can never reach p {SURE:.2f}{at_once}"
