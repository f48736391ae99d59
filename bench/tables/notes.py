"""What stands under the table: without it the numbers above cannot be read."""

from __future__ import annotations

from collections import defaultdict

from coolhead.bench.leaderboard import Leaderboard, Row
from coolhead.bench.leaderboard.caps import caps
from coolhead.bench.tables.numbers import shortened


def notes(board: Leaderboard) -> list[str]:
    """The notes, most important first; every one a sentence or two."""
    if not board.rows:
        return ["No dialogue has been graded yet."]
    found = [_what_n_is(board), *_ranks(board), *_detectable(board), *_missing(board), *_caps(board)]
    found += [*board.notes, *_unranked(board), *_caveat(board)]
    return [note for note in found if note]


def _what_n_is(board: Leaderboard) -> str:
    dialogues = sum(row.coverage.done for row in board.rows)
    what = "conversations or tasks" if board.transcripts else "families of personas"
    parts = ", ".join(board.criteria)
    formed = f" Overall = mean of the means of {parts}." if parts else ""
    return f"{dialogues:,} dialogues; 95 % intervals over {board.clusters:,} {what}.{formed}"


def _ranks(board: Leaderboard) -> list[str]:
    if sum(row.rank is not None for row in board.rows) < 2:
        return []
    how = "" if any(one.paired for one in board.comparisons) else " (bots had different dialogues: independent samples)"
    return [f"Rank = the range that the data allow; bots of one tier cannot be told apart{how}."]


def _detectable(board: Leaderboard) -> list[str]:
    if board.detectable is None or board.detectable.difference is None:
        return []
    d = board.detectable
    among = f" ({d.all_pairs:.0f} for a claim among all pairs)" if d.all_pairs and len(board.comparisons) > 1 else ""
    found = f"A true difference of {d.difference:.0f} points would be found in four runs of five{among}"
    return [f"{found}; less may go unseen."]


def _missing(board: Leaderboard) -> list[str]:
    out = []
    gaps = {c: sum(row.criteria[c].missing for row in board.rows if c in row.criteria) for c in board.criteria}
    some = [f"{criterion} {count:,}" for criterion, count in gaps.items() if count]
    if some:
        out.append(f"Not judged (not applicable or no verdict), left out of the mean: {', '.join(some)} dialogues.")
    failed = [f"{_name(row)} {row.coverage.failed}" for row in board.rows if row.coverage.failed]
    if failed:
        out.append(f"Failed dialogues (a bot's failure scores 0, a simulator's is missing): {_list(failed)}.")
    open_ = [row for row in board.rows if row.coverage.done < row.coverage.planned]
    short = [f"{_name(row)} {row.coverage.done}/{row.coverage.planned}" for row in open_]
    if short:
        out.append(f"Not finished, dialogues played of planned: {_list(short)}.")
    return out


def _caps(board: Leaderboard) -> list[str]:
    most = sorted(board.rows, key=lambda row: -row.caps)
    struck = [f"{_name(row)} -{row.caps:.0f}" for row in most if row.caps >= 0.5]
    if not struck:
        return []
    ids = sorted({id for row in board.rows for id in row.critical if id in caps()})
    return [f"Critical errors ({', '.join(ids)}) cap the overall score of a dialogue; points lost: {_list(struck)}."]


def _unranked(board: Leaderboard) -> list[str]:
    by: dict[str, list[str]] = defaultdict(list)
    for row in board.rows:
        for note in row.notes:
            by[note.removeprefix("unranked: ")].append(_name(row))
    return [f"Unranked: {_list(bots)} ({why})." for why, bots in by.items()]


def _caveat(board: Leaderboard) -> list[str]:
    if board.transcripts:
        return ["Transcripts: no simulated customer, so there is no outcome axis and no common seed."]
    return [
        "Customers are simulated: the table compares bots under equal conditions and predicts no satisfaction score."
    ]


def _name(row: Row) -> str:
    return shortened(row.bot, 32)


def _list(parts: list[str]) -> str:
    return ", ".join(parts[:6]) + (f" and {len(parts) - 6} more" if len(parts) > 6 else "")
