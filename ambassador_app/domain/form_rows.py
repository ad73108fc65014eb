"""Which rows the repeats of a form have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from ambassador_app.domain.expression import Keys, Place
from ambassador_app.domain.form_rules import FormRules

FIRST_ROW: Final = "1"
MOST_ROWS: Final = 1000
"""More rows than this are not made by a count."""


def rows_of(
    rules: FormRules,
    given: Mapping[str, tuple[str, ...]],
    paths: Iterable[str],
    begins_with: tuple[str, ...] = (FIRST_ROW,),
) -> dict[Place, tuple[str, ...]]:
    """Give the row keys of every repeat: those given, else those that the answers show, else `begins_with`.

    A repeat that is counted begins with no row of its own: the count makes them.
    """
    named = {rules.place(path): keys for path, keys in given.items()}
    shown = _shown(rules, paths)
    found: dict[Place, tuple[str, ...]] = {}
    for path in rules.rules:
        rule = rules.rules[path]
        if rule.repeats and rule.repeats[-1] == path:
            start: tuple[str, ...] = () if rule.repeat_count else begins_with
            for outer in outer_keys(rule.repeats[:-1], found):
                place = (path, outer)
                keys = named[place] if place in named else shown.get(place, start)
                found[place] = _counted(keys) if rule.repeat_count else keys
    return found


def _counted(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Give the rows of a count with those below the highest number, which nobody may have answered in yet."""
    highest = min(max((int(key) for key in keys if key.isdecimal()), default=0), MOST_ROWS)
    missing = [number for number in range(1, highest + 1) if str(number) not in keys]
    found = list(keys)
    for number in missing:
        behind = (at for at, key in enumerate(found) if key.isdecimal() and int(key) > number)
        found.insert(next(behind, len(found)), str(number))
    return tuple(found)


def _shown(rules: FormRules, paths: Iterable[str]) -> dict[Place, tuple[str, ...]]:
    found: dict[Place, dict[str, None]] = {}
    for path in paths:
        template, keys = rules.place(path)
        for depth, repeat in enumerate(rules.rules[template].repeats[: len(keys)]):
            found.setdefault((repeat, keys[:depth]), {})[keys[depth]] = None
    return {place: tuple(rows) for place, rows in found.items()}


def moved(keys: tuple[str, ...], key: str, to: int) -> tuple[str, ...]:
    """Give `keys` with `key` at place `to`, counted from 0; beyond the ends it stands first or last."""
    others = [one for one in keys if one != key]
    at = max(0, min(to, len(others)))
    return (*others[:at], key, *others[at:])


def outer_keys(repeats: Iterable[str], rows: Mapping[Place, tuple[str, ...]]) -> list[Keys]:
    """Give the keys of every row of the innermost of `repeats`."""
    found: list[Keys] = [()]
    for repeat in repeats:
        found = [(*keys, key) for keys in found for key in rows.get((repeat, keys), ())]
    return found
