"""Small grey images side by side, in the colour of the text, so that they can be seen on light and dark pages."""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np

DARKEST = 16.0
CELL = 10  # units of an image's own drawing for each pixel


class Pictures:
    """What `show_images` returns; a notebook shows it as its HTML."""

    def __init__(self, html: str) -> None:
        self._html = html

    def _repr_html_(self) -> str:
        return self._html


def show_images(images: Any, captions: Any = None, *, alt: str, size: int = 72) -> Pictures:
    """Show square images side by side, as many in a row as there is room for.

    Parameters
    ----------
    images : array, shape (n, pixels)
        One square image a row: 0 is empty and 16 is full of ink.
    captions : sequence of str, optional
        What stands below each image.
    alt : str
        What is to be seen, for readers who cannot see it.
    size : int
        How wide an image is on the page.

    Raises
    ------
    ValueError
        If an image is not square, or there is not one caption for each.
    """
    images = np.atleast_2d(np.asarray(images, dtype=float))
    side = round(images.shape[1] ** 0.5)
    if images.ndim != 2 or side**2 != images.shape[1]:
        raise ValueError(f"images of shape {images.shape} are not square; give one image a row, such as (5, 64)")
    captions = [""] * len(images) if captions is None else [str(caption) for caption in captions]
    if len(captions) != len(images):
        raise ValueError(f"{len(images)} images and {len(captions)} captions")
    figures = "".join(
        f'<div style="text-align:center">{_drawing(image.reshape(side, side), size)}'
        f'<div style="font-size:.85em">{escape(caption)}</div></div>'
        for image, caption in zip(images, captions, strict=True)
    )
    return Pictures(
        f'<div role="img" aria-label="{escape(alt)}" style="display:flex;flex-wrap:wrap;gap:12px;margin:.5em 0">'
        f"{figures}</div>"
    )


def _drawing(image: np.ndarray, size: int) -> str:
    whole = CELL * len(image)
    inked = [
        f'<path fill-opacity="{min(max(ink / DARKEST, 0), 1):.3g}" d="M{CELL * x},{CELL * y}h{CELL}v{CELL}h-{CELL}z"/>'
        for y, row in enumerate(image)
        for x, ink in enumerate(row)
        if ink > 0
    ]
    return (
        f'<svg viewBox="-1 -1 {whole + 2} {whole + 2}" width="{size}" height="{size}" aria-hidden="true" '
        'shape-rendering="crispEdges" fill="currentColor">'
        f'<path fill="none" stroke="currentColor" stroke-opacity=".35" d="M0,0h{whole}v{whole}h-{whole}z"/>'
        f"{''.join(inked)}</svg>"
    )
