from __future__ import annotations

import io

from rich.console import Console

from coolhead.bench.cli.validate import show
from coolhead.bench.validation.model import Figure, share_figure

FIGURES = [
    share_figure("ladder: rungs that rise", 8, 9, least=1.0, detail="B9 82.0 -> B10 79.6"),
    share_figure("better side wins, criterion resolution", 14, 15, least=0.85),
    Figure(
        name="without its date a remedy that needs one is believed (share of remedies)", value=0.0, n=12345, bar="0",
        holds=True, detail=", ".join(f"kind_{n} {n}" for n in range(40)),
    ),
    Figure(name="gap between styles", value=None, n=0, bar="reported", holds=None),
    share_figure("precision EM+1", 9, 10),
    share_figure("recall EM+1", 3, 4),
    share_figure("precision CT-1", 0, 0),
    share_figure("recall CT-1", 0, 7),
]  # fmt: skip


def printed(figures, width=100):
    out = Console(width=width, file=io.StringIO(), color_system=None)
    show("Graders", figures, out)
    return out.file.getvalue().splitlines()


def test_every_figure_has_one_row_that_does_not_wrap_at_100_columns():
    lines = printed(FIGURES)
    assert lines == printed(FIGURES, width=300)
    assert max(map(len, lines)) <= 100
    (row,) = (line for line in lines if line.startswith("without its date"))
    assert "12345" in row
    assert "none" in row
    (row,) = (line for line in lines if line.startswith("better side wins"))
    assert row.split()[-7:] == ["0.933", "15", "at", "least", "0.85", "yes", "0.70-0.99"]
    for n in range(40):
        assert f"kind_{n} {n}" in " ".join(line.strip() for line in lines)


def test_an_indicator_has_precision_and_recall_in_one_row():
    (row,) = (line for line in printed(FIGURES) if line.startswith("EM+1"))
    assert row.split()[:5] == ["EM+1", "0.9", "10", "0.75", "4"]
    assert row.split()[5:] == ["CT-1", "-", "0", "0", "7"]


def test_the_end_says_how_many_hold_and_which_do_not():
    end = " ".join(line for line in printed(FIGURES) if line)
    assert end.endswith("2 of 3 wanted figures hold. Not: ladder: rungs that rise (0.889, wanted all).")
    assert "3 of 3 wanted figures hold." in " ".join(printed([*FIGURES[1:3], FIGURES[2]]))
    assert any("Nothing is wanted" in line for line in printed(FIGURES[3:4]))
