"""Signing on the screen with a real session: by mouse, refused when empty, excused, changed since, sealed."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ambassador_app.domain.place import Reach
from ambassador_app.domain.sign_off import NotSigned, SignerRole
from ambassador_app.domain.visit import VisitStatus
from ambassador_app.i18n import Language
from ambassador_app.report import logical_text
from ambassador_app.services.session import Session
from ambassador_app.ui.screens.visit.sign import SignPanel
from ambassador_app.ui.screens.visit.sign_cards import SignerCard
from tests.builders import a_visit, session_in, signed, some_ink
from tests.ui.step_desk import Open, assert_no_english, draw, press, shown_words
from tests.ui.visit_desk import VisitDesk, open_visit


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path) as opened:
        yield opened


@pytest.fixture
def open_at(make_context: Callable[..., object], session: Session, qtbot: object) -> Open:
    """Opens a visit where it is signed."""

    def show(*, language: Language = Language.ENGLISH, visit_id: str = "", **arguments: object) -> VisitDesk:
        context = make_context(session, language=language)
        return open_visit(context, session, visit_id or a_visit(session), qtbot, step="sign", **arguments)

    return show


def panel(desk: VisitDesk) -> SignPanel:
    found = desk.view.panel()
    assert isinstance(found, SignPanel)
    return found


def card(desk: VisitDesk, role: SignerRole) -> SignerCard:
    return next(one for one in panel(desk).cards.values() if one.signer.role is role)


def sign(desk: VisitDesk, role: SignerRole, qtbot: object) -> None:
    """Draw with the mouse and press «Sign»."""
    form = card(desk, role).form
    draw(form.pad)
    press(qtbot, form.sign_button)
    desk.settle()


def test_both_sign_by_mouse_and_the_report_is_sealed(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    sign(desk, SignerRole.AMBASSADOR, qtbot)
    sign(desk, SignerRole.VISITED_PARTY, qtbot)
    kept = desk.workspace().dossier.sign_offs
    assert {(one.role, one.name) for one in kept} == {
        (SignerRole.AMBASSADOR, "Åse Østergård"),
        (SignerRole.VISITED_PARTY, "Jens Ægidius"),
    }
    press(qtbot, panel(desk).seal.button)
    desk.settle()
    assert desk.workspace().dossier.visit.status is VisitStatus.SEALED
    assert "genuine and unchanged" in panel(desk).seal.words.text()
    assert not card(desk, SignerRole.AMBASSADOR).form.isVisible()


@pytest.mark.expects_log("does not conform")
def test_what_is_not_as_the_archive_standard_has_it_is_told(
    open_at: Open, qtbot: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_at()
    signed(desk.session, desk.visit_id)
    desk.view.model.refresh()
    desk.settle()
    monkeypatch.setattr("ambassador_app.report.archive.PRODUCER", "Amb\x01assador")  # no XML has such a sign
    press(qtbot, panel(desk).seal.button)
    desk.settle()
    assert desk.workspace().dossier.visit.status is VisitStatus.SEALED
    assert "genuine and unchanged" in panel(desk).seal.words.text()
    assert "archive standard" in panel(desk).seal.words.text()


def test_after_the_seal_the_way_leads_to_hand_over(open_at: Open, qtbot: object, navigated: list[object]) -> None:
    desk = open_at()
    signed(desk.session, desk.visit_id)
    desk.view.model.refresh()
    desk.settle()
    press(qtbot, panel(desk).seal.button)
    desk.settle()
    press(qtbot, panel(desk).seal.go_on)
    assert navigated[-1] == ("visit", (desk.visit_id,), {"step": "hand_over"})


def test_an_empty_signature_is_refused_where_it_is_drawn(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    form = card(desk, SignerRole.AMBASSADOR).form
    press(qtbot, form.sign_button)
    desk.settle()
    assert form.problem.isVisible()
    assert "Nothing drawn" in form.problem.text()
    assert not desk.workspace().dossier.sign_offs
    draw(form.pad)
    assert not form.problem.isVisible()


def test_a_dot_is_no_signature(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    form = card(desk, SignerRole.AMBASSADOR).form
    qtbot.mouseClick(form.pad, Qt.MouseButton.LeftButton)
    press(qtbot, form.sign_button)
    desk.settle()
    assert form.problem.isVisible()
    assert not desk.workspace().dossier.sign_offs


def test_a_name_is_asked_for(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    form = card(desk, SignerRole.AMBASSADOR).form
    form.name.set_value("", force=True)
    draw(form.pad)
    press(qtbot, form.sign_button)
    desk.settle()
    assert "Name" in form.problem.text()
    assert not form.pad.is_empty


def test_why_somebody_does_not_sign(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    sign(desk, SignerRole.AMBASSADOR, qtbot)
    party = card(desk, SignerRole.VISITED_PARTY)
    press(qtbot, party.form.other)
    party.reason.reason.choose_number(2)
    qtbot.keyClicks(party.reason.note.line, "Vil læse den først")
    press(qtbot, party.reason.keep)
    kept = {one.role: one for one in desk.workspace().dossier.sign_offs}[SignerRole.VISITED_PARTY]
    assert (kept.not_signed, kept.not_signed_note) == (NotSigned.DECLINED, "Vil læse den først")
    assert panel(desk).seal.button.isEnabled()


def test_a_reason_must_be_chosen(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    one = card(desk, SignerRole.AMBASSADOR)
    press(qtbot, one.form.other)
    press(qtbot, one.reason.keep)
    assert one.reason.problem.isVisible()


def test_a_paper_copy_comes_with_its_scan(open_at: Open, qtbot: object, tmp_path: Path) -> None:
    desk = open_at()
    sign(desk, SignerRole.AMBASSADOR, qtbot)
    party = card(desk, SignerRole.VISITED_PARTY)
    press(qtbot, party.form.other)
    party.reason.reason.choose_number(4)
    press(qtbot, party.reason.keep)
    assert "scanned" in party.reason.problem.text()
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7\n%scan\n")
    party.reason.take(scan)
    press(qtbot, party.reason.keep)
    dossier = desk.workspace().dossier
    kept = {one.role: one for one in dossier.sign_offs}[SignerRole.VISITED_PARTY]
    assert kept.not_signed is NotSigned.PAPER_COPY
    assert kept.paper_id in {one.id for one in dossier.attachments}


def test_a_scan_that_is_gone_is_told_inline(open_at: Open, qtbot: object, tmp_path: Path) -> None:
    desk = open_at()
    one = card(desk, SignerRole.AMBASSADOR)
    press(qtbot, one.form.other)
    one.reason.reason.choose_number(4)
    one.reason.take(tmp_path / "gone.pdf")
    press(qtbot, one.reason.keep)
    desk.settle()
    assert "gone.pdf" in one.reason.problem.text()


def test_the_seal_waits_and_says_why(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    seal = panel(desk).seal
    assert not seal.button.isEnabled()
    assert "The ambassador has not signed." in seal.words.text()
    sign(desk, SignerRole.AMBASSADOR, qtbot)
    assert "The ambassador has not signed." not in seal.words.text()
    assert not seal.button.isEnabled()


def test_a_change_after_signing_asks_for_a_new_signature(open_at: Open, qtbot: object, session: Session) -> None:
    visit = a_visit(session)
    signed(session, visit)
    session.visits.change(visit, remarks="Noget nyt")
    desk = open_at(visit_id=visit)
    party = card(desk, SignerRole.VISITED_PARTY)
    assert not panel(desk).seal.button.isEnabled()
    assert "changed since Jens Ægidius signed" in party.said.warning.text()
    for role in (SignerRole.AMBASSADOR, SignerRole.VISITED_PARTY):
        press(qtbot, card(desk, role).begin)
        sign(desk, role, qtbot)
    assert len(desk.workspace().dossier.sign_offs) == 2
    assert panel(desk).seal.button.isEnabled()


def test_what_was_signed_with_is_on_no_pad_any_more(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    sign(desk, SignerRole.AMBASSADOR, qtbot)
    desk.view.model.change_visit(remarks="Noget andet")
    desk.settle()
    press(qtbot, card(desk, SignerRole.AMBASSADOR).begin)
    assert card(desk, SignerRole.AMBASSADOR).form.pad.is_empty


def test_a_signature_is_withdrawn(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    sign(desk, SignerRole.AMBASSADOR, qtbot)
    press(qtbot, card(desk, SignerRole.AMBASSADOR).said.withdraw)
    assert not desk.workspace().dossier.sign_offs
    assert card(desk, SignerRole.AMBASSADOR).form.isVisible()


def test_the_form_begins_with_what_is_known_by_now(open_at: Open, session: Session, qtbot: object) -> None:
    visit = a_visit(session, agreed_with="")
    desk = open_at(visit_id=visit)
    form = card(desk, SignerRole.VISITED_PARTY).form
    assert form.name.value() == "Jens Ægidius"
    desk.view.model.change_visit(agreed_with="Karen Bager", place="Marstal")
    desk.settle()
    assert (form.name.value(), form.place.value()) == ("Karen Bager", "Marstal")
    form.name.set_value("Else Bager", force=True)
    desk.view.model.change_visit(agreed_with="Jens Ægidius")
    desk.settle()
    assert form.name.value() == "Else Bager"


def test_a_third_person_signs_too(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    press(qtbot, panel(desk).another)
    form = panel(desk).cards[""].form
    qtbot.keyClicks(form.name.line, "Karin Konsulent")
    draw(form.pad)
    press(qtbot, form.sign_button)
    desk.settle()
    kept = desk.workspace().dossier.sign_offs
    assert [(one.role, one.name) for one in kept] == [(SignerRole.OTHER, "Karin Konsulent")]
    assert "" not in panel(desk).cards


def test_a_resize_keeps_the_ink(open_at: Open) -> None:
    desk = open_at()
    pad = card(desk, SignerRole.AMBASSADOR).form.pad
    draw(pad)
    before = pad.ink()
    desk.view.resize(980, 620)
    desk.settle()
    assert pad.ink() == before


def test_what_is_drawn_survives_a_change_elsewhere(open_at: Open) -> None:
    desk = open_at()
    pad = card(desk, SignerRole.AMBASSADOR).form.pad
    draw(pad)
    desk.view.model.change_visit(remarks="Imens")
    desk.settle()
    assert not pad.is_empty
    assert pad.isVisible()


def test_the_preview_is_drawn_anew_when_the_visit_changes(open_at: Open) -> None:
    desk = open_at()
    drawn: list[bytes] = []
    panel(desk).sign.preview_changed.connect(drawn.append)
    desk.view.model.change_visit(remarks="En helt ny bemærkning")
    desk.settle()
    assert drawn
    assert drawn[-1].startswith(b"%PDF")


def test_what_the_report_does_not_say_draws_nothing_anew(open_at: Open, session: Session) -> None:
    visit = a_visit(session)
    session.notes.add_finding(visit, "Den første begynder besøget", reach=Reach.INTERNAL)
    desk = open_at(visit_id=visit)
    drawn: list[bytes] = []
    marks: list[bool] = []
    panel(desk).sign.preview_changed.connect(drawn.append)
    panel(desk).sign.drawing_changed.connect(marks.append)
    session.notes.add_finding(desk.visit_id, "Kun for os", reach=Reach.INTERNAL)
    desk.view.model.refresh()
    desk.settle()
    assert not drawn
    assert True not in marks


def test_a_change_taken_back_at_once_leaves_the_report_that_is_true(open_at: Open) -> None:
    desk = open_at()
    drawn: list[bytes] = []
    panel(desk).sign.preview_changed.connect(drawn.append)
    for remarks in ("Noget andet", desk.workspace().dossier.visit.remarks):
        desk.view.model.change_visit(remarks=remarks)
    desk.settle()
    assert "Noget andet" not in (logical_text(drawn[-1]) if drawn else "")
    assert not panel(desk).pdf._mark.isVisible()


def test_the_preview_keeps_page_and_size_while_it_is_drawn_anew(open_at: Open, qtbot: object) -> None:
    desk = open_at()
    view = panel(desk).pdf
    qtbot.waitUntil(lambda: (desk.settle(), view.page_count > 1)[1])
    view.zoom_in()
    view.show_page(2)
    width = view.sheets._sheets[0].width()
    desk.view.model.change_visit(remarks="Noget nyt")
    desk.settle()
    assert "Noget nyt" in logical_text(view._data)
    assert (view.page(), view.sheets._sheets[0].width()) == (2, width)


def test_no_preview_is_drawn_while_nobody_looks(open_at: Open) -> None:
    desk = open_at()
    drawn: list[bytes] = []
    panel(desk).sign.preview_changed.connect(drawn.append)
    desk.view.open(step="agree")
    desk.view.model.change_visit(remarks="Imens")
    desk.settle()
    assert not drawn


def test_the_seal_is_pressed_once(open_at: Open, session: Session) -> None:
    visit = a_visit(session)
    signed(session, visit)
    desk = open_at(visit_id=visit)
    panel(desk).sign.seal()
    panel(desk).sign.seal()
    desk.settle()
    assert len(desk.workspace().reports) == 1
    assert not desk.context.notices.shown


def test_a_clock_that_went_back_is_asked_about(open_at: Open, session: Session, qtbot: object) -> None:
    visit = a_visit(session)
    signed(session, visit)
    back = session.now() - timedelta(days=2)
    object.__setattr__(session._desk, "now", lambda: back)
    desk = open_at(visit_id=visit)
    seal = panel(desk).seal
    assert not seal.clock.isVisible()
    press(qtbot, seal.button)
    desk.settle()
    assert "clock" in seal.problem.text()
    assert not desk.workspace().locked
    press(qtbot, seal.clock)
    desk.settle()
    assert desk.workspace().locked
    assert not seal.clock.isVisible()


def test_the_pad_shows_what_a_signature_means(open_at: Open) -> None:
    desk = open_at()
    assert any("does not commit anyone" in one for one in shown_words(panel(desk)))


def test_a_signature_can_be_drawn_again_before_the_seal(session: Session) -> None:
    visit = a_visit(session)
    for seed in (1, 2):
        session.signing.sign(visit, role=SignerRole.AMBASSADOR, name="Åse Østergård", ink=some_ink(seed))
    assert len(session.visits.workspace(visit).dossier.sign_offs) == 1


def test_the_danish_window_has_no_english(open_at: Open, session: Session) -> None:
    visit = a_visit(session)
    session.signing.sign(visit, role=SignerRole.AMBASSADOR, name="Åse Østergård", ink=some_ink(1))
    assert_no_english(open_at, visit_id=visit)


def test_a_cancelled_visit_is_not_said_to_be_sealed(open_at: Open, session: Session) -> None:
    visit = a_visit(session)
    session.visits.cancel(visit)
    seal = panel(open_at(visit_id=visit)).seal
    assert "cancelled" in seal.words.text()
    assert not seal.go_on.isVisible()


def test_an_amended_visit_is_signed_anew(open_at: Open, qtbot: object, session: Session) -> None:
    visit = a_visit(session)
    signed(session, visit)
    session.signing.seal(visit)
    desk = open_at(visit_id=visit)
    desk.view.model.amend("Forkert areal")
    desk.settle()
    for role in (SignerRole.AMBASSADOR, SignerRole.VISITED_PARTY):
        sign(desk, role, qtbot)
    press(qtbot, panel(desk).seal.button)
    assert [one.revision for one in desk.workspace().reports] == [2, 1]
