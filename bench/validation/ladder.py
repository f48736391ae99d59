"""The reference bots as a test of the graders: their order is known, so a grader that breaks it is wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import mean

from coolhead.bench.bots import resolve
from coolhead.bench.customers.embedded import EmbeddedEngine
from coolhead.bench.dialogue import Limits, play
from coolhead.bench.engine import Cell, plan
from coolhead.bench.grading import grade_all
from coolhead.bench.protocols import Grader
from coolhead.bench.types import CRITERIA, Dialogue, Grade
from coolhead.bench.validation.model import Figure, share_figure
from coolhead.graders.scoring import overall
from coolhead.personas.loader import builtin
from coolhead.personas.vary import vary

UP = (
    ("B2", "calm"),
    ("B3", "calm"),
    ("B4", "clarity"),
    ("B5", "empathy"),
    ("B6", "resolution"),
    ("B6", "clarity"),
    ("B7", "empathy"),
    ("B8", "resolution"),
    ("B8", "empathy"),
    ("B9", "boundaries"),
    ("B10", "resolution"),
    ("B10", "clarity"),
)
"""What each rung must lift against the rung below (domain page, section 5a)."""
STILL = (
    ("B2", "empathy"),
    ("B2", "resolution"),
    ("B3", "resolution"),
    ("B4", "empathy"),
    ("B5", "resolution"),
    ("B6", "boundaries"),
    ("B7", "resolution"),
    ("B7", "clarity"),
    ("B8", "boundaries"),
    ("B9", "clarity"),
    ("B10", "calm"),
)
"""What it must leave alone, within `STILL_POINTS`."""
FALL = (("B6", "empathy"),)
"""What it must lower: a right offer without a word of feeling shows less empathy than one stock line."""
STILL_POINTS = 10.0
TRIPS = {
    "X1": ("EM-2", "EM-6"),
    "X2": ("RE-3", "CL-2"),
    "X3": ("PB-3",),
    "X4": ("RE-1",),
    "X5": ("EM-7",),
    "X6": ("JUDGE", "FORGED"),
    "X7": ("RE-4",),
    "X8": ("RE-5", "RE-2"),
    "X9": ("CL-2", "EMPTY"),
    "X10": ("PB-1", "PB-7"),
    "X11": ("PB-6",),
    "X12": ("ORACLE",),
}
"""The rule that must catch each cheat; one of them is enough."""


def play_reference(
    personas: int, *, seed: int, bots: Sequence[str] = ("ladder", "attack"), backwards: bool = False
) -> list[Dialogue]:
    """Reference bots against so many core personas, spread evenly; `backwards`: the last persona first."""
    pack = builtin("core")
    chosen = pack[:: max(1, len(pack) // personas)][:personas]
    if backwards:
        chosen = chosen[::-1]
    engine = EmbeddedEngine()

    async def played(cell: Cell) -> Dialogue:
        persona = vary(cell.persona, seed=cell.seed)
        return await play(
            cell.bot,
            engine.begin(persona, seed=cell.seed),
            persona=persona,
            id=cell.id,
            repeat=cell.repeat,
            seed=cell.seed,
            engine=engine.name,
            limits=Limits(),
        )

    async def everything() -> list[Dialogue]:
        return [await played(cell) for cell in plan(resolve(list(bots)), chosen, repeats=1, seed=seed)]

    return asyncio.run(everything())


Graded = tuple[Dialogue, Sequence[Grade]]
"""A dialogue and what the graders say of it."""


def grade_reference(dialogues: Sequence[Dialogue], graders: Sequence[Grader]) -> list[Graded]:
    """The dialogues with their grades."""
    return [(dialogue, grade_all(dialogue, graders)) for dialogue in dialogues]


def means_of(graded: Sequence[Graded]) -> dict[str, dict[str, float]]:
    """Rung -> criterion, and "overall" -> mean score; 0 where nothing was judged."""
    table: dict[str, dict[str, list[float]]] = {}
    for dialogue, grades in graded:
        row = table.setdefault(dialogue.bot.partition("-")[0], {name: [] for name in (*CRITERIA, "overall")})
        for grade in grades:
            if grade.score is not None:
                row[grade.criterion].append(grade.score)
        row["overall"].append(overall(grades) or 0.0)
    return {rung: {name: mean(held) if held else 0.0 for name, held in row.items()} for rung, row in table.items()}


def ladder_figures(graded: Sequence[Graded]) -> list[Figure]:
    """Order of the rungs, what they must and must not move.

    And whether each cheat stays below B6 and trips its rule.
    """
    tripped: dict[str, list[bool]] = {}
    for dialogue, grades in graded:
        rung = dialogue.bot.partition("-")[0]
        signs = {
            id for grade in grades for id in (*grade.critical, *(i for i, v in grade.indicators.items() if v == "met"))
        }
        tripped.setdefault(rung, []).append(bool(signs & set(TRIPS.get(rung, ()))))
    means = means_of(graded)
    return [*_order(means), *moves(means), *_cheats(means, tripped)]


def standing(means: dict[str, float]) -> float:
    """A bot's overall: the equal mean of its five criterion means, held down by its capped dialogues."""
    return min(mean(means[criterion] for criterion in CRITERIA), means["overall"] + 5.0)


def _order(means: dict[str, dict[str, float]]) -> list[Figure]:
    rungs = [rung for rung in (f"B{n}" for n in range(1, 11)) if rung in means]
    tops = [standing(means[rung]) for rung in rungs]
    rises = [b > a for a, b in pairwise(tops)]
    wrong = [f"{rungs[n]} {tops[n]:.1f} -> {rungs[n + 1]} {tops[n + 1]:.1f}" for n, up in enumerate(rises) if not up]
    return [_all_but("ladder: rungs that rise", len(rises), wrong)]


def moves(means: dict[str, dict[str, float]]) -> list[Figure]:
    """What each rung lifts, lowers and leaves alone against the rung below, of what it must."""

    def change(rung: str, criterion: str) -> float | None:
        below = f"B{int(rung[1:]) - 1}"
        return means[rung][criterion] - means[below][criterion] if rung in means and below in means else None

    def held(
        name: str, cells: Sequence[tuple[str, str]], holds: Callable[[float], bool], least: float | None
    ) -> Figure:
        moved = [(rung, c, by) for rung, c in cells if (by := change(rung, c)) is not None]
        return _all_but(name, len(moved), [f"{rung} {c} {by:+.1f}" for rung, c, by in moved if not holds(by)], least)

    return [
        held("ladder: criteria that rise as they must", UP, lambda by: by > 0, 1.0),
        held("ladder: criteria that fall as they must", FALL, lambda by: by < 0, 1.0),
        held("ladder: criteria that stay put as they must", STILL, lambda by: abs(by) <= STILL_POINTS, None),
    ]


def _all_but(name: str, n: int, wrong: Sequence[str], least: float | None = 1.0) -> Figure:
    """The share of `n` that is not wrong, and what is."""
    return share_figure(name, n - len(wrong), n, least=least, detail="; ".join(wrong))


def _cheats(means: dict[str, dict[str, float]], tripped: dict[str, list[bool]]) -> list[Figure]:
    if "B6" not in means:
        return []
    bar = standing(means["B6"])
    cheats = [rung for rung in TRIPS if rung in means]
    above = [f"{rung} {standing(means[rung]):.1f}" for rung in cheats if standing(means[rung]) >= bar]
    caught = {rung: mean(tripped[rung]) for rung in cheats}
    weak = [f"{rung} {share:.0%}" for rung, share in caught.items() if share < 0.8]
    return [
        _all_but("cheats below B6", len(cheats), above),
        _all_but("cheats that trip their rule in 80 % of dialogues", len(cheats), weak),
    ]
