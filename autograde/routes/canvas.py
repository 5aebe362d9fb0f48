"""Canvas's "Download submissions": `lastnamefirstname_LATE_USER_FILE_name.ipynb`, flat.

Taken from Canvas's own `lib/content_zipper.rb` (add_upload_submission, get_filename): the sortable name in small
letters with everything but word characters removed, `LATE` if it was, the user's number, the number of the uploaded
*file*, and its name. Only the latest submission of each student is in the zip, with all its files. Anonymous
assignments have `anon_CODE` in place of name and number; a written answer or a link has `_text.html` or `_link.html`
in place of a file's number. The entries' times are when the zip was made, so they say nothing about a hand-in.
Seen in students' zips, not in that file: on a new upload of a file of the same name Canvas calls it `name-1.ipynb`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from autograde.archive import Contents, HandedFile, Top, Tree
from autograde.roster import Handle
from autograde.routes import Found, HandIn, Route, most

_FILE = re.compile(
    r"(?:(?P<name>(?!LATE_)\w+?)_)?(?P<late>LATE_)?(?:(?P<user>\d+)|anon_(?P<anonymous>[A-Za-z0-9]+))_(?P<file>\d+)_(?P<own>.+)"
)
_WRITTEN = re.compile(r".*_(?:\d+|anon_[A-Za-z0-9]+)_(?P<kind>text|link)\.html")
_COPY = re.compile(r"(?:-\d+)?(\.[^.]*)?$")  # what Canvas adds to the name of a file handed in again


def sort(tree: Tree, known: list[str]) -> Found:
    found = Found()
    people: dict[str, list[tuple[int, Top, re.Match]]] = {}
    for top in tree.tops:
        match = None if top.is_folder else _FILE.fullmatch(top.name)
        if match:
            people.setdefault(match["user"] or match["anonymous"], []).append((int(match["file"]), top, match))
        elif _WRITTEN.fullmatch(top.name):
            found.problems.append(f"{top.label}: a text or a link was handed in, not a file")
        else:
            found.problems.append(f"{top.label}: not named as Canvas names hand-ins")
    late = []
    for key, uploads in people.items():
        uploads.sort(key=lambda upload: upload[0])
        newest: dict[str, tuple[Top, str]] = {}
        older = []
        for _, top, match in uploads:
            plain = _COPY.sub(r"\1", match["own"])
            if plain in newest:
                older.append(newest[plain][0].label)
            newest[plain] = (top, match["own"])
        match = uploads[-1][2]
        if any(upload[2]["late"] for upload in uploads):
            late.append(match["name"] or key)
        anonymous, files = match["anonymous"], tuple(newest.values())
        found.hand_ins.append(
            HandIn(
                Handle(id=f"anon_{anonymous}") if anonymous else Handle(lms_user_id=key, name=match["name"] or ""),
                fallback=f"anon_{anonymous}" if anonymous else key,
                key=key,
                label=uploads[-1][1].label,
                load=lambda files=files: together(files),
                older=tuple(older),
            )
        )
    if late:
        found.notes.append(f"Canvas marks as late, and does not say by how much: {', '.join(sorted(late))}")
    return found


def together(files: Sequence[tuple[Top, str]]) -> Contents:
    """The files of one person, each under the name that the person gave it."""
    contents = Contents()
    for top, own in files:
        loaded = top.load()
        contents.left_out += loaded.left_out
        for file in loaded.files:
            name = PurePosixPath(own.replace("\\", "_")).name if str(file.name) == top.name else file.name
            contents.add(HandedFile(PurePosixPath(name), file.data, file.modified))
    return contents


ROUTE = Route(
    "canvas",
    "Canvas",
    lambda tree: most(tree, lambda t: not t.is_folder and (_FILE.fullmatch(t.name) or _WRITTEN.fullmatch(t.name))),
    sort,
)
