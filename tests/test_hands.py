"""Work shared with copies of the process: same results, same order, whatever becomes of the copies."""

from __future__ import annotations

import os
import signal
import sys
import time

import pytest

from coolhead.bench.hands import CHUNK, Hands

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="copies are made on Linux only")
HERE = os.getpid()


def square(number: int) -> int:
    return number * number


@pytest.mark.parametrize("count", [1, 2, 5])
@pytest.mark.parametrize("things", [0, 1, CHUNK, 10 * CHUNK + 3])
def test_results_come_in_order(count, things):
    with Hands(square, count=count) as hands:
        assert list(hands.map(iter(range(things)))) == [(n, n * n) for n in range(things)]


def test_the_copies_do_the_work():
    with Hands(lambda _: os.getpid(), count=2) as hands:
        seen = {pid for _, pid in hands.map(range(4 * CHUNK))}
    assert len(seen) == 2
    assert os.getpid() not in seen


def test_large_things_and_large_results_do_not_lock_up():
    with Hands(lambda text: text * 2, count=2) as hands:
        found = list(hands.map("x" * 300_000 for _ in range(5 * CHUNK)))
    assert all(len(result) == 600_000 for _, result in found)


def test_what_goes_wrong_is_raised_here():
    with Hands(lambda number: 1 // (number - 20), count=2) as hands, pytest.raises(ZeroDivisionError):
        list(hands.map(range(40)))


def test_a_copy_that_is_taken_down_costs_nothing():
    def work(number: int) -> int:
        if number == 11 and os.getpid() != HERE:
            os.kill(os.getpid(), signal.SIGKILL)
        return number * number

    with Hands(work, count=2) as hands:
        assert list(hands.map(range(60))) == [(n, n * n) for n in range(60)]


def test_no_copy_outlives_it():
    with Hands(lambda _: os.getpid(), count=2) as hands:
        pids = {pid for _, pid in hands.map(range(4 * CHUNK))}
    until = time.monotonic() + 10
    while any(os.path.exists(f"/proc/{pid}") for pid in pids) and time.monotonic() < until:  # noqa: PTH110
        time.sleep(0.01)
    assert not any(os.path.exists(f"/proc/{pid}") for pid in pids)  # noqa: PTH110


def test_with_more_than_one_thread_no_copy_is_made():
    import threading

    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        with Hands(lambda _: os.getpid()) as hands:
            assert {pid for _, pid in hands.map(range(3 * CHUNK))} == {os.getpid()}
    finally:
        done.set()
        thread.join()
