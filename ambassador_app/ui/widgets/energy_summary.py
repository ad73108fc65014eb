"""What a site uses, in a few lines, on whatever page it is of interest, with the way to its account."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ambassador_app.domain.benchmarks import Verdict
from ambassador_app.domain.energy_account import YearAccount
from ambassador_app.domain.identifiers import SiteId
from ambassador_app.domain.quantities import round_significant
from ambassador_app.services.energy import SiteAccount
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import clear, column, row
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Banner
from ambassador_app.wording import LABEL
from ambassador_app.wording import energy as said


class EnergySummary(QWidget):
    """The newest year in figures, what is worth a look, and what the law asks of a large user."""

    def __init__(self, context: UiContext, site_id: str = "", *, visit_id: str = "", with_use: bool = True) -> None:
        super().__init__()
        tr, space = context.translator.tr, context.theme.space
        self._context, self.visit_id = context, visit_id
        self.with_use = with_use
        self._site_id = site_id
        self.lines: QVBoxLayout = column(space=space.xs)
        self.duty = Banner(context, "info", "")
        self.open_button = buttons.secondary(context, tr("Energy account"), self._open, icon="energy")
        self.bring_button = buttons.quiet(context, tr("Import a meter file"), self._bring, icon="import")
        actions = row(self.open_button, self.bring_button, 1, space=space.s)
        self.setLayout(column(self.duty, self.lines, actions, space=space.s))

    def show_site(self, site_id: str) -> None:
        """Read and show the account of a site."""
        self._site_id = site_id
        energy = self._context.session.energy
        self._context.tasks.run(
            lambda: energy.of(SiteId(site_id), visit_id=self.visit_id), owner=self, then=self._show, latest="summary"
        )

    def _show(self, found: SiteAccount) -> None:
        context, words, account = self._context, self._context.translator, found.account
        clear(self.lines)
        duty = account.duty
        self.duty.set_text(" ".join(said.duty_sentences(words, duty)) if duty is not None else "")
        newest = account.newest
        if self.with_use:
            texts = self._use(newest) if newest is not None else [words.tr("Nothing noted yet.")]
            for text in texts:
                self.lines.addWidget(labels.body(context, text))
        figures = [part for part in (self._per_m2(newest), said.result_sentence(words, account)) if part]
        for text in figures:
            self.lines.addWidget(labels.body(context, text))
        for one in found.comparisons:
            if one.verdict is Verdict.LOOK:
                name = said.quantity_name(words, one.benchmark)
                text = f"{name}: {said.comparison_sentence(words, one)}"
                self.lines.addWidget(labels.label(context, text, token="warning", wrap=True))

    def _use(self, year: YearAccount) -> list[str]:
        words = self._context.translator
        found = []
        for one in year.carriers:
            cost = words.money(one.cost_dkk) if one.cost_dkk is not None else ""
            kwh = words.quantity(round(one.kwh), "kWh")
            name = f"{words.tr(LABEL[one.carrier])} {one.year}"
            found.append(" · ".join(part for part in (name, kwh, cost) if part))
        return [*found, *said.gaps(words, year)]

    def _per_m2(self, year: YearAccount | None) -> str:
        words = self._context.translator
        if year is None or not year.is_complete:
            return ""
        per_m2 = year.per_m2(year.kwh)
        shown = words.quantity(round_significant(per_m2, 3), "kWh/m²") if per_m2 else ""
        tonnes = words.quantity(round_significant(year.emissions.kg / 1000, 3), words.tr("t CO₂e"))
        figures = ", ".join(part for part in (shown, tonnes) if part)
        return words.tr("In {year}: {figures}", year=str(year.year), figures=figures)

    def _open(self) -> None:
        self._context.navigate("energy", self._site_id, visit_id=self.visit_id)

    def _bring(self) -> None:
        self._context.navigate("import_energy", self._site_id, visit_id=self.visit_id)
