"""How photos are taken in on this computer: how large, from where, and what saved copies tell."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout

from ambassador_app.ui import photo_sources
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Form, clear, row
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Card
from ambassador_app.ui.widgets.choices import ChoiceButtons, Switch
from ambassador_app.ui.widgets.dialogs import choose_folder


class PhotosCard(Card):
    """The size of pictures in reports, the folders that are looked in, and the notes of the camera."""

    def __init__(self, context: UiContext) -> None:
        tr, preferences = context.translator.tr, context.preferences
        super().__init__(context, tr("Photos"))
        self.context = context
        self.side = ChoiceButtons(
            context,
            tuple((str(one), tr("{pixels} pixels", pixels=str(one))) for one in photo_sources.SIDES),
            name=tr("Longer side of photos in reports"),
            clearable=False,
            value=str(photo_sources.side(preferences)),
        )
        self.side.chosen.connect(lambda key: photo_sources.keep_side(preferences, int(str(key))))
        form = Form(context)
        form.add(
            self.side.accessibleName(),
            self.side,
            hint=tr("JPEG of quality 82. The photo itself is kept as it came, encrypted on this computer."),
        )
        self.notes = Switch(
            context,
            tr("Saved copies tell time, camera and place"),
            value=photo_sources.keeps_notes(preferences),
        )
        self.notes.toggled.connect(lambda on: photo_sources.keep_notes(preferences, on))
        self._folders = QVBoxLayout()
        self._folders.setContentsMargins(0, 0, 0, 0)
        self.add(form.widget)
        self.add(self.notes)
        self.add(labels.muted(context, tr("Reports never tell where or with which camera a photo was taken.")))
        self.add(labels.strong(context, tr("Folders in which photos from the phone are looked for")))
        self.add(
            labels.muted(
                context,
                tr("Cards, sticks and cameras that are plugged in are found by themselves (their folder DCIM)."),
            )
        )
        self.add(self._folders)
        self.add_button = buttons.secondary(context, tr("Add a folder …"), self.add_folder, "folder")
        self.add(row(self.add_button, 1))
        self._show_folders()

    def add_folder(self) -> None:
        """Look in another folder."""
        folder = choose_folder(self.context, self, self.context.translator.tr("Add a folder …"))
        if folder is not None:
            self._keep((*photo_sources.folders(self.context.preferences), folder))

    def remove_folder(self, folder: Path) -> None:
        """Look in a folder no more."""
        self._keep(tuple(one for one in photo_sources.folders(self.context.preferences) if one != folder))

    def _keep(self, folders: tuple[Path, ...]) -> None:
        photo_sources.keep_folders(self.context.preferences, folders)
        self._show_folders()

    def _show_folders(self) -> None:
        tr = self.context.translator.tr
        clear(self._folders)
        for folder in photo_sources.folders(self.context.preferences):
            self._folders.addLayout(
                row(
                    labels.body(self.context, str(folder)),
                    buttons.icon_button(
                        self.context,
                        "trash",
                        tr("Look in {folder} no more", folder=folder),
                        partial(self.remove_folder, folder),
                        size=18,
                    ),
                    space=self.context.theme.space.s,
                )
            )
