"""The ways to hand the sealed report over: a copy, a stick, paper, the case system, Word; and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QSizePolicy

from ambassador_app.domain.hand_over import HandOverWay
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Form, box, column, row
from ambassador_app.ui.printing.desk import Printable, print_desk
from ambassador_app.ui.printing.dialog import Document
from ambassador_app.ui.reveal import show_in_folder
from ambassador_app.ui.screens.visit.hand_over_model import CASE_FOLDER, COPY_FOLDER, HandOverModel, Shown
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.dialogs import choose_folder
from ambassador_app.ui.widgets.fields import TextField
from ambassador_app.ui.widgets.policy_lock import locked_note
from ambassador_app.wording import LABEL
from ambassador_app.wording.policy import forbidden_words

if TYPE_CHECKING:
    from ambassador_app.services.hand_over import Given


class WaysCard(Card):
    """Save, stick, print, case system, Word; and what came of it."""

    def __init__(self, context: UiContext, hand_over: HandOverModel) -> None:
        tr, space = context.translator.tr, context.theme.space
        super().__init__(context, tr("Give it to the company"))
        self.context = context
        self.hand_over = hand_over
        self.desk = print_desk(context)
        self.body.setSpacing(space.s)
        self.to = TextField(context, name=tr("To whom"), placeholder=tr("Name of who gets it"))
        form = Form(context)
        form.add(tr("To whom"), self.to)
        self.why = labels.muted(context, "")
        self.case = self._way(tr("For the case system …"), self.save_for_case_system, "folder")
        self.save = self._way(tr("Save a copy …"), self.save_copy, "save")
        self.stick = self._way(tr("Save to a USB stick"), self.save_to_stick, "usb")
        self.print = self._way(tr("Print …"), self.begin_print, "print")
        self.word = buttons.link(context, tr("Word copy, unsigned …"), self.save_word)
        self.archive = buttons.link(context, tr("Copy without data, for an archive …"), self.save_for_archive)
        self.said = labels.body(context, "")
        self.open_folder = buttons.link(context, tr("Show in folder"), self._show_in_folder)
        self.problem = labels.label(context, "", token="danger", wrap=True)
        self._file: Path | None = None
        self.result = box(column(self.said, row(self.open_folder, 1)))
        self._order = column(self.save, self.stick, self.print, self.case, space=space.s)
        for part in (form.widget, self.why, self._order):
            self.add(part)
        self.add(row(self.word, 1))
        self.add(row(self.archive, 1))
        self._forbid()
        self.add(self.result)
        self.add(self.problem)
        self.result.hide()
        self.problem.hide()
        hand_over.given.connect(self._given)
        hand_over.refused.connect(self.complain)
        self.desk.said.connect(self._told)

    def _way(self, words: str, clicked: Callable[[], object], icon: str) -> QPushButton:
        made = buttons.secondary(self.context, words, clicked, icon)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.setMinimumHeight(self.context.theme.touch)
        return made

    def _forbid(self) -> None:
        """Show what the municipality does not allow, so that nobody looks for it, and let nobody press it."""
        policy = self.context.session.policy
        ways = {
            HandOverWay.COPY: self.save,
            HandOverWay.STICK: self.stick,
            HandOverWay.PRINT: self.print,
            HandOverWay.CASE_SYSTEM: self.case,
            HandOverWay.WORD: self.word,
            HandOverWay.ARCHIVE_COPY: self.archive,
        }
        for way, button in ways.items():
            button.setEnabled(policy.allows(way))
        said = forbidden_words(policy)
        if said is not None:
            self.add(locked_note(self.context, self.context.translator.say(said)))

    def show_shown(self, shown: Shown) -> None:
        """Lead with the way that is right for this report."""
        why = shown.terms.why_secure
        tr = self.context.translator.tr
        secure = tr("Send it as secure mail from the case system.")
        self.why.setText(f"{tr(LABEL[why])} {secure}" if why is not None else "")
        self.why.setHidden(why is None)
        leading, other = (self.save, self.case) if why is None else (self.case, self.save)
        if not leading.isEnabled():
            leading, other = other, leading
        self._dress(leading, first=True)
        self._dress(other, first=False)
        for number, way in enumerate((leading, *((other,) if why else ()), self.stick, self.print)):
            self._order.insertWidget(number, way)

    def _dress(self, button: QPushButton, *, first: bool) -> None:
        button.setProperty("kind", "primary" if first else "secondary")
        icon, token = ("folder" if button is self.case else "save"), ("on_accent" if first else "text")
        button.setIcon(self.context.theme.icon(icon, token, size=18))
        button.style().unpolish(button)
        button.style().polish(button)

    # -- the ways -----------------------------------------------------------------------------------------------
    def save_copy(self) -> None:
        """Ask for a folder and save a copy there."""
        self._into(COPY_FOLDER, self.hand_over.save_copy)

    def save_for_case_system(self) -> None:
        """Ask for a folder and save the report with its facts there."""
        self._into(CASE_FOLDER, self.hand_over.save_for_case_system)

    def save_word(self) -> None:
        """Ask for a folder and save a Word copy there."""
        self._into(COPY_FOLDER, self.hand_over.save_word)

    def save_for_archive(self) -> None:
        """Ask for a folder and save a plain copy there."""
        self._into(COPY_FOLDER, self.hand_over.save_for_archive)

    def _into(self, name: str, way: Callable[[Path, str], None]) -> None:
        title = self.context.translator.tr("Where should the copy be saved?")
        folder = choose_folder(self.context, self, title, folder=self.hand_over.last_folder(name))
        if folder is not None:
            way(folder, self.to.value())

    def save_to_stick(self) -> None:
        """Save a copy on the stick, or ask where it is."""
        self.hand_over.find_stick(self._stick_found)

    def _stick_found(self, stick: Path | None) -> None:
        if stick is None:
            tr = self.context.translator.tr
            stick = choose_folder(self.context, self, tr("No USB stick was found. Where is it?"))
        if stick is not None:
            self.hand_over.save_to_stick(stick, self.to.value())

    def begin_print(self) -> None:
        """Open the print dialog for the report that is shown; no printer is asked for anything before."""
        shown = self.hand_over.shown
        if shown is not None and self.print.isEnabled():
            self.complain("")
            tr = self.context.translator.tr
            name = tr("{site}, edition {number}", site=shown.site, number=shown.report.revision)
            document = Document(name, shown.pages)
            self.desk.ask(self.window(), Printable(shown.report.id, document, self.to.value()))

    # -- what came of it ----------------------------------------------------------------------------------------
    def _given(self, given: Given) -> None:
        tr, file = self.context.translator.tr, given.file
        beside = {
            "stick": tr(
                "Saved as {file}, with its checksum beside it; both were read back and are whole.", file=str(file)
            ),
            "case_system": tr("Saved as {file}, with its facts beside it as JSON and CSV.", file=str(file)),
            "word": tr("Saved as {file}. It says on each page that it is unsigned.", file=str(file)),
        }
        if given.noted.way not in ("mail", "mail_copy"):
            self.tell(beside.get(given.noted.way, tr("Saved as {file}", file=str(file))), file)

    def _told(self, words: str) -> None:
        self.tell(words, None)

    def tell(self, words: str, file: Path | None) -> None:
        """Say what came of it; a file can be shown in its folder."""
        self.complain("")
        self._file = file
        self.said.setText(words)
        self.open_folder.setHidden(file is None)
        self.result.show()

    def complain(self, words: str) -> None:
        """Say what could not be done."""
        self.problem.setText(words)
        self.problem.setHidden(not words)
        if words:
            self.result.hide()

    def _show_in_folder(self) -> None:
        if self._file is not None:
            show_in_folder(self._file)
