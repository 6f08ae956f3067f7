"""The database of the gradebook: a SQLite file in the work folder, or a PostgreSQL database that a URL names."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import Base, Gradebook, InvalidEntry, get_alembic_version
from sqlalchemy import Connection, NullPool, create_engine, inspect, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from .atomic import beside
from .course import GRADEBOOK_VARIABLE, Course
from .errors import CourseError
from .stock import course_id

log = logging.getLogger(__name__)

# Of PostgreSQL's advisory locks, which are numbers in each database, those of a grader and of who makes the tables.
WRITER, MAKER = 1_196_573_005, 1_196_573_006
VERSION_TABLE = "alembic_version"
# What PostgreSQL says of a connection, and what puts it right.
_ADVICE = {
    "authentication failed": f"set the password (PGPASSWORD, ~/.pgpass, or the URL in {GRADEBOOK_VARIABLE})",
    "no password supplied": f"set the password (PGPASSWORD, ~/.pgpass, or the URL in {GRADEBOOK_VARIABLE})",
    "no pg_hba.conf entry": "let the server's pg_hba.conf admit this user and machine",
    "does not exist": "create it (createdb, createuser) or correct the URL",
    "permission denied": "let the database belong to this user",
    "psycopg'": "pip install -r requirements.txt",
    "resolve": "correct the URL",
    "invalid connection option": "correct the URL",
    "connection": "see that the server runs and can be reached",
}


def database_path(course: Course) -> Path:
    """The file that holds the gradebook where no URL is given."""
    return course.work / "gradebook.db"


def shown(course: Course) -> str:
    """Where the gradebook is, for people to read: never with a password."""
    if not course.gradebook:
        return str(database_path(course))
    login, at, place = course.gradebook.partition("://")[2].rpartition("@")
    return f"postgresql://{login.partition(':')[0]}{at}{place.partition('?')[0]}"


def patient_url(course: Course) -> str:
    """The URL for one who writes: waits a second for a lock, then says so; see `locks.patiently`."""
    if not course.gradebook:
        return f"{course.gradebook_url}?timeout=1"
    url = make_url(course.gradebook)
    ours = {
        "application_name": f"autograder, process {os.getpid()} on {socket.gethostname()}"[:63],
        "connect_timeout": "10",
        # A connection that is idle while submissions are graded stays known to what lies between.
        "keepalives_idle": "60",
    }
    theirs = dict(url.query)
    options = " ".join(["-c lock_timeout=1000", *_strings(theirs.get("options", ()))])
    return url.set(query={**ours, **theirs, "options": options}).render_as_string(hide_password=False)


@contextlib.contextmanager
def explained(course: Course, use: str = "written") -> Iterator[None]:
    """Raises: CourseError for what a database or nbgrader refuses, with what to do."""
    try:
        yield
    except (SQLAlchemyError, InvalidEntry, ImportError) as error:
        if isinstance(error, ImportError) and "psycopg" not in str(error):
            raise
        reason = str(error).split("\n")[0]
        todo = "put that right"
        if course.gradebook:
            todo = next((advice for sign, advice in _ADVICE.items() if sign in reason), todo)
        raise CourseError(
            f"{shown(course)} cannot be {use} ({reason}). What was recorded is kept: {todo} and run this again"
        ) from None


def open_database(course: Course) -> Gradebook:
    """nbgrader's gradebook, made where there is none: all of it or nothing, since nbgrader never completes one."""
    if course.gradebook:
        _make_tables(course)
    elif not database_path(course).exists():
        with beside(database_path(course)) as beginning, _alembic():
            Gradebook(f"sqlite:///{beginning}", course_id(course)).close()
            with contextlib.suppress(FileExistsError):
                os.link(beginning, database_path(course))
    return Gradebook(patient_url(course), course_id(course))


def is_made(course: Course) -> bool:
    """Whether there is a gradebook; nothing is written.

    Raises: SQLAlchemyError where the server cannot be asked.
    """
    if not course.gradebook:
        return database_path(course).is_file()
    with _connection(course) as connection:
        return inspect(connection).has_table(VERSION_TABLE)


def server_version(course: Course) -> str:
    """What the server of a PostgreSQL gradebook calls itself, such as 15.14.

    Raises: CourseError where it cannot be reached.
    """
    with explained(course, "read"), _connection(course) as connection:
        return connection.scalar(text("SHOW server_version")).split()[0]


@contextlib.contextmanager
def sole_writer(course: Course) -> Iterator[Callable[[], None]]:
    """Be the one autograder that writes to a PostgreSQL database, from whichever machine; wait for another to end.

    The server gives the lock up when its connection ends. For a SQLite file, see `locks.only_writer`.

    Yields: a check that the lock is still held, which raises CourseError where the connection is lost.
    """
    if not course.gradebook:
        yield lambda: None
        return
    with contextlib.ExitStack() as stack:
        with explained(course):
            connection = stack.enter_context(_connection(course))
            _take_lock(connection)

        def check() -> None:
            with explained(course):
                connection.scalar(text("SELECT 1"))

        yield check


def _take_lock(connection: Connection) -> None:
    if connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": WRITER}):
        return
    holder = """
        SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)
        WHERE locktype = 'advisory' AND granted AND classid = 0 AND objid = :key AND datname = current_database()"""
    name = connection.scalar(text(holder), {"key": WRITER}) or "autograder"
    log.warning("another %s writes this gradebook; waiting for it to end", name)
    connection.execute(text("SET lock_timeout = 0"))
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": WRITER})


@contextlib.contextmanager
def _connection(course: Course) -> Iterator[Connection]:
    """A connection of its own, in no transaction."""
    engine = create_engine(patient_url(course), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection


def _make_tables(course: Course) -> None:
    """Make nbgrader's tables in one transaction, where they are missing."""
    if is_made(course):
        return
    with _alembic():
        version = get_alembic_version()
    engine = create_engine(patient_url(course), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MAKER})
        if inspect(connection).has_table(VERSION_TABLE):
            return
        Base.metadata.create_all(connection)
        # SQLite holds nobody to 128 characters, and a folder's name may have more.
        connection.execute(text("ALTER TABLE student ALTER COLUMN id TYPE varchar"))
        connection.execute(text("ALTER TABLE submitted_assignment ALTER COLUMN student_id TYPE varchar"))
        connection.execute(text(f"CREATE TABLE {VERSION_TABLE} (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(text(f"INSERT INTO {VERSION_TABLE} VALUES (:version)"), {"version": version})


@contextlib.contextmanager
def _alembic() -> Iterator[None]:
    """To make a gradebook, nbgrader runs `alembic`: beside Python, but on the path only in an active environment."""
    path = os.environ.get("PATH", os.defpath)
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), path])
    try:
        yield
    finally:
        os.environ["PATH"] = path


def _strings(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
