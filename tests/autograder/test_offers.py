"""What `autograder doctor` says of isolation: every means there is, and the setting that gives what is missing."""

import os
import sys

import pytest

from autograder import doctor
from autograder.sandbox import offers, policy

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="isolation is Linux's")
NAMES = ["bubblewrap", "user namespaces", "Landlock", "seccomp", "control groups", "user"]


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("proc/sys/user/max_user_namespaces", "0\n", "user.max_user_namespaces="),
        ("proc/sys/kernel/unprivileged_userns_clone", "0\n", "kernel.unprivileged_userns_clone=1"),
        ("proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1\n", "apparmor_restrict_unprivileged_userns=0"),
        (".dockerenv", "", "--security-opt seccomp=unconfined"),
        ("proc/sys/kernel/unprivileged_userns_clone", "1\n", "who runs the machine"),
    ],
)
def test_the_setting_that_forbids_namespaces_is_named(tmp_path, path, value, said):
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_text(value)
    advice = offers.namespaces_advice(str(tmp_path))
    assert said in advice
    assert advice.startswith("sudo sysctl") == (os.geteuid() != 0 and "sysctl" in advice)


def test_every_means_is_looked_at():
    found = offers.offers()
    assert [each.name for each in found] == NAMES
    assert all(each.found for each in found)
    assert all(each.advice for each in found if not each.enough)


def test_what_is_missing_comes_with_what_to_do(monkeypatch):
    """On a machine without bubblewrap, namespaces and a filter; the level that is left is named with what it lacks."""
    monkeypatch.setattr(offers.shutil, "which", lambda name: None)
    monkeypatch.setattr(offers, "namespaces_problem", lambda: "unshare: Operation not permitted")
    monkeypatch.setattr(policy, "namespaces_problem", lambda: "unshare: Operation not permitted")
    monkeypatch.setattr(offers.seccomp, "architecture", lambda: "")
    monkeypatch.setattr(doctor, "available_level", lambda: ("landlock", "found"))
    findings = {finding.name: finding for finding in doctor.examine()}
    assert all(findings[name].status == doctor.BETTER and findings[name].advice for name in [*NAMES[:2], "seccomp"])
    assert "Operation not permitted" in findings["user namespaces"].found
    assert "names and sizes of files" in findings["sandbox"].found
    assert findings["sandbox"].status == doctor.BETTER
    assert findings["sandbox"].advice


@pytest.mark.parametrize(("kills", "problem"), [(1, ""), (2, "exit code -9")])
def test_a_trial_that_something_killed_is_made_again(tmp_path, kills, problem):
    """Once: a machine short of memory does not grade at a weaker level for it."""
    script = f"""
import os, signal, sys
seen = len(os.listdir({str(tmp_path)!r}))
open(os.path.join({str(tmp_path)!r}, str(seen)), "w").close()
if seen < {kills}:
    os.kill(os.getpid(), signal.SIGKILL)
"""
    assert policy._problem([sys.executable, "-c", script]) == problem
