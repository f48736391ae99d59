"""Bots as processes: lines of JSON in and out."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import time
from pathlib import Path

import pytest

from coolhead.bench.bots import resolve
from coolhead.bench.bots.trouble import BotTrouble
from coolhead.bench.cli import main
from coolhead.bench.errors import BadInput
from coolhead.bench.types import Action, Conversation, Reply, Turn
from coolhead.personas.case import Case

EXAMPLES = Path(__file__).resolve().parent.parent / "docs/examples"
LOOP = "import json, os, sys\nfor line in sys.stdin:\n    asked = json.loads(line)\n    "


def talk_of(*texts: str, session: str = "bot/P01/0") -> Conversation:
    turns = tuple(Turn(role="customer" if n % 2 == 0 else "agent", text=t) for n, t in enumerate(texts or ("Well?",)))
    return Conversation(turns=turns, case=Case(firm="Tellmere"), session=session, seed=5)


def bot_of(tmp_path, code: str, **fields):
    path = tmp_path / "desk.py"
    path.write_text(code)
    if not fields:
        return resolve([f"cmd:{sys.executable} {path}"])[0]
    (tmp_path / "desk.yaml").write_text(json.dumps({"command": [sys.executable, str(path)], **fields}))
    return resolve([str(tmp_path / "desk.yaml")])[0]


def asked(bot, *talks: Conversation) -> list[Reply | BotTrouble]:
    async def scenario():
        found: list[Reply | BotTrouble] = []
        try:
            for talk in talks or (talk_of(),):
                try:
                    found.append(await bot.reply(talk))
                except BotTrouble as problem:
                    found.append(problem)
        finally:
            await bot.close()
        return found

    return asyncio.run(scenario())


def test_a_process_gets_a_line_and_answers_with_one(tmp_path):
    code = LOOP + (
        "assert set(asked) == {'session', 'seed', 'text', 'turns', 'case'}\n"
        "    assert 'P01' not in line, 'it is not told who the customer is'\n"
        "    text = asked['text'] + asked['case']['firm']\n"
        "    print(json.dumps({'text': text, 'actions': ['credit'], 'more': 1}), flush=True)\n"
    )
    bot = bot_of(tmp_path, code)
    assert bot.name == "desk"
    [reply] = asked(bot, talk_of("Hi", "Yes?", "Dein Gerät\n„kaputt“ "))
    assert reply == Reply(text="Dein Gerät\n„kaputt“ Tellmere", actions=(Action(name="credit"),))


def test_a_plain_string_and_leaving_without_a_word_are_answers(tmp_path):
    code = LOOP + "print(json.dumps('Hello.' if asked['text'] == 'a' else {'done': True}), flush=True)\n"
    one, two = asked(bot_of(tmp_path, code), talk_of("a"), talk_of("b"))
    assert one.text == "Hello."
    assert two.done
    assert two.text == ""


def test_it_keeps_running_between_replies_and_each_worker_has_its_own(tmp_path):
    bot = bot_of(tmp_path, LOOP + "print(json.dumps(str(os.getpid())), flush=True)\n")

    async def scenario():
        async def worker(number: int) -> list[str]:
            return [(await bot.reply(talk_of(session=f"b/P{n}/{number}"))).text for n in range(3)]

        found = await asyncio.gather(worker(1), worker(2))
        await bot.close()
        return found

    one, two = asyncio.run(scenario())
    assert len(set(one)) == len(set(two)) == 1
    assert one[0] != two[0]


def test_one_that_dies_says_why_and_is_started_again(tmp_path):
    code = LOOP + (
        "if asked['text'] == 'die':\n"
        "        print('disk full\\n', file=sys.stderr)\n        sys.exit(3)\n"
        "    print(json.dumps('fine'), flush=True)\n"
    )
    first, dead, again = asked(bot_of(tmp_path, code), talk_of("a"), talk_of("die"), talk_of("b"))
    assert first.text == again.text == "fine"
    assert dead.kind == "crashed"
    assert str(dead) == "the process ended with code 3; its stderr ends: disk full"


def test_a_program_that_lives_for_one_line_is_a_bot_too(tmp_path):
    code = "import json, os\ninput()\nprint(json.dumps(str(os.getpid())))\n"
    pids = [reply.text for reply in asked(bot_of(tmp_path, code), *[talk_of() for _ in range(3)])]
    assert len(set(pids)) == 3


@pytest.mark.parametrize(
    ("code", "kind", "text"),
    [
        ("print('Loading the model', flush=True)", "malformed", "wrote 'Loading the model', which is not JSON"),
        ("print('[1]', flush=True)", "malformed", 'without "text"'),
        ("print(json.dumps({'text': 5}), flush=True)", "malformed", "text: "),
        ("print('x' * 3_000_000, flush=True)", "malformed", "more than 2,000,000 bytes"),
        ("os.kill(os.getpid(), 9)", "crashed", "was ended by SIGKILL"),
        ("raise ValueError('no such plan')", "crashed", "its stderr ends: ValueError: no such plan"),
        ("sys.exit()", "crashed", "ended with code 0 and no answer"),
    ],
)
def test_every_fault_has_a_kind_and_a_reason(tmp_path, code, kind, text):
    [problem] = asked(bot_of(tmp_path, LOOP + code + "\n"))
    if text.startswith("ended with code 0"):
        text = "ended with code 0"
    assert problem.kind == kind
    assert text in str(problem)


def test_a_late_answer_never_meets_the_next_question(tmp_path):
    code = "import time\n" + LOOP + "time.sleep(60 if asked['text'] == 'slow' else 0)\n    print(line, flush=True)\n"
    bot = bot_of(tmp_path, code, timeout=0.3, cold_start=20)
    one, late, two = asked(bot, talk_of("first"), talk_of("slow"), talk_of("second"))
    assert one.text == "first"
    assert late.kind == "timeout"
    assert two.text == "second"


def test_a_process_that_will_not_go_is_ended_with_its_children(tmp_path):
    code = (
        "import signal, subprocess\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = subprocess.Popen(['sleep', '300'])\n"
        + LOOP
        + "print(json.dumps(f'{os.getpid()} {child.pid}'), flush=True)\n"
        + "import time\nwhile True:\n    time.sleep(1)\n"
    )
    [reply] = asked(bot_of(tmp_path, code))

    def runs(pid: str) -> bool:
        status = Path(f"/proc/{pid}/stat")
        return status.exists() and status.read_text().split(") ")[1][0] != "Z"

    deadline = time.monotonic() + 10  # a killed process is gone when the system has come round to it
    while any(map(runs, reply.text.split())) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [runs(pid) for pid in reply.text.split()] == [False, False]


def test_a_key_in_its_complaints_is_blotted_out(tmp_path, monkeypatch):
    monkeypatch.setenv("DESK_API_KEY", "sk-plantedKey0123456789")
    [problem] = asked(bot_of(tmp_path, "import os, sys\nsys.exit('bad key ' + os.environ['DESK_API_KEY'])\n"))
    assert str(problem).endswith("bad key [key]")


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        ("cmd:no_such_program_here --x", "there is no program 'no_such_program_here'"),
        ("cmd:", "names no command (write cmd:COMMAND)"),
        ("cmd:python3 'x", "cannot be split"),
        ("cmd:python3 bot.py --api-key sk-plantedKey0123456789", "what follows --api-key would be written"),
    ],
)
def test_a_wrong_spec_is_one_clear_line(spec, text):
    with pytest.raises(BadInput) as found:
        resolve([spec])
    assert text in str(found.value)
    assert "sk-planted" not in str(found.value)


def test_the_fingerprint_follows_the_source(tmp_path):
    before = bot_of(tmp_path, "a = 1\n").fingerprint
    assert bot_of(tmp_path, "a = 1\n").fingerprint == before
    assert bot_of(tmp_path, "a = 2\n").fingerprint != before


@pytest.mark.parametrize(("program", "file"), [(sys.executable, "bot.py"), ("node", "bot.js")])
def test_the_examples_play(program, file, tmp_path, capsys):
    if not shutil.which(program):
        pytest.skip(f"no {program} here")
    spec = f"cmd:{program} {EXAMPLES / file}"
    assert main(["run", "--bot", spec, "--personas", "P01", "--personas", "P02", "--out", str(tmp_path / "run")]) == 0
    rows = [json.loads(line) for line in (tmp_path / "run/dialogues.jsonl").read_text("utf-8").splitlines()]
    assert [row["failure"] for row in rows] == [None, None]
    said = [turn["text"] for turn in rows[0]["turns"] if turn["role"] == "agent"]
    assert said[0].startswith("I am sorry about this. I read: ")
    assert len((EXAMPLES / file).read_text().splitlines()) <= 17
