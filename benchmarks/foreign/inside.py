"""Run in the container: local services start, the grader grades, what is left running gets a moment to act.

python inside.py SECONDS_TO_LINGER COMMAND ...
"""

import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tests" / "autograder"))

from hostile.services import services

with services():
    code = subprocess.call(sys.argv[2:])
    time.sleep(float(sys.argv[1]))
sys.exit(code)
