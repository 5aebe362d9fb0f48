"""The listings that `make test-frameworks` runs are still in the chapter; it needs no framework to see that."""

import ast

import pytest

from tests.frameworks.chapter_listings import listings, reference


@pytest.mark.parametrize("name", ["digits_torch.py", "digits_keras.py"])
def test_listing_is_there_and_is_python(name):
    defined = {node.name for node in ast.parse(listings()[name]).body if isinstance(node, ast.FunctionDef)}
    assert {"make_model", "train"} <= defined


def test_our_network_can_be_taken_out_of_its_answer_cell():
    assert callable(reference("digit_gradients")["loss_and_gradients"])


def test_a_missing_answer_is_named():
    with pytest.raises(LookupError, match="exercise:nothing"):
        reference("nothing")
