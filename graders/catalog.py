"""Finds graders: those that ship in `rules/`, those of other packages (entry points), those of `--grader FILE`."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

from coolhead.bench.errors import BadInput
from coolhead.bench.protocols import Grader


def graders_named(files: Iterable[str] = ()) -> list[Grader]:
    """The graders of a run: the built-in ones, those of installed packages, then those of these files.

    Raises:
        BadInput: a file that cannot be imported or holds no grader, or two graders with one id.
    """
    found: dict[str, Grader] = {}
    for grader in [*builtin(), *_installed(), *(g for file in files for g in from_file(Path(file)))]:
        if grader.id in found:
            raise BadInput("--grader", f"two graders are called '{grader.id}'", do="give one another id")
        found[grader.id] = grader
    return list(found.values())


def builtin() -> list[Grader]:
    """The rule graders that ship with CoolHead, in the order of their modules' names."""
    rules = importlib.import_module("coolhead.graders.rules")
    modules = sorted(info.name for info in pkgutil.iter_modules(rules.__path__) if not info.name.startswith("_"))
    return [g for name in modules for g in _of(importlib.import_module(f"coolhead.graders.rules.{name}"))]


def from_file(path: Path) -> list[Grader]:
    """The graders of a Python file.

    Raises:
        BadInput: no such file, an error while importing it, or no grader in it.
    """
    if not path.is_file():
        raise BadInput(path, "no such file", do="check the path of --grader")
    spec = importlib.util.spec_from_file_location(f"coolhead_grader_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise BadInput(path, "is not a Python file", do="name a .py file with a @rule function")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as problem:
        raise BadInput(path, f"importing it failed: {type(problem).__name__}: {problem}", do="mend the file") from None
    found = list(_of(module))
    if not found:
        raise BadInput(path, "holds no grader", do="decorate a function with @rule (docs/graders.md)")
    return found


def _installed() -> Iterator[Grader]:
    for point in sorted(entry_points(group="coolhead.graders"), key=lambda p: p.name):
        made: Any = point.load()
        yield made() if isinstance(made, type) else made


def _of(module: ModuleType) -> Iterator[Grader]:
    for name, value in vars(module).items():
        mine = getattr(value, "__module__", module.__name__) == module.__name__
        if not name.startswith("_") and not isinstance(value, type) and isinstance(value, Grader) and mine:
            yield value
