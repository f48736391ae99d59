"""Plays the published reference leaderboard anew: ladder and cheats, core personas, three repeats.

    python tools/publish_results.py            writes results/

The same version of CoolHead leaves the same bytes; `git diff results/` shows what a change moved.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from coolhead.bench.cli import main

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "results"
COMMAND = ["run", "--bot", "ladder", "--bot", "attack", "--personas", "core", "--repeats", "3", "--seed", "7"]
KEPT = ("leaderboard.csv", "leaderboard.md")
FIGURES = ("leaderboard", "profile", "personas", "anger", "indicators")


def publish() -> int:
    """The exit code of the run; the files are copied only when it ended well."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "run"
        code = main([*COMMAND, "--out", str(folder)])
        if code == 0:
            RESULTS.mkdir(exist_ok=True)
            for name in KEPT:
                shutil.copyfile(folder / name, RESULTS / name)
            for name in FIGURES:
                for end in (".png", ".svg"):
                    shutil.copyfile(folder / "plots" / f"{name}{end}", RESULTS / f"{name}{end}")
    return code


if __name__ == "__main__":
    sys.exit(publish())
