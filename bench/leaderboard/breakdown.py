"""The parts behind the means: personas and how hard they were, styles, kinds, levels of abuse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from coolhead.bench.leaderboard.means import POINTS, Cells, mean_of
from coolhead.bench.leaderboard.model import Group, PersonaRow
from coolhead.bench.leaderboard.scan import Scan, Unit

Floats = NDArray[np.float64]

MOST_CELLS = 20_000
"""Bots x personas up to which each cell is written down: beyond, nobody could look at the table."""


def personas(
    found: Scan, *, names: Sequence[str], cells: Sequence[Cells], overall: Floats, outcome: Mapping[str, Floats]
) -> tuple[PersonaRow, ...]:
    """The personas, hardest first: mean over bots of each bot's mean, so that repeats do not weigh."""
    units = found.units
    if not cells or (len(units) * len(cells) > MOST_CELLS and not any(unit.brief for unit in units)):
        return ()
    columns = {"overall": overall, "accepted": outcome["accepted"], "end_anger": outcome["end_anger"]}
    tables = {name: np.stack([per_unit(column, one, len(units)) for one in cells]) for name, column in columns.items()}
    means = {name: _column_means(table) for name, table in tables.items()}
    dialogues = np.bincount(np.asarray(found.unit, dtype=np.int64), minlength=len(units))
    written = len(units) * len(cells) <= MOST_CELLS
    rows = [
        PersonaRow(
            id=unit.name,
            family=unit.cluster,
            dialogues=int(dialogues[n]),
            overall=_known(means["overall"][n]),
            accepted=_known(means["accepted"][n]),
            end_anger=_known(means["end_anger"][n]),
            **_about(unit),
            scores={bot: _known(tables["overall"][b, n]) for b, bot in enumerate(names)} if written else {},
        )
        for n, unit in enumerate(units)
    ]
    return tuple(sorted(rows, key=lambda row: (row.overall is None, row.overall, row.id)))


def groups(
    found: Scan, *, names: Sequence[str], cells: Sequence[Cells], overall: Floats, accepted: Floats
) -> tuple[Group, ...]:
    """The bots' means by style, kind and level of abuse of the personas; only divisions that divide."""
    members: dict[tuple[Literal["kind", "style", "abuse"], str], list[int]] = defaultdict(list)
    for n, unit in enumerate(found.units):
        if unit.brief:
            members["kind", unit.brief["kind"]].append(n)
            members["abuse", unit.brief["abuse"]].append(n)
            for style in unit.brief["style"]:
                members["style", style].append(n)
    ways = defaultdict(set)
    for by, name in members:
        ways[by].add(name)
    rows = []
    for (by, name), units in sorted(members.items()):
        if len(ways[by]) < 2:
            continue
        inside = np.isin(np.asarray(found.unit, dtype=np.int64), units)
        parts = [one.among(inside) for one in cells]
        rows.append(
            Group(
                by=by,
                name=name,
                personas=len(units),
                overall={bot: mean_of(overall, part, bounds=POINTS) for bot, part in zip(names, parts, strict=True)},
                accepted={
                    bot: mean_of(accepted, part, bounds=(0.0, 1.0)).mean for bot, part in zip(names, parts, strict=True)
                },
            )
        )
    return tuple(rows)


def _about(unit: Unit) -> dict[str, Any]:
    if unit.brief is None:
        return {}
    brief = unit.brief
    return {"title": brief["title"], "kind": brief["kind"], "style": tuple(brief["style"]), "anger": brief["anger"]}


def per_unit(column: Floats, cells: Cells, units: int) -> Floats:
    """The mean of a column per unit of the scan; NaN where the bot has no value."""
    values = column[cells.places]
    seen = ~np.isnan(values)
    count = np.bincount(cells.units, seen, minlength=units)
    total = np.bincount(cells.units, np.where(seen, values, 0.0), minlength=units)
    return np.asarray(np.divide(total, count, out=np.full(units, np.nan), where=count > 0))


def _column_means(table: Floats) -> Floats:
    seen = ~np.isnan(table)
    count = seen.sum(axis=0)
    total = np.where(seen, table, 0.0).sum(axis=0)
    return np.asarray(np.divide(total, count, out=np.full(table.shape[1], np.nan), where=count > 0))


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
