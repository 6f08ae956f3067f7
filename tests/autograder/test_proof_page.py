"""The proof page, from kept measurements alone: what is missing, what misses its goal, what was cut short."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parents[2]
sys.path.insert(0, str(REPOSITORY / "benchmarks"))

import bench  # noqa: E402
from proof.measurement import Measurement, MeasurementError, kept, parse, save  # noqa: E402
from proof.page import PAGE, render, write_page  # noqa: E402
from proof.topics import TOPICS, Topic  # noqa: E402

MACHINE = {
    "cpu": "Some CPU",
    "cores": 2,
    "memory_gib": 8.0,
    "gpu": "",
    "os": "Linux",
    "python": "3.11.7",
    "packages": {"numpy": "2.4.6"},
}
STOPPED = {"gained": 0, "broken": [], "leaked": [], "seconds": 1.0, "words": []}
FOOLED = STOPPED | {"gained": 2, "words": ["fooled"]}
QUESTION = {"question": "knn-vote", "mutants": 4, "caught": 4, "variants": 3, "accepted": 3, "hints": 1}
CLASS = {
    "students": 20,
    "seconds": 2.0,
    "nbgrader_students": 10,
    "nbgrader_seconds": 30.0,
    "ratio": 30.0,
    "student_seconds_median": 0.05,
    "overhead_seconds_median": 0.08,
    "differences": 0,
}
DEMO = {"lecture": "02_knn", "trains": False, "opened_s": 1.0, "changes": 40, "median_ms": 50.0, "slowest_ms": 200.0}
# Small figures in the form of each benchmark that the page shows.
FIGURES: dict[str, Any] = {
    "attacks": {"ours": {"eval": STOPPED, "fork": STOPPED}, "otter": {"eval": FOOLED, "fork": None}},
    "broken_submissions": {"test_json": {"rows": 3, "right": 2, "skipped": 1, "wrong": []}},
    "colab_like": {
        "runs": [{"notebook": "02_knn", "seconds": 9.0, "install_seconds": 3.0, "error": "", "changed": {}}],
    },
    "conv_speed": [
        {
            "layer": f"convolution {name}",
            "direction": "forward",
            "threads": 1,
            "ours": ours,
            "torch": 1.0,
            "peak_mib": 2.0,
        }
        for name, ours in (("small", 1.5), ("large", 2.25))
    ],
    "demo_latency": {
        "rows": [
            DEMO | {"demo": "fast", "p95_ms": 100.0, "within": 1.0},
            DEMO | {"demo": "slow", "p95_ms": 190.0, "within": 0.9},
        ]
    },
    "grading_scale": {
        **{"this machine, 1": 8.0, "this machine, 2": 12.0, "this machine, ratio": 1.5},
        **{"bare, 1": 5.0, "bare, 2": 9.0, "bare, ratio": 1.8},
    },
    "grading_speed": {"light": CLASS},
    "term": {"canvas": {"students": 60, "compared": 977, "differences": [], "seconds": 14.7}},
    "kills": {"tried": 40, "differences": 0},
    "knn_distance": {"float64": {"ours": 1.2, "scikit-learn": 1.0}},
    "mutants": {"02_knn": [QUESTION | {"hints_right": 1}]},
    "notebook_time": [{"notebook": "lectures/02_knn", "seconds": 9.0, "processor_seconds": 5.0, "error": ""}],
    "reference_speed": [{"what": "a | b", "ours": 0.2, "peer": "torch", "theirs": 0.1}],
    "similarity": {"02_knn": {"solutions": 3, "planted": 9, "found": 9, "pairs": 3, "false": 0, "most_alike": 0.1}},
}


def measurement(name: str, figures: Any = None, **changes: Any) -> Measurement:
    about = {"options": {}, "given": {}, "seconds": 90.0, "date": "2026-11-01T10:00:00+00:00", "commit": "a" * 40}
    about |= {"changed": False, "load": 0.1, "machine": MACHINE}
    return Measurement(**about | {"name": name, "figures": FIGURES[name] if figures is None else figures} | changes)


def page(*measurements: Measurement) -> str:
    return render({str(number): each for number, each in enumerate(measurements)})[PAGE.name]


def part(text: str, heading: str) -> str:
    return text.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def test_every_benchmark_of_the_list_exists_and_every_script_is_in_the_list() -> None:
    scripts = {path.stem for path in (REPOSITORY / "benchmarks").glob("*.py") if "__main__" in path.read_text()}
    assert {topic.benchmark for topic in TOPICS} == scripts - {"bench"}


def test_every_topic_of_the_page_shows_figures_of_its_benchmark() -> None:
    text = page(*map(measurement, FIGURES))
    titles = {topic.title for topic in TOPICS if topic.title}
    assert titles <= {line.removeprefix("## ") for line in text.splitlines()}
    assert "no measurement is kept" not in text
    assert "Not measured, so neither" not in text


def test_what_was_not_measured_is_named_and_counts_as_no_goal_reached() -> None:
    text = page(measurement("knn_distance"))
    assert 'make bench ONLY="grading_speed"' in part(text, "Not measured")
    assert 'make bench ONLY="knn_distance"' not in part(text, "Not measured")
    weakest = part(text, "What is weakest here")
    assert "- every attack is stopped (`attacks`)" in weakest
    assert "distances take 1.5 times as long as scikit-learn's, or less | 1.2 times as long (float64)" in weakest


def test_a_goal_that_is_missed_stands_first_with_all_that_misses_it() -> None:
    text = part(page(*map(measurement, FIGURES)), "What is weakest here")
    missed = text.split("| reached |")[0]
    assert "| 30 times (light) |" in missed
    assert "1.5 times (this machine)" in missed
    assert "slow (90 %)" in missed
    assert "fast" not in missed.split("40 times as fast as by nbgrader")[1]
    assert "convolution large, forward (2.25 times as long)" in missed
    assert "convolution small" not in missed
    assert "02_knn knn-vote (25 %)" in missed
    assert "every attack is stopped" not in missed


def test_an_attack_that_works_on_this_grader_is_a_missed_goal() -> None:
    text = page(measurement("attacks", {"ours": {"eval": FOOLED, "fork": STOPPED}}))
    assert "| every attack is stopped | 1 not stopped (eval) | eval (1 not stopped) |" in text


def test_a_goal_that_a_shortened_run_reaches_says_so() -> None:
    goal = "| a grading that is killed and started again ends as if it had not been | 0 differences (all moments)"
    assert f"{goal} |" in page(measurement("kills"))
    assert f"{goal}; not with the default options |" in page(measurement("kills", given={"points": 4}))


def test_graders_measured_apart_are_one_table_each_with_its_newest_run() -> None:
    old = measurement("attacks", {"ours": {"eval": FOOLED}}, commit="b" * 40)
    both = measurement("attacks", {"nbgrader": {"eval": FOOLED}}, commit="c" * 40, date="2026-11-02T10:00:00+00:00")
    new = measurement("attacks", {"ours": {"eval": STOPPED}}, commit="d" * 40, date="2026-11-03T10:00:00+00:00")
    text = part(page(new, old, both), "Attacks on this grader and on others")
    assert "| ours | 1 | 0 | 0 | 0 | 1 |" in text
    assert "| nbgrader | 1 | 1 | 0 | 0 | 0 |" in text
    assert "b" * 10 not in text
    assert "c" * 10 in text
    assert "d" * 10 in text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"given": {"students": 20, "light": True}}, "**Not with its default options**: `--students 20`, `--light`."),
        ({"changed": True}, "commit `aaaaaaaaaa` with changes not committed"),
        ({"load": 3.5}, "The machine was busy when it began: 3.5 processes"),
        ({"machine": MACHINE | {"gpu": "H200"}}, "8 GiB, H200"),
    ],
)
def test_what_makes_a_measurement_weaker_is_said(changes: dict[str, Any], said: str) -> None:
    assert said not in page(measurement("grading_speed"))
    assert said in page(measurement("grading_speed", **changes))


def test_machines_that_differ_are_told_apart() -> None:
    other = measurement("kills", machine=MACHINE | {"packages": {"numpy": "2.5.0"}})
    text = page(measurement("knn_distance"), measurement("similarity"), other)
    assert part(text, "Machines and versions").count("\n- ") == 2
    assert "on machine A" in part(text, "Distances against scikit-learn")
    assert "on machine A" in part(text, "Copies found")
    assert "on machine B" in part(text, "Killed and started again")
    assert "- B: Some CPU, 2 cores, 8 GiB, no GPU; Linux; Python 3.11.7, numpy 2.5.0." in text


def test_a_bar_inside_a_cell_does_not_end_it() -> None:
    assert "| a \\| b | torch |" in page(measurement("reference_speed"))


def test_figures_of_another_form_are_refused_with_what_to_do() -> None:
    with pytest.raises(MeasurementError, match=r"kills has other figures.*measure it again"):
        page(measurement("kills", {"points": 40}))


def test_a_file_that_is_no_measurement_is_refused_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "kills.json").write_text('{"tried": 40}')
    with pytest.raises(MeasurementError, match=r"kills\.json is no measurement.*delete it and measure again"):
        kept(tmp_path)


def test_what_a_benchmark_saves_is_read_back_with_the_options_that_are_no_defaults(tmp_path: Path) -> None:
    parser = argparse.ArgumentParser(prog="kills.py")
    parser.add_argument("--points", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("names", nargs="*")
    options = parse(parser, ["--points", "4", "--json", str(tmp_path / "kills.json")])
    save(options, FIGURES["kills"])
    found = kept(tmp_path)["kills"]
    assert (found.name, found.figures, found.given) == ("kills", FIGURES["kills"], {"points": 4})
    assert found.options == {"points": 4, "seed": 0, "names": []}
    assert found.machine["packages"]["numpy"]
    assert render({"kills": found})


def test_pictures_say_in_words_what_they_show_and_old_ones_go(tmp_path: Path) -> None:
    measured, written = tmp_path / "measured", tmp_path / "docs" / "proof.md"
    measured.mkdir()
    (measured / "demos.json").write_text(measurement("demo_latency").to_json())
    assert {path.name for path in write_page(measured, written)} == {"proof.md", "demo_latency.svg"}
    assert "fast 100, slow 190; a line marks the goal of 150](proof/demo_latency.svg)" in written.read_text()
    (measured / "demos.json").unlink()
    write_page(measured, written)
    assert not list((tmp_path / "docs" / "proof").iterdir())


def test_the_committed_page_is_what_the_committed_measurements_give() -> None:
    files = render(kept())
    pictures = {f"proof/{path.name}" for path in PAGE.with_suffix("").glob("*.svg")}
    assert pictures == files.keys() - {PAGE.name}
    for name, text in files.items():
        assert (PAGE.parent / name).read_text(encoding="utf-8") == text, f"{name}: run benchmarks/bench.py --page"


def test_a_benchmark_that_fails_does_not_stop_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    scripts = tmp_path / "benchmarks"
    scripts.mkdir()
    (scripts / "fails.py").write_text("raise SystemExit(3)")
    (scripts / "works.py").write_text("print('measured here')")
    topics = (Topic("fails"), Topic("lacking", lacks=lambda: "no GPU"), Topic("works"))
    monkeypatch.setattr(bench, "HERE", scripts)
    monkeypatch.setattr(bench, "TOPICS", topics)
    monkeypatch.setattr(bench, "write_page", lambda: [tmp_path / "proof.md"])
    monkeypatch.setattr(sys, "argv", ["bench.py"])
    assert bench.main() == 1
    said = capfd.readouterr().out
    assert "measured here" in said
    assert "fails               failed with exit code 3" in said
    assert "lacking             left out: no GPU" in said
    assert "works               done in" in said
