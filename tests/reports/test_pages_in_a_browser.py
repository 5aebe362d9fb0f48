"""The pages as people meet them: on a phone and a desk, light and dark, by keyboard, printed, without a network."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import lost_test, make_class, make_record, missing_bias

from autograde import report
from autograde.feedback import chapter_text, page
from autograde.records import Record
from autograde.report import build

pytestmark = pytest.mark.browser

SIZES = {"phone": 390, "desk": 1280}
LONG = "a_very_long_name_without_any_place_to_break_it_" * 3


@pytest.fixture
def pages(course) -> dict[str, Path]:
    """One page of each kind, with the longest words that can occur."""
    text = chapter_text(course, "01_neurons")
    everything = make_record(
        "ada", value=missing_bias(), predict=lost_test("test-neurons_predict", 1.0, message=LONG, misconception=LONG),
        shape=lost_test("test-neurons_sum-shape", 1.0, outcome="partial", message="[[1 2]\n [3 4]]", hint=1),
        status="flagged", flags=["wrong_name", "bom_removed"],
    )  # fmt: skip
    failed = Record(LONG, "01_neurons", "failed", flags=["truncated_file"], reason=f"{LONG} is cut off.")
    path = course.build / "report.html"
    html = {
        "feedback": page(everything, text),
        "full": page(make_record(), text),
        "failed": page(failed, text),
        "report": build(course, [*make_class(30), everything, failed], path),
        "empty report": build(course, [], path),
    }
    paths = {}
    for name, content in html.items():
        paths[name] = course.root / f"{name}.html"
        paths[name].write_text(content, encoding="utf-8")
    return paths


FITS = "document.documentElement.scrollWidth <= innerWidth"
KINDS = ("feedback", "full", "failed", "report", "empty report")


@pytest.mark.parametrize(
    ("size", "scheme"),
    [
        ("desk", "light"),
        ("phone", "dark"),
        pytest.param("desk", "dark", marks=pytest.mark.thorough),
        pytest.param("phone", "light", marks=pytest.mark.thorough),
    ],
)
def test_no_page_scrolls_sideways_or_asks_for_anything_and_axe_finds_nothing(visit, pages, size, scheme):
    from axe_playwright_python.sync_playwright import Axe

    for kind in KINDS:
        seen = visit(pages[kind].as_uri(), width=SIZES[size], dark=scheme == "dark")
        assert (seen.problems, seen.blocked) == ([], []), kind
        assert seen.page.evaluate(FITS), kind
        seen.page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
        assert seen.page.evaluate(FITS), f"{kind}, all opened"
        found = Axe().run(seen.page)
        assert found.violations_count == 0, f"{kind}: {found.generate_report()}"


def test_the_width_check_bites(visit, tmp_path):
    path = tmp_path / "wide.html"
    path.write_text("<meta name=viewport content='width=device-width'><p style='width: 500px'>x</p>")
    assert not visit(path.as_uri(), width=390).page.evaluate(FITS)


def test_the_policy_stops_a_script_and_a_picture_that_slipped_in(visit, pages, tmp_path):
    path = tmp_path / "slipped.html"
    html = pages["report"].read_text(encoding="utf-8")
    taken = "document.title = 'taken'"
    extra = f'<script>{taken}</script><img src="https://example.org/x.png" onerror="{taken}">'
    path.write_text(html.replace("</main>", f"{extra}</main>"), encoding="utf-8")
    seen = visit(path.as_uri())
    assert seen.page.title() == "Class report: Neural Networks by Hand"
    assert sum("Content Security Policy" in text for text in seen.problems) >= 2
    assert seen.blocked == [], "the policy stops the request before it leaves"


def test_students_are_sorted_by_keyboard(visit, pages):
    page = visit(pages["report"].as_uri()).page
    page.locator("#class-table thead button").nth(1).focus()
    page.keyboard.press("Enter")
    rows = "Array.from(document.querySelectorAll('#class-table tbody tr'), (row) => Number(row.cells[1].dataset.value))"
    ascending = page.evaluate(rows)
    assert ascending == sorted(ascending)
    assert len(set(ascending)) > 2
    page.keyboard.press("Enter")
    assert page.evaluate(rows) == sorted(ascending, reverse=True)
    assert page.locator("th[aria-sort='descending']").count() == 1


@pytest.mark.parametrize("javascript", [True, False])
def test_of_a_large_class_some_are_laid_out_until_all_are_asked_for(visit, course, monkeypatch, javascript):
    monkeypatch.setattr(report, "SHOWN", 10)
    path = course.build / "large.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(build(course, make_class(15), path), encoding="utf-8")
    page = visit(path.as_uri(), javascript=javascript).page
    seen = page.locator("#class-table tbody tr:visible")
    assert seen.count() == 10
    page.get_by_label("Show all 15 students").check()
    assert seen.count() == 15
    page.get_by_label("Show all 15 students").uncheck()
    if javascript:  # the best of all students come first, not the best of those that are shown
        header = page.locator("#class-table thead button").last
        header.click()
        header.click()
        rows = "document.querySelectorAll('#class-table tbody tr')"
        totals = f"Array.from({rows}, (row) => +row.lastElementChild.dataset.value)"
        assert page.evaluate(totals) == sorted(page.evaluate(totals), reverse=True)
        assert seen.count() == 10


def test_without_scripts_everything_is_there(visit, pages):
    page = visit(pages["report"].as_uri(), javascript=False).page
    assert page.locator("#class-table tbody tr").count() == 32
    assert page.locator("#class-table thead button").count() == 0


def test_a_formula_of_a_hint_is_drawn(visit, pages):
    box = visit(pages["feedback"].as_uri(), width=390).page.locator("math[display=block]").bounding_box()
    assert box["width"] > 40
    assert box["height"] > 15


def test_a_page_is_printed_in_dark_ink_without_what_only_a_screen_needs(visit, pages):
    page = visit(pages["feedback"].as_uri(), width=794, dark=True).page
    page.emulate_media(media="print")
    ink, paper = page.evaluate(
        "['--ink', '--paper'].map((name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim())"
    )
    assert (ink, paper) == ("#000", "#fff")
    assert page.locator(".exercise").count() == 3
    assert page.locator(".answer").first.is_hidden()
