"""The figures of `coolhead validate` as text that fits 100 columns, with a conclusion."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence

from rich.text import Text

from coolhead.bench.validation.model import Figure

WIDTH = 100
"""Columns that the text needs at most."""
NAME = 52
"""Cells of the longest name; a longer one is cut after the words that say what it is a share of."""
_SHARE = re.compile(r" \(share of [a-z ]+\)$")
_INTERVAL = re.compile(r"^(-?\d+\.\d+(?: to |-)-?\d+\.\d+)(?:; |$)")
_INDICATOR = re.compile(r"^(precision|recall) (\S+)$")
_WORDS = {"0": "none", "at least 1": "all"}


def lines(title: str, figures: Sequence[Figure]) -> Iterator[Text]:
    """One part: title, a row per figure, precision and recall of each indicator in one row, and how many hold."""
    single = [one for one in figures if not _INDICATOR.match(one.name)]
    yield Text(title, style="bold")
    if single:
        yield from _rows(single)
    if len(single) < len(figures):
        yield Text()
        yield from _indicators(figures)
    yield conclusion(figures)


def conclusion(figures: Sequence[Figure]) -> Text:
    """How many of the wanted figures hold, and which do not."""
    wanted = [one for one in figures if one.holds is not None]
    if not wanted:
        return Text("Nothing is wanted of these figures; they are a report.", style="bold")
    missed = [f"{_name(one)} ({_value(one)}, wanted {_bar(one)})" for one in wanted if not one.holds]
    said = f"{len(wanted) - len(missed)} of {len(wanted)} wanted figures hold."
    if missed:
        said += f" Not: {'; '.join(missed)}."
    return Text("\n".join(_wrapped(said)), style="bold red" if missed else "bold green")


def _rows(figures: Sequence[Figure]) -> Iterator[Text]:
    width = max(len(_name(one)) for one in figures)
    last = "interval" if any(_INTERVAL.match(one.detail) for one in figures) else ""
    yield Text(f"{'figure':<{width}}  {'value':>6}  {'n':>5}  {'wanted':<13}  {'holds':<5}  {last}".rstrip())
    for one in figures:
        found = _INTERVAL.match(one.detail)
        interval, rest = (found.group(1), one.detail[found.end() :]) if found else ("", one.detail)
        row = Text(f"{_name(one):<{width}}  {_value(one):>6}  {one.n:>5}  {_bar(one):<13}  ")
        row.append(*{True: ("yes  ", "green"), False: ("NO   ", "bold red"), None: ("     ", "")}[one.holds])
        row.append(f"  {interval}")
        row.rstrip()
        yield row
        for line in _wrapped(rest, "    "):
            yield Text(line, style="dim")


def _indicators(figures: Sequence[Figure]) -> Iterator[Text]:
    """Two indicators a line: precision (P), recall (R), each with the sentences behind it."""
    known: dict[str, dict[str, Figure]] = {}
    for one in figures:
        if found := _INDICATOR.match(one.name):
            known.setdefault(found.group(2), {})[found.group(1)] = one
    cells = [
        f"{id:<9}{_cell(both.get('precision'))}  {_cell(both.get('recall'))}".rstrip() for id, both in known.items()
    ]
    head = f"{'sentences':<9}{'P':>6}{'n':>6}  {'R':>6}{'n':>6}"
    yield Text("Indicators: precision P over the n sentences where found, recall R over the n where it is there")
    yield Text(f"{head:<48}{head if len(cells) > 1 else ''}".rstrip())
    half = (len(cells) + 1) // 2
    for n, cell in enumerate(cells[:half]):
        other = cells[half + n] if half + n < len(cells) else ""
        yield Text(f"{cell:<48}{other}".rstrip())


def _cell(one: Figure | None) -> str:
    return f"{'-' if one is None else _value(one):>6}{0 if one is None else one.n:>6}"


def _name(one: Figure) -> str:
    return one.name if len(one.name) <= NAME else _SHARE.sub("", one.name)


def _value(one: Figure) -> str:
    return "-" if one.value is None else f"{one.value:.3f}".rstrip("0").rstrip(".")


def _bar(one: Figure) -> str:
    return _WORDS.get(one.bar, one.bar)


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
