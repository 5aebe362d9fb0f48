"""The search finds exercises, terms and names by the words that a reader would type, on a server and on a disk."""

from __future__ import annotations

import ast
import html
import json
import random
import re
from pathlib import Path

import pytest

from autograde.book.website import find_exercises_by_name
from autograde.course import find_course
from tests.course.test_glossary import ENTRY

TITLE = re.compile(r"^### (Exercise \d+\.\d+): (.+)$", re.MULTILINE)
NAMES = ("softmax", "cross-entropy", "sigmoid", "chain rule", "logits", "ReLU", "tanh", "momentum")


def exercises() -> dict[str, str]:
    """{name of an exercise: its whole title}, as the sources have them; names that chapters share are left out."""
    sources = (path.read_text(encoding="utf-8") for path in sorted(find_course().solutions.glob("[0-9]*.md")))
    found = [match for text in sources for match in TITLE.findall(text) if not re.search(r"[$`*_\\]", match[1])]
    names = [name for _, name in found]
    return {name: f"{number}: {name}" for number, name in found if names.count(name) == 1}


def terms() -> dict[str, str]:
    """{term: its Chinese name} of the glossary."""
    page = (find_course().chapters / "glossary.md").read_text(encoding="utf-8")
    return {found["term"]: found["chinese"] for found in ENTRY.finditer(page)}


# What the search page's own code answers, without waiting for a page each time: [page, title, anchor] of each result.
ANSWERS = """(queries) => queries.map((query) => {
  const results = Search._performSearch(...Search._parseQuery(query));
  return results.reverse().map(([page, title, anchor]) => [page, title, anchor]);
})"""


def unfound_exercises(page, wanted: dict[str, str], site: Path) -> list[str]:
    """The exercises whose section is not the first result for their name, or the second, below a term of that name."""
    answers = page.evaluate(ANSWERS, list(wanted))
    wrong = []
    for (name, title), results in zip(wanted.items(), answers, strict=True):
        places = [(found, anchor) for found, shown, anchor in results[:2] if shown.endswith(name) and anchor]
        if not any(_heading(site, *place) == title for place in places):
            wrong.append(name)
    return wrong


def _heading(site: Path, page: str, anchor: str, read: dict = {}) -> str:  # noqa: B006 (each page is read once)
    if page not in read:
        read[page] = (site / f"{page}.html").read_text(encoding="utf-8")
    section = rf'<section id="{re.escape(anchor.removeprefix("#"))}">\s*(?:<span[^>]*></span>\s*)*<h[23]>(.*?)<'
    heading = re.search(section, read[page], re.DOTALL)
    return html.unescape(heading[1]).strip() if heading else ""


def unfound_terms(page, wanted: list[str]) -> list[str]:
    """The terms that do not lead to their place in the glossary as the first result of it."""
    answers = page.evaluate(ANSWERS, wanted)
    return [
        term
        for term, results in zip(wanted, answers, strict=True)
        if not any(found == "chapters/glossary" and anchor.startswith("#term-") for found, _, anchor in results[:3])
    ]


@pytest.fixture
def search(site, visit):
    """The search page as a file."""
    page = visit((site / "search.html").as_uri()).page
    page.wait_for_function("Search.hasIndex()")
    return page


@pytest.mark.browser
@pytest.mark.slow
def test_every_exercise_is_found_by_its_name(search, site):
    wanted = exercises()
    assert len(wanted) > 90
    assert unfound_exercises(search, wanted, site) == []


@pytest.mark.browser
def test_every_term_is_found_in_english_and_in_chinese(search):
    wanted = terms()
    assert len(wanted) > 60
    assert unfound_terms(search, list(wanted)) == []
    assert unfound_terms(search, list(wanted.values())) == []


@pytest.mark.browser
def test_a_term_and_an_exercise_that_the_index_lacks_are_noticed(search, site):
    search.evaluate(
        """() => { delete Search._index.indexentries['overfitting']; delete Search._index.indexentries['过拟合'];
        const titles = Search._index.alltitles;
        for (const title of Object.keys(titles)) if (title.includes('pre-activation')) delete titles[title]; }"""
    )
    assert unfound_terms(search, ["overfitting", "weight", "过拟合", "权重"]) == ["overfitting", "过拟合"]
    wanted = {name: title for name, title in exercises().items() if "activation" in name.lower()}
    assert "Predict the pre-activation" in unfound_exercises(search, wanted, site)


def questions() -> list[tuple[str, str]]:
    """(page, words of the question) of each quiz and prediction of the book."""
    found = []
    for path in sorted(find_course().chapters.glob("[0-9]*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            source = "".join(cell["source"])
            if cell["cell_type"] == "code" and re.search(r"\b(quiz|predict)\(", source):
                calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
                asked = (call.args[0] for call in calls if getattr(call.func, "id", "") in ("quiz", "predict"))
                words = [re.findall(r"[A-Za-z]{4,}", text.value) for text in asked]
                found += [(f"chapters/{path.stem}", " ".join(some[:8])) for some in words]
    return found


def unfound_questions(page, wanted: list[tuple[str, str]]) -> list[str]:
    """The questions to whose words the search does not answer with their page."""
    answers = page.evaluate(ANSWERS, [words for _, words in wanted])
    return [
        words
        for (chapter, words), results in zip(wanted, answers, strict=True)
        if not any(found == chapter for found, _, _ in results)
    ]


@pytest.mark.browser
def test_every_question_is_found_by_its_words(search):
    wanted = questions()
    assert len(wanted) > 80
    assert unfound_questions(search, wanted) == []
    search.evaluate("() => { delete Search._index.terms['song']; }")
    assert [words for words in unfound_questions(search, wanted) if "songs" in words], "what is not found is noticed"


# As a reader does it: type into the page's own field, press Enter, follow the first result.


def look_up(page, query: str) -> None:
    page.locator("form.bd-search input").last.fill(query)
    page.locator("form.bd-search input").last.press("Enter")
    page.wait_for_function("document.querySelector('.search-summary')?.innerText.includes('page(s) matching')")


@pytest.mark.browser
@pytest.mark.parametrize("way", ["disk", pytest.param("server", marks=pytest.mark.thorough)])
def test_a_reader_gets_from_the_search_field_to_the_section(site, serve, visit, way):
    start = (site / "search.html").as_uri() if way == "disk" else f"{serve(site)}/search.html"
    wanted = exercises()
    drawn = ["Predict the pre-activation", *random.Random(7).sample(sorted(wanted), 4)]
    seen = visit(start)
    for name in drawn:
        seen.page.goto(start)
        look_up(seen.page, name)
        seen.page.locator("#search-results li a", has_text=name).first.click()
        anchor = "decodeURIComponent(location.hash).slice(1)"
        seen.page.wait_for_function(f"{anchor} && document.getElementById({anchor})")
        heading = seen.page.evaluate(f"document.getElementById({anchor}).innerText")
        assert wanted[name] in heading.split("\\n")[0]
        seen.page.wait_for_function(f"Math.abs(document.getElementById({anchor}).getBoundingClientRect().top) < 900")
    assert seen.problems == []
    assert seen.blocked == []


@pytest.mark.browser
def test_names_of_formulas_are_found_on_a_disk(site, visit):
    start = (site / "search.html").as_uri()
    seen = visit(start)
    for name in NAMES:
        seen.page.goto(f"{start}?q={name.replace(' ', '+')}")
        seen.page.wait_for_function("document.querySelector('.search-summary')?.innerText.includes('matching')")
        results = seen.page.locator("#search-results li a").all_inner_texts()
        assert len(results) > 2, name
    seen.page.goto(f"{start}?q=zymurgy")
    seen.page.wait_for_function("document.querySelector('.search-summary')?.innerText.includes('did not match')")


def test_a_short_name_is_a_title_of_its_own_and_a_long_one_is_not(tmp_path):
    index = tmp_path / "searchindex.js"
    titles = {
        "Exercise 6.11: Adam": [[6, "adam"]], "Exercise 1.1: Predict the pre-activation": [[1, "predict"]],
        "6.7 Momentum and Adam": [[6, "momentum"]], "Exercise 1.11: A shape": [[1, "a"]],
        "Exercise 4.10: A shape": [[4, "b"]],
    }  # fmt: skip
    index.write_text(f"Search.setIndex({json.dumps({'alltitles': titles})})")
    for _ in range(2):  # an index that is there is read and written again by the next build
        find_exercises_by_name(index)
        found = json.loads(index.read_text().removeprefix("Search.setIndex(").removesuffix(")"))["alltitles"]
        assert found == {**titles, "Adam": [[6, "adam"]], "A shape": [[1, "a"], [4, "b"]]}
