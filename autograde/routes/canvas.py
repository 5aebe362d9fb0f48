"""Canvas's "Download submissions": `lastnamefirstname_LATE_USER_FILE_name.ipynb`, flat.

Taken from Canvas's own `lib/content_zipper.rb` (add_upload_submission, get_filename): the sortable name in small
letters with everything but word characters removed, `LATE` if it was, the user's number, the number of the uploaded
*file*, and its name. Only the latest submission of each student is in the zip, with all its files. Anonymous
assignments have `anon_CODE` in place of name and number; a written answer or a link has `_text.html` or `_link.html`
in place of a file's number. The entries' times are when the zip was made, so they say nothing about a hand-in.
A number in a name that a `_` stands in front of stays there, so that one file name can be read in several ways.
Seen in students' zips, not in that file: on a new upload of a file of the same name Canvas calls it `name-1.ipynb`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from autograde.archive import Top, Tree
from autograde.roster import Handle
from autograde.routes.way import Found, HandIn, Route, most, together
from autograde.wording import shown

# Names hold letters, digits, "_", and marks, which `\w` does not know. Canvas counts from 1: `01_neurons` is no number.
_FILE = re.compile(
    r"(?:(?P<name>(?!LATE_|anon_)(?:\w|[^\x00-\x7f])*?)_)?(?P<late>LATE_)?"
    r"(?:(?P<user>[1-9]\d*)|anon_(?P<anonymous>[A-Za-z0-9]+))_(?P<file>[1-9]\d*)_(?P<own>.+)"
)
_LATER_USER = re.compile(r"_([1-9]\d*)(?=_[1-9]\d*_.)")  # a number that could be the user's as well
_WRITTEN = re.compile(r".*_(?:[1-9]\d*|anon_[A-Za-z0-9]+)_(?P<kind>text|link)\.html")
_COPY = re.compile(r"(?:-\d+)?(\.[^.]*)?$")  # what Canvas adds to the name of a file handed in again


@dataclass(frozen=True)
class _Upload:
    """One file, and its name taken apart."""

    top: Top
    match: re.Match[str]

    @property
    def person(self) -> tuple[str, str]:
        """The number or the code, and the name, since a name may end in a number that is read as the user's."""
        return self.match["user"] or self.match["anonymous"], self.match["name"] or ""

    @property
    def other_users(self) -> list[str]:
        return _LATER_USER.findall(self.top.name[self.match.end("user") :]) if self.match["user"] else []


def sort(tree: Tree, known: list[str], ids: Collection[str]) -> Found:
    found = Found()
    people: dict[tuple[str, str], list[_Upload]] = {}
    for top in tree.tops:
        match = None if top.is_folder else _FILE.fullmatch(top.name)
        if match:
            upload = _Upload(top, match)
            people.setdefault(upload.person, []).append(upload)
        elif _WRITTEN.fullmatch(top.name):
            found.problems.append(f"{top.label}: a text or a link was handed in, not a file")
        else:
            found.problems.append(f"{top.label}: not named as Canvas names hand-ins")
    late = []
    doubtful = _of_one_number(people)
    for (key, name), uploads in people.items():
        uploads.sort(key=lambda upload: int(upload.match["file"]))
        if (key, name) in doubtful:
            found.problems.append(
                f"{uploads[-1].top.label}: Canvas gives the number {key} to one person, and {doubtful[key, name]} have "
                "it here; put each into a folder named by the id, or collect with --from folder if it is not Canvas's"
            )
            continue
        if any(upload.match["late"] for upload in uploads):
            late.append(name or key)
        found.hand_ins.append(_hand_in(key, name, uploads))
    if late:
        found.notes.append(f"Canvas marks as late, and does not say by how much: {', '.join(sorted(late))}")
    return found


def _of_one_number(people: dict[tuple[str, str], list[_Upload]]) -> dict[tuple[str, str], str]:
    """Those who share a number with another name, and the names; not whose files can be read in one way only."""
    sharing: dict[str, list[str]] = defaultdict(list)
    for key, name in people:
        sharing[key].append(name)
    doubtful = {}
    for key, names in sharing.items():
        sure = [name for name in names if not any(upload.other_users for upload in people[key, name])]
        for name in names:
            if len(names) > 1 and (name not in sure or len(sure) > 1):
                doubtful[key, name] = ", ".join(shown(name) or "nobody" for name in sorted(names))
    return doubtful


def _hand_in(key: str, name: str, uploads: Sequence[_Upload]) -> HandIn:
    """One person's, from the uploads in their order."""
    newest: dict[str, _Upload] = {}
    older = []
    for upload in uploads:
        own = upload.match["own"]
        plain = _COPY.sub(r"\1", own)
        first = plain if plain in newest else own  # without a file of the plain name, the student counted: hw-1, hw-2
        if first in newest:
            older.append(newest[first].top.label)
        newest[first] = upload
    code = f"anon_{key}" if uploads[-1].match["anonymous"] else ""
    others = tuple(sorted({user for upload in uploads for user in upload.other_users}))
    files = [(upload.top, upload.match["own"]) for upload in newest.values()]
    return HandIn(
        Handle(id=code) if code else Handle(lms_user_id=key, name=name, other_numbers=others),
        fallback=code or key,
        key=key,
        label=uploads[-1].top.label,
        load=lambda: together(files),
        older=tuple(older),
    )


def _fits(tree: Tree) -> bool:
    """Whether most files are named so, and each number of a file is one person's: `ana_20260501_10_x.ipynb` is not."""
    matches = [None if top.is_folder else _FILE.fullmatch(top.name) for top in tree.tops]
    owners: dict[str, set[tuple[str, str]]] = defaultdict(set)
    uploads = [_Upload(top, match) for top, match in zip(tree.tops, matches, strict=True) if match]
    for upload in uploads:
        owners[upload.match["file"]].add(upload.person)
    named = {upload.top.name for upload in uploads if len(owners[upload.match["file"]]) == 1}
    return most(tree, lambda top: not top.is_folder and (top.name in named or _WRITTEN.fullmatch(top.name)))


ROUTE = Route("canvas", "Canvas", _fits, sort)
