"""`coolhead export`: a run, or personas, as Parquet, CSV, a data set or logs of Inspect."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from coolhead.bench.cli import EXIT_DONE
from coolhead.bench.cli.terminal import console
from coolhead.bench.datasets_door import push
from coolhead.bench.errors import BadInput
from coolhead.bench.exporting import TARGETS, export, export_personas
from coolhead.bench.store import RunFolder
from coolhead.personas.loader import builtin, select


def arguments(parser: argparse.ArgumentParser) -> None:
    """The flags."""
    add = parser.add_argument
    add("dir", nargs="?", type=Path, metavar="DIR", help="a run folder")
    add("--personas", action="append", metavar="PACK", help="instead of a run: personas, as parquet or hf-dataset")
    add("--to", required=True, choices=sorted(TARGETS), help="what to write")
    add("--out", type=Path, metavar="DIR", help="folder (default: DIR/export/FORM)")
    add("--license", default="unknown", metavar="ID", help="licence for the card, e.g. cc-by-4.0 (default: unknown)")
    add("--push", metavar="OWNER/NAME", help="upload the hf-dataset folder to the hub; needs --yes")
    add("--public", action="store_true", help="with --push: everybody may see it (default: private)")
    add("--yes", action="store_true", help="with --push: really send it")


def run(options: argparse.Namespace) -> int:
    """Writes, says what was written, uploads where that was asked for and confirmed."""
    if (options.dir is None) == (not options.personas):
        raise BadInput("coolhead export", "needs a run folder or --personas, one of the two", do="see --help")
    if options.push and options.to != "hf-dataset":
        raise BadInput("--push", f"uploads a data set, not {options.to}", do="add --to hf-dataset")
    out = console()
    if options.personas:
        target, paths = _personas(options)
    else:
        folder = RunFolder(options.dir)
        if options.push:
            _may_leave(folder.path, folder.info())
        target = options.out or options.dir / "export" / options.to
        paths = export(folder, options.to, target, licence=options.license, canaries=_canaries(folder.info()))
    for path in paths:
        out.print(str(path), markup=False, soft_wrap=True)
    if options.push:
        _push(options, target, out)
    return EXIT_DONE


def _personas(options: argparse.Namespace) -> tuple[Path, list[Path]]:
    if options.to not in ("parquet", "hf-dataset"):
        raise BadInput("--to", f"personas cannot be written as {options.to}", do="use parquet or hf-dataset")
    target = options.out or Path("personas-export")
    return target, export_personas(select(options.personas), target, licence=options.license)


def _canaries(info: dict[str, Any]) -> list[str]:
    """The marks of the built-in personas that took part, so that leaks of the data can be found."""
    took_part = set((info.get("versions") or {}).get("personas") or ())
    return sorted({each.canary for each in builtin() if each.id in took_part and each.canary}) if took_part else []


def _may_leave(path: Path, info: dict[str, Any]) -> None:
    if (info.get("versions") or {}).get("customer") == "transcript" and not info.get("redaction"):
        raise BadInput(path, "holds transcripts that were not redacted", do="grade the files again with --redact")


def _push(options: argparse.Namespace, folder: Path, out: Any) -> None:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    seen = "public" if options.public else "private"
    what = f"{len(files)} files, {size / 1e6:.1f} MB, to {options.push} ({seen})"
    if not options.yes:
        raise BadInput("--push", f"would upload {what}", do="look at the folder, then say --yes")
    address = push(folder, options.push, private=not options.public)
    out.print(f"uploaded {what}: {address}", markup=False, soft_wrap=True)
