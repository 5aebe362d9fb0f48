"""Worked solutions are a page of the book only while the instructor has released them."""

from __future__ import annotations

import pytest

from autograde import release as release_verb
from autograde.course import UserError, find_course
from autograde.leaks import find_leaks
from autograde.solutions import change, page_text, released, state_file, write_pages
from autograde.source import load, load_all
from tests.authoring.test_book import build, make_book, page
from tests.authoring.tiny_course import CHAPTER, write_chapter

PAGE = "chapters/solutions_01_doubling"


def test_nothing_is_released_by_default(course):
    assert released(course) == []


def test_a_chapter_is_released_by_number_or_name_and_withdrawn_again(course):
    write_chapter(course, CHAPTER, "02_another")
    assert change(course, add=["1"]) == ["01_doubling"]
    assert change(course, add=["02_another", "01"]) == ["01_doubling", "02_another"]
    assert released(course) == ["01_doubling", "02_another"]
    lines = state_file(course).read_text().splitlines()
    assert [line for line in lines if not line.startswith("#")] == ["01_doubling", "02_another"]
    assert change(course, remove=["1"]) == ["02_another"]
    assert change(course, remove=["2"]) == []
    assert state_file(course).is_file()  # make sees that it has changed


@pytest.mark.parametrize("word", ["9", "doubling", "", "01_doubling.md"])
def test_an_unknown_chapter_is_named_and_changes_nothing(course, word):
    with pytest.raises(UserError, match="There is no chapter"):
        change(course, add=["1", word])
    assert released(course) == []


def test_the_file_may_be_written_by_hand(course):
    state_file(course).parent.mkdir(exist_ok=True)
    state_file(course).write_text("\n 01_doubling  # since Monday\n")
    assert released(course) == ["01_doubling"]
    state_file(course).write_text("01_doubling\n03_treble\n")
    with pytest.raises(UserError, match=r"released_solutions.txt names 03_treble; the chapters are 01_doubling"):
        released(course)


def test_a_page_holds_questions_and_answers_and_neither_hints_nor_tests_nor_marking_schemes(course):
    text = page_text(load(course, "01_doubling"), {"double": [{"text": "printed\n"}]})
    assert text.startswith("---\nnosearch: true\n---\n\n# Solutions to chapter 1: Doubling\n")
    code = "```python\ndef double(x):\n    doubled_secretly = x + x\n    return doubled_secretly\n```"
    wanted = [
        "## Exercise 1.1: Double a number", "*Points: 3", "Write `double(x)`.", "**Answer.**", code, "It prints:",
        "```text\nprinted\n```", "## Exercise 1.2: Why?", "Why is adding enough?",
        "Because multiplication by two is repeated addition.",
    ]  # fmt: skip
    places = [text.find(piece) for piece in wanted]
    assert -1 not in places
    assert places == sorted(places)
    for never in ("Hint", "Think of addition", "assert", "One point", "###", "Summary", "hello"):
        assert never not in text


def test_every_chapter_of_the_course_has_an_answer_to_each_exercise():
    for chapter in load_all(find_course()):
        text = page_text(chapter, {})
        assert text.count("**Answer.**") == len(chapter.exercises)
        assert text.count("\n## Exercise ") == len(chapter.exercises)
        assert "### " not in text.replace("#### ", "")
        assert "<details>" not in text


def test_pages_of_chapters_that_are_not_released_are_removed(course):
    old = course.chapters / "solutions_07_gone.md"
    old.write_text("old")
    write_pages(course, load_all(course), {"01_doubling": {}})
    assert not old.exists()
    path = course.root / f"{PAGE}.md"
    before = path.stat().st_mtime_ns
    write_pages(course, load_all(course), {"01_doubling": {}})
    assert path.stat().st_mtime_ns == before
    write_pages(course, [], {})
    assert not path.exists()


@pytest.mark.slow
def test_the_book_shows_solutions_from_their_release_until_they_are_withdrawn(tmp_path):
    book = make_book(tmp_path / "course")
    html = book.build / "html" / f"{PAGE}.html"
    source = book.build / "html" / "_sources" / f"{PAGE}.md"
    made = {}
    for step, (add, remove) in {"released": (["1"], []), "withdrawn": ([], ["1"])}.items():
        change(book, add, remove)
        done = build(book)
        assert done.returncode == 0, done.stderr
        made[step] = page(book)
        assert html.is_file() == source.is_file() == (step == "released")
        if step == "released":
            assert "doubled_secretly" in html.read_text()
            assert "output of a test cell" not in html.read_text()
        assert find_leaks(book, load_all(book))[0] == []
        assert "doubled_secretli" not in (book.build / "html" / "searchindex.js").read_text()
        download = book.build / "html" / "_sources" / "chapters" / "01_doubling.ipynb"
        assert download.read_bytes() == (book.chapters / "01_doubling.ipynb").read_bytes()
    assert 'href="solutions_01_doubling.html"' in made["released"]
    assert "solutions_01_doubling" not in made["withdrawn"]


def test_the_command_changes_the_file_builds_and_says_where_to_look(course, monkeypatch, capsys):
    built = []
    monkeypatch.setattr("autograde.book.build.main", lambda root: built.append(root) or 0)
    assert release_verb.release_solutions(course, ["1"], []) == 0
    assert built == [course.root]
    said = capsys.readouterr().out
    assert f"released: {PAGE}.html, linked from chapters/01_doubling.html" in said
    assert "released of 01_doubling; this stands in autograde/released_solutions.txt" in said
    assert "Published by push? Commit autograde/released_solutions.txt." in said
    monkeypatch.setattr("autograde.book.build.main", lambda root: 1)
    assert release_verb.release_solutions(course, [], ["1"]) == 1
    said = capsys.readouterr().out
    assert "released of no chapter" in said
    assert "Publish" not in said
