"""Every persona file is a case."""

from __future__ import annotations

import json
import re
from importlib.resources import files

import pytest
import yaml

from coolhead.bench.cli import main
from coolhead.bench.errors import BadInput
from coolhead.personas.__main__ import schema_text
from coolhead.personas.brief import brief
from coolhead.personas.lint import lint, lint_twins
from coolhead.personas.loader import PACKS, builtin, load, parse, read, select
from coolhead.personas.schema import Persona
from coolhead.personas.vary import show_number, vary

EVERYONE = builtin()
PHONE = re.compile(r"\b\d{3}-\d{4}\b")
MAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.\w+)+)")


def raw(**changes):
    text = files("coolhead.personas").joinpath("data/core/P01.yaml").read_text("utf-8")
    return {**yaml.safe_load(text), **changes}


@pytest.mark.parametrize("persona", EVERYONE, ids=lambda p: p.id)
def test_a_shipped_persona_is_fit_to_play(persona: Persona):
    first, second = vary(persona, seed=1), vary(persona, seed=2)
    assert vary(persona, seed=1) == first
    assert first != second, "nothing varies with the seed: a memorised answer would pass"
    for seed in range(5):
        text = vary(persona, seed=seed).model_dump_json()
        assert not re.search(r"\{[a-z][a-z0-9_]*\}", text), "a slot was left open"
        for phone in PHONE.findall(text):
            assert re.match(r"555-01\d\d", phone), f"{phone} is not from the reserved range"
        for host in MAIL.findall(text):
            assert re.search(r"example\.(org|com|net)$", host), f"{host} is not reserved"
    assert persona.canary, "no canary line"
    assert persona.seeds, "covers no point of the practitioner texts"


@pytest.mark.parametrize("persona", [p for p in EVERYONE if p.twin], ids=lambda p: p.id)
def test_twins_start_alike_and_need_something_else(persona: Persona):
    other = next(p for p in EVERYONE if p.id == persona.twin)
    assert other.twin == persona.id
    assert other.family == persona.family
    for seed in (1, 2, 3):
        assert vary(persona, seed=seed).opening == vary(other, seed=seed).opening
    assert persona.true_cause.label != other.true_cause.label
    mine = {persona.remedies[n].grant for n in range(len(persona.remedies))}
    theirs = {r.grant for r in other.remedies}
    assert mine != theirs


def test_the_schema_file_is_up_to_date():
    text = files("coolhead.personas").joinpath("schema.json").read_text("utf-8")
    assert text == schema_text(), "run: python -m coolhead.personas"
    assert json.loads(text)["additionalProperties"] is False


def test_every_file_tells_the_editor_its_schema_and_carries_its_id():
    root = files("coolhead.personas").joinpath("data")
    for folder in (name for name in PACKS if name != "styles"):
        for path in root.joinpath(folder).iterdir():
            if path.name.endswith(".yaml"):
                text = path.read_text("utf-8")
                assert text.startswith("# yaml-language-server: $schema=../../schema.json"), path.name
                assert f"\nid: {path.name.removesuffix('.yaml')}\n" in text, path.name


def test_the_packs_are_whole():
    kinds = {pack: builtin(pack) for pack in PACKS}
    assert [len(kinds[pack]) for pack in ("core", "controls", "styles")] == [40, 10, 20]
    assert len(kinds["twins"]) >= 15
    assert len(EVERYONE) == sum(map(len, kinds.values()))


def test_a_style_variant_differs_in_style_alone():
    plain, caps = select(["P03"])[0], select(["P03-caps"])[0]
    assert caps.style == ("caps",)
    assert caps.family == plain.family
    assert vary(caps, seed=3).opening == vary(plain, seed=3).opening


@pytest.mark.parametrize("persona", EVERYONE, ids=lambda p: p.id)
def test_the_most_that_may_be_given_is_what_the_limit_of_that_very_case_says(persona: Persona):
    for seed in range(5):
        for grant in vary(persona, seed=seed).case.policy.grants:
            named = re.findall(r"(\d+(?:\.\d+)?) cr(?! (?:a|an|each|per|goodwill)\b)", grant.limit)
            if grant.most is not None and len(named) == 1 and not re.search(r"except|less the", grant.limit):
                assert grant.most == float(named[0]), (persona.id, seed, grant.limit)


def test_a_bound_that_does_not_follow_the_seed_is_pointed_out():
    fixed = raw()
    [grant] = [grant for grant in fixed["case"]["policy"]["grants"] if "max_amount" in grant]
    assert grant["max_amount"] == "{cap}"
    grant["max_amount"] = 60
    [told] = [one for one in lint(parse(fixed, where="P01.yaml")) if one.place.endswith("max_amount")]
    assert told.level == "warning"
    assert 'write "{cap}"' in told.text


def test_numbers_are_shown_as_prices_are_written():
    assert [show_number(n) for n in (18.0, 22.5)] == ["18", "22.50"]


def test_the_brief_holds_the_answer_key_and_nothing_the_customer_hides():
    persona = vary(select(["P01"])[0], seed=3)
    public = brief(persona).model_dump_json()
    assert persona.true_cause.label in public
    secret = next(f for f in persona.facts if f.level == "secret")
    assert secret.say[0] not in public
    assert "temperament" not in public


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"temper": "hot"}, "unknown field 'temper' .did you mean 'temperament'"),
        ({"titel": "x", "title": None}, "unknown field 'titel' .did you mean 'title'"),
        ({"temperament": {"patiense": 4}}, "unknown field 'temperament.patiense' .did you mean 'patience'"),
        ({"anger": 99}, "anger: must be at most 10, got 99"),
        ({"opening": []}, "opening"),
        ({"opening": ["Since {weeks} weeks!"]}, "opening #1: no slot 'weeks'"),
        ({"accept": [{"remedies": ["gift"]}]}, "refers to 'gift'"),
        ({"slots": {"days": {"int": [1, 2], "pick": [3]}}}, "exactly one of"),
        ({"slots": {**{k: {"pick": ["x"]} for k in ("days", "rate", "miss1", "miss2", "visit", "window", "name", "ref", "old", "cap")}, "credit": {"sum": "days * rate"}}}, "'days' is not a number slot"),  # noqa: E501
    ],
)  # fmt: skip
def test_a_broken_persona_is_one_clear_line(changes, complaint):
    with pytest.raises(BadInput, match=complaint) as caught:
        parse(raw(**changes), where="late.yaml")
    assert str(caught.value).startswith("late.yaml: ")
    assert "\n" not in str(caught.value)


def test_broken_yaml_names_the_line(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("id: P99\ntitle: [oops\nanger: 3\n")
    with pytest.raises(BadInput, match=r"x\.yaml:3: broken YAML"):
        read(path)


def test_unknown_names_get_a_hint():
    with pytest.raises(BadInput, match=r"no persona, pack, file or folder 'P0l'.*did you mean 'P0"):
        select(["P0l"])
    with pytest.raises(BadInput, match="did you mean 'core'"):
        select(["cores"])


def test_two_files_with_one_id_are_refused(tmp_path):
    text = files("coolhead.personas").joinpath("data/core/P01.yaml").read_text("utf-8")
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(text)
    with pytest.raises(BadInput, match=r"id 'P01' is taken by a\.yaml"):
        load(tmp_path)


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(BadInput, match=r"holds no \.yaml file"):
        select([str(tmp_path)])


@pytest.mark.parametrize(
    ("line", "instead", "complaint"),
    [
        ("days: {int: [3, 6]}", "days: {int: [6, 3]}", "slots.days: int: the lower bound comes first, got [6, 3]"),
        ("days: {int: [3, 6]}", "days: {int: [3]}", "slots.days.int #2: is missing"),
        ("fee: {pick: [8, 12, 15]}", "fee: {pick: []}", "slots.fee.pick: needs at least 1, has 0"),
        ("fee: {pick: [8, 12, 15]}", "fee: {sum: days / 0}", "slot 'fee': 'days / 0' does not work out"),
        ("fee: {pick: [8, 12, 15]}", "fee: {sum: (days}", "'(days' is not plain arithmetic"),
        ("party: {day: 1}", "party: {day: 99999999}", "slots.party.day: must be at most 3650, got 99999999"),
        ("anger: 7", "anger: hot", "anger: must be a whole number, got 'hot'"),
        ("abuse: N", "abuse: X", "abuse: must be 'N', 'M', 'R' or 'T', got 'X'"),
        ("version: 1", "version: 1\nversion: 2", "'version' is already given in line 4"),
        ("days: {int: [3, 6]}", "days: {int: [3, 6], int: [1, 2]}", "'int' is already given in line"),
    ],
)  # fmt: skip
def test_an_author_is_told_the_line_and_what_to_do(tmp_path, line, instead, complaint):
    text = files("coolhead.personas").joinpath("data/template.yaml.txt").read_text("utf-8").replace("@ID@", "Z01")
    assert text.count(line) == 1
    path = tmp_path / "Z01.yaml"
    path.write_text(text.replace(line, instead), "utf-8")
    with pytest.raises(BadInput, match=re.escape(complaint)) as caught:
        read(path)
    said = str(caught.value)
    number = text.split(line)[0].count("\n") + 1 + instead.count("\n")
    assert said.startswith(f"{path}:") or "plain arithmetic" in said
    assert f":{number}: " in said or "plain arithmetic" in said
    assert said.endswith(")"), "no word on what to do"
    assert "pydantic" not in said
    assert "\n" not in said


# --- writing one's own ----------------------------------------------------------------------------------------------


def test_the_template_is_clean_and_a_twin_of_it_is_told_what_to_change(tmp_path, capsys):
    assert main(["personas", "new", "Z01", "--out", str(tmp_path)]) == 0
    assert main(["personas", "check", str(tmp_path / "Z01.yaml")]) == 0
    assert "0 errors, 0 warnings" in capsys.readouterr().out
    assert main(["personas", "new", "Z01T", "--out", str(tmp_path), "--twin-of", str(tmp_path / "Z01.yaml")]) == 0
    assert "twin: Z01T" in capsys.readouterr().out
    first, twin = read(tmp_path / "Z01.yaml"), read(tmp_path / "Z01T.yaml")
    assert (twin.twin, twin.kind, twin.family) == ("Z01", "twin", first.family)
    assert vary(twin, seed=3).opening == vary(first, seed=3).opening
    assert main(["personas", "check", str(tmp_path)]) == 2
    told = " ".join(capsys.readouterr().out.split())
    assert "true_cause: the same as that of Z01" in told
    assert "what settles Z01 settles it too" in told
    assert "Z01 does not name Z01T as its twin" in told


@pytest.mark.parametrize(
    ("line", "instead", "said"),
    [
        ("    accept: [", "    acept: [", "no such kind of turn; did you mean 'accept'"),
        ('"(Good|All right), then', '"(Good|All right, then', "brackets of a choice do not match"),
        ("    thing: the courier this evening", "    # no thing", "is no thing one asks for"),
    ],
)
def test_what_would_never_be_heard_or_sound_odd_is_found(tmp_path, capsys, line, instead, said):
    main(["personas", "new", "Z01", "--out", str(tmp_path)])
    path = tmp_path / "Z01.yaml"
    text = path.read_text("utf-8")
    assert line in text
    path.write_text(text.replace(line, instead), "utf-8")
    main(["personas", "check", str(path)])
    assert said in " ".join(capsys.readouterr().out.split())


def test_what_makes_a_persona_trivial_or_asks_for_what_only_the_desk_knows_is_found():
    shipped = select(["P26"])[0]
    told = tuple(fact.model_copy(update={"level": "open"}) for fact in shipped.facts)
    nobody_listens = shipped.model_copy(update={"facts": told})
    assert "nobody has to ask or to listen" in " ".join(str(remark) for remark in lint(nobody_listens))
    asks = shipped.remedies[1].model_copy(update={"deed": "deliver it on {firm_date}"})
    knowing = shipped.model_copy(update={"remedies": (shipped.remedies[0], asks, *shipped.remedies[2:])})
    assert "which only the desk knows" in " ".join(str(remark) for remark in lint(knowing))


def test_a_twin_that_hides_the_same_things_is_told_so():
    first = select(["P04"])[0]
    same = first.model_copy(update={"id": "P04X", "twin": "P04"})
    told = " ".join(str(remark) for remark in lint_twins(same, first))
    assert "all that is hidden is word for word as in P04" in told
    assert "reference.offers: still that of P04" in told


@pytest.mark.parametrize(
    ("place", "bad", "good"),
    [
        ("topic", "The violin is ruined", "my violin"),
        ("ordeal", ["I waited three weeks"], ["three weeks of waiting"]),
        ("aim", ["pay what was agreed"], ["the price that was agreed"]),
        ("aim", ["to understand it"], ["a plain explanation"]),
        ("aim", ["I want my money back"], ["money back"]),
        ("away", ["rehearsal"], ["the rehearsal begins"]),
    ],
)
def test_a_piece_that_breaks_the_sentence_it_stands_in_is_found(place, bad, good):
    persona = select(["P01"])[0]

    def remarks(piece):
        speech = persona.speech.model_copy(update={place: piece})
        told = lint(persona.model_copy(update={"speech": speech}))
        return [remark for remark in told if remark.place == f"speech.{place}"]

    assert remarks(bad)
    assert not remarks(good)


def test_abuse_without_hard_words_is_pointed_out():
    rude = yaml.safe_load((files("coolhead.personas") / "data/core/P27.yaml").read_text("utf-8"))
    assert not [one for one in lint(parse(rude, where="P27.yaml")) if one.place == "intensity"]
    rude["intensity"] = 0
    [told] = [one for one in lint(parse(rude, where="P27.yaml")) if one.place == "intensity"]
    assert "with 0 nobody insults" in told.text
