"""Photos from the phone: all on one sheet, each at the question that was open, taken in when that is confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from ambassador_app import i18n
from ambassador_app.domain.photo_matching import Certainty, Guess, Place
from ambassador_app.ui import photo_sources
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Flow, box, column, row, scrolled
from ambassador_app.ui.screens.visit.keys import add_key
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.screens.visit.phone_clock import PhoneClock
from ambassador_app.ui.screens.visit.photo_places import Places, key_of, places_of, words_of
from ambassador_app.ui.tasks import Progress
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Banner
from ambassador_app.ui.widgets.choices import Select, Switch
from ambassador_app.ui.widgets.contact_sheet import ContactSheet, SheetPhoto
from ambassador_app.ui.widgets.dialogs import choose_folder
from ambassador_app.wording import sentence

if TYPE_CHECKING:
    from ambassador_app.services.photo_intake import ContactSheet as Sheet
    from ambassador_app.services.photo_intake import Offer
    from ambassador_app.services.workspace import Workspace


class PhonePhotos(QWidget):
    """Looks in folders and on cards, shows what it finds, and takes in what is ticked. Nothing is taken unasked."""

    closed = Signal()
    wanted = Signal(object)
    """tuple[(Offer, Place), ...]: what was confirmed."""

    def __init__(self, context: UiContext, model: VisitModel) -> None:
        super().__init__()
        self.context, self.model = context, model
        self.offers: dict[str, Offer] = {}
        self.named: tuple[Path, ...] = ()
        self.seen: frozenset[str] = frozenset()
        self._images: dict[str, QPixmap] = {}
        self._places: Places = {}
        self._moved: dict[str, Place] = {}
        self._build()

    # -- building -----------------------------------------------------------------------------------------------
    def _build(self) -> None:
        look, space, tr = self.context, self.context.theme.space, self.context.translator.tr
        self.where = labels.muted(look, "")
        self.where.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.folder_button = buttons.secondary(look, tr("Look in a folder …"), self.add_folder, "folder")
        self.again_button = buttons.quiet(look, tr("Look again"), self.look, "redo")
        self.older = Switch(look, tr("Also older photos"))
        self.older.toggled.connect(lambda _on: self.look())
        self.close_button = buttons.icon_button(look, "close", tr("Close without taking in"), self.closed.emit)
        self.clock = PhoneClock(look)
        self.clock.told.connect(self.set_clock)
        self.banner = Banner(look, "warning", "")
        self.sheet = ContactSheet(look, tr("Photos that were found"))
        self.sheet.ticks_changed.connect(self._show_count)
        self.sheet.chosen_changed.connect(self._show_chosen)
        self.nothing = labels.muted(look, "")
        self.place = Select(look, (), name=tr("Where the chosen photos belong"))
        buttons.for_fingers(self.place)
        self.place.chosen.connect(self.move_chosen)
        self.take_button = buttons.primary(look, "", self.take, "import")
        buttons.for_fingers(self.take_button)
        self.all_button = buttons.quiet(look, tr("Tick all"), lambda: self.sheet.set_ticked(tuple(self.offers), True))
        self.none_button = buttons.quiet(
            look, tr("Tick none"), lambda: self.sheet.set_ticked(tuple(self.offers), False)
        )
        tools = Flow(space.s)
        for part in (self.folder_button, self.again_button, self.older, self.all_button, self.none_button):
            tools.addWidget(buttons.for_fingers(part))
        buttons.for_fingers(self.close_button)
        lead = labels.body(look, tr("The chosen photos belong to"))
        lead.setWordWrap(False)
        where = row(lead, self.place, self.take_button, space=space.s)
        where.setStretch(1, 1)
        self.foot = box(where)
        self.place.setSizeAdjustPolicy(Select.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        head = row(labels.heading(look, tr("Photos from the phone")), self.where, self.close_button, space=space.m)
        head.setStretch(1, 1)
        upper = scrolled(box(column(tools, self.banner, self.clock, self.nothing, self.sheet, 1, space=space.s)))
        self.sheet.moved_to.connect(partial(self._follow, upper))
        whole = column(head, upper, self.foot, space=space.xs, margins=(space.l, 0, space.l, space.s))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        for one in (self.banner, self.clock, self.foot, self.nothing):
            one.hide()
        add_key(self, "Esc", self.closed.emit)
        add_key(self, "Ctrl+Return", self.take)

    def _follow(self, page: QScrollArea, tile: QRect) -> None:
        """Keep the photo that the arrows came to on the screen, the whole of it."""
        corner = self.sheet.mapToParent(tile.topLeft())
        page.ensureVisible(corner.x() + tile.width() // 2, corner.y() + tile.height() // 2, 0, tile.height() // 2)

    # -- looking ------------------------------------------------------------------------------------------------
    def open(self, files: Sequence[Path] = ()) -> None:
        """Look anew; `files` are shown besides what lies in the folders."""
        self.named = tuple(files)
        self._moved = {}
        self._show_offers(())
        self.look()
        self.folder_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_folder(self) -> None:
        """Look in another folder, now and from now on."""
        folder = choose_folder(self.context, self, self.context.translator.tr("Look in a folder …"))
        if folder is not None:
            known = photo_sources.folders(self.context.preferences)
            photo_sources.keep_folders(self.context.preferences, (*known, folder))
            self.look()

    def look(self) -> None:
        """Read what lies in the folders and on cards."""
        tr, preferences, model = self.context.translator.tr, self.context.preferences, self.model
        named, all_times = self.named, self.older.value()
        chosen, clocks = photo_sources.folders(preferences), photo_sources.clocks(preferences)
        self._say(tr("Looking for photos …"))

        def job(progress: Progress) -> tuple[tuple[Path, ...], Sheet]:
            folders = (*chosen, *photo_sources.cards())
            return folders, model.session.photo_intake.look(
                model.visit_id, (*named, *folders), clocks, all_times=all_times, progress=progress
            )

        model.tasks.run_aside(
            job, owner=self, then=lambda found: self._looked(*found), label=tr("Looking for photos"), latest="look"
        )

    def _looked(self, folders: tuple[Path, ...], sheet: Sheet) -> None:
        tr, tn = self.context.translator.tr, self.context.translator.tn
        shown = ", ".join(str(one) for one in folders)
        self.where.setText(tr("Looked in: {folders}", folders=shown) if shown else tr("No folder is looked in yet."))
        said = [sentence(one, self.context.translator) for one in sheet.refused[:3]]
        if len(sheet.refused) > len(said):
            said.append(tn("{count} more could not be read.", "{count} more could not be read.",
                           len(sheet.refused) - len(said)))  # fmt: skip
        self.banner.set_text("\n".join(said))
        self.seen = frozenset(str(one.found.file) for one in sheet.offers)
        self._show_offers(sheet.offers)
        if not sheet.offers:
            self._say(
                tr(
                    "No photos of this visit were found. Copy them from the phone into a folder (by cable, Bluetooth, "
                    "card or stick) and look in that folder; or drag them here."
                )
            )

    # -- showing ------------------------------------------------------------------------------------------------
    def show_workspace(self, workspace: Workspace) -> None:
        """Offer the places that the visit has now."""
        if not self.isVisible() and self._places:
            return
        self._places = places_of(workspace, self.context.translator)
        self.place.set_choices([(key, words) for key, (_, words) in self._places.items()])

    def _show_offers(self, offers: Sequence[Offer]) -> None:
        self.offers = {one.found.key: one for one in offers}
        for key, one in self.offers.items():
            if key not in self._images:
                image = QPixmap()
                image.loadFromData(one.found.glance.thumbnail)
                self._images[key] = image
        cameras = tuple(dict.fromkeys(one.found.glance.notes.camera for one in offers if one.taken_at is not None))
        self.clock.show_cameras(cameras, photo_sources.clocks(self.context.preferences))
        self.clock.setHidden(not cameras)
        self._show_photos([key for key, one in self.offers.items() if one.is_meant])
        self.nothing.setHidden(bool(offers))
        for button in (self.all_button, self.none_button):
            button.setHidden(not offers)
        self.foot.setHidden(not offers)
        self.sheet.setHidden(not offers)

    def _show_photos(self, ticked: Sequence[str]) -> None:
        self.sheet.set_photos([self._photo(one, key in ticked) for key, one in self.offers.items()])
        self._show_count()

    def _photo(self, offer: Offer, ticked: bool) -> SheetPhoto:
        tr, key = self.context.translator.tr, offer.found.key
        when = self.context.translator.clock(offer.taken_at) if offer.taken_at else tr("No time")
        sure = self.place_of(key), key in self._moved or offer.guess.certainty is Certainty.SURE
        words = words_of(self._places or places_of(None, self.context.translator), sure[0])
        shown = words if sure[1] else tr("Guess: {place}", place=words)
        remark = tr("Is in the visit already") if offer.is_taken else ""
        return SheetPhoto(key, self._images[key], when, shown, ticked, offer.is_taken, remark)

    def place_of(self, key: str) -> Place:
        """Tell where a photo will stand."""
        return self._moved.get(key, self.offers[key].guess.place)

    def _show_count(self) -> None:
        count = len(self.sheet.ticked())
        words = self.context.translator.tn("Take in {count} photo", "Take in {count} photos", count)
        self.take_button.setText(words)
        self.take_button.setAccessibleName(words)
        self.take_button.setEnabled(bool(count))

    def _show_chosen(self) -> None:
        chosen = self.sheet.chosen()
        keys = {key_of(self.place_of(key)) for key in chosen}
        self.place.set_value(keys.pop() if len(keys) == 1 else None)
        self.place.setEnabled(bool(chosen))
        self.clock.choose(self.offers[chosen[0]].found.glance.notes.camera if chosen else None)

    def _say(self, words: str) -> None:
        self.nothing.setText(words)
        self.nothing.show()

    # -- deeds --------------------------------------------------------------------------------------------------
    def move_chosen(self, key: str) -> None:
        """Let the chosen photos belong somewhere else; they are ticked by it."""
        chosen = self.sheet.chosen()
        place = self._places[key][0]
        self._moved |= dict.fromkeys(chosen, place)
        ticked = {*self.sheet.ticked(), *chosen}
        self._show_photos([one for one in ticked if not self.offers[one].is_taken])

    def set_clock(self, camera: str, really: time | None) -> None:
        """Put the clock of a camera right by the chosen photo: it was taken at `really`, or (None) just now."""
        chosen = [self.offers[key] for key in self.sheet.chosen()]
        noted = next(
            (one.found.glance.notes.taken_at for one in chosen if one.found.glance.notes.camera == camera), None
        )
        if noted is None:
            return
        ahead = noted - self._moment(really)
        known = photo_sources.clocks(self.context.preferences) | {camera: ahead}
        photo_sources.keep_clocks(self.context.preferences, known)
        self._guess_again(known)

    def forget_clock(self, camera: str) -> None:
        """Trust the clock of a camera again."""
        known = photo_sources.clocks(self.context.preferences) | {camera: timedelta()}
        photo_sources.keep_clocks(self.context.preferences, known)
        self._guess_again(known)

    def _moment(self, really: time | None) -> datetime:
        now = self.model.session.now()
        if really is None:
            return now
        visit = self.model.workspace.dossier.visit if self.model.workspace else None
        day = (visit.started_at if visit and visit.started_at else now).astimezone(i18n.COPENHAGEN).date()
        return datetime.combine(day, really, tzinfo=i18n.COPENHAGEN)

    def _guess_again(self, clocks: dict[str, timedelta]) -> None:
        found, model = [one.found for one in self.offers.values()], self.model
        model.tasks.run(
            lambda: model.session.photo_intake.offered(model.visit_id, found, clocks),
            owner=self,
            then=lambda sheet: self._show_offers(sheet.offers),
            latest="guess",
        )

    def take(self) -> None:
        """Take in what is ticked."""
        picks = tuple((self.offers[key], self.place_of(key)) for key in self.sheet.ticked())
        if picks:
            self.wanted.emit(picks)
            for offer, _ in picks:
                self.offers[offer.found.key] = replace(offer, is_taken=True, guess=Guess(_, Certainty.SURE))
            self._show_photos(())
