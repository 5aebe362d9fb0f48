"""BOTH ENDS. Plain values as bytes and back: a small binary code that holds data only and executes nothing.

What crosses: None, bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset, slice, range, arrays
and scalars of NumPy's plain types and records of them, `np.random.Generator` over PCG64 (what `default_rng` gives),
data types, listed functions and types by name (`named`), and handles: numbers that stand for an object which stays
where it is. Exact types only; an object of any other type is offered to `refer`, which gives a handle or refuses.

A list, dict, set, array or generator that occurs twice arrives as one object, and a list or dict may contain itself.
`mutables` numbers these objects alike on both ends, which is what `shared` builds on.

| what does not cross | instead |
|---|---|
| arrays of Python objects or `longdouble`, masked arrays | a list; `float64`; values and mask |
| two views of one array | they arrive as two arrays |
| `RandomState`, generators over another source than PCG64 | `np.random.default_rng(seed)` |
| iterators, files, modules, classes, objects of the test's own classes, as arguments | lists, functions |
| truth, comparison, `with`, `__dict__`, `__doc__` and source of an object of the student's | its attributes |
| a test's class that derives from a student's | a function passed as an argument |
| figures, printed text, warnings | numbers and text that are returned |
| the type of an exception of the student's own | the builtin one that it derives from |

One value: one byte that names the type, then its content; every length is 8 bytes, little-endian. `plain` says what
is plain and how much may cross, `encoder` writes, `decoder` reads.
"""

from __future__ import annotations

from autograde.split.decoder import Decoder, Resolve, Source, decode
from autograde.split.encoder import Encoder, Refer, encode
from autograde.split.plain import WireError

__all__ = ["Decoder", "Encoder", "Refer", "Resolve", "Source", "WireError", "decode", "encode"]
