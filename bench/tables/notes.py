"""What stands under the table: without it the numbers above cannot be read."""

from __future__ import annotations

from collections import Counter, defaultdict

from coolhead.bench.leaderboard import Leaderboard, Row
from coolhead.bench.tables.numbers import lengths_known, shortened
from coolhead.bench.types import CRITERIA
from coolhead.graders.rubric import rubric

NAMED = 6
"""Critical errors that a note explains, the most frequent ones."""


def notes(board: Leaderboard) -> list[str]:
    """The notes, most important first; every one a sentence or two."""
    if not board.rows:
        return ["No dialogue has been graded yet."]
    found = [_what_n_is(board), *_ranks(board), *_detectable(board), *_missing(board), *_critical(board), *_caps(board)]
    found += [*board.notes, *_unranked(board), *_caveat(board)]
    return [note for note in found if note]


def _what_n_is(board: Leaderboard) -> str:
    dialogues = sum(row.coverage.done for row in board.rows)
    what = "conversations or tasks" if board.transcripts else "families of personas"
    parts = "the five criteria" if set(board.criteria) == set(CRITERIA) else ", ".join(board.criteria)
    formed = f" Overall = mean of {parts}." if parts else ""
    return f"{dialogues:,} dialogues, scores 0–100; 95 % intervals over {board.clusters:,} {what}.{formed}"


def _ranks(board: Leaderboard) -> list[str]:
    if sum(row.rank is not None for row in board.rows) < 2:
        return []
    how = "" if any(one.paired for one in board.comparisons) else " (bots had different dialogues: independent samples)"
    alike = ""
    if lengths_known(board):
        alike = " Same length = overall had all written equally much"
        alike += (
            " (~ is a guess: the bot never does)." if any(r.length and r.length.beyond for r in board.rows) else "."
        )
    return [f"Bots of one tier cannot be told apart; rank = the range that the data allow{how}.{alike}"]


def _detectable(board: Leaderboard) -> list[str]:
    if board.detectable is None or board.detectable.difference is None:
        return []
    d = board.detectable
    among = f" ({d.all_pairs:.0f} for a claim among all pairs)" if d.all_pairs and len(board.comparisons) > 1 else ""
    return [f"Smallest difference found in four runs of five: {d.difference:.0f} points{among}."]


def _missing(board: Leaderboard) -> list[str]:
    out = []
    gaps = {c: sum(row.criteria[c].missing for row in board.rows if c in row.criteria) for c in board.criteria}
    some = [f"{criterion} {count:,}" for criterion, count in gaps.items() if count]
    if some:
        out.append(f"[n]: judged in n dialogues only, the rest left out of the mean ({', '.join(some)} not judged).")
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
    return [f"Critical errors cap the overall score of their dialogue; points lost: {_list(struck)}."]


def _critical(board: Leaderboard) -> list[str]:
    """What the errors in the table are called."""
    known = rubric().caps
    total = Counter[str]()
    for row in board.rows:
        total.update({id: count for id, count in row.critical.items() if id in known})
    found = [id for id, count in total.most_common(NAMED) if count]
    more = f"; and {len(total) - len(found)} more kinds" if len(total) > len(found) else ""
    return [f"Critical errors: {'; '.join(f'{id} {known[id].text}' for id in found)}{more}."] if found else []


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
        "End anger 0 calm – 1 furious. Customers are simulated: bots are compared under equal conditions, and no "
        "satisfaction score is predicted."
    ]


def _name(row: Row) -> str:
    return shortened(row.bot, 32)


def _list(parts: list[str]) -> str:
    return ", ".join(parts[:6]) + (f" and {len(parts) - 6} more" if len(parts) > 6 else "")
