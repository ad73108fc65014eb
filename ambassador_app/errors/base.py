"""What every failure that a person can act on is."""

from __future__ import annotations

from typing import ClassVar


class AmbassadorError(Exception):
    """Something the person at the screen can act on. Anything else that is raised is a bug.

    `fields` fill the placeholders of the sentence that `wording.ERROR` holds for the class.
    `exit_code` is what the command line ends with: 2 refused input, 3 cannot now.
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, **fields: object) -> None:
        super().__init__(type(self).__name__, fields)
        self.fields = fields


class Unavailable(AmbassadorError):
    """It cannot be done now, though the request is sound (busy, no space, locked)."""

    exit_code = 3
