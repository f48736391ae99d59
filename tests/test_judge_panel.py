"""Verdicts need quotes that stand, scores are computed by code, a panel is the majority, kin have no vote."""

from __future__ import annotations

import asyncio
import json

import pytest
from judge_kit import HonestJudge, WeakJudge, verdicts

from coolhead.bench.engine import run_all
from coolhead.bench.errors import BadInput, BudgetReached
from coolhead.bench.grading import grade_fully
from coolhead.bench.judging.families import family_of
from coolhead.bench.judging.gold import gold
from coolhead.bench.judging.judges import Judges
from coolhead.bench.judging.qualifying import Qualification, qualify
from coolhead.bench.leaderboard import build
from coolhead.bench.regrading import judge_stored
from coolhead.bench.store import RunFolder
from coolhead.bench.testing import FakeChat, FixedCustomers, SayBot, talk
from coolhead.bench.types import CRITERIA, ChatOutcome, Failure, TraceStep
from coolhead.graders.judge.evidence import Checker
from coolhead.graders.judge.guide import Item, guides
from coolhead.graders.judge.judge import judge
from coolhead.graders.judge.panel import PANEL
from coolhead.graders.judge.scoring import Ruling, score_of, vote

TALK = talk(
    "C: Where is my parcel? Third day, and it is my son's birthday!",
    "A: Three days late for a birthday is bad. It is on the van, and you have it before 18:00.",
    "C: And if not?",
    "A: Then I bring you a voucher and look for it myself, Tom Ferrin, on 555-0112.",
)


def asking(answer, dialogue=TALK, criterion="calm"):
    chat = answer if isinstance(answer, FakeChat) else FakeChat(answer)
    return asyncio.run(judge(chat, criterion, dialogue)), chat


def item(id, verdict, *quotes, checked=()):
    return {
        "id": id, "verdict": verdict, "checked": list(checked),
        "evidence": [{"turn": turn, "quote": quote} for turn, quote in quotes],
    }  # fmt: skip


# --- evidence ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("turn", "quote", "stands"),
    [
        (1, "It is on the van", "It is on the van"),
        (1, "it  IS on\nthe van,  and you", "It is on the van, and you"),
        (1, "“three days late” for", "Three days late for"),
        (2, "It is on the van", None),  # another turn
        (1, "on the", None),  # two words
        (1, "It was on the van", None),  # not verbatim
        (1, "birthday is bad it is", "birthday is bad. It is"),
        (1, "Third day, and it is", None),  # the customer's
        (7, "It is on the van", None),
    ],
)
def test_a_quote_must_stand_in_the_turn_it_names(turn, quote, stands):
    found = Checker(TALK, ()).verify(turn, quote)
    assert (found[1] if isinstance(found, tuple) else None) == stands


def test_words_of_the_customer_handed_back_are_no_evidence():
    parrot = talk("C: My aunt's rugs are being eaten.", "A: I hear that my aunt's rugs are being eaten.")
    assert isinstance(Checker(parrot, ()).verify(1, "rugs are being eaten"), str)
    assert isinstance(Checker(parrot, ()).verify(1, "I hear that my"), tuple)


def test_a_yes_without_a_quote_is_asked_again_and_then_falls():
    finding, chat = asking({"items": [item("calm.courteous", "yes", (1, "you are a wonderful person"))]})
    assert len(chat.calls) == 2
    assert finding.sheet.rulings["calm.courteous"] == Ruling("no", unsupported=True)
    assert finding.sheet.unsupported == 1


def test_the_second_answer_may_mend_it():
    first = {"items": [item("calm.courteous", "yes", (1, "not there at all"))]}
    second = {"items": [item("calm.courteous", "yes", (1, "It is on the van"))]}
    finding, _ = asking(FakeChat(first, second))
    assert finding.sheet.rulings["calm.courteous"].verdict == "yes"
    assert finding.sheet.rulings["calm.courteous"].evidence[0].turn == 1


def test_an_absence_needs_every_turn_read_and_an_accusation_a_quote():
    whole, _ = asking({"items": [item("calm.free_of_attack", "yes", checked=[1, 2])]})
    assert whole.sheet.rulings["calm.free_of_attack"].verdict == "yes"
    half, _ = asking({"items": [item("calm.free_of_attack", "yes", checked=[1])]})
    assert half.sheet.rulings["calm.free_of_attack"].verdict == "cannot_tell"
    accused, _ = asking({"items": [item("calm.free_of_attack", "no", (1, "you silly fool there"))]})
    assert accused.sheet.rulings["calm.free_of_attack"].verdict == "cannot_tell"


# --- score ---------------------------------------------------------------------------------------------------

ITEMS = (Item("a", 3, ""), Item("b", 1, "", at_most=0.2), Item("c", 2, "", when="asked"))


@pytest.mark.parametrize(
    ("values", "unknown", "score"),
    [
        ({"a": 1, "b": 1, "c": 1}, "", 100),
        ({"a": 1, "b": 0.5, "c": None}, "", 87.5),
        ({"a": 1, "b": 0, "c": 1}, "", 20),
        ({"a": 0, "b": 1, "c": 1}, "", 50),
        ({"a": 1, "b": 1}, "c", 100),
        ({"b": 1, "c": 1}, "a", None),
        ({}, "", None),
    ],
)
def test_the_published_formula(values, unknown, score):
    assert score_of(ITEMS, values, frozenset(unknown)) == score


def test_boundaries_that_nothing_tested_are_not_judged():
    assert score_of(ITEMS, {"a": 1, "b": 1}, frozenset(), only_tested=True) is None
    assert score_of(ITEMS, {"a": 1, "b": 1, "c": 0}, frozenset(), only_tested=True) is not None
    assert score_of(ITEMS, {"a": 0, "b": 1}, frozenset(), only_tested=True) is not None


@pytest.mark.parametrize(
    ("said", "value"),
    [
        (["yes", "yes", "no"], 1.0),
        (["no", "partly", "no"], 0.0),
        (["yes", "partly", "no"], 0.5),
        (["yes", "no"], 0.5),
        (["na", "na", "yes"], None),
        (["na", "yes", "yes"], 1.0),
        (["cannot_tell", "no"], 0.0),
        (["cannot_tell"], None),
    ],
)
def test_an_item_is_what_most_judges_say(said, value):
    assert vote([Ruling(one) for one in said])[0] == value


@pytest.mark.parametrize("failure", ["refused", "malformed", "timeout", "context"])
def test_a_judge_that_gives_nothing_usable_gives_no_score(failure):
    finding, _ = asking(ChatOutcome(failure=failure, reason="so it is"))
    assert finding.sheet.score is None
    assert failure in finding.sheet.reason


def test_a_silent_bot_is_worth_nothing_and_costs_no_question():
    finding, chat = asking(FakeChat("never asked"), talk("C: Hello?", "A: ...", "C: Anybody?", "A: \u200b 🙂"))
    assert (finding.sheet.score, chat.calls) == (0.0, [])


def test_who_says_next_to_nothing_earns_nothing_by_doing_no_harm():
    finding, _ = asking(FakeChat(lambda asked: verdicts(asked, good=True)), talk("C: Hello?", "A: Yes please hold."))
    assert finding.sheet.rulings["calm.free_of_attack"].verdict == "na"


def test_the_judge_sees_neither_trace_nor_name_nor_labels():
    dialogue = TALK.model_copy(
        update={"bot": "acme-zeta", "labels": {"reward": 0.77}, "trace": (TraceStep(turn=0, anger=0.4242, act="vent"),)}
    )
    judges, chats = bench(HonestJudge())
    asyncio.run(judges.judge(dialogue))
    sent = "".join(asked.text for asked in chats[0].calls)
    assert "parcel" in sent
    assert not any(word in sent for word in ("acme-zeta", "0.77", "4242"))


def test_rubrics_have_five_to_seven_items_and_unique_ids():
    ids = [item.id for guide in guides().values() for item in guide.items]
    assert len(ids) == len(set(ids))
    assert all(5 <= len(guide.items) <= 7 and "Counter-examples" in guide.body for guide in guides().values())
    words = " ".join(guide.body for guide in guides().values())
    for pair in gold():  # the rubric must not hold the answers to the gold set
        for turn in (*pair.better.turns, *pair.worse.turns):
            assert turn.text[:40] not in words


# --- qualification -------------------------------------------------------------------------------------------


def test_a_judge_that_tells_the_pairs_apart_qualifies():
    found = asyncio.run(qualify(HonestJudge()))
    assert found.qualified, found
    assert (found.separated, found.pairs, found.moved) == (25, 25, 0)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (lambda asked: verdicts(asked, good=True), "separates 0 of"),
        (lambda asked: verdicts(asked, good=False), "the same of everything"),
        ("I think the agent did well.", "no usable verdict"),
        (ChatOutcome(failure="refused", reason="no"), "no usable verdict"),
        ({"items": []}, "no usable verdict"),
    ],
)
def test_a_judge_that_says_the_same_of_everything_is_refused(answer, why):
    chat = FakeChat(answer)
    found = asyncio.run(qualify(chat))
    assert not found.qualified
    assert why in found.reason or "the same of everything" in found.reason
    assert found.pairs < 25, "grading stops when the bar is out of reach"


def test_a_judge_that_can_be_talked_over_is_refused():
    found = asyncio.run(qualify(WeakJudge()))
    assert not found.qualified
    assert "stock attacks" in found.reason


# --- the panel in a run --------------------------------------------------------------------------------------


def bench(*chats, models=None, qualified=True):
    judges = Judges(chats, models=models)
    judges.standing = {name: Qualification(qualified=qualified, reason="set by the test") for name in judges.chats}
    return judges, chats


def test_each_judge_keeps_its_column_and_the_panel_is_the_majority():
    good, bad = (lambda asked: verdicts(asked, good=True)), (lambda asked: verdicts(asked, good=False))
    judges, _ = bench(FakeChat(good, model="x/one"), FakeChat(good, model="x/two"), FakeChat(bad, model="x/three"))
    grades = [g for g in asyncio.run(judges.judge(TALK)) if g.criterion == "calm"]
    assert {g.grader: g.score for g in grades} == {
        "judge:one": 100.0, "judge:two": 100.0, "judge:three": 0.0, PANEL: 100.0,
    }  # fmt: skip
    assert all(q.quote in TALK.turns[q.turn].text for g in grades for q in g.evidence)


def test_a_judge_has_no_vote_on_its_own_family():
    good, bad = (lambda asked: verdicts(asked, good=True)), (lambda asked: verdicts(asked, good=False))
    kin, other = FakeChat(good, model="openai/gpt-9"), FakeChat(bad, model="mistral/mixtral-x")
    judges, _ = bench(kin, other, models={"shop": "azure/gpt-9-mini"})
    grades = {
        g.grader: g for g in asyncio.run(judges.judge(TALK.model_copy(update={"bot": "shop"}))) if g.criterion == "calm"
    }
    assert (grades["judge:gpt-9"].score, grades[PANEL].score) == (100.0, 0.0)
    assert "own family" in grades["judge:gpt-9"].reason
    assert judges.report()["judge:gpt-9"]["own_family"] == ["shop"]
    alone, _ = bench(FakeChat(good, model="openai/gpt-9"), models={"shop": "openai/gpt-4o"})
    grades = {
        g.grader: g for g in asyncio.run(alone.judge(TALK.model_copy(update={"bot": "shop"}))) if g.criterion == "calm"
    }
    assert grades[PANEL].score is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("openai/gpt-4o", "azure/gpt-4.1-mini"),
        ("anthropic/claude-x", "bedrock/anthropic.claude-y"),
        ("openai:http://127.0.0.1:1/v1#llama-3-8b", "groq/meta-llama/llama-4"),
        ("openai:http://h/v1?price=0/0#Qwen2.5-7B", "together_ai/qwen/qwq-32b"),
        ("own/thing", "litellm:else/thing"),
    ],
)
def test_kin(one, other):
    assert family_of(one) == family_of(other)


def test_strangers():
    names = ["openai/gpt-4o", "claude-x", "gemini/gemini-2", "mistral/large", "deepseek/chat", "own/thing", "x/smollm2"]
    assert len({family_of(name) for name in names}) == len(names)
    assert family_of("Tellmere Answering", known_only=True) == ""


def test_the_same_judge_twice_is_an_error_and_like_names_are_told_apart():
    with pytest.raises(BadInput, match="twice"):
        Judges([FakeChat(model="x/m"), FakeChat(model="x/m")])
    assert list(Judges([FakeChat(model="x/m"), FakeChat(model="y/m")]).chats) == ["judge:m", "judge:m-2"]


def test_an_unqualified_judge_has_a_column_and_no_vote():
    judges, _ = bench(HonestJudge(), qualified=False)
    assert {g.grader for g in asyncio.run(judges.judge(TALK))} == {"judge:judge"}
    assert not judges.report()[PANEL]["qualified"]


def test_a_broken_bot_scores_nothing_and_asks_nobody():
    judges, chats = bench(HonestJudge())
    broken = TALK.model_copy(update={"failure": Failure(where="bot", kind="timeout", message="late")})
    grades = asyncio.run(grade_fully(broken, [], judges=judges))
    assert {g.score for g in grades} == {0.0}
    assert {(g.grader, g.criterion) for g in grades} == {(id, c) for id in ("judge:judge", PANEL) for c in CRITERIA}
    assert not chats[0].calls


def test_the_spending_limit_stops_judging_and_later_it_goes_on(tmp_path):
    judges, _ = bench(FakeChat(ChatOutcome(failure="budget", reason="limit")))
    with RunFolder(tmp_path / "run") as folder:
        folder.start({"versions": {"graders": {}}})
        folder.add_dialogue(TALK)
        with pytest.raises(BaseExceptionGroup) as stopped:
            asyncio.run(judge_stored(folder, [], judges=judges, jobs=2))
        assert stopped.group_contains(BudgetReached)
        judges, _ = bench(HonestJudge())
        assert asyncio.run(judge_stored(folder, [], judges=judges, jobs=2)) == 1
        assert asyncio.run(judge_stored(folder, [], judges=judges, jobs=2)) == 0
        assert len(list(folder.grades())) == 2 * len(CRITERIA)


def test_a_run_with_judges_and_its_leaderboard(tmp_path):
    from coolhead.bench.dialogue import Limits
    from coolhead.bench.engine import plan
    from coolhead.personas.loader import select

    judges, _ = bench(HonestJudge(model="h/one"), HonestJudge(model="h/two"))
    bots = [
        SayBot("You have it before 18:00, I promise it is on the van.", name="good"),
        SayBot("No idea, sorry about it.", name="bad"),
    ]
    cells = plan(bots, select(["P01", "P02"]), repeats=1, seed=1)
    with RunFolder(tmp_path / "run") as folder:
        folder.start({"versions": {"graders": {}}, "planned": {"good": 2, "bad": 2}})
        asyncio.run(
            run_all(
                cells, customers=FixedCustomers(), graders=[], folder=folder, limits=Limits(), jobs=2, judges=judges
            )
        )
        folder.write_json("run.json", {**folder.info(), "judges": judges.report()})
        board = build(folder)
    scores = {row.bot: row.criteria["resolution"].mean for row in board.rows}
    assert scores["good"] > 80
    assert scores["bad"] < 20
    assert set(board.rows[0].graders["calm"]) == {"judge:one", "judge:two", PANEL}
    assert all(PANEL not in row.graders for row in board.agreement)
    assert all(row.alpha == 1.0 for row in board.agreement if row.criterion == "resolution")


def test_a_share_is_asked_twice_to_see_whether_a_judge_agrees_with_itself():
    judges, chats = bench(HonestJudge())
    for n in range(40):
        asyncio.run(judges.judge(TALK.model_copy(update={"id": f"d{n}"})))
    found = judges.report()["judge:judge"]["self_consistency"]
    assert 5 <= found["questions"] <= 50
    assert (found["same_verdicts"], found["mean_difference"]) == (1.0, 0.0)
    assert {asked.repeat for asked in chats[0].calls} == {0, 1}
    json.dumps(judges.report())
