"""The leaderboard as the page's tables show it: numbers as text, and beside each the value to sort by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from coolhead.bench.types import CRITERIA

DASH = "–"


@dataclass(frozen=True)
class Cell:
    """One number of a table."""

    value: float | str
    """What the table sorts by; "" = nothing, always last."""
    shown: str
    text: str = ""
    """In words, with the interval."""
    limits: str = ""
    """The interval, in whole points."""
    low: float = 0.0
    high: float = 0.0
    at: float = 0.0
    """Where the dot of the bar stands, 0-100."""
    missing: int = 0
    judged: int = 0
    """Dialogues behind it."""


def view(board: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that the template shows of a leaderboard; unknown keys are ignored, missing ones leave gaps."""
    rows = [row for row in board.get("rows") or () if isinstance(row, Mapping)]
    criteria = list(board.get("criteria") or CRITERIA)
    criteria += [name for row in rows for name in row.get("criteria") or {} if name not in criteria]
    criteria = list(dict.fromkeys(criteria))
    names = words["criteria"]
    columns = outcome_columns(rows, words)
    return {
        "criteria": [names.get(name, name) for name in criteria],
        "criteria_ids": criteria,
        "rows": [_row(place, row, rows, criteria, columns) for place, row in enumerate(rows)],
        "lengths": any(_same_length(row.get("length") or {}).value != "" for row in rows),
        "outcome_heads": [column[1] for column in columns],
        "row_notes": [(row.get("bot", ""), note) for row in rows for note in row.get("notes") or ()],
        "notes": list(board.get("notes") or ()),
        "comparisons": [_pair(pair) for pair in board.get("comparisons") or () if isinstance(pair, Mapping)],
        "method": board.get("method") or "",
        "detectable": _detectable(board.get("detectable") or {}),
        "transcripts": bool(board.get("transcripts")),
        "escalations": _escalations(board.get("escalations") or {}, words),
        # The leaderboard calls every transcript a persona of its own; they are no customers one could look up.
        "personas": [] if board.get("transcripts") else [_persona(each) for each in board.get("personas") or ()],
    }


def _row(
    place: int, row: Mapping[str, Any], rows: list[Mapping[str, Any]], criteria: list[str], columns: list[Any]
) -> dict[str, Any]:
    rank = row.get("rank") or {}
    low, high = rank.get("low"), rank.get("high")
    critical = sorted((row.get("critical") or {}).items(), key=lambda item: (-item[1], item[0]))
    before = rows[place - 1].get("tier") if place else None
    return {
        "place": place,
        "bot": row.get("bot", ""),
        "tier": row.get("tier"),
        "first_of_tier": place == 0 or before != row.get("tier"),
        "rank": "not ranked" if low is None else str(low) if low == high else f"{low}–{high}",
        "rank_value": "" if low is None or high is None else low + high / 1000,
        "overall": _overall(row),
        "same_length": _same_length(row.get("length") or {}),
        "cells": [mean_cell((row.get("criteria") or {}).get(name)) for name in criteria],
        "critical": critical,
        "critical_total": sum(n for _, n in critical),
        "outcome": [make(row) for _, _, make in columns],
    }


def mean_cell(mean: Mapping[str, Any] | None) -> Cell:
    """A mean of scores with its interval, as figure and as bar."""
    value = (mean or {}).get("mean")
    if mean is None or value is None:
        return Cell("", DASH)
    low, high = mean.get("low"), mean.get("high")
    text = f"{value:.1f}"
    if low is not None and high is not None:
        text += f", 95 % interval {low:.1f} to {high:.1f}"
    if mean.get("n"):
        text += f", n {mean['n']}"
    return Cell(
        value=round(value, 4),
        shown=f"{value:.1f}",
        text=text,
        limits="" if low is None or high is None else f"{low:.0f}–{high:.0f}",
        low=_held(value if low is None else low),
        high=_held(value if high is None else high),
        at=_held(value),
        missing=mean.get("missing") or 0,
        judged=mean.get("n") or 0,
    )


def _overall(row: Mapping[str, Any]) -> Cell:
    """A bot that broke every dialogue has a certain 0, and no interval."""
    cell, cover = mean_cell(row.get("overall")), row.get("coverage") or {}
    if cell.value != 0 or not cover.get("done") or cover.get("failed") != cover["done"]:
        return cell
    text = f"failed {cover['failed']} of {cover['done']}"
    return replace(cell, shown="0", text=text, limits="", low=0.0, high=0.0)


def _same_length(length: Mapping[str, Any]) -> Cell:
    found = mean_cell(length.get("overall"))
    if found.value == "":
        return found
    if length.get("beyond"):
        return Cell("", DASH, text="no number: the bot never writes as long or as short")
    return replace(found, text=f"at equal length {found.text}")


def outcome_columns(rows: list[Mapping[str, Any]], words: Mapping[str, Any]) -> list[Any]:
    """The columns of the outcome table: (name, head, function from row to cell); all-zero ones are left out."""
    known: dict[str, dict[str, str]] = words["outcome"]
    found = dict.fromkeys(name for row in rows for name in row.get("outcome") or {})
    columns: list[Any] = []
    for name in [*[name for name in known if name in found], *[name for name in found if name not in known]]:
        head = known.get(name, {"label": name.replace("_", " "), "kind": "number", "help": ""})
        values = [(row.get("outcome") or {}).get(name) for row in rows]
        if any(value is not None for value in values) and (any(values) or name in ("accepted", "walked_away")):
            columns.append((name, head, _outcome(name, head["kind"])))
    tries = dict.fromkeys(k for row in rows for k in row.get("pass_k") or {})
    for k in tries if len(tries) > 1 else ():  # a single try is the share accepted once more
        label = k if k.startswith("pass") else f"pass^{k}"
        head = {"label": label, "help": "chance that all of so many tries with one customer succeed"}
        columns.append((label, head, _getter("pass_k", k, "share")))
    columns += [
        (name, {"label": label, "help": help_}, make)
        for name, label, help_, make in (
            ("words", "Words a reply", "geometric mean", _getter("length", "words", "number")),
            ("cost", "Cost in USD", "per dialogue where it is known, else of the whole run", _cost),
            ("seconds", "Seconds a reply", "", _plain("seconds")),
            ("played", "Played", "finished of planned dialogues", _coverage),
        )
        if any(make(row).value != "" for row in rows)
    ]
    return columns


def shown(value: float | None, kind: str) -> Cell:
    """A number of this kind (share, anger, number) as a cell."""
    if not isinstance(value, int | float):
        return Cell("", DASH)
    text = {"share": f"{value:.0%}".replace("%", " %"), "anger": f"{value:.2f}"}.get(kind, f"{value:.1f}")
    return Cell(round(value, 6), text)


def _outcome(name: str, kind: str) -> Any:
    def make(row: Mapping[str, Any]) -> Cell:
        cell = shown((row.get("outcome") or {}).get(name), kind)
        interval = (row.get("intervals") or {}).get(name) or {}
        if cell.value != "" and interval.get("low") is not None and interval.get("high") is not None:
            low, high = shown(interval["low"], kind).shown, shown(interval["high"], kind).shown
            return Cell(cell.value, cell.shown, f"95 % interval {low} to {high}")
        return cell

    return make


def _getter(part: str, key: str, kind: str) -> Any:
    return lambda row: shown((row.get(part) or {}).get(key), kind)


def _plain(key: str) -> Any:
    return lambda row: shown(row.get(key), "number")


def _cost(row: Mapping[str, Any]) -> Cell:
    each, whole = row.get("cost_per_dialogue"), row.get("cost_usd")
    value = whole if each is None else each
    return Cell("", DASH) if value is None else Cell(value, f"{value:.2g}" if value < 1 else f"{value:.2f}")


def _coverage(row: Mapping[str, Any]) -> Cell:
    cover = row.get("coverage") or {}
    done, planned, failed = cover.get("done"), cover.get("planned"), cover.get("failed") or 0
    if done is None:
        return Cell("", DASH)
    text = f"{done} of {planned}" if planned is not None else str(done)
    return Cell(done, text + (f", {failed} failed" if failed else ""))


def _pair(pair: Mapping[str, Any]) -> dict[str, Any]:
    """A comparison, turned so that the bot with the higher mean comes first."""
    given = pair.get("difference")
    difference: Mapping[str, Any] = given if isinstance(given, Mapping) else {"mean": given}
    value, low, high = difference.get("mean"), difference.get("low"), difference.get("high")
    first, second = pair.get("a", ""), pair.get("b", "")
    claim = {"a": first, "b": second}.get(str(pair.get("claim")), "")
    if value is not None and value < 0:
        first, second, value = second, first, -value
        if low is not None and high is not None:
            low, high = -high, -low
    p = next((pair[key] for key in ("p_joint", "p_holm", "p") if pair.get(key) is not None), None)
    return {
        "a": first,
        "b": second,
        "value": "" if value is None else value,
        "difference": DASH if value is None else f"{value:.1f}",
        "interval": DASH if low is None or high is None else f"{low:.1f} to {high:.1f}".replace("-", "−"),
        "p_value": "" if p is None else p,
        "p": DASH if p is None else "< 0.001" if p < 0.001 else f"{p:.3f}",
        "claim": claim,
    }


def _detectable(given: Mapping[str, Any]) -> str:
    one, pairs = given.get("difference"), given.get("all_pairs")
    if one is None:
        return ""
    more = f" ({pairs:.1f} for a claim among all pairs)" if pairs is not None else ""
    return f"A true difference of {one:.1f} points{more} would be found four times out of five."


def _escalations(given: Mapping[str, Any], words: Mapping[str, Any]) -> list[dict[str, Any]]:
    names = words["events"]
    found = [
        {
            "bot": bot,
            "rise": each["rise"],
            "shown": f"+{each['rise']:.2f}",
            "event": names.get(each.get("event"), str(each.get("event") or "patience ran out").replace("_", " ")),
            "quote": (each.get("quote") or "")[:300],
            "dialogue": each["dialogue"],
            "turn": each.get("turn", 0),
        }
        for bot, items in given.items()
        for each in items
    ]
    return sorted(found, key=lambda each: -each["rise"])[:40]


def _persona(each: Mapping[str, Any]) -> dict[str, Any]:
    cells = [
        shown(each.get("anger"), "number"),
        shown(each.get("overall"), "number"),
        shown(each.get("accepted"), "share"),
        shown(each.get("end_anger"), "anger"),
    ]
    return {"id": each.get("id", ""), "title": each.get("title", ""), "cells": cells}


def _held(value: float) -> float:
    return round(min(max(value, 0.0), 100.0), 2)
