"""Which cell runs where, and whose each name is."""

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograde.split.plan import imported_modules, make_plan, names_of


def plan(*cells, asked=None):
    """The plan of (role, name, source) cells; a given cell with a name is locked."""
    made = [new_markdown_cell("text")]
    for role, name, source in cells:
        metadata = {"autograde": {"role": role}}
        if name:
            metadata["nbgrader"] = {"grade_id": name, "locked": role != "answer"}
        made.append(new_code_cell(source, metadata=metadata))
    tests = {name: name.removeprefix("test-") for role, name, _ in cells if role == "test"}
    return make_plan(new_notebook(cells=made), asked or {}, tests, dict.fromkeys(tests, 1.0))


ASKED = {"f": frozenset({"f"}), "model": frozenset({"Model"})}


def test_a_test_gets_the_students_names_that_it_uses_and_no_others():
    steps = plan(
        ("given", "setup", "import numpy as np"), ("answer", "f", "np = 1\ndef f(): pass\nhelper = 2"),
        ("test", "test-f", "x = np.ones(2)\nassert f(x) and helper"), asked=ASKED,
    )  # fmt: skip
    assert steps[-1].stands == ["f"]
    assert [(step.judge, step.worker) for step in steps] == [(True, True), (False, True), (False, False)]


def test_a_name_before_its_answer_cell_is_the_instructors():
    steps = plan(
        ("given", "stub", "def f(): return 1"), ("test", "test-g", "assert f() == 1"),
        ("answer", "f", "def f(): return 2"), ("test", "test-f", "assert f() == 2"), asked=ASKED,
    )  # fmt: skip
    assert [step.stands for step in steps if step.role == "test"] == [[], ["f"]]


def test_what_given_code_computes_from_an_answer_is_the_students():
    steps = plan(
        ("answer", "f", "def f(): return 1"), ("given", "use", "y = f() + 1\nz = 3"),
        ("test", "test-f", "assert y == 2 and z == 3"), asked=ASKED,
    )  # fmt: skip
    assert (steps[1].judge, steps[1].worker) == (False, True)
    assert steps[2].stands == ["y", "z"]


def test_given_code_that_defines_a_students_name_anew_takes_it_back():
    steps = plan(
        ("answer", "f", "def f(): return 1"), ("given", "again", "def f(): return 9"),
        ("test", "test-f", "assert f() == 9"), asked=ASKED,
    )  # fmt: skip
    assert steps[2].stands == []
    assert steps[1].judge


def test_figures_whose_names_nobody_uses_do_not_run():
    steps = plan(
        ("given", None, "explore(lambda x: x)"), ("given", None, "figure = explore(1)"), ("given", None, "data = 3"),
        ("given", None, "params['w'] = 2"), ("given", "locked", "print(1)"), ("answer", "f", "def f(): return data"),
        ("test", "test-f", "assert f() == params"), asked=ASKED,
    )  # fmt: skip
    assert [step.worker for step in steps[:5]] == [False, False, True, False, True]
    assert [step.judge for step in steps[:5]] == [False, False, False, True, True]


def test_classes_are_told_from_functions_by_how_a_test_writes_them():
    steps = plan(("answer", "model", "class Model: pass"), ("test", "test-model", "Model()"), asked=ASKED)
    assert steps[1].classes == ["Model"]
    steps = plan(("answer", "f", "class f: pass"), ("test", "test-f", "f()"), asked=ASKED)
    assert (steps[1].stands, steps[1].classes) == (["f"], [])


def test_names_are_read_from_cells_with_magic_and_from_cells_that_cannot_be_parsed():
    found = names_of("%matplotlib inline\nimport numpy as np, os.path\ny = x\nd['a'].b = 1\n")
    assert found.uses == {"x", "d"}
    assert found.binds == {"np", "os", "y", "d"}
    assert "sigmoid" in names_of("def sigmoid(z:\n  pass").uses


def test_the_modules_that_tests_import_are_known_before_the_first_submission():
    roles = {
        "given": "import numpy as np\nfrom byhand import checks",
        "test": "def t():\n    import scipy.special",
        "answer": "import os",
    }
    cells = [new_code_cell(source, metadata={"autograde": {"role": role}}) for role, source in roles.items()]
    assert imported_modules(new_notebook(cells=cells)) == ["numpy", "byhand", "scipy.special"]
