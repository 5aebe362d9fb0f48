"""The warm process of compatible mode leaves nothing open behind it."""

from __future__ import annotations

import gc
import os

import pytest

from autograde.compatible import pool
from autograde.split.client import EngineError
from autograde.split.limits import Limits
from autograde.split.walls import probe


def _open_files() -> set[str]:
    return {fd for fd in map(str, range(1024)) if os.path.exists(f"/proc/self/fd/{fd}")}


@pytest.mark.parametrize("seconds", [120.0, 0.01], ids=["started", "too slow to start"])
def test_what_was_opened_is_closed_at_once(monkeypatch, seconds):
    monkeypatch.setattr(pool, "_START", seconds)
    settings = pool.Settings(Limits(), probe().walls())
    gc.collect()
    before = _open_files()
    gc.disable()
    try:
        warm = failed = None
        try:
            warm = pool.WarmProcess(settings)
            assert warm.alive
            warm.close()
        except EngineError as error:
            failed = error  # with it the frames are kept, and what they hold
        assert _open_files() == before
        assert (warm is None) == (seconds < 1)
        assert (failed is None) == (seconds > 1)
    finally:
        gc.enable()
