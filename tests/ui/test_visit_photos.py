"""Photos in the walkthrough with real widgets: the sheet, drops, the clipboard, drawing, pairs, files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QScrollArea

from ambassador_app.domain.photo_matching import Place
from ambassador_app.domain.place import Reach
from ambassador_app.domain.visit import Attachment, AttachmentKind, PrintSize
from ambassador_app.drawing.annotation import Tool
from ambassador_app.i18n import Language
from ambassador_app.services.session import Session
from ambassador_app.ui import photo_sources
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.screens.settings.photos import PhotosCard
from ambassador_app.ui.screens.visit.photo_desk import PhotoDesk
from ambassador_app.ui.widgets import dialogs
from tests.builders import a_company, a_visit, session_in, signed
from tests.services.sights import a_photo
from tests.services.test_photo_intake import DANISH_WINTER, a_phone_photo
from tests.ui.visit_desk import LAMPS, LIGHTING, VisitDesk, open_visit

Open = Callable[..., VisitDesk]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def open_at(make_context: Callable[..., object], session: Session, qtbot: object) -> Open:
    """Opens a new visit at its lighting."""

    def show() -> VisitDesk:
        return open_visit(make_context(session), session, a_visit(session), qtbot, step="walkthrough", area=LIGHTING)

    return show


def attachments(desk: VisitDesk) -> tuple[Attachment, ...]:
    return desk.workspace().dossier.attachments


def photos(desk: VisitDesk) -> PhotoDesk:
    return desk.walkthrough.photos


def with_a_photo(open_at: Open, count: int = 1) -> VisitDesk:
    desk = open_at()
    for number in range(count):
        desk.session.evidence.add_photo(desk.visit_id, a_photo(40 + number * 60), f"IMG_{number}.jpg")
    desk.view.model.refresh()
    desk.settle()
    return desk


def local(moment: datetime) -> datetime:
    return moment.astimezone(DANISH_WINTER)


# -- the contact sheet --------------------------------------------------------------------------------------------
@pytest.fixture
def phone(tmp_path: Path) -> Path:
    folder = tmp_path / "phone"
    folder.mkdir()
    return folder


def sheet_of(open_at: Open, phone: Path, *, wrong: timedelta = timedelta()) -> VisitDesk:
    desk = open_at()
    desk.session.visits.answer(desk.visit_id, LAMPS, value="t8")
    now = desk.session.now()
    for number in range(3):
        file = phone / f"IMG_{number}.JPG"
        file.write_bytes(a_phone_photo(local(now) + wrong, shade=number * 50))
        os.utime(file, (now.timestamp(), now.timestamp()))
    photo_sources.keep_folders(desk.context.preferences, (phone,))
    photos(desk).open_phone()
    desk.settle()
    return desk


def test_what_the_phone_took_is_offered_ticked_and_taken_in_when_confirmed(open_at: Open, phone: Path) -> None:
    desk = sheet_of(open_at, phone)
    page = photos(desk).phone
    assert page.isVisible()
    assert desk.walkthrough.evidence.isHidden()
    assert page.take_button.text() == "Take in 3 photos"
    assert attachments(desk) == ()
    page.take_button.click()
    assert {one.question for one in attachments(desk)} == {LAMPS}
    assert len(attachments(desk)) == 3
    page.look()
    desk.settle()
    assert not page.take_button.isEnabled(), "what is there already is not offered again"
    page.close_button.click()
    assert desk.walkthrough.evidence.isVisible()
    desk.view.undo()
    assert attachments(desk) == ()


def test_by_keyboard_a_photo_is_left_out_and_another_moved(open_at: Open, phone: Path) -> None:
    desk = sheet_of(open_at, phone)
    page = photos(desk).phone
    keys = list(page.offers)
    page.sheet.setFocus()
    page.sheet.choose(keys[0])
    desk.qtbot.keyClick(page.sheet, Qt.Key.Key_Space)
    assert page.sheet.ticked() == tuple(keys[1:])
    desk.qtbot.keyClick(page.sheet, Qt.Key.Key_Right)
    assert page.sheet.chosen() == (keys[1],)
    page.move_chosen("area ventilation")
    desk.qtbot.keyClick(page.sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    found = {(one.area, one.question) for one in attachments(desk)}
    assert found == {("ventilation", ""), ("lighting", LAMPS)}


def test_one_photo_taken_just_now_sets_the_clock_of_its_phone_for_good(open_at: Open, phone: Path) -> None:
    desk = sheet_of(open_at, phone, wrong=timedelta(hours=-9))
    page = photos(desk).phone
    assert page.sheet.ticked() == ()
    page.sheet.choose(next(iter(page.offers)))
    page.clock.begin_button.click()
    page.clock.now_button.click()
    desk.settle()
    assert len(page.sheet.ticked()) == 3
    assert "9 h" in page.clock.state.text()
    kept = photo_sources.clocks(desk.context.preferences)["Apple iPhone 13"]
    assert abs(kept + timedelta(hours=9)) < timedelta(minutes=1)


def test_a_time_that_is_typed_sets_the_clock_too(open_at: Open, phone: Path) -> None:
    desk = sheet_of(open_at, phone, wrong=timedelta(hours=5))
    page = photos(desk).phone
    page.sheet.choose(next(iter(page.offers)))
    page.set_clock("Apple iPhone 13", local(desk.session.now()).time().replace(second=0, microsecond=0))
    desk.settle()
    assert len(page.sheet.ticked()) == 3
    page.forget_clock("Apple iPhone 13")
    desk.settle()
    assert page.sheet.ticked() == ()
    page.set_clock("Another", time(10, 42))
    assert "Another" not in photo_sources.clocks(desk.context.preferences)


def test_new_photos_in_a_watched_folder_are_announced(open_at: Open, phone: Path) -> None:
    desk = sheet_of(open_at, phone)
    page = photos(desk).phone
    page.close_button.click()
    late = phone / "late.jpg"
    late.write_bytes(a_phone_photo(local(desk.session.now()), shade=222))
    os.utime(late, (desk.session.now().timestamp(),) * 2)
    photos(desk).watch()
    desk.settle()
    assert desk.walkthrough.evidence.phone_button.text() == "From the phone (1 new)"


def test_an_empty_folder_teaches(open_at: Open) -> None:
    desk = open_at()
    photos(desk).open_phone()
    desk.settle()
    page = photos(desk).phone
    assert "Copy them from the phone" in page.nothing.text()
    assert page.sheet.isHidden()


# -- bringing in --------------------------------------------------------------------------------------------------
def drop(target: object, mime: QMimeData, at: QPoint = QPoint(5, 5)) -> None:  # noqa: B008
    event = QDropEvent(
        QPointF(at), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    target.dropEvent(event)  # type: ignore[attr-defined]


def urls(*files: Path | str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl(one) if isinstance(one, str) else QUrl.fromLocalFile(str(one)) for one in files])
    return mime


def test_pictures_and_files_dropped_together_find_their_places(open_at: Open, tmp_path: Path) -> None:
    desk = open_at()
    photo, paper, torn = (tmp_path / name for name in ("a.jpg", "label.pdf", "torn.jpg"))
    photo.write_bytes(a_photo())
    paper.write_bytes(b"%PDF-1.7")
    torn.write_bytes(b"\xff\xd8\xfftorn")
    drop(desk.walkthrough.evidence, urls(photo, paper, torn))
    kinds = {one.name: (one.kind, one.area) for one in attachments(desk)}
    assert kinds == {"a.jpg": (AttachmentKind.PHOTO, "lighting"), "label.pdf": (AttachmentKind.DOCUMENT, "lighting")}
    said = [one.text for one in desk.context.notices.shown]
    assert any("1 photo was taken in." in one and "torn.jpg" in one for one in said), said
    assert len(desk.walkthrough.evidence.files.rows) == 1


def test_a_photo_dropped_on_an_observation_belongs_to_it(open_at: Open, tmp_path: Path) -> None:
    desk = open_at()
    finding = desk.session.notes.add_finding(desk.visit_id, "Rust", area="heating").id
    desk.view.model.refresh()
    desk.settle()
    (tmp_path / "a.jpg").write_bytes(a_photo())
    pane = desk.walkthrough.evidence
    row = next(one for one in pane.findings.rows if one.finding_id == finding)
    drop(pane, urls(tmp_path / "a.jpg"), row.mapTo(pane, QPoint(6, 6)))
    assert [one.finding_id for one in attachments(desk)] == [finding]


@pytest.mark.parametrize("what", ["::{20D04FE0-3AEA-1069-A2D8-08002B30309D}/Phone/IMG_1.HEIC", "mtp://phone/IMG_1.JPG"])
def test_what_lies_on_the_phone_only_is_told_the_way_round(open_at: Open, what: str) -> None:
    desk = open_at()
    drop(desk.walkthrough.evidence, urls(what))
    assert attachments(desk) == ()
    assert "Copy the photos into a folder first" in desk.context.notices.shown[-1].text


def test_a_drag_that_brings_the_bytes_themselves_works(open_at: Open) -> None:
    desk = open_at()
    mime = QMimeData()
    mime.setData("image/jpeg", a_photo())
    drop(photos(desk), mime)
    assert len(attachments(desk)) == 1


def test_a_picture_on_the_clipboard_is_pasted_at_the_question_that_is_open(open_at: Open) -> None:
    desk = open_at()
    card = desk.go_to(LAMPS)
    image = QImage(320, 240, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    QGuiApplication.clipboard().setImage(image)
    desk.qtbot.keyClick(card, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [one.question for one in attachments(desk)] == [LAMPS]
    QGuiApplication.clipboard().setText("words are no picture")
    assert not photos(desk).paste(Place())


# -- one photo ----------------------------------------------------------------------------------------------------
def test_all_that_is_said_of_a_photo_is_kept(open_at: Open) -> None:
    desk = with_a_photo(open_at, 2)
    first, second = attachments(desk)
    photos(desk).open_photo(first.id)
    desk.settle()
    page = photos(desk).photo
    page.caption.area.setPlainText("The old boiler")
    page.caption.commit()
    page.print_size.chosen.emit("large")
    page.place.chosen.emit(f"question {LAMPS}")
    page.reach.click()
    kept = attachments(desk)[0]
    assert (kept.print_size, kept.question, kept.area) == (PrintSize.LARGE, LAMPS, "lighting")
    assert (kept.caption, kept.reach) == ("The old boiler", Reach.INTERNAL)
    page.following.click()
    desk.settle()
    assert page.photo_id == second.id
    page.remove_button.click()
    assert [one.id for one in attachments(desk)] == [first.id]
    assert desk.walkthrough.evidence.isVisible()


def test_a_blur_is_drawn_undone_and_kept(open_at: Open) -> None:
    desk = with_a_photo(open_at)
    (photo,) = attachments(desk)
    photos(desk).open_photo(photo.id)
    photos(desk).photo.draw_button.click()
    desk.settle()
    page = photos(desk).drawing
    page.tools.chosen.emit("blur")
    canvas, there = page.canvas, page.canvas.place()
    assert canvas.tool is Tool.BLUR
    start, end = there.center() - QPoint(20, 20), there.center() + QPoint(20, 20)
    desk.qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    desk.qtbot.mouseMove(canvas, end)
    desk.qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)
    assert len(canvas.annotation.blurs) == 1
    page.undo_button.click()
    assert not canvas.annotation.marks
    page.redo_button.click()
    page.done_button.click()
    (kept,) = attachments(desk)
    assert kept.clean_sha256 == photo.sha256
    assert kept.sha256 != photo.sha256
    assert photos(desk).currentWidget() is photos(desk).photo


def test_by_keyboard_alone_an_arrow_and_words_are_drawn_moved_and_taken_away(open_at: Open) -> None:
    desk = with_a_photo(open_at)
    photos(desk).draw(attachments(desk)[0].id)
    desk.settle()
    canvas, hit = photos(desk).drawing.canvas, desk.qtbot.keyClick
    hit(canvas, Qt.Key.Key_Space)
    for _ in range(5):
        hit(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    hit(canvas, Qt.Key.Key_Space)
    assert [one.tool for one in canvas.annotation.marks] == [Tool.ARROW]
    photos(desk).drawing.tools.chosen.emit("text")
    hit(canvas, Qt.Key.Key_Space)
    desk.qtbot.keyClicks(canvas.words, "Leak")
    hit(canvas.words, Qt.Key.Key_Return)
    assert canvas.annotation.marks[-1].text == "Leak"
    photos(desk).drawing.tools.chosen.emit("move")
    before = canvas.annotation.marks[-1].points
    hit(canvas, Qt.Key.Key_Space)
    hit(canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    hit(canvas, Qt.Key.Key_Space)
    assert canvas.annotation.marks[-1].points != before
    hit(canvas, Qt.Key.Key_Delete)
    hit(canvas, Qt.Key.Key_Delete)
    assert not canvas.annotation.marks
    photos(desk).drawing.cancel_button.click()
    assert attachments(desk)[0].marks is None


def test_two_photos_become_before_and_after(open_at: Open) -> None:
    desk = with_a_photo(open_at, 3)
    first, second, third = attachments(desk)
    photos(desk).open_photo(third.id)
    photos(desk).photo.compare_button.click()
    page = photos(desk).compare
    page.step(1)
    assert page.other is not None
    assert page.other.id == second.id
    page.swap_button.click()
    page.keep_button.click()
    assert next(one for one in attachments(desk) if one.id == second.id).before_id == third.id
    desk.settle()
    assert photos(desk).photo.part_button.isVisible()
    photos(desk).photo.part_button.click()
    assert all(one.before_id is None for one in attachments(desk))
    assert first.before_id is None


def test_a_copy_is_saved_where_it_is_wanted(open_at: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = with_a_photo(open_at)
    monkeypatch.setattr(dialogs.QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    photos(desk).save_copy(attachments(desk)[0].id)
    desk.settle()
    assert (tmp_path / "IMG_0.jpg").is_file()
    assert "unencrypted" in desk.context.notices.shown[-1].text


# -- this device --------------------------------------------------------------------------------------------------
def test_cards_and_sticks_with_pictures_are_found(tmp_path: Path) -> None:
    (tmp_path / "card" / "DCIM").mkdir(parents=True)
    (tmp_path / "stick").mkdir()
    roots = [tmp_path / name for name in ("card", "stick", "gone")]
    assert photo_sources.camera_folders(roots) == (tmp_path / "card" / "DCIM",)
    assert isinstance(photo_sources.cards(), tuple)


def test_the_settings_of_photos_are_remembered(make_context: Callable[..., UiContext], session: Session) -> None:
    context = make_context(session)
    card = PhotosCard(context)
    assert photo_sources.side(context.preferences) == 1600
    card.side.chosen.emit("2400")
    card.notes.setChecked(True)
    photo_sources.keep_folders(context.preferences, (Path("/a"), Path("/b"), Path("/a")))
    card.remove_folder(Path("/a"))
    assert photo_sources.side(context.preferences) == 2400
    assert photo_sources.keeps_notes(context.preferences)
    assert photo_sources.folders(context.preferences) == (Path("/b"),)
    context.preferences.keep("photo_clocks", "[1")
    context.preferences.keep("photo_side", "7")
    assert photo_sources.clocks(context.preferences) == {}
    assert photo_sources.side(context.preferences) == 1600
    card.deleteLater()


def test_a_photo_of_an_earlier_visit_is_what_it_was_like_before(
    make_context: Callable[..., object], session: Session, qtbot: object
) -> None:
    site = a_company(session)
    first = a_visit(session, site)
    for number in range(2):
        session.evidence.add_photo(first, a_photo(20 + number * 9), "OLD.jpg", caption=f"Old {number}", area="lighting")
    signed(session, first)
    session.signing.seal(first)
    visit = a_visit(session, site)
    session.evidence.add_photo(visit, a_photo(90), "NEW.jpg", area="lighting")
    desk = open_visit(make_context(session), session, visit, qtbot, step="walkthrough", area=LIGHTING)
    photos(desk).open_photo(attachments(desk)[0].id)
    photos(desk).photo.compare_button.click()
    desk.settle()
    page = photos(desk).compare
    assert page.visits.isVisible()
    assert page.other is not None
    assert page.other.caption == "Old 0"
    assert "Before, " in page.before_label.text()
    assert not page.swap_button.isVisible()
    page.step(1)
    assert "Old 1" in page.said.text()
    page.visits.set_value("now")
    page.visits.chosen.emit("now")
    assert page.other is None
    assert page.before_label.text() == "Before"
    page.visits.setCurrentIndex(1)
    page.visits.chosen.emit(page.visits.value())
    page.keep_button.click()
    desk.settle()
    known = desk.workspace().dossier.earlier_photos
    assert [one.caption for one in known] == ["Old 0"]
    assert photos(desk).photo.other.isVisible()
    assert "Before, " in photos(desk).photo.before_label.text()
    session.visits.amend(first, "En rettelse")
    session.evidence.change(known[0].id, reach=Reach.INTERNAL)
    desk.view.model.set_show_mode(True)
    desk.view.model.refresh()
    desk.settle()
    assert not photos(desk).photo.other.isVisible(), "an internal photo is not shown to the company"


def test_the_sheet_is_as_high_as_its_photos_and_the_page_follows_the_arrows(
    open_at: Open, tmp_path: Path, qtbot: object
) -> None:
    folder = tmp_path / "phone"
    folder.mkdir()
    for number in range(30):
        data = a_phone_photo(datetime(2026, 11, 23, 10, number, tzinfo=DANISH_WINTER), shade=number * 3)
        (folder / f"IMG_{number:02}.jpg").write_bytes(data)
    desk = open_at()
    photo_sources.keep_folders(desk.context.preferences, (folder,))
    photos(desk).open_phone()
    desk.settle()
    page = photos(desk).phone
    page.older.setChecked(True)
    desk.settle()
    sheet = page.sheet
    assert len(page.offers) == 30
    assert sheet.verticalScrollBar().maximum() == 0
    area = next(one for one in page.findChildren(QScrollArea) if one.isAncestorOf(sheet))
    sheet.setFocus()
    desk.qtbot.keyClick(sheet, Qt.Key.Key_End)
    last = sheet.visualRect(sheet.currentIndex())
    shown = last.translated(sheet.mapTo(area.viewport(), QPoint()))
    assert area.viewport().rect().contains(shown), "the last photo is on the screen"


@pytest.mark.parametrize("language", Language)
def test_nothing_of_the_evidence_is_cut_when_words_are_half_as_large_again(
    make_context: Callable[..., object], session: Session, qtbot: object, language: Language
) -> None:
    visit = a_visit(session)
    session.evidence.add_photo(visit, a_photo(40), "IMG.jpg")
    session.evidence.add_file(visit, b"%PDF-1.7", "Energimærke_rapport-2024-hovedbygning.pdf")
    session.notes.add_finding(visit, "Porten står åben hele dagen")
    context = make_context(session, language=language, scale=1.5)
    desk = open_visit(context, session, visit, qtbot, step="walkthrough", area=LIGHTING)
    pane = desk.walkthrough.evidence
    pane.show_camera(there=True)
    desk.settle()
    area = next(one for one in pane.findChildren(QScrollArea) if one.isVisible())
    assert area.widget().minimumSizeHint().width() <= area.viewport().width()
