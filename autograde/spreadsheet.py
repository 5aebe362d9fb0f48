"""CSV files that other programs write and read, and cells that no spreadsheet runs."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from autograde import atomic
from autograde.course import UserError

# A spreadsheet runs a cell that begins with one of these as a formula; the last four are what an East Asian
# keyboard types. They are as dangerous behind a separator inside the cell, where another locale splits it.
_FORMULA_START = re.compile(r"(?:(?<=[;,|\t\r\n\"'])|^)([ ]*)(?=[=+\-@\t\r＝＋－＠])")


def safe_cell(text: str) -> str:
    """The text with an apostrophe wherever a spreadsheet could begin to read a formula."""
    return _FORMULA_START.sub(r"\1'", text)


def read_table(path: Path) -> list[list[str]]:
    """The rows of a CSV file, also as a European spreadsheet saves it, with semicolons.

    Raises
    ------
    UserError
        If the file cannot be read.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            sample = file.readline()
            file.seek(0)
            return list(csv.reader(file, delimiter=";" if sample.count(";") > sample.count(",") else ","))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{path} cannot be read as a CSV file ({error}).") from error


def write_table(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """Write the rows as UTF-8 CSV, every cell as it is. An existing file is replaced at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic.written(path) as place, place.open("w", newline="", encoding="utf-8", errors="replace") as file:
        csv.writer(file, lineterminator="\r\n").writerows(rows)


def write_safe_table(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """As `write_table`, with every cell made safe for spreadsheets."""
    write_table(path, ([safe_cell(cell) for cell in row] for row in rows))
