"""Of a chapter whose solutions are released, the reference answers may stand on its own page, and nowhere else."""

from __future__ import annotations

import pytest

from autograde.generate import generate
from autograde.leaks import find_leaks
from autograde.solutions import change, page_text, write_pages
from autograde.source import load_all
from tests.authoring.tiny_course import CHAPTER, write_chapter
from tests.leaks.test_planted_leaks import BANK_ANSWER, HIDDEN_TEST, MARK_SCHEME, REFERENCE_ANSWER, SOLUTION

NAME = "01_doubling"
PAGES = [
    f"chapters/solutions_{NAME}.md",
    f"_build/html/chapters/solutions_{NAME}.html",
    f"_build/html/_sources/chapters/solutions_{NAME}.md",
]
OTHERS = [
    f"chapters/{NAME}.ipynb",
    f"chapters/solutions_{NAME}_too.md",
    f"_build/html/chapters/{NAME}.html",
    f"_build/html/_sources/chapters/{NAME}.ipynb",
    "_build/html/chapters/solutions_02_tripling.html",
    f"_build/html/_static/solutions_{NAME}.html",
    f"autograde/release/{NAME}/x.py",
    "_build/html/index.html",
]
TRIPLING = CHAPTER.replace("double", "triple").replace("1.1", "2.1").replace("1.2", "2.2").replace("why_", "why_3_")
TRIPLING = TRIPLING.replace("setup_01", "setup_02").replace("x + x", "x + x + x")
TRIPLING = TRIPLING.replace("triple(3) == 6", "triple(3) == 9").replace("== 8", "== 12").replace("-14.5", "-21.75")
TRIPLED = "    tripled_secretly = x + x + x\n"


@pytest.fixture
def two(course):
    """Two chapters, generated, and a bank of answers for the first."""
    write_chapter(course, TRIPLING, "02_tripling")
    bank = course.answers / NAME
    bank.mkdir(parents=True)
    (bank / "double.py").write_text(f"# %% right: a sum\n{BANK_ANSWER}")
    generate(course)
    return course


def leaks(course):
    return [str(leak) for leak in find_leaks(course, load_all(course))[0]]


def plant(course, path, content):
    path = course.root / path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("answer", [SOLUTION, REFERENCE_ANSWER])
def test_a_reference_answer_may_stand_on_its_page_while_it_is_released(two, page, answer):
    plant(two, page, f"# Solutions\n\n{answer}\n")
    assert [leak for leak in leaks(two) if leak.startswith(page)]
    change(two, add=["1"])
    assert leaks(two) == []
    change(two, remove=["1"])
    assert [leak for leak in leaks(two) if leak.startswith(page)]


@pytest.mark.parametrize("place", OTHERS)
@pytest.mark.parametrize("answer", [SOLUTION, REFERENCE_ANSWER])
def test_it_is_a_leak_everywhere_else(two, place, answer):
    change(two, add=["1"])
    plant(two, place, f"# Solutions\n\n{answer}\n")
    assert [leak for leak in leaks(two) if leak.startswith(place)]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("secret", [HIDDEN_TEST, MARK_SCHEME, BANK_ANSWER, TRIPLED])
def test_everything_else_is_a_leak_on_the_page_too(two, page, secret):
    change(two, add=["1"])
    plant(two, page, f"# Solutions\n\n{SOLUTION}\n{secret}\n")
    assert [leak for leak in leaks(two) if leak.startswith(page)]


def test_the_words_of_a_released_answer_do_not_belong_into_the_search_index(two):
    change(two, add=["1"])
    write_pages(two, load_all(two)[:1], {NAME: {}})
    index = "_build/html/searchindex.js"
    plant(two, index, 'Search.setIndex({"docnames":["chapters/01_doubling"],"terms":{"doubled_secretli":[0]}})')
    assert [leak for leak in leaks(two) if leak.startswith(index)]


def test_the_page_that_is_written_holds_no_leak_but_what_is_released(two):
    change(two, add=["1"])
    write_pages(two, load_all(two)[:1], {NAME: {}})
    assert (two.root / PAGES[0]).is_file()
    assert leaks(two) == []
    chapter = load_all(two)[0]
    assert SOLUTION.strip() in page_text(chapter, {})
    assert REFERENCE_ANSWER in page_text(chapter, {})
