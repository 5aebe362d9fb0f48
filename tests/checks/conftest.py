"""`fails(check, *args)` runs a check that must fail, and gives the failure."""

from __future__ import annotations

import pytest
from byhand import failure


@pytest.fixture(autouse=True)
def _no_seed_drawn(monkeypatch):
    """Seeds are remembered for the whole process: begin each test without one."""
    monkeypatch.delenv(failure.SEED_VARIABLE, raising=False)
    monkeypatch.setattr(failure, "_last_seed", None)


@pytest.fixture
def fails():
    def run(check, *args, **kwargs) -> failure.CheckFailed:
        with pytest.raises(failure.CheckFailed) as caught:
            check(*args, **kwargs)
        return caught.value

    return run
