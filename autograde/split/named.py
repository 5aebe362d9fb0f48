"""BOTH ENDS. Functions, types and singletons that cross the line by name: each side uses its own.

Only what computes a value from its arguments is on the list: nothing that reads or writes files, runs code, or
changes a setting. So a name that comes from the student's side can do no more than a wrong answer could.
"""

from __future__ import annotations

import builtins
import math

import numpy as np

_BUILTIN_FUNCTIONS = (
    "abs all any bool bytes complex dict divmod enumerate filter float frozenset int len list map max min object pow "
    "print range repr reversed round set slice sorted str sum tuple type zip"
)
_NUMPY_FUNCTIONS = (
    "abs all allclose amax amin any append arange argmax argmin argsort around array array_equal asarray "
    "atleast_1d atleast_2d average broadcast_to clip column_stack concatenate convolve copy corrcoef cos cumprod "
    "cumsum diag diff dot einsum expand_dims eye flip full full_like hstack identity inner interp isclose kron "
    "linspace logspace max mean median meshgrid min moveaxis nan_to_num nanmax nanmean nanmin nansum ndim nonzero "
    "ones ones_like outer pad percentile prod ptp quantile ravel repeat reshape roll round searchsorted shape sinc "
    "size sort split squeeze stack std sum swapaxes take tensordot tile trace transpose tril triu unique var vdot "
    "vstack where zeros zeros_like"
)
_LINALG_FUNCTIONS = "cholesky det eig eigh eigvals eigvalsh inv lstsq matrix_rank norm pinv qr solve svd"
_MATH_FUNCTIONS = (
    "acos acosh asin asinh atan atan2 atanh ceil comb cos cosh degrees dist erf erfc exp expm1 fabs factorial "
    "floor fmod fsum gamma gcd hypot isclose isfinite isinf isnan lgamma log log10 log1p log2 pow prod radians "
    "sin sinh sqrt tan tanh trunc"
)


def _collect() -> dict[str, object]:
    table: dict[str, object] = {"Ellipsis": Ellipsis, "NotImplemented": NotImplemented}
    for prefix, module, names in (
        ("", builtins, _BUILTIN_FUNCTIONS),
        ("math.", math, _MATH_FUNCTIONS),
        ("np.", np, _NUMPY_FUNCTIONS),
        ("np.linalg.", np.linalg, _LINALG_FUNCTIONS),
    ):
        table.update({prefix + name: getattr(module, name) for name in names.split()})
    for name, value in vars(builtins).items():
        if isinstance(value, type) and issubclass(value, Exception):
            table[name] = value
    for name in np.__all__:
        value = getattr(np, name)
        if isinstance(value, np.ufunc) or (isinstance(value, type) and issubclass(value, np.generic)):
            table[f"np.{name}"] = value
    table["np.ndarray"] = np.ndarray
    table["np.linalg.LinAlgError"] = np.linalg.LinAlgError
    return table


BY_NAME = _collect()
# By identity, since not everything here can be hashed or compared; the first name of several wins.
_NAME_OF: dict[int, str] = {}
for _name, _value in BY_NAME.items():
    _NAME_OF.setdefault(id(_value), _name)

# What an exception may be rebuilt as: builtin and NumPy ones by the same names, never one that ends a process.
EXCEPTIONS = {
    name: value for name, value in BY_NAME.items() if isinstance(value, type) and issubclass(value, Exception)
}


def name_of(value: object) -> str | None:
    """The name under which `value` crosses, None if it is not on the list."""
    return _NAME_OF.get(id(value))
