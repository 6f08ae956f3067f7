"""What the trusted side holds of objects that live in the sandbox, and the errors that come from there."""

from __future__ import annotations

import builtins
import functools
from typing import TYPE_CHECKING, Any

from coursework.check.error_causes import cause_of_error
from coursework.check.wording import raised_in_words

if TYPE_CHECKING:
    from .question import Question


class StudentError(Exception):
    """An exception raised by student code.

    It is raised as a subclass that also derives from the nearest built-in class of the original (so `except ValueError`
    works); what it carries is text only.
    """

    student_name = ""
    student_traceback = ""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""

    def __check_words__(self) -> tuple[str, str]:
        """What `coursework.check` says of it: in full, and in fixed words that carry nothing of the student's."""
        builtin = next(kind.__name__ for kind in type(self).__mro__ if kind.__module__ == "builtins")
        full = f"your code raised {self.student_name}: {self}"
        where = [line.strip() for line in self.student_traceback.splitlines() if line.startswith("  File ")]
        # The last line of the notebook's says more than one deep in a library.
        own = [line for line in where if not line.startswith('File "/')]
        if where:
            full += f"\n{(own or where)[-1]}"
        cause = cause_of_error(type(self), str(self))
        return f"{full}\n{cause}" if cause else full, raised_in_words(builtin, cause)


class StudentFault(Exception):
    """Student code that did not come back: time limit, memory limit, crash, or something that is no answer.

    The message is ours, never the student's, so it may be shown to anybody.
    """

    def __str__(self) -> str:
        return str(self.args[0])

    def __check_words__(self) -> tuple[str, str]:
        return str(self), str(self)


@functools.cache
def _error_class(name: str, builtin: type[Exception]) -> type[StudentError]:
    return type(name, (StudentError, builtin), {"__module__": "student", "__str__": StudentError.__str__})


def student_error(described: dict[str, Any]) -> StudentError:
    """The exception for an error that the sandbox described."""
    name, classes, message, trace = (described.get(key) for key in ("name", "classes", "message", "traceback"))
    builtin: type[Exception] = Exception
    for candidate in classes if type(classes) is list else ():
        kind = getattr(builtins, candidate, None) if type(candidate) is str else None
        if isinstance(kind, type) and issubclass(kind, Exception):
            builtin = kind
            break
    name = name if type(name) is str and name.isidentifier() else "Exception"
    try:
        error = _error_class(name, builtin)(str(message))
    except TypeError:
        error = _error_class(name, Exception)(str(message))
    error.student_name = name
    error.student_traceback = str(trace)
    return error


class Handle:
    """An object of the student's that stayed in the sandbox: calls, attributes and operators work through it.

    Data comes back as data, anything else as another handle. It says nothing true about itself by `==` or `bool`: those
    ask the student's own code.
    """

    __slots__ = ("_generation", "_id", "_kind", "_name", "_origin", "_question", "_type")

    def __init__(self, question: Question, id: int, kind: str, type_name: str, name: str, generation: int) -> None:
        set_ = object.__setattr__
        set_(self, "_question", question)
        set_(self, "_id", id)
        set_(self, "_kind", kind)
        set_(self, "_type", type_name)
        set_(self, "_name", name)
        set_(self, "_generation", generation)
        set_(self, "_origin", None)

    def __repr__(self) -> str:
        return f"<{self._kind} {self._name}>" if self._name else f"<an object of type {self._type}>"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._question.call(self, args, kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__array"):
            raise AttributeError(name)
        return self._question.operate("getattr", self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._question.operate("setattr", self, name, value)

    def __iter__(self) -> Any:
        iterator = self._question.operate("iter", self)
        while True:
            try:
                item = self._question.operate("next", iterator)
            except StopIteration:
                return
            yield item

    def __len__(self) -> int:
        return _exact(int, self._question.operate("len", self), "len()")

    def __bool__(self) -> bool:
        return _exact(bool, self._question.operate("bool", self), "bool()")

    def __enter__(self) -> Any:
        return self._question.operate("enter", self)

    def __exit__(self, *exception: Any) -> None:
        self._question.operate("exit", self)

    def __hash__(self) -> int:
        return hash((self._id, self._generation))

    def __check_type_name__(self) -> str:
        return self._type

    def __check_probe__(self) -> Any:
        from .probe import RemoteProbe

        return RemoteProbe(self)

    def __check_inside__(self, function: Any, args: tuple) -> Any:
        return self._question.inside(function, args)


def _exact(kind: type, value: Any, what: str) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{what} of this object is no {kind.__name__}")
    return value


def _operator(name: str, reflected: bool = False) -> Any:
    def method(self: Handle, *others: Any) -> Any:
        operands = (*others, self) if reflected else (self, *others)
        return self._question.operate(name, *operands)

    return method


for _name in ("getitem", "setitem", "delitem", "contains", "neg", "pos", "abs", "invert"):
    setattr(Handle, f"__{_name}__", _operator(_name))
for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul"):
    setattr(Handle, f"__{_name}__", _operator(_name))
    setattr(Handle, f"__r{_name}__", _operator(_name, reflected=True))
for _name in ("eq", "ne", "lt", "le", "gt", "ge"):
    setattr(Handle, f"__{_name}__", _operator(_name))
