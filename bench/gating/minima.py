"""A run against fixed minima."""

from __future__ import annotations

from coolhead.bench.gating.checks import Check, Demands, State, interval_text
from coolhead.bench.leaderboard import Leaderboard, Row
from coolhead.bench.types import Mean


def complete(row: Row, few: str) -> Check:
    """Whether every planned dialogue is there; `few` goes behind the message."""
    done = row.coverage
    failed = f"; {done.failed} failed and count as 0" if done.failed else ""
    return Check(
        bot=row.bot,
        name="complete",
        state="passed" if done.done >= done.planned else "failed",
        message=f"{done.done} of {done.planned} planned dialogues are there{failed}{few}",
    )


def fixed(row: Row, demands: Demands, board: Leaderboard) -> list[Check]:
    """The bot against each minimum that was set."""
    checks = []
    for name, least in demands.minima.items():
        mean = row.overall if name == "overall" else row.criteria.get(name, Mean())
        state, message = _minimum(mean, least)
        checks.append(Check(bot=row.bot, name=f"{name} >= {least:g}", state=state, message=message))
    if demands.worst_persona is not None:
        checks.append(_worst(row, demands.worst_persona, board))
    if demands.most_critical is not None:
        count = sum(row.critical.values())
        which = ", ".join(f"{id} {n}" for id, n in row.critical.items())
        checks.append(
            Check(
                bot=row.bot,
                name=f"critical errors <= {demands.most_critical}",
                state="passed" if count <= demands.most_critical else "failed",
                message=f"{count} critical errors" + (f" ({which})" if which else ""),
            )
        )
    return checks


def _minimum(mean: Mean, least: float) -> tuple[State, str]:
    if mean.mean is None:
        return "failed", "was not judged in any dialogue"
    shown = interval_text(mean)
    if mean.mean < least:
        sure = mean.high is not None and mean.high < least
        return "failed", f"{shown} is below {least:g}" + ("" if sure else ", though the interval reaches it")
    if mean.low is None:
        return "undecided", f"{shown} from {mean.n} dialogues: too few for an interval"
    if mean.low < least:
        return "undecided", f"{shown}: the mean is above {least:g}, the interval is not"
    return "passed", f"{shown} is above {least:g}"


def _worst(row: Row, least: float, board: Leaderboard) -> Check:
    name = f"every persona >= {least:g}"
    scores = {one.id: score for one in board.personas if (score := one.scores.get(row.bot)) is not None}
    if not scores:
        return Check(bot=row.bot, name=name, state="failed", message="no persona was judged")
    below = sorted((score, id) for id, score in scores.items() if score < least)
    if not below:
        score, id = min((score, id) for id, score in scores.items())
        return Check(bot=row.bot, name=name, state="passed", message=f"the lowest is {id} with {score:.0f}")
    shown = ", ".join(f"{id} {score:.0f}" for score, id in below[:5]) + (", …" if len(below) > 5 else "")
    return Check(bot=row.bot, name=name, state="failed", message=f"{len(below)} of {len(scores)} are below: {shown}")
