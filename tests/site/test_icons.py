"""Every icon that a page or a script names has a shape, taken from the theme's package."""

from __future__ import annotations

import io
import re

import matplotlib.image
import numpy as np
import pytest

from autograde.book import icons
from autograde.book.theme import STATIC, ThemeError


def of_the_book(site, *kinds: str) -> list:
    """The book's own files; JupyterLite brings icons of its own."""
    return [path for kind in kinds for path in site.rglob(f"*{kind}") if "lite" not in path.relative_to(site).parts]


def without_shape(site) -> dict[str, list[str]]:
    sheet = (site / "_static" / "icons.css").read_text(encoding="utf-8")
    texts = {path.name: path.read_text(encoding="utf-8") for path in of_the_book(site, ".html", ".js")}
    return {name: found for name, text in texts.items() if (found := icons.missing(text, sheet))}


def picture(png: bytes) -> np.ndarray:
    return 255 * matplotlib.image.imread(io.BytesIO(png))[..., :3]


def test_every_icon_of_the_built_book_has_a_shape(site):
    assert without_shape(site) == {}


def test_an_icon_without_a_shape_is_found_in_a_page_and_in_a_script():
    sheet = icons.stylesheet()
    assert icons.missing('<i class="fas fa-download fa-lg"></i>', sheet) == []
    assert icons.missing('<i class="fas fa-anchor"></i>', sheet) == ["fa-anchor"]
    assert icons.missing('e.classList="fa-solid fa-bug"', sheet) == ["fa-bug"]


def test_icons_stand_in_the_pages_with_their_shapes(site):
    for path in of_the_book(site, ".html"):
        text = path.read_text(encoding="utf-8")
        assert text.count(icons.shape("moon")[2]) == text.count("fa-moon"), path.name
        assert not icons.EMPTY.search(text), path.name
    assert icons.shape("moon")[2] in (site / "chapters" / "outlook.html").read_text(encoding="utf-8")


def test_an_icon_gets_its_shape_once_and_keeps_its_words():
    page = '<i class="fas fa-fw fa-download" title="Get"></i><i class="other"></i><span class="fa-sun fas"></span>'
    with_shapes = icons.with_shapes(page)
    assert re.sub("<svg.*?</svg>", "", with_shapes) == page
    assert re.findall('<path d="(.*?)"/>', with_shapes) == [icons.shape("download")[2], icons.shape("sun")[2]]
    assert icons.with_shapes(with_shapes) == with_shapes


def test_an_icon_in_a_page_looks_as_one_that_a_script_adds(visit, tmp_path):
    icon = '<i class="fa-solid fa-circle-half-stroke fa-lg"></i>'
    page = "<!doctype html><html lang='en'><title>Icons</title><style>{}</style><p style='color: #246'>{}</p></html>"
    seen = []
    for number, shown in enumerate((icon, icons.with_shapes(icon), icon.replace("circle-half-stroke", "moon"))):
        path = tmp_path / f"{number}.html"
        path.write_text(page.format(icons.stylesheet(), shown), encoding="utf-8")
        seen.append(visit(path.as_uri()).page.locator("p").screenshot())
    mask, shape, another = (picture(png) for png in seen)
    assert mask.shape == shape.shape
    assert abs(mask - shape).mean() < 0.1 < abs(mask - another).mean()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_shape_is_as_high_as_the_text_and_as_wide_as_it_was_drawn(visit, site, width):
    """The theme makes drawings in its buttons as wide as it likes, and takes an icon's margin from its width."""
    page = visit((site / "chapters" / "01_neurons.html").as_uri(), width=width).page
    sizes = page.evaluate("""[...document.querySelectorAll('.fas > svg, .fa-solid > svg')].map((svg) => {
        const { width, height } = svg.getBoundingClientRect(), drawn = svg.viewBox.baseVal;
        return [height, parseFloat(getComputedStyle(svg.parentElement).fontSize), width / height,
            drawn.width / drawn.height]; }).filter(([height]) => height)""")
    assert len(sizes) > 5
    for height, text, ratio, drawn in sizes:
        assert height == pytest.approx(text, abs=0.1)
        assert ratio == pytest.approx(drawn, rel=0.01)


def test_no_page_loads_the_icon_package_or_its_fonts(site):
    for path in of_the_book(site, ".html", ".css"):
        assert not re.search(r"fontawesome\.js|fontawesome/webfonts", path.read_text(encoding="utf-8")), path.name
    assert not list((site / "_static").rglob("*fontawesome*"))


def test_shapes_are_those_of_the_package():
    width, height, path = icons.shape("arrow-up")
    assert (width, height) == (384, 512)
    assert path.startswith("M214.6 41.4c-12.5")
    assert path.endswith("z")
    assert path in (STATIC / icons.SCRIPT).read_text(encoding="utf-8")
    assert "Icons: CC BY 4.0" in icons.stylesheet()


def test_another_theme_is_an_error_and_not_a_page_without_icons():
    with pytest.raises(ThemeError, match="no icon 'no-such-icon'"):
        icons.shape("no-such-icon")
    with pytest.raises(ThemeError, match="in another way"):
        icons.without_script("<head><script src='icons.js'></script></head>")
    with pytest.raises(ThemeError, match="in another way"):
        icons.without_letters(".fa-arrow-up { margin: 0 }")
