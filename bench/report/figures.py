"""The plots of a run folder, made part of the page."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_LARGEST = 3_000_000
"""Bytes of one figure; a larger one stays a file beside the page."""
_KINDS = {".svg": "image/svg+xml", ".png": "image/png"}


@dataclass(frozen=True)
class Figure:
    """One plot."""

    title: str
    alt: str
    source: str
    """A data address. As an image a drawing can neither run script nor load anything."""


def figures(folder: Path, words: dict[str, Any]) -> list[Figure]:
    """The figures of `plots/` by name, drawings (`.svg`) before pictures (`.png`); the leaderboard comes first."""
    alts: dict[str, str] = words["plots"]
    found: dict[str, Path] = {}
    for kind in reversed(_KINDS):
        for path in sorted((folder / "plots").glob(f"*{kind}")):
            if path.stat().st_size <= _LARGEST:
                found[path.stem] = path
    order = {name: place for place, name in enumerate(alts)}
    stems = sorted(found, key=lambda stem: (order.get(_known(stem, alts), len(order)), stem))
    return [_figure(found[stem], alts) for stem in stems]


def _figure(path: Path, alts: dict[str, str]) -> Figure:
    title = path.stem.replace("_", " ").replace("-", " ").capitalize()
    data = base64.b64encode(path.read_bytes()).decode()
    alt = alts.get(_known(path.stem, alts), f"Figure: {title}.")
    return Figure(title=title, alt=alt, source=f"data:{_KINDS[path.suffix]};base64,{data}")


def _known(stem: str, alts: dict[str, str]) -> str:
    return next((name for name in alts if stem.startswith(name)), stem)
