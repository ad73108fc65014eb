"""Shows a programme of several municipalities: a line for each, what all come to, and one's own release."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.extract import ProgrammeTotals, Progress, totals_over
from ambassador_app.domain.follow_up import Figure
from ambassador_app.domain.programme import Held, ReleaseState
from ambassador_app.services.extracts import ProgrammeView
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, appear, box, column
from ambassador_app.ui.screen import Command, Screen
from ambassador_app.ui.screens.programme.model import ProgrammeModel, Shelf
from ambassador_app.ui.screens.programme.one import ExtractPage, choose_table
from ambassador_app.ui.screens.programme.release import ReleasePage
from ambassador_app.ui.screens.programme.sheet import sheet
from ambassador_app.ui.screens.programme.words import municipality_columns
from ambassador_app.ui.widgets import buttons, dialogs, labels
from ambassador_app.ui.widgets.cards import Banner, EmptyState
from ambassador_app.ui.widgets.choices import ChoiceButtons, Select
from ambassador_app.ui.widgets.outcomes import FigureStrip, amount
from ambassador_app.ui.widgets.tables import RowsTable
from ambassador_app.wording import LABEL, NOT_KNOWN


def build(context: UiContext, **arguments: object) -> Screen:
    """Make the screen."""
    view = ProgrammeScreen(context, ProgrammeModel(context.session, context.tasks, context.translator))
    view.open(**arguments)
    return view


class ProgrammeScreen(Screen):
    """The overview, one extract, or the page before a release."""

    rail = "settings"
    help_page = "programme"

    def __init__(self, context: UiContext, model: ProgrammeModel) -> None:
        super().__init__(context)
        model.setParent(self)
        self.context = context
        self.model = model
        self.shelf: Shelf | None = None
        self._wanted = ""
        self.progress = Progress.PROPOSED
        self.set_title(context.translator.tr("Programme"))
        self.stack = QStackedWidget()
        self.closed = self._closed()
        self.overview = self._overview()
        self.one = ExtractPage(context, model)
        self.release_page: ReleasePage | None = None
        for page in (self.overview, self.one, self.closed):
            self.stack.addWidget(page)
        self.setLayout(column(self.stack))
        self._connect()
        model.load()

    def _connect(self) -> None:
        model = self.model
        model.told.connect(self._tell)
        model.closed_to.connect(self._close_to)
        model.read.connect(self._show_one)
        model.released.connect(lambda _: self.show_overview())
        model.done.connect(self.context.notices.success)
        model.refused.connect(self.context.notices.warn)
        model.fetching.connect(lambda on: self.fetch_button.setEnabled(not on))
        self.one.closed.connect(self.show_overview)

    # -- parts --------------------------------------------------------------------------------------------------------
    def _closed(self) -> QWidget:
        context, tr = self.context, self.context.translator.tr
        self.why = EmptyState(
            context,
            "lock",
            tr("Programmes are for coordinators."),
            hint=tr("A coordinator releases extracts of your municipality and reads those of the others."),
        )
        return self.why

    def _overview(self) -> QWidget:
        context, words = self.context, self.context.translator
        self.gone = Banner(context, "warning", "")
        self.waits = Banner(context, "info", "")
        self.strip = FigureStrip(context, words.tr("What the programme adds up to"))
        self.days = labels.muted(context, "")
        self.stages = ChoiceButtons(
            context,
            [(one.value, words.tr(LABEL[one])) for one in Progress],
            name=words.tr("Measures that are"),
            clearable=False,
            value=self.progress.value,
        )
        self.stages.chosen.connect(self._choose_stage)
        columns = municipality_columns(context, lambda: self.progress)
        self.table = RowsTable(context, columns, name=words.tr("Municipalities"))
        self.table.activated.connect(lambda held: self.model.open(held.extract.id))
        self.table.set_empty(self._nothing())
        self.silent = labels.muted(context, "")
        self.table.setMinimumHeight(context.theme.px(240))
        parts = (self.gone, self.waits, self.strip, self.days, self.stages, self.table, self.silent)
        return sheet(context, box(self._deeds()), *parts, grows=self.table)

    def _deeds(self) -> Flow:
        context, tr = self.context, self.context.translator.tr
        self.which = Select(context, [], name=tr("Programme"))
        self.which.chosen.connect(lambda key: self._show_programme(str(key or "")))
        self.release_button = buttons.primary(context, tr("Release an extract…"), self.begin_release, icon="shield")
        self.fetch_button = buttons.secondary(context, tr("Fetch from the office"), self.model.fetch, icon="sync")
        self.take_button = buttons.secondary(context, tr("Take an extract from a file…"), self.take_file, icon="import")
        self.own_button = buttons.quiet(context, tr("Your own extract"), self._open_own, icon="report")
        self.export_button = buttons.quiet(context, tr("Export to Excel…"), self.export, icon="save")
        deeds = Flow(context.theme.space.s)
        every = (self.which, self.release_button, self.fetch_button, self.take_button, self.own_button)
        for part in (*every, self.export_button):
            deeds.addWidget(part)
        return deeds

    def _nothing(self) -> EmptyState:
        tr = self.context.translator.tr
        hint = tr(
            "A programme of several municipalities adds up what each releases: totals by case and measure, never a "
            "visit. Release your own extract, fetch those of the others from the office, or take one from a file."
        )
        return EmptyState(self.context, "companies", tr("No extract has been released here yet."), hint=hint)

    # -- showing ------------------------------------------------------------------------------------------------------
    @property
    def programme(self) -> ProgrammeView | None:
        """The programme that is shown."""
        every = self.shelf.programmes if self.shelf is not None else ()
        return next((one for one in every if one.programme.id == self._wanted), every[0] if every else None)

    def _tell(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.which.set_choices([(one.programme.id, one.programme.name) for one in shelf.programmes])
        appear(self.which, len(shelf.programmes) > 1)
        appear(self.fetch_button, shelf.joined)
        if self.stack.currentWidget() is self.closed:
            self.stack.setCurrentWidget(self.overview)
        self._show()

    def _show(self) -> None:
        view, words = self.programme, self.context.translator
        held = view.extracts if view is not None else ()
        self.which.set_value(view.programme.id if view is not None else None)
        self.set_title(view.programme.name if view is not None else words.tr("Programme"))
        totals = totals_over(one.extract for one in held)
        self.strip.show_figures(self._figures(totals))
        for part in (self.strip, self.stages, self.export_button):
            appear(part, bool(held))
        self.table.set_rows(held)
        appear(self.own_button, view is not None and bool(view.own))
        self._say(view, totals)

    def _figures(self, totals: ProgrammeTotals) -> list[tuple[str, str, str]]:
        words = self.context.translator
        about = words.tr("about {count}", count=totals.sites) if totals.is_rounded else words.number(totals.sites)
        figures = [(words.tr("Companies"), about, "text")]
        for progress in Progress:
            sums = totals.sums[progress]
            told = amount(words, Figure.KWH, sums.kwh) if sums.measures else NOT_KNOWN
            figures.append((words.tr(LABEL[progress]), told, "text" if sums.measures else "muted"))
        climate = totals.sums[self.progress]
        told = amount(words, Figure.CO2E_KG, climate.co2e_t * 1000) if climate.measures else NOT_KNOWN
        stage = words.tr(LABEL[self.progress]).lower()
        figures.append((words.tr("CO₂e a year, {stage}", stage=stage), told, "text" if climate.measures else "muted"))
        return figures

    def _say(self, view: ProgrammeView | None, totals: ProgrammeTotals) -> None:
        words = self.context.translator
        gone = ", ".join(view.names_gone) if view is not None else ""
        told = words.tr("{names} may not be named any more. Release anew, or withdraw.", names=gone)
        self.gone.set_text(told if gone else "")
        waits = view is not None and any(one.state is ReleaseState.WAITING for one in view.own)
        told = words.tr("Your extract waits for the office. Fetch when it can be reached.")
        self.waits.set_text(told if waits else "")
        days = ""
        if totals.oldest is not None and totals.newest is not None and totals.oldest != totals.newest:
            first, last = words.short_day(totals.oldest), words.short_day(totals.newest)
            days = words.tr(
                "The municipalities tell of different days, from {first} to {last}.", first=first, last=last
            )
        self.days.setText(days)
        appear(self.days, bool(days))
        silent = ", ".join(one.name for one in view.silent) if view is not None else ""
        self.silent.setText(words.tr("Nothing has come from {names} yet.", names=silent) if silent else "")
        appear(self.silent, bool(silent))

    def _show_programme(self, identifier: str) -> None:
        self._wanted = identifier
        self._show()

    def _choose_stage(self, key: object) -> None:
        self.progress = Progress(str(key))
        self._show()

    def _show_one(self, held: Held) -> None:
        self.one.show_held(held)
        self.stack.setCurrentWidget(self.one)
        self.one.back.setFocus()

    def _close_to(self, why: str) -> None:
        self.why.setAccessibleDescription(why)
        self.stack.setCurrentWidget(self.closed)

    def show_overview(self) -> None:
        """Go back to the municipalities."""
        if self.release_page is not None:
            self.stack.removeWidget(self.release_page)
            self.release_page.deleteLater()
            self.release_page = None
        self.stack.setCurrentWidget(self.overview)
        self.table.setFocus()

    # -- doing --------------------------------------------------------------------------------------------------------
    def begin_release(self) -> None:
        """Show what would be released."""
        if self.shelf is None or self.release_page is not None:
            return
        named = self.programme.programme if self.programme is not None else None
        self.release_page = ReleasePage(self.context, self.model, named, self.shelf.today)
        self.release_page.closed.connect(self.show_overview)
        self.stack.addWidget(self.release_page)
        self.stack.setCurrentWidget(self.release_page)
        (self.release_page.day if named else self.release_page.name).setFocus()

    def _open_own(self) -> None:
        if self.programme is not None and self.programme.own:
            self.model.open(self.programme.own[0].extract.id)

    def take_file(self) -> None:
        """Take an extract in from a file."""
        tr = self.context.translator.tr
        kinds = [(tr("Extracts of programmes"), "*.ambassador-extract")]
        title = tr("Take an extract from a file…")
        for file in dialogs.choose_files(self.context, self, title, kinds, several=False):
            self.model.take_file(file)

    def export(self) -> None:
        """Write the programme as a table."""
        if self.programme is None:
            return
        target = choose_table(self.context, self, self.programme.programme.name)
        if target is not None:
            self.model.export_programme(self.programme.programme.id, target)

    # -- what the window asks -----------------------------------------------------------------------------------------
    def open(self, **arguments: object) -> None:
        """Show one `programme`."""
        wanted = arguments.get("programme")
        if isinstance(wanted, str) and wanted:
            self._show_programme(wanted)

    def location(self) -> dict[str, str]:
        """Give the programme that is shown."""
        return {"programme": self.programme.programme.id} if self.programme is not None else {}

    def shown(self) -> None:
        """Read everything anew."""
        self.model.load()

    def changed(self, changes: Changes) -> None:
        """A consent may have been withdrawn."""
        if changes.touches("case"):
            self.model.load()

    def commands(self) -> tuple[Command, ...]:
        """Offer the release, and a look at the office."""
        tr = self.context.translator.tr
        return (
            Command(tr("Release an extract…"), self.begin_release, icon="shield"),
            Command(tr("Fetch from the office"), self.model.fetch, icon="sync"),
            Command(tr("Take an extract from a file…"), self.take_file, icon="import"),
        )
