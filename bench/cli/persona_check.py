"""`coolhead personas check`: every remark on a persona file, with its line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from coolhead.bench import yaml_door
from coolhead.bench.cli import EXIT_DONE, EXIT_USAGE
from coolhead.bench.customers.voice import templates
from coolhead.bench.errors import BadInput, did_you_mean
from coolhead.bench.wording import counted
from coolhead.personas.lint import Remark, lint, lint_twins
from coolhead.personas.loader import builtin, in_order, look, places
from coolhead.personas.schema import Persona


def check(names: Sequence[str], out: Console) -> int:
    """Every remark on files, folders, tables and packs, one a line, as a compiler prints them."""
    shipped = {p.id: p for p in builtin()}
    packs = [[found for path in places(name) for found in look(path)] for name in names]
    read = [found for pack in packs for found in pack]
    known = shipped | {persona.id: persona for _, persona in read if isinstance(persona, Persona)}
    errors = warnings = 0
    for where, persona in read:
        if isinstance(persona, BadInput):
            errors += 1
            out.print(f"{persona}", style="red", markup=False, soft_wrap=True)
            continue
        if shipped.get(persona.id, persona) != persona:
            warnings += 1
            out.print(f"{where}: warning: {shadows(persona.id)}", style="yellow", soft_wrap=True)
        remarks = lint(persona, known=frozenset(known)) + unknown_cells(persona)
        if persona.twin in known:
            remarks += lint_twins(persona, known[persona.twin])
        for remark in remarks:
            errors += remark.level == "error"
            warnings += remark.level == "warning"
            style = "red" if remark.level == "error" else "yellow"
            line = line_of_remark(Path(where), remark.place)
            out.print(f"{where}{f':{line}' if line else ''}: {remark}", style=style, markup=False, soft_wrap=True)
    for pack in packs if not errors else ():
        in_order(pack)  # two with one id
    many = counted(len({where for where, _ in read}), "persona")
    out.print(f"{many} checked: {counted(errors, 'error')}, {counted(warnings, 'warning')}")
    return EXIT_USAGE if errors else EXIT_DONE


def line_of_remark(file: Path, place: str) -> int | None:
    """The line of a place such as "remedies.fee" or "opening.2"; None where it is no file or says nothing of it."""
    if not file.is_file():
        return None  # a row of a table
    text = file.read_text("utf-8")
    node: Any = yaml_door.load(text)
    way: list[str | int] = []
    for part in place.split("."):
        if isinstance(node, list):
            ids = [str(n) for n in range(1, len(node) + 1)]
            ids = [item.get("id", n) if isinstance(item, dict) else n for item, n in zip(node, ids, strict=True)]
            if part not in ids:
                break
            at = ids.index(part)
            way.append(at)
            node = node[at]
        elif isinstance(node, dict) and part in node:
            way.append(part)
            node = node[part]
        else:
            break
    return yaml_door.line_of(text, way) if way else None


def unknown_cells(persona: Persona) -> list[Remark]:
    """Own lines for a kind of turn that the customer does not know: nobody would ever hear them."""
    cells = sorted(templates())
    return [
        Remark("warning", f"speech.lines.{name}", f"no such kind of turn; {did_you_mean(name, cells)}")
        for name in persona.speech.lines
        if name not in cells
    ]


def shadows(id: str) -> str:
    """What to say of a persona with the id of one that ships with CoolHead."""
    return f"'{id}' is also the id of a persona that ships with CoolHead: the two cannot be in one run; take another id"
