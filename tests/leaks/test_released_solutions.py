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
TRIPLING = TRIPLING.replace(REFERENCE_ANSWER, "Since three of them are as much as adding twice in a row.")
TRIPLING = TRIPLING.replace(MARK_SCHEME, "Both points for the number of additions that it takes.")
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


def kinds(course, place):
    """What is found in one file: `solution of 'double'` and so on."""
    return {leak.partition(": the ")[2].partition(" in ")[0] for leak in leaks(course) if leak.startswith(f"{place}:")}


ANSWERS = {"solution of 'double'", "written answer of 'why_adding'"}


@pytest.mark.parametrize("page", PAGES)
def test_reference_answers_may_stand_on_their_page_while_they_are_released(two, page):
    plant(two, page, f"# Solutions\n\n{SOLUTION}\n{REFERENCE_ANSWER}\n")
    assert kinds(two, page) == ANSWERS
    change(two, add=["1"])
    assert leaks(two) == []
    change(two, remove=["1"])
    assert kinds(two, page) == ANSWERS


@pytest.mark.parametrize("place", OTHERS)
def test_they_are_a_leak_everywhere_else(two, place):
    change(two, add=["1"])
    plant(two, place, f"# Solutions\n\n{SOLUTION}\n{REFERENCE_ANSWER}\n")
    assert kinds(two, place) == ANSWERS


@pytest.mark.parametrize("page", PAGES)
def test_everything_else_is_a_leak_on_the_page_too(two, page):
    change(two, add=["1"])
    plant(two, page, f"{SOLUTION}\n{HIDDEN_TEST}\n{MARK_SCHEME}\n{BANK_ANSWER}\n{TRIPLED}\n")
    assert kinds(two, page) == {
        "hidden test of 'test-double'", "written answer of 'why_adding'", "answer bank of 'double'",
        "solution of 'triple'",
    }  # fmt: skip


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
