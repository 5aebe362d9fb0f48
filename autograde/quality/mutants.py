"""Makes mutants of a reference solution: the same program with one small mistake.

The mistakes are cosmic-ray's operators, applied through its `mutate_code`, which takes and gives source text; two
things made it the better fit than mutmut, whose mutators are internal and come with a terminal interface. Left out
are its operators that turn arithmetic into shifts or bit operations and comparisons into `is`: on floats they always
crash, so any test kills them, and they would only flatter the rate. `operators.py` adds what array code needs.
"""

from __future__ import annotations

import ast
import difflib
import re
from dataclasses import dataclass
from itertools import count

from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator, operator_names

from autograde.quality.operators import OPERATORS
from autograde.syntax import parse

# They need to be told names of variables.
NEED_ARGUMENTS = {"VariableReplacer", "VariableInserter"}
BITS = {"BitOr", "BitAnd", "BitXor"}
CRASHES = {"RShift", "LShift", "Is", "IsNot", "Invert"}
# `+x` is `x`, which cosmic-ray makes as well.
SAME = {"UAdd"}


@dataclass(frozen=True)
class Mutant:
    """One mutant of a reference solution.

    Attributes
    ----------
    operator : str
        The operator that made it.
    source : str
        The whole answer cell.
    before, after : str
        The line that was changed, in the reference and in the mutant, without its indentation.
    """

    operator: str
    source: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.operator}\n    - {self.before}\n    + {self.after}"


def make_mutants(reference: str) -> list[Mutant]:
    """Every mutant of a solution that compiles and differs from it as a program, always in the same order."""
    seen = {ast.dump(parse(reference))}
    mutants = []
    for operator in _operators():
        for occurrence in count():
            source = mutate_code(reference, operator(), occurrence)
            if source is None:
                break
            try:
                program = ast.dump(parse(source))
            except SyntaxError:
                continue
            if program not in seen:
                seen.add(program)
                mutants.append(Mutant(operator.__name__, source, *_changed_line(reference, source)))
    return mutants


def _operators() -> list[type[Operator]]:
    names = sorted(name.removeprefix("core/") for name in operator_names() if name.startswith("core/"))
    chosen = [name for name in names if name not in NEED_ARGUMENTS and not _worthless(name)]
    return [*(get_operator(f"core/{name}") for name in chosen), *OPERATORS]


def _worthless(name: str) -> bool:
    """Whether cosmic-ray's operator of this name makes programs that fail on any float, or twice the same one."""
    replacement = re.fullmatch(r"Replace\w+Operator_(\w+)_(\w+)", name)
    if not replacement:
        return False
    old, new = replacement.groups()
    return new in CRASHES | SAME or (new in BITS) != (old in BITS)


def _changed_line(reference: str, source: str) -> tuple[str, str]:
    """The lines that differ, each side joined and stripped."""
    lines = list(difflib.ndiff(reference.splitlines(), source.splitlines()))
    return tuple(" ".join(line[2:].strip() for line in lines if line.startswith(sign)) for sign in ("- ", "+ "))
