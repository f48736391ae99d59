"""What stands under the table: without it the numbers above cannot be read."""

from __future__ import annotations

from collections import Counter, defaultdict

from coolhead.bench.leaderboard import Leaderboard, Row, unseen_text
from coolhead.bench.stats import MINIMUM_CLUSTERS
from coolhead.bench.tables.numbers import shortened
from coolhead.bench.types import CRITERIA
from coolhead.bench.wording import counted
from coolhead.graders.rubric import rubric

NAMED = 6
"""Critical errors that a note explains, the most frequent ones."""


def notes(board: Leaderboard) -> list[str]:
    """The notes, most important first; every one a sentence or two."""
    if not board.rows:
        return ["No dialogue has been graded yet."]
    found = [_what_n_is(board), *_ranks(board), *_detectable(board), *_few(board), *_missing(board), *_critical(board)]
    found += [*board.notes, *_unranked(board), *_caveat(board)]
    return [note for note in found if note]


def _what_n_is(board: Leaderboard) -> str:
    dialogues = counted(sum(row.coverage.done for row in board.rows), "dialogue")
    over = ""
    if not board.transcripts:
        twins = " (a customer and its twin count once)" if len(board.personas) > board.clusters else ""
        over = f" with {counted(board.clusters, 'customer')}{twins}"
    parts = "the five criteria" if set(board.criteria) == set(CRITERIA) else ", ".join(board.criteria)
    formed = f" Overall: mean of {parts}." if parts else ""
    return f"{dialogues}{over}. Scores 0–100; in brackets the 95 % interval.{formed}"


def _ranks(board: Leaderboard) -> list[str]:
    if sum(row.rank is not None for row in board.rows) < 2:
        return []
    how = "" if any(one.paired for one in board.comparisons) else " Bots had different dialogues: independent samples."
    return [
        "Rank: the places that the data leave open. A new tier begins where a bot is clearly worse than one of the "
        f"tier above, so ranks of two tiers may overlap.{how}"
    ]


def _detectable(board: Leaderboard) -> list[str]:
    if board.detectable is None or board.detectable.difference is None:
        return []
    d = board.detectable
    if board.detectable.difference > 100:
        return ["Too little was played to tell these bots apart."]
    among = f" ({d.all_pairs:.0f} among all pairs)" if d.all_pairs and len(board.comparisons) > 1 else ""
    return [f"A true difference of {d.difference:.0f} points{among} would be found four times in five."]


def _few(board: Leaderboard) -> list[str]:
    """What so few customers cannot show, and why their intervals are as wide as they are."""
    of = "conversation" if board.transcripts else "customer"
    wide = [row for row in board.rows if row.clusters < MINIMUM_CLUSTERS and row.overall.low is not None]
    why = (
        f"Where a bot met fewer than {MINIMUM_CLUSTERS} {of}s, its intervals are wide: nearly anything may still come."
    )
    fewest = [row for row in board.rows if board.unseen and row.clusters == board.unseen.clusters]
    whose = f" ({_name(fewest[0])} met no more)" if fewest and fewest[0].clusters < board.clusters else ""
    return [unseen_text(board.unseen, of=of, whose=whose), why if wide else ""]


def _missing(board: Leaderboard) -> list[str]:
    out = []
    if any(mean.missing and mean.n for row in board.rows for mean in row.criteria.values()):
        out.append("[n]: only n dialogues could be judged on that criterion.")
    failed = [f"{_name(row)} {row.coverage.failed} of {row.coverage.done}" for row in board.rows if row.coverage.failed]
    if failed:
        out.append(f"Failed dialogues: {_list(failed)}. One that the bot broke scores 0, any other is left out.")
    open_ = [row for row in board.rows if row.coverage.done < row.coverage.planned]
    short = [f"{_name(row)} {row.coverage.done} of {row.coverage.planned}" for row in open_]
    if short:
        out.append(f"Not finished, dialogues played: {_list(short)}.")
    return out


def _critical(board: Leaderboard) -> list[str]:
    """What the errors in the table are called, and what they cost."""
    known = rubric().caps
    total = Counter[str]()
    for row in board.rows:
        total.update({id: count for id, count in row.critical.items() if id in known})
    found = [id for id, count in total.most_common(NAMED) if count]
    more = f"; and {len(total) - len(found)} more kinds" if len(total) > len(found) else ""
    most = sorted(board.rows, key=lambda row: -row.caps)
    struck = [f"{_name(row)} -{row.caps:.0f}" for row in most if row.caps >= 0.5]
    cost = f" They cap the score of their dialogue; points lost overall: {_list(struck)}." if struck else ""
    return [f"Critical errors: {'; '.join(f'{id} {known[id].text}' for id in found)}{more}.{cost}"] if found else []


def _unranked(board: Leaderboard) -> list[str]:
    by: dict[str, list[str]] = defaultdict(list)
    for row in board.rows:
        for note in row.notes:
            by[note.removeprefix("unranked: ")].append(_name(row))
    return [f"Unranked: {_list(bots)} ({why})." for why, bots in by.items()]


def _caveat(board: Leaderboard) -> list[str]:
    if board.transcripts:
        return ["What became of the customers is not known from transcripts."]
    return ["Customers are simulated; no satisfaction score is predicted."]


def _name(row: Row) -> str:
    return shortened(row.bot, 32)


def _list(parts: list[str]) -> str:
    return ", ".join(parts[:6]) + (f" and {len(parts) - 6} more" if len(parts) > 6 else "")
