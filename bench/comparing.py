"""Where two bots differ: overall, by criterion, indicator and persona, and which dialogues moved most.

Everything is a paired difference on the dialogues that both had: same persona, same repeat.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

from coolhead.bench.errors import BadInput, did_you_mean
from coolhead.bench.leaderboard.build import cells_per_bot
from coolhead.bench.leaderboard.headline import Scores, headline
from coolhead.bench.leaderboard.means import POINTS, as_mean, contributions
from coolhead.bench.leaderboard.model import Unseen
from coolhead.bench.leaderboard.outcomes import outcome_columns
from coolhead.bench.leaderboard.ranks import bundled
from coolhead.bench.leaderboard.scan import Scan, scan
from coolhead.bench.leaderboard.unseen import unseen
from coolhead.bench.stats import (
    benjamini_hochberg,
    holm,
    length_adjusted_difference,
    mean_interval,
    paired_difference,
)
from coolhead.bench.store import RunFolder
from coolhead.bench.types import CRITERIA, Mean
from coolhead.personas.case import Model

Floats = NDArray[np.float64]
MOVED = 5
"""Dialogues shown on either side."""


OUTCOME: dict[str, tuple[float, float] | None] = {
    "accepted": (0.0, 1.0), "walked_away": (0.0, 1.0), "handed_off": (0.0, 1.0), "stale": (0.0, 1.0),
    "max_turns": (0.0, 1.0), "bot_error": (0.0, 1.0), "end_anger": (0.0, 1.0), "anger_area": (0.0, 1.0),
    "calmed": (0.0, 1.0), "reescalations": None, "turns": None,
}  # fmt: skip
"""What is compared of the outcome, and between which bounds it lies."""


class Line(Model):
    """One thing compared; a positive difference says that `b` has more of it than `a`."""

    name: str
    title: str = ""
    a: float | None
    b: float | None
    difference: Mean
    """`b` - `a` on what both have."""
    p: float | None = None
    """Adjusted: Holm over the criteria, Benjamini-Hochberg over the indicators."""


class Moved(Model):
    """A dialogue of one bot and its counterpart."""

    a: str
    b: str
    """Dialogue ids."""
    persona: str
    title: str = ""
    before: float
    after: float
    links: tuple[str, ...] = ()
    """Where to read them, from the run folder: both side by side, or one in the page of each folder."""


class Differences(Model):
    """Bot `b` against bot `a`."""

    a: str
    b: str
    common: int
    """Dialogues that both had."""
    clusters: int
    unseen: Unseen | None
    """What so few customers in common cannot show."""
    overall: Line
    at_equal_length: Mean
    criteria: tuple[Line, ...]
    outcome: tuple[Line, ...]
    indicators: tuple[Line, ...]
    """Shares of verdicts "met" (0-1), the surest differences first."""
    personas: tuple[Line, ...]
    """Largest differences first; the intervals, over repeats only, say whether the same customer would do so again."""
    moved: tuple[Moved, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One bot of one run."""

    folder: RunFolder
    bot: str


@dataclass(frozen=True, slots=True)
class _Read:
    found: Scan
    scores: Scores
    keys: dict[tuple[str, int], int]
    """(Unit, repeat) -> dialogue."""
    parts: Floats
    """Contribution of each dialogue to the overall score; NaN for those of other bots."""


def bots_of(folder: RunFolder) -> list[str]:
    """The names of the bots in a run folder, in the order of the file."""
    return list(dict.fromkeys(dialogue.bot for dialogue in folder.dialogues()))


def compare(a: Side, b: Side, *, anyway: bool = False) -> Differences:
    """The differences `b` - `a`.

    Raises:
        BadInput: a bot is not there, the two have no dialogue in common, or they were measured otherwise (`anyway`
            compares them all the same and notes it).
    """
    one, two = _read(a), _read(b)
    notes = _measured_otherwise(one, two)
    if notes and not anyway:
        raise BadInput("the two", f"were measured otherwise: {'; '.join(notes)}", do="compare them with --anyway")
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
    pairs = _Pairs(one, two, left, right, units, bundled(clusters), keys, a.folder.path == b.folder.path)
    same = a.bot == b.bot  # two runs of one bot: the folder tells them apart
    return Differences(
        a=f"{a.bot} in {a.folder.path.name}" if same else a.bot,
        b=f"{b.bot} in {b.folder.path.name}" if same else b.bot,
        common=len(keys),
        clusters=int(clusters.max()) + 1,
        unseen=unseen(int(clusters.max()) + 1),
        overall=pairs.line("overall", one.parts, two.parts, bounds=POINTS),
        at_equal_length=pairs.at_equal_length(),
        criteria=_criteria(pairs),
        outcome=_outcome(pairs),
        indicators=_indicators(pairs),
        personas=_personas(pairs),
        moved=_moved(pairs),
        notes=tuple(notes),
    )


def _read(side: Side) -> _Read:
    info = side.folder.info()
    found = scan(side.folder, cluster_field=info.get("cluster_field"), only={side.bot}, each=True)
    if not found.ids:
        names = bots_of(side.folder)
        raise BadInput(side.folder.path, f"holds no dialogue of a bot '{side.bot}'", do=did_you_mean(side.bot, names))
    scores = headline(found, info)
    keys = {
        (found.units[unit].name, repeat): place
        for place, (unit, repeat) in enumerate(zip(found.unit, found.repeat, strict=True))
    }
    judged = [y for y in scores.capped.values() if not np.isnan(y).all()]
    cells = cells_per_bot(found)[0]
    parts = contributions(judged, cells) if judged else np.full(len(found.ids), np.nan)
    return _Read(found, scores, keys, parts)


@dataclass(frozen=True, slots=True)
class _Pairs:
    one: _Read
    two: _Read
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    units: NDArray[np.int64]
    clusters: NDArray[np.int64]
    keys: list[tuple[str, int]]
    together: bool
    """Both stand in one run folder, so that its page can show them side by side."""

    def line(self, name: str, a: Floats, b: Floats, *, bounds: tuple[float, float] | None) -> Line:
        """`b` - `a` on the common dialogues, with an unadjusted p."""
        first, second = a[self.left], b[self.right]
        both = ~np.isnan(first) & ~np.isnan(second)
        found = paired_difference(second, first, self.clusters, units=self.units, bounds=None)
        width = None if bounds is None else bounds[1] - bounds[0]
        low, high = found.interval.low, found.interval.high
        difference = as_mean(found.interval)
        if width is not None and low is not None and high is not None:
            difference = difference.model_copy(update={"low": max(low, -width), "high": min(high, width)})
        means = [
            mean_interval(np.where(both, values, np.nan), self.clusters, units=self.units).mean
            for values in (first, second)
        ]
        return Line(name=name, a=means[0], b=means[1], difference=difference, p=found.p)

    def at_equal_length(self) -> Mean:
        """The overall difference had both written equally much."""
        words = [read.found.column("words")[places] for read, places in ((self.one, self.left), (self.two, self.right))]
        return as_mean(
            length_adjusted_difference(
                self.two.parts[self.right], self.one.parts[self.left], words[1], words[0], self.clusters
            )
        )


def _criteria(pairs: _Pairs) -> tuple[Line, ...]:
    lines = [
        pairs.line(name, pairs.one.scores.criteria[name], pairs.two.scores.criteria[name], bounds=POINTS)
        for name in CRITERIA
    ]
    return _adjusted(lines, holm)


def _outcome(pairs: _Pairs) -> tuple[Line, ...]:
    a, b = outcome_columns(pairs.one.found), outcome_columns(pairs.two.found)
    lines = [pairs.line(name, a[name], b[name], bounds=bounds) for name, bounds in OUTCOME.items()]
    # An end that neither ever met is no news.
    return tuple(line for line in lines if line.difference.n and (line.a or line.b))


def _indicators(pairs: _Pairs) -> tuple[Line, ...]:
    a, b = (_marks(read) for read in (pairs.one, pairs.two))
    lines = [pairs.line(id, a[id], b[id], bounds=(0.0, 1.0)) for id in a if id in b]
    lines = list(_adjusted([line for line in lines if line.difference.n], benjamini_hochberg))
    lines.sort(key=lambda line: (line.p is None, line.p, -abs(line.difference.mean or 0.0), line.name))
    return tuple(lines)


def _marks(read: _Read) -> dict[str, Floats]:
    chosen = read.scores.graders
    return {id: marks for (criterion, grader, id), marks in read.found.marks.items() if grader in chosen[criterion]}


def _personas(pairs: _Pairs) -> tuple[Line, ...]:
    a, b = pairs.one.scores.overall[pairs.left], pairs.two.scores.overall[pairs.right]
    titles = {unit.name: unit.brief["title"] for unit in pairs.one.found.units if unit.brief}
    lines = []
    for unit in range(int(pairs.units.max()) + 1):
        mine = pairs.units == unit
        both = ~np.isnan(a[mine]) & ~np.isnan(b[mine])
        if not both.any():
            continue
        first, second = a[mine][both], b[mine][both]
        found = mean_interval(second - first, np.arange(first.size))
        name = pairs.keys[int(np.flatnonzero(mine)[0])][0]
        lines.append(
            Line(
                name=name,
                title=titles.get(name, ""),
                a=float(first.mean()),
                b=float(second.mean()),
                difference=as_mean(found),
            )
        )
    lines.sort(key=lambda line: (-abs(line.difference.mean or 0.0), line.name))
    return tuple(lines)


def _moved(pairs: _Pairs) -> tuple[Moved, ...]:
    a, b = pairs.one.scores.overall[pairs.left], pairs.two.scores.overall[pairs.right]
    change = b - a
    titles = {unit.name: unit.brief["title"] for unit in pairs.one.found.units if unit.brief}
    known = np.flatnonzero(~np.isnan(change))
    order = known[np.argsort(change[known], kind="stable")]
    most = [*order[:MOVED], *order[-MOVED:]] if order.size > 2 * MOVED else list(order)
    return tuple(_one_moved(pairs, int(place), titles, before=float(a[place]), after=float(b[place])) for place in most)


def _one_moved(pairs: _Pairs, place: int, titles: dict[str, str], *, before: float, after: float) -> Moved:
    ids = pairs.one.found.ids[pairs.left[place]], pairs.two.found.ids[pairs.right[place]]
    first, second = (quote(id, safe="") for id in ids)
    name = pairs.keys[place][0]
    links = (f"#/compare/{first}/{second}",) if pairs.together else (f"#/d/{first}", f"#/d/{second}")
    return Moved(
        a=ids[0],
        b=ids[1],
        persona=name,
        title=titles.get(name, ""),
        before=before,
        after=after,
        links=tuple(f"report/index.html{link}" for link in links),
    )


def _adjusted(lines: Sequence[Line], how: Any) -> tuple[Line, ...]:
    p = how([np.nan if line.p is None else line.p for line in lines])
    return tuple(
        line.model_copy(update={"p": None if np.isnan(q) else float(q)}) for line, q in zip(lines, p, strict=True)
    )


def _measured_otherwise(one: _Read, two: _Read) -> list[str]:
    notes = []
    engines = [sorted(set().union(*read.found.engines.values())) for read in (one, two)]
    if engines[0] != engines[1]:
        notes.append(f"customer {'+'.join(engines[0])} and {'+'.join(engines[1])}")
    for what, versions in (
        ("grader", [_merged(read.found.grader_versions) for read in (one, two)]),
        ("persona", [_merged(read.found.persona_versions) for read in (one, two)]),
    ):
        for name in sorted(versions[0].keys() & versions[1].keys()):
            if versions[0][name] != versions[1][name]:
                first, second = ("+".join(map(str, sorted(v[name]))) for v in versions)
                notes.append(f"{what} {name} version {first} and {second}")
    return notes


def _merged(versions: dict[int, dict[str, set[int]]]) -> dict[str, set[int]]:
    return {name: found for by in versions.values() for name, found in by.items()}
