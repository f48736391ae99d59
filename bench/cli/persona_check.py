"""`coolhead personas check`: every remark on a persona file, with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Console

from coolhead.bench import yaml_door
from coolhead.bench.cli import EXIT_DONE, EXIT_USAGE
from coolhead.bench.customers.voice import templates
from coolhead.bench.errors import BadInput, did_you_mean
from coolhead.bench.wording import counted
from coolhead.personas.lint import Remark, lint, lint_twins
from coolhead.personas.loader import NO_PERSONAS, builtin, load, read
from coolhead.personas.schema import Persona


def check(paths: list[Path], out: Console) -> int:
    """Every remark, one a line, as a compiler prints them."""
    shipped = {p.id: p for p in builtin()}
    read_ = [(file, _read_or_problem(file)) for path in paths for file in _files(path)]
    found = {persona.id: persona for _, persona in read_ if isinstance(persona, Persona)}
    known = shipped | found
    errors = warnings = 0
    for file, persona in read_:
        if isinstance(persona, BadInput):
            errors += 1
            out.print(f"{persona}", style="red", markup=False, soft_wrap=True)
            continue
        if shipped.get(persona.id, persona) != persona:
            warnings += 1
            out.print(f"{file}: warning: {shadows(persona.id)}", style="yellow", soft_wrap=True)
        remarks = lint(persona, known=frozenset(known)) + unknown_cells(persona)
        if persona.twin in known:
            remarks += lint_twins(persona, known[persona.twin])
        for remark in remarks:
            errors += remark.level == "error"
            warnings += remark.level == "warning"
            style = "red" if remark.level == "error" else "yellow"
            line = line_of_remark(file, remark.place)
            out.print(f"{file}{f':{line}' if line else ''}: {remark}", style=style, markup=False, soft_wrap=True)
    for path in paths:
        if path.is_dir() and not errors:
            load(path)  # two files with one id
    out.print(f"{counted(len(read_), 'persona')} checked: {counted(errors, 'error')}, {counted(warnings, 'warning')}")
    return EXIT_USAGE if errors else EXIT_DONE


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    inner = sorted(p for p in path.rglob("*.y*ml") if p.name not in NO_PERSONAS)
    if not inner:
        raise BadInput(path, "holds no .yaml file", do="name a folder of personas")
    return inner


def _read_or_problem(file: Path) -> Persona | BadInput:
    try:
        return read(file)
    except BadInput as problem:
        return problem


def line_of_remark(file: Path, place: str) -> int | None:
    """The line of a place such as "remedies.fee" or "opening.2"; None where the file says nothing of it."""
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
