"""Nobody is there to answer while a notebook runs alone: what would ask, or open a debugger, raises at once."""

from __future__ import annotations

import builtins
import getpass
import pdb
import sys
from typing import Any, NoReturn


def install() -> None:
    """Replace what would wait for a person at the keyboard."""
    builtins.input = _refusal("input()")
    getpass.getpass = getpass.unix_getpass = _refusal("getpass()")
    sys.breakpointhook = _refusal("breakpoint()")
    for name in ("set_trace", "post_mortem", "pm"):
        setattr(pdb, name, _refusal(f"pdb.{name}()"))


def refuse(what: str) -> NoReturn:
    raise RuntimeError(f"{what} is not allowed: nobody is there to answer while a notebook runs alone")


def _refusal(what: str) -> Any:
    def refused(*args: Any, **kwargs: Any) -> NoReturn:
        refuse(what)

    return refused
