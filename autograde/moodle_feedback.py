"""The zip of feedback pages that Moodle hands to its students: "Upload multiple feedback files in a zip".

Moodle knows whose a page is by the number in its name, which only its own download of the same assignment tells.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from autograde import atomic
from autograde.archive import is_zip
from autograde.course import Course, UserError
from autograde.progress import progress
from autograde.roster import read_roster
from autograde.routes.moodle import ROUTE, name_of_page
from autograde.sorting import Collected, hand_ins_of
from autograde.stable_zip import write_zip
from autograde.wording import listed


@dataclass(frozen=True)
class Packed:
    """What is in the zip and what is not: hand-ins without a page, pages without a hand-in, whoever is in doubt."""

    pages: int
    without_page: list[str]
    not_in_download: list[str]
    problems: list[str]


def pack(course: Course, download: Path, chapter: str, students: Collection[str], output: Path) -> Packed:
    """Write the pages of `students` on one chapter under the names that Moodle asks for.

    Parameters
    ----------
    download : Path
        What "Download all submissions" gave for this assignment: the zip, or the folder that it was unpacked to.

    Raises
    ------
    UserError
        If the download is not there, is damaged, or is none of Moodle's.
    """
    if not download.exists():
        raise UserError(f"{download} does not exist")
    if not download.is_dir() and not is_zip(download):  # else one file would count as that of the student in its name
        raise UserError(f"{download} is no zip. In Moodle: the assignment, Submissions, Download all submissions.")
    told = Collected()
    hand_ins = hand_ins_of(download, [], ROUTE.name, read_roster(course), told)
    if not hand_ins:
        why = listed(told.problems, 3) or "it is empty"
        raise UserError(
            f"{download} holds no hand-in of which it is sure whose it is ({why}). "
            "In Moodle: the assignment, Submissions, Download all submissions."
        )
    pages = {student: course.feedback / student / chapter / f"{chapter}.html" for student, _ in hand_ins}
    packed = [(student, one) for student, one in hand_ins if student in students and pages[student].is_file()]
    output.parent.mkdir(parents=True, exist_ok=True)
    with atomic.written(output) as place:
        write_zip(
            place,
            "feedback",
            (
                (name_of_page(hand_in, chapter), pages[student].read_bytes())
                for student, hand_in in progress(packed, "packing", "page")
            ),
        )
    inside = {student for student, _ in packed}
    return Packed(len(packed), sorted(pages.keys() - inside), sorted(set(students) - pages.keys()), told.problems)
