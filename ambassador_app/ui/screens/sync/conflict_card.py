"""One conflict: both values side by side, who wrote them and when, and the ways to decide."""

from __future__ import annotations

import difflib
import html
import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from ambassador_app.domain.conflict import Resolution
from ambassador_app.services.conflicts import OpenConflict
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, box, column, row
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.fields import TextArea
from ambassador_app.ui.widgets.side_by_side import Columns
from ambassador_app.wording.syncing import side_words, subject

Decide = Callable[[Resolution, str | None], None]
LONG: Final = 60
"""Letters from which on the words that differ are marked."""
_WORDS: Final = re.compile(r"\s+|[^\s]+")
_SENTENCES: Final = re.compile(r"[^.\n]*[.\n]+|[^.\n]+")
_MOST: Final = 250_000
"""Pairs of pieces that are compared at most: a blink."""


class ConflictCard(Card):
    """Shows a conflict; `decide` is called with what shall stand."""

    def __init__(self, context: UiContext, found: OpenConflict, decide: Decide, see: Callable[[], None]) -> None:
        super().__init__(context)
        self._context = context
        self._decide = decide
        tr, conflict = context.translator.tr, found.conflict
        self.title = " · ".join(
            part for part in (found.site, subject(conflict, context.translator, found.question)) if part
        )
        self.setAccessibleName(self.title)
        self.add(labels.heading(context, self.title))
        sides, asked = (conflict.mine, conflict.theirs), found.question
        mine, theirs = (side_words(side, context.translator, asked) for side in sides)
        marked_mine, marked_theirs = marked(mine, theirs)
        self.add(
            Columns(
                context,
                [self._side(tr("Typed here"), found.mine_by, conflict.mine_at, marked_mine)],
                [self._side(tr("At the office, shown now"), conflict.theirs_by, conflict.theirs_at, marked_theirs)],
                least=560,
            )
        )
        self.field: TextArea | None = None
        part = found.text_part
        if found.locked:
            self.add(labels.muted(context, tr("The visit is sealed, so the sealed value stands until it is amended.")))
        self.add(self._choices(is_text=part is not None, locked=found.locked, see=see))
        if part is not None and not found.locked:
            texts = (one[part] if part else one for one in (conflict.mine[0], conflict.theirs[0]))  # type: ignore[index]
            self._add_text(*(str(text) for text in texts))

    def _side(self, heading: str, who: str, at: datetime | None, words: str) -> QWidget:
        context = self._context
        when = context.translator.moment(at) if at is not None else ""
        said = QLabel(words)
        said.setTextFormat(Qt.TextFormat.RichText)
        said.setWordWrap(True)
        said.setFont(context.theme.font(Type.BODY))
        origin = " · ".join(part for part in (who, when) if part)
        return box(
            column(labels.strong(context, heading), labels.caption(context, origin), said, space=context.theme.space.xs)
        )

    def _choices(self, *, is_text: bool, locked: bool, see: Callable[[], None]) -> QWidget:
        context, tr = self._context, self._context.translator.tr
        self.keep_theirs = buttons.secondary(
            context, tr("Keep the office's"), lambda: self._decide(Resolution.THEIRS, None), icon="success"
        )
        self.take_mine = buttons.secondary(
            context, tr("Take what was typed here"), lambda: self._decide(Resolution.MINE, None), icon="edit"
        )
        self.take_mine.setEnabled(not locked)
        self.write = buttons.quiet(context, tr("Write something else"), self._write)
        self.write.setVisible(is_text and not locked)
        self.see = buttons.quiet(context, tr("See the visit"), see, icon="visits")
        line = Flow(context.theme.space.s)
        for one in (self.keep_theirs, self.take_mine, self.write, self.see):
            line.addWidget(one)
        return box(line)

    def _add_text(self, mine: str, theirs: str) -> None:
        context, tr = self._context, self._context.translator.tr
        self.field = TextArea(context, name=tr("The text that shall stand"), value=f"{theirs}\n{mine}", lines=4)
        keep = buttons.primary(context, tr("Let this stand"), self._keep_text)
        self.own = box(column(self.field, row(keep, 1), space=context.theme.space.s))
        self.own.hide()
        self.add(self.own)

    def _write(self) -> None:
        self.own.show()
        if self.field is not None:
            self.field.setFocus()

    def _keep_text(self) -> None:
        if self.field is not None:
            self.field.commit()
            self._decide(Resolution.OTHER, self.field.value())


def marked(mine: str, theirs: str) -> tuple[str, str]:
    """Write both texts as rich text; in long ones the words that only one of them has stand out, in very long ones
    the sentences, or all from the first difference to the last: nobody waits for it.
    """
    if max(len(mine), len(theirs)) < LONG:
        return _safe(mine), _safe(theirs)
    begin = _shared(mine, theirs)
    begin = max(mine.rfind(" ", 0, begin), mine.rfind("\n", 0, begin)) + 1  # whole words stand out
    end = _shared(mine[begin:][::-1], theirs[begin:][::-1])
    space = re.search(r"\s", mine[len(mine) - end :])
    end -= space.start() if space is not None else end
    here, there = (text[begin : len(text) - end] for text in (mine, theirs))
    before, after = _safe(mine[:begin]), _safe(mine[len(mine) - end :])
    for pattern in (_WORDS, _SENTENCES):
        first, second = pattern.findall(here), pattern.findall(there)
        if len(first) * len(second) <= _MOST:
            break
    else:
        first, second = [here], [there]
    mine_marked, theirs_marked = _marked(first, second)
    return f"{before}{mine_marked}{after}", f"{before}{theirs_marked}{after}"


def _shared(one: str, other: str) -> int:
    """How many letters both begin with."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _marked(here: list[str], there: list[str]) -> tuple[str, str]:
    parts: tuple[list[str], list[str]] = ([], [])
    for what, a, b, c, d in difflib.SequenceMatcher(None, here, there, autojunk=False).get_opcodes():
        for found, words in zip(parts, ("".join(here[a:b]), "".join(there[c:d])), strict=True):
            found.append(_safe(words) if what == "equal" else f"<b><u>{_safe(words)}</u></b>" if words else "")
    return "".join(parts[0]), "".join(parts[1])


def _safe(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")
