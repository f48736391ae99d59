"""Reads personas from the package, a file or a folder. Every complaint names file and field."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from coolhead.bench import wording, yaml_door
from coolhead.bench.datasets_door import HUB, is_data_set
from coolhead.bench.datasets_door import rows as data_rows
from coolhead.bench.errors import BadInput, did_you_mean
from coolhead.personas.schema import DanglingError, Persona
from coolhead.personas.vary import SlotError, vary

NO_PERSONAS = frozenset({"pools.yaml", "seed_points.yaml", "style_swap.yaml"})
"""Files of our data folder that hold something else."""
PACKS = ("core", "controls", "twins", "styles")
"""The built-in packs: a folder each under `data/`, but for the style variants, which are made from core."""


@cache
def builtin(pack: str = "all") -> tuple[Persona, ...]:
    """The personas that ship with CoolHead, sorted by id; the pack "all" is every pack."""
    if pack == "styles":
        return style_variants()
    root = Path(str(files("coolhead.personas").joinpath("data")))
    if pack == "all":
        return load(*(root / name for name in PACKS if name != "styles")) + style_variants()
    return load(root / pack)


def style_variants() -> tuple[Persona, ...]:
    """The style-swap set: the same customers in other ways of writing, with ids like "P03-caps"."""
    plan = yaml.safe_load(files("coolhead.personas").joinpath("data/style_swap.yaml").read_text("utf-8"))
    core = {persona.id: persona for persona in builtin("core")}
    return tuple(
        core[id].model_copy(update={"id": f"{id}-{style}", "kind": "style", "style": (style,), "twin": None})
        for id in sorted(plan["of"])
        for style in plan["styles"]
    )


def load(*paths: Path) -> tuple[Persona, ...]:
    """All personas of these files, folders and tables, sorted by id.

    Raises:
        BadInput: a file that is missing, broken or holds an unknown field; two personas with one id.
    """
    return in_order(found for path in paths for found in look(path))


def in_order(found: Iterable[tuple[str, Persona | BadInput]]) -> tuple[Persona, ...]:
    """What was looked at, sorted by id.

    Raises:
        BadInput: one that is broken; two personas with one id.
    """
    known: dict[str, tuple[Persona, str]] = {}
    for where, persona in found:
        if isinstance(persona, BadInput):
            raise persona
        if persona.id in known:
            taken = Path(known[persona.id][1]).name
            raise BadInput(where, f"id '{persona.id}' is taken by {taken}", do="give each its own id")
        known[persona.id] = (persona, where)
    # Sorted: folder order differs between machines and would reorder the run.
    return tuple(known[key][0] for key in sorted(known))


def look(path: Path) -> Iterator[tuple[str, Persona | BadInput]]:
    """Each persona of a file, folder or table with its place, or in its stead all that is wrong with it.

    Raises:
        BadInput: the whole cannot be read.
    """
    if _is_table(path):
        empty = True
        for where, raw in _of_rows(path):
            empty = False
            yield from ((where, one) for one in ([raw] if isinstance(raw, BadInput) else _made(raw, where=where)))
        if empty:
            raise BadInput(path, "holds no persona", do="a row each, see docs/datasets.md")
    else:
        for inner in _yaml_files(path):
            try:
                raw, text = _raw(inner)
            except BadInput as problem:
                yield str(inner), problem
            else:
                yield from ((str(inner), one) for one in _made(raw, where=str(inner), text=text))


def places(name: str) -> list[Path]:
    """Where the personas of a name stand: a file, a folder, a pack of ours or the name of an entry point."""
    path, root = Path(name), Path(str(files("coolhead.personas").joinpath("data")))
    if not path.exists() and (name == "all" or name in PACKS):
        wanted = PACKS if name == "all" else (name,)
        return [root / pack for pack in wanted if pack != "styles"] or [root / "core"]  # styles are made from core
    points = [] if path.exists() else [one for one in entry_points(group="coolhead.personas") if one.name == name]
    return [Path(str(points[0].load()()))] if points else [path]


def _is_table(path: Path) -> bool:
    return path.suffix.lower() in {".jsonl", ".csv", ".tsv"} or is_data_set(path) or _is_list(path)


def _is_list(path: Path) -> bool:
    """A JSON file with many personas; one that holds a single persona is read like a YAML file."""
    return path.suffix.lower() == ".json" and path.is_file() and path.read_text("utf-8").lstrip()[:1] == "["


def _of_rows(path: Path) -> Iterator[tuple[str, dict[str, Any] | BadInput]]:
    """The rows of a data set, a table or JSON with their places: a persona whole in column `persona`, or by fields."""
    for number, row in _rows(path):
        where = f"{path}:{number}"
        try:
            raw = json.loads(row) if isinstance(row, str) else row
            raw = raw.get("persona", raw) if isinstance(raw, dict) else raw
            raw = json.loads(raw) if isinstance(raw, str) else raw
            if isinstance(raw, dict):
                raw = {name: _cell(value) for name, value in raw.items() if value is not None and value != ""}
        except json.JSONDecodeError as problem:
            yield where, BadInput(where, f"broken JSON: {problem}", do="mend the line")
            continue
        yield where, raw if isinstance(raw, dict) else BadInput(where, "holds no persona", do="see docs/datasets.md")


def _rows(path: Path) -> Iterable[tuple[int, Any]]:
    """Each row with its number, as people count: lines of a text from 1, rows of a table or list from 1."""
    kind = path.suffix.lower()
    if kind not in {".jsonl", ".csv", ".tsv", ".json"}:
        return enumerate(data_rows(path, config="personas" if str(path).startswith(HUB) else None)(), 1)
    try:
        text = path.read_text("utf-8-sig")
        if kind == ".jsonl":
            return [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
        if kind == ".json":
            return list(enumerate(json.loads(text), 1))
        table = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if kind == ".tsv" else ",")
        return list(enumerate(table, 1))
    except (OSError, UnicodeDecodeError) as problem:
        raise BadInput(path, f"cannot be read: {problem}", do="check the name and the rights") from None
    except json.JSONDecodeError as problem:
        raise BadInput(f"{path}:{problem.lineno}", f"broken JSON: {problem.msg}", do="mend the line") from None
    except csv.Error as problem:
        raise BadInput(path, f"broken table: {problem}", do="write it as CSV with quotes") from None


def _cell(value: Any) -> Any:
    """A cell of a table: lists and fields stand in it as JSON."""
    return json.loads(value) if isinstance(value, str) and value[:1] in {"[", "{"} else value


def read(path: Path) -> Persona:
    """The persona of one YAML or JSON file, checked and filled once to see that every slot works out."""
    raw, text = _raw(path)
    return parse(raw, where=str(path), text=text)


def _raw(path: Path) -> tuple[dict[str, Any], str]:
    """What a file holds, and its text."""
    try:
        text = path.read_text("utf-8")
        raw = yaml_door.load(text) if path.suffix != ".json" else json.loads(text)
    except (OSError, UnicodeDecodeError) as problem:
        raise BadInput(path, f"cannot be read: {problem}", do="check the name and the rights") from None
    except yaml.YAMLError as problem:
        line, what = yaml_door.complaint(problem)
        raise BadInput(f"{path}{line}", f"broken YAML: {what}", do="mend the line") from None
    except json.JSONDecodeError as problem:
        raise BadInput(path, f"broken file: {problem}", do="mend the line") from None
    if not isinstance(raw, dict):
        raise BadInput(path, "holds no persona", do="see `coolhead personas new`")
    return raw, text


def parse(raw: dict[str, Any], *, where: str, text: str = "") -> Persona:
    """A persona from plain data; `where` names its origin in complaints, `text` (YAML or JSON) gives them a line."""
    first = _made(raw, where=where, text=text)[0]
    if isinstance(first, BadInput):
        raise first
    return first


def _made(raw: dict[str, Any], *, where: str, text: str = "") -> list[Persona | BadInput]:
    """The persona alone, or all that is wrong with it, what is to be mended first in front."""
    try:
        persona = Persona.model_validate(raw)
        vary(persona, seed=0)
    except ValidationError as problem:
        found = [_fault(error, where, text) for error in wording.by_weight(problem)]
        return list({str(one): one for one in found}.values())
    except SlotError as problem:
        line = yaml_door.line_of(text, problem.way) if text else None
        return [BadInput(f"{where}:{line}" if line else where, str(problem), do="add the slot or mend the text")]
    return [persona]


def _fault(error: ErrorDetails, where: str, text: str) -> BadInput:
    cause = error.get("ctx", {}).get("error")
    way = cause.way if isinstance(cause, DanglingError) else wording.steps(error)
    line = yaml_door.line_of(text, way) if text else None
    what, do = _complaint(error)
    return BadInput(f"{where}:{line}" if line else where, what, do=do)


def select(wanted: Iterable[str]) -> tuple[Persona, ...]:
    """Personas by what a user names: a pack, an id, a file, a folder, or the name of an entry point.

    Raises:
        BadInput: a name that is none of these.
    """
    chosen: dict[str, Persona] = {}
    for name in wanted:
        for persona in _named(name):
            known = chosen.setdefault(persona.id, persona)
            if known != persona:
                raise BadInput(name, f"another persona '{persona.id}' was already chosen", do="give each its own id")
    return tuple(chosen[key] for key in sorted(chosen))


def _named(name: str) -> tuple[Persona, ...]:
    if name == "all" or name in PACKS:
        return builtin(name)
    path = Path(name)
    if path.exists() or name.startswith(HUB):
        return load(path)
    for point in entry_points(group="coolhead.personas"):
        if point.name == name:
            return load(Path(str(point.load()())))
    everyone = {persona.id: persona for persona in builtin()}
    if name in everyone:
        return (everyone[name],)
    known = [*PACKS, "all", *everyone]
    several = [part.strip() for part in name.split(",")]
    raise BadInput(
        "--personas",
        f"no persona, pack, file or folder '{name}'",
        do="name each by itself: " + " ".join(f"--personas {one}" for one in several)
        if len(several) > 1 and set(several) <= set(known)
        else did_you_mean(name, known),
    )


def _yaml_files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        inner = sorted(p for p in path.rglob("*") if p.suffix in {".yaml", ".yml"} and p.name not in NO_PERSONAS)
        if not inner:
            raise BadInput(path, "holds no .yaml file", do="name a folder of personas")
        yield from inner
    else:
        yield path


def _fields_at(place: Sequence[str | int]) -> list[str]:
    """The fields that are known at a place of a persona file."""
    model: type[BaseModel] = Persona
    for name in place:
        if isinstance(name, str) and name in model.model_fields:
            inner = model.model_fields[name].annotation
            while inner is not None and not (isinstance(inner, type) and issubclass(inner, BaseModel)):
                inner = next((one for one in get_args(inner) if one is not type(None) and one is not Ellipsis), None)
            model = inner or model
    return [field.alias or name for name, field in model.model_fields.items()]


def _complaint(error: ErrorDetails) -> tuple[str, str]:
    """What is wrong, and what to do."""
    place = wording.place(error)
    if error["type"] == "extra_forbidden":
        return f"unknown field '{place}'", did_you_mean(str(error["loc"][-1]), _fields_at(error["loc"][:-1]))
    what = f"{place}: {wording.what(error)}" if place else wording.what(error)
    if error["type"] == "missing":
        return what, "add it; `coolhead personas new X01` writes a file that has everything"
    return what, "mend it; docs/personas.md says what each field holds"
