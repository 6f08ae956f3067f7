"""The command `coursework`: what students and lecturers start from a terminal.

Each command is a function `_name(options) -> exit code` here, which only reads options and prints; what it does lies
in a module of its own, imported when it is asked for.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .errors import CourseworkError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 where all is well, 1 where something failed its check, 2 for a wrong command."""
    parser = argparse.ArgumentParser(prog="coursework", description="Helpers for students and lecturers.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    doctor = commands.add_parser(
        "doctor", help="check that this computer has what the course needs; reads only, changes nothing"
    )
    doctor.set_defaults(run=_doctor)

    check = commands.add_parser(
        "check", help="run your copy of an assignment in a clean kernel and show each question; writes nothing"
    )
    check.add_argument("notebook", type=Path, help="the notebook, or a folder that holds one")
    check.add_argument("--limit", type=_seconds, default=120, metavar="SECONDS", help="for one cell (120)")
    check.add_argument("--json", action="store_true", help="print JSON, with every part of every question")
    check.set_defaults(run=_check)

    progress = commands.add_parser(
        "progress", help="show how all assignments stand, from what your notebooks hold; runs nothing, writes nothing"
    )
    progress.add_argument("folder", type=Path, nargs="?", default=Path(), help="where the assignments are (here)")
    progress.add_argument("--json", action="store_true", help="print JSON")
    progress.set_defaults(run=_progress)

    demo = commands.add_parser("demo", help="show the live demos in the browser, from this machine only, until Ctrl-C")
    demo.add_argument("name", nargs="?", metavar="NAME", help="open this demo; by default the page with all of them")
    demo.add_argument("--port", type=int, default=8866, help="listen here, or nearby where it is taken (%(default)s)")
    demo.add_argument("--no-token", action="store_true", help="let every user of this machine in")
    demo.add_argument("--no-browser", action="store_true", help="print the address and open no browser")
    demo.set_defaults(run=_demo)

    slides = commands.add_parser(
        "slides",
        help="write a lecture as slides: one HTML file that needs no network",
        description="Runs the lecture (or takes its last run, where nothing has changed since) and writes "
        "<name>.slides.html. In the browser: arrow keys, Esc for all slides, ? for all keys, D for a dark room; "
        "print it from <file>?print-pdf for a PDF.",
    )
    slides.add_argument("lecture", nargs="*", help="number, name or path of a notebook; several may be given")
    slides.add_argument("--output", type=Path, default=Path("slides"), metavar="DIR", help="folder (default: slides)")
    shown = slides.add_mutually_exclusive_group()
    shown.add_argument("--open", action="store_true", dest="show", help="open the slides in the browser")
    shown.add_argument(
        "--live",
        action="store_true",
        help="write nothing: show one lecture in the browser with the demos at work, from this machine, until Ctrl-C",
    )
    runs = slides.add_mutually_exclusive_group()
    runs.add_argument("--fresh", action="store_true", help="run the lecture even where its last run would do")
    runs.add_argument("--no-execute", action="store_true", help="run nothing: take the outputs that the file has")
    slides.add_argument("--tag", action="store_true", help="write the types of slides into the lectures' metadata")
    slides.set_defaults(run=_slides)

    options = parser.parse_args(arguments)
    try:
        return options.run(options)
    except CourseworkError as error:
        print(error, file=sys.stderr)
        return 2


def _seconds(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"expected whole seconds, 1 or more, got {text!r}")
    return int(text)


def _check(options: argparse.Namespace) -> int:
    from .desk.checking import check_notebook
    from .desk.table import table

    checked = check_notebook(options.notebook, options.limit)
    print(json.dumps(checked.as_json(), indent=2) if options.json else table(checked))
    return int(not checked.passed)


def _progress(options: argparse.Namespace) -> int:
    from .desk.progress import standings, table

    found = standings(options.folder)
    print(json.dumps([one.as_json() for one in found], indent=2) if options.json else table(found))
    return 0


def _doctor(_: argparse.Namespace) -> int:
    from .doctor import examine, table

    findings = examine()
    print(table(findings))
    return int(any(finding.remedy for finding in findings))


def _demo(options: argparse.Namespace) -> int:
    from .demos.gallery import find

    first = find(options.name) if options.name else None
    return _serve(first, port=options.port, token=not options.no_token, browser=not options.no_browser)


def _serve(*arguments: Any, **options: Any) -> int:
    """Serve the demos until Ctrl-C."""
    try:
        from .demos._server import serve
    except ModuleNotFoundError as error:
        print(f"live demos need {error.name}: python -m pip install 'voila>=0.5.8'", file=sys.stderr)
        return 1
    serve(*arguments, **options)
    return 0


def _slides(options: argparse.Namespace) -> int:
    from .slides.find import LectureError, find
    from .slides.packages import check_packages

    if not options.lecture and not options.tag:
        print("coursework slides: name a lecture, 02 for instance", file=sys.stderr)
        return 2
    try:
        paths = [find(lecture) for lecture in options.lecture]
        check_packages()
        from .slides.command import live_slides, tag_lectures, write_slides

        if options.tag:
            print("\n".join(f"tagged {path}" for path in tag_lectures()) or "all lectures carry their types of slides")
        execute = not options.no_execute
        if options.live:
            if len(paths) != 1:
                raise LectureError("--live shows one lecture: name it")
            return _serve(slides=live_slides(paths[0], execute=execute, fresh=options.fresh))
        for path in paths:
            page = write_slides(path, options.output, execute=execute, fresh=options.fresh, show=options.show)
            print(f"{page} ({page.stat().st_size / 1e6:.1f} MB)")
    except CourseworkError as error:
        print(f"coursework slides: {error}", file=sys.stderr)
        return 2 if isinstance(error, LectureError) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
