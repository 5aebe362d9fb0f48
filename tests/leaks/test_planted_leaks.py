"""The leak check bites: a secret planted in any published file, in any dress, is found. Clean trees pass."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import re
import tarfile
import urllib.parse
import zipfile
import zlib
from pathlib import Path

import brotli
import pytest
import sphinx

from autograde.course import UserError
from autograde.generate import generate
from autograde.leaks import find_leaks
from autograde.lite.site import labextensions
from autograde.release import release
from autograde.source import load_all
from autograde.unwrap import readings
from tests.authoring.tiny_course import CHAPTER, write_chapter

SOLUTION = "    doubled_secretly = x + x\n"
HIDDEN_TEST = "assert double(-7.25) == -14.5\n"
MARK_SCHEME = "One point for naming repeated addition, one for an example."
REFERENCE_ANSWER = "Because multiplication by two is repeated addition."
BANK_ANSWER = "def double(x):\n    return sum([x, x], start=0)\n"

PLACES = ["chapters/notes.md", "autograde/release/01_doubling/x.py", "_build/html/chapters/01_doubling.html"]


@pytest.fixture
def published(course):
    """A course that was generated, released and built, and a bank of answers."""
    bank = course.answers / "01_doubling"
    bank.mkdir(parents=True)
    (bank / "double.py").write_text(f"# %% right: a sum\n{BANK_ANSWER}# %% wrong: squared\nfound_wrong = x ** 2\n")
    generate(course)
    release(course)
    page = course.build / "html" / "chapters" / "01_doubling.html"
    page.parent.mkdir(parents=True)
    page.write_text("<html><body><p>Write double(x).</p></body></html>")
    return course


def leaks(course):
    return [str(leak) for leak in find_leaks(course, load_all(course))[0]]


def plant(course, path, content):
    path = course.root / path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def test_a_clean_tree_passes(published):
    found, check = find_leaks(published, load_all(published))
    assert found == []
    assert len(check) >= 6
    assert check.files >= 6


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("secret", [SOLUTION, HIDDEN_TEST, MARK_SCHEME, REFERENCE_ANSWER, BANK_ANSWER])
def test_each_kind_of_secret_is_found_in_each_place(published, place, secret):
    plant(published, place, f"<p>Before.</p>\n{secret}\nAfter.\n")
    assert [leak for leak in leaks(published) if leak.startswith(place)]


def test_a_bank_that_is_not_in_its_format_stops_the_check(published):
    """What stands under such a header would not be looked for."""
    path = published.answers / "01_doubling" / "double.py"
    path.write_text(path.read_text().replace("# %% right:", "# %% Right:"))
    with pytest.raises(UserError, match=r"double\.py:1: write `# %% right: NOTE`"):
        leaks(published)


def test_a_wrong_answer_is_no_secret(published):
    plant(published, "chapters/notes.md", "found_wrong = x ** 2\n")
    assert leaks(published) == []


def zipped(name, content):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def tarred(content):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        member = tarfile.TarInfo("x.py")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def printed(code):
    """A PDF with an embedded font: its streams hold numbers of letters."""
    import matplotlib
    from matplotlib.figure import Figure

    buffer, figure = io.BytesIO(), Figure()
    figure.text(0.1, 0.5, code)
    with matplotlib.rc_context({"pdf.fonttype": 42}):
        figure.savefig(buffer, format="pdf")
    return buffer.getvalue()


def highlighted(code):
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    return highlight(code, PythonLexer(), HtmlFormatter())


WIDGET_STATE = {"state": {"a1": {"model_name": "HTMLModel", "state": {"value": highlighted(SOLUTION)}}}}
NOTEBOOK = {"cells": [{"cell_type": "code", "source": ["x = 1\n", SOLUTION], "outputs": [], "metadata": {}}]}
CODE = SOLUTION.encode()

# Where a secret could be published, and how it looks there.
DRESSES = {
    "download": ("_build/html/_downloads/1a2b/01_doubling.ipynb", json.dumps(NOTEBOOK)),
    "literal_include": ("_build/html/chapters/page.html", f"<body>{highlighted(SOLUTION)}</body>"),
    "sources_of_a_page": ("_build/html/_sources/chapters/01_doubling.ipynb", json.dumps(NOTEBOOK, indent=1)),
    "widget_state": (
        "_build/html/chapters/01_doubling.html",
        f'<script type="application/vnd.jupyter.widget-state+json">{json.dumps(WIDGET_STATE)}</script>',
    ),
    "widget_state_escaped": (
        "_build/html/chapters/01_doubling.html",
        json.dumps(WIDGET_STATE).replace("<", "\\u003c").replace(">", "\\u003e"),
    ),
    "notebook_in_the_browser": ("_build/html/lite/files/01_doubling.ipynb", json.dumps(NOTEBOOK)),
    "wheel_in_the_browser": ("_build/html/lite/pyodide/byhand-1.0-py3-none-any.whl", zipped("byhand/x.py", CODE)),
    "search_index": (
        "_build/html/searchindex.js",
        'Search.setIndex({"docnames":["chapters/01_doubling"],"terms":{"doubl":[0],"doubled_secretli":[0]}})',
    ),
    "search_index_without_quotes": (
        "_build/html/searchindex.js",
        'Search.setIndex({docnames:["chapters/01_doubling"],terms:{doubl:[0],multipl:0,naming:[0],repeat:0}})',
    ),
    "log": ("_build/html/reports/chapters/01_doubling.err.log", f"Traceback:\n----> 2 {SOLUTION}\x1b[0m"),
    "cache_in_the_tree": ("chapters/.jupyter_cache/executed/1/base.ipynb", json.dumps(NOTEBOOK)),
    "cache_at_the_top": (".jupyter_cache/executed/1/base.ipynb", json.dumps(NOTEBOOK)),
    "checkpoint": ("chapters/.ipynb_checkpoints/01_doubling-checkpoint.ipynb", json.dumps(NOTEBOOK)),
    "compiled_cache": ("chapters/byhand/__pycache__/x.cpython-311.pyc", b"\xa7\r\r\n\0\0\0\0" * 30 + CODE + b"\0" * 9),
    "picture": ("_build/html/_images/x.png", b"\x89PNG\r\n\x1a\n" + bytes(99) + zlib.compress(CODE) + bytes(9)),
    "pdf": ("_build/pdf/book.pdf", printed(SOLUTION)),
    "inventory": (
        "_build/html/objects.inv",
        b"# Sphinx inventory version 2\n# The rest is compressed using zlib.\n" + zlib.compress(CODE),
    ),
    "zip": ("_build/release/01_doubling.zip", zipped("01_doubling/x.py", CODE)),
    "zip_in_a_zip": ("_build/release/01_doubling.zip", zipped("a.zip", zipped("x.py", CODE))),
    "changed_copy": ("_build/html/_static/x.js.gz", gzip.compress(CODE)),
    "changed_brotli_copy": ("_build/html/_static/x.js.br", brotli.compress(CODE)),
    "tar_gz": ("_build/html/x.tar.gz", gzip.compress(tarred(CODE))),
    "script": ("_build/html/_static/x.js", f"const cell={json.dumps(SOLUTION)};"),
    "base64": ("_build/html/chapters/x.html", f'<img src="data:;base64,{base64.b64encode(CODE * 3).decode()}">'),
    "base64_for_urls": ("_build/html/x.js", 'f("' + base64.urlsafe_b64encode(b"?>~\n" * 9 + CODE).decode() + '")'),
    "base64_inside_other_letters": ("_build/html/x.js", "id" + base64.b64encode(b" " * 9 + CODE * 3).decode()),
    "base64_in_lines": ("_build/html/x.txt", base64.encodebytes(b"x = 1\n" * 20 + CODE)),
    "deflated_base64": ("_build/html/chapters/x.html", base64.b64encode(zlib.compress(CODE * 2)).decode()),
    "percent_encoded": ("_build/html/chapters/x.html", f'<a href="data:,{urllib.parse.quote(SOLUTION)}">x</a>'),
    "attribute": ("_build/html/chapters/x.html", f'<pre data-code="{html.escape(SOLUTION)}"></pre>'),
    "other_spaces": ("_build/html/chapters/x.html", "doubled_secretly\u00a0=\u00a0x\n   +\tx"),
    "other_quotes_and_case": ("chapters/notes.md", "DOUBLED_SECRETLY = X + X"),
    "utf16": ("chapters/notes.txt", ("x = 1\n" + SOLUTION).encode("utf-16")),
    "comment": ("chapters/notes.md", f"<!-- {SOLUTION} -->"),
    "fact": ("chapters/notes.md", "Twice three is 6. <!-- true: 2 * 3 == 6 -->"),
    "marker": ("chapters/notes.md", "    ### BEGIN SOLUTION\n"),
    "prose_as_html": (
        "_build/html/chapters/x.html",
        "<p>One point for <em>naming</em> repeated\naddition, one for an&nbsp;example.</p>",
    ),
}


@pytest.mark.parametrize("dress", DRESSES)
def test_a_planted_leak_is_found(published, dress):
    path, content = DRESSES[dress]
    plant(published, path, content)
    assert [leak for leak in leaks(published) if leak.startswith(path)], dress


def test_a_compressed_copy_of_an_allowed_file_is_allowed(published):
    theirs = next(Path(sphinx.__file__).parent.joinpath("themes", "basic", "static").glob("searchtools.js"))
    plant(published, "_build/html/_static/searchtools.js", theirs.read_bytes())
    for suffix, compress in ((".gz", gzip.compress), (".br", brotli.compress)):
        plant(published, f"_build/html/_static/searchtools.js{suffix}", compress(theirs.read_bytes()))
    assert leaks(published) == []


def test_an_escaped_line_is_found_in_html_and_json(published):
    text = CHAPTER.replace("doubled_secretly = x + x", 'doubled_secretly = x + x if x < 3 else print("a\\n", \'b\')')
    write_chapter(published, text)
    line = next(line for line in text.splitlines() if "x < 3" in line)
    for content in (html.escape(line), json.dumps(line), json.dumps(json.dumps(line)), html.escape(json.dumps(line))):
        plant(published, "_build/html/chapters/x.html", content)
        assert leaks(published), content


def test_a_short_answer_is_found_where_it_fills_a_line(published):
    write_chapter(published, CHAPTER.replace("doubled_secretly = x + x\n    return doubled_secretly", "return x + x"))
    generate(published)
    plant(published, "_build/html/chapters/x.html", highlighted("def double(x):\n    return x + x\n"))
    assert leaks(published)
    plant(published, "_build/html/chapters/x.html", "minified=function(){return x+x}")
    assert leaks(published) == []


def test_a_secret_line_that_students_see_anyway_is_no_leak(published):
    """The line stands in the chapter's own exposition: nothing is told that was not told."""
    shown = "```{code-cell} ipython3\ndoubled_secretly = 1 + 1\n```\n"
    text = CHAPTER.replace("doubled_secretly = x + x", "doubled_secretly = 1 + 1") + shown
    write_chapter(published, text)
    generate(published)
    release(published)
    assert leaks(published) == []


def test_a_line_that_only_another_chapter_shows_is_still_a_leak(published):
    shown = "# Another\n\nA chapter.\n\n```{code-cell} ipython3\ndoubled_secretly = x + x\n```\n"
    write_chapter(published, shown, "02_another")
    generate(published)
    assert leaks(published) == []
    plant(published, "_build/html/chapters/01_doubling.html", SOLUTION)
    assert leaks(published)


def test_messages_do_not_repeat_the_secret(published):
    plant(published, "chapters/notes.md", SOLUTION + MARK_SCHEME)
    said = "\n".join(leaks(published))
    assert "the solution of 'double' in 01_doubling" in said
    assert "doubled_secretly" not in said
    assert "naming" not in said


def test_of_jupyterlite_what_others_wrote_is_not_read_unless_it_was_changed(published):
    """One of its files holds a line that is secret here; a byte more, and it counts."""
    theirs = next(folder for folder in labextensions() if folder.name == "anywidget") / "package.json"
    line = re.search(r'"load": ".{12,}?"', theirs.read_text())[0]
    write_chapter(published, CHAPTER.replace("doubled_secretly = x + x", f"doubled_secretly = {{\n    {line}\n    }}"))
    generate(published)
    plant(published, "_build/html/lite/extensions/anywidget/package.json", theirs.read_text())
    assert leaks(published) == []
    plant(published, "_build/html/lite/extensions/anywidget/package.json", theirs.read_text() + "\n")
    assert leaks(published)


def test_of_a_picture_only_its_texts_are_read():
    png = b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 100 + b"tEXtComment\0doubled_secretly = x + x\0" + bytes(99)
    assert "".join(text for _, text in readings(png, "x.png")).split("\n")[-1] == "doubled_secretly = x + x"
