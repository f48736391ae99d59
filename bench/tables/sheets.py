"""The tables behind the leaderboard as plain text cells, the same for terminal, Markdown, LaTeX and the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coolhead.bench.leaderboard import Leaderboard, Row
from coolhead.bench.tables.numbers import NONE, all_failed, interval, money, number, overall, per_cent, rank, share
from coolhead.bench.types import CRITERIA, Mean

MOST_BOTS = 14
"""Bots up to which a table has a column for each; beyond, one for their mean."""
HARDEST = 12
STEEPEST = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: the first `names` columns and those in `words` hold words, the others numbers."""

    id: str
    title: str
    about: str
    """How to read it, a sentence or two."""
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    names: int = 1
    """Columns that say what the row is about."""
    words: tuple[str, ...] = ()


def sheets(board: Leaderboard) -> list[Sheet]:
    """Every table that has something to say of this run, in the order in which one asks for them."""
    made = (
        _customers(board), _criteria(board), _beside(board), _neighbours(board), _critical(board), _prices(board),
        _groups(board), _styles(board), _hardest(board), _rises(board), _agreement(board),
    )  # fmt: skip
    return [sheet for sheet in made if sheet and sheet.rows]


def _customers(board: Leaderboard) -> Sheet | None:
    """The outcome axis."""
    if board.transcripts:
        return None
    most = max((int(k) for row in board.rows for k in row.pass_k), default=0)
    tries = tuple(range(2, most + 1)) if most <= 4 else (2, most)
    head = ("bot", "accepted", *(f"{k} times running" for k in tries), "with a grumble", "walked away", "handed off")
    head += (
        "in circles",
        "end anger",
        "anger throughout",
        "calmed",
        "replies to calm",
        "anger rose again",
        "mostly after",
    )

    def cells(row: Row) -> tuple[str, ...]:
        after = next(iter(row.escalations), None)
        return (
            row.bot, per_cent(_of(row, "accepted")), *(share(row.pass_k.get(str(k))) for k in tries),
            *(share(row.outcome.get(name)) for name in ("accepted_grudging", "walked_away", "handed_off", "stale")),
            *(interval(_of(row, name), digits=2) for name in ("end_anger", "anger_area")),
            share(row.outcome.get("calmed")), number(row.outcome.get("turns_to_calm")),
            number(row.outcome.get("reescalations")),
            NONE if after is None else (after.replace("_", " ") or "no word of theirs"),
        )  # fmt: skip

    about = (
        "Another axis than the scores, never averaged into them. Anger runs from 0 (calm) to 1 (furious); throughout: "
        "its mean over the dialogue; rose again: rises per dialogue, and what they came after most"
        + ("; k times running: pass^k, the chance of k acceptances in a row with the same customer." if tries else ".")
    )
    return Sheet(
        "customers", "What became of the customers", about, head, tuple(map(cells, board.rows)), words=head[-1:]
    )


def _criteria(board: Leaderboard) -> Sheet:
    """Means with intervals, and how many dialogues stand behind them."""

    def cells(row: Row) -> tuple[str, ...]:
        known = {name: Mean(mean=mean.mean) if all_failed(row) else mean for name, mean in row.criteria.items()}
        return (row.bot, *(_covered(known.get(name, Mean())) for name in CRITERIA), _played(row))

    about = "Mean score (95 % interval). [n of m]: only n of m dialogues could be judged on the criterion."
    return Sheet(
        "criteria", "Criteria with their intervals", about, ("bot", *CRITERIA, "played"), tuple(map(cells, board.rows))
    )


def _beside(board: Leaderboard) -> Sheet | None:
    """What the overall score hangs on."""
    rows = [row for row in board.rows if row.length or row.weights]
    head = (
        "bot",
        "overall",
        "at equal length",
        "words a reply",
        "rank",
        "rank with other weights",
        "first",
        "lost to caps",
    )

    def cells(row: Row) -> tuple[str, ...]:
        length, weights = row.length, row.weights
        other = NONE if not weights or weights.low is None else _reach(weights.low, weights.high)
        return (
            row.bot, overall(row), _at_length(row),
            number(length.words if length else None, digits=0), rank(row), other,
            share(weights.first if weights else None), number(row.caps),
        )  # fmt: skip

    about = (
        f"At equal length: a correction for length alone{_slope(board)}; ~ where the bot itself hardly writes that "
        "much or that little, so that it is a guess. Rank with other weights: the places that hold 95 % of other "
        "weights of the criteria, by the means alone; first: how often the bot leads. Lost to caps: points that "
        "critical errors took off."
    )
    return Sheet("beside", "What the overall score hangs on", about, head, tuple(map(cells, rows)))


def _slope(board: Leaderboard) -> str:
    if board.length_slope is None or board.common_length is None:
        return ""
    slope = interval(board.length_slope, signed=True)
    return f", to {board.common_length:.0f} words a reply, at {slope} points a doubling"


def _at_length(row: Row) -> str:
    if row.length is None:
        return NONE
    return ("~" if row.length.beyond else "") + interval(row.length.overall)


def _neighbours(board: Leaderboard) -> Sheet | None:
    """Each bot against the next one in the table."""
    known = {frozenset((one.a, one.b)): one for one in board.comparisons}
    rows = []
    for above, below in zip(board.rows, board.rows[1:], strict=False):
        one = known.get(frozenset((above.bot, below.bot)))
        if one is None:
            continue
        turned = one.difference if one.a == above.bot else _turned(one.difference)
        winner = {"a": one.a, "b": one.b}.get(one.claim or "")
        said = f"{winner} is better" if winner else "not told apart"
        rows.append((above.bot, below.bot, interval(turned, signed=True), _p(one.p), _p(one.p_joint), said))
    head = ("bot", "next in the table", "difference", "p", "p among all pairs", "claim")
    about = (
        "Paired on the same customers and seeds where bots have them in common. All pairs stand in leaderboard.json."
    )
    return Sheet("neighbours", "Each bot against the next", about, head, tuple(rows), names=2, words=("claim",))


def _critical(board: Leaderboard) -> Sheet:
    """Critical errors by name."""
    ids = sorted({id for row in board.rows for id in row.critical})
    rows = [(row.bot, *(str(row.critical.get(id, 0)) for id in ids)) for row in board.rows] if ids else []
    return Sheet("critical", "Critical errors", "Dialogues in which each was found.", ("bot", *ids), tuple(rows))


def _prices(board: Leaderboard) -> Sheet | None:
    """Tokens, money and time, by who spent them."""
    rows: list[tuple[str, ...]] = [
        (row.bot, "bot", number(row.tokens_per_dialogue, digits=0), money(row.cost_per_dialogue), number(row.seconds),
         NONE, money(row.cost_usd))
        for row in board.rows
        if row.tokens_per_dialogue is not None or row.cost_per_dialogue is not None or row.seconds is not None
    ]  # fmt: skip
    spent = board.run.get("spent")
    for role, bill in spent.items() if isinstance(spent, Mapping) else ():
        rows.append(_bill(str(role), bill))
    head = ("who", "role", "tokens a dialogue", "USD a dialogue", "seconds a reply", "seconds in all", "USD in all")
    about = "Rows named 'all' are the model calls of the whole run by role, from run.json."
    return Sheet("prices", "Tokens, cost and time", about, head, tuple(rows), names=2)


def _bill(role: str, bill: Mapping[str, Any]) -> tuple[str, ...]:
    read, written = bill.get("prompt_tokens"), bill.get("completion_tokens")
    known = isinstance(read, int) and isinstance(written, int) and not bill.get("tokens_unknown")
    tokens = f"{int(read or 0) + int(written or 0):,} in all" if known else "unknown"
    cost = bill.get("cost_usd") if not bill.get("cost_unknown") else None
    return ("all", role, tokens, NONE, NONE, number(bill.get("seconds")), money(cost))


def _groups(board: Leaderboard) -> Sheet | None:
    """Means by kind, style and level of abuse."""
    bots = _columns(board)
    rows = []
    for group in board.groups:
        scores = [group.overall.get(bot, Mean()).mean for bot in bots]
        every = [mean.mean for mean in group.overall.values() if mean.mean is not None]
        rows.append((group.by, group.name, str(group.personas), _mean(every), *(number(x, digits=0) for x in scores)))
    about = (
        "Mean overall score on a part of the customers: controls and twins, ways of writing, levels of abuse as the "
        "personas name them."
    )
    return Sheet(
        "groups",
        "By kind, style and abuse",
        about,
        ("by", "part", "customers", "all bots", *bots),
        tuple(rows),
        names=2,
    )


def _styles(board: Leaderboard) -> Sheet | None:
    """The style-swap gap."""
    bots = _columns(board)
    rows = [
        (gap.style.replace("_", " "), str(gap.customers), interval(gap.all, signed=True),
         *(number(gap.bots.get(bot, Mean()).mean, digits=0, signed=True) for bot in bots))
        for gap in board.style_gaps
    ]  # fmt: skip
    about = (
        "The same customers in other ways of writing: overall score in this style minus that in all the others. Far "
        "from 0, the way of writing alone moves the score."
    )
    return Sheet("styles", "Style-swap gap", about, ("style", "customers", "all bots", *bots), tuple(rows))


def _hardest(board: Leaderboard) -> Sheet | None:
    """The customers who were hardest for all."""
    rows = [
        (f"{row.id} {row.title}".strip(), number(row.anger, digits=0), number(row.overall, digits=0),
         share(row.accepted), f"{row.end_anger:.2f}" if row.end_anger is not None else NONE)
        for row in board.personas[:HARDEST]
    ]  # fmt: skip
    about = f"Means over all bots; the {len(rows)} hardest of {len(board.personas)} by overall score."
    head = ("customer", "heat at the start", "overall", "accepted", "end anger")
    return None if board.transcripts else Sheet("hardest", "The hardest customers", about, head, tuple(rows))


def _rises(board: Leaderboard) -> Sheet | None:
    """The steepest re-escalations."""
    found = sorted(
        ((one, bot) for bot, items in board.escalations.items() for one in items),
        key=lambda pair: (-pair[0].rise, pair[0].dialogue, pair[0].turn),
    )
    rows = [
        (bot, one.dialogue, str(one.turn), f"+{one.rise:.2f}", one.event.replace("_", " ") or NONE, one.quote[:90])
        for one, bot in found[:STEEPEST]
    ]
    head = ("bot", "dialogue", "agent turn", "rise", "what the customer heard", "in the words")
    about = f"The turns of the bot after which anger rose most, {len(rows)} of {len(found):,} kept in leaderboard.json."
    return Sheet("rises", "Where the anger rose again", about, head, tuple(rows), names=2, words=head[4:])


def _agreement(board: Leaderboard) -> Sheet:
    """Rules and judges on the same dialogues."""
    rows = [
        (one.criterion, ", ".join(one.graders), interval(Mean(mean=one.alpha, low=one.low, high=one.high), digits=2),
         number(one.gwet, digits=2), f"{one.n:,}")
        for one in board.agreement
    ]  # fmt: skip
    head = ("criterion", "graders", "Krippendorff's alpha", "Gwet's AC2", "dialogues")
    about = "1 = alike, 0 = as by chance; alpha falls towards 0 when nearly all ratings are alike, AC2 does not."
    return Sheet("agreement", "Do the graders agree", about, head, tuple(rows), names=2)


def _columns(board: Leaderboard) -> list[str]:
    return [row.bot for row in board.rows] if len(board.rows) <= MOST_BOTS else []


def _of(row: Row, name: str) -> Mean:
    return Mean() if all_failed(row) else row.intervals.get(name, Mean(mean=row.outcome.get(name)))


def _covered(mean: Mean) -> str:
    return interval(mean) + (f" [{mean.n} of {mean.n + mean.missing}]" if mean.missing and mean.n else "")


def _played(row: Row) -> str:
    done = row.coverage
    text = f"{done.done}" if done.done == done.planned else f"{done.done} of {done.planned}"
    return text + (f", {done.failed} failed" if done.failed else "")


def _turned(mean: Mean) -> Mean:
    def minus(value: float | None) -> float | None:
        return None if value is None else -value

    return mean.model_copy(update={"mean": minus(mean.mean), "low": minus(mean.high), "high": minus(mean.low)})


def _reach(low: int, high: int | None) -> str:
    return f"{low}" if high in (low, None) else f"{low}–{high}"


def _mean(values: Sequence[float]) -> str:
    return number(sum(values) / len(values) if values else None, digits=0)


def _p(value: float | None) -> str:
    return NONE if value is None else "<0.001" if value < 0.001 else f"{value:.3f}"
