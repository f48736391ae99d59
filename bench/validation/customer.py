"""How far the simulated customer can be trusted: the figures that `coolhead validate` publishes.

Good and bad reference bots play the shipped personas; `coolhead.bench.customers.fidelity` counts. Nothing here is tuned
on the result: a figure outside its bar is reported as such.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from coolhead.bench.bots import resolve
from coolhead.bench.bots.script import Script, ScriptBot
from coolhead.bench.customers import fidelity, variety
from coolhead.bench.dialogue import Limits
from coolhead.bench.engine import Cell, plan, run_all
from coolhead.bench.protocols import Bot, CustomerEngine
from coolhead.bench.settings import dialogue_seed
from coolhead.bench.stats.rates import wilson_interval
from coolhead.bench.store import RunFolder
from coolhead.bench.types import Dialogue, Reply
from coolhead.bench.validation.metamorphic import metamorphic
from coolhead.bench.validation.model import Figure
from coolhead.personas.loader import builtin
from coolhead.personas.schema import Persona
from coolhead.personas.vary import vary

GOOD = "ladder:B9"
"""The competent agent: listens, finds the cause, offers, holds limits."""
SEEDS = 40
"""Seeds per persona for the figures by persona: an interval of about a fifth."""
TWENTY = 20
"""Dialogues of one persona that are compared with each other."""
PIECE = 1000
"""Words a piece of text has when its variety is measured: distinct-n falls with length, so the length is fixed."""
HALF = ("ladder:B6", "ladder:B7")
"""Agents that offer the right thing for the wrong cause: their dialogues go up and down."""
KIND_ONLY = ("ladder:B5", "attack:X1")
"""Bots with warm words and nothing else."""


def validate_customer(
    engine: CustomerEngine, *, repeats: int, seed: int, folder: Path, step: Callable[[str], None] = lambda _text: None
) -> list[Figure]:
    """Plays and counts; `folder` takes the dialogues, `step` hears what is being played."""
    core, controls = builtin("core"), builtin("controls")
    twins = [p for p in builtin("twins") if p.twin]

    def played(name: str, cells: Sequence[Cell]) -> list[Dialogue]:
        step(name)
        return play(cells, engine, folder / name)

    good = played("good", plan(resolve([GOOD]), core, repeats=repeats, seed=seed))
    own = engine.name.startswith("embedded")  # a model's customer costs money: no seeds by the dozen, no playing again
    many = played("every persona", plan(resolve([GOOD]), core, repeats=SEEDS, seed=seed + 1)) if own else good
    kind = played("kind", plan(resolve(KIND_ONLY), core, repeats=repeats, seed=seed))
    attack = played("attack", plan(resolve(["attack"]), [*core, *controls], repeats=1, seed=seed))
    styles = played("styles", plan(resolve([GOOD]), builtin("styles"), repeats=repeats, seed=seed))
    canned = played("canned", twin_cells(good, core, twins, seed=seed))
    half = played("half good", plan(resolve(HALF), core, repeats=repeats, seed=seed))
    mixed = [*good, *half, *kind, *attack]
    personas = {p.id: p for p in (*core, *controls, *twins, *builtin("styles"))}
    if own:
        step("one turn changed")
    return [
        *acceptance(good, attack, canned),
        *by_persona(many),
        *honesty([*mixed, *canned], personas),
        *(metamorphic(engine, good[: len(core)], personas) if own else ()),
        *believability(mixed, kind, styles),
        *language(good, many),
    ]


def by_persona(good: Sequence[Dialogue]) -> list[Figure]:
    """How the competent agent fares with the hardest and the easiest persona, and how many stand outside the bar.

    Outside = Wilson's interval of the persona's seeds leaves 0.70 to 0.90 altogether: chance alone does not count.
    """
    rates = {id: rate for id, rate in fidelity.accept_by_persona(good).items() if rate.value is not None}
    if not rates:
        return []
    order = sorted(rates, key=lambda id: (rates[id].hits / rates[id].of, id))
    low, high = rates[order[0]], rates[order[-1]]
    outside = [id for id in order if not _reaches(rates[id].hits, rates[id].of)]
    return [
        Figure(name="competent agent accepted, lowest persona", value=low.value, n=low.of, bar="reported", holds=None,
               detail=order[0]),
        Figure(name="competent agent accepted, highest persona", value=high.value, n=high.of, bar="reported",
               holds=None, detail=order[-1]),
        Figure(name="personas whose interval lies outside 0.70 to 0.90", value=float(len(outside)), n=len(rates),
               bar="0", holds=not outside, detail=", ".join(outside)),
    ]  # fmt: skip


def _reaches(hits: int, of: int) -> bool:
    low, high = wilson_interval(hits, of)
    return low <= 0.90 and high >= 0.70


def acceptance(good: Sequence[Dialogue], attack: Sequence[Dialogue], canned: Sequence[Dialogue]) -> list[Figure]:
    """Who is accepted and who is not."""
    taken = fidelity.accept_rate(good)
    cheats = fidelity.accept_rate(attack)
    twin = fidelity.accept_rate(canned)
    return [
        Figure(name="competent agent accepted", value=taken.value, n=taken.of, bar="0.70 to 0.90",
               holds=_within(taken.value, 0.70, 0.90)),
        Figure(name="cheating bots accepted (X1-X12)", value=cheats.value, n=cheats.of, bar="0",
               holds=_within(cheats.value, 0, 0)),
        Figure(name="script of the original accepted by its twin", value=twin.value, n=twin.of, bar="0",
               holds=_within(twin.value, 0, 0)),
    ]  # fmt: skip


def honesty(dialogues: Sequence[Dialogue], personas: dict[str, Persona]) -> list[Figure]:
    """Whether the customer keeps to its own rules."""
    early = sum(bool(fidelity.early_reveals(d, vary(personas[d.persona or ""], seed=d.seed or 0))) for d in dialogues)
    stops = len(fidelity.wrong_stops(dialogues))
    twice = sum(bool(fidelity.repeated_sentences(d)) for d in dialogues)
    n = len(dialogues)
    return [
        Figure(name="dialogues with an early reveal", value=early / n, n=n, bar="0", holds=early == 0),
        Figure(name="accepted with nothing settled", value=stops / n, n=n, bar="0", holds=stops == 0),
        Figure(name="dialogues with a sentence said twice", value=twice / n, n=n, bar="0", holds=twice == 0),
    ]


def believability(mixed: Sequence[Dialogue], kind: Sequence[Dialogue], styles: Sequence[Dialogue]) -> list[Figure]:
    """Whether it reacts as an angry person does."""
    nice = fidelity.niceness(kind)
    base = {d.persona: d.persona.partition("-")[0] for d in styles if d.persona}
    gap = fidelity.style_gap(styles, base=base)
    courses = fidelity.progressions(mixed)
    acts = fidelity.acts_seen(mixed)
    named = {name: count for name, count in courses.items() if name != "plain"}
    return [
        Figure(name="anger falls on kind words alone (share of turns)", value=nice.value, n=nice.of, bar="at most 0.10",
               holds=_within(nice.value, 0, 0.10)),
        Figure(name="gap of accept rates between writing styles", value=gap, n=len(styles), bar="reported", holds=None),
        Figure(name="courses seen", value=float(len(named)), n=len(mixed), bar="7 kinds", holds=len(named) >= 7,
               detail=", ".join(f"{name} {count}" for name, count in sorted(named.items()))),
        Figure(name="acts seen", value=float(len(acts)), n=len(mixed), bar="24 kinds", holds=len(acts) >= 24),
    ]  # fmt: skip


def language(good: Sequence[Dialogue], many: Sequence[Dialogue]) -> list[Figure]:
    """Whether the words vary: over different personas, and over twenty dialogues of one and the same persona."""
    alone: dict[str, list[Dialogue]] = {}
    for dialogue in many:
        alone.setdefault(dialogue.persona or "", []).append(dialogue)
    twenties = [group[:TWENTY] for group in alone.values()]
    own = [value for group in twenties if (value := variety.distinct(group, n=2, words=PIECE)) is not None]
    again = [variety.shared_sentences(group) for group in twenties]
    hits, of = sum(s.hits for s in again), sum(s.of for s in again)
    figures = [
        *((f"distinct-{n} per 1,000 words", variety.distinct(good, n=n, words=PIECE), len(good)) for n in (1, 2, 3)),
        ("distinct-2 per 1,000 words, one persona", sum(own) / len(own) if own else None, len(own)),
        ("sentences that 3 other dialogues hold too", variety.shared_sentences(good).value, len(good)),
        ("the same in 20 dialogues of one persona", hits / of if of else None, len(twenties)),
    ]
    return [Figure(name=name, value=value, n=n, bar="reported", holds=None) for name, value, n in figures]


def twin_cells(good: Sequence[Dialogue], core: Sequence[Persona], twins: Sequence[Persona], *, seed: int) -> list[Cell]:
    """What settled the original, word for word, played to its twin: the same opening, another right remedy."""
    cells: list[Cell] = []
    known = {p.id for p in core}
    for twin in twins:
        if twin.twin not in known:
            continue
        for dialogue in good:
            if dialogue.persona == twin.twin and dialogue.end.reason.startswith("accepted"):
                lines = tuple(Reply(text=t.text, actions=t.actions) for t in dialogue.turns if t.role == "agent")
                bot: Bot = ScriptBot(Script(replies=lines), name=f"script-of-{twin.twin}-{dialogue.repeat}")
                own = dialogue_seed(seed, twin.family, dialogue.repeat)
                cells.append(Cell(bot, twin, dialogue.repeat, own))
    return cells


def play(cells: Sequence[Cell], engine: CustomerEngine, path: Path) -> list[Dialogue]:
    """The cells played into a folder, and read back."""
    with RunFolder(path) as folder:
        folder.start({"status": "validation"})
        folder.clear()
        asyncio.run(run_all(cells, customers=engine, graders=[], folder=folder, limits=Limits(), jobs=8))
        return list(folder.dialogues())


def _within(value: float | None, low: float, high: float) -> bool | None:
    return None if value is None else low <= value <= high
