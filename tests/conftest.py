"""What all tests stand on."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from cli_kit import SAMPLE
from page_kit import TEXTS
from report_run import XSS, make_hostile_run, make_run

from coolhead.bench import plots, tables
from coolhead.bench.cli import main
from coolhead.bench.grading import grade_all
from coolhead.bench.leaderboard import build
from coolhead.bench.report import write_page
from coolhead.bench.transcripts import read
from coolhead.graders.catalog import graders_named


@pytest.fixture(autouse=True, scope="session")
def ctrl_c_counts():
    """A shell that starts something in the background has it ignore Ctrl-C, and its children too; tests send it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(autouse=True, scope="session")
def drawing() -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """Figures cost more than all else a small run does: they are drawn only `with drawing():`."""
    every = dict(plots.PLOTS)

    @contextmanager
    def drawn() -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(plots, "PLOTS", every)
            yield

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plots, "PLOTS", {})
        yield drawn


@pytest.fixture(scope="session")
def warm():
    """Patterns and the text model made once: the copies of this process that play and grade have them then."""
    graders = graders_named(())
    for dialogue in read(SAMPLE):
        grade_all(dialogue, graders)


@pytest.fixture
def here(tmp_path, monkeypatch, warm):
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


@pytest.fixture(scope="module")
def finished(tmp_path_factory, drawing, warm):
    """A small finished run: two reference bots, six customers."""
    folder = tmp_path_factory.mktemp("runs") / "small"
    people = [word for id in ("P01", "P04", "P12", "P16", "P20", "P33") for word in ("--personas", id)]
    with drawing():
        assert main(["run", "--bot", "ladder:B2", "--bot", "ladder:B8", *people, "--out", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = make_run(tmp_path_factory.mktemp("report"), bots=("warm", "cold", "third"), personas=30, repeats=2)
    board = build(folder)
    return write_page(folder, board, texts=TEXTS, notes=tables.notes(board), tables=tables.sheets(board))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = make_hostile_run(tmp_path_factory.mktemp("hostile"), XSS)
    board = build(folder)
    return write_page(
        folder,
        board,
        texts={text: text for text in XSS},
        clauses={text: (text, text) for text in XSS},
        notes=tables.notes(board),
        tables=tables.sheets(board),
    )
