"""How all figures look, and how they are written so that the same numbers give the same bytes."""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

INK, QUIET, FAINT, BAND = "#1a1a1a", "#6b6b6b", "#d9d9d9", "#f2f2f2"
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Okabe and Ito's palette, told apart by all common kinds of colour vision; never the only sign: see `MARKS`."""
MARKS = ("o", "s", "^", "D", "v", "P", "X")
DASHES = ("-", (0, (5, 2)), (0, (1, 1.4)), (0, (6, 2, 1, 2)), (0, (3, 1)), (0, (1, 3)), (0, (8, 3)))
GOOD_TO_BAD = "cividis"
"""Its lightness rises evenly, so it reads the same in grey."""

NUMBERS_UP_TO = 1_700
"""Cells up to which a heat map's numbers are written into them; beyond, nobody reads them and they take seconds."""

DPI = 160
_RC: Any = {
    "font.family": "DejaVu Sans", "font.size": 9.0, "text.color": INK, "text.parse_math": False,
    "axes.edgecolor": QUIET, "axes.labelcolor": INK, "axes.titlesize": 10.0, "axes.titleweight": "bold",
    "axes.titlelocation": "left", "axes.spines.top": False, "axes.spines.right": False, "axes.linewidth": 0.7,
    "axes.formatter.use_mathtext": False, "axes.unicode_minus": False,
    "xtick.color": QUIET, "ytick.color": QUIET, "xtick.labelcolor": INK, "ytick.labelcolor": INK,
    "xtick.major.width": 0.7, "ytick.major.width": 0.7, "grid.color": FAINT, "grid.linewidth": 0.6,
    "svg.hashsalt": "coolhead", "svg.fonttype": "path", "figure.facecolor": "white", "savefig.facecolor": "white",
}  # fmt: skip


@contextmanager
def styled() -> Iterator[None]:
    """Inside, figures are drawn in our style; names in scripts the font lacks become boxes, not warnings."""
    import matplotlib as mpl

    logger = logging.getLogger("matplotlib.font_manager")
    level = logger.level
    with warnings.catch_warnings(), mpl.rc_context(_RC):
        warnings.filterwarnings("ignore", message="Glyph")
        logger.setLevel(logging.ERROR)
        try:
            yield
        finally:
            logger.setLevel(level)


def figure(width: float, height: float) -> Any:
    """An empty figure of so many inches, drawn without a display."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    made = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(made)
    return made


def save(made: Any, stem: Path) -> list[Path]:
    """Writes STEM.png and STEM.svg; no date and no version in them."""
    paths = []
    for kind, metadata in (("png", {"Software": None}), ("svg", {"Date": None, "Creator": None})):
        out = io.BytesIO()
        made.savefig(out, format=kind, dpi=DPI, metadata=metadata)
        path = stem.with_suffix(f".{kind}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(out.getvalue())
        paths.append(path)
        made.set_layout_engine("none")  # laid out once; the second format takes it over
    return paths


def label(name: str, longest: int = 28) -> str:
    """A name on one line, shortened in the middle."""
    name = " ".join(name.split()) or "?"
    if len(name) <= longest:
        return name
    tail = (longest - 1) // 3
    return f"{name[: longest - 1 - tail]}…{name[len(name) - tail :]}"


def title(text: str, longest: int = 42) -> str:
    """Words on one line, shortened at the end."""
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def left_room(names: list[str]) -> float:
    """Inches that the longest of the names needs."""
    return 0.075 * max((len(label(name)) for name in names), default=0)


def heat(axes: Any, table: Any, *, rows: list[str], columns: list[str], line: float = 0.5) -> Any:
    """A heat map of percentages (0-100), the first row on top; what the colour bar needs comes back."""
    import numpy as np

    mesh = axes.pcolormesh(
        np.ma.masked_invalid(table), cmap=GOOD_TO_BAD, vmin=0, vmax=100, edgecolors="white", linewidth=line
    )
    axes.set_yticks(np.arange(len(rows)) + 0.5, rows, fontsize=7.5)
    axes.set_xticks(np.arange(len(columns)) + 0.5, [label(name, 22) for name in columns], rotation=90, fontsize=8)
    axes.xaxis.tick_top()
    axes.invert_yaxis()
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    write_cells(axes, table, missing="–", size=6.5)
    return mesh


def write_cells(axes: Any, table: Any, *, missing: str, size: float) -> None:
    """Writes the percentages (0-100) of a heat map into its cells, and a sign where there is none."""
    import numpy as np

    numbers = table.size <= NUMBERS_UP_TO
    places: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for (y, x), value in np.ndenumerate(table):
        gone = bool(np.isnan(value))
        if gone or numbers:
            colour = QUIET if gone else "white" if value < 55 else "black"
            text = missing if gone else f"{value:.0f}"
            places.setdefault((colour, text), []).append((x + 0.5, y + 0.5))
    for (colour, text), middles in places.items():
        _write_often(axes, text, middles, colour=colour, size=size)


def _write_often(axes: Any, text: str, middles: list[tuple[float, float]], *, colour: str, size: float) -> None:
    """One text at many places, as one outline: hundreds of texts each drawn by itself take a second."""
    from matplotlib.collections import PathCollection
    from matplotlib.path import Path as Outline
    from matplotlib.textpath import TextPath
    from matplotlib.transforms import Affine2D

    drawn = TextPath((0, 0), text, size=size)
    box = drawn.get_extents()
    outline = Outline(drawn.vertices - ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2), drawn.codes)
    many = PathCollection(
        [outline], offsets=middles, offset_transform=axes.transData, facecolors=colour, edgecolors="none"
    )
    many.set_transform(Affine2D().scale(1 / 72) + axes.figure.dpi_scale_trans)
    many.set_in_layout(False)  # it lies inside the cells anyway
    axes.add_collection(many, autolim=False)
