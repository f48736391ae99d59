"""Short of time: what calls the customer away, what it says first, and how long it stays."""

from __future__ import annotations

from customer_play import Played, Seat, commit, play
from customer_seats import BY_ID, EVERYONE, PLEASED, after

from coolhead.bench.customers.styling import style_data
from coolhead.personas.schema import Persona

SEEDS = range(12)


def hurried(name: str) -> Persona:
    persona = BY_ID[name]
    temper = persona.temperament.model_copy(update={"hurry": 1.0, "forgets": 0.0})
    return persona.model_copy(update={"temperament": temper})


def said(played: Played) -> str:
    return " ".join(turn.text for turn in played.turns if turn.role == "customer").lower()


def acts(played: Played) -> list[str]:
    return [step.act for step in played.steps]


# --- what calls it away ----------------------------------------------------------------------------------------------


def test_what_calls_it_away_fits_the_case():
    """Somebody at the gate of a concert has until the doors close, not until a lift comes."""
    assert all(p.speech.away for p in EVERYONE if p.kind in {"core", "twin"} and p.anger > 3)
    gate = hurried("P21")
    openings = [said(after(gate, [], seed=seed)) for seed in SEEDS]
    assert sum(any(away in text for away in gate.speech.away) for text in openings) >= 8
    assert not any(errand in text for text in openings for errand in style_data()["errands"])


# --- the deciding thing first ----------------------------------------------------------------------------------------


def test_asked_one_thing_it_says_the_other_that_matters_too():
    """The app is what was asked for; that the code goes to a card in a drawer at home is added. The robbery is not."""
    for seed in SEEDS:
        text = said(after(hurried("P30"), ["By when does the hotel want to be paid?"], seed=seed))
        assert "home" in text or "drawer" in text or "chip" in text or "sim" in text, text
        assert not any(words in text for words in ("on a trip once", "at a station", "been through that"))


def test_promised_a_thing_too_early_it_says_why_it_will_go_wrong():
    """A plumber is promised to the flat on the booking, which is the wrong one: no lecture that nobody has asked."""

    def lines(seat: Seat) -> str:
        return (
            f"I am sending a plumber to you this evening, {seat.persona.case.policy.service_times['evening plumber']}."
        )

    heard = [play(hurried("P24"), lines, seed=seed, max_turns=1) for seed in SEEDS]
    told = [played for played in heard if "supply_info" in played.steps[-1].act]
    assert len(told) >= 10
    assert not any("you have not asked" in said(played) or "now you ask" in said(played) for played in told)


def test_a_secret_is_hinted_at_and_told_when_asked():
    """Contractor and heaters are booked; of the alarm he speaks only to somebody who asks what else there is."""

    def lines(seat: Seat) -> str:
        times = seat.persona.case.policy.service_times
        return [
            f"I have booked the heating contractor for {times['contractor']}, and two electric heaters come "
            f"{times['heaters']}. The order was never sent, I am sorry.",
            "What else is there that I should know?",
        ][min(seat.n, 1)]

    alarmed = 0
    for seed in SEEDS:
        first = play(hurried("P18"), lines, seed=seed, max_turns=1)
        assert "alarm" not in said(first)
        assert "no heating for" not in first.turns[-1].text.lower(), "that is being mended"
        text = said(play(hurried("P18"), lines, seed=seed, max_turns=2))
        alarmed += "alarm" in text or "monoxide" in text
    assert alarmed >= 10


# --- how long it stays -----------------------------------------------------------------------------------------------


def test_it_stays_another_minute_while_things_move_and_goes_when_they_do_not():
    """Two questions and nothing done: gone. The same with something settled in time: it stays to hear the rest."""
    asks = ["What happened exactly?", "And how did it come about?", "Could you tell me more about it?", "And then?"]
    idle = [after(hurried("P01"), asks, seed=seed) for seed in SEEDS]
    assert all(played.reason == "walked_away" for played in idle)

    def moving(seat: Seat) -> str:
        visit = seat.persona.case.policy.service_times["engineer visit"]
        return [
            "What happened exactly?",
            "What does it mean for you day to day?",
            f"I have booked an engineer for {visit}.",
            f"{seat.persona.remedies[1].amount} cr come off your next bill.",
        ][min(seat.n, 3)]

    longest = max(len(play(hurried("P01"), moving, seed=seed, max_turns=4).steps) for seed in SEEDS)
    assert longest > max(len(played.steps) for played in idle)


def brisk(seat: Seat) -> str:
    """Asks once for what matters and gives all that is needed from then on, as to somebody who is leaving."""
    p = seat.persona
    keys = [f for f in p.facts if f.unlocks and f.level != "open"][:2]
    if seat.n == 0 and keys:
        return "I am sorry. " + " ".join(f"What about {f.ask[0].split('|')[0]}?" for f in keys)
    best = [next(r for r in p.remedies if r.id == name) for name in p.accept[0].remedies]
    return " ".join(commit(remedy, p, seat.n + k) for k, remedy in enumerate(best))


def test_whoever_does_what_is_needed_can_win_every_hurried_customer():
    core = [p.id for p in EVERYONE if p.kind == "core"]
    won = {name: sum(play(hurried(name), brisk, seed=seed).reason in PLEASED for seed in range(9)) for name in core}
    # Who is won in half of the talks falls below 2 of 9 by chance once in fifty times.
    assert [name for name, hits in won.items() if hits < 2] == []
    assert sum(won.values()) >= 0.8 * 9 * len(core)


# --- not asking for what has just been given -------------------------------------------------------------------------


def test_with_something_given_nobody_asks_what_happens_with_the_whole():
    """The seats are booked, the rest is open: "And our flight?" would be deaf."""

    def lines(seat: Seat) -> str:
        case = seat.persona.case
        return f"Both of you are on the partner flight now, {case.policy.service_times['partner seats']}."

    for seed in SEEDS:
        played = play(hurried("P03"), lines, seed=seed, max_turns=1)
        last = played.turns[-1].text.lower()
        assert "what about our flight" not in last
        assert "and our flight?" not in last


def test_a_demand_passed_over_twice_is_dropped_and_no_third_round_follows():
    """Everything is settled, and the agent never says a word about the free stay."""
    hotel = BY_ID["P06"]
    relaxed = hotel.model_copy(update={"temperament": hotel.temperament.model_copy(update={"hurry": 0.0})})

    def lines(seat: Seat) -> str:
        p = seat.persona
        room = p.case.policy.service_times["room move"]
        return [
            "A crane for an anniversary view, no wonder you are cross. What is worst about the room?",
            f"I am moving you to the quiet side, {room}, and {p.remedies[1].amount} cr come off your bill.",
            "The move stands, and so does the credit on your bill.",
            "Your new room is being made ready.",
            "The porter is on his way to you.",
            "The porter stands at your door.",
        ][min(seat.n, 5)]

    ends = [play(relaxed, lines, seed=seed, max_turns=6) for seed in SEEDS]
    assert sum(played.reason in PLEASED for played in ends) >= 8
    assert all(acts(played).count("trap") <= 2 for played in ends)
    ignored = [played for played in ends if acts(played).count("trap") == 2 and played.reason in PLEASED]
    assert ignored
    assert {played.reason for played in ignored} == {"accepted_grudging"}
    assert not any("thank" in played.turns[-1].text.lower() for played in ignored)
