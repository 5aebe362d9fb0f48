"""Rows M01 to M30: damaged files, wrong names, wrong places."""

from __future__ import annotations

import json
import os
from copy import deepcopy
from pathlib import Path

from malformed_case import NAME, Case, beside, data, edited, files, own
from small_course import CHAPTER, RIGHT, cell_of

from autograde.damage import pack
from autograde.decode import MAX_BYTES
from autograde.parcel import MAX_ENTRIES
from autograde.read import MENDED

LONG_OUTPUT = {"output_type": "stream", "name": "stdout", "text": "x" * 60_000_000}


def _conflict(solved: dict) -> bytes:
    lines = pack(solved).decode().splitlines()
    lines[40:41] = ["<<<<<<< HEAD", lines[40], "=======", lines[40] + " ", ">>>>>>> theirs"]
    return "\n".join(lines).encode()


def _old_format(solved: dict) -> bytes:
    cells = []
    for cell in solved["cells"]:
        old = {"cell_type": cell["cell_type"], "metadata": cell["metadata"]}
        old["input" if cell["cell_type"] == "code" else "source"] = cell["source"]
        cells.append(old | ({"outputs": [], "language": "python"} if cell["cell_type"] == "code" else {}))
    half = len(cells) // 2
    sheets = [{"cells": cells[:half], "metadata": {}}, {"cells": cells[half:], "metadata": {}}]
    return pack({"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": sheets})


def _with_spare(source: str):
    """The notebook's bytes with a cell that holds odd characters; (JSON text) in the encoding that is asked for."""

    def make(encoding: str):
        def encoded(solved: dict) -> bytes:
            notebook = deepcopy(solved)
            notebook["cells"].insert(1, own(source))
            return json.dumps(notebook, ensure_ascii=False).encode(encoding)

        return encoded

    return make


_accent = _with_spare("name = 'José'")


def _half_an_emoji(solved: dict) -> bytes:
    notebook = deepcopy(solved)
    notebook["cells"].insert(1, own("face = '\ud83d'"))
    return json.dumps(notebook).encode()


def _without_mark(solved: dict) -> bytes:
    return _accent("utf-16-le")(solved)


def _twice(solved: dict) -> bytes:
    return pack(solved).replace(b'"nbformat": 4', b'"nbformat": 4, "x": NaN, "x": 1', 1)


def _raw_tab(solved: dict) -> bytes:
    return pack(solved).replace(b"Because two", b"Because\ttwo", 1)


def _large_output(solved: dict) -> bytes:
    notebook = deepcopy(solved)
    cell_of(notebook, "double")["outputs"] = [LONG_OUTPUT]
    return pack(notebook)


def _too_large(solved: dict) -> bytes:
    return pack(solved)[:-2] + b" " * MAX_BYTES + b"}\n"


def _too_many_values(solved: dict) -> bytes:
    return pack(solved)[:-2] + b', "x": [' + b"[]," * 1_000_001 + b"0]}\n"


def _many_cells(notebook: dict) -> None:
    notebook["cells"][1:1] = [own("1 + 1") for _ in range(10_000)]


def _folder(folder: Path, solved: dict, blank: dict) -> None:
    (folder / NAME).mkdir()


def _folder_and_notebook(folder: Path, solved: dict, blank: dict) -> None:
    (folder / NAME).mkdir()
    (folder / "mine.ipynb").write_bytes(pack(solved))


def _link(folder: Path, solved: dict, blank: dict) -> None:
    target = folder.parent.parent.parent / "elsewhere.ipynb"
    target.write_bytes(pack(solved))
    (folder / NAME).symlink_to(target)


def _link_beside(folder: Path, solved: dict, blank: dict) -> None:
    (folder / NAME).write_bytes(pack(solved))
    (folder / "data").symlink_to("/etc")
    os.mkfifo(folder / "pipe")


def _closed_folder(folder: Path, solved: dict, blank: dict) -> None:
    """Where permissions bind (not for root) the folder cannot be opened; the fixture of the class sees to root."""
    (folder / NAME).write_bytes(pack(solved))
    (folder / "closed").mkdir()
    (folder / "closed" / "notes.txt").write_text("x")


def _copy(folder: Path, solved: dict, blank: dict) -> None:
    (folder / NAME).write_bytes(pack(blank))
    (folder / f"{CHAPTER}-Copy1.ipynb").write_bytes(pack(solved))


def _copy_of_half(folder: Path, solved: dict, blank: dict) -> None:
    half = deepcopy(solved)
    cell_of(half, "parts")["source"] = cell_of(blank, "parts")["source"]
    (folder / NAME).write_bytes(pack(solved))
    (folder / f"{CHAPTER}-Copy1.ipynb").write_bytes(pack(half))


def _many_files(folder: Path, solved: dict, blank: dict) -> None:
    for number in range(MAX_ENTRIES + 1):
        (folder / f"{number}.txt").touch()


def _odd_name(folder: Path, solved: dict, blank: dict) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9 \xe2\x80\xae.ipynb")).write_bytes(pack(solved))


def _nothing(folder: Path, solved: dict, blank: dict) -> None:
    pass


def _junk(solved: dict) -> dict[str, bytes]:
    old = deepcopy(solved)
    for name in RIGHT:
        cell_of(old, name)["source"] = "0"
    return {
        NAME: pack(solved), f".ipynb_checkpoints/{CHAPTER}-checkpoint.ipynb": pack(old),
        f"__MACOSX/._{NAME}": b"\0\5\x16\7", ".DS_Store": b"\0\0\0\1Bud1",
    }  # fmt: skip


CASES = (
    Case("M01", "empty file", data(lambda _: b""), ("empty_file",), tells=(NAME,)),
    Case("M01b", "file of blanks", data(lambda _: b" \r\n\0"), ("empty_file",)),
    Case("M02", "Git merge-conflict markers", data(_conflict), ("merge_conflict",), says=("lines 41, 43, 45",)),
    Case("M03", "file cut off", data(lambda s: pack(s)[:1500]), ("truncated_file",), says=("cut off at byte 1500",)),
    Case("M03b", "not JSON", data(lambda s: pack(s).replace(b":", b";", 1)), ("broken_json",), says=("line 2",)),
    Case("M04", "web page", data(lambda _: b"\n<!DOCTYPE html><html>Sign in</html>"), ("web_page",)),
    Case("M04b", "PDF", data(lambda _: b"%PDF-1.7\n"), ("pdf_file",)),
    Case("M04c", "zip", data(lambda _: b"PK\x03\x04\x14\0"), ("archive_file",)),
    Case("M05", "{}", data(lambda _: b"{}"), ("not_a_notebook",), says=("there is no list of cells",)),
    Case("M06", "[]", data(lambda _: b"[]"), ("not_a_notebook",), says=("no JSON object",)),
    Case("M06b", "a bare string", data(lambda _: b'"notebook"'), ("not_a_notebook",)),
    Case("M07", "no list of cells", data(lambda s: pack({**s, "cells": None})), ("not_a_notebook",)),
    Case("M08", "format 3, two worksheets", data(_old_format), ("old_format",), tells=("nbformat 3",)),
    Case("M09", "format 5", edited(lambda n: n.update(nbformat=5)), ("newer_format",), tells=("nbformat 5",)),
    Case("M10", "UTF-16", data(_accent("utf-16")), ("utf16_converted",), tells=("utf-16",)),
    Case("M10b", "UTF-16 without a mark", data(_without_mark), ("utf16_converted",)),
    Case("M11", "UTF-8 with a byte-order mark", data(_accent("utf-8-sig")), ("bom_removed",)),
    Case("M12", "Latin-1", data(_accent("latin-1")), ("not_utf8",), tells=("first at byte",)),
    Case("M12b", "Windows-1252", data(_with_spare("quote = '“é”'")("cp1252")), ("not_utf8",)),
    Case("M13", "half an emoji", data(_half_an_emoji), ("broken_characters",)),
    Case("M14", "NUL in a source", edited(lambda n: n["cells"].insert(1, own("x = 'a\0b'"))), ("broken_characters",)),
    Case("M15", "NaN and a repeated key", data(_twice), ("odd_json",)),
    Case("M15b", "a control character in a string", data(_raw_tab), ("odd_json",), tells=("control characters",)),
    Case("M16", "100,000 levels", data(lambda _: b'{"cells": ' + b"[" * 100_000), ("nested_too_deep",)),
    Case("M17", "60 MB of stored output", data(_large_output)),
    Case("M17b", "beyond the largest size", data(_too_large), ("file_too_large",), says=("at most 64 are read",)),
    Case("M17c", "a million lists", data(_too_many_values), ("file_too_large",), says=("brackets",)),
    Case("M18", "10,000 extra cells", edited(_many_cells), ("many_extra_cells",), tells=("ran 0",)),
    Case("M18b", "a cell of 200,000 characters", edited(lambda n: n["cells"].insert(1, own("x = 1 #" + "y" * 200_000))),
         ("cell_too_long",), tells=("cell 2: 200007 characters",)),
    Case("M19", "a folder named like the notebook", _folder, ("file_ignored", "no_notebook"),
         says=(f"{NAME} is a folder",)),
    Case("M19b", "that folder, and the notebook", _folder_and_notebook, ("file_ignored", "wrong_name"),
         tells=(f"{NAME} is a folder",)),
    Case("M20", "a symbolic link", _link, ("link_ignored", "link_only")),
    Case("M20b", "a link and a pipe beside the notebook", _link_beside, ("link_ignored",), tells=("data; pipe",)),
    Case("M21", "no permission to read", data(pack), ("unreadable_file",), tells=("Permission denied",)),
    Case("M21b", "a folder without permission beside it", _closed_folder, ("file_ignored",),
         tells=("the folder closed cannot be opened",)),
    Case("M22", "name changed by the browser", data(pack, f"{CHAPTER} (1).ipynb"), ("wrong_name",),
         tells=(f"{CHAPTER} (1).ipynb",)),
    Case("M22b", "another name", data(pack, "WMS q3.ipynb"), ("wrong_name",)),
    Case("M22c", "name with .txt behind", data(pack, f"{NAME}.txt"), ("wrong_name",)),
    Case("M22d", "name that is no text", _odd_name, ("wrong_name",), tells=("caf<dce9> <202e>.ipynb",)),
    Case("M23", "blank original and solved copy", _copy, ("several_notebooks", "wrong_name"),
         tells=(f"graded {CHAPTER}-Copy1.ipynb, not {NAME}",)),
    Case("M23b", "solved original and half-solved copy", _copy_of_half, ("several_notebooks",),
         tells=(f"graded {NAME}, not {CHAPTER}-Copy1.ipynb",)),
    Case("M24", "extra folder level", files(lambda s: {f"{CHAPTER}/{NAME}": pack(s)}),
         ("found_in_subfolder",), tells=(f"{CHAPTER}/{NAME}",)),
    Case("M24b", "too many files", _many_files, ("too_many_files",), says=(str(MAX_ENTRIES),)),
    Case("M25", "exports, no notebook", files(lambda _: {f"{CHAPTER}.py": b"x", f"{CHAPTER}.pdf": b"%PDF"}),
         ("no_notebook",), says=(f"found {CHAPTER}.pdf, {CHAPTER}.py",)),
    Case("M26", "empty folder", _nothing, ("nothing_submitted",)),
    Case("M27", "HTML copy beside the notebook", beside(f"{CHAPTER}.html", b"<script>alert(1)</script>")),
    Case("M28", "junk of editors and systems", files(_junk)),
    Case("M30", "student missing from the roster", data(pack), ("not_in_roster",), student="jane.deo",
         tells=("the nearest name is jane.doe",)),
    Case("M30b", "unknown student, no name alike", data(pack), ("not_in_roster",), student="qqq",
         tells=("no name is like it",)),
    Case("M30c", "folder name that is no student id", data(pack), ("invalid_student_id",), student="m30 c; rm",
         chapter=CHAPTER),
    Case("M30d", "a chapter that does not exist", data(pack), ("unknown_chapter",), chapter="99_nothing"),
    Case("M78", "a broken file, and a copy mended by hand",
         files(lambda s: {NAME: pack(s)[:900], f"{CHAPTER}{MENDED}": pack(s)}),
         ("file_ignored", "mended_by_instructor"), tells=(f"{NAME}: The JSON of the notebook ends in the middle.",)),
)  # fmt: skip
