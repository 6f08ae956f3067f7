"""Starts the sandbox where the kernel makes no namespaces: confined by Landlock and seccomp, as a user of its own.

Run as a program of its own: `python -I -S confine.py PLAN_AS_JSON USER WORDS...`, or with `--probe` to try it. The
plan names the files (`rules`: path and rights), the `environment` and the interpreter (`python`). USER is who to be,
for a grader that is root, or "".
"""

from __future__ import annotations

import json
import os
import sys

if __package__:
    from .inside import isolate, landlock, seccomp
else:
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    from inside import isolate, landlock, seccomp

CAP_DAC_READ_SEARCH = 2


def confine(rules: list[tuple[str, int]], user: str) -> None:
    """Take away what the rules do not allow. The files may lie where only root can go, so a way to read is kept."""
    if user:
        isolate.keep_only(CAP_DAC_READ_SEARCH, int(user))
    isolate.prctl(isolate.PR_SET_NO_NEW_PRIVS, 1)
    landlock.restrict(rules)
    if problem := seccomp.install(seccomp.SHARED):
        raise OSError(problem)


def main() -> None:
    if sys.argv[1] == "--probe":
        confine([("/usr", landlock.READ)], "")
        try:
            os.listdir("/etc")
        except PermissionError:
            return
        sys.exit("Landlock does not hold")
    plan, user, *words = json.loads(sys.argv[1]), *sys.argv[2:]
    os.chdir(plan["folder"])
    confine(plan["rules"], user)
    os.execve(plan["python"], [plan["python"], *words], plan["environment"])


if __name__ == "__main__":
    main()
