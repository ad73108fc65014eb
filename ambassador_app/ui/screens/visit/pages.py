"""One area of the checklist as a page of cards, built a few at a time; nothing jumps when questions come and go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from ambassador_app.domain.checklist import Section
from ambassador_app.domain.form_parts import Part, PartKind, parts_of
from ambassador_app.domain.form_state import FormState
from ambassador_app.domain.visit_rows import rows_around, split_row
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import scrolled
from ambassador_app.ui.screens.visit.cards import QuestionCard
from ambassador_app.ui.screens.visit.facts import card_facts, row_facts
from ambassador_app.ui.screens.visit.fitted import Fitted, Ground
from ambassador_app.ui.screens.visit.groups import row_of, section_at, section_words
from ambassador_app.ui.screens.visit.keyboard_room import Raised, has_touch_screen
from ambassador_app.ui.screens.visit.marks import Marks
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.screens.visit.page_rows import PageRows
from ambassador_app.ui.screens.visit.photo_files import can_be_taken
from ambassador_app.ui.screens.visit.row_heads import GroupHead, MoreRow, RepeatHead, RowHead

AT_ONCE: Final = 8
"""Cards built before the page is shown; the rest follow between two events."""
PER_TURN: Final = 2


class AreaPage(QWidget):
    """The cards of one area. `build` makes the first ones; the others come by themselves or when asked for."""

    current_changed = Signal(str)

    def __init__(
        self, context: UiContext, model: VisitModel, section: Section, photo: Callable[[str, Any], object]
    ) -> None:
        super().__init__()
        self.context = context
        self.model = model
        self.section = section
        self.cards: dict[str, QuestionCard] = {}
        self.heads: dict[Part, QWidget] = {}
        self._photo = photo
        self._marks = Marks({}, {})
        self.parts: tuple[Part, ...] = ()
        """Everything on the page now, in order; what is not built yet included."""
        self.order: list[str] = []
        """The paths of its questions."""
        self._current = ""
        self.rows = PageRows(self)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._build_some)
        self.setAcceptDrops(True)
        self._lay_out()

    def _lay_out(self) -> None:
        space = self.context.theme.space
        self._column = QVBoxLayout()
        below = self.context.theme.px(320) if has_touch_screen() else space.xl
        self._column.setContentsMargins(space.l, space.s, space.l, below)
        self._column.setSpacing(space.m)
        self._column.addStretch(1)
        self._content = Ground(self.context, self._column)
        self.area: QScrollArea = scrolled(self._content)
        self.raised = Raised(self.context, self.area)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    # -- showing ------------------------------------------------------------------------------------------------
    @property
    def photos(self) -> Mapping[str, int]:
        """How many photos each question has."""
        return self._marks.photos

    def show_all(self, form: FormState, marks: Marks) -> None:
        """Show every question as it stands; cards that are not built yet are built, the first ones at once."""
        self._marks = marks
        anchor = self._anchor()
        with self._together():
            self._take(form)
            self._show_cards(self.cards, form)
            self._show_heads(form, self.heads)
            self._build(AT_ONCE - len(self.cards))
        self._hold(anchor)
        if not self.is_whole:
            self._timer.start()

    def show_touched(self, form: FormState, touched: frozenset[str], marks: Marks) -> None:
        """Show what an answer moved: states, what is offered, and which questions and rows there are."""
        offered, self._marks = self._marks.others(marks), marks
        rows = {around for path in touched for around in rows_around(path)}
        heads: Iterable[Part] = [part for part in self.heads if part.kind is PartKind.ROW and part.path in rows]
        anchor = self._anchor() if form.reshaped or not touched else None
        with self._together():
            if form.reshaped or not touched:
                heads = self.heads if self._take(form) or not touched else heads
            self._show_cards([path for path in touched | offered if path in self.cards], form)
            self._show_heads(form, heads)
        self._hold(anchor)
        if form.reshaped and not self.is_whole:
            self._timer.start()

    @contextmanager
    def _together(self) -> Iterator[None]:
        """Lay the page out once, not for each part that comes, goes or grows."""
        self._column.setEnabled(False)
        try:
            yield
        finally:
            self._column.setEnabled(True)

    @property
    def is_whole(self) -> bool:
        """Whether everything on the page is built."""
        return all(self._widget(part) is not None for part in self.parts)

    def _take(self, form: FormState) -> bool:
        """Learn what is on the page now; tell whether there are other rows, or in another order."""
        parts = parts_of(form, self.section, to_party=self.model.show_mode)
        if parts == self.parts:
            return False
        rows = [part for part in self.parts if part.kind is PartKind.ROW]
        turned = set(self.parts).symmetric_difference(parts)
        self.parts = parts
        self.order = [part.path for part in parts if part.kind is PartKind.QUESTION]
        others = rows != [part for part in parts if part.kind is PartKind.ROW]
        if others:
            self._drop_gone(form)
        here = set(parts)
        for part in turned:
            widget = self._widget(part)
            if widget is not None:
                widget.setVisible(part in here)
        if others:
            self._put_in_order()
        return others

    def _drop_gone(self, form: FormState) -> None:
        """Let go of what stood in rows that are no more; what is only not asked stays, hidden."""
        gone = [path for path in self.cards if (row := row_of(path)) and not _has_row(form, row)]
        for path in gone:
            self._let_go(self.cards.pop(path))
        for part in [one for one in self.heads if one.kind is PartKind.ROW and not _has_row(form, one.path)]:
            self._let_go(self.heads.pop(part))
        for part in [one for one in self.heads if (row := row_of(one.path)) and not _has_row(form, row)]:
            self._let_go(self.heads.pop(part))
        if self._current in gone:
            self._current = ""

    def _let_go(self, widget: QWidget) -> None:
        self._column.removeWidget(widget)
        widget.hide()
        widget.deleteLater()

    def _put_in_order(self) -> None:
        built = [one for one in map(self._widget, self.parts) if one is not None]
        places = [self._column.indexOf(one) for one in built]
        if places != sorted(places):
            for place, widget in enumerate(built):
                self._column.removeWidget(widget)
                self._column.insertWidget(place, widget)

    def _widget(self, part: Part) -> QWidget | None:
        return self.cards.get(part.path) if part.kind is PartKind.QUESTION else self.heads.get(part)

    def _show_cards(self, paths: Iterable[str], form: FormState) -> None:
        shown = set(self.order)
        for path in paths:
            if path in shown:
                self._show_card(self.cards[path], form)

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

    def _show_heads(self, form: FormState, parts: Iterable[Part]) -> None:
        for part in parts:
            head = self.heads[part]
            if isinstance(head, RowHead):
                head.show_facts(row_facts(self.model, form, part.path))
            elif isinstance(head, RepeatHead):
                section = section_at(form, part.path)
                head.show_rows(len(form.rows.get(part.path, ())), counted=bool(section and section.repeat_count))
            elif isinstance(head, MoreRow):
                head.setHidden(self.model.locked)

    # -- building -----------------------------------------------------------------------------------------------
    def _build_some(self) -> None:
        anchor = self._anchor()
        with self._together():
            self._build(PER_TURN)
        self._hold(anchor)
        if self.is_whole:
            self._timer.stop()

    def _build(self, most: int) -> None:
        """Build up to `most` things that are missing, in order."""
        for part in self.parts:
            if most <= 0:
                return
            if self._widget(part) is None:
                self.build_part(part)
                most -= 1

    def build_part(self, part: Part) -> None:
        """Build one thing of the page."""
        form = self.model.form
        if form is None:
            return
        if part.kind is PartKind.QUESTION:
            self.card_of(part.path)
            return
        self.heads[part] = head = self._head_of(part, form)
        self._insert(part, head)
        self._show_heads(form, (part,))

    def card_of(self, path: str) -> QuestionCard | None:
        """Give the card of `path`, building it if need be; None if the question is not asked now."""
        form = self.model.form
        part = next((one for one in self.parts if one.path == path and one.kind is PartKind.QUESTION), None)
        if form is None or part is None:
            return None
        if path not in self.cards:
            card = QuestionCard(self.context, self.model, path, form, lambda at: self._photo(at, ()))
            self._show_card(card, form)
            self.cards[path] = card
            self._insert(part, card)
        return self.cards[path]

    def _insert(self, part: Part, widget: Fitted) -> None:
        """Put a part where it belongs, now: left to itself it would be shown, and have a place, an event later."""
        margins = self._column.contentsMargins()
        widget.fit(self.area.viewport().width() - margins.left() - margins.right())
        self._column.insertWidget(self._place_of(part), widget)
        widget.show()

    def _place_of(self, part: Part) -> int:
        """Give where in the column a part belongs: behind the nearest one before it that is built."""
        for before in reversed(self.parts[: self.parts.index(part)]):
            widget = self._widget(before)
            if widget is not None:
                return self._column.indexOf(widget) + 1
        return 0

    def _head_of(self, part: Part, form: FormState) -> Fitted:
        words = section_words(form, part.path, self.context.translator)
        match part.kind:
            case PartKind.REPEAT:
                return RepeatHead(self.context, words)
            case PartKind.MORE:
                more = MoreRow(self.context, words, lambda: self.rows.add(part.path))
                section = section_at(form, part.path)
                more.button.setHidden(bool(section and section.repeat_count))
                return more
            case PartKind.ROW:
                return self.rows.make_head(part.path)
        return GroupHead(self.context, words)

    # -- not jumping --------------------------------------------------------------------------------------------
    def _anchor(self) -> tuple[QuestionCard, int] | None:
        """Remember where on the screen the card being answered is."""
        card = self.cards.get(self._current)
        if card is None or not card.isVisible():
            return None
        return card, card.mapTo(self.area.viewport(), QPoint(0, 0)).y()

    def _hold(self, anchor: tuple[QuestionCard, int] | None) -> None:
        """Scroll so that it is there still."""
        if anchor is None or anchor[0].isHidden():
            return
        card, before = anchor
        self.settle()
        after = card.mapTo(self.area.viewport(), QPoint(0, 0)).y()
        if after != before:
            bar = self.area.verticalScrollBar()
            bar.setValue(bar.value() + after - before)

    def settle(self) -> None:
        """Lay everything out now, so that positions can be asked for."""
        room = self.area.viewport().size()
        # The scroll area itself would do so an event later; until then everything is squeezed together.
        self._content.resize(room.width(), max(self._column.totalSizeHint().height(), room.height()))
        self._column.activate()

    def bring_up(self, widget: QWidget) -> None:
        """Scroll until a widget of the page is seen."""
        self.area.ensureWidgetVisible(widget, 0, self.context.theme.px(24))

    # -- moving -------------------------------------------------------------------------------------------------
    def current(self) -> QuestionCard | None:
        """The card that has the focus, or had it last."""
        return self.cards.get(self._current)

    def go_to(self, path: str) -> bool:
        """Put the focus on the question at `path`. False if it is not asked now."""
        card = self.card_of(path)
        if card is None:
            return False
        self.settle()
        card.enter()
        self.bring_up(card)
        self._set_current(path)
        return True

    def step(self, by: int) -> bool:
        """Go to the question before or behind; False at the end of the area."""
        here = self.order.index(self._current) if self._current in self.order else -1 if by > 0 else 0
        there = here + by
        return 0 <= there < len(self.order) and self.go_to(self.order[there])

    def enter(self, *, last: bool = False) -> None:
        """Put the focus where it was, or on the first question (the last one, coming from behind)."""
        if self.order:
            first = self.order[-1] if last else self.order[0]
            self.go_to(self._current if self._current in self.order and not last else first)

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        while now is not None and now is not self:
            if isinstance(now, QuestionCard) and self.cards.get(now.path) is now:
                self._set_current(now.path)
                return
            now = now.parentWidget()

    def _set_current(self, path: str) -> None:
        self.raised.raise_up(self.cards[path])
        if path == self._current:
            return
        if self._current in self.cards:
            self.cards[self._current].set_current(False)
        self._current = path
        self.cards[path].set_current(True)
        self.current_changed.emit(path)

    # -- photos dropped on the page -----------------------------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if can_be_taken(event.mimeData()) and not self.model.locked:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        at = self.childAt(event.position().toPoint())
        while at is not None and not isinstance(at, QuestionCard):
            at = at.parentWidget()
        event.acceptProposedAction()
        self._photo(at.path if isinstance(at, QuestionCard) else self.section.path, event.mimeData())


def _has_row(form: FormState, row: str) -> bool:
    repeat, key = split_row(row)
    return key in form.rows.get(repeat, ())
