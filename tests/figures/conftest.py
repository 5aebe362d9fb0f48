"""Static figures, made as the book makes them."""

from __future__ import annotations

import pytest


@pytest.fixture
def static(monkeypatch):
    """What a book build sets, so that a figure becomes a piece of a page."""
    monkeypatch.setenv("BYHAND_STATIC", "1")


@pytest.fixture
def live(monkeypatch):
    """A notebook: no book is being built."""
    monkeypatch.delenv("BYHAND_STATIC", raising=False)
