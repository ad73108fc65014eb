"""One area of the checklist as a page of cards, built a few at a time; nothing jumps when questions come and go."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from ambassador_app.domain.checklist import Section
from ambassador_app.domain.form_state import FormState
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import box, scrolled
from ambassador_app.ui.screens.visit.cards import QuestionCard, card_facts
from ambassador_app.ui.screens.visit.groups import group_of, group_words, inner_sections
from ambassador_app.ui.screens.visit.marks import Marks
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.screens.visit.photo_files import files_of
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels

AT_ONCE: Final = 8
"""Cards built before the page is shown; the rest follow between two events."""
PER_TURN: Final = 2


class AreaPage(QWidget):
    """The cards of one area. `build` makes the first ones; the others come by themselves or when asked for."""

    current_changed = Signal(str)

    def __init__(
        self, context: UiContext, model: VisitModel, section: Section, photo: Callable[[str, tuple[Path, ...]], object]
    ) -> None:
        super().__init__()
        self.context = context
        self.model = model
        self.section = section
        self.cards: dict[str, QuestionCard] = {}
        self._photo = photo
        self._marks = Marks({}, {})
        self._order: list[str] = []
        self._headings: dict[str, QWidget] = {}
        self._current = ""
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._build_some)
        self.setAcceptDrops(True)
        self._lay_out()

    def _lay_out(self) -> None:
        space = self.context.theme.space
        self._column = QVBoxLayout()
        self._column.setContentsMargins(space.l, space.s, space.l, space.xl)
        self._column.setSpacing(space.m)
        for repeat in inner_sections([self.section]):
            if repeat.repeats:
                self._column.addWidget(self._row_button(repeat))
        self._column.addStretch(1)
        self.area: QScrollArea = scrolled(box(self._column))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    def _row_button(self, repeat: Section) -> QWidget:
        translator = self.context.translator
        words = translator.tr("One more: {name}", name=repeat.label.text(translator.language.value))
        return buttons.secondary(self.context, words, lambda: self.model.add_row(repeat.path), "add")

    # -- showing ------------------------------------------------------------------------------------------------
    def show_all(self, form: FormState, marks: Marks) -> None:
        """Show every question as it stands; cards that are not built yet are built, the first ones at once."""
        self._marks = marks
        self._order = self._asked(form)
        anchor = self._anchor()
        self._show_cards(self.cards, form)
        self._build(AT_ONCE - len(self.cards))
        self._hold(anchor)
        if len(self.cards) < len(self._order) or not self.is_whole:
            self._timer.start()

    def show_touched(self, form: FormState, touched: Iterable[str]) -> None:
        """Show what an answer moved: states, and which questions there are."""
        anchor = self._anchor()
        self._order = self._asked(form)
        self._show_cards([path for path in touched if path in self.cards], form)
        if not self.is_whole:
            self._build(PER_TURN * 2)
            self._timer.start()
        self._hold(anchor)

    def _asked(self, form: FormState) -> list[str]:
        """Give the paths of what is asked now; what is for the municipality alone is not shown to the company."""
        states = form.questions(self.section.path)
        return [one.path for one in states if not (self.model.show_mode and one.question.reach)]

    @property
    def is_whole(self) -> bool:
        """Whether every question has its card."""
        return all(path in self.cards for path in self._order)

    def _show_cards(self, paths: Iterable[str], form: FormState) -> None:
        shown = set(self._order)
        for path in paths:
            card = self.cards[path]
            if path in shown:
                self._show_card(card, form)
            card.setVisible(path in shown)
        for group, heading in self._headings.items():
            heading.setVisible(any(group_of(path) == group for path in self._order))

    def _show_card(self, card: QuestionCard, form: FormState) -> None:
        path = card.path
        card.show_facts(
            card_facts(
                self.model,
                form,
                path,
                offers=self._marks.offers.get(path, ()),
                photos=self._marks.photos.get(path, 0),
            )
        )

    # -- building -----------------------------------------------------------------------------------------------
    def _build_some(self) -> None:
        self._build(PER_TURN)
        if self.is_whole:
            self._timer.stop()

    def _build(self, most: int) -> None:
        """Build up to `most` cards that are missing, in order."""
        for path in self._order:
            if most <= 0:
                return
            if path not in self.cards:
                self.card_of(path)
                most -= 1

    def card_of(self, path: str) -> QuestionCard | None:
        """Give the card of `path`, building it if need be; None if the question is not asked now."""
        form = self.model.form
        if form is None or path not in self._order:
            return None
        if path not in self.cards:
            card = QuestionCard(self.context, self.model, path, form, lambda at: self._photo(at, ()))
            self._show_card(card, form)
            self.cards[path] = card
            margins = self._column.contentsMargins()
            card.fit(self.area.viewport().width() - margins.left() - margins.right())
            self._column.insertWidget(self._place_of(path), card)
            self._head(path, card)
        return self.cards[path]

    def _place_of(self, path: str) -> int:
        """Give where in the column the card belongs: behind the nearest one before it that is built."""
        for before in reversed(self._order[: self._order.index(path)]):
            if before in self.cards:
                return self._column.indexOf(self.cards[before]) + 1
        return 0

    def _head(self, path: str, card: QuestionCard) -> None:
        """Put the heading of an inner group above its first question."""
        group = group_of(path)
        if group == self.section.path or group in self._headings:
            return
        form = self.model.form
        words = group_words(form, group, self.context.translator) if form is not None else ""
        if words:
            heading = labels.label(self.context, words, Type.HEADING, wrap=True)
            self._headings[group] = heading
            self._column.insertWidget(self._column.indexOf(card), heading)

    # -- not jumping --------------------------------------------------------------------------------------------
    def _anchor(self) -> tuple[QuestionCard, int] | None:
        """Remember where on the screen the card being answered is."""
        card = self.cards.get(self._current)
        if card is None or not card.isVisible():
            return None
        return card, card.mapTo(self.area.viewport(), QPoint(0, 0)).y()

    def _hold(self, anchor: tuple[QuestionCard, int] | None) -> None:
        """Scroll so that it is there still."""
        if anchor is None:
            return
        card, before = anchor
        self._settle()
        after = card.mapTo(self.area.viewport(), QPoint(0, 0)).y()
        if after != before:
            bar = self.area.verticalScrollBar()
            bar.setValue(bar.value() + after - before)

    def _settle(self) -> None:
        """Lay everything out now, so that positions can be asked for."""
        self._column.activate()

    # -- moving -------------------------------------------------------------------------------------------------
    def current(self) -> QuestionCard | None:
        """The card that has the focus, or had it last."""
        return self.cards.get(self._current)

    def go_to(self, path: str) -> bool:
        """Put the focus on the question at `path`. False if it is not asked now."""
        card = self.card_of(path)
        if card is None:
            return False
        self._settle()
        card.enter()
        self.area.ensureWidgetVisible(card, 0, self.context.theme.px(24))
        self._set_current(path)
        return True

    def step(self, by: int) -> bool:
        """Go to the question before or behind; False at the end of the area."""
        here = self._order.index(self._current) if self._current in self._order else -1 if by > 0 else 0
        there = here + by
        return 0 <= there < len(self._order) and self.go_to(self._order[there])

    def enter(self, *, last: bool = False) -> None:
        """Put the focus where it was, or on the first question (the last one, coming from behind)."""
        if self._order:
            first = self._order[-1] if last else self._order[0]
            self.go_to(self._current if self._current in self._order and not last else first)

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        while now is not None and now is not self:
            if isinstance(now, QuestionCard) and self.cards.get(now.path) is now:
                self._set_current(now.path)
                return
            now = now.parentWidget()

    def _set_current(self, path: str) -> None:
        if path == self._current:
            return
        if self._current in self.cards:
            self.cards[self._current].set_current(False)
        self._current = path
        self.cards[path].set_current(True)
        self.current_changed.emit(path)

    # -- photos dropped on the page -----------------------------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_of(event.mimeData()) and not self.model.locked:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        found = files_of(event.mimeData())
        at = self.childAt(event.position().toPoint())
        while at is not None and not isinstance(at, QuestionCard):
            at = at.parentWidget()
        if found:
            event.acceptProposedAction()
            self._photo(at.path if isinstance(at, QuestionCard) else self.section.path, found)
