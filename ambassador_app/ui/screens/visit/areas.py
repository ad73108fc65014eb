"""The areas of the checklist with their progress, beside the questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ambassador_app.domain.checklist import Localised, Section
from ambassador_app.domain.form_checks import Progress
from ambassador_app.domain.form_state import FormState
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import box, column, row, scrolled
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import ProgressLine


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row in the list: its path, what it is called, how deep it stands, what is missing in it."""

    path: str
    words: str
    depth: int
    missing: int


class AreaButton(QPushButton):
    """One area: its name, how much is answered, what is missing."""

    def __init__(self, context: UiContext, name: str) -> None:
        super().__init__()
        self.context = context
        self.name = name
        self._shown: Progress | None = None
        self.setCheckable(True)
        self.setAutoDefault(False)
        self._dress()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        space = context.theme.space
        self._title = labels.label(context, name, Type.BODY, wrap=True)
        self._count = labels.caption(context, "")
        self._missing = labels.Badge(context)
        self._line = ProgressLine(context, name)
        self._line.setFixedHeight(context.theme.px(4))
        inner = box(
            column(
                row(self._title, self._missing, space=space.xs),
                row(self._line, self._count, space=space.s),
                space=space.xs,
            )
        )
        inner.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space.m, space.s, space.m, space.s)
        layout.addWidget(inner)
        self.toggled.connect(lambda on: self._title.setFont(context.theme.font(Type.STRONG if on else Type.BODY)))

    def _dress(self) -> None:
        colours, px = self.context.theme.colours, self.context.theme.px
        shape = f"border: 1px solid transparent; border-radius: {px(8)}px; background: transparent; padding: 0;"
        self.setStyleSheet(
            f"AreaButton {{ {shape} }} AreaButton:hover {{ background: {colours.sunken}; }}"
            f"AreaButton:checked {{ background: {colours.accent_soft}; }}"
            f"AreaButton:focus {{ border: 2px solid {colours.focus}; }}"
        )

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, max(self.sizeHint().height(), self.context.theme.touch))

    def show_progress(self, progress: Progress) -> None:
        """Show how far the area is."""
        if progress == self._shown:
            return
        self._shown = progress
        tr = self.context.translator.tr
        said = tr("{answered} of {all}", answered=progress.answered, all=progress.relevant)
        self._count.setText(said)
        self._line.set_share(progress.share)
        open_ones = progress.missing + progress.invalid
        self._missing.set(str(open_ones) if open_ones else "", "warning")
        missing = self.context.translator.tn("{count} to do", "{count} to do", open_ones) if open_ones else ""
        self._missing.setToolTip(missing)
        self.setAccessibleName(", ".join(filter(None, (self.name, said, missing))))


class RowButton(QPushButton):
    """A row of the open area: its name, and a mark while something in it is missing."""

    def __init__(self, context: UiContext, line: RowLine) -> None:
        super().__init__()
        self.context = context
        self.line: RowLine | None = None
        self.setAutoDefault(False)
        self.setProperty("kind", "quiet")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        buttons.for_fingers(self)
        space = context.theme.space
        self._name = labels.label(context, "", Type.CAPTION, token="text")
        self._missing = labels.Badge(context)
        layout = row(self._name, 1, self._missing, space=space.xs, margins=(space.l * line.depth, 0, space.s, 0))
        self.setLayout(layout)
        for part in (self._name, self._missing):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.show_line(line)

    def show_line(self, line: RowLine) -> None:
        """Show how the row stands."""
        if line == self.line:
            return
        self.line = line
        room = self.context.theme.px(150) - self.context.theme.space.l * (line.depth - 1)
        metrics = self._name.fontMetrics()
        self._name.setText(metrics.elidedText(line.words, Qt.TextElideMode.ElideRight, room))
        self._missing.set(str(line.missing) if line.missing else "", "warning")
        missing = self.context.translator.tn("{count} to do", "{count} to do", line.missing) if line.missing else ""
        self.setToolTip(line.words)
        self.setAccessibleName(", ".join(filter(None, (line.words, missing))))


class AreaList(QWidget):
    """All areas; one is open, with its rows below it. Arrow keys move between them."""

    chosen = Signal(str)
    row_chosen = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.context = context
        self.buttons: dict[str, AreaButton] = {}
        self.rows: dict[str, RowButton] = {}
        self._current = ""
        self._named: list[tuple[str, Localised]] = []
        self._group = QButtonGroup(self)
        space = context.theme.space
        self._column = column(1, space=space.xs, margins=(space.s, space.s, space.s, space.s))
        self.setLayout(column(scrolled(box(self._column))))
        self.setAccessibleName(context.translator.tr("Areas"))
        self.setFixedWidth(context.theme.px(216))

    def show_areas(self, sections: Sequence[Section]) -> None:
        """List the areas of a checklist; the same ones again change nothing."""
        named = [(one.path, one.label) for one in sections]
        if named == self._named:
            return
        self._named = named
        for old in self.buttons.values():
            self._group.removeButton(old)
            old.hide()
            old.deleteLater()
        self.buttons = {}
        for place, section in enumerate(sections):
            button = AreaButton(self.context, section.label.text(self.context.translator.language.value))
            button.clicked.connect(lambda _checked=False, path=section.path: self.chosen.emit(path))
            self._group.addButton(button)
            self._column.insertWidget(place, button)
            self.buttons[section.path] = button

    def show_form(self, form: FormState) -> None:
        """Show progress, and only the areas that are relevant."""
        for path, button in self.buttons.items():
            button.setVisible(form.relevant(path))
            button.show_progress(form.progress(path))

    def set_current(self, path: str) -> None:
        """Mark the area that is open."""
        self._current = path
        if path in self.buttons:
            self.buttons[path].setChecked(True)

    def show_rows(self, lines: Sequence[RowLine]) -> None:
        """List the rows of the open area below it."""
        if list(self.rows) != [one.path for one in lines] or any(
            button.line is None or button.line.depth != one.depth
            for button, one in zip(self.rows.values(), lines, strict=True)
        ):
            self._make_rows(lines)
        for line in lines:
            self.rows[line.path].show_line(line)
        self._place_rows()

    def _make_rows(self, lines: Sequence[RowLine]) -> None:
        before, depths = self.rows, {one.path: one.depth for one in lines}
        for path in [path for path, old in before.items() if old.line is None or depths.get(path) != old.line.depth]:
            old = before.pop(path)
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.rows = {one.path: before.get(one.path) or self._made_row(one) for one in lines}

    def _made_row(self, line: RowLine) -> RowButton:
        button = RowButton(self.context, line)
        button.clicked.connect(lambda _checked=False: self.row_chosen.emit(line.path))
        return button

    def _place_rows(self) -> None:
        """Let the rows stand below their area, in order."""
        area = self.buttons.get(self._current)
        first = self._column.indexOf(area) + 1 if area is not None else 0
        for place, button in enumerate(self.rows.values(), first):
            if self._column.indexOf(button) != place:
                self._column.removeWidget(button)
                self._column.insertWidget(place, button)
