from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest

from coolhead.bench.bots import resolve
from coolhead.bench.bots.function import FunctionBot, as_reply
from coolhead.bench.bots.reference.sheet import Sheet, turned_round
from coolhead.bench.errors import BadInput
from coolhead.bench.types import Action, Conversation, Reply, Turn
from coolhead.personas.loader import select
from coolhead.personas.vary import vary

PERSONA = vary(select(["P01"])[0], seed=1)


def ask(bot, *turns: str) -> Reply:
    """The bot's answer after these turns, customer first."""
    said = tuple(Turn(role="customer" if n % 2 == 0 else "agent", text=t) for n, t in enumerate(turns or ("Well?",)))
    return asyncio.run(bot.reply(Conversation(turns=said, case=PERSONA.case, session="s", seed=5)))


def bot_file(tmp_path, code: str, name: str = "my_bot.py"):
    path = tmp_path / name
    path.write_text(code)
    return path


def test_a_function_that_returns_a_string_is_a_bot(tmp_path):
    path = bot_file(tmp_path, "def reply(conversation):\n    return f'{conversation.case.firm}: noted'\n")
    [bot] = resolve([f"py:{path}:reply"])
    assert bot.name == "my_bot"
    assert ask(bot).text == "Norvane Telecom: noted"


def test_async_functions_objects_and_classes_too(tmp_path):
    code = (
        "from coolhead.bench.types import Reply\n"
        "async def slow(c):\n    return Reply(text='later', actions=['first_slot'])\n"
        "class Desk:\n    def __call__(self, c):\n        return {'text': 'desk', 'done': True}\n"
        "desk = Desk()\n"
    )
    path = bot_file(tmp_path, code)
    slow, desk, made = resolve([f"py:{path}:slow", f"py:{path}:desk", f"third=py:{path}:Desk"])
    assert ask(slow).actions == (Action(name="first_slot"),)
    assert ask(desk).done
    assert made.name == "third"
    assert ask(made).text == "desk"


def test_a_bot_that_returns_something_else_is_told_so():
    with pytest.raises(TypeError, match="returns a string or a Reply, not int"):
        as_reply(5)


@pytest.mark.parametrize(
    ("given", "action"),
    [
        ("credit", Action(name="credit")),
        ({"grant": "credit", "amount": 5}, Action(name="credit", amount=5)),
        ({"type": "credit"}, Action(name="credit")),
    ],
)
def test_actions_may_be_written_short(given, action):
    assert Reply(text="x", actions=[given]).actions == (action,)


@pytest.mark.parametrize(
    ("spec", "complaint"),
    [
        ("ladr:B1", "unknown kind of bot 'ladr'.*did you mean 'ladder'"),
        ("my_bot.py", "is a file, which needs a function .write py:my_bot.py:FUNCTION"),
        ("desk=my_bot.py:reply", "write py:my_bot.py:reply"),
        ("ladder:B77", "no ladder bot 'B77'.*did you mean"),
        ("ladder:B1?speed=2", "'speed=2' is not understood"),
        ("x=ladder", "one name for 10 bots"),
        ("py:nothing", "needs a module or file and a callable"),
        ("py:nothing.py:reply", "no file 'nothing.py'"),
        ("py:no_such_module_here:reply", "cannot import no_such_module_here"),
        ("script:none.yaml", "none.yaml: cannot be read"),
    ],
)
def test_a_spec_that_names_nothing_is_one_clear_line(spec, complaint):
    with pytest.raises(BadInput, match=complaint):
        resolve([spec])


def test_a_missing_function_is_named_with_what_is_there(tmp_path):
    path = bot_file(tmp_path, "def replay(c):\n    return ''\n")
    with pytest.raises(BadInput, match=r"has no 'reply'.*did you mean 'replay'"):
        resolve([f"py:{path}:reply"])


def test_a_bot_file_that_breaks_on_import_says_how(tmp_path):
    path = bot_file(tmp_path, "1/0\n")
    with pytest.raises(BadInput, match="ZeroDivisionError"):
        resolve([f"py:{path}:reply"])


def test_two_bots_cannot_share_a_name():
    with pytest.raises(BadInput, match="already there"):
        resolve(["ladder:B1", "ladder"])


def test_another_source_is_another_bot(tmp_path):
    [one] = resolve([f"py:{bot_file(tmp_path, 'def reply(c): return 1')}:reply"])
    [two] = resolve([f"py:{bot_file(tmp_path, 'def reply(c): return 2')}:reply"])
    assert one.fingerprint != two.fingerprint


def script(tmp_path, text: str):
    path = tmp_path / "s.yaml"
    path.write_text(text)
    return resolve([f"script:{path}"])[0]


def test_a_script_says_its_lines_and_then_what_it_was_told(tmp_path):
    bot = script(tmp_path, "replies: [one, two]\nthen: loop\n")
    assert [ask(bot, *["x"] * n).text for n in (1, 3, 5)] == ["one", "two", "one"]
    bot = script(tmp_path, "replies: [one, two]\n")
    assert ask(bot, *["x"] * 7).text == "two"
    bot = script(tmp_path, "replies: [one]\nthen: silence\n")
    assert ask(bot, "x", "one", "y").text == ""


def test_a_script_can_use_the_case_file(tmp_path):
    bot = script(tmp_path, "- 'This is {firm}, case {record[reference]}, {record[shoe size]}'\n")
    assert ask(bot).text == f"This is Norvane Telecom, case {PERSONA.case.record['reference']}, -"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("replies: []", "replies"), ("replies: [a\n", "broken YAML"), ("replys: [a]", "replys: is not a known field")],
)
def test_a_broken_script_is_one_clear_line(tmp_path, text, complaint):
    with pytest.raises(BadInput, match=complaint):
        script(tmp_path, text)


def test_the_ladder_has_ten_rungs_and_the_cheats_are_twelve():
    assert [b.name.partition("-")[0] for b in resolve(["ladder"])] == [f"B{n}" for n in range(1, 11)]
    assert [b.name.partition("-")[0] for b in resolve(["attack"])] == [f"X{n}" for n in range(1, 13)]
    assert resolve(["ladder:cold-fixer"])[0].name == "B6-cold-fixer"


@pytest.mark.parametrize("wording", [0, 1, 2])
def test_every_reference_bot_answers_in_three_wordings(wording):
    for spec in ("ladder", "attack"):
        for bot in resolve([f"{spec}?wording={wording}"]):
            texts = [ask(bot.calibrated(PERSONA), *["You idiot, when?"] * n).text for n in (1, 3, 5, 7)]
            assert any(texts), bot.name
            assert not any("{" in t and "calm" not in t for t in texts), texts


def test_wordings_differ_and_padding_only_adds():
    plain, other = (resolve([f"ladder:B5?wording={n}"])[0] for n in (0, 1))
    padded = resolve(["ladder:B5?wording=0&padding=2"])[0]
    assert ask(plain).text != ask(other).text
    assert ask(padded).text.startswith(ask(plain).text)
    assert len(ask(padded).text) > len(ask(plain).text) + 40


def test_a_reference_bot_makes_do_with_the_case_alone():
    [bot] = resolve(["ladder:B6"])
    assert "engineer slot" in ask(bot).text


def test_without_written_questions_the_agent_asks_in_plain_words_and_again_when_told_that_there_is_more():
    persona = vary(select(["P24"])[0], seed=2)
    bare = persona.model_copy(update={"reference": type(persona.reference)()})
    [bot] = resolve(["ladder:B9"])
    agent = bot.calibrated(bare)
    turns = [Turn(role="customer", text="Five hours and no plumber. What now?")]
    said = []
    for answer in (
        "I waited at home.",
        "That is not all. Ask me.",
        "There is more to it. Ask me.",
        "You have not heard it all.",
    ):
        said.append(
            asyncio.run(agent.reply(Conversation(session="s", turns=tuple(turns), case=bare.case, seed=2))).text
        )
        turns += [Turn(role="agent", text=said[-1]), Turn(role="customer", text=answer)]
    assert len(set(said)) == len(said)
    assert all(text.rstrip().endswith("?") for text in said[1:])
    assert not any(" or " in text.rsplit(":", 1)[-1] for text in said[1:])


def test_what_is_not_part_of_it_is_named_as_a_thing():
    assert turned_round("my money back") == "your money back"
    persona = vary(select(["P36"])[0], seed=2)
    sheet = Sheet(persona)
    assert (
        sheet.not_offered("And a rebate on the water bill, is that in it?", sheet.remedies)
        == "a rebate on the water bill"
    )


def test_the_best_agent_gives_everything_at_once_to_somebody_who_has_to_go():
    persona = vary(select(["P05"])[0], seed=1)
    bot = resolve(["ladder:B10"])[0].calibrated(persona)
    told = " ".join(fact.say[0] for fact in persona.facts)
    rest = ("Who repaired the pipe?", told, "What upset you most?", "That you call me a liar.")
    calm, pressed = (ask(bot, f"You declined my claim.{more}", *rest) for more in ("", " Be quick, I have to go."))
    assert len(calm.actions) == 1 < len(pressed.actions)


@pytest.mark.parametrize("id", ["P11", "P38"])
@pytest.mark.parametrize("wording", range(3))
def test_a_cold_fixer_says_no_yes_to_a_demand_that_it_passes_over(id, wording):
    persona = vary(select([id])[0], seed=3)
    bot = resolve([f"ladder:B6?wording={wording}"])[0].calibrated(persona)
    said = [" ".join(fact.say[0] for fact in persona.facts)]
    for _ in range(6):
        answer = ask(bot, *said).text
        said += [answer, f"Will you {persona.trap.deed}?"]
    assert not [text for text in said[3::2] if text.startswith("Yes")]


def test_a_fixer_that_passes_over_a_demand_does_not_put_it_in_writing():
    persona = vary(select(["P05"])[0], seed=3)
    bot = resolve(["ladder:B8"])[0].calibrated(persona)
    said = [" ".join(fact.say[0] for fact in persona.facts)]
    for _ in range(6):
        said += [ask(bot, *said).text, persona.trap.say[0].split("|")[0].replace("(", "").replace(")", "")]
    assert "in writing" in said[2]
    assert not [text for text in said[3::2] if "in writing" in text or "written down" in text]


class Leaves(BaseException):
    """Neither an Exception nor an order to stop."""


@pytest.mark.parametrize("problem", [SystemExit(4), KeyboardInterrupt(), StopIteration(), Leaves("by the window")])
def test_a_function_that_leaves_the_program_only_fails(problem):
    def bot(conversation):
        raise problem

    async def later(conversation):
        raise problem

    for function in (bot, later) if not isinstance(problem, KeyboardInterrupt) else (bot,):
        with pytest.raises(RuntimeError, match=type(problem).__name__):
            asyncio.run(FunctionBot(function, name="bot").reply(None))


def test_a_function_that_never_returns_keeps_nobody(tmp_path):
    (tmp_path / "stuck.py").write_text("import time\n\ndef reply(conversation):\n    time.sleep(600)\n")
    words = ["run", "--bot", "py:stuck.py:reply", "--personas", "P01", "--reply-timeout", "0.2", "--out", "out"]
    run = [sys.executable, "-m", "coolhead.bench", *words]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 3, done.stderr
    assert "timeout: no reply in 0.2 s" in done.stdout


@pytest.mark.parametrize(
    ("code", "name", "complaint"),
    [
        ("def reply(turns, case): ...", "reply", r"takes \(turns, case\), but a bot is called with one argument"),
        ("def reply(): ...", "reply", "one argument, the conversation .write def reply.conversation"),
        ("class Bot:\n    def __init__(self, key): ...\n    def __call__(self, c): ...", "Bot", "'Bot\\(\\)' failed"),
    ],
)
def test_a_function_that_cannot_be_called_is_found_before_anything_is_played(tmp_path, code, name, complaint):
    (tmp_path / "mine.py").write_text(code)
    with pytest.raises(BadInput, match=complaint):
        resolve([f"py:{tmp_path}/mine.py:{name}"])


def test_what_else_a_bot_may_be_called_with_is_its_own_business(tmp_path):
    (tmp_path / "mine.py").write_text("def reply(conversation, *, warm=True, **more): ...")
    assert [bot.name for bot in resolve([f"py:{tmp_path}/mine.py:reply"])] == ["mine"]
