"""The catalogue of attacks on the grader, one file a kind. See `attack.Attack` for what an attack is."""

from . import breaking_out, fake_values, not_working, patched_judges, peeking, tampering, wearing_out
from .attack import KINDS, Attack

ATTACKS: tuple[Attack, ...] = (
    *fake_values.ATTACKS,
    *patched_judges.ATTACKS,
    *peeking.ATTACKS,
    *not_working.ATTACKS,
    *tampering.ATTACKS,
    *breaking_out.ATTACKS,
    *wearing_out.ATTACKS,
)
BY_NAME = {attack.name: attack for attack in ATTACKS}

__all__ = ["ATTACKS", "BY_NAME", "KINDS", "Attack"]
