"""Finds the first thing that is wrong with an answer, and says it in plain words.

`byhand.checks` is what tests call; this file does the comparing. It goes from coarse to fine, because a
wrong kind explains a wrong shape, and a wrong shape explains wrong values:

1. is there an answer at all?  2. is it the right kind of thing (a number, an array, a text, ...)?
3. has it the right shape or length?  4. are all its numbers finite?  5. are its values right?

Only plain values count: Python's own numbers, texts, lists, tuples and dictionaries, and NumPy's own numbers
and arrays. Anything else (a masked array, an object of a class of yours) is named, not compared, so that no
method of such an object can decide whether it is right.
"""

from __future__ import annotations

import types

import numpy as np

NUMPY_NUMBERS = {np.dtype(code).type for code in np.typecodes["AllInteger"] + np.typecodes["Float"]}
PLAIN_NUMBERS = {int, float} | NUMPY_NUMBERS
FUNCTIONS = {types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.LambdaType, np.ufunc}
# The letter that NumPy gives to each family of element types (numpy.dtype.kind).
ELEMENTS = {"i": "number", "u": "number", "f": "number", "b": "truth", "U": "text"}


def difference(got, want, *, what: str, rtol: float = 0.0, atol: float = 0.0, axes=None) -> str | None:
    """The first difference between `got` and `want` in words, or None if there is none.

    Parameters
    ----------
    got : object
        The student's answer; any object at all.
    want : number, bool, str, None, ndarray, or a list, tuple or dict of these
        The expected value. A list and a tuple count as the same thing.
    what : str
        How to call the answer in the message, such as "sigmoid(z)".
    rtol, atol : float
        Numbers agree if `abs(got - want) <= atol + rtol * abs(want)`; both 0 asks for equality.
    axes : tuple of str, optional
        Names of the axes of an expected array, for the message about a wrong shape.

    Raises
    ------
    TypeError
        If `want` is not a plain value: the test itself is wrong then.
    """
    want_kind = kind(want)
    if want_kind == "other":
        raise TypeError(f"the expected value must be plain data, and it is {describe(want)}")
    got_kind = kind(got)
    if got_kind != want_kind:
        return _wrong_kind(got, got_kind, want, want_kind, what)
    if want_kind == "sequence":
        return _sequences(got, want, what, rtol, atol)
    if want_kind == "mapping":
        return _mappings(got, want, what, rtol, atol)
    if want_kind in ("array", "number"):
        return wrong_shape(got, np.shape(want), what, axes) or _elements(got, want, what, rtol, atol)
    if want_kind == "text" and str(got) != str(want):
        return _texts(str(got), str(want), what)
    if want_kind == "truth" and bool(got) != bool(want):
        return f"{what}: {bool(got)} is not the expected value."
    return None


def kind(value) -> str:
    """What a value is: number, truth, text, array, sequence, mapping, nothing, unfinished or other.

    Looks at the exact type only, so that no code of the value itself runs.
    """
    cls = type(value)
    if cls is np.ndarray:
        element = ELEMENTS.get(value.dtype.kind, "other")
        return element if value.ndim == 0 or element == "other" else "array"
    if value is None or value is Ellipsis:
        return "nothing" if value is None else "unfinished"
    if cls in PLAIN_NUMBERS:
        return "number"
    if cls in (bool, np.bool_):
        return "truth"
    if cls in (str, np.str_):
        return "text"
    if cls in (list, tuple):
        return "sequence"
    return "mapping" if cls is dict else "other"


def describe(value) -> str:
    """A value in a few words: "the number 2.5", "an array of shape (3, 2)", "an object of class Robot"."""
    cls = type(value)
    match kind(value):
        case "nothing":
            return "None"
        case "unfinished":
            return "..."
        case "number":
            return f"the number {show(value)}"
        case "truth":
            return f"{bool(value)}"
        case "text":
            return f"the text {show(value)}"
        case "array":
            family = ELEMENTS[value.dtype.kind]
            of = {"number": "an array", "truth": "an array of True and False", "text": "an array of texts"}
            return f"{of[family]} of shape {value.shape}"
        case "sequence":
            return f"a {cls.__name__} of length {len(value)}"
        case "mapping":
            return f"a dictionary with {len(value)} keys"
    if cls is np.ndarray:
        return f"an array of dtype {value.dtype}"
    if cls in FUNCTIONS:
        return "a function"
    if cls in (complex, np.complex64, np.complex128):
        return "a complex number"
    # Read from `type` itself: a class of the student's may answer anything when it is asked for its name.
    name = type.__dict__["__name__"].__get__(cls)
    return f"an object of class {name[:40]!r}"


def show(value, depth: int = 4) -> str:
    """A plain value, short enough for a message; long arrays, long texts and deep lists are abbreviated."""
    if depth == 0:
        return "..."
    match kind(value):
        case "number":
            return f"{as_float(value):.10g}"
        case "text":
            text = str(value)
            return repr(text if len(text) <= 60 else text[:57] + "...")
        case "truth":
            return str(bool(value))
        case "array":
            return np.array2string(value, precision=6, threshold=30, edgeitems=3, separator=", ")
        case "sequence":
            items = [show(item, depth - 1) for item in value[:12]] + ["..."] * (len(value) > 12)
            inside = ", ".join(items)
            return f"[{inside}]" if type(value) is list else f"({inside}{',' if len(value) == 1 else ''})"
        case "mapping":
            items = [f"{show(key)}: {show(item, depth - 1)}" for key, item in list(value.items())[:12]]
            return "{" + ", ".join(items + ["..."] * (len(value) > 12)) + "}"
    return describe(value)


def as_float(value) -> float:
    """A plain number as a Python float; a whole number too large for one becomes infinite."""
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def wrong_shape(got, shape: tuple[int, ...], what: str, axes=None) -> str | None:
    """What is wrong with the shape of a plain number or array, or None if it has the shape `shape`."""
    seen = np.shape(got) if type(got) is np.ndarray else ()
    if seen == shape:
        return None
    if shape == ():
        return (
            f"{what}: an array of shape {seen}, where one number is expected. "
            "Either its values are still to be summed up, or there is an axis too many."
        )
    named = f"{shape}, that is ({', '.join(axes)}{',' if len(axes) == 1 else ''})," if axes else f"{shape}"
    if seen == ():
        return (
            f"{what}: a single number, where an array of shape {named} is expected. "
            "Has everything been summed up, without an axis?"
        )
    remark = ""
    if len(seen) > 1 and seen == shape[::-1]:
        remark = " These are the right lengths in the opposite order."
    elif [n for n in seen if n != 1] == [n for n in shape if n != 1]:
        remark = " The two differ only in an axis of length 1."
    return f"{what}: the array has shape {seen}, where {named} is expected.{remark}"


def _wrong_kind(got, got_kind: str, want, want_kind: str, what: str) -> str:
    """A kind that does not fit: what came back, what is expected, and the usual way from one to the other."""
    if got_kind == "nothing":
        if "(" in what:
            return (
                f"{what}: nothing came back (None). A function gives back only what stands after `return`; "
                "printing a value does not return it."
            )
        return f"{what} is None. Put your answer in its place."
    if got_kind == "unfinished":
        return f"{what} is still `...`. Replace the three dots with your answer."
    shape = want.shape if want_kind == "array" else ()
    expected = {
        "number": "a number",
        "truth": "True or False",
        "text": "a text in quotes",
        "array": f"a NumPy array of shape {shape}",
        "sequence": "a list or a tuple",
        "mapping": "a dictionary",
        "nothing": "None",
    }[want_kind]
    return f"{what}: {describe(got)}, where {expected} is expected.{_advice(got, got_kind, want_kind)}"


def _advice(got, got_kind: str, want_kind: str) -> str:
    """A sentence on how to turn what came back into what is expected, or nothing."""
    cls = type(got)
    if cls in FUNCTIONS:
        return " Round brackets after its name would call it."
    if cls is types.GeneratorType:
        return " A generator has not computed its values yet: `list(...)` or `sum(...)` does."
    if cls is np.ndarray and got.dtype.kind == "O":
        return " Such an array does not hold plain numbers: are its rows of different lengths?"
    if cls is not np.ndarray and issubclass(cls, np.ndarray):
        return " `np.asarray(...)` makes a plain array of it."
    if got_kind == "sequence" and want_kind == "array":
        return " `np.array(...)` makes an array of it."
    if want_kind == "number":
        return {
            "array": " Either its values are still to be summed up, or there is an axis too many.",
            "truth": " `float(...)` makes 1.0 of True and 0.0 of False.",
            "text": " Write numbers without quotes.",
        }.get(got_kind, "")
    if got_kind == "number" and want_kind == "array":
        return " Has everything been summed up, without an axis?"
    if got_kind == "number" and want_kind == "truth":
        return " A comparison such as `a > b` gives True or False."
    return ""


def _elements(got, want, what: str, rtol: float, atol: float) -> str | None:
    """Compares two numbers, or two arrays of one shape."""
    got_array, want_array = np.asarray(got), np.asarray(want)
    family, wanted = (ELEMENTS.get(array.dtype.kind, "number") for array in (got_array, want_array))
    if family != wanted:
        if (family, wanted) == ("truth", "number"):
            return (
                f"{what}: {describe(got)}, where an array of numbers is expected. "
                "Multiplied by 1.0, True is 1.0 and False is 0.0."
            )
        expected = {"number": "numbers", "truth": "True and False", "text": "texts"}[wanted]
        return f"{what}: {describe(got)}, where an array of {expected} is expected."
    if wanted != "number":
        return _places(got_array != want_array, what)
    if type(got) is int and type(want) is int and rtol == atol == 0:
        return None if got == want else f"{what}: {show(got)} is not the expected value."
    numbers, target = _floats(got), _floats(want)
    with np.errstate(all="ignore"):
        same = (numbers == target) | (np.isnan(numbers) & np.isnan(target))
        distance = np.where(same, 0.0, np.abs(numbers - target))
        # Only finite numbers can be near each other: the tolerance of an infinite one would be infinite.
        near = np.isfinite(numbers) & np.isfinite(target) & (distance <= atol + rtol * np.abs(target))
        wrong = ~(same | near)
    if not wrong.any():
        return None
    return _not_finite(numbers, target, what) or _wrong_values(
        got_array.dtype, numbers, target, distance, wrong, what
    )


def _floats(value) -> np.ndarray:
    """A plain number or array of numbers as a new float64 array."""
    return np.array(value if type(value) is np.ndarray else as_float(value), dtype=np.float64)


def _not_finite(numbers: np.ndarray, target: np.ndarray, what: str) -> str | None:
    """Names the first nan or infinity where a finite number is expected."""
    bad = ~np.isfinite(numbers) & np.isfinite(target)
    if not bad.any():
        return None
    place = np.unravel_index(int(np.argmax(bad)), bad.shape)
    if numbers.ndim == 0:
        seen = f"{what}: the value is {numbers[place]:g}."
    else:
        count = f"{bad.sum()} of {bad.size} values"
        seen = f"{what}: the array holds {numbers[place]:g} at {_index(place)} ({count} not finite)."
    if np.isnan(numbers[place]):
        return f"{seen} nan, not a number, comes from operations such as 0 / 0, inf - inf or inf / inf."
    return f"{seen} Results too large for a float, a division by 0 and the logarithm of 0 are infinite."


def _wrong_values(dtype: np.dtype, numbers, target, distance, wrong, what: str) -> str:
    """Says where the largest difference is, and how large; `dtype` is the answer's own."""
    ranked = np.where(wrong, np.nan_to_num(distance, nan=np.inf, posinf=np.inf), -1.0)
    place = np.unravel_index(int(np.argmax(ranked)), wrong.shape)
    off, here = f"{distance[place]:.2g}", f"{numbers[place]:.6g}"
    if numbers.ndim == 0:
        text = f"{what}: {here} is not the expected value. It is off by {off}."
    else:
        text = (
            f"{what}: not the expected values ({wrong.sum()} of {wrong.size} differ). "
            f"The largest difference is {off}, at {_index(place)}, where your answer has {here}."
        )
    if dtype.kind in "iu" and numbers.ndim and not np.array_equal(target, np.rint(target)):
        return f"{text} Your array holds whole numbers only (dtype {dtype}), so fractions were cut off."
    single = dtype in (np.float16, np.float32)
    if single and np.allclose(numbers, target, rtol=16 * np.finfo(dtype).eps, atol=0):
        return f"{text} Your numbers are of dtype {dtype}, which keeps fewer digits than float64."
    if np.allclose(numbers, target, rtol=1e-4, atol=0):
        return f"{text} That is close: is a number rounded on the way?"
    return text


def _places(wrong: np.ndarray, what: str) -> str | None:
    """Says where two arrays of texts or of True and False differ first."""
    if not wrong.any():
        return None
    place = np.unravel_index(int(np.argmax(wrong)), wrong.shape)
    count = f"{wrong.sum()} of {wrong.size} differ"
    return f"{what}: not the expected values ({count}), first at {_index(place)}."


def _index(place: tuple) -> str:
    """A place in an array as one would write it: index 3, or index (2, 1)."""
    numbers = tuple(int(n) for n in place)
    return f"index {numbers[0]}" if len(numbers) == 1 else f"index {numbers}"


def _sequences(got, want, what: str, rtol: float, atol: float) -> str | None:
    """Compares two lists or tuples item by item."""
    if len(got) != len(want):
        return f"{what}: {describe(got)}, where one of length {len(want)} is expected."
    pairs = enumerate(zip(got, want, strict=True))
    return next((text for i, (g, w) in pairs if (text := _item(g, w, i, what, rtol, atol))), None)


def _mappings(got: dict, want: dict, what: str, rtol: float, atol: float) -> str | None:
    """Compares two dictionaries key by key, in the order of the expected one."""
    # Keys of other types are refused first: looking one up could call a method of the student's.
    strange = next((key for key in got if kind(key) not in ("text", "number", "truth")), None)
    if strange is not None:
        return f"{what}: {describe(strange)} is not a key that is expected here."
    for key in want:
        if key not in got:
            return f"{what}: the key {key!r} is missing."
    extra = next((key for key in got if key not in want), None)
    if extra is not None:
        return f"{what}: the key {show(extra)} is not expected here."
    return next((text for key in want if (text := _item(got[key], want[key], key, what, rtol, atol))), None)


def _item(got, want, key, what: str, rtol: float, atol: float) -> str | None:
    return difference(got, want, what=f"{what}, at [{key!r}]", rtol=rtol, atol=atol)


def _texts(got: str, want: str, what: str) -> str:
    if "".join(got.split()).casefold() == "".join(want.split()).casefold():
        return f"{what}: {show(got)} differs from the expected text only in spaces or capital letters."
    return f"{what}: {show(got)} is not the expected text."
