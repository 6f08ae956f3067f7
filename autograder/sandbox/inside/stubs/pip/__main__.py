"""`pip install ...`, answered at once: no time is lost with trying to reach an index."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
import sys

# Options that take a value which names no package.
_WITH_VALUE = frozenset(["-c", "-i", "-f", "-t", "--constraint", "--index-url", "--extra-index-url", "--target"])


def main(arguments: list[str]) -> int:
    if arguments[:1] != ["install"]:
        print("ERROR: pip does nothing while a notebook runs alone.", file=sys.stderr)
        return 1
    missing = [name for name in _requirements(arguments[1:]) if not _present(name)]
    if missing:
        words = ", ".join(missing)
        print(f"ERROR: there is no network while a notebook runs alone: {words} cannot be installed.", file=sys.stderr)
        return 1
    return 0


def _requirements(arguments: list[str]) -> list[str]:
    found = []
    words = iter(arguments)
    for word in words:
        if word in ("-r", "--requirement", "-e", "--editable"):
            found.append(next(words, word))
        elif word in _WITH_VALUE:
            next(words, None)
        elif not word.startswith("-"):
            found.append(word)
    return found


def _present(requirement: str) -> bool:
    name = re.split(r"[<>=!~;@\[\s]", requirement, maxsplit=1)[0]
    try:
        version = importlib.metadata.version(name)
    except (importlib.metadata.PackageNotFoundError, ValueError):
        if not name.isidentifier() or importlib.util.find_spec(name) is None:
            return False
        version = "at hand"
    print(f"Requirement already satisfied: {requirement} ({version})")
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
