"""A checklist tried out: the cards of the walkthrough over answers that are kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from ambassador_app.domain.calculators import CALCULATORS, Calculator, Choice, Number
from ambassador_app.domain.changes import Changes
from ambassador_app.domain.checklist import Checklist, Section
from ambassador_app.domain.form_state import FormState, evaluate, first_answers
from ambassador_app.domain.visit import Answer
from ambassador_app.errors import AmbassadorError
from ambassador_app.i18n import Translator
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import box, column, row, scrolled
from ambassador_app.ui.screen import Screen
from ambassador_app.ui.screens.visit.areas import AreaList
from ambassador_app.ui.screens.visit.marks import Marks
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.screens.visit.pages import AreaPage
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Banner, Card
from ambassador_app.ui.widgets.choices import Select

T = TypeVar("T")
NARROW: Final = 1000
"""Below this width, in px at 100 %, the list of areas becomes a drop-down."""


def build(context: UiContext, sha256: str, **_arguments: object) -> Screen:
    """Make the screen."""
    return TrialView(context, TrialModel(context), sha256)


class TrialModel(VisitModel):
    """Takes answers as a visit does, and writes none of them."""

    read = Signal()
    """A checklist is there."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context.session, context.tasks, context.translator, "")
        self._day: date = context.session.now().date()
        self.checklist: Checklist | None = None

    def begin(self, sha256: str) -> None:
        """Read a version and begin with its defaults."""
        library = self.session.checklist_library

        def work() -> FormState:
            checklist = library.checklist(sha256)
            return evaluate(checklist, first_answers(checklist, self._day), self._day, begins_with=())

        self.tasks.run(work, owner=self, then=self._take_up, failed=self.lost.emit, latest="trial")

    def _take_up(self, form: FormState) -> None:
        self.checklist = form.checklist
        self.form = form
        self.rows.names = {}
        self._answers = {path: Answer(value) for path, value in form.answers.items()}
        self.read.emit()

    @property
    def locked(self) -> bool:
        """Never: nothing is at stake."""
        return False

    def refresh(self) -> None:
        """There is nothing to read anew."""

    def do(
        self,
        job: Callable[[], T],
        *,
        then: Callable[[T], object] | None = None,
        failed: Callable[[AmbassadorError], object] | None = None,
        label: str = "",
        once: str = "",
    ) -> None:
        """Write nothing."""

    def _heard(self, changes: Changes) -> None:
        """What happens to visits is of no concern here."""


class TrialView(Screen):
    """Areas to the left, their questions in the middle, what they suggest to the right."""

    rail = "settings"
    help_page = "checklists"

    def __init__(self, context: UiContext, model: TrialModel, sha256: str) -> None:
        super().__init__(context)
        model.setParent(self)
        self.context, self.model, self._sha256 = context, model, sha256
        self.pages: dict[str, AreaPage] = {}
        self.section = ""
        tr, space = context.translator.tr, context.theme.space
        self.set_title(tr("Trial run"))
        self.banner = Banner(
            context, "info", tr("This is a trial run. Nothing is kept."), (tr("End the trial run"), self._end)
        )
        self.areas = AreaList(context)
        self.areas.chosen.connect(self.show_area)
        self.name = labels.section(context, "")
        self.area_choice = Select(context, (), name=tr("Area"))
        self.area_choice.chosen.connect(self.show_area)
        self.area_choice.hide()
        self.again = buttons.quiet(context, tr("Begin again"), lambda: model.begin(sha256), "undo")
        self.open_pages = QStackedWidget()
        self.side = TrialSide(context)
        head = row(
            self.name, self.area_choice, 1, self.again, space=space.m, margins=(space.l, space.s, space.l, space.xs)
        )
        middle = box(column(box(head), self.open_pages))
        line = row(self.areas, middle, self.side)
        line.setStretch(1, 1)
        top = column(self.banner, margins=(space.l, space.s, space.l, 0))
        self.setLayout(column(top, box(line)))
        model.read.connect(self._begin)
        model.form_changed.connect(self._moved)
        model.lost.connect(context.notices.error_of)
        model.begin(sha256)

    def _begin(self) -> None:
        form = self.model.form
        if form is None:
            return
        for page in self.pages.values():
            self.open_pages.removeWidget(page)
            page.deleteLater()
        self.pages = {}
        self.set_title(
            self.context.translator.tr(
                "Trial run: {title}", title=form.checklist.title.text(self.context.translator.language.value)
            )
        )
        self.areas.show_areas(form.checklist.sections)
        self._show(form)
        sections = self._sections(form)
        if sections:
            known = self.section in {one.path for one in sections}
            self.show_area(self.section if known else sections[0].path)

    def _sections(self, form: FormState) -> list[Section]:
        return [one for one in form.checklist.sections if form.relevant(one.path)]

    def show_area(self, path: str) -> None:
        """Open an area."""
        form = self.model.form
        section = next((one for one in self._sections(form) if one.path == path), None) if form else None
        if form is None or section is None:
            return
        self.section = path
        if path not in self.pages:
            self.pages[path] = AreaPage(self.context, self.model, section, self._no_photo)
            self.open_pages.addWidget(self.pages[path])
        self.pages[path].show_all(form, Marks({}, {}))
        self.open_pages.setCurrentWidget(self.pages[path])
        self.areas.set_current(path)
        self.area_choice.set_value(path)
        self.name.setText(section.label.text(self.context.translator.language.value))

    def _moved(self, touched: frozenset[str]) -> None:
        form, page = self.model.form, self.pages.get(self.section)
        if form is None or page is None:
            return
        page.show_touched(form, touched, Marks({}, {}))
        self._show(form)

    def _show(self, form: FormState) -> None:
        self.areas.show_form(form)
        language = self.context.translator.language.value
        self.area_choice.set_choices([(one.path, one.label.text(language)) for one in self._sections(form)])
        self.area_choice.set_value(self.section)
        self.side.show_form(form)

    def _no_photo(self, _path: str, _files: tuple[Path, ...]) -> None:
        self.context.notices.info(self.context.translator.tr("A trial run takes no photos."))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < self.context.theme.px(NARROW)
        self.areas.setVisible(not narrow)
        self.name.setVisible(not narrow)
        self.area_choice.setVisible(narrow)

    def _end(self) -> None:
        checklist = self.model.checklist
        self.context.navigate("checklists", checklist=checklist.id if checklist is not None else "")


class TrialSide(QWidget):
    """How far the form is, and the measures that the answers suggest."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.context = context
        tr, space = context.translator.tr, context.theme.space
        self.progress = labels.body(context, "")
        self.suggested = labels.body(context, "")
        self.suggested.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        count, measures = Card(context, tr("Answered")), Card(context, tr("Measures it suggests"))
        count.add(self.progress)
        measures.add(self.suggested)
        self.setLayout(column(scrolled(box(column(count, measures, 1, space=space.m, margins=space.m)))))
        self.setFixedWidth(context.theme.px(300))

    def show_form(self, form: FormState) -> None:
        """Show how the form stands."""
        translator, catalogue = (
            self.context.translator,
            {one.id: one for one in self.context.session.measures.catalogue()},
        )
        progress = form.progress()
        said = translator.tr("{done} of {total}", done=progress.answered, total=progress.relevant)
        if progress.missing:
            said += "\n" + translator.tn("{count} missing", "{count} missing", progress.missing)
        self.progress.setText(said)
        lines = []
        for one in form.suggestions:
            entry = catalogue.get(one.entry_id)
            title = entry.title(translator.language.value) if entry is not None else one.entry_id
            lines.append(f"•  {title}")
            fields = CALCULATORS[entry.calculator] if entry is not None else None
            for name, value in one.inputs.items():
                lines.append(f"     {_input_words(fields, name, value, translator)}")
        self.suggested.setText("\n".join(lines) or translator.tr("None so far."))


def _input_words(calculator: Calculator | None, name: str, value: float | str, translator: Translator) -> str:
    field = calculator.field(name) if calculator is not None else None
    if isinstance(field, Number) and isinstance(value, float):
        return f"{translator.tr(field.label)}: {translator.say(field.shown(value))}"
    if isinstance(field, Choice):
        return f"{translator.tr(field.label)}: {translator.tr(field.label_of(str(value)))}"
    return f"{translator.tr(field.label) if field is not None else name}: {value}"
