"""TRUSTED. Objects that stand, in a test cell, for the student's functions, classes and instances.

What may be done with one is decided by what the test itself names. A function can be called. An object that can be
counted, indexed or iterated yields plain data. Anything that would let the student's own code decide about a value,
an operator or a method of it, is carried out only for objects of classes that the test cell names, because their
behaviour is what the exercise asks for. And no comparison and no truth value ever comes from the student's side:
a test compares plain values only.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NoReturn

from autograde.split.handles import CALLABLE, CLASS, FUNCTION, ITERATOR, Handle

if TYPE_CHECKING:
    from autograde.split.student import Student

_BINARY = {
    "add": "add", "sub": "sub", "mul": "mul", "truediv": "truediv", "floordiv": "floordiv", "mod": "mod",
    "pow": "pow", "matmul": "matmul", "and": "and_", "or": "or_", "xor": "xor", "lshift": "lshift",
    "rshift": "rshift",
}  # fmt: skip
_UNARY = {"neg": "neg", "pos": "pos", "abs": "abs", "invert": "invert"}
_COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge")


class NotPlain(TypeError):
    """A test expected plain data where the student's side has an object of its own."""


class StandIn:
    """An object that lives in the student's process."""

    __slots__ = ("__weakref__", "_handle", "_met_plain", "_student")
    __array_ufunc__ = None  # NumPy leaves operators to this class

    def __init__(self, student: Student, handle: Handle) -> None:
        object.__setattr__(self, "_student", student)
        object.__setattr__(self, "_handle", handle)
        # Whether an operator that made it had a plain operand, which may have been what the test expects.
        object.__setattr__(self, "_met_plain", False)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return ask(self, "attribute", name)

    def __setattr__(self, name: str, value: Any) -> None:
        ask(self, "set_attribute", name, value)

    def __delattr__(self, name: str) -> None:
        ask(self, "delete_attribute", name)

    def __getitem__(self, key: Any) -> Any:
        return _student(self).ask("item", self, key)

    def __setitem__(self, key: Any, value: Any) -> None:
        ask(self, "set_item", key, value)

    def __delitem__(self, key: Any) -> None:
        ask(self, "delete_item", key)

    def __contains__(self, item: Any) -> bool:
        return ask(self, "contains", item) is True

    def __len__(self) -> int:
        return _exact(_student(self).ask("length", self), int)

    def __iter__(self) -> Any:
        student = _student(self)
        (iterator,) = student.ask("iterate", self)
        if not isinstance(iterator, StandIn):
            raise NotPlain("the object's iterator is no iterator")
        while len(got := student.ask("next", iterator)) == 1:
            yield got[0]

    def __float__(self) -> float:
        return _number(self, "float", float)

    def __int__(self) -> int:
        return _number(self, "int", int)

    def __repr__(self) -> str:
        return _exact(ask(self, "text", "repr"), str) if _is_open(self) else describe(self)

    def __str__(self) -> str:
        return _exact(ask(self, "text", "str"), str) if _is_open(self) else describe(self)

    def __array__(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise _not_plain(self, "an array or a number")

    def __bool__(self) -> bool:
        if _handle(self).kind in (FUNCTION, CLASS):
            return True
        raise _not_plain(self, "a plain value")

    def __deepcopy__(self, memo: dict) -> StandIn:
        return self

    __hash__ = object.__hash__


class CallableStandIn(StandIn):
    """A function of the student's, or an object that can be called."""

    __slots__ = ()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return _student(self).call(self, args, kwargs)

    @property
    def __name__(self) -> str:
        return _handle(self).name

    def __get__(self, instance: object, owner: type | None = None) -> StandIn:
        return self  # a function of another process is no method here


class IteratorStandIn(StandIn):
    """A generator or iterator of the student's, which a test may step through by hand; the items are plain data."""

    __slots__ = ()

    def __iter__(self) -> IteratorStandIn:
        return self

    def __next__(self) -> Any:
        got = _exact(_student(self).ask("next", self), tuple)
        if len(got) != 1:
            raise StopIteration
        return got[0]


class ClassStandIn(CallableStandIn):
    """A class of the student's; `isinstance(x, Stand)` asks the student's process about its own objects."""

    __slots__ = ()

    def __instancecheck__(self, value: object) -> bool:
        return isinstance(value, StandIn) and ask(self, "is_instance", of=value) is True

    def __subclasscheck__(self, kind: object) -> bool:
        return isinstance(kind, StandIn) and ask(self, "is_subclass", of=kind) is True


def make(student: Student, handle: Handle) -> StandIn:
    """The stand-in of the right class for a handle."""
    kinds = {CLASS: ClassStandIn, FUNCTION: CallableStandIn, CALLABLE: CallableStandIn, ITERATOR: IteratorStandIn}
    name = handle.name if handle.kind not in (CLASS, FUNCTION) else {CLASS: "type", FUNCTION: "function"}[handle.kind]
    return _class_called(name, kinds.get(handle.kind, StandIn))(student, handle)


@lru_cache(maxsize=256)
def _class_called(name: str, kind: type[StandIn]) -> type[StandIn]:
    """`kind` under the name that the student's class has: what a check says about "an object of class ..."."""
    return type(name if name.isidentifier() and len(name) <= 40 else "object", (kind,), {"__slots__": ()})


def ask(stand: StandIn, operation: str, *operands: Any, of: StandIn | None = None) -> Any:
    """Do something that the student's own class decides about, if the test cell names that class."""
    if not _is_open(stand):
        raise _not_plain(stand, "a plain value")
    subjects = (stand,) if of is None else (of, stand)
    return _student(stand).ask(operation, *subjects, *operands)


def describe(stand: StandIn) -> str:
    """A text for messages, made without asking the student's side."""
    handle = _handle(stand)
    if handle.kind == FUNCTION:
        return f"<your function {handle.name}>"
    return f"<your class {handle.name}>" if handle.kind == CLASS else f"<an object of type {handle.name}>"


def number_of(stand: StandIn) -> int:
    """The student's side's number for the object."""
    return _handle(stand).number


def handle_of(stand: StandIn) -> Handle:
    """All that is known about the object."""
    return _handle(stand)


def _is_open(stand: StandIn) -> bool:
    handle = _handle(stand)
    opened = _student(stand).open_classes
    return handle.number in opened if handle.kind == CLASS else handle.of in opened


def _student(stand: StandIn) -> Student:
    return object.__getattribute__(stand, "_student")


def _handle(stand: StandIn) -> Handle:
    return object.__getattribute__(stand, "_handle")


def _not_plain(stand: StandIn, wanted: str) -> NotPlain:
    return NotPlain(f"{wanted} was expected here, and your code gave {describe(stand)}")


def _exact(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise NotPlain(f"a plain {kind.__name__} was expected from your object, and it gave another type")
    return value


def _number(stand: StandIn, operation: str, kind: type) -> Any:
    if object.__getattribute__(stand, "_met_plain"):
        raise _not_plain(stand, "a number")
    return _exact(ask(stand, operation), kind)


def _operator(name: str, reflected: bool = False) -> Any:
    """An operator of the student's class. Where one operand is plain, as in `abs(x - 6) < 1e-9`, it may be what the
    test expects, so the student's code must not turn the two into a plain number: then only an object may come back.
    """

    def method(self: StandIn, *others: Any) -> Any:
        if not _is_open(self):
            raise _not_plain(self, "a plain value")
        operands = (*others, self) if reflected else (self, *others)
        value = _student(self).ask("operator", name, *operands)
        if all(isinstance(one, StandIn) for one in others) and others:
            return value
        if not isinstance(value, StandIn):
            raise _not_plain(self, "a plain value")
        object.__setattr__(value, "_met_plain", True)
        return value

    return method


def _comparison(name: str) -> Any:
    def method(self: StandIn, other: Any) -> bool:
        if isinstance(other, StandIn) and name in ("eq", "ne") and _handle(self).kind in (FUNCTION, CLASS):
            return (self is other) == (name == "eq")
        raise _not_plain(self, "a plain value")

    return method


for _name, _operation in _BINARY.items():
    setattr(StandIn, f"__{_name}__", _operator(_operation))
    setattr(StandIn, f"__r{_name}__", _operator(_operation, reflected=True))
    setattr(StandIn, f"__i{_name}__", _operator(f"i{_name}"))
for _name, _operation in _UNARY.items():
    setattr(StandIn, f"__{_name}__", _operator(_operation))
for _name in _COMPARISONS:
    setattr(StandIn, f"__{_name}__", _comparison(_name))
StandIn.__hash__ = object.__hash__
