"""Pictures of the work with photos: the contact sheet, one photo, drawing on it, before and after, the files."""

import os
from datetime import timedelta
from pathlib import Path

from PySide6.QtGui import QImage, QTransform
from PySide6.QtWidgets import QScrollArea
from stage import Stage, scene

from ambassador_app.domain.identifiers import AttachmentId
from ambassador_app.domain.photo_matching import Place
from ambassador_app.drawing.annotation import Annotation, Mark, Tool
from ambassador_app.photos.scenery import take_photo
from ambassador_app.ui import photo_sources

LIGHTING = "/data/lighting"
DRAWN = Annotation(
    (
        Mark(Tool.BLUR, ((0.62, 0.3), (0.9, 0.45))),
        Mark(Tool.ARROW, ((0.2, 0.75), (0.45, 0.5)), "#e5302a", 2),
        Mark(Tool.BOX, ((0.1, 0.1), (0.9, 0.28)), "#ffc20e", 1),
        Mark(Tool.TEXT, ((0.12, 0.78),), "#e5302a", 1, "Utæt ventil"),
        Mark(Tool.FREEHAND, ((0.5, 0.6), (0.6, 0.7), (0.7, 0.6), (0.8, 0.7)), "#1769c2", 0),
    )
)


def photographed(stage: Stage) -> str:
    """A visit with four photos, two of them a pair, two files, and a folder of photos still on the phone."""
    known = getattr(stage, "photographed_visit", "")
    if known:
        return str(known)
    session = stage.session
    visit = session.visits.plan(stage.some_site()).id
    session.visits.answer(visit, f"{LIGHTING}/ly1_lamp_kind", value="t8")
    session.notes.add_finding(visit, "Porten mod gården står åben hele dagen", area="lighting")
    now = session.now()
    photos = []
    for number, (subject, caption) in enumerate(
        (("pipes", "Ventilrør uden isolering i kedelrummet"), ("pipes", "Efter isolering"),
         ("lamps", "Lysstofrør i hallen"), ("compressor", "Kompressor med utæt ventil"))
    ):  # fmt: skip
        data = take_photo(subject, now - timedelta(minutes=number), seed=number)
        photos.append(AttachmentId(session.evidence.add_photo(visit, data, f"IMG_{number}.jpg", caption=caption).id))
    session.evidence.pair(photos[0], photos[1])
    session.evidence.draw_on(photos[3], DRAWN)
    session.evidence.add_file(visit, b"%PDF-" + bytes(412_000), "Energimærke_rapport-2024-hovedbygning.pdf")
    session.evidence.add_file(visit, bytes(2_300_000), "Forbrug 2025.xlsx")
    folder = Path(stage.home) / "phone" if hasattr(stage, "home") else Path("build/shots/phone")
    folder.mkdir(parents=True, exist_ok=True)
    for number, subject in enumerate(("lamps", "compressor", "pipes", "ventilation", "lamps", "pipes")):
        file = folder / f"IMG_10{number}.jpg"
        if not file.exists():
            file.write_bytes(
                take_photo(subject, now + timedelta(minutes=number * 14 - 30) + timedelta(hours=1), seed=number + 20)
            )
        os.utime(file, (now.timestamp(), now.timestamp()))
    (folder / "IMG_200.HEIC").write_bytes(b"")
    stage.photographed_visit, stage.photos, stage.phone = visit, photos, folder
    return str(visit)


def at_work(stage: Stage):  # noqa: ANN201 - the panel of the walkthrough
    stage.navigate("visit", photographed(stage), step="walkthrough", area=LIGHTING)
    stage.settle()
    return stage.screen.panel()


@scene("photos-evidence")
def evidence(stage: Stage) -> None:
    at_work(stage)


@scene("photos-files")
def files(stage: Stage) -> None:
    pane = at_work(stage).evidence
    stage.settle()
    bar = pane.findChild(QScrollArea).verticalScrollBar()
    bar.setValue(bar.maximum())
    stage.settle()


@scene("photos-sheet")
def sheet(stage: Stage) -> None:
    panel = at_work(stage)
    photo_sources.keep_folders(panel.context.preferences, (stage.phone,))
    panel.photos.open_phone()
    stage.settle()
    key = next(iter(panel.photos.phone.offers))
    panel.photos.phone.sheet.choose(key)
    stage.settle()


@scene("photos-sheet-empty")
def empty_sheet(stage: Stage) -> None:
    panel = at_work(stage)
    photo_sources.keep_folders(panel.context.preferences, ())
    panel.photos.open_phone()
    stage.settle()


@scene("photos-page")
def page(stage: Stage) -> None:
    at_work(stage).photos.open_photo(stage.photos[3])
    stage.settle()


@scene("photos-pair")
def pair(stage: Stage) -> None:
    at_work(stage).photos.open_photo(stage.photos[1])
    stage.settle()


@scene("photos-compare")
def compare(stage: Stage) -> None:
    at_work(stage).photos.begin_comparing(stage.photos[2])
    stage.settle()


@scene("photos-earlier")
def earlier(stage: Stage) -> None:
    """A photo of today beside one of the visit that was sealed."""
    photos = at_work(stage).photos
    photos.begin_comparing(stage.photos[2])
    stage.settle()
    page = photos.compare
    page.visits.setCurrentIndex(page.visits.count() - 1)
    page.visits.chosen.emit(page.visits.value())
    stage.settle()


@scene("photos-earlier-pair")
def earlier_pair(stage: Stage) -> None:
    photos = at_work(stage).photos
    (first, *_) = stage.session.evidence.earlier(stage.photos[2])
    stage.session.evidence.pair(first.id, stage.photos[2])
    photos.model.refresh()
    stage.settle()
    photos.open_photo(stage.photos[2])
    stage.settle()
    stage.session.evidence.part(stage.photos[2])


@scene("photos-camera")
def camera(stage: Stage) -> None:
    """What the camera of the computer sees; without the library, the sentence that there is none."""
    photos = at_work(stage).photos
    photos.cameras.look()
    stage.settle()
    photos.setCurrentWidget(photos.camera)
    photos.opened.emit()
    photos.camera.open(Place())
    library = photos.cameras.library
    if library is not None:
        seen = QImage.fromData(take_photo("compressor", stage.session.now(), seed=7)).transformed(
            QTransform().rotate(90)
        )
        photos.camera.problem.set_text("")
        photos.camera.finder.show_frame(library.QVideoFrame(seen.convertToFormat(QImage.Format.Format_RGB32)))
    stage.settle()


@scene("photos-camera-gone")
def camera_gone(stage: Stage) -> None:
    photos = at_work(stage).photos
    photos.setCurrentWidget(photos.camera)
    photos.opened.emit()
    photos.camera.open(Place())
    stage.settle()


@scene("photos-draw")
def draw(stage: Stage) -> None:
    at_work(stage).photos.draw(stage.photos[3])
    stage.settle()
