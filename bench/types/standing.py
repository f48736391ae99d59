"""A row of the leaderboard."""

from __future__ import annotations

from coolhead.personas.case import Model


class Mean(Model):
    """A mean with its 95 % interval and what stands behind it."""

    mean: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    missing: int = 0


class RankRange(Model):
    """Best and worst rank that the data allow."""

    low: int
    high: int


class Coverage(Model):
    """How much of the plan was played."""

    done: int
    failed: int
    planned: int


class Standing(Model):
    """A bot's row on the leaderboard."""

    bot: str
    overall: Mean
    rank: RankRange | None = None
    """None = not ranked; `notes` says why."""
    tier: int | None = None
    criteria: dict[str, Mean]
    outcome: dict[str, float | None] = {}
    """Shares of end reasons, end anger, area under anger, turns: beside the criteria, never inside a mean."""
    pass_k: dict[str, float | None] = {}
    critical: dict[str, int] = {}
    cost_usd: float | None = None
    seconds: float | None = None
    coverage: Coverage
    notes: tuple[str, ...] = ()
