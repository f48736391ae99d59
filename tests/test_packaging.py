"""What the wheel holds, and how fast the command line starts."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
HEAVY = {"litellm", "datasets", "matplotlib", "numpy", "pandas", "pyarrow", "aiohttp", "pydantic", "yaml", "rich"}


def test_every_package_of_the_tree_is_listed():
    # A forgotten sub-package works from the checkout and is silently missing from the wheel.
    listed = set(PROJECT["tool"]["setuptools"]["packages"])
    found = {
        "coolhead." + ".".join(path.parent.relative_to(ROOT).parts)
        for part in ("bench", "personas", "graders")
        for path in (ROOT / part).rglob("*.py")
        if "training" not in path.parts
    }
    assert listed == found


def test_every_data_file_matches_a_pattern():
    patterns = PROJECT["tool"]["setuptools"]["package-data"]
    for part in ("bench", "personas", "graders"):
        globs = [*patterns.get(f"coolhead.{part}", ()), *patterns["*"]]
        covered = {path for glob in globs for path in (ROOT / part).glob(glob) if path.is_file()}
        for path in (ROOT / part).rglob("*"):
            if path.is_file() and path.suffix not in {".py", ".pyc"} and "training" not in path.parts:
                assert path in covered or (path.name == "py.typed" and path.parent == ROOT / part), path


def test_constraints_name_versions_and_nothing_else():
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines():
        assert re.fullmatch(r"[a-z0-9._-]+==[\w.+!-]+( ; .+)?", line), line
        assert "://" not in line


def test_litellm_is_in_the_range_that_is_known_to_be_good():
    pins = dict(line.partition(" ;")[0].split("==") for line in (ROOT / "constraints.txt").read_text().splitlines())
    version = tuple(int(part) for part in pins["litellm"].split("."))
    assert (1, 100) <= version < (1, 107)


def imported_by(*words: str) -> set[str]:
    code = (
        "import sys, contextlib, io\n"
        "from coolhead.bench.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        f"    main({list(words)!r})\n"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_help_and_version_import_nothing_heavy():
    for words in (["--help"], ["--version"], []):
        assert not imported_by(*words) & HEAVY


def test_help_of_a_command_imports_nothing_very_heavy():
    for command in ("run", "grade", "report"):
        assert not imported_by(command, "--help") & {"litellm", "datasets", "matplotlib", "pandas", "pyarrow"}
