"""The two sides of a comparison: the dialogues of one bot of one run, and how they were measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coolhead.bench.errors import BadInput, did_you_mean
from coolhead.bench.leaderboard.build import cells_per_bot
from coolhead.bench.leaderboard.headline import Scores, headline
from coolhead.bench.leaderboard.means import contributions
from coolhead.bench.leaderboard.scan import Scan, scan
from coolhead.bench.store import RunFolder
from coolhead.bench.types import CRITERIA

Floats = NDArray[np.float64]


class MeasuredOtherwise(BadInput):
    """Two sides that other versions of customer, graders or personas measured; `notes` names each difference."""

    def __init__(self, which: str, notes: Sequence[str]) -> None:
        self.notes = tuple(notes)
        super().__init__(which, f"not measured alike: {'; '.join(notes)}", do="compare them with --anyway")


@dataclass(frozen=True, slots=True)
class Side:
    """One bot of one run."""

    folder: RunFolder
    bot: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a comparison needs to know of one side."""

    found: Scan
    scores: Scores
    keys: dict[tuple[str, int], int]
    """(Unit, repeat) -> dialogue."""
    parts: Floats
    """Contribution of each dialogue to the overall score; NaN for those of other bots."""


def bots_of(folder: RunFolder) -> list[str]:
    """The names of the bots in a run folder, in the order of the file."""
    return list(dict.fromkeys(dialogue.bot for dialogue in folder.dialogues()))


def read(side: Side) -> Read:
    """The dialogues of the bot with their scores.

    Raises:
        BadInput: the folder holds none of that bot.
    """
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
    judged = [y for y in scores.capped(CRITERIA) if not np.isnan(y).all()]
    cells = cells_per_bot(found)[0]
    parts = contributions(judged, cells) if judged else np.full(len(found.ids), np.nan)
    return Read(found, scores, keys, parts)


def measured_otherwise(one: Read, two: Read) -> list[str]:
    """Where customer, graders or personas of the two are of different versions, in words; empty when alike."""
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
