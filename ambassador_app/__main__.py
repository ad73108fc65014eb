"""Starts the program, from the console script, `python -m ambassador_app` and the frozen build alike."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the program; give its exit code."""
    from ambassador_app.app import run

    return run(sys.argv)


if __name__ == "__main__":
    sys.exit(main())
