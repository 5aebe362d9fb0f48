"""Which cell runs where, and whose each name is."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograde.split.plan import imported_modules, make_plan
from autograde.split.scopes import classes_in, names_of, plain_python, read_by


def plan(*cells, asked=None, reference=None):
    """The plan of (role, name, source) cells; a given cell with a name is locked."""
    made = [new_markdown_cell("text")]
    for role, name, source in cells:
        metadata = {"autograde": {"role": role}}
        if name:
            metadata["nbgrader"] = {"grade_id": name, "locked": role != "answer"}
        made.append(new_code_cell(source, metadata=metadata))
    tests = {name: name.removeprefix("test-") for role, name, _ in cells if role == "test"}
    asked = ASKED if asked is None else asked
    return make_plan(new_notebook(cells=made), asked, tests, dict.fromkeys(tests, 1.0), reference)


def where(steps, role="given"):
    """(source, runs in the judge, runs in the worker) of the given steps."""
    return [(step.source, step.judge, step.worker) for step in steps if step.role == role]


ASKED = {"f": frozenset({"f"}), "model": frozenset({"Model"})}


def test_a_test_gets_the_students_names_that_it_uses_and_no_others():
    steps = plan(
        ("given", "setup", "import numpy as np"), ("answer", "f", "np = 1\ndef f(): pass\nhelper = 2"),
        ("test", "test-f", "x = np.ones(2)\nassert f(x) and helper"),
    )  # fmt: skip
    assert steps[-1].stands == ["f"]
    assert [(step.judge, step.worker) for step in steps] == [(True, True), (False, True), (False, False)]


def test_a_name_before_its_answer_cell_is_the_instructors():
    steps = plan(
        ("given", "stub", "def f(): return 1"), ("test", "test-g", "assert f() == 1"),
        ("answer", "f", "def f(): return 2"), ("test", "test-f", "assert f() == 2"),
    )  # fmt: skip
    assert [step.stands for step in steps if step.role == "test"] == [[], ["f"]]


def test_what_given_code_computes_from_an_answer_is_the_students():
    steps = plan(
        ("answer", "f", "def f(): return 1"), ("given", "use", "y = f() + 1"), ("test", "test-f", "assert y == 2"),
    )  # fmt: skip
    assert where(steps) == [("y = f() + 1", False, True)]
    assert steps[-1].stands == ["y"]


def test_what_the_same_cell_computes_without_an_answer_stays_the_judges():
    cell = "import math\nhalf = 0.5\ndef mean(v): return sum(v) / len(v)\ny = f(half)\nz = mean([y, 1])\nw = 3"
    steps = plan(
        ("answer", "f", "def f(x): return x"), ("given", "use", cell),
        ("test", "test-f", "assert y + z + w + half + math.pi and mean([1])"),
    )  # fmt: skip
    clean = "import math\ndef mean(v):\n    return sum(v) / len(v)\nw = 3"
    assert where(steps) == [(clean, True, False), (cell, False, True)]
    assert steps[-1].stands == ["half", "y", "z"]  # `half` was in the student's hands


@pytest.mark.parametrize(
    "cell",
    [
        "history = []\nfor i in range(3):\n    history.append(f(i))",
        "history = [0]\nhistory[0] = f(1)",
        "history = []\nfill(history, f)",
        "class History: pass\nhistory = History()\nhistory.first = f(1)",
        "history = {}\nlong = len(history)\nhistory.update(a=f(1))",
    ],
)
def test_data_that_the_students_code_fills_is_the_students(cell):
    steps = plan(("answer", "f", ""), ("given", "use", cell), ("test", "test-f", "assert history"))
    assert steps[-1].stands == ["history"]


def test_a_random_generator_that_the_students_code_drew_from_is_the_students_and_what_follows_too():
    steps = plan(
        ("given", "setup", "rng = np.random.default_rng(1)\nX = np.ones(3)"), ("answer", "f", ""),
        ("given", "use", "W = f(rng, X)"), ("given", "more", "Y = rng.normal(size=3)\nZ = X + 1"),
        ("test", "test-f", "assert Y + W + X + Z"),
    )  # fmt: skip
    assert steps[-1].stands == ["W", "Y"]  # X was made before, and the judge has its own


def test_given_code_that_defines_a_students_name_anew_takes_it_back():
    steps = plan(
        ("answer", "f", "def f(): return 1"), ("given", "again", "def f(): return 9"),
        ("test", "test-f", "assert f() == 9"),
    )  # fmt: skip
    assert steps[2].stands == []
    assert steps[1].judge


def test_a_given_function_that_calls_a_later_answer_brings_it_along():
    steps = plan(
        ("given", "setup", "def twice(x): return helper(helper(x))\ndef helper(x): return f(x)"), ("answer", "f", ""),
        ("test", "test-f", "assert twice(1) == 1"),
    )  # fmt: skip
    assert steps[-1].stands == ["f"]
    assert where(steps) == [(steps[0].source, True, True)]


def test_parameters_and_inner_names_are_not_the_notebooks():
    given = "def gradient(f, x):\n    return f(x)\nsquares = [f for f in range(3)]\ng = lambda f: f + 1"
    steps = plan(("answer", "f", ""), ("given", "tools", given), ("test", "test-f", "gradient, squares, g"))
    assert steps[-1].stands == []
    assert where(steps) == [(given, True, True)]


def test_a_test_that_binds_a_students_name_makes_it_its_own():
    steps = plan(("answer", "f", ""), ("test", "test-f", "assert f(1)\nf = 3"), ("test", "test-g", "assert f == 3"))
    assert [step.stands for step in steps if step.role == "test"] == [["f"], []]


def test_a_test_that_sets_a_part_of_the_students_object_does_not():
    steps = plan(("answer", "f", ""), ("test", "test-f", "f['a'] = [f for f in (1, 2)]"), ("test", "test-g", "f"))
    assert [step.stands for step in steps if step.role == "test"] == [["f"], ["f"]]


def test_figures_whose_names_nobody_uses_do_not_run():
    steps = plan(
        ("given", "setup", "from byhand import explore\nimport matplotlib.pyplot as plt\nimport numpy as np"),
        ("given", None, "explore(lambda x: x)"), ("given", None, "figure = explore(1)"), ("given", None, "data = 3"),
        ("given", None, "fig, ax = plt.subplots()\nax.plot(data)"), ("given", None, "print(np.dot(data, data))"),
        ("given", None, "def draw(n):\n    parts = []\n    parts.append(n)\n    return parts\ndraw(3)"),
        ("given", None, "params['w'] = 2"), ("given", "locked", "print(1)"), ("answer", "f", "def f(): return data"),
        ("test", "test-f", "assert f() == params"),
    )  # fmt: skip
    assert [step.worker for step in steps[1:9]] == [False, False, True, False, False, False, False, True]
    assert [step.judge for step in steps[1:9]] == [False, False, False, False, False, False, True, True]


def test_quizzes_and_predictions_do_not_run_whatever_is_wrong_with_them():
    steps = plan(
        ("given", "setup", "from byhand import predict, quiz"), ("given", None, "quiz('q', {}, right=None)"),
        ("given", None, "predict('q', {'a': 'A.', 'b': 'B.'}, right='a')"), ("answer", "f", "def f(): return 1"),
        ("test", "test-f", "assert f()"),
    )  # fmt: skip
    assert [(step.worker, step.judge) for step in steps[1:3]] == [(False, False), (False, False)]


@pytest.mark.parametrize(
    "cell",
    [
        "np.random.seed(0)", "np.random.shuffle(data)", "data.sort()", "data[0] = 1", "from numpy import *",
        "np.set_printoptions(precision=2)", "import sys\nsys.path.insert(0, 'data')", "change(data)",
        "def setup():\n    global data\n    data = 4\nsetup()", "del data", "np.pi = 3",
    ],
)  # fmt: skip
def test_given_cells_that_change_what_is_used_later_run_although_they_bind_nothing(cell):
    steps = plan(
        ("given", "setup", "import numpy as np\ndata = [1]\ndef change(x): x[0] = 2"), ("given", None, cell),
        ("answer", "f", "def f(): return np.sum(data)"), ("test", "test-f", "assert data and f and np"),
    )  # fmt: skip
    assert where(steps)[1] == (cell, True, True)


def test_classes_are_those_of_the_reference_answer():
    reference = {"f": "class mlp: pass\nclass MLP2(mlp): pass\nf = mlp\ndef Make(): pass"}
    asked = {"f": frozenset({"f", "mlp", "MLP2", "Make"})}
    cells = ("answer", "f", "class Make: pass"), ("test", "test-f", "mlp(), MLP2(), f(), Make()")
    assert plan(*cells, asked=asked, reference=reference)[-1].classes == ["MLP2", "f", "mlp"]
    assert plan(*cells, asked=asked)[-1].classes == []


def test_a_class_that_a_later_answer_makes_a_function_is_none_any_more():
    reference = {"f": "class f: pass", "model": "def f(): pass"}
    asked = {"f": frozenset({"f"}), "model": frozenset({"f"})}
    cells = ("answer", "f", ""), ("answer", "model", ""), ("test", "test-f", "f()")
    steps = plan(*cells, asked=asked, reference=reference)
    assert steps[-1].classes == []


def test_what_the_reference_answer_imports_is_the_judges_own():
    steps = plan(
        ("answer", "f", "math = 3\ndef f(x): pass"), ("test", "test-f", "assert f(1) == math.pi"),
        asked={"f": frozenset({"f", "math"})}, reference={"f": "import math\nimport os\ndef f(x): return math.pi"},
    )  # fmt: skip
    assert steps[-1].stands == ["f"]
    assert where(steps) == [("import math", True, False)]


def test_a_given_cell_in_another_language_takes_no_names():
    steps = plan(
        ("answer", "f", ""), ("given", "shell", "%%bash\necho f"), ("given", None, "%%html\n<p>f</p>"),
        ("test", "test-f", "f()"),
    )  # fmt: skip
    assert steps[-1].stands == ["f"]


def test_names_are_read_from_cells_with_magic_and_from_cells_that_cannot_be_parsed():
    found = names_of("%matplotlib inline\nimport numpy as np, os.path\ny = x\nd['a'].b = 1\nn += 1\n")
    assert found.uses == {"x", "d", "n"}
    assert (found.binds, found.changes) == ({"np", "os", "y", "n"}, {"d"})
    assert "sigmoid" in names_of("def sigmoid(z:\n  pass").uses
    assert read_by("%time\ndef g(a):\n    return a + h(k)\nd['x'] = 1") == {"g", "h", "k", "d"}
    assert "h" in read_by("return h(")


def test_a_line_that_goes_on_with_a_percent_sign_is_no_magic():
    assert plain_python("x = (7\n     % 4)") == "x = (7\n     % 4)"
    assert plain_python("%time x\ny = 1").split() == ["y", "=", "1"]
    assert "y = 1" in plain_python("%%time\ny = 1")
    assert plain_python("%%bash\ny = 1") == ""


def test_classes_are_found_however_they_are_made():
    made = "from collections import namedtuple\nP = namedtuple('P', 'a')\nclass q: pass\nalias = q"
    inside = "\ndef f():\n    class R: pass"
    assert classes_in(made + inside) == {"P", "q", "alias"}


def test_the_modules_that_tests_import_are_known_before_the_first_submission():
    cells = [
        new_code_cell("import numpy as np\nfrom byhand import checks"),
        new_markdown_cell("import os"),
        new_code_cell("def t():\n    import scipy.special"),
    ]
    assert imported_modules(cells) == ["numpy", "byhand", "byhand.checks", "scipy.special"]
