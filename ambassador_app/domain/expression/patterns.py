"""Patterns as forms write them: compiled once, and refused when one could keep the computer busy for ever.

A pattern that repeats a group which itself repeats, with nothing between that tells the rounds apart (`(a+)+`), takes
twice as long for each further character of a text that does not match.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

LONGEST: Final = 1000
"""Characters: no answer that is checked by a pattern is longer."""

_TOKEN: Final = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[:=!]|\(\?<[=!]|\(\?P?<\w+>|[()|]|[*+?]\??|\{\d*,?\d*\}\??|.", re.DOTALL
)
_QUANTIFIER: Final = re.compile(r"[*+?]\??|\{\d*,?\d*\}\??")
_ENDLESS: Final = re.compile(r"[*+]\??|\{\d*,\}\??")
_OPTIONAL: Final = re.compile(r"[*?]\??|\{0?,\d*\}\??")


class _Branch:
    """What one alternative of a group holds so far."""

    def __init__(self) -> None:
        self.endless = False
        self.fixed = False
        self.last: tuple[bool, bool] | None = None

    def take(self, *, endless: bool, fixed: bool) -> None:
        """Take the next part in; the one before it is settled."""
        self.settle()
        self.last = (endless, fixed)

    def repeat(self, quantifier: str) -> None:
        """Apply a quantifier to the last part."""
        endless, fixed = self.last or (False, False)
        if _ENDLESS.fullmatch(quantifier):
            self.last = (True, False)
        elif _OPTIONAL.fullmatch(quantifier):
            self.last = (endless, False)
        else:
            self.last = (endless, fixed)

    def settle(self) -> None:
        """Count the last part in."""
        if self.last is not None:
            self.endless |= self.last[0]
            self.fixed |= self.last[1]
            self.last = None


@lru_cache(maxsize=256)
def pattern_of(text: str) -> re.Pattern[str]:
    """Compile a pattern. Raises re.error, also for one that could take for ever."""
    if explodes(text):
        raise re.error("it repeats what repeats itself")
    return re.compile(text.replace(r"\p{L}", r"[^\W\d_]").replace(r"\p{N}", r"\d"))


def explodes(text: str) -> bool:
    """Tell whether a repeated group has an alternative that only repeats, without a part that is always there once."""
    scan = _Scan()
    return any(scan.explodes_at(token) for token in _TOKEN.findall(text))


class _Scan:
    """Reads a pattern token by token; `_closed` are the alternatives of the group that ended just before."""

    def __init__(self) -> None:
        self._groups: list[list[_Branch]] = [[_Branch()]]
        self._closed: list[_Branch] = []

    def explodes_at(self, token: str) -> bool:
        """Take the next token; tell whether it makes the pattern one that could take for ever."""
        closed, self._closed = self._closed, []
        if _QUANTIFIER.fullmatch(token):
            self._groups[-1][-1].repeat(token)
            return bool(_ENDLESS.fullmatch(token)) and any(one.endless and not one.fixed for one in closed)
        self._take(token)
        return False

    def _take(self, token: str) -> None:
        branches = self._groups[-1]
        if token[0] == "(":
            self._groups.append([_Branch()])
        elif token == "|":
            branches[-1].settle()
            branches.append(_Branch())
        elif token == ")" and len(self._groups) > 1:
            self._close()
        elif token not in "^$":
            branches[-1].take(endless=False, fixed=True)

    def _close(self) -> None:
        self._closed = self._groups.pop()
        for one in self._closed:
            one.settle()
        is_endless, is_fixed = any(one.endless for one in self._closed), all(one.fixed for one in self._closed)
        self._groups[-1][-1].take(endless=is_endless, fixed=is_fixed)
