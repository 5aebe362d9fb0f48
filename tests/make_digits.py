"""Makes chapters/byhand/data/digits.npz from scikit-learn's copy of the digits: `python -m tests.make_digits`.

Where the images come from: E. Alpaydin and C. Kaynak (1998), Optical Recognition of Handwritten Digits [data set], UCI
Machine Learning Repository, https://doi.org/10.24432/C50P49, CC BY 4.0. 43 people filled in forms; scikit-learn ships
the images of 13 of them, the data set's test part. The same versions of NumPy and of zlib give the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

TARGET = Path(__file__).resolve().parents[1] / "chapters" / "byhand" / "data" / "digits.npz"


def write(target: Path) -> None:
    """Write the images, one a row, and the labels; both as uint8."""
    from sklearn.datasets import load_digits

    digits = load_digits()
    images = digits.data.astype(np.uint8)
    if not np.array_equal(images, digits.data):
        raise ValueError("scikit-learn's digits are no longer whole numbers from 0 to 255")
    target.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(target, images=images, labels=digits.target.astype(np.uint8))


def main() -> int:
    write(TARGET)
    print(f"{TARGET}: {TARGET.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
