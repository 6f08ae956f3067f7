"""Downloads of each platform: the right student, every attempt, nothing overwritten, nothing silent."""

from __future__ import annotations

import contextlib
import io
import json
import zipfile
from datetime import datetime, timezone

import pytest
from click.testing import CliRunner
from tiny_course import write_tiny_course

from autograder.cli import main
from autograder.collect import addresses, collect, collecting, folder, read_roster
from autograder.errors import AutograderError
from autograder.export.feedback import write_feedback_zip
from autograder.roster import students
from autograder.timing import TIMESTAMP

ROSTER = """\
student,name,email,sid,canvas,moodle,brightspace
ada,"Lovelace, Ada",ada@uni.example,s1,101,Participant 7001,501
bjoern,"Bär, Björn",bb@uni.example,s2,102,Participant 7002,502
cleo,"Zoe Cleo",cleo@uni.example,s3,103,Participant 7003,503
dan,"Dan Absent",dan@uni.example,s4,104,Participant 7004,504
"""
METADATA = """\
submission_1:
  :submitters:
  - :name: Ada Lovelace
    :sid: s1
    :email: ada@uni.example
  :created_at: 2026-10-01 20:00:00.000000 Z
submission_2:
  :submitters:
  - :name: Björn Bär
    :email: bb@uni.example
  - :name: Zoe Cleo
    :sid: s3
  :created_at: 2026-10-01 21:30:00 +02:00
"""
DOWNLOADS = {
    "canvas": {
        "lovelaceada_101_9001_tiny-1.ipynb": b"of ada",
        "bärbjörn_LATE_102_9002_tiny.ipynb": b"of bjoern",
        "cleozoe_103_9003_my_answers.ipynb": b"of cleo",
    },
    "moodle": {
        "Ada Lovelace_7001_assignsubmission_file_/tiny.ipynb": b"of ada",
        "Björn Bär_7002_assignsubmission_file_/tiny.ipynb": b"of bjoern",
        "Zoe Cleo_7003_assignsubmission_file_tiny.ipynb": b"of cleo",
    },
    "gradescope": {
        "assignment_5_export/submission_metadata.yml": METADATA.encode(),
        "assignment_5_export/submission_1/tiny.ipynb": b"of ada",
        "assignment_5_export/submission_2/sub/tiny.ipynb": b"of two",
    },
    "brightspace": {
        "index.html": b"<html>",
        "501-9001 - Ada Lovelace - Oct 1, 2026 1000 PM/tiny.ipynb": b"of ada",
        "502-9002 - Björn Bär - Oct 1, 2026 955 AM/tiny.ipynb": b"of bjoern",
        "503-9003 - Zoe Cleo- Oct 2, 2026 1205 AM - tiny.ipynb": b"of cleo",
    },
    "plain": {
        "ada/tiny/tiny.ipynb": b"of ada",
        "bb.ipynb": b"of bjoern",
        "Zoe Cleo.zip": b"PK\x05\x06" + bytes(18),
        "__MACOSX/._ada": b"",
        ".DS_Store": b"",
    },
}


@pytest.fixture
def course(tmp_path):
    return write_tiny_course(tmp_path / "course")


@pytest.fixture
def roster(course):
    (course.root / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return read_roster(course.root / "roster.csv")


def pack(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def there(course, student):
    folder = course.submitted / student / "tiny"
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != TIMESTAMP}


@pytest.mark.parametrize("platform", DOWNLOADS)
def test_each_platform(course, roster, tmp_path, platform):
    """Recognised by its names, everybody found in the roster, who is missing named; a second time changes nothing."""
    source = pack(tmp_path / "download.zip", DOWNLOADS[platform])
    collected = collect(course, "tiny", source, roster=roster)
    assert collected.platform == platform
    assert (collected.unplaced, collected.left, collected.absent) == ((), (), ("dan",))
    assert [one.student for one in collected.placed] == ["ada", "bjoern", "cleo"]
    assert there(course, "ada") == {"tiny.ipynb": b"of ada"}
    assert len(there(course, "bjoern")) == len(there(course, "cleo")) == 1
    before = sorted(path for path in course.work.rglob("*"))
    again = collect(course, "tiny", source, roster=roster)
    assert {one.state for one in again.placed} == {"already there"}
    assert sorted(path for path in course.work.rglob("*")) == before


def test_times_where_the_platform_says_them(course, roster, tmp_path):
    """Gradescope's with their zone, Brightspace's in the course's; Canvas says no more than LATE."""
    for number, zone in enumerate((b"+02:00", b"+0200")):
        files = {name: data.replace(b"+02:00", zone) for name, data in DOWNLOADS["gradescope"].items()}
        found = collect(course, "tiny", pack(tmp_path / f"g{number}.zip", files), roster=roster, dry=True)
        times = {one.student: one.submitted.astimezone(timezone.utc) for one in found.placed}
        assert times["ada"] == datetime(2026, 10, 1, 20, 0, tzinfo=timezone.utc)
        assert times["bjoern"] == datetime(2026, 10, 1, 19, 30, tzinfo=timezone.utc)
    collect(course, "tiny", tmp_path / "g1.zip", roster=roster)
    assert (course.submitted / "bjoern" / "tiny" / TIMESTAMP).read_text() == "2026-10-01 19:30:00 UTC\n"
    found = collect(course, "tiny", pack(tmp_path / "b.zip", DOWNLOADS["brightspace"]), roster=roster, dry=True)
    times = {one.student: one.submitted for one in found.placed}
    assert times["cleo"] == datetime(2026, 10, 2, 0, 5, tzinfo=course.zone)
    assert times["bjoern"].astimezone(timezone.utc) < times["ada"].astimezone(timezone.utc)
    found = collect(course, "tiny", pack(tmp_path / "c.zip", DOWNLOADS["canvas"]), roster=roster, dry=True)
    assert [one.student for one in found.placed if one.late] == ["bjoern"]
    assert {one.submitted for one in found.placed} == {None}


def test_every_attempt_is_kept(course, roster, tmp_path):
    """The newest is the submission, whichever comes in first; the others lie in attempts/ with their times."""

    def download(day, content):
        name = f"501-900{day} - Ada Lovelace - Oct {day}, 2026 1000 PM/tiny.ipynb"
        return pack(tmp_path / f"{day}.zip", {name: content})

    for day in (3, 1, 5):
        collect(course, "tiny", download(day, f"day {day}".encode()), roster=roster)
    assert there(course, "ada") == {"tiny.ipynb": b"day 5"}
    kept = sorted(course.attempts.glob("ada/tiny/*/tiny.ipynb"))
    assert [path.read_bytes() for path in kept] == [b"day 1", b"day 3"]
    assert all((path.parent / TIMESTAMP).is_file() for path in kept)


def test_nothing_of_a_student_is_lost_and_no_time_is_forged(course, tmp_path):
    """Two files of one name are both kept; a timestamp.txt that a student packed says nothing."""
    files = {"ada/tiny.ipynb": b"one", "ada/sub/tiny.ipynb": b"two", "ada/timestamp.txt": b"2020-01-01 00:00:00 UTC"}
    collected = collect(course, "tiny", pack(tmp_path / "plain.zip", files))
    folder = course.submitted / "ada" / "tiny"
    assert sorted(path.read_bytes() for path in folder.iterdir()) == [b"one", b"two"]
    assert not (folder / TIMESTAMP).exists()
    assert collected.placed[0].submitted is None


def test_without_a_roster(course, tmp_path):
    """The platform's own name for a student is the folder's."""
    collected = collect(course, "tiny", pack(tmp_path / "m.zip", DOWNLOADS["moodle"]))
    assert [one.student for one in collected.placed] == ["Ada Lovelace", "Björn Bär", "Zoe Cleo"]


def gradescope(*people):
    """A download of Gradescope: one submission a person, given as name or as name and sid."""
    about, files = "", {}
    for number, (person, *sid) in enumerate(people, 1):
        keys = f"  - :name: {json.dumps(person)}\n" + "".join(f"    :sid: {one}\n" for one in sid)
        about += f"submission_{number}:\n  :submitters:\n{keys}  :created_at: 2026-10-0{number} 20:00:00 Z\n"
        files[f"a_export/submission_{number}/tiny.ipynb"] = f"work {number}".encode()
    return {"a_export/submission_metadata.yml": about.encode()} | files


def test_a_name_leads_nowhere(course, tmp_path):
    """What students call themselves on the platform is one folder under submitted/, and one that is graded."""
    names = ["Ada / Lovelace", "../../../evil", ".hidden", "..", "", "b\\c", "n\0ul", "100%", "x" * 300]
    source = pack(tmp_path / "g.zip", gradescope(*((name,) for name in names)))
    before = {path for path in tmp_path.rglob("*") if course.work not in path.parents}
    collected = collect(course, "tiny", source)
    assert len(collected.placed) == len(names)
    assert {path for path in tmp_path.rglob("*") if course.work not in path.parents} == before
    assert sorted(students(course.submitted)) == sorted(one.student for one in collected.placed)
    assert {"Ada _ Lovelace", "_hidden", "b_c", "100_"} <= set(students(course.submitted))
    assert sorted(path.read_bytes() for path in course.submitted.glob("*/tiny/tiny.ipynb")) == [
        f"work {number}".encode() for number in range(1, len(names) + 1)
    ]


@pytest.mark.parametrize(
    ("platform", "files", "feedback"),
    [
        (
            "moodle",
            {
                f"{who}_{kind}": kind.encode()
                for who in ("Ada Lovelace_7001", "Björn Bär_7002")
                for kind in ("assignsubmission_file_/tiny.ipynb", "assignsubmission_onlinetext_/onlinetext.html")
            }
            | {"Zoe Cleo_7003_assignsubmission_onlinetext_onlinetext.html": b"<p>"},
            "Ada Lovelace_7001_assignsubmission_file_/",
        ),
        (
            "canvas",
            {
                "lovelaceada_101_901_tiny.ipynb": b"of ada",
                "bärbjörn_102_text.html": b"<p>",
                "cleozoe_LATE_103_link.html": b"<p>",
            },
            "lovelaceada_101_901_",
        ),
    ],
)
def test_text_entered_on_the_platform(course, roster, tmp_path, platform, files, feedback):
    """It is another file of the student's, hides no platform, and feedback goes back to the notebook."""
    source = pack(tmp_path / "d.zip", files)
    collected = collect(course, "tiny", source, roster=roster)
    assert (collected.platform, collected.unplaced) == (platform, ())
    assert [one.student for one in collected.placed] == ["ada", "bjoern", "cleo"]
    assert "tiny.ipynb" in there(course, "ada")
    assert [one.student for one in collected.placed if one.late] == (["cleo"] if platform == "canvas" else [])
    assert sum(len(one.files) for one in collected.placed) == len(files)
    assert addresses(course, source, roster=roster)["ada"] == feedback


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {"wangwei_11_901_tiny.ipynb": b"1", "wangwei_22_902_tiny.ipynb": b"2", "lia_33_903_tiny.ipynb": b"3"},
            {"wangwei 11": b"1", "wangwei 22": b"2", "lia": b"3"},
        ),
        (
            {f"Wei Wang_{n}{n}_assignsubmission_file_/tiny.ipynb": b"%d" % n for n in (1, 2)},
            {"Wei Wang 11": b"1", "Wei Wang 22": b"2"},
        ),
        (
            {f"Participant_{n}_assignsubmission_file_/tiny.ipynb": b"%d" % n for n in (101, 102)},
            {"Participant 101": b"101", "Participant 102": b"102"},
        ),
        ({"Participant_101_assignsubmission_file_/tiny.ipynb": b"101"}, {"Participant 101": b"101"}),
        (
            {f"Teilnehmer_in_{n}_assignsubmission_file_/tiny.ipynb": b"%d" % n for n in (101, 102)},
            {"Teilnehmer_in 101": b"101", "Teilnehmer_in 102": b"102"},
        ),
        (
            {"anon_aB3x9_901_tiny.ipynb": b"1", "LATE_anon_12345_902_tiny.ipynb": b"2"},
            {"aB3x9": b"1", "12345": b"2"},
        ),
        (
            {f"{n}-9{n} - Wei - Oct 1, 2026 1000 PM/tiny.ipynb": b"%d" % n for n in (11, 22)},
            {"Wei 11": b"11", "Wei 22": b"22"},
        ),
        (gradescope(("Wei", "s1"), ("Wei", "s2")), {"Wei s1": b"work 1", "Wei s2": b"work 2"}),
        (
            gradescope(("Wei",), ("Wei",)),
            {"Wei submission_1": b"work 1", "Wei submission_2": b"work 2"},
        ),
        ({"wei_11_901_a.py": b"1", "wei_22_902_a.py": b"2", "wei 11_33_903_a.py": b"3"}, {"wei 22": b"2"}),
    ],
)
def test_namesakes_are_told_apart(course, tmp_path, files, expected):
    """Without a roster too nobody's work becomes another's attempt, and each has back what is theirs."""
    source = pack(tmp_path / "d.zip", files)
    collected = collect(course, "tiny", source)
    assert {one.student: one.state for one in collected.placed} == dict.fromkeys(expected, "new")
    assert {student: next(iter(there(course, student).values())) for student in expected} == expected
    sent = addresses(course, source)
    assert all(files[next(path for path in files if path.startswith(sent[who]))] == expected[who] for who in expected)


def test_namesakes_of_a_roster(course, tmp_path):
    """One name in the roster, two people on the platform: neither is placed, and both are named; numbers tell them."""
    files = {f"Wei Wang_{n}_assignsubmission_file_/tiny.ipynb": b"%d" % n for n in (11, 22)}
    source = pack(tmp_path / "m.zip", files | {"Ada_33_assignsubmission_file_/tiny.ipynb": b"of ada"})
    (tmp_path / "r.csv").write_text("student,name\nww,Wei Wang\nada,Ada\n", encoding="utf-8")
    collected = collect(course, "tiny", source, roster=read_roster(tmp_path / "r.csv"))
    assert [one.student for one in collected.placed] == ["ada"]
    assert len(collected.unplaced) == 2
    assert all("11, 22" in line and "ww" in line for line in collected.unplaced)
    assert collected.absent == ("ww",)
    (tmp_path / "r.csv").write_text("student,name,id\nww,Wei Wang,Participant 11\nw2,Wei Wang,participant 22\n")
    collected = collect(course, "tiny", source, roster=read_roster(tmp_path / "r.csv"))
    assert (there(course, "ww"), there(course, "w2")) == ({"tiny.ipynb": b"11"}, {"tiny.ipynb": b"22"})


def test_teams_of_moodle(course, roster, tmp_path):
    """Behind the team's name stands the student's, hyphens and all; where some have none, it is no team's."""
    (course.root / "r.csv").write_text(ROSTER + 'luc,"Picard, Luc"\nmarie,Anne-Marie Li\n', encoding="utf-8")
    roster = read_roster(course.root / "r.csv")
    files = {
        f"{who}_{number}_assignsubmission_file_/tiny.ipynb": who.encode()
        for number, who in enumerate(["Team 1-Ada Lovelace", "A-Team-Björn Bär", "Default group-Anne-Marie Li"])
    }
    source = pack(tmp_path / "teams.zip", files)
    collected = collect(course, "tiny", source, roster=roster)
    assert [one.student for one in collected.placed] == ["ada", "bjoern", "marie"]
    assert not collected.unplaced
    assert addresses(course, source, roster=roster)["ada"] == "Team 1-Ada Lovelace_0_assignsubmission_file_/"
    names = ("Jean-Luc Picard_1", "Ada Lovelace_2")
    files = {f"{name}_assignsubmission_file_/tiny.ipynb": b"" for name in names}
    collected = collect(course, "tiny", pack(tmp_path / "names.zip", files), roster=roster, dry=True)
    assert [one.student for one in collected.placed] == ["ada"]
    assert len(collected.unplaced) == 1


def test_what_a_student_packed_is_nobody_elses(course, tmp_path):
    """Folders, file names and metadata as the platform writes them, inside a submission, hand in for nobody else."""
    files = gradescope(("Ada",), ("Bob",)) | {
        "a_export/submission_1/submission_2/tiny.ipynb": b"forged",
        "a_export/submission_1/submission_metadata.yml": b"submission_2:\n  :submitters:\n  - :name: Ada\n",
    }
    collect(course, "tiny", pack(tmp_path / "g.zip", files))
    assert there(course, "Bob") == {"tiny.ipynb": b"work 2"}
    name = "Cy_13_assignsubmission_file_Dan_14_assignsubmission_file_tiny.ipynb"
    collected = collect(course, "tiny", pack(tmp_path / "m.zip", {name: b"of cy"}))
    assert [one.student for one in collected.placed] == ["Cy"]


@pytest.mark.parametrize("student", ["", "..", "../evil", "a/b"])
def test_the_last_line_of_defence(course, monkeypatch, tmp_path, student):
    """Whoever comes to be called so: nothing is written."""
    monkeypatch.setattr(collecting, "folder_name", lambda name: student)
    with contextlib.suppress(AutograderError):
        assert not collect(course, "tiny", pack(tmp_path / "p.zip", {"ada.ipynb": b"of ada"})).placed
    assert not course.submitted.exists()
    assert not list(course.work.rglob("ada.ipynb"))


def test_what_cannot_be_placed_is_said(course, roster, tmp_path):
    """Strangers, odd names and namesakes are named; everybody else is placed."""
    files = DOWNLOADS["canvas"] | {"strangereve_999_9004_tiny.ipynb": b"?", "readme.txt": b"?"}
    collected = collect(course, "tiny", pack(tmp_path / "c.zip", files), roster=roster)
    assert len(collected.placed) == 3
    assert len(collected.unplaced) == 2
    assert any("strangereve" in line and "999" in line for line in collected.unplaced)
    assert any("readme.txt" in line for line in collected.unplaced)
    (course.root / "two.csv").write_text("student,name\na1,Ada Lovelace\na2,Ada Lovelace\n", encoding="utf-8")
    two = collect(
        course, "tiny", pack(tmp_path / "m.zip", DOWNLOADS["moodle"]), roster=read_roster(course.root / "two.csv")
    )
    assert not two.placed
    assert "more than one" in two.unplaced[0]


def test_one_bad_entry_stops_nobody_else(course, tmp_path):
    """Names too long together are clipped, what cannot be placed is said; whoever comes after is placed."""
    deep = "d" * 120
    files = {
        "ada/tiny.ipynb": b"of ada",
        f"bob/{deep}/{deep}/{deep}/tiny.ipynb": b"1",
        f"bob/{deep}/{deep}/tiny.ipynb": b"2",
        f"bob/{deep}/{deep}x/tiny.ipynb": b"3",
        "bob/sub/tiny.ipynb": b"4",
        "bob/sub_tiny.ipynb": b"5",
        "bob/bob_sub_tiny.ipynb": b"6",
        "cy/cannot be written": b"",
        "zed/tiny.ipynb": b"of zed",
    }
    (course.submitted / "cy").mkdir(parents=True)
    (course.submitted / "cy" / "tiny").write_bytes(b"a file in the way")
    collected = collect(course, "tiny", pack(tmp_path / "p.zip", files))
    assert [one.student for one in collected.placed] == ["ada", "bob", "zed"]
    assert [line.partition(":")[0] for line in collected.unplaced] == ["cy"]
    assert sorted(there(course, "bob").values()) == [b"1", b"2", b"3", b"4", b"5", b"6"]
    assert sum(name.endswith(".ipynb") for name in there(course, "bob")) == 6
    again = collect(course, "tiny", tmp_path / "p.zip")
    assert [one.state for one in again.placed] == ["already there"] * 3
    files = {f"Ada_11_assignsubmission_file_{name}": b"of ada" for name in ("tiny.ipynb", "..", ".")}
    assert len(collect(course, "tiny", pack(tmp_path / "m.zip", files)).placed[0].files) == 3
    times = {"Oct 1, 2026 1000 PM": "ada", "Okt 1, 2026 955 AM": "bob", "Feb 30, 2026 955 AM": "cy"}
    files = {f"50{n}-90{n} - {who} - {when}/tiny.ipynb": b"" for n, (when, who) in enumerate(times.items())}
    collected = collect(course, "tiny", pack(tmp_path / "b.zip", files))
    assert [one.student for one in collected.placed] == ["ada"]
    assert sorted(line.partition(":")[0] for line in collected.unplaced) == list(files)[1:]


def test_bombs_and_links_cost_their_sender_alone(course, roster, tmp_path):
    """A file that expands without end, a link and a path that leads out are refused and named, and no others."""
    source = pack(tmp_path / "c.zip", DOWNLOADS["canvas"] | {"bomb_104_9009_tiny.ipynb": bytes(64 << 20)})
    link = zipfile.ZipInfo("absentdan_104_9010_link.ipynb")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(source, "a") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("../../evil_101_1_tiny.ipynb", "out")
    collected = collect(course, "tiny", source, roster=roster)
    assert [one.student for one in collected.placed] == ["ada", "bjoern", "cleo"]
    assert len(collected.left) == 3
    assert any("far more than a notebook needs" in line for line in collected.left)
    assert not list(tmp_path.rglob("evil*"))


def test_a_folder_with_links(course, tmp_path):
    source = tmp_path / "folder"
    (source / "ada").mkdir(parents=True)
    (source / "ada" / "tiny.ipynb").write_bytes(b"of ada")
    (source / "eve").symlink_to("/etc")
    collected = collect(course, "tiny", source)
    assert [one.student for one in collected.placed] == ["ada"]
    assert "eve" in collected.left[0]


@pytest.mark.parametrize("inside", [False, True])
def test_a_folder_hides_nobody(course, tmp_path, monkeypatch, inside):
    """Who packed too many files loses the last of them and is told which; nobody else does, however deep theirs lie."""
    monkeypatch.setattr(folder, "MOST_OF_ONE", 20)
    files = gradescope(("ada",), ("bob",), ("mia",), ("zed",)) if inside else {"ada/tiny.ipynb": b"of ada"}
    named = {"bob": "a_export/submission_2", "mia": "a_export/submission_3"} if inside else {}
    bob, mia = named.get("bob", "bob"), named.get("mia", "mia")
    files |= {f"{mia}/data/{number}.txt": b"" for number in range(30)}
    files |= {f"{bob}/a/b/c/d/e/f/deep.ipynb": b"of bob", f"{mia}/data/z/z.ipynb": b"of mia"}
    files |= {} if inside else {"zed/tiny.ipynb": b"of zed"}
    source = tmp_path / "folder"
    for name, data in files.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(data)
    collected = collect(course, "tiny", source)
    assert [one.student for one in collected.placed] == ["ada", "bob", "mia", "zed"]
    assert there(course, "bob")["deep.ipynb"] == b"of bob"
    assert there(course, "mia")["z.ipynb"] == b"of mia"
    assert len(there(course, "mia")) == 20
    assert len(collected.left) == 1
    assert collected.left[0].startswith(f"{mia}/: {32 if inside else 31} files, of which 20 were taken; left out: ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name\nAda\n", "no column 'student'"),
        ("student\n", "no column 'student'"),
        ("student,name\nada,A\nada,B\n", "line 3: 'ada' is there twice"),
        ("student,name\n../x,A\n", "no name of a folder"),
    ],
)
def test_rosters_that_do_not_fit(tmp_path, text, said):
    (tmp_path / "roster.csv").write_text(text, encoding="utf-8")
    with pytest.raises(AutograderError, match=said):
        read_roster(tmp_path / "roster.csv")


def test_roster_of_a_spreadsheet(tmp_path):
    """With a byte order mark and semicolons; names in two columns."""
    (tmp_path / "r.csv").write_text("\ufeffStudent;First name;Last name\nada;Ada;Lovelace\n", encoding="utf-8")
    roster = read_roster(tmp_path / "r.csv")
    assert roster.find(["999", "lovelaceada"]) == roster.find(["Ada  LOVELACE"]) == "ada"


@pytest.mark.parametrize("data", [b"", b"no archive", b"PK\x03\x04 damaged"])
def test_a_download_that_is_none(course, tmp_path, data):
    path = tmp_path / "download.zip"
    path.write_bytes(data)
    with pytest.raises(AutograderError, match=r"download\.zip"):
        collect(course, "tiny", path)


def test_command(course, roster, tmp_path, monkeypatch):
    """It finds the course's own roster, prints a row a student, and ends with 1 where somebody could not be placed."""
    monkeypatch.chdir(course.root)
    source = pack(tmp_path / "c.zip", DOWNLOADS["canvas"])
    done = CliRunner().invoke(main, ["collect", "tiny", str(source), "--dry-run"])
    assert done.exit_code == 0, done.output
    assert "nothing came" in done.output
    assert not course.submitted.exists()
    archive = io.BytesIO()
    pack(archive, DOWNLOADS["canvas"] | {"x_9_9_tiny.ipynb": b"?"})
    source.write_bytes(archive.getvalue())
    done = CliRunner().invoke(main, ["collect", "tiny", str(source)])
    assert done.exit_code == 1
    assert "x_9_9_tiny.ipynb" in done.output
    assert there(course, "ada") == {"tiny.ipynb": b"of ada"}


@pytest.mark.parametrize(
    ("platform", "expected"),
    [
        ("canvas", ["lovelaceada_101_9001_tiny-feedback.html", "bärbjörn_LATE_102_9002_tiny-feedback.html"]),
        (
            "moodle",
            [
                "Ada Lovelace_7001_assignsubmission_file_/tiny-feedback.html",
                "Björn Bär_7002_assignsubmission_file_/tiny-feedback.html",
            ],
        ),
        (
            "brightspace",
            [
                "501-9001 - Ada Lovelace - Oct 1, 2026 1000 PM/tiny-feedback.html",
                "502-9002 - Björn Bär - Oct 1, 2026 955 AM/tiny-feedback.html",
            ],
        ),
    ],
)
def test_feedback_goes_back_under_the_same_names(course, roster, tmp_path, monkeypatch, platform, expected):
    """Each page under what the platform called the student's submission; who has no page is named."""
    monkeypatch.chdir(course.root)
    source = pack(tmp_path / "download.zip", DOWNLOADS[platform])
    for student in ("ada", "bjoern"):
        page = course.feedback / student / "tiny" / "tiny.html"
        page.parent.mkdir(parents=True)
        page.write_text(student)
    done = CliRunner().invoke(main, ["export", "feedback", "tiny", str(source)])
    assert done.exit_code == 0, done.output
    assert "without feedback: cleo" in done.output
    with zipfile.ZipFile(course.reports / "tiny-feedback.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == dict(
            zip(expected, (b"ada", b"bjoern"), strict=True)
        )


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {"ada.ipynb": b"", "bjoern.ipynb": b"", "Zoe Cleo.zip": b""},
            {"ada": "ada/", "bjoern": "bjoern/", "cleo": "cleo/"},
        ),
        (
            DOWNLOADS["gradescope"],
            {
                "ada": "assignment_5_export/submission_1/",
                "bjoern": "assignment_5_export/submission_2/sub/bjoern/",
                "cleo": "assignment_5_export/submission_2/sub/cleo/",
            },
        ),
    ],
)
def test_feedback_of_each_has_a_name_of_its_own(course, roster, tmp_path, files, expected):
    """Also where the download puts nothing before a file's name, or the same for a group."""
    source = pack(tmp_path / "download.zip", files)
    assert addresses(course, source, roster=roster) == expected
    for student in expected:
        page = course.feedback / student / "tiny" / "tiny.html"
        page.parent.mkdir(parents=True)
        page.write_text(student)
    list(write_feedback_zip(course, "tiny", source, roster))
    with zipfile.ZipFile(course.reports / "tiny-feedback.zip") as archive:
        pages = {name: archive.read(name).decode() for name in archive.namelist()}
    assert pages == {f"{prefix}tiny-feedback.html": student for student, prefix in expected.items()}
