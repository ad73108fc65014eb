"""The catalogue of measures to add from: areas at the left with what is in each, search in both languages, and room
for one of one's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from ambassador_app.domain.catalogue import CatalogueEntry
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import box, column, row
from ambassador_app.ui.screens.visit.keys import add_key
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels
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
        add_key(self.search, "Down", self.list_enter)
        self.areas = _words_list(context, tr("Areas"))
        self.areas.setFixedWidth(context.theme.px(232))
        self.areas.currentItemChanged.connect(lambda _now, _before: self._fill())
        for key in ("Return", "Enter", "Right"):
            add_key(self.areas, key, self.list_enter)
        self.list = _words_list(context, tr("Catalogue of measures"))
        self.list.itemDoubleClicked.connect(self._choose)
        add_key(self.list, "Return", self._choose_current)
        add_key(self.list, "Enter", self._choose_current)
        add_key(self.list, "Left", lambda: self.areas.setFocus(Qt.FocusReason.TabFocusReason))
        self.list.currentItemChanged.connect(lambda now, _before: self._describe(now))
        self.description = labels.body(context, "")
        self.add_button = buttons.primary(context, tr("Add the measure"), self._choose_current, "add")
        self.own = TextField(context, name=tr("Your own measure"), placeholder=tr("Title of your own measure"))
        own_button = buttons.secondary(context, tr("Add your own"), self._name, "add")
        back = buttons.icon_button(context, "chevron-left", tr("Back to the measures"), self.closed.emit)
        self.own.line.returnPressed.connect(self._name)
        self.heading = labels.heading(context, "")
        title = labels.label(context, tr("Add a measure"), Type.SECTION)
        self.setLayout(
            column(
                row(back, title, 1, space=space.s),
                self.search,
                self._lists(),
                labels.strong(context, tr("Not in the catalogue?")),
                row(self.own, own_button, space=space.s),
                space=space.m,
                margins=(space.l, space.s, space.l, space.l),
            )
        )

    def _lists(self) -> QHBoxLayout:
        """Lay out areas, entries and what the current entry is about, side by side."""
        space = self.context.theme.space
        about = column(
            self.heading, self.description, row(self.add_button, 1), 1, space=space.l, margins=(space.l, space.s, 0, 0)
        )
        details = box(about)
        details.setMinimumWidth(self.context.theme.px(280))
        lists = row(self.areas, self.list, details, space=space.s)
        lists.setStretch(1, 3)
        lists.setStretch(2, 2)
        return lists

    def show_entries(self, entries: Sequence[CatalogueEntry]) -> None:
        """Offer these entries."""
        self._entries = tuple(entries)
        self._fill()

    def area(self) -> str:
        """Give the area that is chosen; empty for all."""
        item: QListWidgetItem | None = self.areas.currentItem()
        return str(item.data(_ENTRY)) if item is not None else ""

    def _fill(self) -> None:
        """Show what is searched for: how much of it is in each area, and what is in the chosen one."""
        tr, chosen = self.context.translator.tr, self.area()
        found = [entry for entry in self._entries if self._is_meant(entry)]
        self._fill_areas(found, chosen)
        self.list.clear()
        for entry in sorted(found, key=self._place):
            if not chosen or entry.area == chosen:
                title = entry.title(self._language)
                item = QListWidgetItem(title if chosen else f"{title}  ·  {tr(area_label(entry.area))}")
                item.setData(_ENTRY, entry.id)
                self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.add_button.setEnabled(self.list.count() > 0)
        if not self.list.count():
            self.heading.setText(tr("Nothing in the catalogue is called so."))
            self.description.setText(tr("Search with other words, choose all areas, or add one of your own below."))

    def _fill_areas(self, found: Sequence[CatalogueEntry], chosen: str) -> None:
        tr, blocked = self.context.translator.tr, self.areas.blockSignals(True)
        self.areas.clear()
        counts = Counter(entry.area for entry in found)
        everything = [("", tr("All areas"), len(found))]
        areas = dict.fromkeys(entry.area for entry in self._entries)
        for area, name, count in [*everything, *((one, tr(area_label(one)), counts[one]) for one in areas)]:
            item = QListWidgetItem(f"{name} ({count})")
            item.setData(_ENTRY, area)
            self.areas.addItem(item)
            if area == chosen:
                self.areas.setCurrentItem(item)
        self.areas.blockSignals(blocked)

    def _words(self) -> list[str]:
        return self.search.value().casefold().split()

    def _is_meant(self, entry: CatalogueEntry) -> bool:
        """Whether all that is searched for stands in it, in either language: people know things by both names."""
        area = self.context.translator.tr(area_label(entry.area))
        texts = (entry.title_da, entry.title_en, entry.description_da, entry.description_en, area)
        text = " ".join(texts).casefold()
        return all(word in text for word in self._words())

    def _place(self, entry: CatalogueEntry) -> bool:
        """Sort what has the words in its title first; the rest stays as the catalogue has it."""
        title = entry.title(self._language).casefold()
        return not all(word in title for word in self._words())

    def list_enter(self) -> None:
        """Go from the search to what it found."""
        self.search.commit()
        self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _describe(self, item: QListWidgetItem | None) -> None:
        entry = self._entry(item)
        self.heading.setText(entry.title(self._language) if entry else "")
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


def _words_list(context: UiContext, name: str) -> QListWidget:
    """Make a list of words that wraps what is long."""
    made = QListWidget()
    made.setAccessibleName(name)
    made.setFont(context.theme.font())
    made.setWordWrap(True)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made
