"""Where the report was filed in the case system, and what that means for this computer's copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.filing import newest
from ambassador_app.domain.identifiers import ReportId
from ambassador_app.errors import AmbassadorError
from ambassador_app.i18n import COPENHAGEN
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Form, box, column, row
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.dates import DateField
from ambassador_app.ui.widgets.fields import TextField, commit_pending
from ambassador_app.wording import sentence
from ambassador_app.wording.keeping import leaving_words

if TYPE_CHECKING:
    from ambassador_app.domain.keeping import Kept
    from ambassador_app.ui.screens.visit.hand_over_model import Shown


class FilingCard(Card):
    """Says where the shown report was filed, and takes down a new filing."""

    def __init__(self, context: UiContext, model: VisitModel) -> None:
        tr, space = context.translator.tr, context.theme.space
        super().__init__(context, tr("Filed in the case system"))
        self._context = context
        self._model = model
        self._report: ReportId | None = None
        self.said = labels.body(context, "")
        self.leaving = labels.body(context, "")
        self.begin = buttons.link(context, tr("Note that it is filed …"), self.begin_note)
        self.withdraw = buttons.quiet(context, tr("It is not filed"), self._withdraw)
        self.number = TextField(context, name=tr("Case or document number"))
        today = context.session.now().astimezone(COPENHAGEN).date()
        self.day = DateField(context, name=tr("Filed on"), today=today, value=today, high=today)
        fields = Form(context)
        for field in (self.number, self.day):
            fields.add(field.accessibleName(), field)
        self.keep = buttons.primary(context, tr("Note it"), self.keep_note)
        self.form: QWidget = box(column(fields.widget, row(self.keep, 1), space=space.s))
        for part in (self.said, self.leaving, row(self.begin, self.withdraw, 1, space=space.s), self.form):
            self.add(part)
        self.form.hide()
        self.withdraw.hide()
        model.tasks.changed.connect(self._heard)

    def show_shown(self, shown: Shown) -> None:
        """Show where this report was filed."""
        self._report = shown.report.id
        filed, words = newest(shown.report.filed), self._context.translator
        self.said.setText(
            words.tr("{number}, filed on {day}, noted by {name}.", number=filed.number, day=filed.on, name=filed.by)
            if filed is not None
            else words.tr("Not noted yet. File the report in the case system first, then note its number here.")
        )
        self.set_tone("success" if filed is not None else "")
        self.withdraw.setVisible(filed is not None)
        self.begin.setText(words.tr("Correct it …") if filed is not None else words.tr("Note that it is filed …"))
        self._ask()

    def _heard(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches("report", "hold"):
            self._ask()

    def _ask(self) -> None:
        keeping, visit_id = self._model.session.keeping, self._model.visit_id
        self._model.tasks.run(
            lambda: (keeping.kept(visit_id), keeping.rules().days), owner=self, then=self._tell, latest="kept"
        )

    def _tell(self, found: tuple[Kept, int]) -> None:
        self.leaving.setText(self._context.translator.say(leaving_words(*found)))

    # -- noting -------------------------------------------------------------------------------------------------
    def begin_note(self) -> None:
        """Ask for the number; the visit's case number is proposed."""
        filing, report = self._model.session.filing, self._report
        if report is None:
            return
        self.begin.hide()
        self.form.show()
        self.number.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._model.tasks.run(lambda: filing.proposed(report), owner=self, then=self._propose)

    def _propose(self, number: str) -> None:
        if not self.number.text().strip():
            self.number.set_value(number)

    def keep_note(self) -> None:
        """Note the filing, once there is a number and a day."""
        commit_pending(self)
        filing, report, number, day = self._model.session.filing, self._report, self.number.value(), self.day.value()
        tr = self._context.translator.tr
        self.number.set_error("" if number.strip() else tr("Which number did it get?"))
        if not number.strip() or day is None or report is None:
            return
        self._model.tasks.run(
            lambda: filing.record(report, number, day), owner=self, then=lambda _: self._kept(), failed=self._refused
        )

    def _kept(self) -> None:
        self.number.set_value("", force=True)
        self.form.hide()
        self.begin.show()

    def _refused(self, error: AmbassadorError) -> None:
        self.day.set_error(sentence(error, self._context.translator))

    def _withdraw(self) -> None:
        filing, report = self._model.session.filing, self._report
        if report is not None:
            self._model.tasks.run(lambda: filing.withdraw(report), owner=self)
