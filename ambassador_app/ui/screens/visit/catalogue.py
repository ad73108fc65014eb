"""The catalogue of measures to add from: by area, with search, and room for one of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ambassador_app.domain.catalogue import CatalogueEntry
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import box, column, row
from ambassador_app.ui.screens.visit.keys import add_key
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.choices import Select
from ambassador_app.ui.widgets.fields import SearchField, TextField
from ambassador_app.wording import area_label

_ENTRY: Final = Qt.ItemDataRole.UserRole


class CatalogueBrowser(QWidget):
    """Choose an entry (`chosen` tells its id) or name a measure of one's own (`named`)."""

    chosen = Signal(str)
    named = Signal(str)
    closed = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.context = context
        self._entries: tuple[CatalogueEntry, ...] = ()
        self._language = context.translator.language.value
        tr, space = context.translator.tr, context.theme.space
        self.search = SearchField(context, name=tr("Search the catalogue"), placeholder=tr("Search the catalogue"))
        self.search.edited.connect(lambda _text: self._fill())
        self.search.line.returnPressed.connect(self.list_enter)
        self.area = Select(context, [("", tr("All areas"))], name=tr("Area"), value="")
        self.area.chosen.connect(lambda _key: self._fill())
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Catalogue of measures"))
        self.list.setFont(context.theme.font())
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemDoubleClicked.connect(self._choose)
        add_key(self.list, "Return", self._choose_current)
        add_key(self.list, "Enter", self._choose_current)
        self.list.currentItemChanged.connect(lambda now, _before: self._describe(now))
        self.description = labels.body(context, "")
        self.add_button = buttons.primary(context, tr("Add the measure"), self._choose_current, "add")
        self.own = TextField(context, name=tr("Your own measure"), placeholder=tr("Title of your own measure"))
        own_button = buttons.secondary(context, tr("Add your own"), self._name, "add")
        back = buttons.icon_button(context, "chevron-left", tr("Back to the measures"), self.closed.emit)
        title = labels.label(context, tr("Add a measure"), Type.SECTION)
        details = box(
            column(self.description, row(self.add_button, 1), 1, space=space.l, margins=(space.l, space.s, 0, 0))
        )
        details.setMinimumWidth(context.theme.px(280))
        lists = row(self.list, details)
        lists.setStretch(0, 3)
        lists.setStretch(1, 2)
        self.setLayout(
            column(
                row(back, title, 1, space=space.s),
                row(self.search, self.area, space=space.s),
                lists,
                labels.strong(context, tr("Not in the catalogue?")),
                row(self.own, own_button, space=space.s),
                space=space.m,
                margins=(space.l, space.s, space.l, space.l),
            )
        )
        self.own.line.returnPressed.connect(self._name)

    def show_entries(self, entries: Sequence[CatalogueEntry]) -> None:
        """Offer these entries."""
        self._entries = tuple(entries)
        tr = self.context.translator.tr
        areas = dict.fromkeys(one.area for one in entries)
        self.area.set_choices([("", tr("All areas")), *((area, tr(area_label(area))) for area in areas)])
        if self.area.value() is None:
            self.area.set_value("")
        self._fill()

    def _fill(self) -> None:
        tr, words, area = self.context.translator.tr, self.search.value().casefold().split(), self.area.value()
        self.list.clear()
        for entry in self._entries:
            title = entry.title(self._language)
            place = tr(area_label(entry.area))
            text = f"{title} {entry.description(self._language)} {place}".casefold()
            if (not area or entry.area == area) and all(word in text for word in words):
                item = QListWidgetItem(title if area else f"{title}  ·  {place}")
                item.setData(_ENTRY, entry.id)
                self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.add_button.setEnabled(self.list.count() > 0)

    def list_enter(self) -> None:
        """Go from the search to what it found."""
        self.search.commit()
        self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _describe(self, item: QListWidgetItem | None) -> None:
        entry = self._entry(item)
        self.description.setText(entry.description(self._language) if entry else "")

    def _entry(self, item: QListWidgetItem | None) -> CatalogueEntry | None:
        wanted = item.data(_ENTRY) if item is not None else ""
        return next((one for one in self._entries if one.id == wanted), None)

    def _choose_current(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._choose(item)

    def _choose(self, item: QListWidgetItem) -> None:
        entry = self._entry(item)
        if entry is not None:
            self.chosen.emit(entry.id)

    def _name(self) -> None:
        title = self.own.value()
        if title:
            self.own.set_value("", force=True)
            self.named.emit(title)
