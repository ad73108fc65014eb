"""Photos of a visit: kept as they came, shown upright, and the answer to a question that asks for one."""

from __future__ import annotations

from hashlib import sha256

import pytest

from ambassador_app.domain.identifiers import AttachmentId
from ambassador_app.errors import FileKindUnknown, PhotoNotRead
from ambassador_app.photos.scenery import take_photo
from ambassador_app.services.session import Session
from tests.builders import MORNING, a_visit

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
