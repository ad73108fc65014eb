"""Variants of one proposal: which belong together, how they differ, and which one counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ambassador_app.domain.measure import Measure


def group_of(measure: Measure, measures: Iterable[Measure]) -> tuple[Measure, ...]:
    """Give all variants of the proposal that `measure` is one of, in the order they were made; itself alone if it
    has none."""
    if not measure.variant_of:
        return (measure,)
    found = [one for one in measures if one.variant_of == measure.variant_of and one.visit_id == measure.visit_id]
    return tuple(sorted(found, key=lambda one: (one.id != one.variant_of, one.id)))


def alternatives_of(measure: Measure, measures: Iterable[Measure]) -> tuple[Measure, ...]:
    """Give the variants that were looked at and not chosen: those of `measure` that could still be."""
    return tuple(one for one in group_of(measure, measures) if one.id != measure.id and one.is_alternative)


def with_chosen(group: Iterable[Measure], chosen: str) -> tuple[Measure, ...]:
    """Return the group with the measure of that id chosen and the others set aside."""
    return tuple(replace(one, set_aside=one.id != chosen) for one in group)


def settled(group: Iterable[Measure]) -> tuple[Measure, ...]:
    """Return what is left of a group in order: a last one is no variant any more, and one of several is chosen."""
    left = tuple(group)
    if len(left) == 1:
        return (replace(left[0], variant_of="", set_aside=False),)
    if left and all(one.set_aside for one in left):
        return with_chosen(left, left[0].id)
    return left


def next_title(title: str, group: Iterable[Measure]) -> str:
    """Name the next variant: `LED (B)`, `LED (C)`, … whichever letter is free."""
    taken = {one.title for one in group}
    bare = title[:-4] if title[-4:-3] == " " and title.endswith(")") and title[-3:-2] == "(" else title
    letters = (f"{bare} ({chr(code)})" for code in range(ord("B"), ord("Z") + 1))
    return next((one for one in letters if one not in taken), bare)
