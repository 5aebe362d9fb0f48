"""Reads what a chapter is excused from: `solutions/answers/NN_topic/exceptions.toml`, each entry with its reason.

    [[equivalent]]                  # a mutant that no test can tell from the solution
    exercise = "stable_sigmoid"
    before = "positive = x >= 0"    # the line in the solution
    after = "positive = x > 0"      # the line in the mutant
    reason = "At 0 both branches give 0.5."

    [[unanswered]]                  # a misconception which the tests know and the bank has no answer for
    exercise = "stable_sigmoid"
    misconception = "overflow"
    reason = "..."
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from autograde.course import UserError


@dataclass(frozen=True)
class Equivalent:
    """A mutant that computes what the solution computes."""

    exercise: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True)
class Unanswered:
    """A misconception without a wrong answer in the bank."""

    exercise: str
    misconception: str
    reason: str


@dataclass(frozen=True)
class Exceptions:
    """What one chapter is excused from; `path` is for messages."""

    path: Path
    equivalent: tuple[Equivalent, ...] = ()
    unanswered: tuple[Unanswered, ...] = ()


KINDS = {"equivalent": Equivalent, "unanswered": Unanswered}


def read_exceptions(path: Path) -> Exceptions:
    """The exceptions in a file, none if there is no file.

    Raises
    ------
    UserError
        If the file is no TOML, or an entry has other fields than those above or an empty one.
    """
    if not path.exists():
        return Exceptions(path)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{path}: not TOML: {error}") from None
    unknown = sorted(set(data) - set(KINDS))
    if unknown:
        raise UserError(f"{path}: write [[equivalent]] or [[unanswered]], not {unknown[0]!r}")
    entries = {kind: tuple(_entry(path, kind, entry) for entry in data.get(kind, ())) for kind in KINDS}
    return Exceptions(path, **entries)


def _entry(path: Path, kind: str, entry: dict) -> Equivalent | Unanswered:
    wanted = {field.name for field in fields(KINDS[kind])}
    if set(entry) != wanted or not all(isinstance(value, str) for value in entry.values()):
        raise UserError(f"{path}: an entry of [[{kind}]] has the texts {', '.join(sorted(wanted))}; this has {entry}")
    if not entry["reason"].strip():
        raise UserError(f"{path}: an entry of [[{kind}]] says why in `reason`")
    return KINDS[kind](**entry)
