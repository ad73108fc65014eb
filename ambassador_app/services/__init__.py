"""What a person can do: the whole interface of window, command line and tests.

`Session` is loaded when it is first asked for: it brings the database along, which nothing needs before the first
paint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ambassador_app.services.session import Session

__all__ = ["Session"]


def __getattr__(name: str) -> object:
    if name == "Session":
        from ambassador_app.services.session import Session

        return Session
    raise AttributeError(name)
