"""Runs student code where it can reach nothing: processes, files and network of its own, and only data comes out."""

from .policy import LEVELS, View, available_level, choose_level, level_for_own_code, make_view
from .process import Process
from .remote import Handle, StudentError, StudentFault
from .session import Sandbox

__all__ = [
    "LEVELS",
    "Handle",
    "Process",
    "Sandbox",
    "StudentError",
    "StudentFault",
    "View",
    "available_level",
    "choose_level",
    "level_for_own_code",
    "make_view",
]
