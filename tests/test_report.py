"""The report page as a file: what it holds, what it leaves out, and that nothing can break out of it."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import tracemalloc
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from pydantic import BaseModel
from report_run import XSS, make_hostile_run, make_run

from coolhead.bench.leaderboard import build
from coolhead.bench.report import write_page
from coolhead.bench.report.board import mean_cell, view
from coolhead.bench.report.header import facts
from coolhead.bench.report.page import vocabulary
from coolhead.bench.report.pieces import record
from coolhead.bench.report.rows import LONGEST_TEXT, Cast, Row, read_rows
from coolhead.bench.report.sample import pick
from coolhead.bench.types import Dialogue, Turn


class Parts(HTMLParser):
    """Tags with their attributes, and the text of scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.content: list[tuple[str, dict[str, str | None], str]] = []
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._inside = tag in ("script", "style")
        if self._inside:
            self.content.append((tag, dict(attrs), ""))

    def handle_endtag(self, tag):
        self._inside = False

    def handle_data(self, data):
        if self._inside:
            tag, attrs, before = self.content[-1]
            self.content[-1] = (tag, attrs, before + data)

    def script(self, id: str) -> str:
        return next(data for tag, attrs, data in self.content if tag == "script" and attrs.get("id") == id)


def page_of(folder, **options) -> str:
    return write_page(folder, build(folder), **options).read_text("utf-8")


def unpacked(packed: str):
    return json.loads(gzip.decompress(base64.b64decode(packed)))


def pieces_of(parts: Parts) -> list[dict]:
    names = [
        attrs["id"] for tag, attrs in parts.tags if tag == "script" and (attrs.get("id") or "").startswith("piece")
    ]
    return [unpacked(parts.script(name)) for name in names]


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = make_run(tmp_path_factory.mktemp("small"))
    return folder, page_of(folder, texts={"CT-2": "tells the customer to calm down"})


def test_every_dialogue_is_on_the_page_with_its_grades_and_its_case_once_per_piece(small):
    parts = Parts(small[1])
    index = unpacked(parts.script("index"))
    held = [dialogue for piece in pieces_of(parts) for dialogue in piece["dialogues"]]
    assert [d["n"] for d in held] == list(range(16))
    assert all(len(d["grades"]) == 5 and d["trace"] for d in held)
    assert index["rows"]["id"][:2] == ["warm/P00/0", "cold/P00/0"]
    assert index["texts"]["CT-2"] == "tells the customer to calm down"
    assert len(pieces_of(parts)[0]["cases"]) == 8


def test_the_tables_can_be_read_without_script(small):
    page = small[1]
    for words in (
        "How these bots handle angry customers",
        "2 bots met 8 simulated customers",
        "not the satisfaction of real people",
        "embedded-1",
        "rule:calm v1",
        "Walked away",
    ):
        assert words in page
    assert page.count("<noscript>") == 1


def test_same_run_same_bytes(small):
    folder, page = small
    assert page_of(folder, texts={"CT-2": "tells the customer to calm down"}) == page


def test_policy_lets_in_this_style_and_this_script_and_nothing_else(small):
    parts = Parts(small[1])
    policy = next(
        a["content"] for t, a in parts.tags if t == "meta" and a.get("http-equiv") == "Content-Security-Policy"
    )
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    for kind, rule in (("style", "style-src"), ("script", "script-src")):
        (text,) = [data for tag, attrs, data in parts.content if tag == kind and "type" not in attrs]
        assert rules[rule] == f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
    assert rules["img-src"] == "data:"


def test_nothing_on_the_page_points_outside(small):
    for tag, attrs in Parts(small[1]).tags:
        assert tag not in ("link", "iframe", "object", "embed", "base"), tag
        assert not any(name.startswith("on") or name == "style" for name in attrs), (tag, attrs)
        for name in ("src", "href", "action", "srcset", "poster"):
            assert (attrs.get(name) or "#").startswith(("#", "data:")), (tag, attrs)


def test_the_script_never_parses_text_as_markup():
    folder = files("coolhead.bench").joinpath("data/report")
    for path in folder.iterdir():
        if path.name.endswith(".js"):
            found = re.findall(
                r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|setHTML|srcdoc|"
                r"DOMParser|createContextualFragment|</script|fetch\(|XMLHttpRequest|WebSocket|import\(",
                path.read_text("utf-8"),
            )
            assert not found, (path.name, found)


def test_hostile_texts_add_no_tag_and_no_attribute(tmp_path):
    def skeleton(folder):
        return [(tag, sorted(attrs)) for tag, attrs in Parts(page_of(folder)).tags]

    hostile = skeleton(make_hostile_run(tmp_path / "hostile", XSS))
    assert hostile == skeleton(make_hostile_run(tmp_path / "tame", [f"word {n}" for n in range(len(XSS))]))


def test_hostile_texts_arrive_whole(tmp_path):
    parts = Parts(page_of(make_hostile_run(tmp_path, XSS)))
    assert [d["failure"]["message"] for piece in pieces_of(parts) for d in piece["dialogues"]] == list(XSS)


# --- large runs ---


def test_a_large_run_keeps_the_critical_the_worst_and_a_fair_part(tmp_path):
    folder = make_run(tmp_path, bots=("a", "b", "c", "d"), personas=30, repeats=2)
    page = page_of(folder, cap=100)
    index = unpacked(Parts(page).script("index"))
    kept = index["rows"]["id"]
    assert len(kept) == 100
    assert "This page holds 100 of 240 dialogues: 25 with a critical error" in page
    assert sum(1 for critical in index["rows"]["critical"] if critical) >= 25
    assert set(index["bots"]) == {"a", "b", "c", "d"}
    assert [d["n"] for piece in pieces_of(Parts(page)) for d in piece["dialogues"]] == list(range(100))


def test_the_drawn_part_can_be_read_side_by_side_and_is_the_same_every_time(tmp_path):
    folder = make_run(tmp_path, bots=("a", "c"), personas=40)
    rows, _ = read_rows(folder.dialogues())
    drawn = pick(list(rows.values()), cap=40)
    scenes = [row.persona for row in drawn.rows]
    assert sorted(scenes[::2]) == sorted(scenes[1::2])
    assert [row.id for row in pick(list(rows.values()), cap=40).rows] == [row.id for row in drawn.rows]
    assert drawn.rows != tuple(rows.values())[:40]


def test_a_run_of_very_long_dialogues_is_cut_by_size(tmp_path):
    rows, _ = read_rows(make_run(tmp_path, personas=10).dialogues())
    choice = pick(list(rows.values()), characters=sum(row.size for row in rows.values()) // 2)
    assert 5 < len(choice.rows) < 20
    assert choice.cut_by_size


def test_an_endless_turn_is_cut_and_says_so():
    dialogue = Dialogue(
        id="d", turns=(Turn(role="agent", text="x" * (LONGEST_TEXT + 7)),), metadata={"huge": "y" * 10_000}
    )
    made = record(dialogue)
    assert (len(made["turns"][0]["t"]), made["turns"][0]["cut"]) == (LONGEST_TEXT, 7)
    assert len(json.dumps(made["metadata"])) < 100


def test_memory_does_not_grow_with_the_run(tmp_path):
    def peak(repeats: int) -> int:
        folder = make_run(tmp_path / str(repeats), personas=10, repeats=repeats, turns=6)
        board = build(folder)
        tracemalloc.start()
        try:
            write_page(folder, board, cap=20)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(1)
    small, large = peak(3), peak(30)
    lines = (tmp_path / "30" / "dialogues.jsonl").stat().st_size + (tmp_path / "30" / "grades.jsonl").stat().st_size
    assert large - small < lines / 3


# --- odd runs ---


def test_an_empty_run_makes_a_page(tmp_path):
    page = write_page(make_run(tmp_path, personas=0), Bare(rows=[])).read_text("utf-8")
    assert unpacked(Parts(page).script("index"))["rows"]["id"] == []


def test_transcripts_without_anything_make_a_page(tmp_path):
    folder = make_run(tmp_path, personas=0)
    with folder:
        for n in range(3):
            folder.add_dialogue(
                Dialogue(id=f"t{n}", turns=(Turn(role="customer", text="Hi"), Turn(role="agent", text="Hello")))
            )
    page = page_of(folder)
    assert "3 dialogues of 1 service that already happened" in page
    held = [d for piece in pieces_of(Parts(page)) for d in piece["dialogues"]]
    assert [(d["case"], d["brief"], d["trace"], d["grades"]) for d in held] == [(None, None, [], [])] * 3


class Bare(BaseModel):
    """A leaderboard with only what the contract promises."""

    rows: list = [
        {"bot": "solo", "overall": {"mean": None}, "rank": None, "tier": None, "criteria": {"calm": {"mean": 50.0}}}
    ]
    comparisons: list = []
    extra: dict = {"unknown": [1]}


def test_a_bare_leaderboard_is_enough(tmp_path):
    folder = make_run(tmp_path)
    page = write_page(folder, Bare()).read_text("utf-8")
    assert "not ranked" in page
    assert "not judged" in page
    assert "50.0" in page


def test_outcome_columns_that_are_zero_everywhere_are_left_out():
    rows = [
        {"bot": b, "outcome": {"accepted": a, "stale": 0.0, "own_number": 3.0}} for b, a in (("x", 0.5), ("y", 0.0))
    ]
    made = view({"rows": rows}, vocabulary())
    assert [head["label"] for head in made["outcome_heads"]] == ["Accepted", "own number"]
    assert [cell.shown for cell in made["rows"][0]["outcome"]] == ["50 %", "3.0"]


@pytest.mark.parametrize(
    ("mean", "text"),
    [
        ({"mean": 71.234, "low": 60.0, "high": 80.0, "n": 12}, "71.2, 95 % interval 60.0 to 80.0, n 12"),
        ({"mean": 71.234}, "71.2"),
        ({"mean": None, "n": 0}, ""),
        (None, ""),
    ],
)
def test_a_mean_in_words(mean, text):
    assert mean_cell(mean).text == text


def test_an_interval_beyond_the_scale_stays_in_the_picture():
    cell = mean_cell({"mean": 98.0, "low": 90.0, "high": 106.0})
    assert (cell.low, cell.high, cell.at) == (90.0, 100.0, 98.0)


def test_plots_become_images_with_a_text_for_those_who_do_not_see(tmp_path):
    folder = make_run(tmp_path)
    (tmp_path / "plots").mkdir()
    (tmp_path / "plots/leaderboard.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>")
    (tmp_path / "plots/leaderboard.png").write_bytes(b"\x89PNG")
    (tmp_path / "plots/own_idea.png").write_bytes(b"\x89PNG")
    images = [attrs for tag, attrs in Parts(page_of(folder)).tags if tag == "img"]
    assert [(i["src"].split(",")[0], i["alt"][:13]) for i in images] == [
        ("data:image/svg+xml;base64", "Overall score"),
        ("data:image/png;base64", "Figure: Own i"),
    ]


def test_scores_of_a_judge_that_did_not_qualify_do_not_count_in_the_list(tmp_path):
    folder = make_run(tmp_path, personas=2)
    with folder:
        for grade in list(folder.grades()):
            folder.add_grades([grade.model_copy(update={"grader": "judge:some", "score": 3.0})])
    board = build(folder)
    parts = Parts(write_page(folder, board).read_text("utf-8"))
    scores = unpacked(parts.script("index"))["rows"]["scores"]
    assert 3.0 not in [score for column in scores for score in column]
    assert len(pieces_of(parts)[0]["dialogues"][0]["grades"]) == 10


def test_families_are_told_where_twins_make_them_fewer_and_bots_stand_as_in_the_table():
    def told(cast):
        people = {id: Cast(id=id, family=family) for id, family in cast.items()}
        rows = {
            bot: Row(bot, bot, "P01", 0, 7, "accepted", False, 3, "zz0", 90) for bot in ("abuser", "best", "unlisted")
        }
        return dict(facts({}, {}, rows, people, order=["best", "abuser"]))

    assert told({"P01": "a", "P02": "b"})["Customers"] == "2"
    assert told({"P01": "a", "P01T": "a", "P02": "b"})["Customers"] == "3 (with their twins 2 independent stories)"
    assert told({"P01": "a"})["Bots"] == "best, abuser, unlisted"
