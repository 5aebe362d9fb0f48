"""Submissions are graded in threads: parsing in one must not fail another."""

import ast
import gc
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from autograde import syntax

SOURCE = Path(syntax.__file__).with_name("verdict.py").read_text()


@pytest.fixture
def busy_collector():
    """The garbage collector comes often, and lets another thread run each time: what takes a long class to happen."""

    def yield_to_others(phase, info):
        time.sleep(1e-6)

    threshold = gc.get_threshold()
    gc.set_threshold(50)
    gc.callbacks.append(yield_to_others)
    yield
    gc.callbacks.remove(yield_to_others)
    gc.set_threshold(*threshold)


def _failures(parse):
    def attempt(_):
        try:
            return isinstance(parse(SOURCE), ast.Module)
        except SystemError:
            return False

    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(attempt, range(100))).count(False)


def test_threads_that_parse_at_once_do_not_fail(busy_collector):
    assert _failures(syntax.parse) == 0


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="seen on CPython 3.11")
def test_the_failure_is_seen_without_the_lock(busy_collector):
    assert any(_failures(ast.parse) for _ in range(10))  # chance decides when a thread comes between
