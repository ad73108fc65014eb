"""Which rows the repeats of a form have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ambassador_app.domain.expression import Keys, Place
from ambassador_app.domain.form_rules import FormRules

FIRST_ROW = "1"


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
                found[place] = named[place] if place in named else shown.get(place, start)
    return found


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
