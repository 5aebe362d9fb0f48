"""Align: rebuild the notebook from the instructor's copy, with the student's answers in it.

What is taken from the student is the source of answer cells, and the student's own extra code cells. Tests,
given code, roles, points and order are always the instructor's.

How an answer cell is found: by its grade id; else by what it defines; else by its place between known cells.
Of several copies the last edited one is the answer, as it would be if the notebook were run from top to bottom.

The student's own code cells (a helper function, an import, a cell pasted in) run as well: stock nbgrader runs
them, and an honest answer may need them. Each runs at its place: after the cell of the chapter that it follows
in the student's notebook, so before the tests that come later. A copy of a test is never run, and no points
come from an extra cell. A cell that defines what a blank answer cell asks for counts as that answer, wherever
it stands. At most `MAX_EXTRA` extra cells run; if there are more, only those that define something.

However many cells a student hands in, what is read of their code is bounded, and so is the time that this takes.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from nbgrader import utils

from autograde.assignment import Assignment, grade_id
from autograde.decode import StudentCell
from autograde.flags import Flag, few_of_each
from autograde.names import bound_names, called_names, defined_names, words

MAX_EXTRA = 200
_MAX_EXTRA_CODE = 500_000  # characters of all extra cells
_MAX_PARSED = 2_000_000  # characters of all cells that are looked into as Python; the rest only line by line
# From which share of words in common a changed cell counts as a copy of a test, and how many words it needs.
_LIKE_A_TEST, _ENOUGH_WORDS = 0.7, 8
_MAX_TEST = 20_000  # characters; no test is longer, so no copy of one is

# Calls that wait for somebody at the keyboard, and the flag for each.
_STOPPING = {
    "input": "keyboard_input",
    "getpass": "keyboard_input",
    "breakpoint": "breakpoint_left",
    "set_trace": "breakpoint_left",
}


@dataclass
class Aligned:
    """The notebook to run: the instructor's cells and, tagged in `metadata.autograde`, where the rest is from.

    `metadata.autograde.role` of a code cell is "answer", "test", "given" or "extra".

    Parameters
    ----------
    notebook : NotebookNode
    blank : frozenset of str
        Grade ids of the answer cells that are as they were given out.
    flags : list of Flag
    """

    notebook: NotebookNode
    blank: frozenset[str]
    flags: list[Flag] = field(default_factory=list)


def align(cells: list[StudentCell], assignment: Assignment) -> Aligned:
    """Put the student's answers into a copy of the instructor's notebook. Never raises on student input."""
    return _Aligner(cells, assignment).align()


class _Aligner:
    """The working state of one alignment; `taken` maps student cells to the instructor cells they stand for."""

    def __init__(self, cells: list[StudentCell], assignment: Assignment) -> None:
        self.cells = cells
        self.assignment = assignment
        self.given = assignment.released.cells
        self.index = {grade_id(cell): i for i, cell in enumerate(self.given) if grade_id(cell)}
        self.solutions = [self.index[name] for name in assignment.solutions]
        self.flags: list[Flag] = []
        self.taken: dict[int, int] = {}  # student's index -> instructor's index
        self.answer: dict[int, int] = {}  # instructor's index -> student's index of the answer
        self.elsewhere: set[int] = set()  # instructor's cells answered in another cell than their own
        self.dropped: set[int] = set()  # student's cells that are copies of locked cells
        self._room = _MAX_PARSED
        self._names = cache(self._look_for_names)

    def align(self) -> Aligned:
        by_id = self._match_by_id()
        self._match_unchanged()
        for i in self.solutions:
            if i not in self.answer:
                self._match_by_content(i)
        for i in self.solutions:
            if i not in self.answer:
                self._match_by_place(i)
        self._note_metadata(by_id)
        self._drop_copies_of_tests()
        self._find_answers_elsewhere()
        self._note_order()
        return self._build()

    def _match_by_id(self) -> dict[str, list[int]]:
        by_id: dict[str, list[int]] = {}
        for j, cell in enumerate(self.cells):
            if cell.grade_id in self.index:
                by_id.setdefault(cell.grade_id, []).append(j)
        for name, found in by_id.items():
            i = self.index[name]
            locked = i not in self.solutions
            chosen = found[0] if locked else max(found, key=lambda j: (self._edited(i, j), j))
            if len(found) > 1:
                self.flags.append(Flag("duplicate_cell", name))
            if locked:
                self.dropped.update(found)
                if any(not self._same(i, j) for j in found):
                    self.flags.append(Flag("locked_cell_changed", name))
            else:
                self._take(i, chosen)
                # Other edited copies run as extra cells; unedited ones are nothing.
                self.dropped.update(j for j in found if j != chosen and not self._edited(i, j))
            self.taken[chosen] = i
        return by_id

    def _match_unchanged(self) -> None:
        """Cells whose source is as it was given out: they show where in the chapter their neighbours stand."""
        free = [j for j in range(len(self.cells)) if j not in self.taken and j not in self.dropped]
        theirs = [self.cells[j].source.strip() for j in free]
        taken = set(self.taken.values())
        ours = ["\0" if i in taken else cell.source.strip() or "\0" for i, cell in enumerate(self.given)]
        matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
        for block in matcher.get_matching_blocks():
            for k in range(block.size):
                i, j = block.a + k, free[block.b + k]
                self.taken[j] = i
                if i in self.solutions:
                    self._take(i, j)

    def _match_by_content(self, i: int) -> None:
        """A code cell that defines what the answer cell has to define."""
        found = self._defining(i)
        if found:
            chosen = max(found, key=lambda j: (self._edited(i, j), j))
            self._take(i, chosen)
            self.flags.append(Flag("matched_by_content", grade_id(self.given[i])))

    def _match_by_place(self, i: int) -> None:
        """The one free cell of the right type between the known cells before and after."""
        before = max((j for j, k in self.taken.items() if k < i), default=-1)
        after = min((j for j, k in self.taken.items() if k > i and j > before), default=len(self.cells))
        kind = self.given[i].cell_type
        found = [j for j in self._free() if before < j < after and self.cells[j].kind == kind]
        found = [j for j in found if self.cells[j].source.strip()]
        if len(found) == 1:
            self._take(i, found[0])
            self.flags.append(Flag("matched_by_place", grade_id(self.given[i])))

    def _note_metadata(self, by_id: dict[str, list[int]]) -> None:
        if not by_id:
            self.flags = [flag for flag in self.flags if not flag.code.startswith("matched_by")]
            self.flags.append(Flag("metadata_missing", f"{len(self.answer)} answer cells found by content and order"))
        here = set(self.taken.values())
        for i, cell in enumerate(self.given):
            name = grade_id(cell)
            if name is None or i in here:
                continue
            if i in self.solutions:
                self.flags.append(Flag("answer_missing", name))
            elif utils.is_grade(cell) and by_id:
                self.flags.append(Flag("test_restored", name))
        for j, cell in enumerate(self.cells):
            if cell.grade_id and cell.grade_id not in self.index and j not in self.taken:
                self.flags.append(Flag("unknown_cell_id", cell.grade_id[:80]))
        for i, j in self.answer.items():
            if self.cells[j].kind != self.given[i].cell_type:
                self.flags.append(Flag("cell_type_restored", grade_id(self.given[i])))

    def _drop_copies_of_tests(self) -> None:
        """Never run a test from the student's copy, not even one that lost its grade id and was changed."""
        tests = [words(cell.source) for cell in self.given if utils.is_grade(cell) and cell.cell_type == "code"]
        tests = [test for test in tests if len(test) >= _ENOUGH_WORDS]
        free = [j for j in self._free() if self.cells[j].kind == "code" and len(self.cells[j].source) < _MAX_TEST]
        if len(free) > 10 * MAX_EXTRA:
            return  # that many cells are cut down to those that define something, which a test does not
        for j in free:
            own = words(self.cells[j].source)
            if any(len(own & test) >= _LIKE_A_TEST * len(own | test) for test in tests):
                self.dropped.add(j)
                self.flags.append(Flag("test_copy_ignored", f"cell {j + 1}"))

    def _find_answers_elsewhere(self) -> None:
        for i in self.solutions:
            if i in self.answer and self._edited(i, self.answer[i]):
                continue
            found = self._defining(i)
            if found:
                self._take(i, found[-1])
                self.elsewhere.add(i)
                self.flags.append(Flag("answered_in_other_cell", grade_id(self.given[i])))

    def _note_order(self) -> None:
        known = [i for j, i in sorted(self.taken.items()) if grade_id(self.given[i]) and i not in self.elsewhere]
        if known != sorted(known):
            self.flags.append(Flag("order_restored"))

    def _build(self) -> Aligned:
        notebook = deepcopy(self.assignment.notebook)
        blank = []
        for i, cell in enumerate(notebook.cells):
            role = "test" if utils.is_grade(cell) else "given"
            if i in self.solutions:
                role = "answer"
                if i in self.answer:
                    cell.source = self.cells[self.answer[i]].source
                if i not in self.answer or not self._edited(i, self.answer[i]):
                    blank.append(grade_id(cell))
            # A tag such as skip-execution would decide about a test; nothing of the grader reads tags.
            cell.metadata.pop("tags", None)
            cell.metadata["autograde"] = {"role": role}
        extras = self._extra_cells()
        self._note_calls([*self.answer.values(), *(j for _, j in extras)])
        for i, j in sorted(extras, reverse=True):  # from the end, so that places stay right
            extra = new_code_cell(self.cells[j].source, metadata={"autograde": {"role": "extra"}})
            extra["id"] = f"extra-{j + 1}"
            notebook.cells.insert(i + 1, extra)
        return Aligned(notebook, frozenset(blank), few_of_each(self.flags))

    def _note_calls(self, run: list[int]) -> None:
        """Calls of what stops a notebook in which nobody sits: asking for input, and breakpoints."""
        for j in sorted(run):
            source = self.cells[j].source
            if self.cells[j].kind != "code" or not any(name in source for name in _STOPPING):
                continue
            called = called_names(source)
            for code in sorted({code for name, code in _STOPPING.items() if name in called}):
                self.flags.append(Flag(code, f"cell {j + 1}"))

    def _extra_cells(self) -> list[tuple[int, int]]:
        """(instructor's index of the cell it follows, student's index) of each extra cell that runs."""
        extra = [j for j in self._free() if self.cells[j].kind == "code" and self.cells[j].source.strip()]
        if len(extra) > MAX_EXTRA or sum(len(self.cells[j].source) for j in extra) > _MAX_EXTRA_CODE:
            extra = self._most_useful(extra)
            self.flags.append(Flag("many_extra_cells", f"ran {len(extra)}"))
        chosen, places, after = set(extra), [], -1
        for j in range(len(self.cells)):
            if j in self.taken:
                after = self.taken[j]
            elif j in chosen:
                places.append((after, j))
        return places

    def _most_useful(self, extra: list[int]) -> list[int]:
        """Those of the extra cells that define something, as far as there is room."""
        kept, room = [], _MAX_EXTRA_CODE
        for j in extra:
            if len(kept) < MAX_EXTRA and len(self.cells[j].source) <= room and self._names(j):
                kept.append(j)
                room -= len(self.cells[j].source)
        return kept

    def _take(self, i: int, j: int) -> None:
        self.taken[j] = i
        self.answer[i] = j

    def _free(self) -> list[int]:
        return [j for j in range(len(self.cells)) if j not in self.taken and j not in self.dropped]

    def _defining(self, i: int) -> list[int]:
        """The free code cells that define all that answer cell `i` has to define."""
        wanted = self.assignment.asked.get(grade_id(self.given[i]))
        if not wanted:
            return []
        code = [j for j in self._free() if self.cells[j].kind == "code"]
        return [j for j in code if all(name in self.cells[j].source for name in wanted) and wanted <= self._names(j)]

    def _look_for_names(self, j: int) -> frozenset[str]:
        """What the student's cell `j` defines."""
        source = self.cells[j].source
        self._room -= len(source)
        return bound_names(source) if self._room >= 0 else defined_names(source)

    def _same(self, i: int, j: int) -> bool:
        return self.given[i].source.strip() == self.cells[j].source.strip()

    def _edited(self, i: int, j: int) -> bool:
        return bool(self.cells[j].source.strip()) and not self._same(i, j)
