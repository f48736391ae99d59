from __future__ import annotations

import warnings

import pytest
from leaderboard_kit import dialogue, grades, world, write

from coolhead.bench.leaderboard import build
from coolhead.bench.plots import PLOTS, write_plots
from coolhead.bench.plots.style import label
from coolhead.bench.store import RunFolder
from coolhead.bench.testing import talk

NAMES = ["$x_1$ <b> & 日本語", "provider/a-very-long-model-name-with-a-date-2025-03-01", "plain"]


@pytest.fixture(autouse=True, scope="module")
def figures(drawing):
    with drawing():
        yield


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    return world(tmp_path_factory.mktemp("run"), names=NAMES, personas=8, judge=True, costs=True, failures=True)


def test_every_figure_of_a_full_run_is_written_twice_and_byte_for_byte_the_same(full):
    board = build(full)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a glyph that the font lacks is a box, not a warning on the user's screen
        written = write_plots(board, full)
    assert sorted(path.name for path in written) == sorted(
        f"{name}.{kind}" for name in PLOTS for kind in ("png", "svg")
    )
    first = {path.name: path.read_bytes() for path in written}
    assert all(data.startswith(b"\x89PNG") for name, data in first.items() if name.endswith("png"))
    assert {path.name: path.read_bytes() for path in write_plots(build(full), full)} == first


def test_no_figure_holds_a_date_or_a_version(full):
    for path in write_plots(build(full), full):
        data = path.read_bytes()
        assert b"<dc:date>" not in data
        assert b"Matplotlib v" not in data
        assert b"matplotlib version" not in data.lower()


def test_what_cannot_be_drawn_is_skipped_and_old_figures_go(tmp_path):
    folder = world(tmp_path, bots=1, personas=3, repeats=1)
    stale = tmp_path / "plots" / "price.png"
    stale.parent.mkdir()
    stale.write_bytes(b"old")
    names = {path.stem for path in write_plots(build(folder), folder)}
    assert names == {"leaderboard", "profile", "personas", "anger", "indicators"}, "no cost known, one grader each"
    assert not stale.exists()


def test_transcripts_have_no_anger_and_no_persona_map(tmp_path):
    dialogues = [talk("C: Hello?", "A: Good day.", id=f"{bot}{n}", bot=bot) for bot in "ab" for n in range(8)]
    folder = write(tmp_path, dialogues, [g for n, one in enumerate(dialogues) for g in grades(one, float(n * 5))])
    assert {path.stem for path in write_plots(build(folder), folder)} == {"leaderboard", "profile"}


def test_nothing_to_draw_is_no_crash(tmp_path):
    assert write_plots(build(RunFolder(tmp_path)), RunFolder(tmp_path)) == []
    ungraded = write(tmp_path / "run", [dialogue("bot")], [])
    assert {path.stem for path in write_plots(build(ungraded), ungraded)} == {"anger"}


@pytest.mark.parametrize("bots", [2, 9, 24])
def test_any_number_of_bots_is_drawn(tmp_path, bots):
    folder = world(tmp_path, bots=bots, personas=3, repeats=1, costs=True)
    board = build(folder)
    from coolhead.bench.plots import styled

    with styled():
        for name in ("leaderboard", "anger", "price"):
            made = PLOTS[name](board)
            texts = {text.get_text() for axes in made.get_axes() for text in axes.findobj(match=_is_text)}
            said = "\n".join(texts | {axes.get_title(loc="left") for axes in made.get_axes()})
            assert all(label(row.bot) in said for row in board.rows), name


def _is_text(artist):
    return hasattr(artist, "get_text")


def test_labels_are_one_line_and_keep_both_ends():
    assert label("a\nb  c") == "a b c"
    assert label("provider/a-very-long-model-name-2025", 20) == "provider/a-ve…e-2025"
    assert label("") == "?"
