"""A dialogue in the terminal, with the words that each verdict rests on."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from coolhead.bench.errors import BadInput, did_you_mean
from coolhead.bench.store import RunFolder
from coolhead.bench.types import Dialogue, Evidence, Grade

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
    """Prints turns with marked evidence, then each criterion with its verdicts."""
    marks: dict[int, list[tuple[Evidence, Grade]]] = {}
    for grade in grades:
        for evidence in grade.evidence:
            marks.setdefault(evidence.turn, []).append((evidence, grade))
    body = [_turn(dialogue, number, marks.get(number, [])) for number in range(len(dialogue.turns))]
    title = f"{dialogue.id}  ({dialogue.end.reason.replace('_', ' ')})"
    out.print(Panel(Group(*body), title=Text(title), title_align="left"))
    for grade in grades:
        score = "not judged" if grade.score is None else f"{grade.score:.0f}  (level {grade.level})"
        critical = f"  critical: {', '.join(grade.critical)}" if grade.critical else ""
        out.print(Text(f"{grade.criterion:<11}{score}{critical}", style=COLOURS[grade.criterion]))
        if grade.reason:
            out.print(Padding(Text(grade.reason), (0, 0, 0, 11)))
        for line in _verdicts(grade):
            out.print(Padding(line, (0, 0, 0, 11)))


def _verdicts(grade: Grade) -> list[Text]:
    """What was met, with the turn and the words that show it, errors first; then what was missed."""
    met = [id for id, verdict in grade.indicators.items() if verdict == "met"]
    met += [id for id in grade.critical if id not in met]
    missed = [id for id, verdict in grade.indicators.items() if verdict == "missed" and not _error(id)]
    quoted = {evidence.indicator for evidence in grade.evidence}
    lines = [_shown(id, grade) for id in sorted(met, key=lambda id: not _error(id)) if id in quoted]
    for word, ids in (("met as a whole", [id for id in met if id not in quoted]), ("missed", missed)):
        if ids:
            lines.append(Text(f"{word}: {', '.join(ids)}", style="dim"))
    return lines


def _error(id: str) -> bool:
    return "+" not in id


def _shown(id: str, grade: Grade) -> Text:
    seen = [evidence for evidence in grade.evidence if evidence.indicator == id]
    places = [f"turn {e.turn}" + (f' "{_short(e.quote)}"' if e.quote else "") for e in seen[:QUOTED]]
    more = f" and {len(seen) - QUOTED} more" if len(seen) > QUOTED else ""
    return Text(f"{id:<5} {', '.join(places)}{more}".rstrip(), style="red" if _error(id) else "dim")


QUOTED, LONGEST = 2, 90
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
