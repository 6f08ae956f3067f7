"""How many attacks of the catalogue (tests/autograder/hostile) work on stock nbgrader, on otter, on this grader.

    python benchmarks/attacks.py [--graders ours,otter,...] [--only NAME,NAME | --kind KIND] [--verbose] [--json [PATH]]

Fooled: more points than the same answers earn without the attack. Broken: no result, no end, harm to other questions
or submissions, or to who reads the report. Leaked: a canary in what the student reads afterwards. The graders of others
run student code unprotected, so they run in a container of ours (benchmarks/foreign/container.py).

All graders take hours. For the proof page some may be measured at a time, each time with another
`--json benchmarks/measured/attacks-NAME.json`: the page takes all files whose names begin with `attacks`.

Exit code 1: this grader did not stop one, or an attack that is no probe worked on none of the others (all of them run).
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import partial
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
sys.path.insert(0, str(REPOSITORY / "tests" / "autograder"))

from foreign.otter_grader import Otter  # noqa: E402
from foreign.outcome import BROKEN, FOOLED, LEAKED, Outcome  # noqa: E402
from foreign.stock_nbgrader import Nbgrader  # noqa: E402
from hostile import ATTACKS, BY_NAME, KINDS, Attack  # noqa: E402
from hostile.lab import Lab, open_lab  # noqa: E402
from proof.measurement import parse, save  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

OURS, OTTER = "ours", "otter"
GRADERS = ("nbgrader (asserts)", "nbgrader (check)", OTTER, OURS)
OTTER_ENVIRONMENT = REPOSITORY / ".autograder" / "bench" / "otter-venv"
Found = dict[str, dict[str, Outcome | None]]


def on_ours(lab: Lab, attack: Attack) -> Outcome:
    """The same attack on this grader, in its own sandbox."""
    start = time.monotonic()
    try:
        _, verdict = lab.attacked(attack)
    except Exception as error:
        return Outcome(broken=(f"{type(error).__name__}: {error}",), seconds=time.monotonic() - start)
    return Outcome(sum(verdict.gained.values()), verdict.broken, verdict.leaked, time.monotonic() - start)


def measure(
    grader: str, attacks: Sequence[Attack], folder: Path, jobs: int, seconds: float, said: Callable
) -> dict[str, Outcome | None]:
    """Try the attacks on one grader."""
    if grader == OURS:
        with open_lab(folder) as lab:
            return {attack.name: said(attack, on_ours(lab, attack)) for attack in attacks}
    if grader == OTTER:
        peer = Otter(folder, OTTER_ENVIRONMENT, seconds)
    else:
        peer = Nbgrader(grader.removeprefix("nbgrader (").removesuffix(")"), folder, seconds)
    with ThreadPoolExecutor(jobs) as pool:
        outcomes = pool.map(peer.attacked, attacks)
        return {attack.name: said(attack, outcome) for attack, outcome in zip(attacks, outcomes, strict=True)}


def counts(outcomes: Sequence[Outcome | None]) -> str:
    """fooled / broken / leaked, any of them, of how many that could be expressed."""
    tried = [outcome for outcome in outcomes if outcome is not None]
    if not tried:
        return "-"
    each = [sum(word in outcome.words for outcome in tried) for word in (FOOLED, BROKEN, LEAKED)]
    return f"{' / '.join(map(str, each))}  ({sum(bool(o.words) for o in tried)} of {len(tried)})"


def summary(found: Found, attacks: Sequence[Attack]) -> Table:
    table = Table(title="attacks: fooled / broken / leaked  (any of them, of how many)")
    for heading in ("kind", *found):
        table.add_column(heading, no_wrap=heading == "kind")
    for kind in (*KINDS, "all"):
        names = [attack.name for attack in attacks if kind in (attack.kind, "all")]
        if names:
            table.add_row(kind, *(counts([found[grader][name] for name in names]) for grader in found))
    return table


def details(found: Found, attacks: Sequence[Attack]) -> Table:
    table = Table(title="each attack")
    for heading in ("attack", *found):
        table.add_column(heading)
    for attack in attacks:
        cells = []
        for grader in found:
            outcome = found[grader][attack.name]
            words = "not expressible" if outcome is None else ", ".join(outcome.words) or "stopped"
            more = "" if outcome is None else "; ".join([*outcome.broken[:2], *outcome.leaked[:2]])
            points = f" +{outcome.gained:g}" if outcome and outcome.gained else ""
            cells.append(f"{words}{points}" + (f" ({more})" if more else ""))
        table.add_row(attack.name, *cells)
    return table


def straw_men(found: Found, attacks: Sequence[Attack]) -> list[str]:
    """Attacks that work nowhere though they are no probes."""
    others = [grader for grader in found if grader != OURS]
    return [
        attack.name
        for attack in attacks
        if not attack.probe
        and not any(outcome and outcome.words for outcome in (found[g][attack.name] for g in others))
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--graders", default=",".join(GRADERS), help="some of: %(default)s")
    parser.add_argument("--only", default="", help="names of attacks, with commas between")
    parser.add_argument("--kind", choices=KINDS)
    parser.add_argument("--jobs", type=int, default=2, help="attacks at once on the graders of others")
    parser.add_argument("--seconds", type=float, default=40.0, help="how long one attack may take there")
    parser.add_argument("--verbose", action="store_true", help="a row for each attack")
    options = parse(parser)
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    attacks = [BY_NAME[name] for name in options.only.split(",") if name] or [
        attack for attack in ATTACKS if options.kind in (None, attack.kind)
    ]
    console, found = Console(), {}

    def said(grader: str, attack: Attack, outcome: Outcome | None) -> Outcome | None:
        if options.verbose:
            words = "not expressible" if outcome is None else ", ".join(outcome.words) or "stopped"
            print(f"{grader}: {attack.name}: {words}", file=sys.stderr, flush=True)
        return outcome

    for grader in options.graders.split(","):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            start = time.monotonic()
            found[grader] = measure(grader, attacks, Path(folder), options.jobs, options.seconds, partial(said, grader))
            console.print(f"{grader}: {len(attacks)} attacks in {time.monotonic() - start:.0f} s")
    if options.verbose:
        console.print(details(found, attacks))
    console.print(summary(found, attacks))
    data = {
        grader: {name: outcome and asdict(outcome) | {"words": outcome.words} for name, outcome in each.items()}
        for grader, each in found.items()
    }
    save(options, data)
    failed = [name for name, outcome in found.get(OURS, {}).items() if outcome.words]
    if failed:
        console.print(f"not stopped by this grader: {', '.join(failed)}")
    weak = straw_men(found, attacks) if set(found) >= set(GRADERS) else []
    if weak:
        console.print(f"worked nowhere, and is not marked as a probe: {', '.join(weak)}")
    return 1 if failed or weak else 0


if __name__ == "__main__":
    sys.exit(main())
