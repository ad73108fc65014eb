"""What the measure saves in truth: noted once it is carried out, with how it was found."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ambassador_app.domain.measure import Measure, MeasureStatus
from ambassador_app.domain.quantities import (
    ITEM_NAMES,
    ITEM_UNITS,
    Carrier,
    DataQuality,
    Item,
    Stream,
    round_significant,
)
from ambassador_app.domain.verification import QUALITY_OF_METHOD, Measured, Verification, VerificationMethod, Worth
from ambassador_app.i18n import COPENHAGEN
from ambassador_app.services.follow_up import FollowUpFile
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, Form, box, column, row
from ambassador_app.ui.screens.measure.model import MeasureModel, amount_of, measured_of, promised_items
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.choices import Select
from ambassador_app.ui.widgets.dates import DateField
from ambassador_app.ui.widgets.fields import TextArea, commit_pending
from ambassador_app.ui.widgets.numbers import NumberField
from ambassador_app.ui.widgets.outcomes import OutcomeTable
from ambassador_app.wording import LABEL, NOT_KNOWN

MOST = 1e10


class OutcomeCard(Card):
    """Promised beside realised, and how the realised was found."""

    def __init__(self, context: UiContext) -> None:
        tr = context.translator.tr
        super().__init__(context, tr("Promised and realised"))
        self._context = context
        self.table = OutcomeTable(context, tr("Promised and realised"))
        self.found = labels.muted(context, "")
        self.note = labels.muted(context, "")
        for part in (self.table, self.found, self.note):
            self.add(part)

    def show_file(self, file: FollowUpFile) -> None:
        """Show both, or that nobody has verified it yet."""
        self.table.show_amounts(file.outcome.promised, file.outcome.realised)
        realised = file.measure.realised
        self.found.setText(found_words(self._context, file, realised))
        self.note.setText(realised.note if realised else "")
        self.note.setHidden(not self.note.text())


def found_words(context: UiContext, file: FollowUpFile, found: Verification | None) -> str:
    """Say how, for which period, by whom and how well a realised saving was found."""
    words = context.translator
    if found is None:
        if file.measure.verification is not None:
            return words.tr("The verified saving does not count while the measure stands as not finished.")
        return words.tr("Nobody has verified the saving yet.")
    period = _period(context, found.period_from, found.period_to)
    day = words.day(found.at.astimezone(COPENHAGEN).date())
    parts = (words.tr(LABEL[found.method]), period, words.tr(LABEL[found.quality]), file.authors.get(found.by, ""), day)
    return " · ".join(part for part in parts if part)


def _period(context: UiContext, first: date | None, last: date | None) -> str:
    words = context.translator
    if first is None and last is None:
        return ""
    return "–".join(words.short_day(one) if one else "" for one in (first, last))


class VerificationCard(Card):
    """The form: amounts of what was promised, how they were found, and what they are worth."""

    def __init__(self, context: UiContext, model: MeasureModel) -> None:
        tr, space = context.translator.tr, context.theme.space
        super().__init__(context, tr("Verified saving"))
        self._context = context
        self._model = model
        self._file: FollowUpFile | None = None
        self._begun = False
        self.amounts: dict[Item, NumberField] = {}
        self.teaching = labels.muted(
            context,
            tr(
                "When the measure is in use, compare bills or meters before and after, for a whole year where you can."
                " Promised and realised then stand side by side, and you learn which proposals hold."
            ),
        )
        self.begin_button = buttons.secondary(context, tr("Note the realised saving"), self.begin, "add")
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(space.m)
        self._grid.setVerticalSpacing(space.s)
        self._grid.setColumnStretch(1, 1)
        more = [(one.value, tr(LABEL[one])) for one in (*Carrier, *Stream)]
        self.more = Select(
            context, [("", tr("Something else was saved too …")), *more], name=tr("Also saved"), value=""
        )
        self.more.chosen.connect(self._add_item)
        self.form = self._fields(context)
        self.keep = buttons.primary(
            context, tr("Keep as verified"), lambda: self._keep(MeasureStatus.VERIFIED), "check"
        )
        self.poor = buttons.secondary(
            context, tr("It does not hold: unsatisfactory"), lambda: self._keep(MeasureStatus.UNSATISFACTORY)
        )
        cancel = buttons.quiet(context, tr("Cancel"), self.cancel)
        ends = Flow(space.s)
        for end in (self.keep, self.poor, cancel):
            ends.addWidget(end)
        self.sheet = box(column(box(self._grid), row(self.more, 1), self.form.widget, box(ends), space=space.l))
        self.add(self.teaching)
        self.add(row(self.begin_button, 1))
        self.add(self.sheet)
        self.sheet.hide()
        model.worth_changed.connect(self._show_worth)

    def _fields(self, context: UiContext) -> Form:
        tr, today = context.translator.tr, self._model.today()
        self.method = Select(context, [(one.value, tr(LABEL[one])) for one in VerificationMethod], name=tr("How found"))
        self.quality = Select(context, [(one.value, tr(LABEL[one])) for one in DataQuality], name=tr("Data quality"))
        self.first = DateField(context, name=tr("First day measured"), today=today, high=today)
        self.last = DateField(context, name=tr("Last day measured"), today=today, high=today)
        self.dkk = NumberField(context, name=tr("Money saved a year"), unit=tr("DKK"), low=-MOST, high=MOST)
        self.co2e = NumberField(context, name=tr("CO₂e saved a year"), unit="kg", low=-MOST, high=MOST)
        self.note = TextArea(context, name=tr("Note"), lines=2)
        form = Form(context, columns=2)
        form.add(tr("How found"), self.method)
        form.add(tr("Data quality"), self.quality)
        form.add(tr("First day measured"), self.first)
        form.add(tr("Last day measured"), self.last)
        left_empty = tr("Left empty, it is computed with the measure's own prices.")
        form.add(tr("Money saved a year"), self.dkk, hint=left_empty)
        form.add(
            tr("CO₂e saved a year"), self.co2e, hint=tr("Left empty, it is computed with the measure's own factors.")
        )
        form.add(tr("Note"), self.note, hint=tr("Only for the municipality; never in a report."), span=2)
        self.method.chosen.connect(self._choose_method)
        for field in (self.dkk, self.co2e):
            field.value_changed.connect(lambda _value: self._price())
        return form

    # -- what stands in it --------------------------------------------------------------------------------------
    def show_file(self, file: FollowUpFile) -> None:
        """Show the measure's own items; a form that is being filled stays as it is."""
        self._file = file
        again = file.measure.verification is not None
        tr = self._context.translator.tr
        self.begin_button.setText(tr("Correct the realised saving") if again else tr("Note the realised saving"))
        self.teaching.setHidden(again or self._begun)
        self.begin_button.setHidden(self._begun)

    def begin(self) -> None:
        """Open the form with what is known."""
        if self._file is None:
            return
        if not self._begun:
            self._begun = True
            self._fill(self._file.measure)
            self.sheet.show()
            self.show_file(self._file)
        next(iter(self.amounts.values())).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def cancel(self) -> None:
        """Close the form; what stood in it is forgotten."""
        self._begun = False
        self.sheet.hide()
        if self._file is not None:
            self.show_file(self._file)
        self.begin_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, measure: Measure) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.amounts.clear()
        for one in promised_items(measure):
            self._add(one, measure)
        found = measure.verification
        method = found.method if found else VerificationMethod.BILLS
        self.method.set_value(method.value)
        self.quality.set_value((found.quality if found else QUALITY_OF_METHOD[method]).value)
        self.first.set_value(found.period_from if found else None, force=True)
        self.last.set_value(found.period_to if found else None, force=True)
        self.dkk.set_value(found.cost_saving_dkk if found and found.dkk_typed else None, force=True)
        self.co2e.set_value(found.co2e_kg if found and found.co2e_typed else None, force=True)
        self.note.set_value(found.note if found else "", force=True)
        self._price()

    def _add(self, item: Item, measure: Measure) -> None:
        words = self._context.translator
        promised, found = amount_of(measure, item)
        name = words.tr(LABEL[item])
        field = NumberField(
            self._context, name=name, unit=words.tr(ITEM_UNITS[item]), value=found, low=-MOST, high=MOST
        )
        field.value_changed.connect(lambda _value: self._price())
        line = self._grid.rowCount()
        rounded = words.quantity(round_significant(promised or 0.0, 3), ITEM_UNITS[item])
        said = words.tr("promised {amount}", amount=rounded) if promised else ""
        for place, widget in enumerate(
            (labels.strong(self._context, name), field, labels.caption(self._context, said))
        ):
            self._grid.addWidget(widget, line, place)
        self.amounts[item] = field

    def _add_item(self, key: object) -> None:
        found = next((one for one in ITEM_NAMES if one.value == key), None)
        self.more.set_value("")
        if found is not None and self._file is not None:
            if found not in self.amounts:
                self._add(found, self._file.measure)
            self.amounts[found].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def bring(self, item: Item, value: float) -> None:
        """Put a figure in that was found elsewhere."""
        if item not in self.amounts and self._file is not None:
            self._add(item, self._file.measure)
        self.amounts[item].set_value(value, force=True)
        self._price()

    def choose_method(self, method: VerificationMethod) -> None:
        """Say how the figures were found."""
        self.method.set_value(method.value)
        self._choose_method(method.value)

    def _choose_method(self, key: object) -> None:
        if isinstance(key, str):
            self.quality.set_value(QUALITY_OF_METHOD[VerificationMethod(key)].value)

    # -- what it says -------------------------------------------------------------------------------------------
    def measured(self) -> Measured:
        """Give what is typed."""
        amounts = {item: value for item, field in self.amounts.items() if (value := field.value()) is not None}
        return measured_of(
            amounts,
            cost_saving_dkk=self.dkk.value(),
            co2e_kg=self.co2e.value(),
            method=VerificationMethod(self.method.value() or VerificationMethod.BILLS),
            period_from=self.first.value(),
            period_to=self.last.value(),
            quality=DataQuality(self.quality.value() or DataQuality.B),
            note=self.note.value(),
        )

    def _price(self) -> None:
        self._model.price(self.measured())

    def _show_worth(self, worth: Worth) -> None:
        words = self._context.translator
        for field, value in ((self.dkk, worth.dkk), (self.co2e, worth.co2e_kg)):
            field.line.setPlaceholderText(words.number(value, 0) if value else NOT_KNOWN)

    def _keep(self, status: MeasureStatus) -> None:
        commit_pending(self.sheet)
        fields: list[QWidget] = [*self.amounts.values(), self.dkk, self.co2e]
        if all(field.is_valid() for field in fields if isinstance(field, NumberField)):
            self._model.verify(self.measured(), status, self.cancel)
