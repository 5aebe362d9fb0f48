"""The data sets of the course, small enough to travel with the notebooks.

digits.npz holds 1797 images of handwritten digits, 8 by 8 pixels with 17 shades, and their labels. They are the test
set of "Optical Recognition of Handwritten Digits" by E. Alpaydin and C. Kaynak (1998), UCI Machine Learning
Repository, https://doi.org/10.24432/C50P49, licensed under CC BY 4.0, in the order in which scikit-learn has them.
`python -m tests.make_digits` made the file.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from byhand.data.pictures import show_images

__all__ = ["load_digits", "show_images"]


def load_digits() -> tuple[np.ndarray, np.ndarray]:
    """The images and the labels of 1797 handwritten digits.

    Returns
    -------
    images : np.ndarray, shape (1797, 64), float64
        One image a row, its pixels line by line from the top left; 0 is white and 16 is black.
    labels : np.ndarray, shape (1797,), int64
        The digit that was meant, 0 to 9.

    Notes
    -----
    Each call reads the file, so the arrays are the caller's own to change.

    Examples
    --------
    >>> images, labels = load_digits()
    >>> images.shape, labels[:3]
    ((1797, 64), array([0, 1, 2]))
    """
    with np.load(Path(__file__).with_name("digits.npz"), allow_pickle=False) as file:
        return file["images"].astype(np.float64), file["labels"].astype(np.int64)
