"""`coolhead personas list|show|check|new|coverage`."""

from __future__ import annotations

import argparse
import re
from importlib.resources import files
from pathlib import Path

import yaml
from rich.console import Console
from rich.table import Table
from rich.text import Text

from coolhead.bench.cli import EXIT_DONE
from coolhead.bench.cli.persona_check import check, shadows
from coolhead.bench.cli.terminal import console
from coolhead.bench.errors import BadInput
from coolhead.bench.wording import counted
from coolhead.personas.loader import builtin, read, select
from coolhead.personas.schema import ID, Persona
from coolhead.personas.survey import coverage, seed_points
from coolhead.personas.vary import vary

CAUSES = {
    "UE": "expectation unmet", "UR": "unresolved, repeated", "IN": "injustice", "PF": "product fault",
    "SF": "service failure", "MH": "mishandled earlier", "WA": "own wrong assumption", "LS": "life spills over",
    "FH": "money harm", "SR": "safety, fear", "LC": "lost control", "PV": "privacy", "TC": "time-critical",
    "DI": "dignity, access", "TP": "third party",
}  # fmt: skip


TWIN_HEAD = """\
# Twin of {original}: the same opening, another cause, another right remedy.
# A script that settles {original} must fail here.
# Keep: family, slots (add new ones with names that sort last, "z_..."), opening, open facts, trap.
# Change: the record, the hidden facts, true_cause, remedies, accept; wrong lists what would have settled {original}.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """One sub-command each."""
    what = parser.add_subparsers(dest="what", metavar="list|show|check|new|coverage")
    one = what.add_parser("list", help="the personas of a pack, file or folder")
    one.add_argument("personas", nargs="*", default=["all"], help="pack, id, file or folder (default: all)")
    one = what.add_parser("show", help="one persona as a bot will meet it")
    one.add_argument("persona", help="id or file")
    one.add_argument("--seed", type=int, default=7, help="fills amounts, dates and names (default: 7)")
    one = what.add_parser("check", help="lint files, folders, tables or packs; exit code 2 when one has an error")
    one.add_argument("paths", nargs="+", help="file, folder, table or pack")
    one = what.add_parser("new", help="write a commented file to start from")
    one.add_argument("id", help="the new persona's id, e.g. Z01")
    one.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="folder (default: here)")
    one.add_argument("--twin-of", type=Path, metavar="FILE", help="start from this persona: same opening, other cause")
    one = what.add_parser("coverage", help="which causes, tempers, trades and points of the texts are exercised")
    one.add_argument("personas", nargs="*", default=["all"], help="pack, id, file or folder (default: all)")


def run(options: argparse.Namespace) -> int:
    """Does what was asked for; a list when nothing was."""
    out = console()
    if options.what == "show":
        return show(vary(select([options.persona])[0], seed=options.seed), out)
    if options.what == "check":
        return check(options.paths, out)
    if options.what == "new":
        return new(options.id, options.out, out, twin_of=options.twin_of)
    chosen = select(getattr(options, "personas", ["all"]))
    return survey(chosen, out) if options.what == "coverage" else list_them(chosen, out)


def list_them(personas: tuple[Persona, ...], out: Console) -> int:
    """A line each."""
    table = Table("id", "story", "trade", "cause", "heat", "abuse", "style", "twin", header_style="bold", box=None)
    for p in personas:
        table.add_row(
            p.id,
            p.title,
            p.case.industry,
            " ".join(p.causes),
            str(p.anger),
            p.abuse,
            " ".join(p.style),
            p.twin or "",
        )
    out.print(table)
    out.print(f"{counted(len(personas), 'persona')}; `coolhead personas show ID` for one of them", style="dim")
    return EXIT_DONE


def show(persona: Persona, out: Console) -> int:
    """The persona, slots filled."""
    out.print(f"{persona.id}  {persona.title}", style="bold", markup=False)
    causes = ", ".join(CAUSES[c] for c in persona.causes)
    t = persona.temperament
    out.print(f"cause: {causes}; heat {persona.anger}/10; abuse {persona.abuse}; style {', '.join(persona.style)}")
    out.print(
        f"temper: volatility {t.volatility}, patience {t.patience} turns, trust {t.trust}, "
        f"disclosure {t.disclosure}, justice {t.justice}, grudge {t.grudge}\n"
    )
    out.print("Opens with one of", style="bold")
    for one in persona.opening:
        out.print("  " + (one if isinstance(one, str) else " / ".join(one)), markup=False)
    out.print("\nKnows", style="bold")
    for fact in persona.facts:
        out.print(f"  {fact.level:<7}{fact.say[0]}", markup=False)
    out.print(f"\nTrue cause: {persona.true_cause.label}", markup=False)
    out.print("\nMust be settled", style="bold")
    for remedy in persona.remedies:
        needs = f"  (needs {', '.join(remedy.needs)})" if remedy.needs else ""
        amount = f" {remedy.amount} cr" if remedy.amount else ""
        out.print(f"  {remedy.label}{amount}{needs}", markup=False)
    for outcome in persona.accept:
        out.print(f"  accepts: {' + '.join(outcome.remedies)}  (liking {outcome.liking:g})")
    if persona.trap:
        out.print(f"\nTrap: {persona.trap.say[0]}", markup=False)
    out.print("\nOn the agent's desk", style="bold")
    case = yaml.safe_dump(
        persona.case.model_dump(exclude_defaults=True), sort_keys=False, allow_unicode=True, width=100
    )
    out.print("  " + case.replace("\n", "\n  "), markup=False)
    return EXIT_DONE


def new(id: str, folder: Path, out: Console, *, twin_of: Path | None = None) -> int:
    """Writes a template that already plays, or a copy of another persona that is to become its twin."""
    path = folder / f"{id}.yaml"
    if not re.fullmatch(ID, id):
        raise BadInput("new", f"'{id}' is not a good id", do="a capital letter, then letters, digits, _ or -")
    if path.exists():
        raise BadInput(path, "is already there", do="choose another id or --out folder")
    text = files("coolhead.personas").joinpath("data/template.yaml.txt").read_text("utf-8").replace("@ID@", id)
    original = read(twin_of) if twin_of else None
    if twin_of and original:
        text = as_twin(twin_of.read_text("utf-8"), original, id)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        read(path)
    except OSError as problem:
        raise BadInput(path, f"cannot be written: {problem.strerror}", do="choose another --out folder") from None
    if id in {p.id for p in builtin()}:
        out.print(f"warning: {shadows(id)}", style="yellow")
    if original and original.twin != id:
        out.print(f"Name the twin in {twin_of} as well: twin: {id}", style="yellow", markup=False)
    out.print(f"{path} written. Edit it, then: coolhead personas check {path} && coolhead talk {path}", markup=False)
    return EXIT_DONE


def as_twin(text: str, original: Persona, id: str) -> str:
    """The file of a persona as the start of its twin."""
    text = re.sub(r"(?m)^# A customer of yours\..*\n|^(?:# )?(?:twin|kind|version):.*\n", "", text)
    head = TWIN_HEAD.format(original=original.id)
    text = re.sub(r"(?m)^canary: .*$", f'canary: "canary-{id}-change-me"', text, count=1)
    return re.sub(r"(?m)^id: .*$", f"id: {id}\nversion: 1\nkind: twin\ntwin: {original.id}", f"{head}{text}", count=1)


def survey(personas: tuple[Persona, ...], out: Console) -> int:
    """Counts, and each point of the texts with who exercises it and what measures it."""
    found = coverage(personas)
    for title, counts in (
        ("cause", {f"{c} {CAUSES[c]}": n for c, n in found.causes.items()}), ("style", found.styles),
        ("abuse", found.abuse), ("heat", found.anger), ("trade", found.industries),
        *((f"temper: {name}", c) for name, c in found.temperament.items()),
    ):  # fmt: skip
        line = Text(f"{title:<20} ", style="dim")
        for name, n in counts.items():
            line.append(f"{name} ", style="not dim" if n else "not dim red").append(f"{n}  ", style="not dim bold")
        line.rstrip()
        out.print(line)
    table = Table("point", "what it says", "exercised by", "measured by", header_style="bold", box=None)
    for point in seed_points():
        who = found.points[point.id]
        shown = " ".join(who[:6]) + (f" +{len(who) - 6}" if len(who) > 6 else "")
        measured = Text(" ".join(point.measured)) or Text(f"not in text: {point.not_in_text}", style="dim")
        table.add_row(point.id, point.point, Text(shown) or Text("nobody", style="red"), measured)
    out.print(table)
    lost = [p.id for p in seed_points() if p.measured and not found.points[p.id]]
    seen = sum(bool(who) for who in found.points.values())
    silent = sum(not p.measured for p in seed_points())
    out.print(
        f"{len(found.points)} points: {seen} exercised, {silent} leave no trace in text, "
        f"{len(lost)} open {' '.join(lost)}"
    )
    return EXIT_DONE
