"""Writes `report/index.html`: the template, the dialogues and a policy that lets nothing else in."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

from pydantic import BaseModel

from coolhead.bench.leaderboard.headline import choose, qualified_judges
from coolhead.bench.report.board import view
from coolhead.bench.report.figures import figures
from coolhead.bench.report.header import caveat, facts, heading, lead, left_out
from coolhead.bench.report.pieces import PER_PIECE, pack, pieces, short_grade
from coolhead.bench.report.rows import Row, add_grades, index_columns, read_rows
from coolhead.bench.report.sample import CAP, pick
from coolhead.bench.store import RunFolder

PAGE = "report/index.html"
_STYLES = ("page.css", "reader.css")
_SCRIPTS = (
    "dom.js", "data.js", "overview.js", "anger.js", "list.js", "evidence.js", "papers.js", "reader.js", "compare.js",
    "main.js",
)  # fmt: skip


def write_page(
    folder: RunFolder,
    board: BaseModel,
    *,
    texts: Mapping[str, str] | None = None,
    clauses: Mapping[str, tuple[str, str]] | None = None,
    notes: Sequence[str] = (),
    tables: Sequence[Table] = (),
    cap: int = CAP,
) -> Path:
    """Writes the page of a run folder and returns its path.

    Args:
        folder: the run; its dialogues and grades are read line by line, never held all at once.
        board: its leaderboard.
        texts: what each indicator means in plain words (id -> text), shown beside what was not judged.
        clauses: what is said of an agent who met it and of one who missed it ("" = its meaning), shown beside verdicts.
        notes: what belongs under the leaderboard, a sentence or two each.
        tables: further tables, shown folded below it.
        cap: dialogues on the page at most; the page says what was left out.
    """
    words = vocabulary()
    plain = view(board.model_dump(mode="json"), words)
    criteria: list[str] = plain["criteria_ids"]
    rows, cast = read_rows(folder.dialogues())
    info = folder.info()
    graders = add_grades(
        rows, folder.grades(), criteria=criteria, headline=partial(choose, qualified=qualified_judges(info))
    )
    choice = pick(list(rows.values()), cap=cap)
    places = {row.id: place for place, row in enumerate(choice.rows)}
    missing = left_out(choice)
    index = index_columns(
        choice.rows, criteria=criteria, cast=cast, pieces=[place // PER_PIECE for place in range(len(places))]
    ) | {
        "texts": dict(texts or {}),
        "clauses": dict(clauses or {}),
        "words": words,
        "left_out": bool(missing),
    }
    return folder.write_text(
        PAGE,
        render(
            board=plain,
            title="CoolHead: " + (", ".join(row["bot"] for row in plain["rows"][:4]) or "report"),
            heading=heading(plain),
            lead=lead(info, plain, rows, cast),
            facts=facts(info, graders, rows, cast, order=[row["bot"] for row in plain["rows"]]),
            caveat=caveat(plain),
            left_out=missing,
            figures=figures(folder.path, words),
            texts=dict(texts or {}),
            notes=list(notes),
            tables=tables,
            index=pack(index),
            pieces=_packed(folder, choice.rows, places),
            colophon=f"CoolHead {info.get('coolhead', '')}. This page is one file and asks nothing of any server.",
        ),
    )


class Table(Protocol):
    """A table as plain text cells: the first `names` columns and those in `words` hold words, the others numbers."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def about(self) -> str:
        """How to read it."""

    @property
    def head(self) -> tuple[str, ...]:
        """A word or two per column."""

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The cells."""

    @property
    def names(self) -> int:
        """How many columns say what a row is about."""

    @property
    def words(self) -> tuple[str, ...]:
        """Further columns of words."""


def _packed(folder: RunFolder, rows: tuple[Row, ...], places: Mapping[str, int]) -> Iterator[str]:
    grades: dict[str, list[dict[str, Any]]] = {row.id: [] for row in rows}
    for grade in folder.grades():
        if grade.dialogue in grades:
            grades[grade.dialogue].append(short_grade(grade))
    return pieces(folder.dialogues(), places=places, grades=grades)


def render(**content: Any) -> str:
    """The page as text. Everything that goes in is escaped; style and script are let in by their hashes alone."""
    import jinja2
    from markupsafe import Markup

    style, script = "\n".join(map(_asset, _STYLES)), _script()
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    world = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    page = world.from_string(_asset("page.html.j2"))
    return page.render(style=Markup(style), script=Markup(script), policy=Markup(policy), **content)


@cache
def vocabulary() -> dict[str, Any]:
    """The plain words of the page."""
    import yaml

    loaded: dict[str, Any] = yaml.safe_load(_asset("words.yaml"))
    return loaded


@cache
def _script() -> str:
    parts = "\n".join(map(_asset, _SCRIPTS))
    return f'(() => {{\n"use strict";\n{parts}\n}})();'


@cache
def _asset(name: str) -> str:
    return files("coolhead.bench").joinpath(f"data/report/{name}").read_text("utf-8").strip()


def _hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"
