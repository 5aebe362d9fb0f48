"""The theme's style sheet holds what pages and scripts may need, and nothing that a page has is left without style."""

from __future__ import annotations

import re

import pytest
import tinycss2

from autograde.book import finish, icons, one_sheet
from autograde.book.theme import STATIC, ThemeError
from autograde.book.unused import COMPOSED, without_unused, words

THEME = icons.without_letters((STATIC / finish.SHEET).read_text(encoding="utf-8"))

# Which of some selectors match something on a page; what comes and goes (:hover, ::before) is left out of them.
MATCHES = """([page, selectors]) => {
  const parsed = new DOMParser().parseFromString(page, 'text/html');
  return selectors.filter((selector) => parsed.querySelector(selector));
}"""


def selectors(sheet: str) -> set[str]:
    """Every selector of a sheet, as `at_rest`."""
    found, rules = set(), tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    while rules:
        rule = rules.pop()
        if rule.type == "at-rule" and rule.content and rule.lower_at_keyword in ("media", "supports"):
            rules += tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        elif rule.type == "qualified-rule":
            found.update(one.strip() for one in at_rest(tinycss2.serialize(rule.prelude)).split(","))
    return found


def at_rest(written: str) -> str:
    """Selectors without their pseudo-classes and pseudo-elements, the innermost brackets first."""
    for pseudo in (r"::?[\w-]+\([^()]*\)", r"::?[\w-]+"):
        before = ""
        while before != written:
            before, written = written, re.sub(rf"(?<=[\w\])*-]){pseudo}", "", written)
            written = re.sub(rf"(?<![\w\])*:-]){pseudo}", "*", written)
    return written


def html_of(site) -> dict[str, str]:
    pages = [path for path in site.rglob("*.html") if "lite" not in path.relative_to(site).parts]
    return {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in pages}


@pytest.fixture(scope="module")
def left_out(site) -> list[str]:
    """The selectors of the theme that the book does without."""
    built = (site / "_static" / finish.SHEET).read_text(encoding="utf-8")
    return sorted(selectors(THEME) - selectors(built))


@pytest.fixture
def matching(browser, left_out):
    page = browser.new_page()
    yield lambda html: page.evaluate(MATCHES, [html, left_out])
    page.close()


@pytest.mark.browser
def test_nothing_on_any_page_matches_what_was_left_out(site, matching, left_out):
    assert len(left_out) > 1000
    assert {name: found for name, html in html_of(site).items() if (found := matching(html))} == {}


@pytest.mark.browser
def test_a_rule_that_a_page_would_need_is_found(matching):
    assert matching('<p class="text-bg-dark"><a class="nav-link">') == [".text-bg-dark"]


def test_the_built_sheet_is_small_and_part_of_the_one_that_every_page_names(site):
    sheet = (site / "_static" / finish.SHEET).read_text(encoding="utf-8")
    assert len(sheet) < 0.5 * len(THEME)
    one = site / "_static" / one_sheet.NAME
    assert one_sheet.CHARSET.sub("", sheet) in one.read_text(encoding="utf-8")
    link = re.compile(r"book\.css\?v=(\w+)")
    told = {found for html in html_of(site).values() for found in link.findall(html)}
    assert told == {finish.checksum(one)}


def test_a_rule_stays_if_a_page_or_a_script_has_each_name_that_it_needs():
    known = words(['<p class="seen twice" id="here">', "element.classList.add('made-by-a-script')"])
    sheet = ".seen{a:1}.gone{a:2}.seen .gone{a:3}#here.twice{a:4}#away{a:5}p>a[href]{a:6}.made-by-a-script:hover{a:7}"
    assert without_unused(sheet, known) == ".seen{a:1}#here.twice{a:4}p>a[href]{a:6}.made-by-a-script:hover{a:7}"


def test_of_a_list_of_selectors_only_those_in_use_stay_and_brackets_need_nothing():
    known = words(['<p class="seen">'])
    assert without_unused(".gone,.seen::before,b.gone{a:1}", known) == ".seen::before{a:1}"
    kept = ".seen:not(.gone,.other){a:1}p:is(.gone, .seen){a:2}[class*=gone]{a:3}"
    assert without_unused(kept, known) == kept


def test_rules_within_rules_fonts_motions_and_licences_stay():
    known = words(['<p class="seen">'])
    sheet = "/*! licence *//* no more */@media print{.gone{a:1}.seen{a:2}}@media print{.gone{a:3}}"
    kept = "@keyframes gone{from{a:4}}@font-face{font-family:gone}"
    assert without_unused(sheet + kept, known) == "/*! licence */@media print{.seen{a:2}}" + kept


def test_names_that_bootstrap_puts_together_stay():
    sheet = ".bs-tooltip-auto[data-popper-placement^=top] .arrow{a:1}.bs-popover-auto .arrow{a:2}"
    assert without_unused(sheet, words(['<b class="arrow">'])) == sheet
    assert all(name in THEME for name in COMPOSED)


def test_a_name_that_is_no_word_of_a_page_as_it_is_written_stays():
    assert without_unused(r".mt-1\.5{a:1}", set()) == r".mt-1\.5{a:1}"


def test_another_theme_is_an_error_and_not_a_page_without_style(tmp_path):
    (tmp_path / "_static" / "styles").mkdir(parents=True)
    (tmp_path / "index.html").write_text('<link rel="stylesheet" href="_static/styles/other.css">', encoding="utf-8")
    with pytest.raises(ThemeError, match="style sheet"):
        finish.finish_pages(tmp_path)
