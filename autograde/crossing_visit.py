"""Finds where in a test cell the rules of `autograde.crossing_rules` apply."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator

from autograde.crossing_rules import (
    ARRAY_MEMORY,
    MODULES,
    NO_ARGUMENTS,
    NOT_RAISED_HERE,
    OF_EXCEPTIONS,
    OF_IPYTHON,
    OF_OBJECTS,
    TestCell,
    full_name,
)  # fmt: skip


class Visitor(ast.NodeVisitor):
    """Goes through one test cell; `found` is (line, rule, code) of each finding."""

    def __init__(self, test: TestCell, tree: ast.Module) -> None:
        self.test, self.found = test, []
        self._results, self._objects, self._plain = self._made(tree)
        self._caught: set[str] = set()
        self._reads_printed = any(
            isinstance(node, ast.Attribute) and node.attr in ("getvalue", "readouterr") for node in ast.walk(tree)
        )
        self.visit(tree)

    def _made(self, tree: ast.Module) -> tuple[set[str], set[str], dict[str, str]]:
        """Names of what the student's code gave, of objects of its classes, and {name: what made it} of the rest."""
        results, objects, made = set(self.test.stands), set(), {}
        for _ in range(3):  # as often as names may be handed on
            for node in ast.walk(tree):
                if isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.For)) and not (
                    isinstance(node, ast.AnnAssign) and node.value is None
                ):
                    value = node.iter if isinstance(node, ast.For) else node.value
                    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                    for target, part in _pairs(targets, value):
                        names = {name.id for name in ast.walk(target) if isinstance(name, ast.Name)}
                        if isinstance(part, ast.Tuple) and isinstance(target, ast.Name):
                            made[target.id] = "a tuple"
                        if isinstance(part, ast.Call):
                            made.update(dict.fromkeys(names, full_name(part.func, self.test.modules)))
                            if isinstance(part.func, ast.Name) and part.func.id in self.test.classes:
                                objects |= names
                        if self._is_result(part, results):
                            results |= names
        return results, objects, made

    def _is_result(self, node: ast.AST, results: set[str] | None = None) -> bool:
        """Whether a value comes from the student's code, and not by way of a function that gives plain numbers."""
        results = self._results if results is None else results
        if isinstance(node, ast.Call):
            own = isinstance(node.func, ast.Name) and node.func.id not in results
            plain = own and node.func.id in ("float", "int", "str", "len", "isinstance", "callable", "type", "repr")
            return not plain and (
                self._is_result(node.func, results) or any(self._is_result(arg, results) for arg in node.args)
            )
        if isinstance(node, ast.Name):
            return node.id in results
        return any(self._is_result(part, results) for part in ast.iter_child_nodes(node))

    def _is_object(self, node: ast.AST) -> bool:
        """Whether a value is, for certain, an object of a student's class."""
        if isinstance(node, ast.Name):
            return node.id in self._objects
        return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in self.test.classes

    def _is_stand(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Name) and node.id in self.test.functions | self.test.classes

    def _calls_student(self, node: ast.AST) -> bool:
        return any(isinstance(part, ast.Call) and self._is_result(part.func) for part in ast.walk(node))

    def _add(self, node: ast.AST, rule: str, shown: ast.AST | str | None = None) -> None:
        shown = node if shown is None else shown
        code = shown if isinstance(shown, str) else ast.unparse(shown).split("\n")[0]
        self.found.append((node.lineno, rule, code if len(code) < 60 else code[:57] + "..."))

    # Names and attributes

    def visit_Name(self, node: ast.Name) -> None:
        known = node.id in self.test.students | self.test.modules.keys() | self.test.bound
        if node.id in OF_IPYTHON and not known and isinstance(node.ctx, ast.Load):
            self._add(node, "notebook")
        self._full(node)

    def _full(self, node: ast.Name | ast.Attribute) -> None:
        name = full_name(node, self.test.modules)
        for start, rule in MODULES.items():
            if name == start or name.startswith(start + "."):
                self._add(node, rule)

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            if alias.name == "__main__" or getattr(node, "module", "") == "__main__":
                self._add(node, "namespace")

    visit_ImportFrom = visit_Import

    def visit_Attribute(self, node: ast.Attribute) -> None:
        special = node.attr.startswith("__") and node.attr.endswith("__")
        stored = not isinstance(node.ctx, ast.Load)
        if isinstance(node.value, ast.Name) and node.value.id in self._caught and node.attr not in OF_EXCEPTIONS:
            self._add(node, "exception")
        elif special and self._is_result(node.value):
            if not (node.attr == "__call__" or (node.attr == "__name__" and self._is_stand(node.value))):
                self._add(node, "inside")
        elif isinstance(node.value, ast.Name) and node.value.id in self.test.functions:
            self._add(node, "function_attribute")
        elif node.attr in ARRAY_MEMORY and self._is_result(node.value) and not self.test.classes:
            self._add(node, "memory")
        elif stored and isinstance(node.value, ast.Name) and node.value.id in self.test.classes:
            self._add(node, "patches")
        elif stored and _root(node) in self.test.modules:
            self._add(node, "printed" if full_name(node, self.test.modules).startswith("sys.std") else "patches")
        elif node.attr in ("send", "throw") and self._is_result(node.value) and not self.test.classes:
            self._add(node, "generator")
        self._full(node)
        self.generic_visit(node)

    # Calls

    def visit_Call(self, node: ast.Call) -> None:
        name = full_name(node.func, self.test.modules)
        first = node.args[0] if node.args else None
        if name in ("globals", "locals", "eval", "exec") or (name in ("vars", "dir") and first is None):
            self._add(node, "namespace")
        elif name in ("vars", "dir") and self._is_result(first):
            self._add(node, "inside")
        elif name == "id":
            self._add(node, "identity")
        elif name == "type" and first is not None and (self._is_stand(first) or self._is_object(first)):
            self._add(node, "type")
        elif name in OF_OBJECTS and first is not None and (self._is_object(first) or self._is_stand(first)):
            self._add(node, "object")
        elif name == "next" and first is not None and self._is_result(first):
            self._add(node, "generator")
        elif name in ("hasattr", "getattr", "setattr", "delattr") and first is not None:
            self._attribute_call(node, name, first)
        elif name == "open":
            self._add(node, "file")
        elif name.rsplit(".", 1)[-1] == "raises" and first is not None and self._is_stand(first):
            self._add(node, "exception")
        else:
            self._setting(node, name)
        if self._is_result(node.func):
            for arg in [*node.args, *(keyword.value for keyword in node.keywords)]:
                self._argument(arg)
        self.generic_visit(node)

    def _attribute_call(self, node: ast.Call, name: str, first: ast.expr) -> None:
        wanted = node.args[1].value if len(node.args) > 1 and isinstance(node.args[1], ast.Constant) else ""
        if isinstance(first, ast.Name) and first.id in self.test.functions and wanted not in ("__call__", "__name__"):
            self._add(node, "function_attribute")
        elif name in ("setattr", "delattr") and (_root(first) in self.test.modules or self._is_stand(first)):
            self._add(node, "patches")

    def _setting(self, node: ast.Call, name: str) -> None:
        words = {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
        words |= {keyword.value.value for keyword in node.keywords if isinstance(keyword.value, ast.Constant)}
        seeds = name in ("numpy.random.seed", "random.seed") and self.test.draws
        fails = name in ("warnings.simplefilter", "warnings.filterwarnings") and "error" in words
        if seeds or fails or name == "sys.setrecursionlimit":
            self._add(node, "settings")
        elif name in ("contextlib.redirect_stdout", "contextlib.redirect_stderr") and self._reads_printed:
            self._add(node, "printed")

    def _argument(self, arg: ast.expr) -> None:
        name = full_name(arg, self.test.modules) if isinstance(arg, (ast.Name, ast.Attribute)) else ""
        maker = full_name(arg.func, self.test.modules) if isinstance(arg, ast.Call) else ""
        if isinstance(arg, ast.Name) and not maker:
            maker = self._plain.get(arg.id, "")
        own = self.test.own_classes
        refused = (
            isinstance(arg, ast.GeneratorExp),
            maker in NO_ARGUMENTS,
            isinstance(arg, ast.Name) and arg.id in own,
            own.get(maker) is False,
            _is_module(name),
        )
        if any(refused):
            self._add(arg, "argument")

    # Statements

    def visit_Compare(self, node: ast.Compare) -> None:
        sides = [node.left, *node.comparators]
        if any(isinstance(op, (ast.Is, ast.IsNot)) for op in node.ops):
            tuples = [side for side in sides if isinstance(side, ast.Name) and self._plain.get(side.id) == "a tuple"]
            if tuples and any(self._is_result(side) for side in sides if side not in tuples):
                self._add(node, "identity")
        elif not any(isinstance(op, (ast.In, ast.NotIn)) for op in node.ops) and any(map(self._is_object, sides)):
            self._add(node, "object")
        self.generic_visit(node)

    def _truth(self, node: ast.expr) -> None:
        if self._is_object(node):
            self._add(node, "object")

    def visit_If(self, node: ast.If | ast.While | ast.Assert | ast.IfExp) -> None:
        self._truth(node.test)
        self.generic_visit(node)

    visit_While = visit_Assert = visit_IfExp = visit_If

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not):
            self._truth(node.operand)
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        for value in node.values:
            self._truth(value)
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if self._is_object(node.target):
            self._add(node, "augmented")
        self.generic_visit(node)

    def visit_With(self, node: ast.With) -> None:
        for item in node.items:
            call = item.context_expr
            if self._is_object(call):
                self._add(call, "object")
            elif isinstance(call, ast.Call) and self._calls_student(ast.Module(node.body, [])):
                name = full_name(call.func, self.test.modules)
                given = {keyword.arg: keyword.value for keyword in call.keywords}
                values = {value.value for value in given.values() if isinstance(value, ast.Constant)}
                records = name == "warnings.catch_warnings" and "record" in given
                raises = name == "numpy.errstate" and values & {"raise", "call", "print", "log", "warn"}
                if records or raises:
                    self._add(call, "settings")
        self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        if any(isinstance(base, ast.Name) and base.id in self.test.stands for base in node.bases):
            self._add(node, "subclass", f"class {node.name}")
        self.generic_visit(node)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        for kind in kinds:
            if isinstance(kind, ast.Name) and (kind.id in self.test.stands or kind.id in NOT_RAISED_HERE):
                self._add(node, "exception", f"except {kind.id}")
        if node.name:
            self._caught.add(node.name)
        self.generic_visit(node)

    def visit_Await(self, node: ast.AST) -> None:
        self._add(node, "thread")

    visit_AsyncFunctionDef = visit_AsyncFor = visit_AsyncWith = visit_Await


def _is_module(name: str) -> bool:
    try:
        return bool(name) and importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):  # a function, or a class
        return False


def _root(node: ast.AST) -> str | None:
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _pairs(targets: list[ast.expr], value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Each target with its value; `a, b = f(1), g(2)` part by part."""
    for target in targets:
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
            yield from zip(target.elts, value.elts, strict=True)
        else:
            yield target, value
