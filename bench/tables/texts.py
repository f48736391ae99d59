"""The leaderboard as Markdown, CSV and LaTeX."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from coolhead.bench.leaderboard import Leaderboard, Row
from coolhead.bench.stats import chance_unseen
from coolhead.bench.tables.notes import notes
from coolhead.bench.tables.numbers import (
    SAME_LENGTH,
    at_length,
    critical,
    hundredths,
    judged,
    lengths_known,
    overall,
    rank,
    share,
)
from coolhead.bench.tables.sheets import sheets
from coolhead.bench.types import CRITERIA, Mean


def markdown(board: Leaderboard) -> str:
    """Tables for GitHub: the leaderboard with its notes, then those behind it."""
    head, rows = _grid(board)
    lines = [*_table(head, rows, words=("bot",)), "", *(f"- {_markdown(note)}" for note in _below(board))]
    for sheet in sheets(board):
        lines += ["", f"## {sheet.title}", "", sheet.about, ""]
        lines += _table(sheet.head, sheet.rows, words=(*sheet.head[: sheet.names], *sheet.words))
    return "\n".join(lines) + "\n"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], *, words: Sequence[str]) -> list[str]:
    return [
        "| " + " | ".join(map(_markdown, head)) + " |",
        "|" + "|".join(":---" if name in words else "---:" for name in head) + "|",
        *("| " + " | ".join(map(_markdown, row)) + " |" for row in rows),
    ]


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
    """`booktabs` tables: the leaderboard, tiers set apart by space and notes as comments, then those behind it."""
    head, rows = _grid(board)
    apart = [place for place, row in enumerate(board.rows) if place and row.tier != board.rows[place - 1].tier]
    lines = [r"% needs \usepackage{booktabs}", *_tabular(head, rows, words=("bot",), apart=apart)]
    lines += [f"% {note}" for note in _below(board)]
    for sheet in sheets(board):
        lines += [
            "",
            f"% {sheet.title}. {sheet.about}",
            *_tabular(sheet.head, sheet.rows, words=(*sheet.head[: sheet.names], *sheet.words)),
        ]
    return "\n".join(lines) + "\n"


def _tabular(
    head: Sequence[str], rows: Sequence[Sequence[str]], *, words: Sequence[str], apart: Sequence[int] = ()
) -> list[str]:
    lines = [
        r"\begin{tabular}{" + "".join("l" if name in words else "r" for name in head) + "}",
        r"\toprule",
        " & ".join(map(_latex, head)) + r" \\",
        r"\midrule",
    ]
    for place, row in enumerate(rows):
        lines += [r"\addlinespace"] if place in apart else []
        lines.append(" & ".join(map(_latex, row)) + r" \\")
    return [*lines, r"\bottomrule", r"\end{tabular}"]


def _grid(board: Leaderboard) -> tuple[list[str], list[list[str]]]:
    head = ["tier", "rank", "bot", "overall", "same length", *CRITERIA]
    head += [] if board.transcripts else ["accepted", "end anger"]
    head += ["critical errors", "dialogues"]
    rows = []
    for row in board.rows:
        cells = [str(row.tier or "–"), rank(row), row.bot, overall(row)]
        cells += [at_length(row)]
        cells += [judged(row.criteria.get(name, Mean())) for name in CRITERIA]
        if not board.transcripts:
            cells += [share(row.outcome.get("accepted")), hundredths(row.outcome.get("end_anger"))]
        done = row.coverage
        cells += [critical(row), f"{done.done}" if done.done == done.planned else f"{done.done}/{done.planned}"]
        rows.append(cells)
    return head, rows


def _below(board: Leaderboard) -> list[str]:
    """The notes, and what the columns mean that the terminal does not have or explains itself."""
    found = notes(board)
    if lengths_known(board):
        found.append(f"Same length: {SAME_LENGTH}")
    if board.rows and not board.transcripts:
        found.append("End anger: 0 calm – 1 furious.")
    return found


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
    record |= {"tokens_per_dialogue": _plain(row.tokens_per_dialogue), "cost_usd": _plain(row.cost_usd)}
    record |= {"cost_per_dialogue": _plain(row.cost_per_dialogue), "seconds": _plain(row.seconds)}
    if row.length:
        record["words_per_reply"] = _plain(row.length.words)
        record |= _numbers("overall_at_equal_length", row.length.overall)
    for group in board.groups:
        record |= _numbers(f"{group.by}[{group.name}]", group.overall.get(row.bot, Mean()))
    for gap in board.style_gaps:
        record |= _numbers(f"style_gap[{gap.style}]", gap.bots.get(row.bot, Mean()))
    if row.weights:
        record |= {"weights_rank_low": row.weights.low, "weights_rank_high": row.weights.high}
        record |= {"weights_first": _plain(row.weights.first)}
    record |= {"clusters": row.clusters}
    record |= {"chance_one_in_ten_unseen": _plain(chance_unseen(row.clusters)) if row.clusters else ""}
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
