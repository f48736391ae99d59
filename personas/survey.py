"""What a set of personas covers: causes, temperaments, industries, styles and the points of the practitioner texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import get_args

import yaml

from coolhead.personas.case import Model
from coolhead.personas.schema import Cause, Persona, Style


class SeedPoint(Model):
    """A point of guidance in one of the five practitioner texts."""

    id: str
    point: str
    measured: tuple[str, ...] = ()
    """Indicators of the rubric that measure it."""
    not_in_text: str = ""
    """Why no indicator can: where it shows instead."""


class Coverage(Model):
    """How often each thing occurs; zeros are kept, since they are the news."""

    causes: dict[str, int]
    styles: dict[str, int]
    abuse: dict[str, int]
    anger: dict[str, int]
    industries: dict[str, int]
    temperament: dict[str, dict[str, int]]
    points: dict[str, tuple[str, ...]]
    """Seed point -> ids of the personas that exercise it."""


@cache
def seed_points() -> tuple[SeedPoint, ...]:
    """The points of the five texts, in order."""
    raw = yaml.safe_load(files("coolhead.personas").joinpath("data/seed_points.yaml").read_text("utf-8"))
    return tuple(SeedPoint.model_validate(point) for point in raw["points"])


def coverage(personas: Sequence[Persona]) -> Coverage:
    """What these personas cover."""
    bands = {"0-3": range(4), "4-5": (4, 5), "6-7": (6, 7), "8-10": (8, 9, 10)}
    causes = Counter(cause for p in personas for cause in p.causes)
    styles = Counter(style for p in personas for style in p.style)
    letters = {
        name: {d: sum(getattr(p.temperament, name) == d for p in personas) for d in options}
        for name, options in (
            ("volatility", "LMH"), ("trust", "LMH"), ("disclosure", "LMH"), ("justice", "dpif"), ("grudge", "LMH")
        )
    }  # fmt: skip
    return Coverage(
        causes={cause: causes[cause] for cause in get_args(Cause)},
        styles={style: styles[style] for style in get_args(Style)},
        abuse={a: sum(p.abuse == a for p in personas) for a in "NMRT"},
        anger={name: sum(p.anger in band for p in personas) for name, band in bands.items()},
        industries=dict(sorted(Counter(p.case.industry for p in personas).items())),
        temperament=letters,
        points={q.id: tuple(p.id for p in personas if q.id in p.seeds) for q in seed_points()},
    )
