"""The rules of `autograde.crossing`: what each says, what it is about, and what is known of a test."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

# {rule: (what is wrong, what to write instead)}; `{0}` is the piece of code.
RULES = {
    "namespace": (
        "`{0}` looks into the notebook's names, and the student's are not in the judge's process",
        "name the student's function, class or variable itself",
    ),
    "source": (
        "`{0}` looks at how the student's code is written, which the judge never sees",
        "test what it does: call it with arguments that tell the ways of writing it apart",
    ),
    "inside": (
        "`{0}` looks inside an object of the student's, which stays in the student's process",
        "use the attributes and methods that the exercise asks for",
    ),
    "type": (
        "`{0}` is the type of a stand-in here", "use `callable(...)`, or `isinstance(..., TheStudentsClass)`",
    ),
    "function_attribute": (
        "`{0}` is an attribute of a student's function, which does not cross",
        "let the function return the value, or ask for a class",
    ),
    "rebinds": (
        "`{0}` is a name that the student defines, and this test gives it another value or deletes it: under stock "
        "nbgrader the student's other functions then see the test's, here they do not",
        "give the test's own value another name, and pass it as an argument",
    ),
    "patches": (
        "`{0}` replaces a part of a module or class, and the student's code has its own",
        "pass a function that the test can count or replace as an argument of the student's",
    ),
    "memory": (
        "`{0}` asks how an array lies in memory, and a result of the student's is a copy here",
        "compare the argument with a copy of it made before (`checks.unchanged`), or ask `f(x) is x`",
    ),
    "identity": (
        "`{0}` asks for the same object, and what cannot be changed (a tuple, text, a number) crosses as a copy",
        "compare the values",
    ),
    "printed": (
        "`{0}` reads what is printed, and what the student's code prints stays in its own process",
        "let the function return the text",
    ),
    "settings": (
        "`{0}` changes a setting of this process (warnings, errors, random numbers, environment), and the student's "
        "code runs in another",
        "test the returned value; hand a random generator over as an argument",
    ),
    "clock": (
        "`{0}` measures time or memory, which here includes the way to the other process",
        "count the calls of a function that the test passes, or choose a size at which the slow way fails to end",
    ),
    "thread": (
        "`{0}` runs things at the same time, and the line to the student's code carries one call after another",
        "make the calls one after another",
    ),
    "notebook": (
        "`{0}` is IPython's, and the judge runs plain Python",
        "leave it out, or put it into a cell of its own that is not graded",
    ),
    "python": (
        "Python cannot read this cell ({0})", "leave out what is meant for IPython or for another program",
    ),
    "figure": (
        "`{0}` uses Matplotlib, and the student's figures stay in the student's process",
        "let the function return the numbers that are drawn",
    ),
    "file": (
        "`{0}` uses files, and the student's code has a folder of its own",
        "pass the data as an argument, and let the function return it",
    ),
    "generator": (
        "`{0}` steps through a generator of the student's by hand", "use it in a `for` loop, or make a list of it",
    ),
    "object": (
        "`{0}` compares, copies, hashes or takes as true or false an object of the student's, which here says "
        "nothing or something else",
        "compare its attributes, which are plain values",
    ),
    "augmented": (
        "`{0}` changes an object of the student's in place, and a stand-in has no such operator",
        "write `a = a + b`, or call a method",
    ),
    "subclass": (
        "`{0}` derives from a student's class, whose methods are in another process",
        "let the student's class take a function or an object as an argument",
    ),
    "exception": (
        "`{0}`: an exception of the student's arrives as the builtin exception that it derives from, with its text "
        "only, and `exit()` as another one",
        "ask for a builtin exception, and catch that",
    ),
    "argument": (
        "`{0}` is passed to the student's code, and cannot cross",
        "pass numbers, text, arrays, lists, dictionaries, functions or objects of the student's own classes",
    ),
    "state": (
        "`{0}` is a variable that the student's functions set anew with `global`: the test sees its value from before",
        "let a function return it",
    ),
    "imported": (
        "`{0}` is imported in the answer cell only, which a student may change", "import it in the test",
    ),
    "earlier_test": (
        "`{0}` is set by an earlier test only: where that one fails, this one fails too", "set it in this test",
    ),
}  # fmt: skip

# {start of a full name: rule}
MODULES = {
    "inspect": "source", "dis": "source", "doctest": "source", "unittest.main": "namespace",
    "unittest.mock.patch": "patches", "mock.patch": "patches", "__main__": "namespace", "sys.modules": "namespace",
    "sys._getframe": "namespace", "sys.settrace": "source", "sys.setprofile": "source", "sys.getrefcount": "memory",
    "types.FunctionType": "type", "types.LambdaType": "type", "types.MethodType": "type", "types.GeneratorType": "type",
    "time.time": "clock", "time.perf_counter": "clock", "time.monotonic": "clock", "time.process_time": "clock",
    "time.thread_time": "clock", "timeit": "clock", "tracemalloc": "clock", "resource": "clock", "psutil": "clock",
    "threading": "thread", "concurrent": "thread", "multiprocessing": "thread", "asyncio": "thread",
    "IPython.utils.capture": "printed", "IPython.utils.io": "printed", "traceback": "exception",
    "sys.exc_info": "exception",
    "numpy.shares_memory": "memory", "numpy.may_share_memory": "memory", "numpy.byte_bounds": "memory",
    "matplotlib": "figure", "tempfile": "file", "numpy.save": "file", "numpy.load": "file", "numpy.savez": "file",
    "numpy.loadtxt": "file", "numpy.savetxt": "file", "numpy.fromfile": "file", "numpy.genfromtxt": "file",
    "os.path.exists": "file", "os.listdir": "file", "os.remove": "file", "os.chdir": "file", "os.environ": "settings",
    "os.putenv": "settings", "numpy.seterr": "settings", "sys.stdout": "printed", "sys.stderr": "printed",
}  # fmt: skip
# What these make cannot be passed to the student's code.
NO_ARGUMENTS = frozenset({
    "iter", "map", "zip", "filter", "enumerate", "reversed", "open", "object", "collections.deque",
    "collections.defaultdict", "collections.Counter", "collections.OrderedDict", "fractions.Fraction",
    "decimal.Decimal", "types.SimpleNamespace", "pathlib.Path", "io.StringIO", "io.BytesIO",
    "numpy.random.RandomState", "numpy.longdouble",
})  # fmt: skip
OF_OBJECTS = frozenset({"hash", "bool", "round", "reversed", "copy.copy", "copy.deepcopy", "pickle.dumps"})
ARRAY_MEMORY = frozenset({"base", "flags", "strides", "ctypes", "__array_interface__"})
OF_EXCEPTIONS = frozenset({"args", "add_note", "with_traceback"})
NOT_RAISED_HERE = frozenset({"SystemExit", "KeyboardInterrupt", "GeneratorExit"})
OF_IPYTHON = frozenset({"In", "Out", "_", "__", "___", "_i", "_ih", "_oh", "get_ipython", "display", "exit", "quit"})


@dataclass
class TestCell:
    """One test cell, or a given cell that the judge cannot read, and what is known where it stands.

    Parameters
    ----------
    name, source : str
    stands, students : set of str
        The student's names that it uses, and all there are by then.
    classes, functions : set of str
        Those of `stands` that the reference answers define as such.
    sets_anew : set of str
        Variables that the student's functions declare `global`.
    only_answers_import, only_tests_bind : set of str
        Names that the judge has from nowhere else.
    bound : set of str
        Names that the test itself binds, or cells before it.
    modules : dict of str to str
        {name: full name of what is imported under it}.
    own_classes : dict of str to bool
        {class of the judge's: whether its objects can be called}.
    draws : bool
        Whether the reference answers use random numbers that nobody hands to them.
    """

    name: str
    source: str
    stands: set[str] = field(default_factory=set)
    students: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    functions: set[str] = field(default_factory=set)
    sets_anew: set[str] = field(default_factory=set)
    only_answers_import: set[str] = field(default_factory=set)
    only_tests_bind: set[str] = field(default_factory=set)
    bound: set[str] = field(default_factory=set)
    modules: dict[str, str] = field(default_factory=dict)
    own_classes: dict[str, bool] = field(default_factory=dict)
    draws: bool = False


def full_name(node: ast.AST, modules: dict[str, str]) -> str:
    """`numpy.random.seed` for `np.random.seed`; "" for what is no name of a module's."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([modules.get(node.id, node.id if not parts else ""), *reversed(parts)]).lstrip(".")
