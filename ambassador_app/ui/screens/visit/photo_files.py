"""Pictures and files from outside: chosen, dropped, or pasted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QWidget

from ambassador_app.errors import DropHasNoFiles
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.widgets.dialogs import choose_files

SUFFIXES: Final = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".tif", ".tiff")
_PICTURES: Final = ("image/jpeg", "image/png", "image/webp", "image/heic", "image/tiff")
_ENDINGS: Final = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/heic": "heic"}


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing brought along: its name and how to read it, off the window's thread."""

    name: str
    read: Callable[[], bytes]

    @property
    def is_picture(self) -> bool:
        """Whether it is to be taken as a photo; anything else is kept as a file."""
        return Path(self.name).suffix.lower() in SUFFIXES


def piece_of(file: Path) -> Piece:
    """Give a file as a piece."""
    return Piece(file.name, file.read_bytes)


def can_be_taken(offered: QMimeData) -> bool:
    """Whether something is offered that may be a picture or a file, or has to be told why not."""
    return offered.hasUrls() or offered.hasImage() or any(offered.hasFormat(one) for one in _PICTURES)


def pieces_of(offered: QMimeData) -> tuple[Piece, ...]:
    """Give what is dropped or pasted: files, else the bytes of a picture that came along.

    Raises DropHasNoFiles for what lies on a phone: the file manager names it, but there is nothing to be read.
    """
    there = tuple(piece_of(one) for one in _local(offered) if one.is_file())
    if there:
        return there
    for kind in _PICTURES:
        if offered.hasFormat(kind):
            data = bytes(offered.data(kind).data())
            if data:
                return (_held(f"photo.{_ENDINGS.get(kind, 'tif')}", data),)
    if offered.hasImage():
        data = encoded(offered.imageData(), "PNG")
        if data:
            return (_held("photo.png", data),)
    if offered.hasUrls() or offered.formats():
        raise DropHasNoFiles
    return ()


def choose_photos(context: UiContext, parent: QWidget) -> tuple[Path, ...]:
    """Ask for picture files."""
    tr = context.translator.tr
    patterns = " ".join(f"*{suffix} *{suffix.upper()}" for suffix in SUFFIXES)
    return choose_files(context, parent, tr("Add photos"), ((tr("Pictures"), patterns),))


def choose_any(context: UiContext, parent: QWidget) -> tuple[Path, ...]:
    """Ask for files of any kind."""
    tr = context.translator.tr
    return choose_files(context, parent, tr("Add files"), ((tr("All files"), "*"),))


def _held(name: str, data: bytes) -> Piece:
    return Piece(name, lambda: data)


def _local(offered: QMimeData) -> tuple[Path, ...]:
    return tuple(Path(url.toLocalFile()) for url in offered.urls() if url.isLocalFile())


def encoded(image: object, kind: str) -> bytes:
    """Give a picture as the bytes of a file (`PNG`, `JPEG`); nothing of what is no picture. Any thread."""
    if not isinstance(image, QImage) or image.isNull():
        return b""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(kind.encode()))
    writer.setQuality(92 if kind == "JPEG" else -1)
    writer.write(image)
    return bytes(held.data())
