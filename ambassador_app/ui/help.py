"""The manual beside the page it is about; from the disk, never from the network."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QTextBrowser

from ambassador_app.ui.context import Look
from ambassador_app.ui.layouts import column, row
from ambassador_app.ui.theme import Type
from ambassador_app.ui.widgets import buttons, labels


class HelpDrawer(QFrame):
    """The manual page of the current screen, on the right; F1 opens and closes it.

    `manual` holds `<language>/<page>.md`; a page that is missing is replaced by `index`.
    """

    def __init__(self, look: Look, manual: Path | None) -> None:
        super().__init__()
        self._look = look
        self._folder = manual / look.translator.language.value if manual is not None else None
        self._page = ""
        tr, space = look.translator.tr, look.theme.space
        self.setProperty("kind", "header")
        self.setFixedWidth(look.theme.px(360))
        self.text = QTextBrowser()
        self.text.setAccessibleName(tr("Help"))
        self.text.setOpenLinks(False)
        self.text.setFont(look.theme.font(Type.BODY))
        self.text.anchorClicked.connect(self._follow_link)
        close = buttons.icon_button(look, "close", tr("Close the help"), self.hide)
        head = row(labels.heading(look, tr("Help")), close)
        self.setLayout(column(head, self.text, space=space.s, margins=space.l))
        self.hide()

    def follow(self, page: str) -> None:
        """Know which page belongs to what is shown."""
        self._page = page
        if self.isVisible():
            self._show(page)

    def toggle(self) -> None:
        """Open at the page of what is shown, or close."""
        if self.isVisible():
            self.hide()
            return
        self._show(self._page)
        self.show()
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show(self, page: str) -> None:
        for name in (page, "index"):
            file = self._folder / f"{name}.md" if self._folder is not None else None
            if file is not None and file.is_file():
                self.text.setMarkdown(file.read_text("utf-8"))
                return
        self.text.setPlainText(self._look.translator.tr("There is no page about this in the manual."))

    def _follow_link(self, link: QUrl) -> None:
        if link.scheme() in ("http", "https", "mailto"):
            QDesktopServices.openUrl(link)
        else:
            self._show(link.path().removesuffix(".md").rsplit("/", 1)[-1])
