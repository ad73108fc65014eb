"""The report by mail: as a draft for the mail program, where plain mail is right or somebody says why it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QSizePolicy

from ambassador_app.domain.hand_over import HandOverWay, PlainMail
from ambassador_app.errors import MailProgramMissing
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Form, box, column, row
from ambassador_app.ui.reveal import show_in_folder
from ambassador_app.ui.screens.visit.hand_over_model import MAIL_FOLDER, HandOverModel, Shown
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.choices import ChoiceButtons
from ambassador_app.ui.widgets.dialogs import choose_folder
from ambassador_app.ui.widgets.fields import TextField, commit_pending
from ambassador_app.ui.widgets.policy_lock import locked_note
from ambassador_app.wording import LABEL, sentence

if TYPE_CHECKING:
    from ambassador_app.services.hand_over import Given, PlainMailChoice


class MailCard(Card):
    """To whom, and where secure mail is the default: why plain mail all the same. The reason is kept."""

    def __init__(self, context: UiContext, hand_over: HandOverModel) -> None:
        tr, space = context.translator.tr, context.theme.space
        super().__init__(context, tr("By mail"))
        self.context = context
        self.hand_over = hand_over
        self._asks = False
        self.body.setSpacing(space.s)
        self.to = TextField(context, name=tr("E-mail to"), placeholder=tr("name@company.dk"))
        form = Form(context)
        form.add(tr("E-mail to"), self.to)
        self.large_note = labels.muted(context, "")
        self.policy = labels.body(context, "")
        self.all_the_same = buttons.link(context, tr("Use plain mail all the same …"), self.begin_choice)
        self.why = ChoiceButtons(
            context,
            tuple((one.value, tr(LABEL[one])) for one in PlainMail),
            name=tr("Why is plain mail right here?"),
        )
        self.reason = TextField(context, name=tr("In a few words"), placeholder=tr("In a few words"))
        question = labels.strong(context, tr("Why is plain mail right here?"))
        question.setWordWrap(True)
        kept = labels.caption(context, tr("The choice is kept with the report, with your name and the time."))
        kept.setWordWrap(True)
        self.choice = box(column(question, self.why, self.reason, kept, space=space.s))
        self.missing = labels.label(context, "", token="danger", wrap=True)
        self.draft = buttons.secondary(context, tr("E-mail draft"), self.draft_mail, "mail")
        self.draft.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.draft.setMinimumHeight(context.theme.touch)
        self.said = labels.body(context, "")
        self.show_it = buttons.link(context, tr("Show in folder"), self._show_in_folder)
        self.result = box(column(self.said, row(self.show_it, 1)))
        self._file: Path | None = None
        for part in (form.widget, self.policy, self.large_note, row(self.all_the_same, 1), self.choice, self.missing):
            self.add(part)
        self.add(self.draft)
        self._is_allowed = context.session.policy.allows(HandOverWay.MAIL)
        if not self._is_allowed:
            for used in (self.draft, self.all_the_same, self.to):
                used.setEnabled(False)
            self.add(locked_note(context, tr("Not allowed by your municipality.")))
        self.add(self.result)
        for one in (self.choice, self.missing, self.result):
            one.hide()
        hand_over.given.connect(self._given)
        self.why.chosen.connect(lambda _key: self._miss(""))

    def show_shown(self, shown: Shown) -> None:
        """Say on what terms this report goes by mail."""
        tr, terms = self.context.translator.tr, shown.terms
        self._asks = terms.why_secure is not None
        self.policy.setText(
            tr("Save it for the case system and send it as secure mail from there.") if self._asks else ""
        )
        self.policy.setHidden(not self._asks)
        large = tr(
            "The report is {size} MB, too large for a mail. A copy with smaller photos is attached instead; it says on "
            "its first page that it is not sealed. The sealed file stays as it is.",
            size=self.context.translator.number(terms.size / 1_000_000, 1),
        )
        self.large_note.setText("" if terms.fits_mail else large)
        self.large_note.setHidden(terms.fits_mail)
        self._show_choice(open_=not self.choice.isHidden())

    def _show_choice(self, *, open_: bool) -> None:
        chosen = self._asks and open_
        self.choice.setHidden(not chosen)
        self.all_the_same.setHidden(not self._asks or chosen)
        self.draft.setHidden(self._asks and not chosen)

    def begin_choice(self) -> None:
        """Ask why."""
        self._show_choice(open_=True)
        self.why.setFocus()

    # -- the draft ----------------------------------------------------------------------------------------------
    def draft_mail(self) -> None:
        """Save a draft where the last one went, and open it in the mail program; ask for a reason where one is due."""
        commit_pending(self)
        choice = self._chosen()
        if self._asks and choice is None:
            self.begin_choice()
            self._miss(self.context.translator.tr("Choose a reason; with another reason, say which."))
            return
        self._miss("")
        last = self.hand_over.last_folder(MAIL_FOLDER)
        title = self.context.translator.tr("Where should the draft be saved?")
        folder = Path(last) if last else choose_folder(self.context, self, title)
        if folder is not None:
            self.hand_over.draft_mail(folder, self.to.value(), choice)

    def _chosen(self) -> PlainMailChoice | None:
        from ambassador_app.services.hand_over import PlainMailChoice

        key, note = self.why.value(), self.reason.value().strip()
        if not self._asks or not isinstance(key, str) or (key == PlainMail.OTHER.value and not note):
            return None
        return PlainMailChoice(PlainMail(key), note)

    def _miss(self, words: str) -> None:
        self.missing.setText(words)
        self.missing.setHidden(not words)

    def _given(self, given: Given) -> None:
        if given.noted.way not in (HandOverWay.MAIL, HandOverWay.MAIL_COPY):
            return
        tr = self.context.translator.tr
        self._file = given.file
        opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(given.file)))
        said = tr(
            "The draft is saved as {file}. If no mail program opens it, show it in its folder and open it from there.",
            file=str(given.file),
        )
        missing = sentence(MailProgramMissing(file=str(given.file)), self.context.translator)
        self.said.setText(said if opened else missing)
        self.result.show()
        if not opened:
            show_in_folder(given.file)

    def _show_in_folder(self) -> None:
        if self._file is not None:
            show_in_folder(self._file)
