"""What stands for Cython where svfix runs as plain Python: types that say nothing.

The rooms that do the counting are plain Python with Cython's types (its *pure Python mode*).  A C
compiler makes extensions of them when svfix is built; the same files run without one, with the same
answers, some ten times as slow.  Cython itself is needed only to build.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec
    from types import ModuleType

SLOW = "svfix runs as plain Python, slowly: it was built without a C compiler"

T = TypeVar("T")
Buffer: TypeAlias = Any
"""Numbers of one C type side by side: a memory view, an array, bytes."""

compiled = False


class _Type:
    """A C type, or an array of one: `int`, `int[::1]`, `const[int[::1]]`."""

    def __getitem__(self, of: object) -> _Type:
        return self

    def __call__(self, value: Any = 0) -> Any:
        return value


Py_UCS4 = void = bint = char = schar = uchar = short = int = long = longlong = ulonglong = _Type()
float = double = Py_ssize_t = const = _Type()


def cclass(made: T) -> T:
    """A class that is a C structure when compiled."""
    return made


def cfunc(made: T) -> T:
    """A function that only compiled code of its own file calls."""
    return made


def ccall(made: T) -> T:
    """A function that compiled code calls directly, and Python may too."""
    return made


def inline(made: T) -> T:
    """A function that the compiler is to put in the place of its calls."""
    return made


def exceptval(value: Any = None, *, check: bool = True) -> Callable[[T], T]:
    """What a compiled function gives where it raises; `check=False`: it never does."""
    return cclass


def declare(kind: object = None, value: Any = 0) -> Any:
    """A variable of a C type."""
    return value


def cast(kind: object, value: Any) -> Any:
    """A value as one of a C type."""
    return value


def final(made: T) -> T:
    """A class without subclasses."""
    return made


class Sources:
    """Finds the sources of svfix where extensions made of them lie beside them."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The source of a module of svfix; None of others and of packages."""
        if not name.startswith("svfix.") or path is None:
            return None
        from importlib.util import spec_from_file_location  # long to import, for what few need

        sources = (Path(folder, name.rpartition(".")[2] + ".py") for folder in path)
        found = next((source for source in sources if source.exists()), None)
        return spec_from_file_location(name, found) if found else None


def prefer() -> None:
    """Run plain Python from here on, though there are extensions."""
    sys.meta_path.insert(0, Sources())
