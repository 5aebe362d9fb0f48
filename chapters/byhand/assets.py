"""The JavaScript and CSS of figures and questions: one drawing code, for a live notebook and for a static page.

Scales, ticks, line paths and contours come from d3's single modules, kept verbatim in `vendor/`. Chosen by
measuring (minified; median milliseconds for one redraw of a curve of 121 points and of a field of 41 x 41 with
10 bands, headless Chromium on a busy machine of two cores):

| library                    | raw kB | gzip kB | curve | field | draws                     |
|----------------------------|-------:|--------:|------:|------:|---------------------------|
| uPlot 1.6.32               |     53 |      23 |   0.6 |     - | canvas; no contours       |
| Observable Plot 0.6.17, d3 |    490 |     161 |    10 |    28 | SVG, made anew every time |
| ten d3 modules             |    112 |      34 |   0.2 |   3.8 | SVG, changed in place     |

The modules run inside a function in which `define`, `exports`, `module`, `globalThis` and `self` are hidden, so
that neither require.js nor another copy of d3 on the page can be met or touched.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
DRAWING = ("drawing.js", "bars.js", "network.js")
# What a figure tells the page when its reader has moved it; a prediction in front of it listens.
MOVED = 'const MOVED = "byhand-moved";'


def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


@cache
def _library() -> str:
    """A statement that defines `d3` and nothing else."""
    modules = [_text(f"vendor/{entry['file']}").rstrip() for entry in json.loads(_text("vendor/manifest.json"))]
    return "\n".join(
        [
            "const d3 = (function () {",
            "const scope = {};",
            "(function (define, exports, module, globalThis, self) {",
            *modules,
            "}).call(scope, undefined, undefined, undefined, scope, scope);",
            "return scope.d3;",
            "})();",
        ]
    )


@cache
def module_script() -> str:
    """The ES module for anywidget: library, drawing, and the part that listens to a kernel."""
    return "\n".join([MOVED, _library(), *map(_text, DRAWING), _text("live.js")])


@cache
def quiz_module() -> str:
    """The ES module for anywidget of a question, which draws nothing."""
    return "\n".join([MOVED, _text("quiz.js"), _text("quiz_live.js")])


@cache
def classic_script() -> str:
    """The script of a static page: library, drawing, the part that reads the values in the page, and questions.

    A classic script, since browsers refuse ES modules on pages opened from a disk (file://).
    """
    body = "\n".join([MOVED, _library(), *map(_text, (*DRAWING, "static.js", "quiz.js", "quiz_static.js"))])
    return f'(function () {{\n"use strict";\n{body}\n}})();\n'


@cache
def stylesheet() -> str:
    """The style of figures and questions, light and dark, for both."""
    return _text("figure.css") + _text("quiz.css")
