"""The class report's figures: Matplotlib draws them, and they become SVG that takes the page's theme.

Colours are drawn as stand-ins and replaced by the page's CSS variables, so that one figure serves light and
dark. Style attributes become presentation attributes, since the page's policy forbids the former.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from xml.etree import ElementTree

import numpy as np
from markupsafe import Markup
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from autograde.analysis import WEAK, ChapterSummary

# Stand-in colours that no figure means literally: hex as Matplotlib writes it, and what the page shows.
INK, SOFT, LINE, BLUE, AMBER, WASH = "#010101", "#010102", "#010103", "#010104", "#010105", "#010106"
THEME = {
    INK: "var(--ink)", SOFT: "var(--soft)", LINE: "var(--line)", BLUE: "var(--blue)", AMBER: "var(--amber)",
    WASH: "var(--track)",
}  # fmt: skip

# One point is one CSS pixel at 390 px wide, so that the type is readable there without zooming.
WIDTH = 360 / 72
SETTINGS = {
    "svg.fonttype": "none", "font.size": 11, "axes.titlesize": 11, "axes.labelsize": 11, "xtick.labelsize": 10.5,
    "ytick.labelsize": 10.5, "text.color": INK, "axes.labelcolor": SOFT, "axes.edgecolor": LINE,
    "xtick.color": LINE, "ytick.color": LINE, "xtick.labelcolor": SOFT, "ytick.labelcolor": INK,
    "axes.spines.top": False, "axes.spines.right": False, "xtick.major.size": 0, "ytick.major.size": 0,
    "svg.hashsalt": "report",
}  # fmt: skip

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"


def to_inline_svg(figure: Figure, name: str, description: str) -> Markup:
    """The figure as an `<svg>` element for inside a page.

    Parameters
    ----------
    figure : Figure
        Drawn with the stand-in colours above.
    name : str
        Unique on the page; begins every id in the SVG.
    description : str
        The text alternative: what the figure shows, in a sentence.
    """
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    root = ElementTree.fromstring(buffer.getvalue())
    for parent in root.iter():
        for child in [*parent]:
            if child.tag == f"{SVG}metadata" or child.tag == f"{SVG}style":
                parent.remove(child)
    for element in root.iter():
        element.tag = element.tag.removeprefix(SVG)
        _plain_attributes(element, name)
    for attribute in ("width", "height", "version"):
        root.attrib.pop(attribute, None)
    root.attrib.update({"class": "figure", "role": "img", "aria-label": description})
    return Markup(ElementTree.tostring(root, encoding="unicode"))


def _plain_attributes(element: ElementTree.Element, name: str) -> None:
    """Turn `style` into presentation attributes, colours into the theme's, and ids into ones of this figure."""
    for declaration in element.attrib.pop("style", "").split(";"):
        key, _, value = (part.strip() for part in declaration.partition(":"))
        if key and key != "font-family":  # the page's own font
            element.set(key, THEME.get(value, value))
    if "id" in element.attrib:
        element.set("id", f"{name}-{element.get('id')}")
    link = element.attrib.pop(f"{XLINK}href", None)
    if link:
        element.set("href", f"#{name}-{link[1:]}")
    for key, value in element.attrib.items():
        if value.startswith("url(#"):
            element.set(key, f"url(#{name}-{value[5:]}")


def _counts(axes: Axes) -> None:
    """A quiet axis of counts: few whole numbers, light lines behind the bars."""
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True, min_n_ticks=1))
    axes.grid(axis="y", color=LINE, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", labelcolor=SOFT)


def bin_edges(scores: np.ndarray, max_score: float, wanted: int = 20) -> np.ndarray:
    """Edges of equal bins that end above the full score.

    Bins begin on whole points (half ones where the class has parts of points), and the full score begins a bin of
    its own, so that "everything right" can be seen.
    """
    finest = 1.0 if np.allclose(scores, np.round(scores)) else 0.5
    steps = [finest, *(step * 10.0**power for power in range(6) for step in (1, 2, 5))]
    width = next(step for step in steps if step >= finest and step * wanted >= max_score)
    below = int(np.ceil(max_score / width - 1e-9))
    return max_score + width * np.arange(-below, 2)


def score_histogram(summary: ChapterSummary) -> tuple[Markup, list[tuple[str, int]]]:
    """The distribution of the scores, with its median; and the same as rows (range of points, submissions)."""
    edges = bin_edges(summary.scores, summary.max_score)
    counts, _ = np.histogram(summary.scores + 1e-9, edges)
    median, width = float(np.median(summary.scores)), edges[1] - edges[0]
    unit = min(width, 1.0)
    # A bar stands over the scores in it: whole scores are ticks, and the last bar holds the full score alone.
    starts = edges[:-1] - unit / 2
    widths = np.append(np.full(len(counts) - 1, width), unit)
    with rc_context(SETTINGS):
        figure = Figure(figsize=(WIDTH, 2.6), layout="constrained")
        axes = figure.subplots()
        axes.bar(starts + 0.06 * widths, counts, width=0.88 * widths, align="edge", color=BLUE)
        axes.axvline(median, color=AMBER, linewidth=1.6, linestyle=(0, (4, 2)))
        high = axes.get_ylim()[1]
        right = median > 0.6 * summary.max_score
        axes.annotate(
            f"median {median:g} ", (median, 1.1 * high), (-4 if right else 4, 0), textcoords="offset points",
            ha="right" if right else "left", va="top", color=AMBER, fontweight="bold",
        )  # fmt: skip
        axes.set_ylim(0, 1.12 * high)
        axes.set_xlim(min(starts[0], 0) - 0.1 * width, summary.max_score + 0.6 * unit)
        axes.set_xlabel("points by the tests")
        axes.set_title("submissions", loc="left", color=SOFT)
        axes.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
        _counts(axes)
        text = (
            f"Histogram of {summary.count} scores from 0 to {summary.max_score:g} points. The median is {median:g}; "
            f"{counts[-1]} have every point. The table below holds the numbers."
        )
        figure_svg = to_inline_svg(figure, f"scores-{summary.name}", text)
    whole = width == 1 and unit == 1 and np.allclose(summary.scores, np.round(summary.scores))
    rows = [
        (f"{low:g}" if whole else f"{max(low, 0):g} to under {high:g}", int(count))
        for low, high, count in zip(edges[:-2], edges[1:], counts, strict=False)
    ]
    return figure_svg, [*rows, (f"{summary.max_score:g}", int(counts[-1]))]


def item_plot(summary: ChapterSummary, labels: Sequence[str]) -> Markup:
    """Difficulty and discrimination of every exercise side by side, in the order of the text."""
    rows = np.arange(len(summary.items))
    means = np.array([item.mean for item in summary.items])
    with rc_context(SETTINGS):
        figure = Figure(figsize=(WIDTH, 0.95 + 0.27 * len(rows)), layout="constrained")
        left, right = figure.subplots(1, 2, sharey=True, width_ratios=[1.15, 1])
        left.hlines(rows, 0, means, color=LINE, linewidth=3)
        left.plot(means, rows, "o", color=BLUE, markersize=7, clip_on=False)
        left.set_xlim(0, 1)
        left.set_xticks([0, 0.5, 1], ["0", "50", "100%"])
        left.set_title("mean points (difficulty)", loc="left", color=SOFT)
        left.set_yticks(rows, labels)
        left.set_ylim(len(rows) - 0.4, -0.6)
        known = [(row, item.discrimination) for row, item in enumerate(summary.items)]
        right.axvspan(-1, WEAK, color=WASH, linewidth=0, alpha=0.55)
        right.axvline(0, color=LINE, linewidth=1)
        for row, found in known:
            if found.value is None:
                right.text(0.0, row, "  not known", va="center", color=SOFT, fontsize=9.5)
                continue
            right.hlines(row, found.low, found.high, color=LINE, linewidth=3)
            weak = found.value < WEAK
            right.plot(
                found.value, row, "D" if weak else "o", color=AMBER if weak else BLUE, markersize=7, clip_on=False
            )
        lowest = min([0.0] + [found.low for _, found in known if found.low is not None])
        right.set_xlim(max(-1.0, lowest - 0.1), 1)
        right.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
        right.set_title("discrimination", loc="left", color=SOFT)
        for axes in (left, right):
            axes.grid(axis="x", color=LINE, linewidth=0.8)
            axes.set_axisbelow(True)
            axes.spines["left"].set_visible(False)
            axes.spines["bottom"].set_visible(False)
        hardest = summary.items[int(means.argmin())]
        text = (
            f"Two dot plots of {len(rows)} exercises: the mean fraction of the points, and the discrimination with its "
            f"95% interval. The hardest is exercise {labels[int(means.argmin())]} with {hardest.mean:.0%}. "
            "The table below holds the numbers."
        )
        return to_inline_svg(figure, f"items-{summary.name}", text)


def time_histogram(seconds: Sequence[float]) -> tuple[Markup, list[tuple[str, int]]]:
    """How long grading took, on a scale of equal ratios, because one endless loop is worth a thousand others."""
    values = np.maximum(np.asarray(seconds, dtype=np.float64), 0.001)
    # A third of a decade a bin, on round decades.
    low, high = np.floor(3 * np.log10(values.min())) / 3, np.floor(3 * np.log10(values.max())) / 3 + 1 / 3
    edges = 10 ** np.linspace(low, high, round((high - low) * 3) + 1)
    counts, _ = np.histogram(values, edges)
    with rc_context(SETTINGS):
        figure = Figure(figsize=(WIDTH, 2.3), layout="constrained")
        axes = figure.subplots()
        places = np.arange(len(counts))
        axes.bar(places + 0.5, counts, width=0.86, color=BLUE)
        names = [f"{edge:.2g}" for edge in edges]
        step = max(1, len(names) // 6)
        axes.set_xticks(np.arange(len(edges))[::step], names[::step])
        axes.set_xlabel("seconds (each bar about twice the one before)")
        axes.set_title("submissions", loc="left", color=SOFT)
        _counts(axes)
        text = (
            f"Histogram of the grading time of {len(values)} submissions; the median is {np.median(values):.2g} "
            f"seconds and the longest {values.max():.2g}. The table below holds the numbers."
        )
        rows = [(f"{a} to {b} s", int(count)) for a, b, count in zip(names, names[1:], counts, strict=False)]
        return to_inline_svg(figure, "time", text), rows


