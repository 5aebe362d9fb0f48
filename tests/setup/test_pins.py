"""What is pinned can be installed by every Python that the set-up accepts."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.specifiers import SpecifierSet

from autograde.bootstrap import NEWEST, OLDEST
from autograde.course import find_course

ROOT = find_course().root
FILES = [ROOT / "requirements.txt", *sorted((ROOT / "autograde").glob("requirements-*.txt"))]
# The first release of the oldest, which has the fewest mendings: Debian 12 has 3.11.2. The newest may be any.
EXTREMES = (f"{OLDEST[0]}.{OLDEST[1]}.0", f"{NEWEST[0]}.{NEWEST[1]}.99")


def refused(name: str, wanted: str) -> list[str]:
    """The Pythons on which a package that wants this one is not installed."""
    return [f"{name} on {version}" for version in EXTREMES if not SpecifierSet(wanted).contains(version)]


def pinned(file: Path) -> list[str]:
    return re.findall(r"(?m)^([A-Za-z0-9_.-]+)==", file.read_text(encoding="utf-8"))


def test_every_pin_can_be_installed_on_the_oldest_and_the_newest_python():
    found, absent = [], []
    for name in [name for file in FILES for name in pinned(file)]:
        try:
            found += refused(name, distribution(name).metadata.get("Requires-Python") or "")
        except PackageNotFoundError:
            absent.append(name)
    assert found == []
    assert len(absent) < 5  # else this test looks at nothing; pins for one system or Python alone may be absent


def test_a_pin_for_some_pythons_only_is_seen():
    assert refused("soupsieve", ">=3.11.5") == ["soupsieve on 3.11.0"]
    assert refused("old", "<3.13") == ["old on 3.13.99"]
    assert refused("any", "") == []
