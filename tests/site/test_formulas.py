"""Every formula of the book is right MathML, in characters that the shipped font has."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from autograde.book.formulas import FONT, FormulaError, mathml, text_of

# What MathML shows in italics, as the font knows it: a single letter in <mi>.
ITALIC = {chr(code): 0x1D44E + code - ord("a") for code in range(ord("a"), ord("z") + 1)}
ITALIC |= {chr(code): 0x1D434 + code - ord("A") for code in range(ord("A"), ord("Z") + 1)}
ITALIC["h"] = 0x210E
ITALIC |= {chr(0x3B1 + i): 0x1D6FC + i for i in range(25)} | {chr(0x391 + i): 0x1D6E2 + i for i in range(25)}
TEX = re.compile(r"\\[a-zA-Z,;!\\]|\^|&")


class Formulas(HTMLParser):
    """The formulas of a page, each as (element, text) pairs, and the text of the page outside of formulas and code."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[list[tuple[str, str]]] = []
        self.text = ""
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attributes: list) -> None:
        if tag == "math":
            self.found.append([])
        plain = dict(attributes).get("mathvariant") == "normal"
        if tag not in ("img", "br", "meta", "link", "input", "hr", "col", "path", "wbr"):
            self.inside.append("mtext" if plain else tag)

    def handle_endtag(self, tag: str) -> None:
        if self.inside:
            self.inside.pop()

    def handle_data(self, text: str) -> None:
        if "math" in self.inside:
            self.found[-1].append((self.inside[-1], text))
        elif not {"script", "style", "pre", "code"} & set(self.inside):
            self.text += text


def parsed(html: str) -> Formulas:
    parser = Formulas()
    parser.feed(html)
    return parser


def wrong(html: str, glyphs: set[int]) -> list[str]:
    """What is wrong with the formulas of a page."""
    page, found = parsed(html), []
    for formula in page.found:
        whole = "".join(text for _, text in formula)
        if not whole.strip():
            found.append("an empty formula")
        if TEX.search(whole):
            found.append(f"left of TeX: {whole}")
        for element, text in formula:
            single = element == "mi" and len(text) == 1
            codes = [ITALIC.get(text, ord(text))] if single else map(ord, text)
            found += [f"no glyph for {chr(code)} in {whole}" for code in codes if code not in glyphs and code > 0x20]
    left = re.findall(r"\\\(.{,40}|\\\[.{,40}|\$\$", page.text)
    found += [f"a formula that was not converted: {tex}" for tex in left]
    return found


@pytest.fixture(scope="module")
def glyphs() -> set[int]:
    return set(TTFont(FONT).getBestCmap()) | {0x2061, 0x2062, 0x2063, 0x2064}  # the last are not seen


def test_every_formula_of_the_book_is_converted_in_characters_of_the_font(site, glyphs):
    pages = [path for path in site.rglob("*.html") if "<math" in path.read_text(encoding="utf-8")]
    assert len(pages) > 9
    assert {path.name: found for path in pages if (found := wrong(path.read_text(encoding="utf-8"), glyphs))} == {}


def test_left_tex_missing_letters_and_unconverted_formulas_are_found(glyphs):
    assert wrong(r"<math><mi>x</mi><mtext>\foo</mtext></math>", glyphs) == [r"left of TeX: x\foo"]
    assert wrong("<math><mi>字</mi></math>", glyphs) == ["no glyph for 字 in 字"]
    assert wrong("<math></math>", glyphs) == ["an empty formula"]
    assert wrong(r"<p>so \(x^2\) is</p>", glyphs) == [r"a formula that was not converted: \(x^2\) is"]
    assert wrong("<math><mi>x</mi></math>", glyphs - {ITALIC["x"]}) == ["no glyph for \U0001d465 in x"]


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"\sigma'(z) = \sigma(z)\,(1 - \sigma(z))", "σ′(z)=σ(z)(1−σ(z))"),
        (r"\operatorname{ReLU}(z) = \max(0, z)", "ReLU(z)=max(0,z)"),
        (r"z_\text{right} \text{ if } z \ge 0", "zright if z≥0"),
        (r"\begin{pmatrix} 1 & -2 \\ 3 & 4 \end{pmatrix}", "(1−234)"),
        (r"\begin{aligned} a &= b \\ &= c \end{aligned}", "a=b=c"),
        (r"f(z) = \begin{cases} 1 & z > 0 \\ 0 & z < 0 \end{cases}", "f(z)={1z>00z<0"),
        (r"\frac{\partial L}{\partial w_i}", "∂L∂wi"),
        (r"\hat y, \bar x, \overline{x^2}, A^{\mathsf T}", "yˆ,x¯,x2̲,A𝖳"),
    ],
)
def test_characters_of_a_formula(tex, shown):
    text = text_of(mathml(tex, display=True))
    assert "".join(text.split()) == "".join(shown.split())


def test_rows_and_columns_are_cells():
    html = mathml(r"\begin{aligned} a &= b \\ &= c \end{aligned}", display=True)
    assert (html.count("<mtr>"), html.count("<mtd")) == (2, 4)


@pytest.mark.parametrize("tex", [r"\foo{x}", r"\frac{1}{", r"x_1_2", r"\begin{aligned} a"])
def test_what_is_not_known_is_an_error_that_shows_the_place(tex):
    with pytest.raises(FormulaError):
        mathml(f"a + {tex}", display=False)


def test_the_message_names_the_command_and_what_follows_it():
    with pytest.raises(FormulaError, match=r'Unknown command "\\foo"\. At: \\foo x'):
        mathml(r"a + \foo x", display=False)


def test_the_font_brings_its_licence():
    licence = FONT.with_name("LICENSE.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in licence
    assert Path(FONT).stat().st_size < 60_000
