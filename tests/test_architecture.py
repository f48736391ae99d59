"""The house rules that no linter knows: direction of imports, no cycles, one door per outside library."""

from __future__ import annotations

import ast
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("bench", "personas", "graders")

# Lowest first. A module belongs to the first layer whose prefix it starts with; it may import its own layer only within
# the same prefix, and anything of a lower layer.
LAYERS = [
    ["personas.marks"],
    ["personas.case"],
    ["personas.schema"],
    ["personas.brief"],
    ["personas.same", "personas.wording", "personas.phrases", "personas.survey"],
    ["bench.types"],
    ["bench.protocols", "bench.errors", "bench.wording", "bench.yaml_door"],
    ["personas.vary", "bench.settings", "bench.datasets_door", "bench.http_client"],
    [
        "personas.loader", "personas.__main__", "personas.lint", "bench.bots",
        "bench.customers", "bench.transcripts", "bench.store", "bench.stats", "bench.chat", "bench.testing",
        "bench.faults", "graders", "bench.redaction",
    ],
    ["bench.grading", "bench.judging"],
    ["bench.dialogue"],
    ["bench.engine"],
    ["bench.workers", "bench.cluster"],
    ["bench.hands"],
    ["bench.regrading"],
    ["bench.leaderboard", "bench.validation"],
    ["bench.tables", "bench.plots", "bench.report", "bench.comparing", "bench.exporting"],
    ["bench.lowest"],
    ["bench.gating"],
    ["bench.results"],
    ["bench.running"],
    ["bench.cli"],
    ["bench.api"],
    ["bench.__main__", "bench.pytest_plugin"],
]  # fmt: skip

CHECKS = [["speech"], ["case", "requests", "calm"], ["empathy", "clarity", "boundaries"], ["resolution"]]
"""The folders of `graders/checks/`, lowest first: what a sentence does, what it is held against, the criteria."""

DOORS = {
    "litellm": ("bench.chat",),
    "matplotlib": ("bench.plots",),
    "datasets": ("bench.datasets_door",),
    "ray": ("bench.cluster",),
    "aiohttp": ("bench.http_client", "bench.chat", "bench.bots.http", "bench.faults"),
}


@cache
def modules() -> dict[str, Path]:
    found = {}
    for part in PARTS:
        for path in (ROOT / part).rglob("*.py"):
            if "training" not in path.parts:
                name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                found[name.removesuffix(".__init__")] = path
    return found


@cache
def imports(path: Path, *, whole: bool) -> set[str]:
    """The modules a file imports; `whole` also counts those inside functions."""
    tree = ast.parse(path.read_text("utf-8"))
    nodes = ast.walk(tree) if whole else _top(tree)
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


LATER = (ast.FunctionDef, ast.AsyncFunctionDef)


def _for_types(node: ast.AST) -> bool:
    """`if TYPE_CHECKING:` is never run."""
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _top(tree: ast.Module) -> list[ast.AST]:
    todo: list[ast.AST] = [tree]
    seen: list[ast.AST] = []
    while todo:
        node = todo.pop()
        seen.append(node)
        todo += [c for c in ast.iter_child_nodes(node) if not isinstance(c, LATER) and not _for_types(c)]
    return seen


def ours(path: Path, *, whole: bool = True) -> set[str]:
    known = modules()
    names = {name.removeprefix("coolhead.") for name in imports(path, whole=whole) if name.startswith("coolhead.")}
    return {name for name in names if name in known}


def layer(module: str) -> tuple[int, str]:
    if module in PARTS:  # only a package's own __init__: the public names, above all
        return len(LAYERS), module
    for number, prefixes in enumerate(LAYERS):
        for prefix in prefixes:
            if module == prefix or module.startswith(prefix + "."):
                return number, prefix
    raise AssertionError(f"{module} is in no layer: say where it belongs in tests/test_architecture.py")


@pytest.mark.parametrize("module", sorted(name for name in modules() if name.count(".") > 2 and ".checks." in name))
def test_a_check_builds_on_its_own_folder_and_on_lower_ones(module):
    floors = {folder: floor for floor, folders in enumerate(CHECKS) for folder in folders}
    home = module.split(".")[2]
    for other in ours(modules()[module]):
        if other.startswith("graders.checks."):
            folder = other.split(".")[2]
            assert folder == home or floors[folder] < floors[home], f"{module} imports {other}, which is not below it"


@pytest.mark.parametrize("module", sorted(modules()))
def test_lower_layers_never_import_higher_ones(module):
    number, prefix = layer(module)
    for other in ours(modules()[module]):
        above, theirs = layer(other)
        if other in PARTS:  # the packages themselves hold nothing
            continue
        assert above <= number, f"{module} imports {other}, which is above it"
        if above == number:
            assert theirs == prefix, f"{module} imports its neighbour {other}; leaves do not know each other"


def test_there_is_no_cycle():
    graph = {name: ours(path, whole=False) - {name} for name, path in modules().items()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail[trail.index(name) :], name))
        if name not in done:
            for other in sorted(graph[name]):
                visit(other, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


@pytest.mark.parametrize("library", sorted(DOORS))
def test_each_outside_thing_has_one_door(library):
    for name, path in modules().items():
        used = {found.partition(".")[0] for found in imports(path, whole=True)}
        if library in used:
            assert name.startswith(DOORS[library]), f"{name} imports {library}; only {DOORS[library]} may"


def test_graders_and_customer_share_nothing_but_the_ground_floor():
    def family(prefix: str) -> set[str]:
        return {n for n, p in modules().items() if n.startswith(prefix) for n in ours(p)}

    shared = family("graders") & family("bench.customers")
    allowed = {
        "personas.marks",
        "personas.case",
        "personas.schema",
        "personas.brief",
        "bench.types",
        "bench.protocols",
        "bench.errors",
    }
    assert shared <= allowed, sorted(shared - allowed)
    assert not any(name.startswith("bench.customers") for name in family("graders"))
    assert not any(name.startswith("graders") for name in family("bench.customers"))


def test_graders_and_customer_read_no_file_of_each_other():
    def content(folder: str) -> dict[bytes, str]:
        paths = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
        assert paths
        return {path.read_bytes(): path.name for path in paths}

    customer, grader = content("bench/data/customer"), content("graders/data")
    assert not customer.keys() & grader.keys(), "one word list under two names"
    for name, path in modules().items():
        text = path.read_text("utf-8")
        if name.startswith("graders"):
            assert "data/customer" not in text
            assert 'files("coolhead.bench")' not in text, f"{name} reads data of the customer's package"
        if name.startswith("bench.customers"):
            assert "coolhead.graders" not in text


def test_our_folders_are_not_top_level_imports():
    assert not {"bench", "graders", "personas"} & set(sys.modules), "two copies of a class would break isinstance"
