"""Where Chromium is on this machine, for the tests in a browser and for the book's PDF."""

from __future__ import annotations

import shutil

NO_BROWSER = "Chromium is not installed: `make browser` installs it"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def chromium() -> str | None:
    """The path of Chromium's program, or None."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)
