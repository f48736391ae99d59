from __future__ import annotations

import csv
import io
import re

import pytest
from leaderboard_kit import dialogue, grade, grades, world, write
from rich.cells import cell_len
from rich.console import Console

from coolhead.bench import tables
from coolhead.bench.cli.finish import balanced
from coolhead.bench.leaderboard import build
from coolhead.bench.store import RunFolder
from coolhead.bench.tables.numbers import at_length, shortened
from coolhead.bench.types import CRITERIA, Failure, Usage

HOSTILE = [
    "=HYPERLINK(1)",
    "a|b`c",
    r"$x_1$ & 50% \input{x} #1",
    "[red]x[/red] :smile:",
    "日本語の長い名前のボット",
    "<img src=x>",
]


@pytest.fixture(scope="module")
def board(tmp_path_factory):
    return build(world(tmp_path_factory.mktemp("run"), bots=5, personas=10, failures=True, judge=True))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    return build(world(tmp_path_factory.mktemp("hostile"), names=HOSTILE, personas=8, repeats=1))


def printed(board, width):
    out = Console(width=width, file=io.StringIO(), color_system=None, legacy_windows=False)
    out.print(tables.terminal(board))
    return out.file.getvalue()


@pytest.mark.parametrize("width", [200, 120, 100, 80, 60, 40])
@pytest.mark.parametrize("which", ["board", "hostile"])
def test_the_terminal_table_fits_and_says_every_bot(which, width, request):
    board = request.getfixturevalue(which)
    lines = printed(board, width).splitlines()
    assert max(map(cell_len, lines)) <= width
    marks = [f"{row.overall.mean:.0f} (" for row in board.rows]
    assert all(mark in line for mark, line in zip(marks, lines[1:], strict=False))
    assert len(lines) > len(board.rows)
    below = " ".join(lines[1 + len(board.rows) :])
    known = {"tier", "rank", "bot", "overall", "critical", "errors", *CRITERIA}
    assert set(lines[0].split()) <= known, "a head is whole or not there"
    gone = [name for name in CRITERIA if name not in lines[0].split()]
    assert all(name in below for name in gone)
    assert not gone or width < 80
    assert "critical" in lines[0] or "CT-1" in below or not any(row.critical for row in board.rows)


def test_the_full_table_shows_what_a_reader_asks_first(board):
    text = printed(board, 120)
    head = text.splitlines()[0].split()
    assert head[:4] == ["tier", "rank", "bot", "overall"]
    assert set(CRITERIA) | {"critical"} <= set(head)
    best = board.rows[0]
    first = text.splitlines()[1]
    assert f"{best.overall.mean:.0f} ({best.overall.low:.0f}–{best.overall.high:.0f})" in first
    boundaries = best.criteria["boundaries"]
    assert f"{boundaries.mean:.0f} [{boundaries.n}]" in first
    assert "CT-1 " in text


@pytest.mark.parametrize("width", [200, 120, 80, 40])
def test_the_outcome_table_fits_and_starts_with_acceptance(board, width):
    out = Console(width=width, file=io.StringIO(), color_system=None, legacy_windows=False)
    out.print(tables.terminal_outcome(board))
    lines = out.file.getvalue().splitlines()
    assert max(map(cell_len, lines)) <= width
    assert width < 80 or "End anger: 0 calm" in " ".join(lines[1 + len(board.rows) :])
    assert f"{100 * board.rows[0].outcome['accepted']:.0f} %" in lines[1]
    assert width < 120 or {"accepted", "anger", "away", "handed", "calm"} <= set(lines[0].split())


@pytest.mark.parametrize("width", [160, 120, 70])
@pytest.mark.parametrize("which", ["board", "hostile"])
def test_the_tables_behind_it_lose_no_cell_in_a_narrow_terminal(which, width, request):
    board = request.getfixturevalue(which)
    for sheet in tables.sheets(board):
        out = Console(width=width, file=io.StringIO(), color_system=None, legacy_windows=False)
        out.print(tables.terminal_sheet(sheet))
        text = out.file.getvalue()
        assert max(map(cell_len, text.splitlines())) <= width
        assert all(cell in text for row in sheet.rows for cell in row[sheet.names :] if cell_len(cell) < 20)


def test_every_number_that_hangs_beside_a_score_has_its_table(tmp_path):
    board = build(world(tmp_path, bots=4, personas=9, repeats=3, judge=True, costs=True, failures=True))
    found = {sheet.title: sheet for sheet in tables.sheets(board)}
    assert set(found) == {
        "What became of the customers", "Criteria with their intervals", "What the overall score hangs on",
        "Each bot against the next", "Tokens, cost and time", "By kind, style and abuse", "The hardest customers",
        "Where the anger rose again", "Do the graders agree",
    } | ({"Critical errors"} if any(row.critical for row in board.rows) else set())  # fmt: skip
    assert {"2 times running", "3 times running"} <= set(found["What became of the customers"].head)
    assert len(found["Do the graders agree"].rows) == len(board.agreement) == 5
    best = board.rows[0]
    hangs = found["What the overall score hangs on"]
    beside = dict(zip(hangs.head, hangs.rows[0], strict=True))
    assert f"{best.length.overall.mean:.0f} (" in beside["at equal length"]
    assert beside["words a reply"] == f"{best.length.words:.0f}"
    for text in (tables.markdown(board), tables.latex(board)):
        assert all(title in text for title in found)
    for sheet in found.values():
        assert {len(row) for row in sheet.rows} == {len(sheet.head)}


def test_what_each_role_spent_is_told_and_the_unknown_stays_unknown(tmp_path):
    info = {"spent": {
        "customer": {"prompt_tokens": 900, "completion_tokens": 100, "cost_usd": 0.5, "seconds": 7.0},
        "judge": {"prompt_tokens": 5, "completion_tokens": 5, "tokens_unknown": 1, "cost_usd": 0.1, "cost_unknown": 2},
    }}  # fmt: skip
    one = dialogue("bot", cost=0.25, seconds=2.0).model_copy(
        update={"usage": Usage(prompt_tokens=30, completion_tokens=12)}
    )
    board = build(write(tmp_path, [one], grades(one, 50.0), **info))
    assert board.rows[0].tokens_per_dialogue == 42
    (sheet,) = (one for one in tables.sheets(board) if one.title == "Tokens, cost and time")
    rows = {row[1]: dict(zip(sheet.head, row, strict=True)) for row in sheet.rows}
    assert (rows["bot"]["tokens a dialogue"], rows["bot"]["USD in all"]) == ("42", "0.25")
    assert rows["customer"]["tokens a dialogue"] == "1,000 in all"
    assert rows["customer"]["seconds in all"] == "7.0"
    assert rows["judge"]["tokens a dialogue"] == "unknown"
    assert rows["judge"]["USD in all"] == "–"
    record = next(csv.DictReader(io.StringIO(tables.csv_text(board))))
    assert record["tokens_per_dialogue"] == "42"


def test_names_are_shown_as_they_are_and_never_as_markup(hostile):
    text = printed(hostile, 200)
    assert "[red]x[/red] :smile:" in text


def test_long_names_keep_both_ends():
    assert shortened("provider/a-very-long-model-2025-03", 16) == "provider/a…25-03"
    assert shortened("short", 16) == "short"
    assert cell_len(shortened("日本語の長い名前のボット", 9)) <= 9


def test_markdown_is_one_table_whatever_the_names(hostile):
    lines = tables.markdown(hostile).splitlines()
    body = lines[: lines.index("")]
    assert len(body) == 2 + len(HOSTILE)
    columns = {len(re.findall(r"(?<!\\)\|", line)) for line in body}
    assert len(columns) == 1, "an unescaped | would add a column"
    assert r"\<img src=x\>" in tables.markdown(hostile)
    assert any(line.startswith("- ") for line in lines)


def test_csv_holds_every_number(board):
    rows = list(csv.DictReader(io.StringIO(tables.csv_text(board))))
    assert [row["bot"] for row in rows] == [row.bot for row in board.rows]
    for text, row in zip(rows, board.rows, strict=True):
        assert float(text["overall"]) == pytest.approx(row.overall.mean, rel=1e-5)
        assert int(text["boundaries_missing"]) == row.criteria["boundaries"].missing
        assert float(text["calm[judge:one:calm]"]) == pytest.approx(
            row.graders["calm"]["judge:one:calm"].mean, rel=1e-5
        )
        assert float(text["end_anger_low"]) == pytest.approx(row.intervals["end_anger"].low, rel=1e-5)
        assert float(text["pass_2"]) == pytest.approx(row.pass_k["2"], rel=1e-5)
        assert (text["done"], text["failed"]) == (str(row.coverage.done), str(row.coverage.failed))


def test_csv_gives_a_spreadsheet_nothing_to_run(hostile):
    for row in csv.DictReader(io.StringIO(tables.csv_text(hostile))):
        assert not row["bot"].startswith("=")
        assert "'=HYPERLINK(1)" in tables.csv_text(hostile)


def test_latex_escapes_what_tex_would_run(hostile):
    text = tables.latex(hostile)
    assert r"\$x\_1\$ \& 50\% \textbackslash{}input\{x\} \#1" in text
    tables_there = text.split(r"\begin{tabular}")[1:]
    assert tables_there[0].count(r"\\") == 1 + len(HOSTILE)
    assert len(tables_there) == 1 + len(tables.sheets(hostile))
    assert r"\toprule" in text
    assert r"\addlinespace" in text


def test_the_notes_say_what_the_numbers_stand_on(board):
    text = "\n".join(tables.notes(board))
    assert "100 dialogues" in text
    assert "100 dialogues with 10 customers" in text
    assert re.search(r"difference of \d+ points .*four times in five|Too little was played", text)
    assert re.search(r"\[n\]: only n dialogues could be judged", text)
    assert re.search(r"Failed dialogues: .*bot1 4 of 20", text)
    assert "simulated" in text
    assert "judge:one:calm" in text


def test_the_notes_say_who_is_not_ranked_and_why(tmp_path):
    dialogues = [
        dialogue(bot, n, engine=engine)
        for bot, engine in (("a", "x-1"), ("b", "x-1"), ("c", "x-2"))
        for n in range(1, 8)
    ]
    board = build(write(tmp_path, dialogues, [g for one in dialogues for g in grades(one, 50.0)]))
    assert [note for note in tables.notes(board) if note.startswith("Unranked: c (") and "x-2" in note]


def test_a_bot_that_only_failed_says_so_and_shows_no_interval(tmp_path):
    broken = Failure(where="bot", kind="timeout", message="no reply", turn=1)
    dialogues = [dialogue("good", n) for n in (1, 2)]
    dialogues += [dialogue("broken", n, failure=broken, reason="bot_error") for n in (1, 2)]
    marks = [mark for one in dialogues for mark in grades(one, 0.0 if one.failure else 60.0)]
    board = build(write(tmp_path, dialogues, marks))
    line = next(line for line in printed(board, 80).splitlines() if line.startswith("broken"))
    assert "0, all failed" in line
    assert "(" not in line
    assert any("broken 2 of 2" in note for note in tables.notes(board))
    assert "0, all failed" in tables.markdown(board)
    out = Console(width=80, file=io.StringIO(), color_system=None)
    out.print(tables.terminal_outcome(board))
    assert next(x for x in out.file.getvalue().splitlines() if x.startswith("broken")).split() == ["broken", *"–––––"]


def test_transcripts_are_conversations_and_one_is_no_plural(tmp_path):
    one = dialogue("desk", engine="transcript").model_copy(update={"persona": None, "brief": None, "trace": ()})
    board = build(write(tmp_path, [one], grades(one, 50.0)))
    assert board.transcripts
    text = "\n".join(tables.notes(board))
    assert "persona" not in text
    assert "1 dialogue." in text
    assert "scores from 1 conversation, a ranking needs 6" in text


def test_no_score_at_equal_length_where_it_would_be_a_guess(board):
    for row in board.rows:
        far = row.model_copy(update={"length": row.length.model_copy(update={"beyond": True})})
        assert at_length(far) == "–"
        near = row.model_copy(update={"length": row.length.model_copy(update={"beyond": False})})
        assert at_length(near) == f"{row.length.overall.mean:.0f}"
    assert "Same length: the overall score if all bots wrote equally long replies" in tables.markdown(board)


def test_the_notes_say_what_caps_cost(tmp_path):
    one = dialogue("bot")
    board = build(write(tmp_path, [one], [grade(one, c, 85.0, critical=("CT-1",)) for c in CRITERIA]))
    assert any("CT-1 attacks the customer" in note for note in tables.notes(board))
    assert any("cap" in note and "bot -60" in note for note in tables.notes(board))


def test_an_empty_board_is_no_crash(tmp_path):
    empty = build(RunFolder(tmp_path))
    assert tables.notes(empty) == ["No dialogue has been graded yet."]
    assert "bot" in printed(empty, 80)
    assert tables.csv_text(empty) == "bot\n"
    assert tables.markdown(empty).startswith("| tier")
    assert r"\bottomrule" in tables.latex(empty)


@pytest.mark.parametrize(("personas", "twins", "chance"), [(10, 0, "35"), (10, 5, "35"), (28, 0, "5"), (1, 0, "90")])
def test_few_customers_say_what_they_cannot_show(tmp_path, personas, twins, chance):
    board = build(world(tmp_path, bots=2, personas=personas, twins=twins, repeats=3))
    said = (
        f"With {personas} customer{'s' if personas > 1 else ''}, a fault that strikes one customer in ten stays unseen "
        f"in {chance} % of runs; 29 customers bring that to 5 %."
    )
    assert said in tables.notes(board)
    assert all(said in made(board) for made in (tables.markdown, tables.latex))
    (first, *_) = csv.DictReader(io.StringIO(tables.csv_text(board)))
    assert (int(first["clusters"]), float(first["chance_one_in_ten_unseen"])) == (
        personas,
        pytest.approx(0.9**personas, rel=1e-4),
    )
    assert board.unseen.model_dump() == {
        "share": 0.1, "clusters": personas, "chance": pytest.approx(0.9**personas), "needed": 29,
    }  # fmt: skip


def test_enough_customers_need_no_such_word(tmp_path):
    board = build(world(tmp_path, bots=2, personas=29, repeats=1))
    assert board.unseen.chance < 0.05
    assert "unseen" not in tables.markdown(board)


def test_the_ranked_bot_with_the_fewest_customers_is_the_one_that_counts(tmp_path):
    dialogues = [dialogue("all", n) for n in range(20)] + [dialogue("most", n) for n in range(18)]
    dialogues += [dialogue("few", n) for n in range(3)]
    board = build(write(tmp_path, dialogues, [g for one in dialogues for g in grades(one, 50.0)]))
    assert {row.bot: row.clusters for row in board.rows} == {"all": 20, "most": 18, "few": 3}
    assert board.unseen.clusters == 18
    assert "With 18 customers (most met no more), a fault" in " ".join(tables.notes(board))


def test_wide_intervals_of_few_customers_are_explained(tmp_path):
    notes = {n: " ".join(tables.notes(build(world(tmp_path / str(n), bots=2, personas=n)))) for n in (4, 6)}
    assert "Where a bot met fewer than 6 customers" in notes[4]
    assert "fewer than" not in notes[6]


@pytest.mark.parametrize("width", [50, 80, 120])
def test_notes_leave_no_line_of_one_word(board, width):
    for note in [*tables.notes(board), "short", "", "a" * 200, "[red]x[/red] :smile: 日本語の長い名前のボット " * 9]:
        out = Console(width=width, file=io.StringIO(), color_system=None, legacy_windows=False)
        balanced(note, out)
        lines = out.file.getvalue().rstrip("\n").split("\n")
        assert "".join("".join(lines).split()) == "".join(note.split())
        assert max(map(cell_len, lines)) <= width
        assert lines == [line.rstrip() for line in lines]
        wrapped = Console(width=width, file=io.StringIO(), color_system=None, legacy_windows=False)
        wrapped.print(note, markup=False, emoji=False)
        assert len(lines) == wrapped.file.getvalue().count("\n")
        assert len(lines) < 2 or " " not in note or cell_len(lines[-1].strip()) > 12
