"""Run folders and personas -> Parquet with its card, CSV, logs of Inspect."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from coolhead.bench.datasets_door import write_parquet
from coolhead.bench.errors import BadInput
from coolhead.bench.exporting.card import SPLIT, card
from coolhead.bench.exporting.inspect_log import write_logs
from coolhead.bench.exporting.tables import DIALOGUES, GRADES, PERSONAS, dialogue_rows, grade_rows, persona_row
from coolhead.bench.store import RunFolder
from coolhead.personas.schema import Persona

LICENCE = "unknown"


def export(
    folder: RunFolder, kind: str, out: Path, *, licence: str = LICENCE, canaries: Sequence[str] = ()
) -> list[Path]:
    """Writes the run in one of the forms of `TARGETS` into `out`; returns what was written.

    Raises:
        BadInput: the folder holds no run, or cannot be written.
    """
    info = folder.info()
    if not info or next(folder.dialogues(), None) is None:
        raise BadInput(
            folder.path, "holds no run with dialogues", do="name a folder that `coolhead run` or `grade` wrote"
        )
    try:
        out.mkdir(parents=True, exist_ok=True)
        return TARGETS[kind](folder, out, {**info, "licence": licence, "canaries": canaries})
    except OSError as problem:
        raise BadInput(out, f"cannot be written: {problem.strerror}", do="name another folder with --out") from None


def export_personas(personas: Sequence[Persona], out: Path, *, licence: str = LICENCE) -> list[Path]:
    """Writes personas as `personas.parquet` with a card; `coolhead run --personas` reads the folder or the file."""
    path = out / "personas.parquet"
    count = write_parquet(path, lambda: map(persona_row, personas), features=PERSONAS)
    text = card(
        title="CoolHead personas",
        files={"personas": path.name},
        rows=count,
        licence=licence,
        info={"personas_only": True},
        canaries=sorted({p.canary for p in personas if p.canary}),
    )
    return [path, _write(out / "README.md", text)]


def _parquet(folder: RunFolder, out: Path, info: Mapping[str, Any]) -> list[Path]:
    return _with_card(folder, out, info, "{name}.parquet")


def _hub(folder: RunFolder, out: Path, info: Mapping[str, Any]) -> list[Path]:
    return _with_card(folder, out, info, f"{{name}}/{SPLIT}-00000-of-00001.parquet")


def _with_card(folder: RunFolder, out: Path, info: Mapping[str, Any], pattern: str) -> list[Path]:
    parts: tuple[tuple[str, Callable[[], Iterable[dict[str, Any]]], dict[str, Any]], ...] = (
        ("dialogues", lambda: dialogue_rows(folder), DIALOGUES),
        ("grades", lambda: grade_rows(folder), GRADES),
    )
    paths = {name: out / pattern.format(name=name) for name, _, _ in parts}
    rows = {name: write_parquet(paths[name], source, features=features) for name, source, features in parts}
    board = folder.path / "leaderboard.md"
    text = card(
        title=f"CoolHead: {folder.path.resolve().name}",
        files={name: path.relative_to(out).as_posix() for name, path in paths.items()},
        rows=rows["dialogues"],
        licence=info["licence"],
        info=info,
        board=board.read_text("utf-8") if board.is_file() else "",
        canaries=info["canaries"],
    )
    return [*paths.values(), _write(out / "README.md", text)]


def _csv(folder: RunFolder, out: Path, info: Mapping[str, Any]) -> list[Path]:
    """`dialogues.csv` has a row a turn, in columns that `coolhead grade` knows; `grades.csv` a row a grade."""

    def turns() -> Iterator[list[Any]]:
        for one in folder.dialogues():
            for number, turn in enumerate(one.turns):
                yield [one.id, number, turn.role, turn.text, one.bot, one.persona, one.end.reason]

    def grades() -> Iterator[list[Any]]:
        for row in grade_rows(folder):
            critical = " ".join(row["critical"])
            met = " ".join(f"{each['id']}:{each['verdict']}" for each in row["indicators"])
            yield [*(row[name] for name in names), met, critical, row["reason"]]

    names = ["dialogue", "bot", "persona", "criterion", "grader", "version", "score", "level"]
    head = ["conversation_id", "turn", "role", "text", "bot", "persona", "end"]
    return [
        _table(out / "dialogues.csv", head, turns()),
        _table(out / "grades.csv", [*names, "indicators", "critical", "reason"], grades()),
    ]


def _inspect(folder: RunFolder, out: Path, info: Mapping[str, Any]) -> list[Path]:
    return write_logs(folder, out, info)


def _table(path: Path, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(head)
        writer.writerows(rows)
    return path


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


TARGETS: dict[str, Callable[[RunFolder, Path, Mapping[str, Any]], list[Path]]] = {
    "parquet": _parquet,
    "csv": _csv,
    "hf-dataset": _hub,
    "inspect": _inspect,
}
"""What `--to` knows."""
