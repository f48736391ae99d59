"""The leaderboard as Markdown, CSV and LaTeX."""

from __future__ import annotations

import csv
import io
import re

from coolhead.bench.leaderboard import Leaderboard, Row
from coolhead.bench.tables.notes import notes
from coolhead.bench.tables.numbers import critical, hundredths, interval, rank, score, share
from coolhead.bench.types import CRITERIA, Mean


def markdown(board: Leaderboard) -> str:
    """A table for GitHub, with the notes below it."""
    head, rows = _grid(board)
    lines = [
        "| " + " | ".join(head) + " |",
        "|" + "|".join(":---" if name == "bot" else "---:" for name in head) + "|",
        *("| " + " | ".join(_markdown(cell) for cell in row) + " |" for row in rows),
        "",
        *(f"- {_markdown(note)}" for note in notes(board)),
    ]
    return "\n".join(lines) + "\n"


def csv_text(board: Leaderboard) -> str:
    """Every number of the rows, a line per bot; an empty cell = unknown or not judged."""
    out = io.StringIO()
    records = [_record(board, row) for row in board.rows]
    columns = list(dict.fromkeys(name for record in records for name in record))
    writer = csv.DictWriter(out, columns or ["bot"], restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue()


def latex(board: Leaderboard) -> str:
    """A `booktabs` table; tiers are set apart by space."""
    head, rows = _grid(board)
    lines = [
        r"% needs \usepackage{booktabs}",
        r"\begin{tabular}{" + "".join("l" if name == "bot" else "r" for name in head) + "}",
        r"\toprule",
        " & ".join(_latex(name) for name in head) + r" \\",
        r"\midrule",
    ]
    for place, (row, cells) in enumerate(zip(board.rows, rows, strict=True)):
        if place and row.tier != board.rows[place - 1].tier:
            lines.append(r"\addlinespace")
        lines.append(" & ".join(_latex(cell) for cell in cells) + r" \\")
    lines += [r"\bottomrule", r"\end{tabular}", *(f"% {note}" for note in notes(board))]
    return "\n".join(lines) + "\n"


def _grid(board: Leaderboard) -> tuple[list[str], list[list[str]]]:
    head = ["tier", "rank", "bot", "overall", *CRITERIA]
    head += [] if board.transcripts else ["accepted", "end anger"]
    head += ["critical errors", "dialogues"]
    rows = []
    for row in board.rows:
        cells = [str(row.tier or "–"), rank(row), row.bot, interval(row.overall)]
        cells += [score(row.criteria.get(name, Mean()).mean) for name in CRITERIA]
        if not board.transcripts:
            cells += [share(row.outcome.get("accepted")), hundredths(row.outcome.get("end_anger"))]
        done = row.coverage
        cells += [critical(row), f"{done.done}" if done.done == done.planned else f"{done.done}/{done.planned}"]
        rows.append(cells)
    return head, rows


def _record(board: Leaderboard, row: Row) -> dict[str, object]:
    record: dict[str, object] = {"bot": _cell(row.bot), "tier": row.tier}
    record |= {"rank_low": row.rank.low if row.rank else None, "rank_high": row.rank.high if row.rank else None}
    record |= _numbers("overall", row.overall)
    for name in CRITERIA:
        record |= _numbers(name, row.criteria.get(name, Mean()))
        for grader, mean in row.graders.get(name, {}).items():
            if len(row.graders[name]) > 1:
                record |= _numbers(f"{name}[{grader}]", mean)
    for what, value in row.outcome.items():
        record |= _numbers(what, row.intervals[what]) if what in row.intervals else {what: _plain(value)}
    record |= {f"pass_{k}": _plain(value) for k, value in row.pass_k.items()}
    errors = sorted({id for other in board.rows for id in other.critical})
    record |= {f"critical_{id}": row.critical.get(id, 0) for id in errors}
    record |= {"points_lost_to_caps": _plain(row.caps)}
    record |= {"cost_usd": _plain(row.cost_usd), "seconds": _plain(row.seconds)}
    if row.length:
        record["words_per_reply"] = _plain(row.length.words)
        record |= _numbers("overall_at_equal_length", row.length.overall)
    if row.weights:
        record |= {"weights_rank_low": row.weights.low, "weights_rank_high": row.weights.high}
    record |= {"done": row.coverage.done, "failed": row.coverage.failed, "planned": row.coverage.planned}
    return record | {"notes": _cell("; ".join(row.notes))}


def _numbers(name: str, mean: Mean) -> dict[str, object]:
    return {
        name: _plain(mean.mean), f"{name}_low": _plain(mean.low), f"{name}_high": _plain(mean.high),
        f"{name}_n": mean.n, f"{name}_missing": mean.missing,
    }  # fmt: skip


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:.6g}"


def _cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _markdown(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", " ".join(text.split()))


_LATEX = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "–": "--",
}  # fmt: skip


def _latex(text: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in " ".join(text.split()))
