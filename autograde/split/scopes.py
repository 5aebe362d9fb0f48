"""TRUSTED. Which names a piece of the instructor's code uses, binds and changes in the notebook's own scope.

Names of parameters, of variables inside a function and of comprehensions are not the notebook's and are left out.
Reads code, never runs it.
"""

from __future__ import annotations

import ast
import builtins
import re
import symtable
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from autograde.syntax import parse

# Less than `names` takes out: what `x = !ls` gives, and what help shows, the judge could only make up.
_MAGIC = re.compile(r"^[ \t]*[%!].*$", re.MULTILINE)
_PYTHON_INSIDE = re.compile(r"\s*%%(?:time|timeit|capture|prun)\b")  # other cell magics hold another language
_COMPREHENSIONS = frozenset({"listcomp", "setcomp", "dictcomp", "genexpr"})
_BUILTINS = frozenset(vars(builtins))
# Calling these, and what comes of it, shows something and changes no name that a test could use.
_SHOWING = frozenset({"matplotlib", "byhand", "IPython", "ipywidgets", "seaborn", "plotly"})
_SHOWING_BUILTINS = frozenset({"print", "help", "repr", "display"})
# What makes objects that are different after each use: who draws from one decides what the next one gets.
_STATEFUL = frozenset({"default_rng", "RandomState", "Random", "Generator", "rng", "iter", "open", "cycle"})


@dataclass(frozen=True)
class Names:
    """The names of one statement, or of one cell.

    Parameters
    ----------
    uses : frozenset of str
        Read, now or when a function that it defines is called.
    late : frozenset of str
        Those that only such a function reads.
    binds : frozenset of str
        Given a value, or deleted.
    changes : frozenset of str
        Data whose parts it sets (`params["W"] = ...`), whose methods it calls (`history.append(...)`), or that it
        hands to a call made for its effect (`rng.shuffle(X)`).
    imports, defines : frozenset of str
        Those of `binds` that are imported; that are imported or are functions and classes.
    stateful : frozenset of str
        Those of `binds` that are a random generator or an iterator.
    shows : frozenset of str
        Those of `binds` that only show something, such as `plt`, and `ax` after `ax = plt.gca()`.
    pure : frozenset of str
        Those of `binds` that are functions which change nothing but, perhaps, their arguments.
    effects : bool
        Whether it may do something else that matters later, such as `np.random.seed(0)`.
    """

    uses: frozenset[str] = frozenset()
    late: frozenset[str] = frozenset()
    binds: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    imports: frozenset[str] = frozenset()
    defines: frozenset[str] = frozenset()
    stateful: frozenset[str] = frozenset()
    shows: frozenset[str] = frozenset()
    pure: frozenset[str] = frozenset()
    effects: bool = False


@lru_cache(maxsize=4096)
def plain_python(source: str) -> str:
    """A given or test cell without IPython's magics, which mean nothing to the judge."""
    try:
        parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        if source.lstrip().startswith("%%") and not _PYTHON_INSIDE.match(source):
            return ""
        return _MAGIC.sub("", source)
    return source  # a line that starts with % may also go on with the expression above it


@dataclass(frozen=True)
class Known:
    """What the cells before have bound: see `Names.shows`, `Names.pure` and `Names.defines`."""

    shows: frozenset[str] = frozenset()
    pure: frozenset[str] = frozenset()
    defines: frozenset[str] = frozenset()

    def after(self, names: Names) -> Known:
        kinds = ("shows", "pure", "defines")
        return Known(*((getattr(self, kind) - names.binds) | getattr(names, kind) for kind in kinds))


@lru_cache(maxsize=4096)  # the instructor's cells are the same for every submission
def statements(source: str, known: Known = Known()) -> tuple[tuple[ast.stmt, Names], ...] | None:
    """The statements of a cell with their names; None if it cannot be parsed."""
    found = []
    try:
        for statement in parse(plain_python(source)).body:
            names = _names(statement, known)
            found.append((statement, names))
            known = known.after(names)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return tuple(found)


@lru_cache(maxsize=4096)
def names_of(source: str, known: Known = Known()) -> Names:
    """The names of a whole cell; if it cannot be parsed, all its words as names that it uses."""
    found = statements(source, known)
    if found is None:
        return Names(uses=frozenset(re.findall(r"[^\W\d]\w*", source)), effects=True)
    return together(names for _, names in found)


def read_by(source: str) -> frozenset[str]:
    """The names that a student's cell reads of the notebook's, or all its words. UNTRUSTED input."""
    try:
        table = symtable.symtable(_MAGIC.sub("", source), "cell", "exec")
        names = {symbol.get_name() for symbol in table.get_symbols()}  # also those that it sets a part of
        for scope, _ in _scopes(table):
            names |= {symbol.get_name() for symbol in scope.get_symbols() if symbol.is_global()}
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset(re.findall(r"[^\W\d]\w*", source))
    return frozenset(names)


def together(parts: Iterator[Names]) -> Names:
    """The names of several statements."""
    parts = list(parts)
    kinds = ("uses", "late", "binds", "changes", "imports", "defines", "stateful", "shows", "pure")
    joined = {kind: frozenset().union(*(getattr(names, kind) for names in parts)) for kind in kinds}
    return Names(**joined, effects=any(names.effects for names in parts))


def classes_in(source: str) -> frozenset[str]:
    """The names that stand for classes at the top level of a cell, other names of the same classes included."""
    classes: set[str] = set()
    for statement, _ in statements(source) or ():
        for node in _own_nodes(statement):
            if isinstance(node, ast.ClassDef):
                classes.add(node.name)
            elif isinstance(node, ast.Assign) and _is_class(node.value, classes):
                classes |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return frozenset(classes)


def imports_in(source: str) -> list[tuple[str, frozenset[str]]]:
    """The imports at the top level of a cell: each statement's text, and the names that it binds."""
    found = statements(source) or ()
    return [
        (ast.unparse(statement), names.binds)
        for statement, names in found
        if isinstance(statement, (ast.Import, ast.ImportFrom))
    ]


def _is_class(value: ast.expr, classes: set[str]) -> bool:
    if isinstance(value, ast.Name):
        return value.id in classes
    makers = {"namedtuple", "make_dataclass", "new_class", "NamedTuple", "TypedDict", "Enum"}
    return isinstance(value, ast.Call) and _last_word(value.func) in makers


def _names(statement: ast.stmt, known: Known) -> Names:
    table = symtable.symtable(ast.unparse(statement), "cell", "exec")
    uses = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_referenced()}
    binds = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    late: set[str] = set()
    for scope, is_late in _scopes(table):
        for symbol in scope.get_symbols():
            if symbol.is_global():
                if symbol.is_declared_global() and symbol.is_assigned():
                    binds.add(symbol.get_name())
                if symbol.is_referenced():
                    (late if is_late else uses).add(symbol.get_name())
    nodes = list(_own_nodes(statement))
    uses |= {node.target.id for node in nodes if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name)}
    imports, defines, showing = set(), set(), set()
    for node in nodes:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            bound = {(alias.asname or alias.name).split(".")[0] for alias in node.names}
            imports |= bound
            showing |= bound if _module(node) in _SHOWING else set()
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            defines.add(node.name)
    if _shows_something(statement, known.shows):
        showing |= binds - imports - defines
    known = Known(known.shows | showing, known.pure, known.defines | imports | defines)
    is_function = isinstance(statement, ast.FunctionDef) and not statement.decorator_list
    changed = set(_changed(nodes))
    for call in _calls_for_effect(nodes, known.shows):
        changed |= {arg.id for arg in call.args if isinstance(arg, ast.Name)}
    return Names(
        uses=frozenset((uses | late) - _BUILTINS),
        late=frozenset(late - uses - _BUILTINS),
        binds=frozenset(binds),
        changes=frozenset(changed - known.defines - known.shows),
        imports=frozenset(imports),
        defines=frozenset(imports | defines),
        stateful=frozenset(binds) if _is_stateful(statement) else frozenset(),
        shows=frozenset(showing),
        pure=frozenset(defines) if is_function and _is_pure(statement, table, known) else frozenset(),
        effects=_has_effects(nodes, known),
    )


def _scopes(table: symtable.SymbolTable, late: bool = False) -> Iterator[tuple[symtable.SymbolTable, bool]]:
    """All scopes inside, and whether each runs only when a function is called."""
    for child in table.get_children():
        own = late or (child.get_type() == "function" and child.get_name() not in _COMPREHENSIONS)
        yield child, own
        yield from _scopes(child, own)


def _own_nodes(statement: ast.stmt) -> Iterator[ast.AST]:
    """The nodes of a statement that are not inside a function or class that it defines."""
    todo: list[ast.AST] = [statement]
    while todo:
        node = todo.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            todo += ast.iter_child_nodes(node)


def _changed(nodes: list[ast.AST]) -> Iterator[str]:
    for node in nodes:
        changed = isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load)
        if changed or (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            root = root_of(node)
            if root is not None:
                yield root


def _is_stateful(statement: ast.stmt) -> bool:
    value = getattr(statement, "value", None)
    return isinstance(value, ast.Call) and _last_word(value.func) in _STATEFUL


def _shows_something(statement: ast.stmt, shows: frozenset[str]) -> bool:
    """Whether what a statement binds comes from a means of display, as `fig, ax = plt.subplots()`."""
    value = getattr(statement, "value", None) or getattr(statement, "iter", None)
    return value is not None and root_of(value) in shows


def _calls_for_effect(nodes: list[ast.AST], shows: frozenset[str]) -> Iterator[ast.Call]:
    """Calls whose value nobody takes, apart from those that are known to show something only."""
    inside = {id(part) for node in nodes if _guards_warnings(node) for part in ast.walk(node)}
    for node in nodes:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            root = root_of(node.value)
            if root not in shows and root not in _SHOWING_BUILTINS and not (id(node) in inside and root == "warnings"):
                yield node.value


def _guards_warnings(node: ast.AST) -> bool:
    return isinstance(node, ast.With) and any("catch_warnings" in ast.unparse(item) for item in node.items)


def _has_effects(nodes: list[ast.AST], known: Known) -> bool:
    """Whether there is a star import, or a call for its effect on something else than its arguments."""
    if any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in nodes):
        return True
    parts = {root_of(node) for node in nodes if isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del))}
    if parts & (known.defines - known.shows):  # `np.pi = 3`, or an import's or a function's name taken anew
        return True
    own = {name for node in nodes for name in _targets(node)}  # `rng.shuffle(X)` changes names, see `changes`
    return any(root_of(call) not in known.pure | own for call in _calls_for_effect(nodes, known.shows))


def _is_pure(function: ast.FunctionDef, table: symtable.SymbolTable, known: Known) -> bool:
    """Whether a function changes no name of the notebook's, as far as its text tells."""
    outer = set()
    for scope, _ in _scopes(table):
        for symbol in scope.get_symbols():
            if symbol.is_declared_global():
                return False
            if symbol.is_global():
                outer.add(symbol.get_name())
    nodes = list(ast.walk(function))
    stored = {root_of(node) for node in nodes if isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del))}
    called = {root_of(call) for call in _calls_for_effect(nodes, known.shows)}
    return not (stored | (called - known.pure - {function.name})) & outer


def _targets(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id


def root_of(node: ast.AST) -> str | None:
    """The name at the start of `name.a[0].b(...)`, None if it starts with something else."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call, ast.Starred, ast.Await)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def _last_word(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _module(node: ast.Import | ast.ImportFrom) -> str:
    name = node.module or "" if isinstance(node, ast.ImportFrom) else node.names[0].name
    return name.split(".")[0]
