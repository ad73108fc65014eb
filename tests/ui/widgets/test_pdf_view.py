"""The preview: the pages of the very file, zoomed, searched, turned, drawn anew."""

import io
from collections.abc import Callable

import pikepdf
import pypdfium2
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from reportlab.pdfgen.canvas import Canvas

from ambassador_app.ui.context import UiContext
from ambassador_app.ui.widgets.pdf_pages import PdfPages, pages_of
from ambassador_app.ui.widgets.pdf_sheets import Fit
from ambassador_app.ui.widgets.pdf_view import PdfView
from tests.ui.conftest import MakeContext

A4 = (595, 842)


def pdf(pages: int, *, word: Callable[[int], str] = lambda number: f"Side {number}", ink: float = 0.0) -> bytes:
    """A file with a word on each page, and a bar at its foot."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for number in range(1, pages + 1):
        canvas.setFillGray(ink)
        canvas.drawString(72, 700, word(number))
        canvas.rect(72, 40, 400, 60, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture
def view(context: UiContext, qtbot: object) -> PdfView:
    made = PdfView(context, context.tasks, "The report")
    qtbot.addWidget(made)
    made.resize(860, 600)
    made.show()
    return made


def settle(view: PdfView) -> None:
    """Wait until all is drawn that is wanted."""
    for _ in range(4):
        QTest.qWait(50)
        view._tasks.flush_all()


def drawn(view: PdfView) -> list[int]:
    return [number for number, sheet in enumerate(view.sheets._sheets, 1) if sheet.is_drawn]


def shown(view: PdfView, data: bytes | None) -> PdfView:
    view.set_pdf(data)
    settle(view)
    return view


# -- drawing --------------------------------------------------------------------------------------------------------
def test_what_is_shown_is_what_is_in_the_file(view: PdfView) -> None:
    data = pdf(1)
    shown(view, data)
    sheet = view.sheets._sheets[0]
    image = sheet.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    wanted = pypdfium2.PdfDocument(data)[0].render(scale=sheet.width() / A4[0]).to_pil().convert("L")
    for x, y in ((0.5, 0.9), (0.5, 0.5), (0.2, 0.92), (0.95, 0.92)):
        at = (round(x * sheet.width()), round(y * sheet.height()))
        assert abs(QColor(image.pixel(*at)).lightness() - wanted.getpixel(at)) < 30


def test_only_the_pages_in_sight_are_drawn(view: PdfView) -> None:
    shown(view, pdf(40))
    assert view.page_count == 40
    assert 1 in drawn(view)
    assert len(drawn(view)) < 6
    heard: list[tuple[int, int]] = []
    view.page_changed.connect(lambda number, total: heard.append((number, total)))
    view.show_page(30)
    settle(view)
    assert 30 in drawn(view)
    assert view.page() == 30
    assert heard[-1] == (30, 40)
    assert view._number.text() == "Page 30 of 40"
    assert len(drawn(view)) <= 12


def test_scrolling_through_keeps_only_some_pages(view: PdfView) -> None:
    shown(view, pdf(30))
    for number in range(1, 31):
        view.show_page(number)
        settle_once(view)
    assert len(drawn(view)) <= 12


def settle_once(view: PdfView) -> None:
    QTest.qWait(45)
    view._tasks.flush_all()


def test_a_file_that_is_none_is_said_to_be_none(view: PdfView) -> None:
    heard: list[str] = []
    view.failed.connect(lambda: heard.append("failed"))
    view.opened.connect(lambda: heard.append("opened"))
    shown(view, b"%PDF-1.7 nothing")
    assert heard == ["failed"]
    assert view.trouble.isVisible()
    shown(view, pdf(1))
    assert heard == ["failed", "opened"]
    assert not view.trouble.isVisible()
    assert pages_of(b"") is None


# -- another file ---------------------------------------------------------------------------------------------------
def test_another_file_stays_at_the_same_page_and_size(view: PdfView) -> None:
    shown(view, pdf(20))
    view.zoom_in()
    view.show_page(10)
    settle(view)
    width = view.sheets._sheets[0].width()
    shown(view, pdf(21, ink=0.5))
    assert view.page() == 10
    assert view.sheets._sheets[0].width() == width
    assert 10 in drawn(view)
    shown(view, None)
    assert view.page_count == 0


def test_the_old_page_stays_until_the_new_one_is_drawn(view: PdfView) -> None:
    shown(view, pdf(2))
    view.set_pdf(pdf(2, ink=0.5))
    QTest.qWait(1)
    assert 1 in drawn(view)
    settle(view)
    sheet = view.sheets._sheets[0]
    bar = QPoint(sheet.width() // 2, round(sheet.height() * 0.92))
    assert 100 < QColor(sheet.grab().toImage().pixel(bar)).lightness() < 160


def test_the_same_bytes_are_not_drawn_again(view: PdfView) -> None:
    data = pdf(3)
    shown(view, data)
    heard: list[str] = []
    view.opened.connect(lambda: heard.append("opened"))
    shown(view, bytes(bytearray(data)))
    assert heard == []


def test_a_quiet_mark_says_that_a_newer_one_is_on_its_way(view: PdfView) -> None:
    view.set_renewing(True)
    assert not view._mark.isVisible()  # nothing is there yet that could be old
    shown(view, pdf(2))
    height = view.sheets.height()
    view.set_renewing(True)
    assert view._mark.isVisible()
    assert view.sheets.height() == height  # nothing moves
    assert view.sheets.geometry().translated(view.sheets.parentWidget().pos()).intersects(view._mark.geometry())
    view.set_renewing(False)
    assert not view._mark.isVisible()


# -- larger and smaller ---------------------------------------------------------------------------------------------
def test_zooming_draws_anew(view: PdfView) -> None:
    shown(view, pdf(1))
    sheet = view.sheets._sheets[0]
    before = sheet.width()
    view.zoom_in()
    assert sheet.width() > before
    view.zoom_out()
    view.zoom_out()
    assert sheet.width() < before
    view.fit_width()
    assert sheet.width() == before
    settle(view)
    assert sheet._pixmap.width() == sheet.width() * sheet.devicePixelRatioF()


def test_a_whole_page_fits_into_the_view_and_keeps_to_it(view: PdfView) -> None:
    shown(view, pdf(5))
    view.show_page(3)
    view.fit_button.click()
    assert view.sheets.fit is Fit.PAGE
    assert view.fit_button.isChecked()
    for size in ((860, 600), (700, 420)):
        view.resize(*size)
        settle(view)
        assert view.sheets._sheets[2].height() <= view.sheets.viewport().height()
        assert view.page() == 3
    view.fit_button.click()
    assert view.sheets.fit is Fit.WIDTH


def wheel(view: PdfView, notches: float, where: QPoint) -> None:
    sheets = view.sheets
    turned = QWheelEvent(
        QPointF(where),
        QPointF(sheets.viewport().mapToGlobal(where)),
        QPoint(),
        QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(sheets.viewport(), turned)


def test_the_wheel_enlarges_what_is_under_the_pointer(view: PdfView) -> None:
    shown(view, pdf(9))
    view.show_page(4)
    settle(view)
    sheets, where = view.sheets, QPoint(400, 300)

    def under() -> tuple[int, float]:
        at = sheets.verticalScrollBar().value() + where.y()
        number = sum(top <= at for top in sheets._tops) - 1
        return number, (at - sheets._tops[number]) / sheets._sheets[number].height()

    before, width = under(), sheets._sheets[0].width()
    wheel(view, 2, where)
    settle(view)
    assert sheets._sheets[0].width() > width * 1.3
    page, share = under()
    assert page == before[0]
    assert share == pytest.approx(before[1], abs=0.03)
    for _ in range(30):
        wheel(view, 3, where)
    assert sheets._zoom() == pytest.approx(4.0, abs=0.01)


def test_keys_zoom_and_turn(view: PdfView, qtbot: object) -> None:
    with qtbot.waitExposed(view):
        view.activateWindow()
    shown(view, pdf(9))
    view.sheets.setFocus()
    width, control = view.sheets._sheets[0].width(), Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(view.sheets, Qt.Key.Key_Plus, control)
    assert view.sheets._sheets[0].width() > width
    qtbot.keyClick(view.sheets, Qt.Key.Key_0, control)
    assert view.sheets._sheets[0].width() == width
    qtbot.keyClick(view.sheets, Qt.Key.Key_9, control)
    assert view.sheets.fit is Fit.PAGE
    qtbot.keyClick(view.sheets, Qt.Key.Key_End)
    assert view.page() == 9
    qtbot.keyClick(view.sheets, Qt.Key.Key_Home)
    assert view.page() == 1
    qtbot.keyClick(view.sheets, Qt.Key.Key_Space)
    assert view.page() == 2


# -- finding --------------------------------------------------------------------------------------------------------
def words(number: int) -> str:
    return "Trykluft og Varme" if number % 3 == 0 else "Belysning"


def find(view: PdfView, text: str) -> None:
    view.bar.open_bar()
    view.bar.field.line.setText(text)
    view.bar.field.commit()
    settle(view)


def test_what_is_found_is_counted_marked_and_gone_to(view: PdfView, qtbot: object) -> None:
    shown(view, pdf(10, word=words))
    find(view, "trykluft")
    assert view.bar.count.text() == "1 of 3"
    assert [sheet.marks for sheet in view.sheets._sheets] == [0, 0, 1, 0, 0, 1, 0, 0, 1, 0]
    assert view.page() == 3
    qtbot.keyClick(view.bar.field.line, Qt.Key.Key_Return)
    assert (view.bar.count.text(), view.page()) == ("2 of 3", 6)
    qtbot.keyClick(view.bar.field.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view.bar.field.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert (view.bar.count.text(), view.page()) == ("3 of 3", 9)
    view.bar.on.click()
    assert view.bar.count.text() == "1 of 3"


def test_the_mark_lies_on_the_word(view: PdfView) -> None:
    shown(view, pdf(1, word=lambda _: "Trykluft"))
    find(view, "Trykluft")
    (hit,) = view.finder.hits
    ((left, top, width, height),) = hit.boxes
    assert left == pytest.approx(72, abs=3)
    assert A4[1] - 700 - 14 < top < A4[1] - 700
    assert 20 < width < 60
    assert 5 < height < 20
    settle(view)
    sheet = view.sheets._sheets[0]
    scale = sheet.width() / A4[0]
    above_the_letters = QPoint(round((left + width / 2) * scale), round(top * scale) - 1)
    colour = QColor(sheet.grab().toImage().pixel(above_the_letters))
    assert colour.blue() < 120 < colour.red()


def test_what_is_not_there_is_said_and_the_marks_go_with_the_line(view: PdfView, qtbot: object) -> None:
    shown(view, pdf(4, word=words))
    find(view, "trykluft")
    find(view, "solceller")
    assert view.bar.count.text() == "Not found"
    assert not view.bar.on.isEnabled()
    assert sum(sheet.marks for sheet in view.sheets._sheets) == 0
    find(view, "trykluft")
    qtbot.keyClick(view.bar.field.line, Qt.Key.Key_Escape)
    assert not view.bar.isVisible()
    assert sum(sheet.marks for sheet in view.sheets._sheets) == 0


def test_the_search_goes_on_in_a_newer_file(view: PdfView) -> None:
    shown(view, pdf(9, word=words))
    find(view, "trykluft")
    view.bar.on.click()
    shown(view, pdf(9, word=lambda number: "Trykluft" if number == 6 else "x", ink=0.5))
    assert view.bar.count.text() == "1 of 1"
    assert view.sheets._sheets[5].marks == 1


def test_words_are_found_across_a_line_end() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    text = canvas.beginText(72, 700)
    text.textLines("varme fra ", trim=0)
    text.textLine("kompressoren på værkstedet")
    canvas.drawText(text)
    canvas.showPage()
    canvas.save()
    pages = PdfPages(out.getvalue())
    (hit,) = pages.find("FRA kompressoren")
    assert len(hit.boxes) == 2
    assert len(pages.find("VÆRKSTEDET")) == 1
    assert pages.find("(") == ()


# -- small pages ----------------------------------------------------------------------------------------------------
def test_small_pages_are_drawn_when_they_come_into_view(view: PdfView) -> None:
    shown(view, pdf(60))
    assert view.small.isVisible()
    assert 2 < view.small.drawn() < 20
    view.small.scrollToBottom()
    settle(view)
    assert view.small.model().index(59).data(Qt.ItemDataRole.UserRole) is not None
    assert view.small.drawn() < 40


def test_a_small_page_leads_to_its_page_and_follows(view: PdfView, qtbot: object) -> None:
    shown(view, pdf(12))
    assert view.small.currentIndex().row() == 0
    view.small.setFocus()
    for _ in range(4):
        qtbot.keyClick(view.small, Qt.Key.Key_Down)
    assert view.page() == 5
    view.show_page(9)
    assert view.small.currentIndex().row() == 8
    index = view.small.currentIndex()
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Page 9 of 12"


def test_small_pages_give_way_to_a_narrow_view_unless_wished(view: PdfView) -> None:
    shown(view, pdf(5))
    assert view.pages_button.isChecked()
    view.resize(500, 600)
    assert not view.small.isVisible()
    view.pages_button.click()
    assert view.small.isVisible()
    view.resize(480, 600)
    assert view.small.isVisible()
    view.pages_button.click()
    assert not view.small.isVisible()


def test_one_page_needs_no_small_ones(view: PdfView) -> None:
    shown(view, pdf(1))
    assert not view.small.isVisible()
    assert not view.pages_button.isEnabled()


# -- for everybody --------------------------------------------------------------------------------------------------
def test_a_screen_reader_hears_the_page_and_its_words(view: PdfView) -> None:
    shown(view, pdf(2, word=words))
    sheet = view.sheets._sheets[0]
    assert sheet.accessibleName() == "Page 1 of 2"
    assert sheet.accessibleDescription() == "Belysning"
    assert all(one.accessibleName() for one in (view, view.sheets, view.small, view.pages_button, view.bar.field))


def test_nothing_is_cut_at_150_per_cent(make_context: MakeContext, qtbot: object) -> None:
    look = make_context(scale=1.5)
    made = PdfView(look, look.tasks, "The report")
    qtbot.addWidget(made)
    made.resize(580, 560)
    made.show()
    shown(made, pdf(20))
    assert made.minimumSizeHint().width() <= 580
    made.bar.open_bar()
    assert made.minimumSizeHint().width() <= 580


def test_a_file_with_pages_of_two_sizes_is_laid_out_by_its_widest(view: PdfView) -> None:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=A4)
        document.add_blank_page(page_size=(842, 595))
        document.save(out)
    shown(view, out.getvalue())
    first, second = view.sheets._sheets
    assert second.width() == pytest.approx(first.width() * 842 / 595, abs=2)
    assert second.width() <= view.sheets.viewport().width()
