"""Interrupts wait until what must not be torn in two is done."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from svfix.batch.interrupts import held

posix = pytest.mark.skipif(os.name != "posix", reason="signals are sent as POSIX does")


@pytest.fixture
def interrupted():
    """Interrupts are raised, even where the tests run in the background and get none."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@posix
def test_an_interrupt_waits_until_the_block_is_done(interrupted):
    done = []

    def work():
        with held():
            os.kill(os.getpid(), signal.SIGINT)
            done.append("block")
        done.append("behind")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == ["block"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_without_one_nothing_happens():
    before = signal.getsignal(signal.SIGINT)
    with held():
        pass
    assert signal.getsignal(signal.SIGINT) is before


def test_a_thread_needs_no_holding():
    found = []

    def work():
        with held():
            found.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [True]
