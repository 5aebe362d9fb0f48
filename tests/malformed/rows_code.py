"""Rows M55 to M72: code that misbehaves when it runs."""

from __future__ import annotations

from malformed_case import Case, answer, edited, own, spare
from small_course import RIGHT, cell_of

DOUBLE = RIGHT["double"]
NONE, NO_DOUBLE = dict.fromkeys(("double", "predict_sign", "parts"), 0.0), {"double": 0.0}
ONLY_FILES = "only the files that came with the chapter are there"
LOOP = "def double(x):\n    while True:\n        pass"


def _all_loop(notebook: dict) -> None:
    for name, source in {"double": LOOP, "predict_sign": "while True: pass", "parts": LOOP}.items():
        cell_of(notebook, name)["source"] = source.replace("double(x)", "parts()") if name == "parts" else source
    # Enough of them to use up the time of the whole notebook, which is that of ten exercises.
    notebook["cells"][1:1] = [own("while True: pass") for _ in range(12)]


CASES = (
    Case("M55", "prints to stderr", answer("double", f"import sys, logging\n{DOUBLE}\nprint('debug', file=sys.stderr)\n"
         "logging.warning('got here')")),
    Case("M55b", "prints to stderr when it is called",
         answer("double", "import sys\ndef double(x):\n    print('debug', file=sys.stderr)\n    return 2 * x")),
    Case("M56", "warns", answer("double", "import warnings\nimport numpy as np\ndef double(x):\n"
         "    warnings.warn('deprecated', DeprecationWarning)\n    np.log(np.array([0.0]))\n    return 2 * x")),
    Case("M57", "input() in a spare cell", spare("name = input('Who are you? ')"), ("keyboard_input",),
         tells=("cell 2",)),
    Case("M58", "input() above the function", answer("double", f"n = int(input())\n{DOUBLE}"), ("keyboard_input",),
         NO_DOUBLE, says=("asks for keyboard input",), outcomes={"double": "asked_for_input"}),
    Case("M58b", "getpass() in a spare cell", spare("import getpass\ntoken = getpass.getpass()"), ("keyboard_input",)),
    Case("M59", "breakpoint() left in", answer("double", "def double(x):\n    breakpoint()\n    return 2 * x"),
         ("breakpoint_left",)),
    Case("M59b", "pdb.set_trace() left in", spare("import pdb\npdb.set_trace()"), ("breakpoint_left",)),
    Case("M60", "syntax error", answer("double", "def double(x)\n    return 2 * x"), (), NO_DOUBLE,
         says=("line 1: expected ':'",), outcomes={"double": "syntax_error"}),
    Case("M60b", "wrong indentation", answer("double", "def double(x):\nreturn 2 * x"), (), NO_DOUBLE,
         says=("line 2: expected an indented block",), outcomes={"double": "syntax_error"}),
    Case("M61", "endless loop in an answer", answer("double", LOOP), ("process_ended",), NO_DOUBLE,
         says=("loop that never ends",), outcomes={"double": "timeout"}),
    Case("M61b", "endless loops everywhere", edited(_all_loop), ("process_ended", "time_used_up"), NONE),
    Case("M62", "loop that swallows the interrupt", answer("double", "def double(x):\n    while True:\n        try:\n"
         "            while True: pass\n        except BaseException:\n            pass"), ("process_ended",),
         NO_DOUBLE, outcomes={"double": "timeout"}),
    Case("M63", "os._exit in an answer", answer("double", f"import os\n{DOUBLE}\nos._exit(0)"), ("process_ended",),
         NO_DOUBLE, says=("ended the whole program",), outcomes={"double": "killed"}),
    Case("M63b", "crash of the interpreter when called", answer("double", "import ctypes\ndef double(x):\n"
         "    ctypes.string_at(0)"), ("process_ended",), NO_DOUBLE, outcomes={"double": "killed"}),
    Case("M63c", "the same in the last test, after which nothing has to start again", answer("parts", "import ctypes\n"
         "def parts():\n    ctypes.string_at(0)"), ("process_ended",), {"parts": 0.0}, outcomes={"parts": "killed"}),
    Case("M63d", "more memory than there is", answer("parts", "def parts():\n    return len(bytearray(1 << 42))"),
         (), {"parts": 0.0}, says=("MemoryError",), outcomes={"parts": "error"}),
    Case("M64", "MemoryError", answer("double", "raise MemoryError()"), (), NO_DOUBLE, says=("MemoryError",),
         outcomes={"double": "error"}),
    Case("M65", "quit()", answer("double", f"{DOUBLE}\nquit()")),
    Case("M65b", "sys.exit() in a spare cell", spare("import sys\nsys.exit(1)")),
    Case("M66", "%reset -f in the last cell", spare("%reset -f", after="why")),
    Case("M67", "%%bash with an error, !pip install", spare("%%bash\nexit 3", "!pip install nothing-of-this-name",
         "%pip install nothing-of-this-name")),
    Case("M68", "50 MB on one line", answer("double", f"{DOUBLE}\nprint('x' * 50_000_000)"), ("output_cut",)),
    Case("M69", "endless printing", answer("double", "def double(x):\n    while True:\n        print('y' * 1000)"),
         ("process_ended",), NO_DOUBLE, outcomes={"double": "timeout"}),
    Case("M70", "name from a cell that is gone", answer("double", "def double(x):\n    return factor * x"), (),
         NO_DOUBLE,
         says=("name 'factor' is not defined", "a cell that you have deleted or that stands further down"),
         outcomes={"double": "not_defined"}),
    Case("M70b", "name from a cell further down", edited(lambda n: (
         cell_of(n, "double").update(source="two = factor\ndef double(x):\n    return two * x"),
         n["cells"].append(own("factor = 2")))), (), NO_DOUBLE,
         says=("name 'factor' is not defined", "further down"), outcomes={"double": "not_defined"}),
    Case("M71", "relative path of data", answer("double", "import numpy as np\nscale = np.loadtxt('data/scale.csv')\n"
         f"{DOUBLE}"), (), NO_DOUBLE, says=(ONLY_FILES,), outcomes={"double": "error"}),
    Case("M71b", "path of a home computer", answer("double", f"text = open(r'C:\\Users\\me\\a.csv').read()\n{DOUBLE}"),
         (), NO_DOUBLE, says=(ONLY_FILES,), outcomes={"double": "error"}),
    Case("M72", "plt.show() and widgets", spare("%matplotlib inline\nimport matplotlib.pyplot as plt\n"
         "plt.plot([1, 2])\nplt.show()", "import ipywidgets\nfrom IPython.display import display\n"
         "display(ipywidgets.IntSlider())")),
    Case("M72b", "a backend with windows", spare("import matplotlib\nmatplotlib.use('TkAgg')", "%matplotlib qt")),
)  # fmt: skip
