"""One pass over the dialogues and one over the grades; what stays in memory is a few numbers per dialogue."""

from __future__ import annotations

import heapq
from array import array
from collections import Counter, defaultdict
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coolhead.bench.leaderboard.anger import Course, course
from coolhead.bench.leaderboard.lines import BriefLine, DialogueLine, GradeLine, dialogue_lines, grade_lines
from coolhead.bench.leaderboard.model import Escalation
from coolhead.bench.store import RunFolder

NAN = float("nan")
KEPT_ESCALATIONS = 200
"""Re-escalations per bot that are kept whole, the steepest ones: all of them in most runs; all are counted."""

Key = tuple[str, str]
"""Criterion and grader."""


class Codes:
    """Names as small numbers, in the order in which they were first met."""

    def __init__(self) -> None:
        self.code: dict[Any, int] = {}

    def __call__(self, name: Any) -> int:
        """The number of a name."""
        return self.code.setdefault(name, len(self.code))

    def names(self) -> list[Any]:
        """All names by number."""
        return list(self.code)


@dataclass
class Unit:
    """What counts once in a mean: a persona, or a dialogue (task) where there is none."""

    name: str
    cluster: str
    brief: BriefLine | None


@dataclass
class Scan:
    """The run as columns: position d of every array is dialogue d."""

    bots: Codes = field(default_factory=Codes)
    units: list[Unit] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    reasons: Codes = field(default_factory=Codes)
    bot: array[int] = field(default_factory=lambda: array("i"))
    unit: array[int] = field(default_factory=lambda: array("i"))
    repeat: array[int] = field(default_factory=lambda: array("i"))
    reason: array[int] = field(default_factory=lambda: array("b"))
    failed: array[int] = field(default_factory=lambda: array("b"))
    """1: the bot failed, 2: the simulated customer or the grader did."""
    case: array[int] = field(default_factory=lambda: array("b"))
    numbers: dict[str, array[float]] = field(default_factory=lambda: defaultdict(lambda: array("d")))
    """end_anger, anger_area, angry, turns, turns_to_calm, reescalations, words, tokens, cost, seconds; NaN: unknown."""
    engines: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    persona_versions: dict[int, dict[str, set[int]]] = field(default_factory=lambda: defaultdict(dict))
    grader_versions: dict[int, dict[str, set[int]]] = field(default_factory=lambda: defaultdict(dict))
    scores: dict[Key, NDArray[np.float64]] = field(default_factory=dict)
    errors: list[tuple[int, Key, tuple[str, ...]]] = field(default_factory=list)
    """Dialogue, who judged it, and the critical errors found there."""
    verdicts: dict[tuple[int, str, str], Counter[tuple[str, str]]] = field(default_factory=lambda: defaultdict(Counter))
    """(Bot, criterion, grader) -> (indicator, verdict) -> count."""
    marks: dict[tuple[str, str, str], NDArray[np.float64]] = field(default_factory=dict)
    """(Criterion, grader, indicator) -> per dialogue 1 = met, 0 = missed, NaN; only when `each` was asked for."""
    curves: dict[int, Curve] = field(default_factory=dict)
    steepest: dict[int, list[tuple[float, int, Escalation]]] = field(default_factory=lambda: defaultdict(list))
    causes: dict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    doubled: int = 0
    """Dialogues left out because another one has the same id."""

    def column(self, name: str) -> NDArray[np.float64]:
        """A column as numbers."""
        return np.asarray(self.numbers[name], dtype=np.float64)


@dataclass
class Curve:
    """Sums for a bot's mean anger per turn; a finished dialogue keeps its last value."""

    totals: list[float] = field(default_factory=list)
    carried: list[float] = field(default_factory=list)
    """By length: last values of the dialogues that ended there."""
    count: int = 0

    def add(self, levels: list[float]) -> None:
        """Takes in one dialogue."""
        while len(self.totals) < len(levels):
            self.totals.append(0.0)
            self.carried.append(0.0)
        for n, level in enumerate(levels):
            self.totals[n] += level
        self.carried[len(levels) - 1] += levels[-1]
        self.count += 1

    def mean(self) -> tuple[float, ...]:
        """Mean anger before the 1st, 2nd, ... reply."""
        out, ended = [], 0.0
        for total, last in zip(self.totals, self.carried, strict=True):
            out.append((total + ended) / self.count)
            ended += last
        return tuple(out)


def scan(
    folder: RunFolder, *, cluster_field: str | None = None, only: Container[str] | None = None, each: bool = False
) -> Scan:
    """Reads a run folder; `cluster_field` names the metadata that ties transcripts together (default: `task_id`).

    `only` keeps the dialogues of these bots; `each` also keeps every verdict of every dialogue.
    """
    found = Scan()
    places: dict[str, int] = {}
    units = Codes()
    for line in dialogue_lines(folder):
        if only is not None and line["bot"] not in only:
            continue
        if line["id"] in places:
            found.doubled += 1
            continue
        places[line["id"]] = len(found.ids)
        _take(found, line, units, cluster_field or "task_id")
    count = len(found.ids)
    for grade in grade_lines(folder):
        place = places.get(grade["dialogue"])
        if place is not None:
            _grade(found, grade, place, count)
            if each:
                _marks(found, grade, place, count)
    return found


def _take(found: Scan, line: DialogueLine, units: Codes, cluster_field: str) -> None:
    bot = found.bots(line["bot"])
    brief, persona = line.get("brief"), line.get("persona")
    metadata = line.get("metadata") or {}
    task = metadata.get(cluster_field)
    name = persona or (f"{cluster_field} {task}" if task is not None else line["id"])
    if (unit := units(name)) == len(found.units):
        found.units.append(Unit(name, brief["family"] if brief else name, brief))
    repeat = line.get("repeat", 0)
    if not persona and task is not None and isinstance(metadata.get("trial"), int):
        repeat = metadata["trial"]
    found.ids.append(line["id"])
    found.bot.append(bot)
    found.unit.append(unit)
    found.repeat.append(repeat)
    found.reason.append(found.reasons(line["end"]["reason"]))
    failure = line.get("failure")
    found.failed.append(0 if failure is None else 1 if failure["where"] == "bot" else 2)
    found.case.append(line.get("case") is not None)
    found.engines[bot].add(line["engine"])
    if brief:
        found.persona_versions[bot].setdefault(name, set()).add(brief["version"])
    _numbers(found, line, bot)


def _numbers(found: Scan, line: DialogueLine, bot: int) -> None:
    words = replies = timed = 0
    seconds = 0.0
    for turn in line["turns"]:
        if turn["role"] == "agent":
            replies += 1
            words += len(turn["text"].split())
            if (took := turn.get("seconds")) is not None:
                timed += 1
                seconds += took
    add = found.numbers
    add["turns"].append(replies)
    add["words"].append(words / replies if words else NAN)
    add["seconds"].append(seconds if timed == replies and replies else NAN)
    add["tokens"].append(_tokens(line))
    add["cost"].append(NAN if (cost := line.get("cost_usd")) is None else cost)
    steps = line.get("trace") or []
    run = course(line["id"], steps)
    add["end_anger"].append(run.end if run else NAN)
    add["anger_area"].append(run.area if run else NAN)
    add["angry"].append(NAN if run is None else run.angry)
    add["turns_to_calm"].append(NAN if run is None or run.calm_after is None else run.calm_after)
    add["reescalations"].append(len(run.rises) if run else NAN)
    if run:
        found.curves.setdefault(bot, Curve()).add([step["anger"] for step in steps])
        _keep_rises(found, bot, run)


def _tokens(line: DialogueLine) -> float:
    usage = line.get("usage") or {}
    read, written = usage.get("prompt_tokens"), usage.get("completion_tokens")
    return NAN if read is None or written is None else float(read + written)


def _keep_rises(found: Scan, bot: int, run: Course) -> None:
    for rise in run.rises:
        found.causes[bot][rise.event] += 1
        heap = found.steepest[bot]
        # Ties go to the dialogue that comes first in the file.
        item = (rise.rise, -len(found.ids) * 1000 - rise.turn, rise)
        if len(heap) < KEPT_ESCALATIONS:
            heapq.heappush(heap, item)
        elif item[:2] > heap[0][:2]:
            heapq.heapreplace(heap, item)


def _grade(found: Scan, grade: GradeLine, place: int, count: int) -> None:
    bot = found.bot[place]
    criterion, grader = grade["criterion"], grade["grader"]
    found.grader_versions[bot].setdefault(grader, set()).add(grade["version"])
    column = found.scores.get((criterion, grader))
    if column is None:
        column = found.scores[criterion, grader] = np.full(count, NAN)
    score = grade["score"]
    if score is not None:
        column[place] = score
    critical = grade.get("critical")
    if critical:
        found.errors.append((place, (criterion, grader), tuple(critical)))
    indicators = grade.get("indicators")
    if indicators:
        found.verdicts[bot, criterion, grader].update(indicators.items())


def _marks(found: Scan, grade: GradeLine, place: int, count: int) -> None:
    for indicator, verdict in grade.get("indicators", {}).items():
        key = (grade["criterion"], grade["grader"], indicator)
        if key not in found.marks:
            found.marks[key] = np.full(count, NAN)
        if verdict != "n/a":
            found.marks[key][place] = verdict == "met"
