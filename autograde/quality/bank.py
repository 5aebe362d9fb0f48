"""Reads the answer bank: right answers written differently, and wrong answers keyed by their misconception.

`solutions/answers/NN_topic/EXERCISE.py` holds the answers to one exercise in percent cells, each the whole source
of a student's answer cell:

    # %% right: loop over the features
    ...
    # %% wrong: missing_bias - forgets to add b
    ...

After `wrong:` comes the misconception that the record must name, then an optional note.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from autograde.course import UserError
from autograde.syntax import parse

HEADER = re.compile(r"# %% (?P<verdict>right|wrong): (?P<rest>\S.*)")
ALMOST_HEADER = re.compile(r"\s*#\s*%%")
MISCONCEPTION = re.compile(r"(?P<key>[a-z][a-z0-9_]*)(?: - (?P<note>\S.*))?")


@dataclass(frozen=True)
class Answer:
    """One answer to one exercise.

    Attributes
    ----------
    exercise : str
        The exercise's name, which is its grade id.
    source : str
        The whole answer cell.
    misconception : str or None
        The misconception of a wrong answer; None marks a right one.
    note : str
        What is special about it.
    place : str
        File and line, for messages.
    """

    exercise: str
    source: str
    misconception: str | None
    note: str
    place: str

    @property
    def right(self) -> bool:
        return self.misconception is None


def read_bank(folder: Path) -> dict[str, list[Answer]]:
    """The answers of one chapter, by exercise.

    Raises
    ------
    UserError
        If a file is not in the format above, or holds the same program twice.
    """
    return {path.stem: read_answers(path) for path in sorted(folder.glob("*.py"))}


def read_answers(path: Path) -> list[Answer]:
    """The answers in one file, in its order."""
    cells: list[tuple[int, str, list[str]]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if ALMOST_HEADER.match(line):  # taken for a comment, it would make two answers one
            cells.append((number, line, []))
        elif cells:
            cells[-1][2].append(line)
        elif line.strip() and not line.startswith("#"):
            raise UserError(f"{_place(path, number)}: start each answer with a line such as `# %% right: with a loop`")
    answers = [_answer(path, *cell) for cell in cells]
    seen: dict[str, Answer] = {}
    for answer in answers:
        program = ast.dump(parse(answer.source))
        if program in seen:
            raise UserError(f"{answer.place}: this is the same program as the answer at {seen[program].place}")
        seen[program] = answer
    return answers


def _answer(path: Path, number: int, header: str, lines: list[str]) -> Answer:
    place = _place(path, number)
    found = HEADER.fullmatch(header.rstrip())
    if not found:
        raise UserError(f"{place}: write `# %% right: NOTE` or `# %% wrong: MISCONCEPTION - NOTE`, not `{header}`")
    misconception, note = None, found["rest"]
    if found["verdict"] == "wrong":
        named = MISCONCEPTION.fullmatch(found["rest"])
        if not named:
            raise UserError(f"{place}: after `wrong:` comes a misconception in snake_case, then ` - NOTE` if needed")
        misconception, note = named["key"], named["note"] or ""
    source = "\n".join(lines).strip("\n")
    if not source.strip():
        raise UserError(f"{place}: this answer is empty; put the source of the answer cell under its header")
    try:
        parse(source)
    except SyntaxError as error:
        raise UserError(f"{place}: this answer is not Python (line {error.lineno} of it: {error.msg})") from None
    return Answer(path.stem, source, misconception, note, place)


def _place(path: Path, line: int) -> str:
    return f"{path.parent.name}/{path.name}:{line}"
