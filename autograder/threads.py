"""One thread for each process that computes: the same arithmetic everywhere, and processes do not wait for each other.

Set before numpy or torch is imported; they read it once.
"""

from __future__ import annotations

ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")}
