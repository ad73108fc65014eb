"""The groups and repeats inside an area of the checklist, by path."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from ambassador_app.domain.checklist import Checklist, Question, Section, template_path
from ambassador_app.domain.form_state import FormState
from ambassador_app.i18n import Translator

_ROW: Final = re.compile(r"(?P<repeat>.*)\[(?P<key>[^\]]*)\]")


def group_of(path: str) -> str:
    """Give the path of the group that a question stands in."""
    return path.rpartition("/")[0]


def inner_sections(items: Iterable[Question | Section]) -> Iterator[Section]:
    """Give every section of `items`, those inside others included."""
    for item in items:
        if isinstance(item, Section):
            yield item
            yield from inner_sections(item.items)


def section_at(checklist: Checklist, path: str) -> Section | None:
    """Give the section of a path, with or without row keys."""
    wanted = template_path(path)
    return next((one for one in inner_sections(checklist.items) if one.path == wanted), None)


def group_words(form: FormState, group: str, translator: Translator) -> str:
    """Name a group inside an area; a row of a repeat with its number."""
    section = section_at(form.checklist, group)
    if section is None:
        return ""
    words = section.label.text(translator.language.value)
    row = _ROW.fullmatch(group)
    if not section.repeats or row is None:
        return words
    keys = form.rows.get(row["repeat"], ())
    number = keys.index(row["key"]) + 1 if row["key"] in keys else len(keys) + 1
    return translator.tr("{group} {number}", group=words, number=number)
