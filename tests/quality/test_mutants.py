"""Mutants are many, all different from the solution, and always the same ones."""

from __future__ import annotations

import ast

import pytest
from cosmic_ray.mutating import mutate_code

from autograde.quality.mutants import make_mutants
from autograde.quality.operators import OPERATORS

SOLUTION = '''\
def softmax(Z):
    """Rows that sum to 1."""
    shifted = Z - Z.max(axis=1, keepdims=True)
    E = np.exp(shifted)
    return E / E.sum(axis=1, keepdims=True)
'''


def test_mutants_are_the_same_each_time():
    assert make_mutants(SOLUTION) == make_mutants(SOLUTION)


def test_every_mutant_compiles_and_is_another_program():
    mutants = make_mutants(SOLUTION)
    programs = [ast.dump(ast.parse(mutant.source)) for mutant in mutants]
    assert len(set(programs)) == len(programs) > 20
    assert ast.dump(ast.parse(SOLUTION)) not in programs


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("shifted = Z - Z.max(axis=1, keepdims=True)", "shifted = Z + Z.max(axis=1, keepdims=True)"),
        ("shifted = Z - Z.max(axis=1, keepdims=True)", "shifted = Z - Z.max(axis= 0, keepdims=True)"),
        ("shifted = Z - Z.max(axis=1, keepdims=True)", "shifted = Z - Z.max(axis=1)"),
        ("E = np.exp(shifted)", "E = (shifted)"),
        ("return E / E.sum(axis=1, keepdims=True)", "return E / E.sum(axis=1, keepdims=False)"),
    ],
)
def test_usual_slips_are_among_them(before, after):
    assert (before, after) in {(mutant.before, mutant.after) for mutant in make_mutants(SOLUTION)}


def test_no_mutant_is_one_that_any_test_kills():
    changed = " ".join(mutant.after for mutant in make_mutants("a = x + 1\nb = x == y\nc = -x\n"))
    assert not any(sign in changed for sign in ("<<", ">>", "&", "|", "^", " is ", "~", "+x"))


def test_masks_are_mutated():
    assert "m = (a > 0) | (b > 0)" in {mutant.after for mutant in make_mutants("m = (a > 0) & (b > 0)\n")}


@pytest.mark.parametrize("operator", OPERATORS)
def test_our_operators_do_what_their_examples_say(operator):
    for example in operator.examples():
        assert mutate_code(example.pre_mutation_code, operator(), example.occurrence) == example.post_mutation_code


NOT_THEIRS = [
    "f(x)", "f()", "@decorated\ndef f(x): pass", "if (x): pass", "print(*x)", "W.TT", 'def f():\n    """Text."""\n',
]  # fmt: skip


@pytest.mark.parametrize("source", NOT_THEIRS)
def test_our_operators_leave_alone_what_is_not_theirs(source):
    names = {op.__name__: mutate_code(source, op(), 0) for op in OPERATORS if op.__name__ != "UnwrapCall"}
    assert set(names.values()) == {None}


def test_the_last_and_the_only_named_argument_can_be_dropped():
    after = {mutant.after for mutant in make_mutants("a = f(x, y, z)\nb = x.sum(axis=1)\nc = sum(v for v in x)\n")}
    assert {"a = f(x, y)", "b = x.sum()", "c = (v for v in x)"} <= after
    assert "c = sum()" not in after
