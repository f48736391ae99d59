"""The frame of the rule graders: formula, own graders, independence, validation figures."""

import ast
import json
from pathlib import Path

import pytest

from coolhead.bench.errors import BadInput
from coolhead.bench.testing import talk
from coolhead.bench.types import Grade, TraceStep
from coolhead.bench.validation import drift_figure, pair_figures, scores_of
from coolhead.bench.validation.labels import read_pairs, read_sentences
from coolhead.graders.base import Finding, rule
from coolhead.graders.catalog import builtin, from_file
from coolhead.graders.reading.dialogue import read
from coolhead.graders.reading.sentences import spans
from coolhead.graders.reading.slots import slots
from coolhead.graders.reading.text import plain
from coolhead.graders.rubric import rubric
from coolhead.graders.scoring import level, overall, raw_score

GRADERS = Path(__file__).resolve().parent.parent / "graders"
DIALOGUE = talk("C: Where is my parcel? I am angry.", "A: In Oxmere. It comes on Friday at 9, I have booked it.")


def test_the_rubric_has_its_77_indicators_and_one_for_requests():
    assert len(rubric().indicators) == 77 + 1  # RE-8 speaks of plain requests
    assert {len(rubric().of(c)) for c in ("calm", "empathy", "clarity", "boundaries", "resolution")} == {
        12,
        15,
        13,
        19,
    }


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ([], 50.0),  # nothing called for and nothing done
        ([Finding("CT+1", 1.0), Finding("CT+2", 1.0)], 100.0),
        ([Finding("CT+1", 0.0), Finding("CT+2", 0.0)], 50.0),  # the base of calm
        ([Finding("CT+1", 1.0), Finding("CT-1", 1.0)], 40.0),  # 100 - 60
        ([Finding("CT+1", 1.0), Finding("CT-1", 0.1)], 100.0),  # too faint to count
        ([Finding("CT+1", 1.0), Finding("CT-1", 1.0), Finding("CT-3", 1.0)], 20.5),  # the second loss counts half
        ([Finding("CT+1", 1.0), Finding("EM-3", 1.0)], 100.0),  # another criterion's
    ],
)
def test_the_formula(findings, expected):
    assert raw_score("calm", findings) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("score", "expected"), [(0, 1), (12, 1), (13, 2), (50, 3), (62.5, 4), (87.4, 4), (88, 5), (100, 5)]
)
def test_levels_are_the_nearest_of_the_rubric(score, expected):
    assert level(score) == expected


def test_critical_errors_cap_the_whole():
    grades = [
        Grade(dialogue="d", criterion="calm", grader="g", version=1, score=0, critical=("CT-1",)),
        Grade(dialogue="d", criterion="clarity", grader="g", version=1, score=90),
        Grade(dialogue="d", criterion="boundaries", grader="g", version=1, score=None),
    ]
    assert overall(grades) == 25
    assert overall(grades[2:]) is None


def test_a_grader_of_ones_own_may_return_a_number_findings_or_nothing():
    @rule("clarity", version=3)
    def short(dialogue):
        return 100 - len(dialogue.turns[-1].text)

    @rule("calm", version=1, id="mine:calm")
    def courteous(reading):
        return [Finding("CT+1", 1.0, 1, "In Oxmere.")]

    @rule("empathy", version=1)
    def silent(dialogue):
        return None

    number, found, nothing = (g.grade(DIALOGUE)[0] for g in (short, courteous, silent))
    assert (number.grader, number.version, number.criterion) == ("rule:short", 3, "clarity")
    assert number.score == 100 - len(DIALOGUE.turns[-1].text)
    assert (found.grader, found.score, found.evidence[0].quote) == ("mine:calm", 100, "In Oxmere.")
    assert nothing.score is None


def test_a_grader_comes_from_a_file(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text(
        "from coolhead.graders.base import rule\n\n\n@rule('calm', version=1)\ndef loud(dialogue):\n    return 12.0\n"
    )
    (grader,) = from_file(file)
    assert grader.grade(DIALOGUE)[0].score == 12.0


def test_an_unknown_criterion_is_refused():
    with pytest.raises(ValueError, match="unknown criterion 'kindness'"):
        rule("kindness", version=1)  # type: ignore[arg-type]


def test_graders_share_no_code_and_no_words_with_the_customer():
    for path in GRADERS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = (
                [a.name for a in node.names] if isinstance(node, ast.Import) else [getattr(node, "module", "") or ""]
            )
            assert not any(name.startswith("coolhead.bench.customers") for name in names), path
        assert "data/customer" not in path.read_text("utf-8"), path


def test_private_state_labels_and_the_bots_name_move_nothing():
    loaded = DIALOGUE.model_copy(
        update={
            "trace": (TraceStep(turn=0, anger=0.1),),
            "labels": {"score": 5},
            "metadata": {"a": 1},
            "bot": "B10-exemplary",
        }
    )
    for grader in builtin():
        assert grader.grade(loaded) == grader.grade(DIALOGUE)


def test_the_five_share_one_reading():
    assert read(DIALOGUE) is read(DIALOGUE)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Friday at 14:30, 22.50 cr", ["date", "time", "amount"]),
        ("within three working days", ["duration"]),
        ("case LN-4471 from half past two", ["reference", "time"]),
        ("we may meet", []),
    ],
)
def test_figures_are_found(text, kinds):
    assert [slot.kind for slot in slots(text)] == kinds


def test_sentences_keep_numbers_and_titles_whole():
    text = "Dr. Ansell sees you at 3.30 p.m. today. Bring No. 7! Fine?"
    assert [text[a:b] for a, b in spans(text)] == ["Dr. Ansell sees you at 3.30 p.m. today.", "Bring No. 7!", "Fine?"]


def test_hidden_characters_are_flagged_and_quotes_stay_verbatim():
    original = "I’m on it – ra\u200bte it"
    read_ = plain(original)
    assert read_.text == "I'm on it - rate it"
    assert read_.hidden
    assert read_.quote(12, 19) in original


def test_the_built_in_pairs_are_measured_with_n_and_interval():
    figures = {figure.name: figure for figure in pair_figures(read_pairs(), scores_of(read_pairs(), builtin()))}
    whole = figures["better side wins, all"]
    assert whole.n == 15
    assert "-" in whole.detail
    assert whole.holds
    assert figures["points moved where equal, all"].holds
    low, high = (float(end) for end in figures["points moved where equal, all"].detail.partition(";")[0].split("-"))
    assert low < figures["points moved where equal, all"].value < high
    few = drift_figure("criterion boundaries", [("one", 20.0), ("one", 8.0), ("other", 31.0)])
    assert (few.bar, few.holds) == ("", None), "two or three movements decide nothing"


def test_labels_come_from_a_folder_too(tmp_path):
    pair = {"id": "p", "criterion": "calm", "better": "a", "worse": "b", "kind": "plain", "others_equal": ["clarity"]}
    turns = [{"role": "customer", "text": "Late again!"}, {"role": "agent", "text": "It comes at nine."}]
    (tmp_path / "pairs.jsonl").write_text(json.dumps(pair))
    (tmp_path / "dialogues.jsonl").write_text("\n".join(json.dumps({"id": i, "turns": turns}) for i in "ab"))
    (tmp_path / "sentences.jsonl").write_text(
        json.dumps({"id": "s", "context": "Hm", "text": "Calm down.", "label": {"CT-2": "present"}})
    )
    assert [p.id for p in read_pairs(tmp_path)] == ["p"]
    assert read_sentences(tmp_path)[0].label == {"CT-2": True}


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{", "not JSON"),
        ('{"id": "p"}', "lacks"),
        ('{"id":"p","criterion":"kind","better":[],"worse":[]}', "no turn|unknown criterion|nothing|turn"),
    ],
)
def test_a_broken_label_file_is_named(tmp_path, line, what):
    file = tmp_path / "pairs.jsonl"
    file.write_text(line)
    with pytest.raises(BadInput, match=what) as problem:
        read_pairs(file)
    assert "pairs.jsonl" in str(problem.value)


def test_the_rubric_page_is_up_to_date():
    root = GRADERS.parent
    space: dict[str, object] = {"__file__": str(root / "tools" / "rubric_page.py"), "__name__": "rubric_page"}
    exec((root / "tools" / "rubric_page.py").read_text("utf-8"), space)
    assert space["page"]() == (root / "docs" / "rubric.md").read_text("utf-8")  # type: ignore[operator]
