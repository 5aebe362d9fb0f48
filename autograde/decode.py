"""From the bytes of a file to the cells of a notebook. UNTRUSTED input: everything here may be hostile.

All that leaves this module is a list of `StudentCell`: the type, the source and the grade id of each cell.
Outputs, metadata and everything else that a student's file holds ends here.
"""

from __future__ import annotations

import codecs
import json
import operator
import re
import threading
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import accumulate, count, islice

from autograde.flags import Flag

MAX_BYTES = 64 * 2**20  # a notebook with hundreds of figures has 10 MB
MAX_OTHER_BYTES = 16 * 2**20  # in UTF-16 and UTF-32, which are slow to read where they are broken
MAX_DEPTH = 100  # a notebook with widgets has about 12
MAX_CELLS = 20_000
MAX_BRACKETS, MAX_COMMAS, MAX_QUOTES = 1_000_000, 4_000_000, 8_000_000  # what is parsed costs memory and time
MAX_CODE, MAX_TEXT = 100_000, 4_000_000  # characters of one cell; text may hold a picture

# Parsing takes several times a file's size, so only one large file is parsed at a time.
_LARGE = 8 * 2**20
_one_large_file = threading.Lock()

_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)  # before UTF-16: the little-endian marks begin alike
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

# A string, also one that is cut off: then up to the end of the text. Possessive quantifiers keep the time linear
# whatever the text is.
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
# What is left of a text to count levels: 2 for each bracket that opens, 0 for each that closes.
_STEPS = bytes.maketrans(b"[{]}", b"\2\2\0\0")
_NO_BRACKETS = bytes(set(range(256)) - set(b"[{]}"))
_LONGEST_ID = 200
# At the start of a line; it begins with a set of characters, since that is what `re` searches for quickly.
_CONFLICT = re.compile(r"([<=>])(?<![^\n][<=>])\1{6}(?: .*)?\r?$", re.MULTILINE)


@dataclass(frozen=True)
class StudentCell:
    """What is taken from one cell of a student's file.

    Parameters
    ----------
    kind : str
        "code" or "markdown" (everything that is not code).
    source : str
        Valid Unicode without NUL, with line breaks as `\\n`.
    grade_id : str or None
        What the file says; it may be forged, repeated or unknown.
    """

    kind: str
    source: str
    grade_id: str | None


class Unreadable(Exception):
    """A file that is no notebook; `flag` has the code of `autograde.flags.FAILURES` and what was seen."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.flag = Flag(code, detail)


def decode(data: bytes) -> tuple[list[StudentCell], list[Flag]]:
    """The cells of the notebook in `data`, and what had to be repaired.

    Raises
    ------
    Unreadable
        Says what the file is instead of a notebook, or where it is broken.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable("file_too_large", f"{len(data) / 2**20:.0f} MiB; at most {MAX_BYTES // 2**20} are read")
    with _one_large_file if len(data) > _LARGE else nullcontext():
        flags: list[Flag] = []
        text, size = _to_text(data, flags), len(data)
        del data
        _refuse_other_formats(text)
        cells = _cells(_parse(text, size, flags), flags)
        return [_clean(cell, number, flags) for number, cell in enumerate(cells, start=1)], _once(flags)


def _to_text(data: bytes, flags: list[Flag]) -> str:
    if not data.strip(b"\0 \t\r\n"):
        raise Unreadable("empty_file", f"{len(data)} bytes")
    if data.startswith(b"%PDF"):
        raise Unreadable("pdf_file")
    if data.startswith((b"PK\x03\x04", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")):
        raise Unreadable("archive_file")
    encoding = next((name for marks, name in ((_UTF32, "utf-32"), (_UTF16, "utf-16")) if data.startswith(marks)), "")
    if not encoding and b"\0" in data[:4]:  # UTF-16 without its mark: every other byte of `{"` is zero
        encoding = "utf-16-be" if data[:1] == b"\0" else "utf-16-le"
    if encoding:
        if len(data) > MAX_OTHER_BYTES:
            raise Unreadable("file_too_large", f"{encoding}, of which at most {MAX_OTHER_BYTES // 2**20} MiB are read")
        flags.append(Flag("utf16_converted", encoding))
        return data.decode(encoding, errors="replace")
    if data.startswith(codecs.BOM_UTF8):
        flags.append(Flag("bom_removed"))
        data = data[len(codecs.BOM_UTF8) :]
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        flags.append(Flag("not_utf8", f"first at byte {error.start}"))
    try:
        return data.decode("cp1252")  # what Windows writes; like Latin-1, with quotation marks and dashes besides
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _refuse_other_formats(text: str) -> None:
    start = text[:2000].lstrip()
    if start.startswith("<") and not start.startswith("<<<<<<<"):
        raise Unreadable("web_page")


def _parse(text: str, size: int, flags: list[Flag]) -> object:
    still_open = _check_structure(text)
    try:
        return _load(text, flags)
    except json.JSONDecodeError as error:
        marks = [text.count("\n", 0, match.start()) + 1 for match in islice(_CONFLICT.finditer(text), 7)]
        if len(marks) >= 2:
            where = ", ".join(map(str, marks[:6])) + (" ..." if len(marks) > 6 else "")
            raise Unreadable("merge_conflict", f"markers on lines {where}") from None
        if still_open:
            raise Unreadable("truncated_file", f"cut off at byte {size}") from None
        raise Unreadable("broken_json", f"line {error.lineno}, column {error.colno}: {error.msg}") from None
    except (ValueError, RecursionError, MemoryError) as error:  # such as a number of 5,000 digits
        raise Unreadable("broken_json", str(error)[:200]) from None


def _load(text: str, flags: list[Flag]) -> object:
    hooks = {"object_pairs_hook": _Pairs(flags), "parse_constant": _Constants(flags)}
    try:
        return json.loads(text, **hooks)
    except json.JSONDecodeError as error:
        if not error.msg.startswith("Invalid control character"):
            raise
        loaded = json.loads(text, strict=False, **hooks)
        flags.append(Flag("odd_json", "control characters inside a string"))
        return loaded


def _check_structure(text: str) -> bool:
    """Whether brackets are still open at the end of `text`; refuses what is too deep or too much to be parsed."""
    if text.count('"') > MAX_QUOTES:
        raise Unreadable("file_too_large", f"more than {MAX_QUOTES} quotation marks")
    bare = _STRING.sub("", text).encode("utf-8", "surrogatepass")
    steps = bare.translate(_STEPS, _NO_BRACKETS)
    if len(steps) > 2 * MAX_BRACKETS or bare.count(b",") > MAX_COMMAS:
        raise Unreadable("file_too_large", f"more than {MAX_BRACKETS} brackets or {MAX_COMMAS} commas")
    depth = 0
    for depth in map(operator.sub, accumulate(steps), count(1)):
        if depth > MAX_DEPTH:
            raise Unreadable("nested_too_deep", f"more than {MAX_DEPTH} levels")
    return depth > 0


class _Pairs:
    """Builds dictionaries, and notes a key that occurs twice."""

    def __init__(self, flags: list[Flag]) -> None:
        self.flags = flags

    def __call__(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        built = dict(pairs)
        if len(built) != len(pairs):
            self.flags.append(Flag("odd_json", "repeated key"))
        return built


class _Constants:
    """Accepts NaN and Infinity, which are no JSON, and notes them."""

    def __init__(self, flags: list[Flag]) -> None:
        self.flags = flags

    def __call__(self, name: str) -> float:
        self.flags.append(Flag("odd_json", name))
        return float(name)


def _cells(notebook: object, flags: list[Flag]) -> list[object]:
    """The list of cells, of nbformat 2 to 4 and of what comes after them if it still has cells."""
    if not isinstance(notebook, dict):
        raise Unreadable("not_a_notebook", "the file holds no JSON object")
    cells, version = notebook.get("cells"), notebook.get("nbformat")
    sheets = notebook.get("worksheets")
    if not isinstance(cells, list) and isinstance(sheets, list):
        found = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
        found = [part for part in found if isinstance(part, list)]
        if found:
            cells = [cell for part in found for cell in part]
            flags.append(Flag("old_format", f"nbformat {version}"[:40]))
    if not isinstance(cells, list):
        raise Unreadable("not_a_notebook", "there is no list of cells")
    if len(cells) > MAX_CELLS:
        raise Unreadable("file_too_large", f"{len(cells)} cells; at most {MAX_CELLS} are read")
    if isinstance(version, (int, float)) and version > 4:
        flags.append(Flag("newer_format", f"nbformat {version}"[:40]))
    return cells


def _clean(cell: object, number: int, flags: list[Flag]) -> StudentCell:
    cell = cell if isinstance(cell, dict) else {}
    source = cell.get("source", cell.get("input", ""))  # nbformat 3 calls a code cell's source its input
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    if not isinstance(source, str):
        source = ""
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    kind = "code" if cell.get("cell_type") == "code" else "markdown"
    if len(source) > (MAX_CODE if kind == "code" else MAX_TEXT):
        flags.append(Flag("cell_too_long", f"cell {number}: {len(source)} characters"))
        source = ""
    return StudentCell(
        kind=kind,
        source=_repair(source, flags),
        grade_id=_repair(name[:_LONGEST_ID], []) or None if isinstance(name, str) else None,
    )


def _repair(source: str, flags: list[Flag]) -> str:
    """`source` as Unicode that can be written to a file and compiled."""
    repaired = source.replace("\0", "")
    try:
        repaired.encode("utf-8")
    except UnicodeEncodeError:
        repaired = repaired.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if repaired != source:
        flags.append(Flag("broken_characters"))
    return repaired.replace("\r\n", "\n").replace("\r", "\n")


def _once(flags: list[Flag]) -> list[Flag]:
    """The first flag of each code: a file with a thousand repeated keys is one thing to say."""
    return list({flag.code: flag for flag in reversed(flags)}.values())[::-1]
