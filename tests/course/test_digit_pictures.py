"""What `data.show_images` makes of images: one drawing each, readable aloud, and nothing that a page would choke on."""

import re

import numpy as np
import pytest
from byhand import data


def html_of(*args, **kwargs):
    return data.show_images(*args, **kwargs)._repr_html_()


def test_each_pixel_with_ink_is_drawn_in_its_place_and_shade():
    image = np.zeros((1, 4))
    image[0] = [0, 16, 4, 0]
    html = html_of(image, alt="two pixels")
    assert re.findall(r'fill-opacity="([\d.]+)" d="M(\d+),(\d+)h', html) == [("1", "10", "0"), ("0.25", "0", "10")]


def test_there_is_one_drawing_for_each_image_with_its_caption():
    html = html_of(np.ones((3, 9)), ["a", "b & c", 7], alt="three")
    assert html.count("<svg") == 3
    assert [text in html for text in (">a<", ">b &amp; c<", ">7<")] == [True] * 3


def test_it_is_read_out_as_one_picture():
    html = html_of(np.ones(4), alt='a "full" page')
    assert 'role="img" aria-label="a &quot;full&quot; page"' in html
    assert html.count('aria-hidden="true"') == 1


@pytest.mark.parametrize("value", [-3.0, 40.0])
def test_ink_beyond_the_scale_stays_a_valid_opacity(value):
    shades = re.findall(r'fill-opacity="([^"]+)"', html_of(np.full((1, 4), value), alt="odd"))
    assert all(0 <= float(shade) <= 1 for shade in shades)


@pytest.mark.parametrize(
    ("images", "captions", "says"),
    [(np.ones((2, 5)), None, "not square"), (np.ones((2, 4)), ["one"], "2 images and 1 captions")],
)
def test_what_cannot_be_shown_is_refused(images, captions, says):
    with pytest.raises(ValueError, match=says):
        data.show_images(images, captions, alt="")
