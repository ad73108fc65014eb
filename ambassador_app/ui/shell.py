"""Everything inside the window, in one language and one appearance; another one is another Shell."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.frame import RAIL_NAMES, Header, Rail, StatusStrip
from ambassador_app.ui.help import HelpDrawer
from ambassador_app.ui.layouts import box, column, row
from ambassador_app.ui.navigation import Navigator, Place
from ambassador_app.ui.office_watch import OfficeWatch
from ambassador_app.ui.pages import Pages
from ambassador_app.ui.pdf_drop import reports_in
from ambassador_app.ui.screen import Screen
from ambassador_app.ui.screens import SCREENS, factory_of
from ambassador_app.ui.tasks import Job
from ambassador_app.ui.widgets.cards import Banner
from ambassador_app.ui.widgets.palette import CommandPalette, PaletteItem

HOME: Final = Place("today")
_LOGGED = {"company": "site", "energy": "site", "visit": "visit"}
_GROUP_ICON = {"company": "companies", "visit": "visits", "measure": "measures", "note": "note"}


class Shell(QWidget):
    """Rail, header, pages, status strip, notices, palette and help around one session."""

    title_changed = Signal(str)
    leave_demo = Signal()
    show_mode_changed = Signal(bool)
    lock_wanted = Signal()
    broken = Signal(object)
    """An exception that kept a page from being shown."""

    def __init__(self, context: UiContext, navigator: Navigator, *, manual: Path | None = None) -> None:
        super().__init__()
        self._context = context
        self._navigator = navigator
        self._showing_others = False
        self._in_use: VisitId | None = None
        self._opened: tuple[str, tuple[str, ...]] | None = None
        self.rail = Rail(context)
        self.header = Header(context)
        self.pages = Pages(self._build)
        self.status = StatusStrip(context, context.tasks)
        self.help = HelpDrawer(context, manual)
        self.banners = column(space=context.theme.space.xs, margins=0)
        self.notes = box(self.banners)
        right = column(self.header, self.notes, row(self.pages, self.help), self.status, space=0)
        self.setLayout(row(self.rail, right, space=0))
        self.palette_panel = CommandPalette(context, context.tasks, self, commands=self._commands, search=self._search)
        self.setAcceptDrops(True)
        self.office = OfficeWatch(context.session, context.tasks, context.notices, self)
        self._connect()
        self._make_shortcuts()
        self._add_banners()
        self.ask_backup()

    # -- pages ------------------------------------------------------------------------------------------------
    def show_place(self, place: Place) -> None:
        """Show a place, or Today where the place is not to be had."""
        try:
            self.pages.show_place(place)
        except Exception as error:
            self.broken.emit(error)
            if place.name != HOME.name:
                self._navigator.go_instead(HOME)

    def remember(self) -> None:
        """Note where on its page the current screen is."""
        screen = self.pages.screen_shown
        if screen is not None:
            self._navigator.note(screen.location())
            # A place in the demo municipality is not to be had among one's own visits.
            if self._navigator.place is not None and not self._context.session.is_demo:
                self._context.preferences.keep("last_place", self._navigator.place.to_text())

    def set_frame_visible(self, visible: bool) -> None:
        """Show or hide what stands around the pages."""
        for part in (self.rail, self.header, self.notes, self.status):
            part.setVisible(visible)

    def set_show_mode(self, on: bool) -> None:
        """Show this page alone: somebody else is looking."""
        self._showing_others = on
        self.set_frame_visible(not on)
        self.palette_panel.close_palette()
        self.help.hide()
        for shortcut in self._shortcuts:
            shortcut.setEnabled(not on)
        self.show_mode_changed.emit(on)

    def ask_backup(self, _job: Job | None = None) -> None:
        """Look whether a backup is wanted."""
        session, status = self._context.session, self.status
        self._context.tasks.run(
            session.backups.status,
            owner=self,
            then=lambda found: status.show_backup(due=found.is_due, last=found.last_at),
            latest="backup",
        )

    def _build(self, place: Place) -> Screen:
        built = factory_of(place.name)(self._context, *place.keys, **place.arguments)
        if not isinstance(built, Screen):
            raise TypeError(f"screen {place.name} is no Screen")
        return built

    def _connect(self) -> None:
        header, pages, navigator = self.header, self.pages, self._navigator
        self.rail.chosen.connect(navigator)
        header.back.connect(navigator.back)
        header.forward.connect(navigator.forward)
        header.search.connect(self.open_palette)
        header.undo.connect(lambda: self._ask_screen("undo"))
        header.redo.connect(lambda: self._ask_screen("redo"))
        header.help.connect(self.open_help)
        self.help.shown_changed.connect(self._make_room)
        pages.title_changed.connect(header.set_title)
        pages.title_changed.connect(self.title_changed)
        pages.undo_changed.connect(header.set_undo)
        pages.show_mode_changed.connect(self.set_show_mode)
        pages.arrived.connect(self._arrived)
        self.status.backup_wanted.connect(lambda: navigator("settings", section="backup"))
        self._context.tasks.changed.connect(self._changed)
        self._context.tasks.ended.connect(self._job_ended)
        self.status.sync_wanted.connect(lambda: navigator("sync"))
        self.office.standing.connect(self.status.show_office)
        self.office.look()

    def _job_ended(self, job: Job) -> None:
        if job.label:
            self.ask_backup()

    def _make_shortcuts(self) -> None:
        keys = {
            "Ctrl+Shift+Z": lambda: self._ask_screen("redo"),
            "Ctrl+Shift+K": self.open_palette,
        }
        self._shortcuts = [QShortcut(QKeySequence(key), self, run) for key, run in keys.items()]
        QShortcut(QKeySequence("Ctrl+L"), self, self.lock_wanted.emit)  # also while the screen shows this site alone

    def _ask_screen(self, what: str) -> None:
        screen = self.pages.screen_shown
        if screen is not None and not self._showing_others:
            (screen.undo if what == "undo" else screen.redo)()

    def _arrived(self, screen: Screen) -> None:
        place = self._navigator.place
        self._note_opening(place)
        self.rail.mark(screen.rail or (place.name if place else ""))
        self.header.set_way(back=self._navigator.can_go_back, forward=self._navigator.can_go_forward)
        if self.help.is_wide:  # whoever goes to a page wants to see it
            self.help.hide()
        self.help.follow(screen.help_page or (place.name if place else ""))
        self.remember()

    def _note_opening(self, place: Place | None) -> None:
        """Keep in the log that a company or a visit is looked at; where that cannot be, it is seen all the same."""
        if place is not None and place.name in _LOGGED and place.keys and place.page != self._opened:
            access, kind, key = self._context.session.access, _LOGGED[place.name], place.keys[0]
            self._context.tasks.run(lambda: access.log.opened(kind, key), owner=self, failed=lambda _error: None)
        self._note_use(VisitId(place.keys[0]) if place is not None and place.name == "visit" and place.keys else None)
        self._opened = place.page if place is not None else None

    def _note_use(self, visit_id: VisitId | None) -> None:
        """A visit that is open in the window does not leave this computer meanwhile."""
        before, self._in_use = self._in_use, visit_id
        if visit_id == before:
            return
        keeping = self._context.session.keeping
        if before is not None:
            keeping.closed(before)
        if visit_id is not None:
            self._context.tasks.run(lambda: keeping.opened(visit_id), owner=self, failed=lambda _error: None)

    def _changed(self, changes: Changes) -> None:
        self.pages.tell(changes)
        self.remember()

    # -- palette and help -------------------------------------------------------------------------------------
    def open_palette(self) -> None:
        """Open the search over everything."""
        if not self._showing_others:
            self.palette_panel.open()

    def open_help(self) -> None:
        """Open or close the help for this page, or for the part of it that has a page of its own."""
        screen = self.pages.screen_shown
        parts = screen.findChildren(QWidget) if screen is not None and not self.help.isVisible() else []
        pages = (str(part.property("help_page")) for part in parts if part.property("help_page") and part.isVisible())
        self.help.toggle(next(pages, ""))

    def _make_room(self, helped: bool) -> None:
        """Let the help stand before the page where there is no room for both: in large text on a small screen."""
        alone = helped and not self.help.leaves_room(self.width() - self.rail.width())
        self.help.set_wide(alone)
        self.pages.setVisible(not alone)

    def _commands(self) -> Sequence[PaletteItem]:
        tr, navigator = self._context.translator.tr, self._navigator
        screen = self.pages.screen_shown
        offered = screen.commands() if screen is not None else ()
        own = [PaletteItem(_with_keys(one.label, one.shortcut), "", one.icon, one.run) for one in offered]
        places = [
            PaletteItem(
                _with_keys(tr("Go to: {place}", place=tr(words)), f"Alt+{number}"), "", name, partial(navigator, name)
            )
            for number, (name, words) in enumerate(RAIL_NAMES.items(), 1)
        ]
        check = PaletteItem(tr("Check a report"), "", "shield", partial(navigator, "check_report"))
        sync = PaletteItem(tr("Sync with the office"), "", "sync", partial(navigator, "sync"))
        lock = PaletteItem(_with_keys(tr("Lock"), "Ctrl+L"), "", "lock", self.lock_wanted.emit)
        return [*own, *places, check, sync, lock]

    def _search(self, text: str) -> Sequence[PaletteItem]:
        """Look everything up; on the store's thread, so nothing of the window is touched."""
        from ambassador_app.wording import LABEL

        found: list[PaletteItem] = []
        group = None
        for hit in self._context.session.search(text):
            if hit.group is not group:
                group = hit.group
                found.append(PaletteItem(self._context.translator.tr(LABEL[group])))
            go = partial(self._navigator, *self._target(hit.group.value, hit.id, hit.site_id, hit.visit_id))
            found.append(PaletteItem(hit.title, hit.detail, _GROUP_ICON[hit.group.value], go))
        return found

    @staticmethod
    def _target(group: str, identifier: str, site_id: str, visit_id: str) -> tuple[str, str]:
        if group == "company" or not visit_id:
            return "company", site_id or identifier
        return "visit", visit_id

    # -- banners ----------------------------------------------------------------------------------------------
    def _add_banners(self) -> None:
        context, session = self._context, self._context.session
        tr = context.translator.tr
        if session.is_demo:
            words = tr("Demo municipality: play freely, nothing here is real.")
            self.banners.addWidget(Banner(context, "info", words, (tr("Leave the demo"), self.leave_demo.emit)))
        if session.health is not None:
            tone = "danger" if session.read_only else "warning"
            self.banners.addWidget(Banner(context, tone, context.translator.say(session.health)))
        elif session.read_only:
            self.banners.addWidget(Banner(context, "danger", tr("Read only: nothing can be changed.")))
        space = context.theme.space
        if self.banners.count():
            self.banners.setContentsMargins(space.m, space.s, space.m, 0)

    # -- a report dropped anywhere ----------------------------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if reports_in(event.mimeData()) and not self._showing_others:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Check a report that no page wanted for itself."""
        files = reports_in(event.mimeData())
        if files and not self._showing_others:
            event.acceptProposedAction()
            self._navigator("check_report", file=str(files[0]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.palette_panel.place()


def _with_keys(label: str, keys: str) -> str:
    return f"{label}  ({keys})" if keys else label


def is_known(place: Place | None) -> bool:
    """Whether `place` can be shown by this version of the program."""
    return place is not None and place.name in SCREENS and place.name != "opening"
