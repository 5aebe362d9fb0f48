"""Finds, in test cells, what cannot cross the line between the judge and the student's code, or would mean something
else there than under stock nbgrader; `check` runs it.

Under stock nbgrader a test shares one process with the student's code. Here it runs in the judge, where the names
that the student has to define are stand-ins (see `autograde.split`): they can be called, they give and take plain
data, and objects of classes that the test names can be used. `RULES` is the list of what that leaves out, each with
what to write instead. It was found by running each construct both ways (tests/crossing/both_ways.txt).

Reads code, never runs it. What it cannot see shows when the reference answers are graded, which `check` does too.
Beyond both: a view of an argument that comes back is a copy, and so are two arguments that share memory.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nbformat import NotebookNode

from autograde.crossing_rules import RULES, TestCell, full_name
from autograde.crossing_visit import Visitor
from autograde.names import bound_names, words
from autograde.source import Chapter
from autograde.split.plan import Planner, Step
from autograde.split.scopes import imports_in, names_of, plain_python, statements
from autograde.syntax import parse

_DRAWS = ("numpy.random.", "random.")
_HANDED_OVER = ("numpy.random.default_rng", "numpy.random.Generator", "random.Random", "numpy.random.RandomState")


@dataclass(frozen=True, order=True)
class Crossing:
    """One place in a test.

    Parameters
    ----------
    file : str
    line : int
        In that file.
    exercise, test : str
        The exercise's number, and the test's grade id.
    rule : str
        One of `RULES`.
    code : str
        The piece of code.
    """

    file: str
    line: int
    exercise: str
    test: str
    rule: str
    code: str

    def __str__(self) -> str:
        what, instead = RULES[self.rule]
        return (
            f"{self.file}:{self.line}: {self.test} (exercise {self.exercise}): {what.format(self.code)}. "
            f"Instead, {instead}. [{self.rule}]"
        )


def find_crossings(chapter: Chapter) -> list[Crossing]:
    """What the tests of a chapter use that cannot cross, in the order of the text."""
    owner = {test: exercise for exercise in chapter.exercises.values() for test in exercise.tests}
    found = []
    for index, test in enumerate(_read(chapter.notebook.cells)):
        if test is None:
            continue
        exercise = owner.get(test.name)
        for line, rule, code in _check(test):
            number = exercise.number if exercise else "?"
            place = chapter.lines[index] + line - 1
            found.append(Crossing(f"solutions/{chapter.name}.md", place, number, test.name, rule, code))
    return sorted(set(found))


def _read(cells: Sequence[NotebookNode]) -> Iterator[TestCell | None]:
    """For each cell its `TestCell`, or None for what is no test and can be read."""
    codes = [(cell, cell.metadata.get("nbgrader", {})) for cell in cells if cell.cell_type == "code"]
    answers = {mark["grade_id"]: cell.source for cell, mark in codes if mark.get("solution")}
    mentioned = frozenset().union(*(words(cell.source) for cell, mark in codes if mark.get("grade")))
    planner = Planner({name: bound_names(source) & mentioned for name, source in answers.items()}, answers)
    known = TestCell("", "", draws=any(map(_draws, answers.values())))
    for cell in cells:
        if cell.cell_type != "code":
            yield None
            continue
        mark, source = cell.metadata.get("nbgrader", {}), cell.source
        step = Step(mark.get("grade_id") or cell.get("id", ""), "given", source)
        if mark.get("solution"):
            planner.answer(step)
            _note_answer(known, source)
            yield None
        elif mark.get("grade"):
            students, own = set(planner.students), names_of(source).binds
            planner.test(step)
            modules, classes = _imports_and_classes(source)
            yield replace(
                known, name=step.cell, source=source, stands=set(step.stands), students=students,
                classes=set(step.classes), functions=known.functions & set(step.stands),
                only_answers_import=known.only_answers_import - own,
                only_tests_bind=known.only_tests_bind - own - known.bound - students, bound=known.bound | own,
                modules=known.modules | modules, own_classes=known.own_classes | classes,
            )  # fmt: skip
            known.only_tests_bind |= own
        else:
            planner.given(step)
            modules, classes = _imports_and_classes(source)
            known.modules.update(modules)
            known.own_classes.update(classes)
            known.bound |= names_of(source).binds
            known.only_answers_import -= known.bound
            yield TestCell(step.cell, source) if _broken(source) else None


def _note_answer(known: TestCell, source: str) -> None:
    for _, names in imports_in(source):
        known.only_answers_import |= names - known.bound
    known.functions -= bound_names(source)
    for statement, _ in statements(source) or ():
        if isinstance(statement, ast.FunctionDef):
            known.functions.add(statement.name)
        known.sets_anew |= {
            name for node in ast.walk(statement) if isinstance(node, ast.Global) for name in node.names
        }  # fmt: skip


def _imports_and_classes(source: str) -> tuple[dict[str, str], dict[str, bool]]:
    """`TestCell.modules` and `TestCell.own_classes` of one cell."""
    modules, classes = {}, {}
    for statement, _ in statements(source) or ():
        for node in ast.walk(statement):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    first = alias.name.split(".")[0]
                    modules[alias.asname or first] = alias.name if alias.asname else first
            elif isinstance(node, ast.ImportFrom) and node.module:
                modules.update((alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names)
            elif isinstance(node, ast.ClassDef):
                methods = {part.name for part in node.body if isinstance(part, ast.FunctionDef)}
                classes[node.name] = "__call__" in methods
    return modules, classes


def _draws(source: str) -> bool:
    """Whether an answer draws random numbers from the one generator that a whole process shares."""
    modules = {"np": "numpy"} | _imports_and_classes(source)[0]
    try:
        nodes = list(ast.walk(parse(plain_python(source))))
    except SyntaxError:
        return False
    full = {full_name(node, modules) for node in nodes if isinstance(node, ast.Attribute)}
    return any(name.startswith(_DRAWS) and not name.startswith(_HANDED_OVER) for name in full if name)


def _broken(source: str) -> str:
    try:
        parse(plain_python(source))
    except SyntaxError as error:
        return f"line {error.lineno}: {error.msg}"
    return ""


def _check(test: TestCell) -> Iterator[tuple[int, str, str]]:
    """(line of the cell, rule, code) of all findings."""
    plain = plain_python(test.source)
    for number, (line, kept) in enumerate(zip(test.source.split("\n"), plain.split("\n"), strict=False), start=1):
        if line != kept and plain:
            yield number, "notebook", line.strip()
    if reason := _broken(test.source):
        yield 1, "python", reason
        return
    yield from Visitor(test, parse(plain)).found
    for statement, names in statements(test.source) or ():
        for name in sorted(names.binds & test.students):
            yield statement.lineno, "rebinds", name
        for name in sorted(names.uses):
            if name in test.only_answers_import:
                yield statement.lineno, "imported", name
            elif name in test.only_tests_bind:
                yield statement.lineno, "earlier_test", name
            elif name in test.sets_anew and name not in test.functions | test.classes:
                yield statement.lineno, "state", name
