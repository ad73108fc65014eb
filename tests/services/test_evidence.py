"""Photos of a visit: kept as they came, shown upright, and the answer to a question that asks for one."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from ambassador_app import report
from ambassador_app.domain.identifiers import AttachmentId
from ambassador_app.domain.place import Reach
from ambassador_app.drawing.annotation import Annotation, Mark, Tool
from ambassador_app.errors import FileKindUnknown, FileTooLarge, PairRefused, PhotoNotRead
from ambassador_app.photos.scenery import take_photo
from ambassador_app.report.content import Photos, Room
from ambassador_app.services.session import Session
from tests.builders import MORNING, a_visit
from tests.services.sights import a_photo

QUESTION = "/data/lighting/ly_photo"


def test_the_original_stays_byte_for_byte_and_the_report_gets_an_upright_one(session: Session) -> None:
    visit_id = a_visit(session)
    data = take_photo("lamps", MORNING)
    made = session.evidence.add_photo(visit_id, data, "IMG_1.jpg", caption="Lysrør")
    photo = session.visits.workspace(visit_id).dossier.attachments[0]
    assert session.evidence.picture(AttachmentId(made.id), size="original") == data
    assert photo.original_sha256 == sha256(data).hexdigest()
    assert photo.height > photo.width
    assert photo.taken_at is not None
    assert session.evidence.picture(AttachmentId(made.id)) != data


def test_a_question_that_asks_for_a_photo_is_answered_by_it_in_one_step(session: Session) -> None:
    visit_id = a_visit(session)
    session.visits.answer(visit_id, "/data/before/bf_photo_consent", value="yes")
    made = session.evidence.add_photo(visit_id, take_photo("lamps", MORNING), question=QUESTION)
    assert session.visits.workspace(visit_id).form[QUESTION].answered  # type: ignore[index]
    session.visits.undo(visit_id)
    workspace = session.visits.workspace(visit_id)
    assert workspace.dossier.attachments == ()
    assert not workspace.form[QUESTION].answered  # type: ignore[index]
    session.visits.redo(visit_id)
    session.evidence.remove(AttachmentId(made.id))
    assert not session.visits.workspace(visit_id).form[QUESTION].answered  # type: ignore[index]


def test_what_is_no_picture_leaves_the_visit_as_it_was(session: Session) -> None:
    visit_id = a_visit(session)
    before = session.visits.workspace(visit_id).dossier
    with pytest.raises(PhotoNotRead):
        session.evidence.add_photo(visit_id, b"not a picture", "note.txt")
    with pytest.raises(FileKindUnknown):
        session.evidence.add_document(visit_id, b"MZ\x90", "program.exe")
    assert session.visits.workspace(visit_id).dossier == before


def test_what_is_drawn_is_burnt_into_what_leaves_and_can_be_taken_back(session: Session) -> None:
    visit_id = a_visit(session)
    session.visits.answer(visit_id, "/data/before/bf_photo_consent", value="yes")
    made = AttachmentId(session.evidence.add_photo(visit_id, take_photo("lamps", MORNING), question=QUESTION).id)
    evidence = session.evidence
    plain = {size: evidence.picture(made, size=size) for size in ("report", "thumbnail", "original")}
    blur = Annotation((Mark(Tool.BLUR, ((0.2, 0.1), (0.8, 0.4))),))
    evidence.draw_on(made, blur)
    assert evidence.drawing(made) == blur
    assert evidence.picture(made, size="clean") == plain["report"]
    assert evidence.picture(made, size="original") == plain["original"]
    assert evidence.picture(made, size="report") != plain["report"]
    assert evidence.picture(made, size="thumbnail") != plain["thumbnail"]
    photo = session.visits.workspace(visit_id).dossier.attachments[0]
    assert session.visits.workspace(visit_id).answers[QUESTION].value == (photo.sha256,)
    first = photo.sha256
    evidence.draw_on(made, Annotation((*blur.marks, Mark(Tool.ARROW, ((0.1, 0.1), (0.9, 0.9))))))
    assert evidence.picture(made, size="clean") == plain["report"]
    evidence.draw_on(made, blur)
    assert session.visits.workspace(visit_id).dossier.attachments[0].sha256 == first, "the same drawing, the same bytes"
    evidence.draw_on(made, Annotation())
    assert evidence.picture(made, size="report") == plain["report"]
    assert evidence.drawing(made) == Annotation()
    session.visits.undo(visit_id)
    assert evidence.drawing(made) == blur
    assert session.visits.workspace(visit_id).dossier.attachments[0].sha256 == first


def test_before_and_after_are_one_pair_each(session: Session) -> None:
    visit_id = a_visit(session)
    ids = [
        AttachmentId(session.evidence.add_photo(visit_id, take_photo("lamps", MORNING, seed=n)).id) for n in range(3)
    ]
    session.evidence.pair(ids[0], ids[1])
    for before, after in ((ids[0], ids[2]), (ids[1], ids[2]), (ids[2], ids[2]), (ids[2], ids[0])):
        with pytest.raises(PairRefused):
            session.evidence.pair(before, after)
    content = session.reports.content(session.reports._dossiers.of(visit_id), MORNING)
    shown = [photo for block in content.all_blocks() if isinstance(block, Photos) for photo in block.items]
    assert [one.room for one in shown] == [Room.BEFORE, Room.AFTER, Room.SMALL]
    session.evidence.remove(ids[0])
    kept = session.visits.workspace(visit_id).dossier.attachments
    assert [one.before_id for one in kept] == [None, None]
    session.evidence.pair(ids[1], ids[2])
    session.evidence.part(ids[1])
    assert all(one.before_id is None for one in session.visits.workspace(visit_id).dossier.attachments)


def test_any_file_is_kept_as_it_is_and_named_in_the_report(session: Session, tmp_path: Path) -> None:
    visit_id = a_visit(session)
    data = b"MZ\x90" + bytes(1000)
    made = AttachmentId(session.evidence.add_file(visit_id, data, "../Energimærke 2024.xlsx").id)
    hidden = AttachmentId(session.evidence.add_file(visit_id, b"intern", "kun-internt.pdf").id)
    session.evidence.change(hidden, reach=Reach.INTERNAL)
    target = session.evidence.save_copy(made, tmp_path)
    assert target == tmp_path / "Energimærke 2024.xlsx"
    assert target.read_bytes() == data
    text = report.logical_text(session.reports.preview(visit_id))
    assert "Energimærke 2024.xlsx" in text
    assert "kun-internt" not in text
    with pytest.raises(FileTooLarge):
        session.evidence.add_file(visit_id, bytes(64 * 1024 * 1024 + 1), "film.mov")


def test_a_saved_photo_is_the_burnt_in_one_and_tells_its_place_only_on_wish(session: Session, tmp_path: Path) -> None:
    visit_id = a_visit(session)
    made = AttachmentId(session.evidence.add_photo(visit_id, a_photo(comment=b"kxhemmelig"), "IMG_1.HEIC").id)
    plain = session.evidence.save_copy(made, tmp_path)
    told = session.evidence.save_copy(made, tmp_path, with_notes=True)
    assert (plain.name, told.name) == ("IMG_1.jpg", "IMG_1 (2).jpg")
    assert b"Exif" not in plain.read_bytes()
    assert b"Exif" in told.read_bytes()
    session.evidence.draw_on(made, Annotation((Mark(Tool.BLUR, ((0.0, 0.0), (1.0, 1.0))),)))
    assert session.evidence.save_copy(made, tmp_path).read_bytes() != plain.read_bytes()
