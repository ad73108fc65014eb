"""The manual beside the page it is about; from the disk, never from the network."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QHideEvent, QShowEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QTextBrowser

from ambassador_app.ui.context import Look
from ambassador_app.ui.layouts import column, row
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels

QWIDGETSIZE_MAX: Final = 16_777_215
"""As in Qt, which does not hand it out in Python."""
_WIDTH: Final = 360
_LEAST_PAGE: Final = 560


class HelpDrawer(QFrame):
    """The manual page of the current screen, on the right; F1 opens and closes it.

    `manual` holds `<language>/<page>.md`; a page that is missing is replaced by `index`. The page `measures/<id>` is
    that of a calculator: it lies in `measures/<language>/<id>.md` beside the manual.
    """

    shown_changed = Signal(bool)

    def __init__(self, look: Look, manual: Path | None) -> None:
        super().__init__()
        self._look = look
        self._manual = manual
        self._page = ""
        self._file: Path | None = None
        tr, space = look.translator.tr, look.theme.space
        self.setProperty("kind", "header")
        self.set_wide(False)
        self.text = QTextBrowser()
        self.text.setAccessibleName(tr("Help"))
        self.text.setOpenLinks(False)
        self.text.setFont(look.theme.font(Type.BODY))
        self.text.anchorClicked.connect(self._follow_link)
        close = buttons.icon_button(look, "close", tr("Close the help"), self.hide)
        head = row(labels.heading(look, tr("Help")), close)
        self.setLayout(column(head, self.text, space=space.s, margins=space.l))
        self.hide()

    def set_wide(self, wide: bool) -> None:
        """Take all the room there is, or stand beside the page."""
        self.is_wide = wide
        width = self._look.theme.px(_WIDTH)
        self.setMinimumWidth(width)
        self.setMaximumWidth(QWIDGETSIZE_MAX if wide else width)

    def leaves_room(self, width: int) -> bool:
        """Whether a page beside it can still be read where both have `width` pixels."""
        return width - self._look.theme.px(_WIDTH) >= self._look.theme.px(_LEAST_PAGE)

    def showEvent(self, event: QShowEvent) -> None:
        """Say that it is there."""
        super().showEvent(event)
        if not event.spontaneous():
            self.shown_changed.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Say that it is gone."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.shown_changed.emit(False)

    def follow(self, page: str) -> None:
        """Know which page belongs to what is shown."""
        self._page = page
        if self.isVisible():
            self._show(page)

    def toggle(self, page: str = "") -> None:
        """Open at `page`, or at that of what is shown; or close."""
        if self.isVisible():
            self.hide()
            return
        self._show(page or self._page)
        self.show()
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show(self, page: str) -> None:
        for name in (page, "index"):
            file = self._path(name)
            if file is not None and file.is_file():
                self._show_file(file)
                return
        self.text.setPlainText(self._look.translator.tr("There is no page about this in the manual."))

    def _path(self, page: str) -> Path | None:
        if self._manual is None:
            return None
        language = self._look.translator.language.value
        folder, _, name = page.rpartition("/")
        return (self._manual.parent / folder if folder else self._manual) / language / f"{name}.md"

    def _show_file(self, file: Path) -> None:
        self._file = file
        self.text.setMarkdown(narrow(file.read_text("utf-8")))
        self._give_room()

    def _give_room(self) -> None:
        """Part the paragraphs: Markdown comes without any room between them."""
        space = self._look.theme.space
        block = self.text.document().begin()
        while block.isValid():
            room = block.blockFormat()
            room.setTopMargin(space.m if room.headingLevel() > 1 else 0)
            room.setBottomMargin(space.s if block.textList() is None else space.xs)
            QTextCursor(block).setBlockFormat(room)
            block = block.next()

    def _follow_link(self, link: QUrl) -> None:
        if link.scheme() in ("http", "https", "mailto"):
            QDesktopServices.openUrl(link)
            return
        wanted = (self._file.parent / link.path()).resolve() if self._file is not None else None
        if wanted is not None and wanted.is_file():
            self._show_file(wanted)


def narrow(markdown: str) -> str:
    """Lay each table out as a list, a row an item: the drawer is too narrow for columns."""
    lines: list[str] = []
    heads: list[str] = []
    for line in markdown.splitlines():
        if line.startswith("|-"):
            continue
        if not line.startswith("| "):
            heads = []
            lines.append(line)
            continue
        cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
        if not heads:
            heads = cells
            continue
        named = (f"*{head}:* {cell}." for head, cell in zip(heads[1:], cells[1:], strict=False))
        lines.append("- " + " ".join((cells[0], *named)))
    return "\n".join(lines) + "\n"
