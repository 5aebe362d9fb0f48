"""What the student's code says can spell out no hidden input, and still teaches."""

import pytest
from lesson import POINTS, Lesson

from autograde.split.said import UNTOLD, Said

SECRET = "731058578630049"
LESSON = Lesson(
    {"f": "def f(x):\n    return 2 * x", "g": "def g(x):\n    return x"},
    {
        "f": f"assert f(1) == 2\nassert np.allclose(f(np.array([{SECRET}.5, 2.5])), [{2 * int(SECRET) + 1}, 5])",
        "g": "assert g(1) == 1",
    },
)

SPELLING = {
    "an own text": "raise ValueError(repr(x))",
    "the key of a dict": "return {}[repr(x)]",
    "arguments of an exception": "raise ValueError(*map(float, np.ravel(x)))",
    "a text of Python's": "return int(repr(x))",
    "an attribute": "return getattr(x, 'a' + repr(x).translate(str.maketrans('[]., +', '______')))",
    "a name": "return eval('a' + repr(float(np.ravel(x)[0])).replace('.', '_'))",
    "a class": "raise type('E' + str(int(np.ravel(x)[0])), (ValueError,), {})('no')",
    "a class of no builtin kind": "raise type('E' + str(int(np.ravel(x)[0])), (Exception,), {})('no')",
    "a class of the class of what is given back": "return type('E' + str(int(np.ravel(x)[0])), (), {})()",
    "the name of a function": "f2 = lambda: 1\n    f2.__name__ = 'E' + str(int(np.ravel(x)[0]))\n    return f2",
    "a shape": "return np.zeros((int(np.ravel(x)[0]), 0)) + np.zeros((2, 0))",
    "a shape in the test": "return np.zeros((int(np.ravel(x)[0]), 0))",
    "a text that the test reads as a number": "return repr(x)",
    "many small numbers": (
        "n = [int(d) for d in str(int(np.ravel(x)[0]))][:7]\n    return np.zeros(n + [0]) + np.zeros(n[::-1])"
    ),
    "a warning": "import warnings\n    warnings.warn(repr(x))\n    raise ValueError",
    "a print": "print(repr(x))\n    raise ValueError",
    "a note": "error = ValueError('no')\n    error.add_note(repr(x))\n    raise error",
    "a cause": "raise ValueError('no') from KeyError(repr(x))",
    "a file name": "open('/' + repr(x))",
    "a text to be compiled": "compile(repr(x) + ' (', repr(x), 'exec')",
    "an exit": "raise SystemExit(repr(x))",
    "an assertion": "raise AssertionError(repr(x))",
    "what cannot cross": "return [type('E' + str(int(np.ravel(x)[0])), (), {})(), open]",
}


def shown(outcome) -> str:
    """All of a run that feedback is made from."""
    verdicts = [{key: value for key, value in verdict.items() if key != "printed"} for verdict in outcome.verdicts]
    return str(verdicts) + str(outcome.failed)


@pytest.mark.parametrize("code", SPELLING.values(), ids=SPELLING)
def test_a_hidden_input_is_spelled_out_in_nothing_that_is_shown(engine, code):
    answer = f"kept = []\ndef f(x):\n    kept.append(x)\n    if isinstance(x, int): return 2 * x\n    {code}"
    outcome = LESSON.run(engine, f=answer)
    assert [verdict["score"] for verdict in outcome.verdicts] == [0, POINTS]
    assert SECRET[:6] not in shown(outcome).replace(",", "").replace(" ", "")


LATER = {
    "an own text": "raise ValueError(repr(kept))",
    "a syntax error": "exec(repr(kept) + ' (')",
    "a forged syntax error": "raise SyntaxError(repr(kept), ('<cell g>', int(kept[0][0]) % 1000, 1, repr(kept)))",
    "a name": "eval('a' + repr(float(kept[0][0])).replace('.', '_'))",
}


@pytest.mark.parametrize("code", LATER.values(), ids=LATER)
def test_nor_in_a_later_cell(engine, code):
    answer = "kept = []\ndef f(x):\n    if not isinstance(x, int): kept.append(x.tolist())\n    return 2 * x"
    outcome = LESSON.run(engine, f=answer, g=f"def g(x):\n    return x\n{code}")
    assert [verdict["score"] for verdict in outcome.verdicts] == [POINTS, POINTS]
    assert "g" in outcome.failed
    assert SECRET[:6] not in shown(outcome)
    assert "[[" not in shown(outcome)


def test_the_line_is_one_of_the_answer_cell(engine):
    lines = "\n" * 400
    forged = (
        "import linecache\ndef f(x):\n    if isinstance(x, int): return 2 * x\n"
        "    exec(compile('\\n' * int(x[0] % 900 + 100) + 'raise ValueError', '<cell f>', 'exec'))"
    )
    outcome = LESSON.run(engine, f=forged)
    assert outcome.verdicts[0]["line"] is None
    honest = f"def f(x):{lines}    return x.nothing"
    assert LESSON.run(engine, f=honest).verdicts[0]["line"] == 401


HELPS = {
    "return x[5]": "'int' object is not subscriptable",
    "return np.ones((2, 3)) @ np.ones((2, 3))": "matmul: Input operand 1 has a mismatch in its core dimension 0, with "
    "gufunc signature (n?,k),(k,m?)->(n?,m?) (size 2 is different from 3)",
    "return np.dot(np.ones(3), np.ones(2))": "shapes (3,) and (2,) not aligned: 3 (dim 0) != 2 (dim 0)",
    "return np.ones(3) + np.ones(2)": "operands could not be broadcast together with shapes (3,) (2,)",
    "return undefined_name": "name 'undefined_name' is not defined",
    "return x.mean_of()": "'int' object has no attribute 'mean_of'",
    "return None + 1": "unsupported operand type(s) for +: 'NoneType' and 'int'",
    "return {}['W1']": "'W1'",
    "return f(1, 2)": "f() takes 1 positional argument but 2 were given",
    "raise ValueError('x has to be positive')": "x has to be positive",
    "return 1 / 0": "division by zero",
    "return [][0]": "list index out of range",
    "return np.arange(6).reshape(4, 2)": "cannot reshape array of size 6 into shape (4,2)",
    "import nothing_like_it": "No module named 'nothing_like_it'",
    "open('data.csv')": "[Errno 2] No such file or directory: 'data.csv'",
    "return (1, 2).append(3)": "'tuple' object has no attribute 'append'",
    "a, b = 1, 2, 3": "too many values to unpack (expected 2)",
    "if np.ones(2): return 1": "The truth value of an array with more than one element is ambiguous. "
    "Use a.any() or a.all()",
    "return np.ones(3)[7]": "index 7 is out of bounds for axis 0 with size 3",
    "return np.concatenate([np.ones((2, 3)), np.ones((2, 2))])": "all the input array dimensions except for the "
    "concatenation axis must match exactly, but along dimension 1, the array at index 0 has size 3 and the array at "
    "index 1 has size 2",
    "x[0] = 1": "'int' object does not support item assignment",
    "return g2(1)\ndef g2(a, b): pass": "g2() missing 1 required positional argument: 'b'",
}


@pytest.mark.parametrize(("code", "text"), HELPS.items(), ids=HELPS)
def test_what_python_and_numpy_say_of_an_honest_mistake_is_told(engine, code, text):
    verdict = LESSON.grade(engine, f=f"def f(x):\n    {code}")["f"]
    assert (verdict.score, verdict.evalue) == (0, text)


def test_a_cell_that_fails_before_any_test_says_all(engine):
    outcome = LESSON.run(engine, f="def f(x):\n    return 2 * x\nraise ValueError(str(10**9))")
    assert outcome.failed["f"] == ("error", "ValueError", "1000000000", 3)
    assert outcome.verdicts[0]["score"] == POINTS


SAID = Said(["def f(x):\n    '''A text.'''\n    names = {'W1': 1}\n    return x.shape", "not python ("])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A text.", "A text."), ("A text", UNTOLD), ("", ""), ("'W1'", "'W1'"), ("'W2'", "'…'"),
        ("name 'shape' is not defined", "name 'shape' is not defined"),
        ("name 'secret' is not defined", "name '…' is not defined"),
        ("index 1234 is out of bounds for axis 0 with size 3", "index … is out of bounds for axis 0 with size 3"),
        ("cannot reshape array of size 6 into shape (1234,2)", "cannot reshape array of size 6 into shape (…)"),
        ("division by zero!", UNTOLD), ("list index out of range\nand more", UNTOLD),
        ("'int' object is not \N{ZERO WIDTH SPACE}callable", UNTOLD), ("'" * 5000, UNTOLD), ("(" * 5000, UNTOLD),
    ],
)  # fmt: skip
def test_a_text_is_told_masked_or_left_out(text, told):
    assert SAID.text(text) == told


@pytest.mark.parametrize(("shape", "hidden"), [("1,2,3,4", 0), ("1,2,3,4,5", 1), ("1,1,1,1,1,1,1,1,1", 1)])
def test_few_numbers_are_told(shape, hidden):
    text = f"operands could not be broadcast together with shapes ({shape}) (1,2)"
    assert SAID.text(text).count("…") == hidden
