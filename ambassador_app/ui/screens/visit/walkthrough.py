"""The walkthrough: areas to the left, their questions as cards in the middle, evidence and totals to the right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy, QStackedWidget

from ambassador_app.domain.checklist import Section
from ambassador_app.domain.form_state import FormState
from ambassador_app.errors import AmbassadorError
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import box, column, row
from ambassador_app.ui.screen import Command
from ambassador_app.ui.screens.visit.areas import AreaList
from ambassador_app.ui.screens.visit.battery_mark import BatteryMark
from ambassador_app.ui.screens.visit.cards import QuestionCard
from ambassador_app.ui.screens.visit.evidence import EvidencePane
from ambassador_app.ui.screens.visit.finder import QuestionFinder
from ambassador_app.ui.screens.visit.keys import add_key
from ambassador_app.ui.screens.visit.marks import Marks, marks_of
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.screens.visit.page_rows import PageRows
from ambassador_app.ui.screens.visit.pages import AreaPage
from ambassador_app.ui.screens.visit.panel import StepPanel
from ambassador_app.ui.screens.visit.photo_desk import PhotoDesk
from ambassador_app.ui.screens.visit.photo_places import place_at
from ambassador_app.ui.screens.visit.row_lines import RowLines
from ambassador_app.ui.screens.visit.upgrade import UpgradePage
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import EmptyState
from ambassador_app.ui.widgets.choices import Select
from ambassador_app.ui.widgets.fields import commit_pending

if TYPE_CHECKING:
    from ambassador_app.services.workspace import Workspace

NARROW: Final = 940
"""Below this width, in px at 100 %, the list of areas becomes a drop-down."""


class WalkthroughPanel(StepPanel):
    """Ask, note, photograph, propose; by mouse, by touch, or without taking the hands off the keys."""

    def __init__(self, context: UiContext, model: VisitModel) -> None:
        super().__init__(context, model)
        self.pages: dict[str, AreaPage] = {}
        self.section = ""
        self._marks = Marks({}, {})
        self._wanted: dict[str, str] = {}
        self._choices: list[tuple[str, str]] = []
        self._lines = RowLines(model)
        self._build()
        self._add_keys()
        model.form_changed.connect(self._form_moved)
        model.answer_refused.connect(self._answer_refused)

    # -- building -----------------------------------------------------------------------------------------------
    def _build(self) -> None:
        look, space, tr = self.context, self.context.theme.space, self.context.translator.tr
        self.areas = AreaList(look)
        self.areas.chosen.connect(lambda path: self.show_area(path, focus=True))
        self.areas.row_chosen.connect(self._go_to_row)
        self.stack = QStackedWidget()
        self.finder = QuestionFinder(look)
        self.finder.chosen.connect(self.go_to)
        self.finder.active_changed.connect(self._find_toggled)
        self.evidence = EvidencePane(look, self.model, self._photo)
        self.area_name = labels.section(look, "")
        self.area_choice = buttons.for_fingers(Select(look, (), name=tr("Area")))
        self.area_choice.hide()
        self.area_choice.chosen.connect(self._place_chosen)
        self.missing_button = buttons.for_fingers(buttons.secondary(look, "", self.next_missing, "flag"))
        self.missing_button.setToolTip(tr("Go to the next question that must be answered (F8)"))
        head = box(
            row(
                self.area_name,
                self.area_choice,
                BatteryMark(look),
                self.missing_button,
                self.finder.field,
                space=space.m,
                margins=(space.l, space.s, space.l, space.xs),
            )
        )
        self.nothing = EmptyState(
            look, "visits", tr("This visit has no checklist."), hint=tr("Note what you see under Evidence.")
        )
        self.open_pages = QStackedWidget()
        self.photos = PhotoDesk(look, self.model)
        self.photos.opened.connect(lambda: self.stack.setCurrentWidget(self.photos))
        self.photos.closed.connect(self._close_photo)
        self.upgrade = UpgradePage(look, self.model)
        self.upgrade.closed.connect(self._close_photo)
        for part in (self.open_pages, self.finder.results, self.nothing, self.photos, self.upgrade):
            self.stack.addWidget(part)
        middle = box(column(self.upgrade.line, head, self.stack))
        middle.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        layout = row(self.areas, middle, self.evidence)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.photos.serve(self.evidence, head)

    def _add_keys(self) -> None:
        """Letters and arrows work among the cards only; the rest anywhere in the walkthrough."""
        on_card: dict[str, Callable[[QuestionCard], object]] = {
            "N": QuestionCard.open_note,
            "P": QuestionCard.add_photo,
            "M": QuestionCard.accept_offer,
            "H": QuestionCard.open_source,
            "O": lambda card: self.evidence.findings.begin(card.path),
        }
        for letter, act in on_card.items():
            for keys in (letter, f"Alt+{letter}"):
                add_key(self.open_pages, keys, partial(self._on_card, act))
        for keys in ("Return", "Enter", "Ctrl+Return"):
            add_key(self.open_pages, keys, self.onwards)
        add_key(self.open_pages, "Down", partial(self.step, 1), repeats=True)
        add_key(self.open_pages, "Up", partial(self.step, -1), repeats=True)
        for keys, do in self._row_keys().items():
            add_key(self.open_pages, keys, do, repeats="Up" in keys or "Down" in keys)
        add_key(self, "PgDown", partial(self.step_area, 1), repeats=True)
        add_key(self, "PgUp", partial(self.step_area, -1), repeats=True)
        add_key(self, "F8", self.next_missing, repeats=True)
        add_key(self, "Ctrl+F", self.finder.begin)
        add_key(self, "Ctrl+V", self.paste)
        add_key(self, "Ctrl+Shift+P", self.photos.open_phone)

    def _row_keys(self) -> dict[str, Callable[[], object]]:
        """What can be done to the row that is being answered."""
        return {
            "Ins": lambda: self._on_rows(lambda rows, _row: rows.add_here()),
            "Ctrl+Shift+Return": lambda: self._on_rows(lambda rows, _row: rows.add_here()),
            "Ctrl+D": lambda: self._on_row(PageRows.copy),
            "F2": lambda: self._on_row(PageRows.name),
            "Ctrl+Shift+Del": lambda: self._on_row(PageRows.ask_removal),
            "Ctrl+Shift+Up": lambda: self._on_row(lambda rows, row: rows.move(row, -1)),
            "Ctrl+Shift+Down": lambda: self._on_row(lambda rows, row: rows.move(row, 1)),
            "Ctrl+Up": lambda: self._on_rows(lambda rows, _row: rows.step(-1)),
            "Ctrl+Down": lambda: self._on_rows(lambda rows, _row: rows.step(1)),
        }

    def _on_row(self, act: Callable[[PageRows, str], object]) -> None:
        self._on_rows(lambda rows, row: row and act(rows, row))

    def _on_rows(self, act: Callable[[PageRows, str], object]) -> None:
        page = self.page()
        if page is not None and not self.model.locked:
            commit_pending(page)
            act(page.rows, page.rows.current())

    def _on_card(self, act: Callable[[QuestionCard], object]) -> None:
        page = self.page()
        card = page.current() if page else None
        if card is not None:
            act(card)

    # -- showing ------------------------------------------------------------------------------------------------
    def show_workspace(self, workspace: Workspace) -> None:
        """Show areas, the open page and the evidence as they are now."""
        self.evidence.show_workspace(workspace, self.section)
        self.photos.show_workspace(workspace)
        self.upgrade.line.show_workspace(workspace)
        form = self.model.form
        if form is None:
            self.stack.setCurrentWidget(self.nothing)
            self.areas.hide()
            return
        if self.upgrade.parts_with(form.checklist, self.pages, self.open_pages):
            self._wanted, self.section = {"area": self.section, **self._wanted}, ""
        self._marks = marks_of(workspace, form, self.model.suggestions)
        sections = self._sections(form)
        self.areas.show_areas(form.checklist.sections)
        page = self.page()
        if page is not None:
            page.show_all(form, self._marks)
        self._show_progress(form)
        self._show_rows(form)
        if page is not None:
            return
        if self.isVisible() and sections:
            self._open_wanted(sections)

    def _sections(self, form: FormState) -> list[Section]:
        return [one for one in form.checklist.sections if form.relevant(one.path)]

    def _form_moved(self, touched: frozenset[str]) -> None:
        form, page, workspace = self.model.form, self.page(), self.model.workspace
        if form is None or workspace is None:
            return
        self._marks = marks_of(workspace, form, self.model.suggestions)
        if page is not None:
            page.show_touched(form, touched, self._marks)
        self._show_progress(form)
        if not touched or form.reshaped or any("[" in path for path in touched):
            self._show_rows(form, touched)

    def _show_progress(self, form: FormState) -> None:
        self.areas.show_form(form)
        progress = form.progress()
        open_ones = progress.missing + progress.invalid
        self.missing_button.setVisible(bool(open_ones) and not self.model.locked)
        words = self.context.translator.tn("{count} missing", "{count} missing", open_ones)
        self.missing_button.setText(words)
        self.missing_button.setAccessibleName(words)
        self.finder.show_form(form)

    def _show_rows(self, form: FormState, touched: frozenset[str] = frozenset()) -> None:
        """List the rows of the open area where they can be jumped to."""
        page, language = self.page(), self.context.translator.language.value
        lines = self._lines.of(form, page.parts if page is not None else (), touched)
        self.areas.show_rows(lines)
        choices: list[tuple[str, str]] = []
        for section in self._sections(form):
            choices.append((section.path, section.label.text(language)))
            if section.path == self.section:
                choices += [(one.path, f"{'  ' * one.depth}\N{EN DASH} {one.words}") for one in lines]
        if choices != self._choices:
            self._choices = choices
            self.area_choice.set_choices(choices)
        if self.area_choice.value() != self.section:
            self.area_choice.set_value(self.section)

    def _place_chosen(self, path: str) -> None:
        if path.endswith("]"):
            self._go_to_row(path)
        else:
            self.show_area(path, focus=True)

    def _go_to_row(self, row: str) -> None:
        page = self.page()
        if page is not None:
            commit_pending(page)
            self.stack.setCurrentWidget(self.open_pages)
            page.rows.go_to(row)

    def _answer_refused(self, path: str, error: AmbassadorError) -> None:
        for page in self.pages.values():
            if path in page.cards:
                page.cards[path].complain(error)

    def show_to_party(self, on: bool) -> None:
        """Hide internal notes and observations from who looks over the shoulder."""
        if self.model.workspace is not None:
            self.show_workspace(self.model.workspace)

    # -- areas --------------------------------------------------------------------------------------------------
    def page(self) -> AreaPage | None:
        """The page that is open."""
        return self.pages.get(self.section)

    def show_area(self, path: str, *, focus: bool = False, last: bool = False) -> None:
        """Open an area; its page is built when it is first shown."""
        form = self.model.form
        section = next((one for one in form.checklist.sections if one.path == path), None) if form else None
        if form is None or section is None:
            return
        if self.section and self.section != path:
            commit_pending(self.pages[self.section])
        self.section = path
        if path not in self.pages:
            self.pages[path] = AreaPage(self.context, self.model, section, self._photo)
            self.open_pages.addWidget(self.pages[path])
        self.pages[path].show_all(form, self._marks)
        self.open_pages.setCurrentWidget(self.pages[path])
        self.stack.setCurrentWidget(self.open_pages)
        self.areas.set_current(path)
        self._show_rows(form)
        self.area_name.setText(section.label.text(self.context.translator.language.value))
        if self.model.workspace is not None:
            self.evidence.show_workspace(self.model.workspace, path)
        if focus:
            self.pages[path].enter(last=last)

    def step_area(self, by: int, *, last: bool = False) -> bool:
        """Open the next or previous area. False at the end."""
        form = self.model.form
        paths = [one.path for one in self._sections(form)] if form else []
        there = paths.index(self.section) + by if self.section in paths else 0
        if not 0 <= there < len(paths):
            return False
        self.show_area(paths[there], focus=True, last=last)
        return True

    def step(self, by: int) -> bool:
        """Go to the next or previous question of the area. False at its end."""
        page = self.page()
        if page is None:
            return False
        commit_pending(page)
        return page.step(by)

    def onwards(self) -> None:
        """Enter: press the button that has the focus, else go to the next question, also in the next area."""
        pressed = QApplication.focusWidget()
        if isinstance(pressed, QAbstractButton) and pressed.property("kind") != "choice":
            pressed.click()
        elif not self.step(1):
            self.step_area(1)

    def go_to(self, path: str) -> None:
        """Open the area of a question and put the focus on it."""
        form = self.model.form
        if form is None:
            return
        try:
            section = form.checklist.section_of(path)
        except KeyError:
            return
        self.show_area(section.path)
        self.pages[section.path].go_to(path)

    def next_missing(self) -> None:
        """Go to the next question, in the order of the checklist, that still needs an answer."""
        form, page = self.model.form, self.page()
        if form is None:
            return
        states = form.questions()
        current = page.current() if page else None
        here = next((i for i, one in enumerate(states) if current is not None and one.path == current.path), -1)
        ahead = (*states[here + 1 :], *states[: here + 1])
        found = next((one.path for one in ahead if one.missing or not one.valid), None)
        if found is not None:
            self.go_to(found)

    def _find_toggled(self, active: bool) -> None:
        self.stack.setCurrentWidget(self.finder.results if active else self.open_pages)

    # -- photos -------------------------------------------------------------------------------------------------
    def _photo(self, path: str, what: object = ()) -> None:
        """Add photos or files to a question, an area, or the visit; without any, ask for photos."""
        self.photos.add(place_at(self.model.form, path), what)

    def paste(self) -> None:
        """Take in the picture or the files on the clipboard, at the question that is open."""
        page = self.page()
        current = page.current() if page is not None else None
        self.photos.paste(place_at(self.model.form, current.path if current else self.section))

    def _close_photo(self) -> None:
        page = self.page()
        self.stack.setCurrentWidget(self.open_pages if page is not None else self.nothing)
        if page is not None:
            page.enter()

    # -- the frame ----------------------------------------------------------------------------------------------
    def open(self, **arguments: object) -> None:
        """Open the area and question asked for, or the first ones."""
        self._wanted = {name: str(value) for name, value in arguments.items() if name in ("area", "question")}
        form = self.model.form
        if form is not None:
            self._open_wanted(self._sections(form))

    def _open_wanted(self, sections: list[Section]) -> None:
        wanted, self._wanted = self._wanted, {}
        known = {one.path for one in sections}
        if "question" in wanted:
            self.go_to(wanted["question"])
        if not self.section or wanted.get("area", self.section) != self.section:
            area = wanted.get("area", "")
            first = area if area in known else next(iter(known and [sections[0].path]), "")
            self.show_area(first, focus=True)

    def location(self) -> dict[str, str]:
        """Give area and question."""
        page = self.page()
        current = page.current() if page else None
        found = {"area": self.section} if self.section else {}
        return {**found, "question": current.path} if current is not None else found

    def commands(self) -> tuple[Command, ...]:
        """Offer finding and what is missing."""
        tr = self.context.translator.tr
        return (
            Command(tr("Find a question"), self.finder.begin, "Ctrl+F", "search"),
            Command(tr("Next missing answer"), self.next_missing, "F8", "flag"),
            Command(tr("Photos from the phone"), self.photos.open_phone, "Ctrl+Shift+P", "phone"),
        )

    def minimumSizeHint(self) -> QSize:
        """Small enough for a window in which the list of areas has given way."""
        px = self.context.theme.px
        return QSize(px(640), px(240))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < self.context.theme.px(NARROW)
        self.evidence.set_narrow(narrow)
        has_form = self.model.form is not None
        self.areas.setVisible(not narrow and has_form)
        self.area_choice.setVisible(narrow and has_form)
        self.area_name.setVisible(not narrow)
