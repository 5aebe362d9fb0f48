"""Read: from what a student handed in to the cells of the one notebook that is graded.

UNTRUSTED input, capped by `autograde.parcel`. Nothing here raises: the outcome is a `Reading` with cells, or with the
failure that says why not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from nbgrader.utils import parse_utc

from autograde.assignment import Assignment, grade_id
from autograde.course import TIMESTAMP
from autograde.decode import StudentCell, Unreadable, decode
from autograde.flags import Flag, few_of_each, instructor_text
from autograde.parcel import LONGEST_TIME, NOTEBOOK_NAMES, Entry, Parcel, may_be_notebook
from autograde.wording import listed

MAX_NOTEBOOKS = 50
# What an instructor calls a copy of a broken hand-in that was mended by hand, laid beside it: NAME.mended.ipynb.
MENDED = ".mended.ipynb"
_LISTED = 5  # names in one note
# nbgrader takes the third word for the name of a time zone, and looks for a file of this name on this machine.
_NAMES_A_FILE = re.compile(r"(^|[\s:])/|\.\.")


@dataclass
class Reading:
    """What was found in one submission's folder.

    Parameters
    ----------
    cells : list of StudentCell, or None
        The notebook that is graded; None if there is none, and then `failure` says why.
    file : str
        Its path relative to the folder.
    digest : str
        Changes whenever a file in the folder does.
    timestamp : datetime or None
        When it was handed in (UTC, naive as nbgrader keeps it), as far as timestamp.txt says.
    """

    cells: list[StudentCell] | None = None
    flags: list[Flag] = field(default_factory=list)
    failure: Flag | None = None
    file: str = ""
    digest: str = ""
    timestamp: datetime | None = None


@dataclass
class _Candidate:
    entry: Entry
    cells: list[StudentCell] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    failure: Flag | None = None


def read_submission(
    parcel: Parcel, assignment: Assignment, known_elsewhere: frozenset[str] = frozenset()
) -> Reading:
    """Find and read the notebook of `assignment` in what was handed in.

    Parameters
    ----------
    known_elsewhere : frozenset of str
        The grade ids of all other chapters, to tell a notebook of another chapter from a damaged one.
    """
    reading, entries = Reading(digest=parcel.digest, failure=parcel.failure), parcel.entries
    if reading.failure is not None:
        return reading
    reading.timestamp, unreadable = handed_in_at(parcel)
    if unreadable:
        reading.flags.append(Flag("bad_timestamp"))
    named = [entry for entry in entries if entry.kind == "file" and may_be_notebook(entry.name)]
    named.sort(key=lambda entry: (not entry.name.endswith(MENDED), Path(entry.name).name != f"{assignment.name}.ipynb"))
    candidates = [_open(entry) for entry in named[:MAX_NOTEBOOKS]]
    if len(named) > MAX_NOTEBOOKS:
        reading.flags.append(Flag("file_ignored", f"{len(named) - MAX_NOTEBOOKS} notebooks more than are looked into"))
    for entry in entries:
        if entry.kind in ("link", "other"):
            reading.flags.append(Flag("link_ignored", entry.shown))
        elif entry.kind == "closed":
            reading.flags.append(Flag("file_ignored", f"the folder {entry.shown} cannot be opened"))
        elif entry.kind == "folder" and entry.name.lower().endswith(NOTEBOOK_NAMES):
            reading.flags.append(Flag("file_ignored", f"{entry.shown} is a folder"))
    _choose(candidates, entries, assignment, known_elsewhere, reading)
    reading.flags = few_of_each(reading.flags)
    return reading


def handed_in_at(parcel: Parcel) -> tuple[datetime | None, bool]:
    """When it was handed in, as far as timestamp.txt says so; and whether there is such a file that does not."""
    entry = next((entry for entry in parcel.entries if entry.name == TIMESTAMP and entry.kind == "file"), None)
    if entry is None:
        return None, False
    try:
        found = time_of(entry.data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        found = None
    return found, found is None


def time_of(text: str) -> datetime | None:
    """The time (UTC, naive) that nbgrader would read in `text`, None if it is none. Never raises."""
    text = text.strip()
    if not text or len(text) > LONGEST_TIME or _NAMES_A_FILE.search(text):
        return None
    try:
        return parse_utc(text)
    except Exception:  # the student wrote it, and what dateutil raises is not bounded: also decimal.InvalidOperation
        return None


def _open(entry: Entry) -> _Candidate:
    candidate = _Candidate(entry, failure=entry.failure)
    if candidate.failure is None:
        try:
            candidate.cells, candidate.flags = decode(entry.data)
        except Unreadable as error:
            candidate.failure = error.flag
    return candidate


def _choose(
    candidates: list[_Candidate],
    entries: Sequence[Entry],
    assignment: Assignment,
    known_elsewhere: frozenset[str],
    reading: Reading,
) -> None:
    """Pick the notebook that is graded: of those of this chapter, the one with the most answered cells."""
    right_name = f"{assignment.name}.ipynb"
    readable = [one for one in candidates if one.failure is None]
    ours = [one for one in readable if belongs(one.cells, assignment)]
    if not ours:  # damaged beyond recognition, but named as it should be: align does what can be done
        ours = [
            one
            for one in readable
            if Path(one.entry.name).name == right_name
            and not any(cell.grade_id in known_elsewhere for cell in one.cells)
        ]
    if not ours:
        reading.failure = _explain(candidates, readable, entries, right_name)
        return
    best = max(
        ours,
        key=lambda one: (
            one.entry.name.endswith(MENDED),
            answered(one.cells, assignment),
            one.entry.name == right_name,
            -one.entry.name.count("/"),
            one.entry.modified,
            one.entry.name,
        ),
    )
    reading.cells, reading.file = best.cells, best.entry.shown
    reading.flags += best.flags
    path, shown = Path(best.entry.name), best.entry.shown
    if path.name.endswith(MENDED):
        reading.flags.append(Flag("mended_by_instructor", shown))
    elif path.name != right_name:
        reading.flags.append(Flag("wrong_name", shown.rpartition("/")[2]))
    if len(path.parts) > 1:
        reading.flags.append(Flag("found_in_subfolder", shown))
    others = [one.entry.shown for one in ours if one is not best]
    if others and not path.name.endswith(MENDED):
        reading.flags.append(Flag("several_notebooks", f"graded {shown}, not {listed(others, _LISTED)}"))
    for one in candidates:
        if one.failure is not None and one.entry.name.lower().endswith(NOTEBOOK_NAMES):
            reading.flags.append(Flag("file_ignored", f"{one.entry.shown}: {instructor_text(one.failure.code)}"))


def belongs(cells: list[StudentCell], assignment: Assignment) -> int:
    """How many cells of `assignment` the notebook holds, by grade id or by unchanged source."""
    by_id = {cell.grade_id for cell in cells} & assignment.known_ids
    sources = {cell.source.strip() for cell in cells}
    by_source = sum(
        grade_id(cell) is not None and len(cell.source) > 20 and cell.source.strip() in sources
        for cell in assignment.released.cells
    )
    return len(by_id) + by_source


def answered(cells: list[StudentCell], assignment: Assignment) -> tuple[int, int]:
    """How many answer cells the notebook has filled in, and how many cells are not as they were given."""
    given = {cell.source.strip() for cell in assignment.released.cells} | {""}
    own = [cell for cell in cells if cell.source.strip() not in given]
    return len({cell.grade_id for cell in own} & set(assignment.solutions)), len(own)


def _explain(
    candidates: list[_Candidate], readable: list[_Candidate], entries: Sequence[Entry], right_name: str
) -> Flag:
    """Why nothing in the folder can be graded: what is said of the file that was most likely meant."""
    broken = [one for one in candidates if one.failure is not None]
    broken.sort(
        key=lambda one: (
            Path(one.entry.name).name != right_name,
            not one.entry.name.lower().endswith(NOTEBOOK_NAMES),
            one.entry.name,
        )
    )
    if broken and broken[0].failure is not None and broken[0].entry.name.lower().endswith(NOTEBOOK_NAMES):
        failure = broken[0].failure
        return Flag(failure.code, f"{broken[0].entry.shown}: {failure.detail}".removesuffix(": "))
    if readable:
        return Flag("other_chapter", listed([one.entry.shown for one in readable], _LISTED))
    files = [entry.shown for entry in entries if entry.kind == "file" and entry.name != TIMESTAMP]
    links = [entry.shown for entry in entries if entry.kind in ("link", "other")]
    if links and not files:
        return Flag("link_only", listed(links, _LISTED))
    if files:
        return Flag("no_notebook", "found " + listed(files, _LISTED))
    closed = [entry.shown for entry in entries if entry.kind == "closed"]
    if closed:
        return Flag("unreadable_file", f"the folder {closed[0]} cannot be opened")
    folders = [entry.shown for entry in entries if entry.name.lower().endswith(NOTEBOOK_NAMES)]
    if folders:
        return Flag("no_notebook", f"{folders[0]} is a folder")
    return Flag("nothing_submitted")
