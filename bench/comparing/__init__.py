"""Where two bots differ: overall, by criterion, indicator and persona, and which dialogues moved most.

Everything is a paired difference on the dialogues that both had: same persona, same repeat.
"""

from __future__ import annotations

import numpy as np

from coolhead.bench.comparing.certain import SURE, never_sure
from coolhead.bench.comparing.lines import criteria_lines, indicator_lines, moved_most, outcome_lines, persona_lines
from coolhead.bench.comparing.model import Differences, Line, Moved
from coolhead.bench.comparing.pairs import Pairs
from coolhead.bench.comparing.sides import MeasuredOtherwise, Side, bots_of, measured_otherwise, read
from coolhead.bench.errors import BadInput
from coolhead.bench.leaderboard.means import POINTS
from coolhead.bench.leaderboard.ranks import bundled
from coolhead.bench.leaderboard.unseen import unseen

__all__ = ["SURE", "Differences", "Line", "MeasuredOtherwise", "Moved", "Side", "bots_of", "compare", "never_sure"]


def compare(a: Side, b: Side, *, anyway: bool = False) -> Differences:
    """The differences `b` - `a`.

    Raises:
        BadInput: a bot is not there, or the two have no dialogue in common.
        MeasuredOtherwise: other versions on either side (`anyway` compares them all the same and notes it).
    """
    one, two = read(a), read(b)
    notes = measured_otherwise(one, two)
    if notes and not anyway:
        raise MeasuredOtherwise(" and ".join(_names(a, b)), notes)
    keys = [key for key in one.keys if key in two.keys]
    if not keys:
        raise BadInput("the two", "have no persona and repeat in common", do="run both against the same personas")
    seeds = [side.folder.info().get("seeds") for side in (a, b)]
    if seeds[0] != seeds[1]:
        notes.append("Other seeds: the same personas, but not the same customers word for word.")
    left, right = (np.array([side.keys[key] for key in keys], dtype=np.int64) for side in (one, two))
    units = np.unique([name for name, _ in keys], return_inverse=True)[1]
    home = {unit.name: unit.cluster for unit in one.found.units}
    clusters = np.unique([home[name] for name, _ in keys], return_inverse=True)[1]
    pairs = Pairs(one, two, left, right, units, bundled(clusters), keys, a.folder.path == b.folder.path)
    names = _names(a, b)
    return Differences(
        a=names[0],
        b=names[1],
        common=len(keys),
        clusters=int(clusters.max()) + 1,
        unseen=unseen(int(clusters.max()) + 1),
        overall=pairs.line("overall", one.parts, two.parts, bounds=POINTS),
        at_equal_length=pairs.at_equal_length(),
        criteria=criteria_lines(pairs),
        outcome=outcome_lines(pairs),
        indicators=indicator_lines(pairs),
        personas=persona_lines(pairs),
        moved=moved_most(pairs),
        notes=tuple(notes),
    )


def _names(a: Side, b: Side) -> tuple[str, str]:
    if a.bot != b.bot:
        return a.bot, b.bot
    return f"{a.bot} in {a.folder.path.name}", f"{b.bot} in {b.folder.path.name}"  # two runs of one bot
