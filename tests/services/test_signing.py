"""Signatures and the seal: bound to what was read, all or nothing, and what is sealed stays as it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from ambassador_app.domain.identifiers import SignOffId, VisitId
from ambassador_app.domain.measure import Barrier, MeasureStatus
from ambassador_app.domain.place import Reach
from ambassador_app.domain.quick_estimates import QUICK_ESTIMATES, Found
from ambassador_app.domain.sign_off import NotSigned, SignerRole, SignOff
from ambassador_app.domain.visit import VisitStatus
from ambassador_app.drawing.annotation import Annotation
from ambassador_app.drawing.ink import Ink, InkPoint
from ambassador_app.errors import (
    FieldMissing,
    FieldRefused,
    JobCancelled,
    NothingToUndo,
    SealFailed,
    SignatureEmpty,
    SignatureOutdated,
    SignerMissing,
    TextTooLong,
    VisitLocked,
)
from ambassador_app.i18n import Language
from ambassador_app.report import logical_text
from ambassador_app.seal import Embedded, read_embedded
from ambassador_app.services.evidence import Picked
from ambassador_app.services.session import Session
from tests.builders import TickingClock, a_company, a_visit, signed, some_ink, translator
from tests.services.sights import a_photo

LAMPS = "/data/lighting/ly1_lamp_kind"
AMBASSADOR, VISITED, OTHER = SignerRole.AMBASSADOR, SignerRole.VISITED_PARTY, SignerRole.OTHER


def sign(session: Session, visit_id: VisitId, role: SignerRole = AMBASSADOR, name: str = "Åse", **fields: Any) -> str:
    return session.signing.sign(visit_id, role=role, name=name, **({"ink": some_ink()} | fields)).id


def sign_offs(session: Session, visit_id: VisitId) -> tuple[SignOff, ...]:
    return session.visits.workspace(visit_id).dossier.sign_offs


def a_walked_visit(session: Session) -> VisitId:
    """A visit with something of everything."""
    visit_id = a_visit(session)
    session.visits.answer(visit_id, LAMPS, value="t8", note="i hallen")
    session.notes.add_finding(visit_id, "Porten står åben")
    session.notes.add_action(visit_id, "Luk porten", owner="Jens")
    session.measures.add(visit_id, title="Sluk om natten")
    session.evidence.add_photo(visit_id, a_photo(), "IMG_1.jpg", caption="Porten")
    return visit_id


def a_sealed_visit(session: Session) -> VisitId:
    visit_id = a_walked_visit(session)
    signed(session, visit_id)
    session.signing.seal(visit_id)
    return visit_id


def seen(session: Session, visit_id: VisitId) -> tuple[object, ...]:
    """All that the screens of a visit show of what is kept."""
    found = session.visits.workspace(visit_id)
    return found.dossier, found.reports, found.undo, found.redo, found.saved_at


def sealed_pdf(session: Session, visit_id: VisitId, revision: int = 1) -> bytes:
    (report,) = [one for one in session.reports.of_visit(visit_id) if one.revision == revision]
    return session.reports.pdf(report.id)


# -- signing --------------------------------------------------------------------------------------------------------
def test_a_signature_is_kept_with_who_when_where_and_what_was_signed(session: Session) -> None:
    visit_id = a_walked_visit(session)
    sign(session, visit_id, name=" Åse Østergård ", title="Klimaambassadør", place="Ærøskøbing")
    (one,) = sign_offs(session, visit_id)
    assert (one.role, one.name, one.title, one.place) == (AMBASSADOR, "Åse Østergård", "Klimaambassadør", "Ærøskøbing")
    assert one.at is not None
    assert one.at.tzinfo is not None
    assert Ink.from_json(dict(one.ink or {})) == some_ink()
    assert one.content_digest in logical_text(session.reports.preview(visit_id)).replace("\n", "").replace(" ", "")


@pytest.mark.parametrize(
    "ink",
    [Ink(520, 180), Ink(520, 180, ((),)), Ink(520, 180, ((InkPoint(100, 90, 0.5, 0), InkPoint(101, 90, 0.5, 9)),))],
    ids=["nothing", "no point", "a dot"],
)
def test_an_empty_signature_is_refused_and_the_visit_untouched(session: Session, ink: Ink) -> None:
    visit_id = a_visit(session)
    with pytest.raises(SignatureEmpty):
        sign(session, visit_id, ink=ink)
    assert session.visits.workspace(visit_id).dossier.visit.status is VisitStatus.PLANNED
    assert sign_offs(session, visit_id) == ()


def test_a_signature_needs_a_name(session: Session) -> None:
    with pytest.raises(FieldMissing):
        sign(session, a_visit(session), name=" ")


def test_signing_again_replaces_the_same_persons_signature(session: Session) -> None:
    visit_id = a_walked_visit(session)
    sign(session, visit_id, VISITED, "Jens")
    sign(session, visit_id, VISITED, "Mette")
    again = sign(session, visit_id, VISITED, "Jens", ink=some_ink(5))
    assert {one.name for one in sign_offs(session, visit_id)} == {"Jens", "Mette"}
    assert next(one for one in sign_offs(session, visit_id) if one.name == "Jens").id == again


@pytest.mark.parametrize(
    ("reason", "language"), [(NotSigned.ABSENT, "da"), (NotSigned.DECLINED, "en"), (NotSigned.SIGNS_LATER, "da")]
)
def test_the_report_is_sealed_with_the_reason_why_somebody_did_not_sign(
    session: Session, reason: NotSigned, language: str
) -> None:
    visit_id = a_visit(session, language=language)
    session.visits.change(visit_id, focus_areas=("Belysning",))
    sign(session, visit_id)
    session.signing.not_signed(visit_id, role=VISITED, name="Jens Ægidius", reason=reason, note="Måtte gå før tid")
    assert session.signing.seal(visit_id).verdict.good
    text = logical_text(sealed_pdf(session, visit_id))
    assert "Jens Ægidius" in text
    assert "Måtte gå før tid" in text


def test_a_paper_copy_needs_its_file_and_the_report_holds_it(session: Session) -> None:
    visit_id = a_walked_visit(session)
    with pytest.raises(FieldMissing):
        session.signing.not_signed(visit_id, role=VISITED, name="Jens", reason=NotSigned.PAPER_COPY)
    paper = session.evidence.add_document(visit_id, a_photo(), "underskrift.jpg")
    session.signing.not_signed(visit_id, role=VISITED, name="Jens", reason=NotSigned.PAPER_COPY, paper_id=paper.id)  # type: ignore[arg-type]
    sign(session, visit_id)
    assert session.signing.seal(visit_id).verdict.good


def test_a_signature_takes_the_place_of_the_note_that_the_party_did_not_sign(session: Session) -> None:
    visit_id = a_walked_visit(session)
    session.signing.not_signed(visit_id, role=VISITED, reason=NotSigned.SIGNS_LATER)
    sign(session, visit_id, VISITED, "Jens")
    assert [(one.name, one.not_signed) for one in sign_offs(session, visit_id)] == [("Jens", None)]


def test_other_participants_sign_each_for_themselves(session: Session) -> None:
    visit_id = a_walked_visit(session)
    session.signing.not_signed(visit_id, role=OTHER, name="Karl", reason=NotSigned.ABSENT)
    sign(session, visit_id, OTHER, "Lone")
    assert {one.name for one in sign_offs(session, visit_id)} == {"Karl", "Lone"}


def test_a_withdrawn_signature_is_gone_and_undo_brings_its_ink_back(session: Session) -> None:
    visit_id = a_walked_visit(session)
    identifier = SignOffId(sign(session, visit_id))
    session.signing.withdraw(identifier)
    assert sign_offs(session, visit_id) == ()
    session.visits.undo(visit_id)
    assert Ink.from_json(dict(sign_offs(session, visit_id)[0].ink or {})) == some_ink()


# -- who may seal what ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("only", [AMBASSADOR, VISITED, OTHER])
def test_no_seal_without_both_parties(session: Session, only: SignerRole) -> None:
    visit_id = a_walked_visit(session)
    with pytest.raises(SignerMissing) as missing:
        session.signing.seal(visit_id)
    assert missing.value.fields == {"role": AMBASSADOR}
    sign(session, visit_id, only)
    with pytest.raises(SignerMissing):
        session.signing.seal(visit_id)
    assert not session.visits.workspace(visit_id).locked


CHANGES: dict[str, Callable[[Session, VisitId], object]] = {
    "an answer": lambda session, visit_id: session.visits.answer(visit_id, LAMPS, value="led"),
    "a note": lambda session, visit_id: session.visits.answer(visit_id, LAMPS, note="på lageret"),
    "a finding": lambda session, visit_id: session.notes.add_finding(visit_id, "Noget nyt"),
    "a step": lambda session, visit_id: session.notes.add_action(visit_id, "Endnu et skridt"),
    "a measure": lambda session, visit_id: session.measures.add(visit_id, title="Nyt forslag"),
    "a photo": lambda session, visit_id: session.evidence.add_photo(visit_id, a_photo(30), caption="Nyt"),
    "a remark": lambda session, visit_id: session.visits.change(visit_id, remarks="Bemærk"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_no_seal_over_what_was_changed_after_the_signature(
    session: Session, change: Callable[[Session, VisitId], object]
) -> None:
    visit_id = a_walked_visit(session)
    signed(session, visit_id)
    change(session, visit_id)
    with pytest.raises(SignatureOutdated):
        session.signing.seal(visit_id)
    session.visits.undo(visit_id)
    assert_can_be_sealed(session, visit_id)


def test_an_internal_note_after_the_signature_does_not_matter(session: Session) -> None:
    visit_id = a_walked_visit(session)
    signed(session, visit_id)
    session.visits.change(visit_id, internal_note="Ring til pedellen")
    session.notes.add_finding(visit_id, "Kun til os", reach=Reach.INTERNAL)
    assert_can_be_sealed(session, visit_id)


def test_signatures_taken_on_another_day_hold_as_long_as_nothing_changed(session: Session, clock: TickingClock) -> None:
    visit_id = a_walked_visit(session)
    sign(session, visit_id)
    clock.forward(days=3)
    sign(session, visit_id, VISITED, "Jens")
    clock.forward(days=40)
    assert session.signing.seal(visit_id).verdict.good


def test_a_visit_with_focus_areas_and_next_steps_and_no_measure_is_sealed_well(session: Session) -> None:
    visit_id = a_visit(session)
    session.visits.change(visit_id, focus_areas=("Belysning i hallen",), follow_up_on=date(2027, 5, 1))
    session.notes.add_action(visit_id, "Skaf et tilbud", owner="Jens", deadline=date(2027, 2, 1))
    signed(session, visit_id)
    sealed = session.signing.seal(visit_id)
    assert sealed.verdict.good
    assert sealed.report.faults == ()
    text = logical_text(sealed_pdf(session, visit_id))
    assert "Belysning i hallen" in text
    assert "Skaf et tilbud" in text


def test_a_visit_where_nothing_was_noted_before_the_first_signature_is_sealed_well(session: Session) -> None:
    visit_id = a_visit(session)
    session.visits.change(visit_id, focus_areas=("Varme",))
    signed(session, visit_id)  # the first signature starts the visit, and what it signs is the started one
    assert session.signing.seal(visit_id).verdict.good


@pytest.mark.expects_log("does not conform")
def test_a_report_that_does_not_conform_is_sealed_all_the_same_and_the_reason_told_and_logged(
    session: Session, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    visit_id = a_visit(session)
    signed(session, visit_id)
    monkeypatch.setattr("ambassador_app.report.archive.PRODUCER", "Amb\x01assador")  # no XML has such a sign
    sealed = session.signing.seal(visit_id)
    assert sealed.verdict.good
    assert session.visits.workspace(visit_id).locked
    assert session.reports.of_visit(visit_id)[0].faults == ("xmp.not_well_formed",)
    assert "xmp.not_well_formed" in caplog.text
    assert sealed.remark is not None
    said = translator(Language.ENGLISH).say(sealed.remark)
    assert "in every point: what the file says of itself. It can be handed over." in said


# -- the sealed report ----------------------------------------------------------------------------------------------
def test_the_seal_verifies_and_the_embedded_data_is_what_the_report_was_made_of(session: Session) -> None:
    visit_id = a_walked_visit(session)
    signed(session, visit_id)
    sealed = session.signing.seal(visit_id)
    pdf = session.reports.pdf(sealed.report.id)
    verdict = session.reports.verify(pdf)
    assert verdict.good
    assert verdict == replace(sealed.verdict, embedded=Embedded.SAME)
    assert sealed.report.faults == ()
    data = read_embedded(pdf)
    assert data is not None
    whole = json.loads(data)
    assert whole["visit"]["id"] == visit_id
    assert [one["text"] for one in whole["findings"]] == ["Porten står åben"]
    strokes = [point for one in whole["sign_offs"] for stroke in one["ink"]["strokes"] for point in stroke]
    assert {point[3] for point in strokes} == {0}  # the lines as they are drawn, not how fast


@pytest.mark.parametrize("where", [0.05, 0.3, 0.5, 0.8, 0.999])
def test_a_single_flipped_bit_is_told(lock: Any, where: float) -> None:
    session, visit_id = lock
    pdf = bytearray(sealed_pdf(session, visit_id))
    assert session.reports.verify(bytes(pdf)).good
    pdf[int(len(pdf) * where)] ^= 0x01
    assert not session.reports.verify(bytes(pdf)).good


def test_what_is_shown_before_is_what_is_sealed(session: Session) -> None:
    visit_id = a_walked_visit(session)
    signed(session, visit_id)
    before = logical_text(session.reports.preview(visit_id))
    session.signing.seal(visit_id)
    assert logical_text(sealed_pdf(session, visit_id)) == before


def test_two_visits_of_one_company_on_one_day_have_files_that_can_be_told_apart(session: Session) -> None:
    site_id = a_company(session)
    names = []
    for _ in range(2):
        visit_id = a_visit(session, site_id)
        session.visits.change(visit_id, focus_areas=("Varme",))
        signed(session, visit_id)
        names.append(session.signing.seal(visit_id).report.file_name)
    session.visits.amend(visit_id, "Rettelse")
    signed(session, visit_id)
    names.append(session.signing.seal(visit_id).report.file_name)
    assert len(set(names)) == 3


# -- locked ---------------------------------------------------------------------------------------------------------
def assert_can_be_sealed(session: Session, visit_id: VisitId) -> None:
    """Begin to seal and stop when everything has been found ready: sealing takes a while."""

    def stop(_: int, __: int) -> None:
        raise JobCancelled

    with pytest.raises(JobCancelled):
        session.signing.seal(visit_id, stop)


def first(session: Session, visit_id: VisitId, of: str) -> Any:
    return getattr(session.visits.workspace(visit_id).dossier, of)[0].id


def a_suggestion(session: Session, visit_id: VisitId) -> Any:
    return session.visits.workspace(visit_id).suggestions[0]


def an_estimate(session: Session, visit_id: VisitId) -> Found:
    seen = {question.id: question.picks[0].id for question in QUICK_ESTIMATES["standby"].questions}
    return session.measures.estimate(visit_id, "standby", seen, {})


VERBS: dict[str, Callable[[Session, VisitId], object]] = {
    "visits.change": lambda s, v: s.visits.change(v, remarks="x"),
    "visits.cancel": lambda s, v: s.visits.cancel(v),
    "visits.choose_checklist": lambda s, v: s.visits.choose_checklist(v, "farm"),
    "visits.confirm_price": lambda s, v: s.visits.confirm_price(v, "electricity"),
    "visits.forget_price": lambda s, v: s.visits.forget_price(v, "electricity"),
    "visits.answer": lambda s, v: s.visits.answer(v, LAMPS, value="led"),
    "notes.add_finding": lambda s, v: s.notes.add_finding(v, "x"),
    "notes.change_finding": lambda s, v: s.notes.change_finding(first(s, v, "findings"), text="x"),
    "notes.remove_finding": lambda s, v: s.notes.remove_finding(first(s, v, "findings")),
    "notes.add_action": lambda s, v: s.notes.add_action(v, "x"),
    "notes.change_action": lambda s, v: s.notes.change_action(first(s, v, "actions"), what="x"),
    "notes.remove_action": lambda s, v: s.notes.remove_action(first(s, v, "actions")),
    "measures.accept": lambda s, v: s.measures.accept(v, a_suggestion(s, v)),
    "measures.dismiss": lambda s, v: s.measures.dismiss(v, a_suggestion(s, v), "x"),
    "measures.add": lambda s, v: s.measures.add(v, title="x"),
    "measures.change": lambda s, v: s.measures.change(first(s, v, "measures"), title="x"),
    "measures.set_status": lambda s, v: s.measures.set_status(first(s, v, "measures"), MeasureStatus.SELECTED),
    "measures.because": lambda s, v: s.measures.because(first(s, v, "measures"), Barrier.NO_TIME),
    "measures.take_estimate": lambda s, v: s.measures.take_estimate(first(s, v, "measures"), an_estimate(s, v)),
    "measures.remove": lambda s, v: s.measures.remove(first(s, v, "measures")),
    "evidence.add_photo": lambda s, v: s.evidence.add_photo(v, a_photo(5)),
    "evidence.add_document": lambda s, v: s.evidence.add_document(v, b"%PDF-1.7", "x.pdf"),
    "evidence.change": lambda s, v: s.evidence.change(first(s, v, "attachments"), caption="x"),
    "evidence.remove": lambda s, v: s.evidence.remove(first(s, v, "attachments")),
    "evidence.add_photos": lambda s, v: s.evidence.add_photos(v, (Picked(a_photo, "IMG_2.jpg"),)),
    "evidence.add_file": lambda s, v: s.evidence.add_file(v, b"x", "x.txt"),
    "evidence.draw_on": lambda s, v: s.evidence.draw_on(first(s, v, "attachments"), Annotation()),
    "evidence.pair": lambda s, v: s.evidence.pair(first(s, v, "attachments"), first(s, v, "attachments")),
    "evidence.part": lambda s, v: s.evidence.part(first(s, v, "attachments")),
    "variants.make": lambda s, v: s.variants.make(first(s, v, "measures"), "x"),
    "variants.choose": lambda s, v: s.variants.choose(first(s, v, "measures")),
    "variants.part": lambda s, v: s.variants.part(first(s, v, "measures")),
    "copying.copy": lambda s, v: s.copying.copy(v, [first(s, v, "measures")]),
    "visit_sets.use": lambda s, v: s.visit_sets.use(v, price_set="example"),
    "measure_imports.open": lambda s, v: s.measure_imports.open(v, b"Forslag\nx\n", "x.csv"),
    "signing.sign": sign,
    "signing.not_signed": lambda s, v: s.signing.not_signed(v, role=OTHER, reason=NotSigned.ABSENT),
    "signing.withdraw": lambda s, v: s.signing.withdraw(first(s, v, "sign_offs")),
    "signing.seal": lambda s, v: s.signing.seal(v),
}
SERVICES = (
    *("visits", "notes", "measures", "evidence", "signing"),
    *("variants", "copying", "visit_sets", "measure_imports"),
)
READS = {
    "visits.page", "visits.history", "visits.workspace", "measures.catalogue", "measures.page", "measures.assess",
    "measures.estimate", "evidence.picture", "evidence.earlier", "evidence.drawing", "evidence.save_copy",
    "copying.source", "copying.visits", "visit_sets.of", "visit_sets.preview",
}  # fmt: skip
NOT_LOCKED = {
    "visits.plan",  # another visit
    "visits.amend",  # the way on
    "visits.undo", "visits.redo",  # refused as NothingToUndo, see below
    "signing.raise_seal",  # of a sealed report, and nothing of it but its time
    "measure_imports.plan", "measure_imports.apply",  # of what an open visit has opened: refused in their own tests
    "visits.begin", "visits.form_within", "visits.photos_changed",  # inside another verb's transaction
}  # fmt: skip


def test_every_verb_of_the_services_of_a_visit_is_in_the_table_of_this_test(session: Session) -> None:
    there = {
        f"{service}.{name}"
        for service in SERVICES
        for name in dir(getattr(session, service))
        if not name.startswith("_")
    }
    assert there - READS - NOT_LOCKED == set(VERBS)


@pytest.fixture(scope="module")
def lock(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One sealed visit for all that is refused: nothing of it may change."""
    from tests.builders import session_in

    with session_in(tmp_path_factory.mktemp("sealed")) as session:
        visit_id = a_walked_visit(session)
        for name, value in (("ly1_count", 120.0), ("ly1_watt", 58.0), ("ly3_hours", 3000.0)):
            session.visits.answer(visit_id, f"/data/lighting/{name}", value=value)
        signed(session, visit_id)
        session.signing.seal(visit_id)
        yield session, visit_id


@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
def test_a_sealed_visit_is_locked_for(lock: Any, verb: Callable[[Session, VisitId], object]) -> None:
    session, visit_id = lock
    before = seen(session, visit_id)
    with pytest.raises(VisitLocked):
        verb(session, visit_id)
    assert seen(session, visit_id) == before


def test_undo_does_not_reach_behind_the_seal_nor_behind_an_amendment(session: Session) -> None:
    visit_id = a_sealed_visit(session)
    with pytest.raises(NothingToUndo):
        session.visits.undo(visit_id)
    session.visits.amend(visit_id, "Rettelse")
    with pytest.raises(NothingToUndo):
        session.visits.undo(visit_id)
    session.visits.answer(visit_id, LAMPS, value="led")
    session.visits.undo(visit_id)
    with pytest.raises(NothingToUndo):
        session.visits.undo(visit_id)
    assert session.visits.workspace(visit_id).answers[LAMPS].value == "t8"


# -- the strokes ----------------------------------------------------------------------------------------------------
def held(session: Session) -> dict[str, str]:
    """Every cell of every table of the database, as text."""
    with session._desk.store.reader() as reader:
        tables = [
            name
            for (name,) in reader.connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%USING fts5%'"
            )
        ]
        return {name: repr(reader.connection.execute(f'SELECT * FROM "{name}"').fetchall()) for name in tables}


def test_strokes_never_wait_to_be_sent_and_are_gone_from_the_database_after_the_seal(session: Session) -> None:
    visit_id = a_walked_visit(session)
    mark = 123.456789
    stroke = tuple(InkPoint(mark + step * 5, 90 + 30 * (step % 3), 0.5, step) for step in range(40))
    withdrawn = sign(session, visit_id, OTHER, "Karl", ink=Ink(520, 180, (stroke,)))
    session.signing.withdraw(SignOffId(withdrawn))
    sign(session, visit_id, VISITED, "Jens", ink=Ink(520, 180, (stroke,)))
    sign(session, visit_id)
    before = held(session)
    assert any(str(mark) in table for table in before.values())  # this is what a stroke looks like
    assert [name for name, table in before.items() if str(mark) in table] == ["r_sign_off"]
    sealed = session.signing.seal(visit_id)
    after = held(session)
    assert len(after) > 15
    assert {name for name, table in after.items() if str(mark) in table} == set()
    assert {name for name, table in after.items() if '"strokes"' in table} == set()
    assert all(one.ink is None for one in sign_offs(session, visit_id))
    drawn = b"".join(_content(session.reports.pdf(sealed.report.id)))
    assert drawn.count(b" c\n") + drawn.count(b" c ") > 40  # the report has them


def _content(pdf: bytes) -> list[bytes]:
    with pikepdf.open(BytesIO(pdf)) as document:
        return [page.Contents.read_bytes() for page in document.pages]


# -- revisions ------------------------------------------------------------------------------------------------------
def test_an_amendment_opens_revision_two_and_revision_one_stays_byte_for_byte(session: Session) -> None:
    visit_id = a_sealed_visit(session)
    one = sealed_pdf(session, visit_id)
    with pytest.raises(TextTooLong):
        session.visits.amend(visit_id, "x" * 20_000)
    session.visits.amend(visit_id, "Tallet var forkert")
    assert session.visits.workspace(visit_id).dossier.visit.revision == 2
    assert sign_offs(session, visit_id) == ()
    session.visits.answer(visit_id, LAMPS, value="led", note="Rettet")
    with pytest.raises(SignerMissing):
        session.signing.seal(visit_id)
    signed(session, visit_id)
    second = session.signing.seal(visit_id).report
    assert second.revision == 2
    assert second.supersedes == next(r.id for r in session.reports.of_visit(visit_id) if r.revision == 1)
    assert sealed_pdf(session, visit_id, 1) == one
    assert "Rettet" in logical_text(sealed_pdf(session, visit_id, 2))
    assert "Rettet" not in logical_text(one)
    assert session.reports.verify(one).good


def test_a_late_signature_is_a_revision_of_its_own(session: Session, clock: TickingClock) -> None:
    visit_id = a_walked_visit(session)
    sign(session, visit_id)
    session.signing.not_signed(visit_id, role=VISITED, name="Jens", reason=NotSigned.SIGNS_LATER)
    session.signing.seal(visit_id)
    with pytest.raises(VisitLocked):
        sign(session, visit_id, VISITED, "Jens")
    clock.forward(days=8)
    session.visits.amend(visit_id, "Jens har skrevet under")
    sign(session, visit_id)
    sign(session, visit_id, VISITED, "Jens")
    assert session.signing.seal(visit_id).report.revision == 2
    assert [one.revision for one in session.reports.of_visit(visit_id)] == [2, 1]


def test_only_a_sealed_visit_is_amended(session: Session) -> None:
    visit_id = a_walked_visit(session)
    with pytest.raises(FieldRefused):
        session.visits.amend(visit_id, "x")
    session.visits.cancel(visit_id)
    with pytest.raises(FieldRefused):
        session.visits.amend(visit_id, "x")


# -- cut off --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("step", [0, 1, 2, 3, 4])
def test_a_seal_stopped_at_any_step_leaves_the_visit_open_and_nothing_half_done(session: Session, step: int) -> None:
    visit_id = a_walked_visit(session)
    signed(session, visit_id)
    before, tables = seen(session, visit_id), held(session)

    def stop(done: int, _: int) -> None:
        if done == step:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        session.signing.seal(visit_id, stop)
    assert seen(session, visit_id) == before
    after = held(session)
    assert {name for name in tables if after[name] != tables[name]} <= {"secret"}  # the key may have been made
    assert session.reports.of_visit(visit_id) == ()
    assert session.signing.seal(visit_id).verdict.good


def test_a_visit_changed_while_it_is_sealed_is_not_sealed(session: Session) -> None:
    visit_id = a_walked_visit(session)
    signed(session, visit_id)

    def somebody_types(done: int, _: int) -> None:
        if done == 2:
            session.visits.answer(visit_id, LAMPS, note="midt i det hele")

    with pytest.raises(SealFailed):
        session.signing.seal(visit_id, somebody_types)
    assert not session.visits.workspace(visit_id).locked
    assert session.visits.workspace(visit_id).answers[LAMPS].note == "midt i det hele"


def test_progress_counts_up_to_the_end(session: Session) -> None:
    visit_id = a_walked_visit(session)
    signed(session, visit_id)
    seen: list[tuple[int, int]] = []
    session.signing.seal(visit_id, lambda done, total: seen.append((done, total)))
    assert seen == [(step, 4) for step in range(5)]
