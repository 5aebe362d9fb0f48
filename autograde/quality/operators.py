"""Mutation operators for array code, which cosmic-ray's own set leaves alone, on its operator interface."""

from __future__ import annotations

from collections.abc import Iterator

from cosmic_ray.operators.operator import Example, Operator
from parso.tree import NodeOrLeaf


class MatrixProductToProduct(Operator):
    """`X @ W` becomes `X * W`: what one gets who takes `*` for the matrix product."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator:
        if node.type == "operator" and node.value in ("@", "@=") and node.parent.type != "decorator":
            yield node.start_pos, node.end_pos

    def mutate(self, node: NodeOrLeaf, index: int) -> NodeOrLeaf:
        node.value = node.value.replace("@", "*")
        return node

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (Example("X @ W", "X * W"),)


class DropArgument(Operator):
    """`f(a, axis=1)` becomes `f(a)`, `f(axis=1)`: each argument of a call in turn is left out.

    A single argument stays, unless it is named: most functions only crash without it.
    """

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator:
        yield from ((argument.start_pos, argument.end_pos) for argument in _droppable(node))

    def mutate(self, node: NodeOrLeaf, index: int) -> NodeOrLeaf:
        dropped = _droppable(node)[index]
        if dropped.parent is node:
            node.children.remove(dropped)
            return node
        siblings = dropped.parent.children
        place = siblings.index(dropped)
        # The comma goes with it: the one after it, or before it for the last argument.
        comma = place if place + 1 < len(siblings) else place - 1
        del siblings[comma : comma + 2]
        return node

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (Example("f(a, axis=1)", "f( axis=1)"), Example("f(a, axis=1)", "f(a)", occurrence=1))


class UnwrapCall(Operator):
    """`np.exp(x)` becomes `(x)`: a function of one argument is left out."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator:
        if node.type == "atom_expr" and _is_call_of_one(node):
            yield node.start_pos, node.end_pos

    def mutate(self, node: NodeOrLeaf, index: int) -> NodeOrLeaf:
        prefix = node.get_first_leaf().prefix
        # Only the brackets stay: everything before the last trailer named the function.
        del node.children[:-1]
        node.get_first_leaf().prefix = prefix
        return node

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (Example("1 + np.exp(-x)", "1 + (-x)"),)


class DropTranspose(Operator):
    """`W.T` becomes `W`."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator:
        if node.type == "trailer" and [child.value for child in node.children if hasattr(child, "value")] == [".", "T"]:
            yield node.start_pos, node.end_pos

    def mutate(self, node: NodeOrLeaf, index: int) -> None:
        return None

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (Example("X @ W.T", "X @ W"),)


class ChangeText(Operator):
    """`"relu"` becomes `""`; docstrings, which change nothing, are left alone."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator:
        if node.type == "string" and node.parent.type != "simple_stmt":
            yield node.start_pos, node.end_pos

    def mutate(self, node: NodeOrLeaf, index: int) -> NodeOrLeaf:
        node.value = '""'
        return node

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (Example('choice = "B"', 'choice = ""'),)


OPERATORS = (MatrixProductToProduct, DropArgument, UnwrapCall, DropTranspose, ChangeText)


def _arguments(call: NodeOrLeaf) -> list[NodeOrLeaf]:
    """The arguments in a call's brackets."""
    inside = call.children[1:-1]
    if inside and inside[0].type == "arglist":
        inside = inside[0].children
    return [node for node in inside if not (node.type == "operator" and node.value == ",")]


def _droppable(node: NodeOrLeaf) -> list[NodeOrLeaf]:
    if node.type != "trailer" or node.children[0].value != "(":
        return []
    arguments = _arguments(node)
    return arguments if len(arguments) > 1 or (arguments and _form(arguments[0]) == "name =") else []


def _is_call_of_one(node: NodeOrLeaf) -> bool:
    last = node.children[-1]
    if last.type != "trailer" or last.children[0].value != "(" or node.children[0].type == "keyword":
        return False
    arguments = _arguments(last)
    return len(arguments) == 1 and _form(arguments[0]) == "value"


def _form(argument: NodeOrLeaf) -> str:
    """How an argument is given: "name =", "*" (a star or two), or "value"."""
    if argument.type != "argument":
        return "value"
    # A comprehension without brackets of its own is an `argument` as well, and is a value.
    return "*" if argument.children[0].type == "operator" else "name =" if argument.children[1] == "=" else "value"
