"""What a page of the form consists of, in order: questions, the heads of groups, repeats and their rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum, auto
from typing import NamedTuple

from ambassador_app.domain.checklist import Item, Question, Section
from ambassador_app.domain.expression import Keys
from ambassador_app.domain.form_state import FormState
from ambassador_app.domain.form_values import Filled


class PartKind(IntEnum):
    """What stands at one place of a page."""

    QUESTION = auto()
    GROUP = auto()
    REPEAT = auto()
    """Above the rows of a repeat."""
    ROW = auto()
    """Above what is asked in one row."""
    MORE = auto()
    """Below the rows of a repeat, where one more is added."""


class Part(NamedTuple):
    """One thing on a page: what it is, its path with row keys, and in how many rows it stands."""

    kind: PartKind
    path: str
    depth: int = 0


def parts_of(form: FormState, section: Section, *, to_party: bool = False) -> tuple[Part, ...]:
    """Give what the page of a top-level area shows now, in order.

    With `to_party` without what is asked for the municipality alone.
    """
    page = _Page(form.filled, to_party)
    if section.repeats:
        return tuple(page.repeat(section, section.path, ()))
    return tuple(page.parts(section.items, section.path, ()))


@dataclass(frozen=True, slots=True)
class _Page:
    filled: Filled
    to_party: bool

    def parts(self, items: Iterable[Item], around: str, keys: Keys) -> Iterator[Part]:
        for item in items:
            path = f"{around}/{item.path.rpartition('/')[2]}"
            if isinstance(item, Question):
                if self._is_asked(item, keys):
                    yield Part(PartKind.QUESTION, path, len(keys))
            elif item.repeats:
                yield from self.repeat(item, path, keys)
            elif self.filled.relevant.get((item.path, keys), True):
                inner = tuple(self.parts(item.items, path, keys))
                if inner and item.label:
                    yield Part(PartKind.GROUP, path, len(keys))
                yield from inner

    def _is_asked(self, question: Question, keys: Keys) -> bool:
        hidden = self.to_party and question.reach
        return question.kind.is_asked and not hidden and self.filled.relevant.get((question.path, keys), True)

    def repeat(self, section: Section, path: str, keys: Keys) -> Iterator[Part]:
        rows = self.filled.row_keys.get((section.path, keys), ())
        if not rows and not section.repeat_count and not self._takes_rows(section, keys):
            return
        shown = [key for key in rows if self.filled.relevant.get((section.path, (*keys, key)), True)]
        if rows and not shown:
            return
        yield Part(PartKind.REPEAT, path, len(keys))
        for key in shown:
            row = f"{path}[{key}]"
            yield Part(PartKind.ROW, row, len(keys) + 1)
            yield from self.parts(section.items, row, (*keys, key))
        yield Part(PartKind.MORE, path, len(keys))

    def _takes_rows(self, section: Section, keys: Keys) -> bool:
        """Whether a repeat without rows is asked for: a row that is not there yet would be relevant."""
        rule = self.filled.rules.rules[section.path]
        return rule.relevant is None or rule.relevant.truth(self.filled, (section.path, (*keys, "")))
