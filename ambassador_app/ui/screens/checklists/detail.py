"""One checklist: the version in use, the draft or offer that waits with what it would change, and every version."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from ambassador_app.domain.roles import Right
from ambassador_app.services.checklist_versions import VersionLine, VersionState
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, appear, box, clear, column, page, row
from ambassador_app.ui.screens.checklists.model import ChecklistsModel, Opened
from ambassador_app.ui.screens.checklists.words import STATE_LABEL, made_words, size_words, version_name, version_within
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.form_differences import DifferenceList
from ambassador_app.ui.widgets.right_note import RightNote
from ambassador_app.wording.checklists import DifferenceGroup


class ChecklistPage(QWidget):
    """One checklist with its versions."""

    closed = Signal()
    trial_wanted = Signal(str)
    """Hash of the version to try out."""
    workbook_wanted = Signal(object)
    blank_wanted = Signal(object)
    """VersionLine."""

    def __init__(self, context: UiContext, model: ChecklistsModel) -> None:
        super().__init__()
        self.context, self.model = context, model
        tr, space = context.translator.tr, context.theme.space
        self.back = buttons.quiet(context, tr("All checklists"), self.closed.emit, "chevron-left")
        self.title = labels.title(context, "")
        self.retire_button = buttons.quiet(context, "", self._retire)
        self.waiting = WaitingCard(context, self)
        self.versions = Card(context, tr("Versions"))
        self._lines = column(space=space.l)
        self.versions.add(self._lines)
        self.versions.add(labels.muted(context, tr("A visit keeps the version it began with, whatever is used here.")))
        self.rows: dict[str, VersionRow] = {}
        self.compared = Card(context, tr("What the version in use has changed since"))
        self.differences = DifferenceList(context)
        self.compared.add(self.differences)
        self.compared.hide()
        head = row(self.back, 1, self.retire_button)
        self.may = RightNote(context, Right.PUBLISH, self.retire_button, self.waiting.use, self.waiting.discard)
        self.page = page(context, head, self.title, self.may, self.waiting, self.versions, self.compared, width=1080)
        self.setLayout(column(self.page))
        model.opened.connect(self.show_opened)
        model.compared.connect(self._show_compared)

    def show_opened(self, opened: Opened | None) -> None:
        """Show a checklist."""
        if opened is None:
            self.closed.emit()
            return
        translator, line = self.context.translator, opened.line
        self.title.setText(line.title.text(translator.language.value) or line.id)
        self.retire_button.setText(
            translator.tr("Offer it again") if line.is_retired else translator.tr("Offer it no longer")
        )
        appear(self.retire_button, line.current is not None)
        self.waiting.show_opened(opened)
        self.compared.hide()
        clear(self._lines)
        self.rows = {one.sha256: VersionRow(self.context, one, self) for one in opened.versions}
        for made in self.rows.values():
            self._lines.addWidget(made)
        self.may.keep(*(made.buttons["use"] for made in self.rows.values() if "use" in made.buttons))

    def _show_compared(self, found: tuple[VersionLine, tuple[DifferenceGroup, ...]]) -> None:
        version, groups = found
        if self.compared.heading is not None:
            name = version_within(self.context.translator, version)
            self.compared.heading.setText(
                self.context.translator.tr("What the version in use has changed since {version}", version=name)
            )
        self.differences.show_groups(groups)
        appear(self.compared, True)
        self.page.ensureWidgetVisible(self.compared, 0, 0)

    def _retire(self) -> None:
        if self.model.shown is not None:
            line = self.model.shown.line
            self.model.retire(line.id, not line.is_retired)


class WaitingCard(Card):
    """The draft or the offer: what it would change, try it, use it, let it go."""

    def __init__(self, context: UiContext, page: ChecklistPage) -> None:
        super().__init__(context, " ")
        self.context, self._page, self._version = context, page, ""
        self._line: VersionLine | None = None
        tr, space = context.translator.tr, context.theme.space
        self.words = labels.body(context, "")
        self.differences = DifferenceList(context)
        self.use = buttons.primary(context, "", self._use)
        self.trial = buttons.secondary(context, tr("Try it out"), self._try)
        self.discard = buttons.quiet(context, tr("Let the draft go"), self._discard)
        line = Flow(space.s)
        for one in (self.use, self.trial, self.discard):
            line.addWidget(one)
        for part in (self.words, self.differences, box(line)):
            self.add(part)
        self.set_tone("info")

    def show_opened(self, opened: Opened) -> None:
        """Show what waits; nothing where nothing does."""
        version, translator = opened.waiting, self.context.translator
        self._line = version
        appear(self, version is not None)
        if version is None or self.heading is None:
            return
        tr, is_draft = translator.tr, version.state is VersionState.DRAFT
        name = version_within(translator, version)
        self.heading.setText(tr("Draft: {version}", version=name) if is_draft else tr("Newer: {version}", version=name))
        said = (
            tr("No visit takes it before you publish it. Try it out first.")
            if is_draft
            else tr(
                "A newer program brought this version. Your own one stays in use until you take this one. To have "
                "both, save its workbook, put your changes in, and read it in again."
            )
        )
        self.words.setText(f"{size_words(translator, version)} · {made_words(translator, version)}\n{said}")
        is_new = opened.line.current is None
        appear(self.differences, not is_new)
        self.differences.show_groups(opened.differences)
        self.use.setText(tr("Publish") if is_draft else tr("Use it"))
        self.use.setAccessibleName(self.use.text())
        appear(self.discard, is_draft)

    def _use(self) -> None:
        if self._line is not None:
            self._page.model.use_version(self._line)

    def _try(self) -> None:
        if self._line is not None:
            self._page.trial_wanted.emit(self._line.sha256)

    def _discard(self) -> None:
        if self._page.model.shown is not None:
            self._page.model.discard_draft(self._page.model.shown.line.id)


class VersionRow(QFrame):
    """One version: its name and state, where it comes from, what can be done with it."""

    def __init__(self, context: UiContext, line: VersionLine, page: ChecklistPage) -> None:
        super().__init__()
        self.line = line
        translator, space = context.translator, context.theme.space
        tr, name = translator.tr, version_name(translator, line)
        words, tone = STATE_LABEL[line.state]
        head = Flow(space.s)
        head.addWidget(labels.strong(context, name))
        head.addWidget(labels.Badge(context, tr(words), tone))
        about = labels.caption(context, f"{made_words(translator, line)} · {size_words(translator, line)}")
        about.setWordWrap(True)
        self.buttons: dict[str, QWidget] = {}
        deeds: list[tuple[str, str, Callable[[], object], str, bool]] = [
            ("trial", tr("Try it out"), partial(page.trial_wanted.emit, line.sha256), "eye", True),
            ("blank", tr("Print blank…"), partial(page.blank_wanted.emit, line), "print", True),
            ("workbook", tr("Save the workbook…"), partial(page.workbook_wanted.emit, line), "save", line.has_workbook),
            ("compare", tr("Compare"), partial(page.model.compare, line), "", line.state is VersionState.OLDER),
            (
                "use",
                tr("Use it again"),
                partial(page.model.use_version, line),
                "undo",
                line.state is VersionState.OLDER,
            ),
        ]
        flow = Flow(space.xs)
        for key, text, clicked, icon, wanted in deeds:
            if wanted:
                made = buttons.quiet(context, text, clicked, icon)
                made.setAccessibleDescription(name)
                self.buttons[key] = made
                flow.addWidget(made)
        self.setLayout(column(box(head), about, box(flow), space=space.xs))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
