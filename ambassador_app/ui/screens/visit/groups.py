"""What the groups, repeats and rows inside an area of the checklist are called."""

from __future__ import annotations

from collections.abc import Callable

from ambassador_app.domain.checklist import Section, template_path
from ambassador_app.domain.form_state import FormState
from ambassador_app.domain.visit_rows import rows_around, split_row, told_name
from ambassador_app.i18n import Translator

Names = Callable[[str], str]
"""Gives the name that somebody gave a row; empty: none."""


def section_at(form: FormState, path: str) -> Section | None:
    """Give the section of a path, with or without row keys."""
    rule = form.filled.rules.rules.get(template_path(path))
    return rule.item if rule is not None and isinstance(rule.item, Section) else None


def section_words(form: FormState, path: str, translator: Translator) -> str:
    """Name a group or repeat."""
    section = section_at(form, path)
    return section.label.text(translator.language.value) if section is not None else ""


def row_number(form: FormState, row: str) -> int:
    """Give the place of a row in its repeat, counted from 1; 0 if it is not there."""
    repeat, key = split_row(row)
    keys = form.rows.get(repeat, ())
    return keys.index(key) + 1 if key in keys else 0


def number_words(form: FormState, row: str, translator: Translator) -> str:
    """Name a row by its place: «Zone 2»."""
    words = section_words(form, row, translator)
    return translator.tr("{group} {number}", group=words, number=row_number(form, row))


def row_words(form: FormState, row: str, names: Names, translator: Translator) -> str:
    """Name a row: as somebody named it, else as its first answer does, else by its place."""
    return names(row) or told_name(form, row) or number_words(form, row, translator)


def row_of(path: str) -> str:
    """Give the innermost row that a question or row stands in; empty: none."""
    return next(reversed(list(rows_around(path))), "")


def place_of(form: FormState | None, path: str) -> dict[str, str]:
    """Name area and question of a path: a question's, an area's, or "" for the visit as a whole."""
    if form is None or not path:
        return {}
    area = next((one for one in form.checklist.sections if one.path == path), None)
    if area is not None:
        return {"area": area.name}
    try:
        return {"area": form.checklist.section_of(path).name, "question": path}
    except KeyError:
        return {}
