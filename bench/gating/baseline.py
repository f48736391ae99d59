"""A run against an earlier one: what has dropped, and what may have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from coolhead.bench.comparing import SURE, Differences, Line, MeasuredOtherwise, Side, compare, never_sure
from coolhead.bench.errors import BadInput
from coolhead.bench.gating.checks import Check, Demands, State, few_customers
from coolhead.bench.leaderboard import Leaderboard, Row, build
from coolhead.bench.stats import MINIMUM_CLUSTERS, paired_difference
from coolhead.bench.store import RunFolder

WORTH = 5.0
"""Points of a drop that matter to a customer: evidence that cannot exclude such a drop does not suffice."""
WORTH_CRITICAL = 0.05
"""The same for the share of dialogues with a critical error."""


def against(
    folder: RunFolder, baseline: RunFolder, rows: Sequence[Row], demands: Demands, board: Leaderboard, *, named: bool
) -> list[Check]:
    """Each bot against the one of the same name in the baseline.

    Raises:
        BadInput: no bot in common, or the two were made with other settings or versions.
    """
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
        found = _compared(Side(baseline, old), Side(folder, row.bot))
        covered = _covered(row.bot, old, found, before[old], demands.least_common)
        few = few_customers(found.clusters, board)
        checks.append(covered.model_copy(update={"message": covered.message + few}))
        allowed, clusters = demands.allowed_drop, found.clusters
        checks.append(_regression(row.bot, found.overall, allowed, clusters=clusters, note=_lost(found)))
        tests = sum(line.p is not None for line in found.criteria)
        checks += [_regression(row.bot, line, allowed, clusters=clusters, tests=tests) for line in found.criteria]
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


def _compared(old: Side, new: Side) -> Differences:
    try:
        return compare(old, new)
    except MeasuredOtherwise as problem:
        what = f"was not measured like the new run: {'; '.join(problem.notes)}"
        raise BadInput(old.folder.path, what, do="make a new baseline") from None


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


def _regression(bot: str, line: Line, allowed: float, *, clusters: int, tests: int = 1, note: str = "") -> Check:
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
        unsure, more = f"a drop of more than {max(allowed, WORTH):g} cannot be excluded", "more personas or repeats"
        if change.high < -allowed and line.p is not None:
            if few := never_sure(clusters, "persona", tests=tests):
                unsure, more = f"lower, yet {few}", "more personas"
            else:
                unsure = f"lower, yet with {clusters} personas not for certain among so many checks (p {line.p:.2f})"
        message += f"; {unsure}: {more} would tell"
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
