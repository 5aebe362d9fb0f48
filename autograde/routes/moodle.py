"""Moodle's "Download all submissions": `Full Name_NUMBER_assignsubmission_file`, as folders or in front of file names.

Taken from Moodle's own `mod/assign/classes/downloader.php`: the name as the site shows it with `_` turned into spaces,
a number, the plugin's type (never translated), and "/" and the files, or, with "download in folders" off, "_" and the
file's name. Older versions end the folder's name with "_". The number is that of the participant in this one
assignment, not the user's, so that people are told apart by name. In anonymous marking the name is the word for
"Participant", in the site's language; in team submissions it is the group's, which no roster knows. Text typed into
Moodle comes as `..._assignsubmission_onlinetext`. The entries' times are when the zip was made (the files are streamed
into it without their own; `files/classes/local/archive_writer/zip_writer.php`), so they say nothing about a hand-in.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from autograde.archive import Top, Tree
from autograde.course import ROSTER, UserError
from autograde.roster import Handle
from autograde.routes.way import Found, HandIn, Route, most, together

_NAME = re.compile(r"(?P<name>.+)_(?P<number>\d+)_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<own>.*))?", re.DOTALL)


def participant(number: str) -> str:
    """The id under which somebody is collected of whom no more is known than Moodle's number."""
    return f"participant_{number}"


def name_of_page(hand_in: HandIn, chapter: str) -> str:
    """What a page of feedback on one of these hand-ins is called, so that Moodle finds whose it is.

    As `mod/assign/feedback/file/importziplib.php` takes names apart: four parts between "_", of which the second is
    the number and the last two are a plugin's, then the name that the student sees.
    """
    name = re.sub(r"[_/\\]", " ", hand_in.who.name) or "Participant"
    return f"{name}_{hand_in.key}_assignsubmission_file_{chapter}.html"


def sort(tree: Tree, known: list[str], ids: Collection[str]) -> Found:
    found = Found()
    people: dict[tuple[str, str], list[tuple[Top, str]]] = {}
    texts: dict[tuple[str, str], Top] = {}
    for top in tree.tops:
        match = _NAME.fullmatch(top.name)
        if match is None:
            found.problems.append(f"{top.label}: not named as Moodle names hand-ins")
        elif match["kind"] == "file":
            people.setdefault((match["name"], match["number"]), []).append((top, match["own"] or top.name))
        else:
            texts[match["name"], match["number"]] = top
    found.problems += [
        f"{top.label}: text typed into Moodle, and no file" for person, top in texts.items() if person not in people
    ]
    names = {name for name, _ in people}
    anonymous = len(names) == 1 and (len(people) > 1 or names == {"Participant"})
    if people and not ids and not anonymous:
        raise UserError(
            f"{tree.path} comes from Moodle, which tells students apart by name only. Put the class into {ROSTER} "
            "(id,first_name,last_name,email; Moodle: Participants, Download table data), then collect again."
        )
    for (name, number), files in people.items():
        fallback = participant(number)
        found.hand_ins.append(
            HandIn(
                Handle(id=fallback) if anonymous else Handle(name=name),
                fallback=fallback,
                key=number,
                label=files[-1][0].label,
                load=lambda files=files: together(files),
            )
        )
    if anonymous:
        found.notes.append("anonymous marking: students are called participant_NUMBER, as in Moodle's grading table")
    return found


ROUTE = Route("moodle", "Moodle", lambda tree: most(tree, lambda top: _NAME.fullmatch(top.name)), sort)
