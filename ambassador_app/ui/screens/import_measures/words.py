"""How a planned measure is put in words: its figures, what changes, where the list and we differ."""

from __future__ import annotations

from ambassador_app.domain.calculators import Assessment
from ambassador_app.domain.quantities import round_significant
from ambassador_app.i18n import Translator
from ambassador_app.services.measure_import_plan import PlannedMeasure
from ambassador_app.wording import NOT_KNOWN, area_label
from ambassador_app.wording.verdicts import payback_words


class RowWords:
    """Words for the rows of a plan."""

    def __init__(self, translator: Translator) -> None:
        self._translator = translator

    def area(self, row: PlannedMeasure) -> str:
        """The area of the measure."""
        return self._translator.tr(area_label(row.measure.area)) if row.measure and row.measure.area else ""

    def energy(self, row: PlannedMeasure) -> str:
        """Energy saved a year."""
        found = _assessment(row)
        if found is None:
            return NOT_KNOWN if row.measure else ""
        return self._translator.quantity(round_significant(sum(found.savings_kwh.values()), 3), "kWh")

    def money(self, row: PlannedMeasure) -> str:
        """Money saved a year."""
        found = _assessment(row)
        if found is None:
            return NOT_KNOWN if row.measure else ""
        return self._translator.money(round_significant(found.cost_saving_dkk, 3))

    def investment(self, row: PlannedMeasure) -> str:
        """What it costs."""
        if row.measure is None:
            return ""
        known = row.measure.investment_dkk
        return NOT_KNOWN if known is None else self._translator.money(known)

    def payback(self, row: PlannedMeasure) -> str:
        """Simple payback, computed here."""
        found = _assessment(row)
        if found is None:
            return NOT_KNOWN if row.measure else ""
        return payback_words(self._translator, found.economics.simple_payback)

    def line(self, row: PlannedMeasure) -> str:
        """Everything there is to say of a row, on one line."""
        return " ".join(self.lines(row))

    def lines(self, row: PlannedMeasure) -> tuple[str, ...]:
        """What was noticed, what changes, and where the list's own figures differ from ours."""
        tr = self._translator.tr
        column = f"{row.column}: " if row.column else ""
        remarks = (column + self._translator.say(one.text) for one in row.remarks)
        changes = (tr("{field}: {old} → {new}", field=one.label, old=one.old, new=one.new) for one in row.changes)
        differences = (
            tr("{field}: the list says {told}, here it is {ours}.", field=one.label, told=one.told, ours=one.ours)
            for one in row.differences
        )
        return (*remarks, *changes, *differences)


def _assessment(row: PlannedMeasure) -> Assessment | None:
    if row.measure is None or row.measure.assessment is None:
        return None
    return Assessment.from_json(row.measure.assessment)
