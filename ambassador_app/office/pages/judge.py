"""Looks at a file from anywhere in a process of its own, which can be ended: a file may be made to mislead its reader.

Run as a module it is that process: the file comes on standard input, what was found goes out pickled.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ambassador_app.seal import Verdict

_MEMORY: Final = 2 * 1024**3  # bytes, for a file of 64 MiB and its reader
_CPU_SECONDS: Final = 120  # should nobody be left to end it


class CannotTell(Exception):
    """The file took too long or too much memory to look at."""


def judge(pdf: bytes, seconds: float) -> Verdict | None:
    """Give the verdict on a file; None where it is no PDF. Raises CannotTell. Blocks for `seconds` at most."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", __name__], input=pdf, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise CannotTell from error
    if done.returncode:
        raise CannotTell
    found: Verdict | None = pickle.loads(done.stdout)
    return found


def main() -> None:
    """Look at what comes in."""
    _bound()
    from ambassador_app.errors import NotAReport
    from ambassador_app.seal import verify

    try:
        found: Verdict | None = verify(sys.stdin.buffer.read())
    except NotAReport:
        found = None
    sys.stdout.buffer.write(pickle.dumps(found))


def _bound() -> None:
    """Let the system end this process when it takes too much."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
