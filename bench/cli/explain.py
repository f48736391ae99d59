"""A dialogue in the terminal, with the words that each verdict rests on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from coolhead.bench.errors import BadInput, did_you_mean
from coolhead.bench.store import RunFolder
from coolhead.bench.types import Dialogue, Evidence, Grade
from coolhead.graders.rubric import rubric

COLOURS = {"calm": "cyan", "empathy": "magenta", "clarity": "blue", "boundaries": "yellow", "resolution": "green"}


def known(folder: RunFolder, wanted: str) -> None:
    """Complains of an id that no dialogue of the folder has.

    Raises:
        BadInput: that is so.
    """
    ids = folder.ids()
    if wanted not in ids:
        raise BadInput("--explain", f"no dialogue '{wanted}'", do=did_you_mean(wanted, sorted(ids)))


def pick(folder: RunFolder, wanted: str) -> tuple[Dialogue, list[Grade]]:
    """The dialogue with this id, or the one with the lowest mean score.

    Raises:
        BadInput: no dialogue has this id.
    """
    scores: dict[str, list[float]] = {}
    for grade in folder.grades():
        if grade.score is not None:
            scores.setdefault(grade.dialogue, []).append(grade.score)
    if not wanted and scores:
        wanted = min(scores, key=lambda id: (sum(scores[id]) / len(scores[id]), id))
    known(folder, wanted)
    dialogue = next(one for one in folder.dialogues() if one.id == wanted)
    return dialogue, [grade for grade in folder.grades() if grade.dialogue == wanted]


def explain(dialogue: Dialogue, grades: Sequence[Grade], out: Console) -> None:
    """Prints turns with marked evidence, then each grade: what went wrong and what went well, where, in which words."""
    marks: dict[int, list[tuple[Evidence, Grade]]] = {}
    for grade in grades:
        for evidence in grade.evidence:
            marks.setdefault(evidence.turn, []).append((evidence, grade))
    body = [_turn(dialogue, number, marks.get(number, [])) for number in range(len(dialogue.turns))]
    title = f"{dialogue.id}  ({dialogue.end.reason.replace('_', ' ')})"
    out.print(Panel(Group(*body), title=Text(title), title_align="left"))
    for grade in grades:
        score = "not judged" if grade.score is None else f"{grade.score:.0f}  (level {grade.level})"
        # Several graders may judge one criterion: whose grade it is stands beside all but our own.
        whose = "" if grade.grader == f"rule:{grade.criterion}" else f"  {grade.grader}"
        out.print(Text(f"{grade.criterion:<{INDENT}}{score}{whose}", style=COLOURS[grade.criterion]))
        verdicts = _verdicts(grade)
        told = [Text(grade.reason)] if grade.reason and (not verdicts or _adds(grade.reason)) else []
        for line in (*told, *verdicts):
            out.print(Padding(line, (0, 0, 0, INDENT)))


INDENT = 11
"""Columns before a score and what is said of it."""


def _adds(reason: str) -> bool:
    """Whether a reason says more than the rubric's own clauses, which stand beside the verdicts anyway."""
    book = rubric()
    known = {clause.lower() for one in book.indicators.values() for clause in (one.says, one.lacks)}
    known |= {f"critical: {cap.text}" for cap in book.caps.values()} | {cap.text for cap in book.caps.values()}
    parts = [part.strip(" .").lower() for part in re.split(r"[.;] |\.$", reason)]
    return any(part and part not in known for part in parts)


def _verdicts(grade: Grade) -> list[Text]:
    """Errors, then what was done well, each group below the words that show it; then what was missed."""
    met = [id for id, verdict in grade.indicators.items() if verdict == "met"]
    places: dict[tuple[bool, tuple[Evidence, ...]], list[str]] = {}
    for id in dict.fromkeys((*grade.critical, *met)):
        seen = tuple(e.model_copy(update={"indicator": ""}) for e in grade.evidence if e.indicator == id)
        places.setdefault((not _error(id), seen), []).append(id)
    lines: list[Text] = []
    for (good, seen), ids in sorted(places.items(), key=lambda item: item[0][0]):
        names = "; ".join(_named(id, critical=id in grade.critical) for id in ids)
        lines.append(Text(f"{'+' if good else '-'} {names}", style="" if good else "red"))
        lines += [Text(f"    {place}", style="dim") for place in _places(seen)]
    missed = [id for id, verdict in grade.indicators.items() if verdict == "missed" and not _error(id)]
    lines += [Text(f"· {_named(id, lacks=True)}", style="dim") for id in missed]
    return lines


def _error(id: str) -> bool:
    return "+" not in id


def _named(id: str, *, critical: bool = False, lacks: bool = False) -> str:
    """The rubric's clause for a verdict, and the indicator it belongs to."""
    book = rubric()
    if critical and id in book.caps:
        return f"critical: {book.caps[id].text} ({id})"
    known = book.indicators.get(id)
    return f"{(known.lacks if lacks else known.says) if known else 'missed' if lacks else 'met'} ({id})"


def _places(seen: Sequence[Evidence]) -> list[str]:
    shown = [f"turn {e.turn}" + (f' "{_short(e.quote)}"' if e.quote else "") for e in seen[:QUOTED]]
    return [*shown, f"and {len(seen) - QUOTED} more"] if len(seen) > QUOTED else shown


QUOTED, LONGEST = 2, 320
"""Places shown for an indicator, and characters of a quote."""


def _short(quote: str) -> str:
    words = " ".join(quote.split())
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rsplit(' ', 1)[0]} …"


def _turn(dialogue: Dialogue, number: int, marks: Sequence[tuple[Evidence, Grade]]) -> Padding:
    turn = dialogue.turns[number]
    who = "agent   " if turn.role == "agent" else "customer"
    text = Text(turn.text, style="" if turn.role == "agent" else "dim")
    for evidence, grade in marks:
        start = turn.text.find(evidence.quote)
        if start >= 0:
            text.stylize(f"underline {COLOURS[grade.criterion]}", start, start + len(evidence.quote))
    names = sorted({f"{evidence.indicator}" for evidence, _ in marks})
    head = Text(f"{number:>2} {who} ", style="bold")
    line = Text.assemble(head, text)
    if names:
        line.append(f"  [{', '.join(names)}]", style="dim italic")
    for action in turn.actions:
        amount = f" {action.amount:g} cr" if action.amount is not None else ""
        line.append(f"\n            -> {action.name}{amount}", style="dim")
    return Padding(line, (0, 0, 1, 0))
