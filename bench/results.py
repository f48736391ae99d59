"""What `run` and `grade` give back: a leaderboard that shows itself, with every dialogue and grade behind it."""

from __future__ import annotations

import html
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from coolhead.bench.errors import BadInput, did_you_mean
from coolhead.bench.leaderboard import Leaderboard, Row, build
from coolhead.bench.lowest import Shown, lowest
from coolhead.bench.store import RunFolder
from coolhead.bench.tables import notes, terminal
from coolhead.bench.tables.numbers import interval, overall, share
from coolhead.bench.types import CRITERIA, Dialogue, Grade, Mean

What = Literal["dialogues", "grades", "bots"]


class Result:
    """A finished run: `.resolution.low`, `result["my_bot"]`, `.worst(3)`, `.to_pandas()`."""

    def __init__(self, folder: RunFolder, *, keep: object = None) -> None:
        self.folder = folder.path
        """Where the lines are; of a temporary run for as long as this object lives."""
        self.board: Leaderboard = build(folder)
        self._store = folder
        self._keep = keep  # the temporary folder goes when the last result that needs it goes

    @property
    def status(self) -> str:
        """`done`, or why it is not."""
        return str(self._store.info().get("status", ""))

    @property
    def rows(self) -> tuple[Row, ...]:
        """A row per bot, best first."""
        return self.board.rows

    def __getitem__(self, bot: str) -> Row:
        """The row of a bot."""
        for row in self.rows:
            if row.bot == bot:
                return row
        raise KeyError(f"no bot '{bot}'; {did_you_mean(bot, [row.bot for row in self.rows])}")

    def _only(self) -> Row:
        if len(self.rows) != 1:
            names = ", ".join(row.bot for row in self.rows) or "none"
            raise BadInput("result", f"holds {len(self.rows)} bots ({names})", do='say which: result["NAME"].overall')
        return self.rows[0]

    @property
    def overall(self) -> Mean:
        """Mean of the criteria of the only bot, 0-100, with its 95 % interval."""
        return self._only().overall

    @property
    def calm(self) -> Mean:
        """Calmness of the only bot, 0-100."""
        return self._only().criteria["calm"]

    @property
    def empathy(self) -> Mean:
        """Empathy of the only bot, 0-100."""
        return self._only().criteria["empathy"]

    @property
    def clarity(self) -> Mean:
        """Clarity of the only bot, 0-100."""
        return self._only().criteria["clarity"]

    @property
    def boundaries(self) -> Mean:
        """Boundaries of the only bot, 0-100."""
        return self._only().criteria["boundaries"]

    @property
    def resolution(self) -> Mean:
        """Resolution of the only bot, 0-100."""
        return self._only().criteria["resolution"]

    @property
    def outcome(self) -> dict[str, float | None]:
        """How the dialogues of the only bot ended: accepted (0-1), walked_away, end_anger (0-1), turns, ..."""
        return self._only().outcome

    @property
    def critical(self) -> dict[str, int]:
        """Critical errors of the only bot, by id."""
        return self._only().critical

    def dialogues(self) -> Iterator[Dialogue]:
        """Every dialogue, one in memory at a time."""
        yield from self._store.dialogues()  # as a generator of ours, so that a temporary folder lives until its end

    def grades(self) -> Iterator[Grade]:
        """Every grade."""
        yield from self._store.grades()

    def worst(self, count: int = 3) -> list[Shown]:
        """The dialogues with the lowest mean score; `coolhead.bench.lowest.as_text` writes one out."""
        return lowest(self._store, count=count)

    # --- other forms ---

    def records(self, what: What = "dialogues") -> list[dict[str, Any]]:
        """Flat rows: one per dialogue (with a mean score per criterion), per grade, or per bot.

        Raises:
            BadInput: another word.
        """
        if what == "grades":
            return [grade.model_dump(mode="json") for grade in self.grades()]
        if what == "bots":
            return [_bot(row) for row in self.rows]
        if what != "dialogues":
            raise BadInput(f"'{what}'", "is not a kind of rows", do="use dialogues, grades or bots")
        scores: dict[str, dict[str, list[float]]] = {}
        critical: dict[str, set[str]] = {}
        for grade in self.grades():
            if grade.score is not None:
                scores.setdefault(grade.dialogue, {}).setdefault(grade.criterion, []).append(grade.score)
            critical.setdefault(grade.dialogue, set()).update(grade.critical)
        return [_dialogue(one, scores.get(one.id, {}), sorted(critical.get(one.id, ()))) for one in self.dialogues()]

    def to_pandas(self, what: What = "dialogues") -> Any:
        """A pandas DataFrame of `records`."""
        import pandas as pd

        return pd.DataFrame.from_records(self.records(what))

    def to_dataset(self, what: What = "dialogues") -> Any:
        """A Hugging Face Dataset of `records`; nothing leaves this machine."""
        from coolhead.bench.datasets_door import library

        return library().Dataset.from_pandas(self.to_pandas(what), preserve_index=False)

    def __repr__(self) -> str:
        from rich.console import Console

        out = Console(file=io.StringIO(), width=120, highlight=False, force_jupyter=False, markup=False, emoji=False)
        out.print(terminal(self.board))
        for note in notes(self.board):
            out.print(note, markup=False, emoji=False)
        return str(out.file.getvalue()).rstrip()  # type: ignore[attr-defined]

    def _repr_html_(self) -> str:
        head = ["bot", "overall", *CRITERIA, *([] if self.board.transcripts else ["accepted"]), "critical", "dialogues"]
        cells = "".join(f"<th style='text-align:{_side(name)}'>{name}</th>" for name in head)
        body = "".join(f"<tr>{''.join(_cells(row, head))}</tr>" for row in self.rows)
        below = "".join(f"<div><small>{html.escape(note)}</small></div>" for note in notes(self.board))
        return f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>{below}"


def _side(name: str) -> str:
    return "left" if name == "bot" else "right"


def _cells(row: Row, head: list[str]) -> Iterator[str]:
    for name in head:
        if name == "bot":
            text = row.bot
        elif name == "accepted":
            text = share(row.outcome.get("accepted"))
        elif name == "critical":
            text = str(sum(row.critical.values()))
        elif name == "dialogues":
            text = f"{row.coverage.done}"
        else:
            text = overall(row) if name == "overall" else interval(row.criteria.get(name, Mean()))
        yield f"<td style='text-align:{_side(name)}'>{html.escape(text)}</td>"


def _bot(row: Row) -> dict[str, Any]:
    flat: dict[str, Any] = {"bot": row.bot, "tier": row.tier}
    for name, mean in (("overall", row.overall), *((c, row.criteria.get(c, Mean())) for c in CRITERIA)):
        flat |= {name: mean.mean, f"{name}_low": mean.low, f"{name}_high": mean.high, f"{name}_n": mean.n}
    flat |= row.outcome
    flat |= {"critical": sum(row.critical.values()), "dialogues": row.coverage.done, "failed": row.coverage.failed}
    return flat


def _dialogue(one: Dialogue, scores: dict[str, list[float]], critical: list[str]) -> dict[str, Any]:
    means = {c: sum(found) / len(found) if (found := scores.get(c)) else None for c in CRITERIA}
    known = [mean for mean in means.values() if mean is not None]
    return {
        "id": one.id,
        "bot": one.bot,
        "persona": one.persona,
        "repeat": one.repeat,
        "seed": one.seed,
        "end": one.end.reason,
        "failure": one.failure.kind if one.failure else None,
        "turns": len(one.turns),
        "end_anger": one.trace[-1].anger if one.trace else None,
        "overall": sum(known) / len(known) if known else None,
        **{str(name): mean for name, mean in means.items()},
        "critical": critical,
        "cost_usd": one.cost_usd,
        "text": "\n".join(f"{turn.role}: {turn.text}" for turn in one.turns),
    }


def folder_of(path: Path) -> Result:
    """The result of a run folder on disk.

    Raises:
        BadInput: it holds no run.
    """
    folder = RunFolder(path)
    if not folder.info():
        raise BadInput(path, "holds no run.json", do="name a run folder")
    return Result(folder)
