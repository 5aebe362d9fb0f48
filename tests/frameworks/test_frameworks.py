"""The listings of chapter 8 in PyTorch and in Keras are our network: loss, gradients and training steps agree.

`make test-frameworks` runs this where both are installed.
"""

import os

os.environ["KERAS_BACKEND"] = "torch"  # one framework instead of two

import numpy as np
import pytest
from byhand import data

from tests.frameworks.chapter_listings import reference, run_listing

NAMES = ("W1", "b1", "W2", "b2")
DECAY, RATE, MOMENTUM, STEPS, BATCH = 0.003, 0.05, 0.9, 10, 32
ours = reference("digit_gradients")["loss_and_gradients"]


@pytest.fixture(scope="module")
def torch_listing():
    return run_listing("digits_torch.py")


@pytest.fixture(scope="module")
def keras_listing():
    return run_listing("digits_keras.py")


@pytest.fixture
def params():
    """64-64-10, with biases that are not zero, so that a bias which is decayed or forgotten shows."""
    rng = np.random.default_rng(0)
    return {
        "W1": rng.normal(size=(64, 64)) * (2 / 64) ** 0.5, "b1": rng.normal(size=64),
        "W2": rng.normal(size=(64, 10)) * (2 / 64) ** 0.5, "b2": rng.normal(size=10),
    }  # fmt: skip


@pytest.fixture(scope="module")
def batches():
    """Images scaled to 0..1 with their labels, in batches."""
    images, labels = data.load_digits()
    return [(images[i : i + BATCH] / 16, labels[i : i + BATCH]) for i in range(0, STEPS * BATCH, BATCH)]


def one_hot(labels):
    return np.eye(10)[labels]


def trained(params, batches):
    """Our parameters after one step of momentum for each batch, and our losses before each step."""
    now, losses = {key: value.copy() for key, value in params.items()}, []
    speed = {key: 0 * value for key, value in params.items()}
    for X, labels in batches:
        loss, grads = ours(now, X, one_hot(labels), DECAY)
        losses.append(loss)
        for key in now:
            speed[key] = MOMENTUM * speed[key] - RATE * grads[key]
            now[key] = now[key] + speed[key]
    return now, losses


def of_torch(tensors):
    """Four tensors of a PyTorch model in our order and form: its `Linear` keeps weights as (d_out, d_in)."""
    W1, b1, W2, b2 = (tensor.detach().numpy() for tensor in tensors)
    return {"W1": W1.T, "b1": b1, "W2": W2.T, "b2": b2}


def agree(got, want, tolerance=1e-6):
    for key in NAMES:
        np.testing.assert_allclose(got[key], want[key], rtol=0, atol=tolerance, err_msg=key)


@pytest.mark.parametrize("decay", [0.0, DECAY, 0.5])
def test_pytorch_has_our_loss_and_gradients(torch_listing, params, batches, decay):
    X, labels = batches[0]
    model = torch_listing["make_model"](params)
    loss = torch_listing["loss_of"](model, X, labels, decay)
    loss.backward()
    want_loss, want = ours(params, X, one_hot(labels), decay)
    assert str(loss.dtype) == "torch.float64"
    assert abs(loss.item() - want_loss) < 1e-6
    agree(of_torch([parameter.grad for parameter in model.parameters()]), want)


def test_pytorch_takes_our_steps(torch_listing, params, batches):
    model = torch_listing["make_model"](params)
    torch_listing["train"](model, batches, DECAY, RATE, MOMENTUM)
    want, _ = trained(params, batches)
    agree(of_torch(list(model.parameters())), want)


@pytest.mark.parametrize("decay", [0.0, DECAY, 0.5])
def test_keras_has_our_loss_and_gradients(keras_listing, params, batches, decay):
    """With the rate 1 and no momentum, what one step takes away from the weights is the gradient."""
    model = keras_listing["make_model"](params, decay, 1.0, 0.0)
    losses = keras_listing["train"](model, batches[:1])
    X, labels = batches[0]
    want_loss, want = ours(params, X, one_hot(labels), decay)
    assert abs(losses[0] - want_loss) < 1e-6
    after = dict(zip(NAMES, model.get_weights(), strict=True))
    assert {str(array.dtype) for array in after.values()} == {"float64"}
    agree({key: params[key] - after[key] for key in NAMES}, want)


def test_keras_takes_our_steps(keras_listing, params, batches):
    model = keras_listing["make_model"](params, DECAY, RATE, MOMENTUM)
    losses = keras_listing["train"](model, batches)
    want, want_losses = trained(params, batches)
    np.testing.assert_allclose(losses, want_losses, rtol=0, atol=1e-6)
    agree(dict(zip(NAMES, model.get_weights(), strict=True)), want)


@pytest.mark.parametrize("wrong", ["decayed biases", "half the decay", "no decay"])
def test_another_network_is_told_apart(torch_listing, params, batches, wrong):
    """The tolerance is tight enough to see each factor that libraries differ in."""
    X, labels = batches[0]
    model = torch_listing["make_model"](params)
    loss = torch_listing["loss_of"](model, X, labels, {"half the decay": DECAY / 2}.get(wrong, 0.0))
    if wrong == "decayed biases":
        loss = loss + DECAY / 2 * sum((parameter**2).sum() for parameter in model.parameters())
    loss.backward()
    _, want = ours(params, X, one_hot(labels), DECAY)
    with pytest.raises(AssertionError):
        agree(of_torch([parameter.grad for parameter in model.parameters()]), want)
