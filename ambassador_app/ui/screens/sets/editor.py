"""One set whole: its words, its factors or prices, its versions; an own one is changed here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ambassador_app.domain.factors import FactorSet
from ambassador_app.domain.roles import Right
from ambassador_app.domain.set_files import AnySet, place_of
from ambassador_app.services.set_library import SetLine
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, box, clear, column, page, row
from ambassador_app.ui.screens.sets.about import AboutCard
from ambassador_app.ui.screens.sets.draft import Draft
from ambassador_app.ui.screens.sets.entries import EntriesCard
from ambassador_app.ui.screens.sets.model import Opened, SetsModel
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, dialogs, labels
from ambassador_app.ui.widgets.cards import Banner, Card
from ambassador_app.ui.widgets.fields import commit_pending
from ambassador_app.ui.widgets.right_note import RightNote
from ambassador_app.wording import sets as words


class SetEditor(QWidget):
    """Shows a set; what is changed waits until it is saved as the next version."""

    closed = Signal()
    copy_wanted = Signal(object)
    """SetLine."""

    def __init__(self, context: UiContext, model: SetsModel) -> None:
        super().__init__()
        self.context = context
        self.model = model
        self._opened: Opened | None = None
        tr, space = context.translator.tr, context.theme.space
        self.back = buttons.icon_button(context, "chevron-left", tr("Back to all sets"), self.closed.emit)
        self.title = labels.label(context, "", Type.SECTION, wrap=True)
        self.badge = labels.Badge(context)
        self.save = buttons.primary(context, "", self._save, "save")
        # Not the button's: it rests while what is being typed has not been sent.
        for keys, act in (("Ctrl+S", self._save), ("Esc", self.closed.emit)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self.discard = buttons.quiet(context, tr("Discard the changes"), model.discard, "undo")
        self.copy = buttons.secondary(context, tr("Copy to an own set"), self._copy, "copy")
        self.export = buttons.secondary(context, tr("Save as a file…"), self._export, "external")
        self.retire = buttons.quiet(context, "", self._retire)
        self.shipped = Banner(
            context, "info", tr("This set comes with the program and stays as it is. Make a copy to change it.")
        )
        self.mixing = Banner(context, "warning", "")
        self.wrong = Banner(context, "danger", "")
        self.about = AboutCard(context, model)
        self.entries = EntriesCard(context, model)
        self.versions = VersionsCard(context, model)
        actions = Flow(space.s)
        for part in (self.badge, self.save, self.discard, self.copy, self.export, self.retire):
            actions.addWidget(part)
        head = row(self.back, self.title, space=space.s)
        head.setStretch(1, 1)
        self.may = RightNote(context, Right.PUBLISH)
        parts = (self.shipped, self.may, self.mixing, self.wrong, self.about, self.entries, self.versions)
        self.page = page(context, head, box(actions), *parts, width=1180)
        self.setLayout(column(self.page))
        model.opened.connect(self._show)
        model.draft_changed.connect(self._show_draft)
        model.compared.connect(self.entries.compare)

    def show_choices(self, lines: Sequence[SetLine]) -> None:
        """Offer these sets to compare with."""
        self.entries.show_choices(lines)

    def commit(self) -> None:
        """Take what is being typed."""
        commit_pending(self)

    # -- showing ------------------------------------------------------------------------------------------------
    def _show(self, opened: Opened | None) -> None:
        before, self._opened = self._opened, opened
        if opened is None:
            return
        line, tr = opened.line, self.context.translator.tr
        self.title.setText(tr(line.title))
        self.badge.set(
            words.version_words(self.context.translator, line.version), "accent" if line.version else "neutral"
        )
        self.shipped.setVisible(line.shipped)
        self.copy.setVisible(line.shipped)
        self.retire.setText(tr("Offer it again") if line.retired else tr("Offer it no more"))
        self.retire.setVisible(not line.is_default)
        self.versions.show_versions(opened)
        if before is None or before.line.name != line.name:
            self.entries.begin(line)
            self.page.verticalScrollBar().setValue(0)
        for one in (self.copy, self.retire, self.versions):
            one.setEnabled(opened.may)
        self.may.ask()
        if line.shipped or not opened.may:
            self._show_set(opened.found, read_only=True)

    def _show_draft(self, draft: Draft | None) -> None:
        changed = draft is not None and draft.is_changed
        problems = draft.problems if draft is not None else ()
        tr = self.context.translator.tr
        self.save.setVisible(draft is not None)
        self.discard.setVisible(changed)
        self.save.setEnabled(changed and not problems)
        if draft is None:
            self.wrong.set_text("")
            return
        self.save.setText(tr("Save as version {number}", number=str(draft.next_version)))
        self.save.setAccessibleName(self.save.text())
        self.title.setText(tr(draft.now.title))
        say = self.context.translator.say
        places = "; ".join(dict.fromkeys(say(place_of(one)) for one in problems))
        self.wrong.set_text(tr("It cannot be saved yet. Look at: {places}.", places=places) if problems else "")
        self._show_set(draft.now, read_only=False)
        self.entries.show_problems(problems)
        self.about.show_problems(problems)

    def _show_set(self, found: AnySet, *, read_only: bool) -> None:
        self.about.show_set(found, read_only=read_only)
        self.entries.show_set(found, read_only=read_only)
        scopes = found.scopes if isinstance(found, FactorSet) else ()
        self.mixing.set_text(words.mixing_words(self.context.translator, scopes))

    # -- doing --------------------------------------------------------------------------------------------------
    def _save(self) -> None:
        self.commit()
        self.model.keep()

    def _copy(self) -> None:
        if self._opened is not None:
            self.copy_wanted.emit(self._opened.line)

    def _retire(self) -> None:
        if self._opened is not None:
            self.model.retire(self._opened.line.name, not self._opened.line.retired)

    def _export(self) -> None:
        if self._opened is None:
            return
        tr, line = self.context.translator.tr, self._opened.line
        kinds = [(tr("Sets of factors or prices"), "*.json")]
        file = dialogs.choose_save(self.context, self, tr("Save as a file…"), f"{line.name}.json", kinds)
        if file is not None:
            self._write(line.name, file)

    def _write(self, name: str, file: Path) -> None:
        tr = self.context.translator.tr
        self.model.write_file(name, file, lambda: self.context.notices.success(tr("Saved as {file}.", file=file.name)))


class VersionsCard(Card):
    """Every version there has been; an earlier one can be brought back, as the next version."""

    def __init__(self, context: UiContext, model: SetsModel) -> None:
        super().__init__(context, context.translator.tr("Versions"))
        self.context = context
        self.model = model
        self._column: QVBoxLayout = column(space=context.theme.space.s)
        self.add(self._column)

    def show_versions(self, opened: Opened) -> None:
        """Show the versions of a set, the newest first."""
        look, translator = self.context, self.context.translator
        clear(self._column)
        self.setVisible(bool(opened.versions))
        for one in opened.versions:
            name = labels.strong(look, words.version_words(translator, one.version).capitalize())
            made = labels.muted(look, words.saved_words(translator, one.by, one.at))
            line: list[QWidget | int] = [name, made]
            if one.is_current:
                line.append(labels.Badge(look, translator.tr("Newest"), "success"))
            else:
                again = buttons.quiet(
                    look,
                    translator.tr("Bring back"),
                    lambda version=one.version_id: self.model.restore(version),  # type: ignore[misc]
                    "undo",
                )
                again.setAccessibleDescription(name.text())
                line.append(again)
            shown = row(*line, space=look.theme.space.m)
            shown.setStretch(1, 1)
            self._column.addLayout(shown)
