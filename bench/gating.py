"""Whether a run is good enough to go on: against an earlier run, or against fixed minima.

A check passes, fails, or stays undecided where the evidence does not suffice; it never passes by silence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from coolhead.bench.comparing import Differences, Line, Side, compare
from coolhead.bench.errors import BadInput, did_you_mean
from coolhead.bench.leaderboard import Leaderboard, Row, build, unseen, unseen_text
from coolhead.bench.stats import MINIMUM_CLUSTERS, paired_difference
from coolhead.bench.store import RunFolder
from coolhead.bench.types import CRITERIA, Mean
from coolhead.personas.case import Model

WORTH = 5.0
"""Points of a drop that matter to a customer: evidence that cannot exclude such a drop does not suffice."""
WORTH_CRITICAL = 0.05
"""The same for the share of dialogues with a critical error."""
ENOUGH = 0.8
"""Share of the baseline's dialogues (persona and repeat) that the new run must have too."""
SURE = 0.05

State = Literal["passed", "failed", "undecided"]


class Check(Model):
    """One thing that was looked at."""

    bot: str
    name: str
    state: State
    message: str
    """In a sentence, with the numbers."""


@dataclass(frozen=True)
class Demands:
    """What is asked of each bot."""

    minima: Mapping[str, float] = field(default_factory=dict)
    """"overall" or a criterion -> lowest mean, 0-100."""
    worst_persona: float | None = None
    """Lowest mean of any one persona."""
    most_critical: int | None = None
    """Critical errors of the whole run at most."""
    allowed_drop: float = 0.0
    """Points that a score may lose against the baseline."""
    least_common: float = ENOUGH
    """Share of the baseline's dialogues that the new run must have too, 0-1."""


def gate(
    folder: RunFolder, demands: Demands, *, baseline: RunFolder | None = None, bots: Sequence[str] = ()
) -> list[Check]:
    """Every check of every bot (or of these bots).

    Raises:
        BadInput: no run, no such bot, nothing to check, or a baseline that was measured with other versions.
    """
    asked = demands.minima or demands.worst_persona is not None or demands.most_critical is not None
    if not asked and baseline is None:
        raise BadInput("coolhead gate", "has nothing to check", do="add --baseline DIR or --min CRITERION=SCORE")
    for one in (folder, *([baseline] if baseline else [])):
        if not one.info():
            raise BadInput(one.path, "holds no run.json", do="name a run folder")
    board = build(folder)
    rows = {row.bot: row for row in board.rows}
    for bot in bots:
        if bot not in rows:
            raise BadInput(folder.path, f"holds no bot '{bot}'", do=did_you_mean(bot, rows))
    chosen = [rows[bot] for bot in bots or rows]
    if not chosen:
        raise BadInput(folder.path, "holds no dialogue", do="play or grade something first")
    checks: list[Check] = []
    for row in chosen:
        # Against a baseline the common ground is what counts, and says so itself.
        few = "" if baseline else _few(row.clusters, board)
        checks += [_complete(row, few), *_fixed(row, demands, board)]
    if baseline is not None:
        checks += _against(folder, baseline, chosen, demands, board, named=bool(bots))
    return checks


def _few(clusters: int, board: Leaderboard) -> str:
    """What so few customers cannot show, to go behind a message; empty where there are enough."""
    said = unseen_text(unseen(clusters), of="conversation" if board.transcripts else "customer")
    return f". {said.rstrip('.')}" if said else ""


def _complete(row: Row, few: str) -> Check:
    done = row.coverage
    failed = f"; {done.failed} failed and count as 0" if done.failed else ""
    return Check(
        bot=row.bot,
        name="complete",
        state="passed" if done.done >= done.planned else "failed",
        message=f"{done.done} of {done.planned} planned dialogues are there{failed}{few}",
    )


def _fixed(row: Row, demands: Demands, board: Leaderboard) -> list[Check]:
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


# --- against an earlier run ---


def _against(
    folder: RunFolder, baseline: RunFolder, rows: Sequence[Row], demands: Demands, board: Leaderboard, *, named: bool
) -> list[Check]:
    _same_settings(folder, baseline)
    before = {row.bot: row for row in build(baseline).rows}
    # With one bot on either side its name may have changed.
    only = next(iter(before)) if len(before) == len(board.rows) == 1 else None
    pairs = [(row, old) for row in rows if (old := row.bot if row.bot in before else only) is not None]
    if not pairs:
        held = ", ".join(before) or "none"
        raise BadInput(
            baseline.path, f"holds none of these bots (it has {held})", do="name them alike: --bot NAME=SPEC"
        )
    checks = _unpaired({row.bot for row in rows}, {old for _, old in pairs} | {row.bot for row, _ in pairs}, before)
    if named:  # what was not asked for is not missed
        checks = [check for check in checks if check.bot in {row.bot for row in rows}]
    for row, old in pairs:
        found = compare(Side(baseline, old), Side(folder, row.bot))
        covered = _covered(row.bot, old, found, before[old], demands.least_common)
        few = _few(found.clusters, board)
        checks.append(covered.model_copy(update={"message": covered.message + few}))
        allowed, clusters = demands.allowed_drop, found.clusters
        checks.append(_regression(row.bot, found.overall, allowed, clusters=clusters, note=_lost(found)))
        checks += [_regression(row.bot, line, allowed, clusters=clusters) for line in found.criteria]
        checks.append(_critical(row.bot, Side(baseline, old), Side(folder, row.bot)))
    return checks


def _same_settings(folder: RunFolder, baseline: RunFolder) -> None:
    settings = [one.info().get("settings") or {} for one in (baseline, folder)]
    for name in ("max_turns",):
        first, second = (one.get(name) for one in settings)
        if first != second:
            flag = f"--{name.replace('_', '-')}"
            said = [f"with {flag} {value}" if value else "from transcripts" for value in (first, second)]
            what = f"was made {said[0]}, the new run {said[1]}"
            raise BadInput(baseline.path, what, do="make a new baseline with the same setting")


def _unpaired(new: set[str], paired: set[str], before: Mapping[str, Row]) -> list[Check]:
    """A word on each bot that only one of the runs has: it was not compared."""
    said = dict.fromkeys(sorted(new - paired), "the baseline has no bot of this name: not compared")
    said |= dict.fromkeys(sorted(before.keys() - paired), "only the baseline has a bot of this name: not compared")
    return [Check(bot=bot, name="is in both runs", state="undecided", message=text) for bot, text in said.items()]


def _covered(bot: str, old: str, found: Differences, before: Row, least: float) -> Check:
    """Fails when the common ground shrank: a list of personas that was cut by accident must not open the gate."""
    whole = before.coverage.done
    enough = found.common >= least * whole
    message = f"{found.common} of the baseline's {whole} dialogues (persona and repeat) are in common"
    if not enough:
        message += f", {least:.0%} are needed: play the other personas too, or make a new baseline"
    if old != bot:
        message += f"; compared with '{old}', the only bot of the baseline"
    state: State = "passed" if enough else "failed"
    return Check(bot=bot, name="covers the baseline", state=state, message=message)


def _regression(bot: str, line: Line, allowed: float, *, clusters: int, note: str = "") -> Check:
    name = f"{line.name} has not dropped"
    change = line.difference
    if change.mean is None:
        was = line.a is not None or line.b is not None
        state: State = "undecided" if was else "passed"
        return Check(bot=bot, name=name, state=state, message="not judged in both runs")
    if change.low is None and clusters >= MINIMUM_CLUSTERS:  # all pairs moved alike: no spread, so no width
        change = change.model_copy(update={"low": change.mean, "high": change.mean})
    scores = f"{line.a:.1f} -> {line.b:.1f}" if line.a is not None and line.b is not None else ""
    if change.low is None or change.high is None:
        message = f"{scores}: {change.mean:+.1f} on {change.n} pairs, too few for an interval"
        return Check(bot=bot, name=name, state="undecided", message=message)
    message = f"{scores}: {change.mean:+.1f} ({change.low:+.1f} to {change.high:+.1f})"
    # The criteria are five looks at one run: their p is adjusted for that, the interval is not.
    adjusted = line.name == "overall" or line.p is None or line.p <= SURE
    if change.high < -allowed and adjusted:
        return Check(bot=bot, name=name, state="failed", message=message + note)
    if change.low < -max(allowed, WORTH):
        unsure = f"a drop of more than {max(allowed, WORTH):g} cannot be excluded"
        if change.high < -allowed and line.p is not None:
            unsure = f"lower, yet with {clusters} personas not for certain among so many checks (p {line.p:.2f})"
        message += f"; {unsure}: more personas or repeats would tell"
        return Check(bot=bot, name=name, state="undecided", message=message)
    return Check(bot=bot, name=name, state="passed", message=message)


def _lost(found: Differences) -> str:
    worst = sorted(
        (one for one in found.personas if (one.difference.mean or 0) < 0), key=lambda o: o.difference.mean or 0
    )
    shown = ", ".join(f"{one.name} {one.difference.mean:+.0f}" for one in worst[:4])
    return f"; most lost: {shown}" if shown else ""


def _critical(bot: str, old: Side, new: Side) -> Check:
    name = "critical errors have not risen"
    before, after = _flags(old), _flags(new)
    keys = [key for key in before if key in after]
    a, b = (np.array([float(bool(flags[key][1])) for key in keys]) for flags in (before, after))
    families = np.unique([before[key][0] for key in keys], return_inverse=True)[1]
    found = paired_difference(b, a, families).interval
    ids = sorted({id for key in keys for id in after[key][1] if id not in before[key][1]})
    message = f"{a.sum():.0f} -> {b.sum():.0f} of {len(keys)} dialogues" + (f"; new: {', '.join(ids)}" if ids else "")
    if b.sum() <= a.sum():
        return Check(bot=bot, name=name, state="passed", message=message)
    if found.low is None or found.high is None or found.low <= 0:
        state: State = "undecided" if found.high is None or found.high > WORTH_CRITICAL else "passed"
        return Check(bot=bot, name=name, state=state, message=f"{message}; may be chance")
    return Check(bot=bot, name=name, state="failed", message=message)


def _flags(side: Side) -> dict[tuple[str, int], tuple[str, set[str]]]:
    """(Persona, repeat) -> family and critical errors of the dialogue."""
    places = {
        dialogue.id: (
            (dialogue.persona or dialogue.id, dialogue.repeat),
            dialogue.brief.family if dialogue.brief else dialogue.persona or dialogue.id,
        )
        for dialogue in side.folder.dialogues()
        if dialogue.bot == side.bot
    }
    flags: dict[tuple[str, int], tuple[str, set[str]]] = {key: (family, set()) for key, family in places.values()}
    for grade in side.folder.grades():
        if grade.critical and grade.dialogue in places:
            flags[places[grade.dialogue][0]][1].update(grade.critical)
    return flags


def interval_text(mean: Mean) -> str:
    """`72.4 (68.0 to 76.8)`."""
    if mean.mean is None:
        return "not judged"
    if mean.low is None or mean.high is None:
        return f"{mean.mean:.1f}"
    return f"{mean.mean:.1f} ({mean.low:.1f} to {mean.high:.1f})"


def names() -> tuple[str, ...]:
    """What a minimum may be set for."""
    return ("overall", *CRITERIA)
