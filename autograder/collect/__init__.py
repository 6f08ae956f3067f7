"""Submissions as learning platforms hand them out, put where the grader finds them; every attempt is kept."""

from .collecting import Collected, Placed, addresses, collect
from .people import Roster, read_roster

__all__ = ["Collected", "Placed", "Roster", "addresses", "collect", "read_roster"]
