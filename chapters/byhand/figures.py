"""Figures with sliders. One call works in a live notebook and on a page without a server.

In a notebook each move of a slider calls your function. While the book is built (environment variable
BYHAND_STATIC=1) the same call stores the function's values for every slider setting in the page.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from byhand.bars import Bars
from byhand.curves import Curves
from byhand.field import Field
from byhand.figure import Figure
from byhand.network import Network
from byhand.sliders import parse_sliders


def explore(
    f: Callable[..., Any],
    x: Any,
    *,
    ylim: tuple[float, float] | None = None,
    xlabel: str = "x",
    ylabel: str = "y",
    title: str | None = None,
    alt: str,
    **sliders: Any,
) -> Any:
    """Curves over x, with a slider for each further parameter of `f`.

    Parameters
    ----------
    f : callable
        `f(x, **parameters)` gives an array of x's shape, or a dict {label: array} for several curves.
    x : array, shape (n,)
        Rising numbers.
    ylim : (float, float), optional
        Lowest and highest y shown; else the range of all values.
    alt : str
        What to look for in the figure, for readers who cannot see it.
    **sliders
        `w=(min, max, step)` starts at the middle step; an ipywidgets FloatSlider or IntSlider starts at its
        value and shows its description; a list of strings becomes a choice.

    Returns
    -------
    object
        Show it as the last line of a cell.

    Raises
    ------
    byhand.sliders.FigureError
        When the call cannot work, or (static) when the table would be too large. The message says what to do.

    Examples
    --------
    >>> explore(lambda x, w, b: w * x + b, np.linspace(-5, 5, 101), w=(-2, 2, 0.5), b=(-3, 3, 1),
    ...         ylim=(-6, 6), alt="A straight line: w tilts it, b lifts it")  # doctest: +SKIP
    """
    return _show(
        Curves(
            function=f, x=x, ylim=ylim, xlabel=xlabel, ylabel=ylabel, title=title, alt=alt,
            sliders=parse_sliders(sliders),
        )
    )


def explore_field(
    f: Callable[..., Any],
    x1: Any,
    x2: Any,
    *,
    points: Any = None,
    labels: Any = None,
    path: Any = None,
    levels: Any = None,
    xlabel: str = "x1",
    ylabel: str = "x2",
    title: str | None = None,
    alt: str,
    **sliders: Any,
) -> Any:
    """A field over (x1, x2) as filled contours, with a slider for each further parameter of `f`.

    Parameters
    ----------
    f : callable
        `f(X1, X2, **parameters)` on the meshgrid of x1 and x2 gives an array of shape (len(x2), len(x1)).
    x1, x2 : arrays, shapes (n1,) and (n2,)
        Rising numbers.
    points : array, shape (n, 2), optional
        Points drawn on the field.
    labels : array, shape (n,), optional
        The class of each point; every class has a shape and a colour of its own (at most 4).
    path : array of shape (k, 2), or callable, optional
        Points joined by a line; a callable gets the sliders' values and may return more or fewer points.
    levels : sequence of float, optional
        Where contour lines run. One level is a boundary between two colours. Four or more are also the edges of
        the filled bands. Without levels the lines run at round numbers.
    alt, **sliders
        As in `explore`.

    Returns
    -------
    object
        Show it as the last line of a cell.

    Raises
    ------
    byhand.sliders.FigureError
        As `explore`.
    """
    return _show(
        Field(
            function=f, x1=x1, x2=x2, points=points, labels=labels, path=path, levels=levels,
            xlabel=xlabel, ylabel=ylabel, title=title, alt=alt, sliders=parse_sliders(sliders),
        )
    )


def explore_bars(
    f: Callable[..., Any],
    labels: Any,
    *,
    ylim: tuple[float, float] | None = None,
    ylabel: str = "y",
    title: str | None = None,
    alt: str,
    **sliders: Any,
) -> Any:
    """Bars with their values written on them, and a slider for each parameter of `f`.

    Values are drawn and written with three significant digits. Bars too thin for a number have none; it is still
    read out to those who hear the figure.

    Parameters
    ----------
    f : callable
        `f(**parameters)` gives an array of shape (len(labels),), or a dict {series: array} for up to 6 series, whose
        bars stand side by side. NaN leaves a bar out and writes a question mark.
    labels : sequence of str
        The name under each bar, or under each group of bars: at most 20, of at most 16 characters.
    ylim : (float, float), optional
        Lowest and highest y shown, with 0 between them; else the range of all values. A bar that goes beyond, even an
        infinite one, ends at the edge, and its number is still its own.
    alt, **sliders
        As in `explore`; the values are added to `alt` whenever they change.

    Returns
    -------
    object
        Show it as the last line of a cell.

    Raises
    ------
    byhand.sliders.FigureError
        As `explore`.

    Examples
    --------
    >>> def softmax(z1, z2):
    ...     e = np.exp([z1, z2, 0])
    ...     return e / e.sum()
    >>> explore_bars(softmax, ["cat", "dog", "bird"], z1=(-3, 3, 0.5), z2=(-3, 3, 0.5), ylim=(0, 1),
    ...              ylabel="probability", alt="When one probability grows, the others shrink")  # doctest: +SKIP
    """
    return _show(
        Bars(
            function=f, labels=labels, ylim=ylim, xlabel="", ylabel=ylabel, title=title, alt=alt,
            sliders=parse_sliders(sliders),
        )
    )


def explore_network(
    f: Callable[..., Any],
    *,
    title: str | None = None,
    alt: str,
    **sliders: Any,
) -> Any:
    """A network with a number in each unit and weights on its edges, and a slider for each parameter of `f`.

    A positive weight is a solid line, a negative one is dashed and has another colour, and the wider the line the
    larger the weight. Numbers have three significant digits; weights are written on the edges where there is room.

    Parameters
    ----------
    f : callable
        `f(**parameters)` gives a dict:

        nodes : list of arrays
            The values of each layer, left to right: 2 to 6 layers of 1 to 8 units. NaN is written as a question mark.
        edges : list of arrays, shapes (d_in, d_out)
            The weights of each gap between two layers, one row for each unit on the left. NaN draws no edge.
        labels : list of lists of str, optional
            The name of each unit, at most 7 characters.
        backward : bool, optional
            Whether the arrows run from right to left, as deltas do.

        The sliders may change all numbers and `backward`, but neither the number of units nor their names.
    alt, **sliders
        As in `explore`; the values are added to `alt` whenever they change.

    Returns
    -------
    object
        Show it as the last line of a cell.

    Raises
    ------
    byhand.sliders.FigureError
        As `explore`.

    Examples
    --------
    >>> W = np.array([[0.5, -1], [1, 0.25]])
    >>> def forward(x1, x2):
    ...     x = np.array([x1, x2])
    ...     return {"nodes": [x, np.tanh(x @ W)], "edges": [W], "labels": [["x1", "x2"], ["a1", "a2"]]}
    >>> explore_network(forward, x1=(-1, 1, 0.5), x2=(-1, 1, 0.5),
    ...                 alt="Two inputs and two units of tanh: a1 listens to both, a2 mostly to x1")  # doctest: +SKIP
    """
    return _show(
        Network(function=f, xlabel="", ylabel="", title=title, alt=alt, sliders=parse_sliders(sliders))
    )


def _show(figure: Figure) -> Any:
    # Imported here: a notebook needs no Matplotlib for its figures, and a book build needs no widgets.
    if os.environ.get("BYHAND_STATIC") == "1":
        from byhand.static import StaticFigure

        return StaticFigure(figure)
    from byhand.live import live_figure

    return live_figure(figure)
