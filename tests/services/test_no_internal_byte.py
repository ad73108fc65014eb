"""Nothing internal leaves the laptop: unmistakable marks in every internal place, and none of them in what goes out."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pikepdf
import pytest

from ambassador_app.domain.identifiers import AttachmentId, MeasureId, SiteId, VisitId
from ambassador_app.domain.measure import Barrier, MeasureStatus
from ambassador_app.domain.place import Reach
from ambassador_app.domain.quantities import Carrier
from ambassador_app.domain.verification import Measured
from ambassador_app.drawing.annotation import Annotation, Mark, Tool
from ambassador_app.i18n import Language
from ambassador_app.seal import read_embedded
from ambassador_app.services.session import Session
from tests.builders import PLAIN, a_company, a_visit, session_in, signed
from tests.services.sights import a_photo

LIGHTING = "/data/lighting/"
PHOTO_QUESTION = LIGHTING + "ly_photo"
INTERNAL = Reach.INTERNAL


class Marks:
    """Words that stand nowhere else; each remembers where it was put."""

    def __init__(self, stem: str) -> None:
        self._stem = stem
        self.places: dict[str, str] = {}

    def __call__(self, place: str) -> str:
        word = f"{self._stem}{len(self.places):02d}æQZ"
        self.places[word] = place
        return word


@dataclass
class Report:
    """A visit full of marks, and everything that leaves the laptop of it."""

    secret: Marks
    shown: Marks
    preview: bytes
    sealed: bytes
    mail: bytes
    beside: dict[str, bytes]
    photos: dict[str, bytes]
    hashes: set[str]


def readable(pdf: bytes) -> bytes:
    """The file as it is, every stream of it unpacked, every string, every attached file and the metadata."""
    parts = [pdf]
    with pikepdf.open(BytesIO(pdf)) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Stream):
                parts.append(thing.read_raw_bytes())
                parts.append(unpacked(thing))
            parts.extend(strings(thing))
    parts.append(read_embedded(pdf) or b"")
    return b"\n".join(parts)


def unpacked(stream: Any) -> bytes:
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:  # a picture: its raw bytes are looked at as they are
        return b""


def strings(thing: Any, depth: int = 6) -> Iterator[bytes]:
    """Every text in an object, in UTF-8, however it is written in the file."""
    if isinstance(thing, pikepdf.String):
        yield str(thing).encode()
    elif depth and isinstance(thing, pikepdf.Array):
        for one in thing:
            yield from strings(one, depth - 1)
    elif depth and isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for name, one in thing.items():
            yield name.encode()
            if not (isinstance(one, pikepdf.Object) and one.is_indirect):
                yield from strings(one, depth - 1)


def found_in(data: bytes, words: dict[str, str]) -> set[str]:
    """The places whose words stand in `data`, in any of the ways a PDF or a mail may write text."""
    said = data.lower()
    return {
        place
        for word, place in words.items()
        if any(
            form.lower() in said
            for form in (
                word.encode(),
                word.encode("latin-1"),
                word.encode("utf-16-be"),
                word.encode("utf-16-be").hex().encode(),
                word.encode().hex().encode(),
                word.split("æ")[0].encode(),  # as far as it is plain letters
            )
        )
    }


def filled(session: Session, secret: Marks, shown: Marks) -> VisitId:
    """A visit with a mark of its own in each place, the internal ones and those that are to be read."""
    site_id = a_company(session, name=shown("site name"))
    session.companies.change_site(site_id, internal_note=secret("site.internal_note"))
    session.companies.add_contact(
        site_id, shown("contact name"), role=shown("contact role"), note=secret("contact.note")
    )
    session.companies.add_contact(
        site_id, secret("internal contact"), role=secret("its role"), email=f"{secret('its mail')}@x.example",
        phone=secret("its phone"), reach=INTERNAL, note=secret("its note"),
    )  # fmt: skip
    _earlier(session, site_id, secret, shown)
    visit_id = a_visit(session, site_id)
    session.visits.change(visit_id, internal_note=secret("visit.internal_note"), remarks=shown("remarks"))
    _answers(session, visit_id, secret, shown)
    _notes(session, visit_id, secret, shown)
    _measures(session, visit_id, secret, shown)
    return visit_id


def _earlier(session: Session, site_id: SiteId, secret: Marks, shown: Marks) -> None:
    """Two visits before this one: of the sealed one the report tells where its measures stand, and no more."""
    open_visit = a_visit(session, site_id)
    session.measures.add(open_visit, title=secret("measure of an earlier visit that was never sealed"))
    before = a_visit(session, site_id)
    measures, follow_up = session.measures, session.follow_up
    session.visits.change(before, remarks=secret("remarks of an earlier visit"))
    session.notes.add_finding(before, secret("finding of an earlier visit"))
    told = MeasureId(measures.add(before, title=shown("earlier measure")).id)
    given = {"before.electricity": 1000.0, "after.electricity": 0.0}
    text = {name: secret(f"{name} of an earlier measure") for name in ("proposal", "internal_note", "assumptions")}
    measures.change(told, inputs=given, **text)
    kept_back = MeasureId(measures.add(before, title=secret("earlier internal measure")).id)
    measures.change(kept_back, reach=INTERNAL)
    discarded = MeasureId(measures.add(before, title=secret("earlier discarded measure")).id)
    measures.set_status(discarded, MeasureStatus.DISCARDED, secret("why it was discarded then"), Barrier.OTHER)
    later = MeasureId(measures.add(before, title=secret("earlier measure that was discarded afterwards")).id)
    add = session.evidence.add_photo
    add(before, a_photo(31), secret("name of an earlier photo"), caption=shown("caption of an earlier photo"))
    add(before, a_photo(33), caption=secret("earlier photo that nothing is compared with"))
    inward = add(before, a_photo(35), caption=secret("earlier internal photo")).id
    session.evidence.change(AttachmentId(inward), reach=INTERNAL)
    signed(session, before)
    session.signing.seal(before)
    follow_up.move(later, MeasureStatus.DISCARDED, reason=secret("why afterwards"), barrier=Barrier.NO_MONEY)
    follow_up.move(told, MeasureStatus.COMPLETED)
    follow_up.move(told, MeasureStatus.IN_PROGRESS, reason=secret("why it was moved back"))
    follow_up.assign(told, owner=secret("who carried it out, now that it is done"))
    follow_up.verify(told, Measured({Carrier.ELECTRICITY: 700.0}, note=secret("note of a verification")))


def _answers(session: Session, visit_id: VisitId, secret: Marks, shown: Marks) -> None:
    answer = session.visits.answer
    for name, value in (("ly1_lamp_kind", "t8"), ("ly1_count", 120.0), ("ly1_watt", 58.0), ("ly3_hours", 3000.0)):
        answer(visit_id, LIGHTING + name, value=value)
    answer(visit_id, LIGHTING + "ly2_magnetic_ballast", value="yes", note=shown("note of an answer"))
    answer(
        visit_id, "/data/management/le8_barrier", value=secret("internal answer"), note=secret("its note"),
        reach=INTERNAL,
    )  # fmt: skip
    answer(visit_id, "/data/management/le8_wish", not_seen=secret("internal not seen"), reach=INTERNAL)
    answer(visit_id, "/data/management/le6_ideas", value=secret("an earlier answer"))
    answer(visit_id, "/data/management/le6_ideas", value=shown("text answer"))


def _notes(session: Session, visit_id: VisitId, secret: Marks, shown: Marks) -> None:
    notes = session.notes
    notes.add_finding(visit_id, shown("finding"))
    internal = notes.add_finding(visit_id, secret("internal finding"), reach=INTERNAL).id
    gone = notes.add_finding(visit_id, secret("removed finding")).id
    notes.remove_finding(gone)  # type: ignore[arg-type]
    notes.add_action(visit_id, shown("action"), owner=shown("owner"))
    notes.add_action(visit_id, secret("internal action"), owner=secret("its owner"), reach=INTERNAL)
    add = session.evidence.add_photo
    comment = secret("EXIF and comment of a photo").encode()
    after = AttachmentId(add(visit_id, a_photo(20, comment=comment), caption=shown("caption")).id)
    before = next(one for one in session.evidence.earlier(after) if one.caption in shown.places)
    session.evidence.pair(before.id, after)
    drawn_on = add(visit_id, a_photo(120), caption=shown("caption of a blurred photo")).id
    session.evidence.draw_on(
        AttachmentId(drawn_on),
        Annotation((Mark(Tool.BLUR, ((0.0, 0.0), (1.0, 0.7))), Mark(Tool.TEXT, ((0.1, 0.1),), text=secret("mark")))),
    )
    add(visit_id, a_photo(40), caption=secret("photo of an internal finding"), finding_id=internal)  # type: ignore[arg-type]
    hidden = add(visit_id, a_photo(60), secret("name of an internal photo"), caption=secret("internal caption")).id
    session.evidence.change(AttachmentId(hidden), reach=INTERNAL)
    session.evidence.change(AttachmentId(hidden), question=PHOTO_QUESTION)  # whose answer goes into the report
    taken_away = add(visit_id, a_photo(80), caption=secret("removed photo")).id
    session.evidence.remove(AttachmentId(taken_away))


def _measures(session: Session, visit_id: VisitId, secret: Marks, shown: Marks) -> None:
    measures = session.measures
    offers = {one.entry.id: one for one in session.visits.workspace(visit_id).suggestions}
    accepted = MeasureId(measures.accept(visit_id, offers.pop("led_retrofit")).id)
    measures.change(accepted, internal_note=secret("measure.internal_note"), title=shown("measure title"))
    for offer in offers.values():
        measures.dismiss(visit_id, offer, secret(f"reason against {offer.entry.id}"))
    kept_back = MeasureId(measures.add(visit_id, title=secret("internal measure")).id)
    measures.change(kept_back, reach=INTERNAL, proposal=secret("its proposal"), current_practice=secret("its practice"))
    session.evidence.add_photo(
        visit_id, a_photo(99), caption=secret("photo of an internal measure"), measure_id=kept_back
    )
    discarded = MeasureId(measures.add(visit_id, title=secret("discarded measure")).id)
    measures.set_status(discarded, MeasureStatus.DISCARDED, secret("why it was discarded"))
    taken_up = MeasureId(measures.add(visit_id, title=shown("measure taken up again")).id)
    measures.set_status(taken_up, MeasureStatus.DISCARDED, secret("why it had been discarded once"))
    measures.set_status(taken_up, MeasureStatus.PROPOSED)


def somebody_elses(session: Session, secret: Marks, site: VisitId) -> None:
    """Another company's visit, and another visit of the same company."""
    other = a_visit(session, a_company(session, name=secret("other company"), cvr="", p_number=""))
    same = a_visit(session, session.visits.workspace(site).dossier.site.id)
    for where, visit_id in (("other company's visit", other), ("same company's other visit", same)):
        session.visits.change(visit_id, remarks=secret(f"remarks of {where}"))
        session.notes.add_finding(visit_id, secret(f"finding of {where}"))
        session.evidence.add_photo(visit_id, a_photo(70), caption=secret(f"caption of {where}"))
        session.visits.answer(visit_id, "/data/management/le6_ideas", value=secret(f"answer of {where}"))


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """One visit, filled, previewed, sealed and drafted as a mail."""
    folder = tmp_path_factory.mktemp("marks")
    secret, shown = Marks("kxhemmelig"), Marks("kxsynlig")
    with session_in(folder / "home") as session:
        visit_id = filled(session, secret, shown)
        somebody_elses(session, secret, visit_id)
        preview = session.reports.preview(visit_id)
        signed(session, visit_id)
        sealed = session.signing.seal(visit_id).report
        photos = {
            f"{size} of “{one.caption}”": session.evidence.picture(one.id, size=size)
            for one in session.visits.workspace(visit_id).dossier.attachments
            for size in ("original", "report", *(("clean",) if one.clean_sha256 else ()))
            if not (size == "report" and one.reach is Reach.REPORT and one.caption in shown.places)
        }
        hashes = {
            one.sha256
            for one in session.visits.workspace(visit_id).dossier.attachments
            if one.reach is INTERNAL or one.caption not in shown.places
        } | {one.clean_sha256 for one in session.visits.workspace(visit_id).dossier.attachments if one.clean_sha256}
        mail = session.hand_over.mail_draft(sealed.id, folder, choice=PLAIN).file
        beside = {
            "word": session.hand_over.word(sealed.id, folder).file.read_bytes(),
            "small": session.report_copies.with_smaller_photos(sealed, 640, 60),
            "plain": session.reports.plain_copy(sealed.id),
        }
        session.hand_over.for_case_system(sealed.id, folder, Language.DANISH)
        beside |= {one.suffix: one.read_bytes() for one in folder.glob("*.metadata.*")}
        return Report(secret, shown, preview, session.reports.pdf(sealed.id), mail.read_bytes(), beside, photos, hashes)


@pytest.mark.parametrize("edition", ["preview", "sealed"])
def test_the_report_holds_what_is_to_be_read_and_nothing_internal(report: Report, edition: str) -> None:
    data = readable(getattr(report, edition))
    assert len(report.secret.places) > 35
    # The same search finds what is to be read: so it would find the rest.
    assert found_in(data, report.shown.places) == set(report.shown.places.values())
    assert found_in(data, report.secret.places) == set()


@pytest.mark.parametrize("edition", ["preview", "sealed"])
def test_the_report_holds_no_picture_that_is_internal_and_no_original(report: Report, edition: str) -> None:
    data = readable(getattr(report, edition))
    assert len(report.photos) >= 7
    for name, picture in report.photos.items():
        middle = picture[len(picture) // 3 : len(picture) // 3 + 200]
        assert middle not in data, name
    assert len(report.hashes) == 4
    assert [one for one in report.hashes if one.encode() in data] == []


def test_the_pictures_in_the_report_do_not_tell_where_they_were_taken(report: Report) -> None:
    with pikepdf.open(BytesIO(report.sealed)) as document:
        pictures = [
            one.read_raw_bytes()
            for one in document.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        ]
    assert len(pictures) == 3
    assert not any(word in picture for picture in pictures for word in (b"Exif", b"GPS"))


def test_the_mail_draft_holds_nothing_internal_beside_the_report(report: Report) -> None:
    mail = message_from_bytes(report.mail)
    (attached,) = [part for part in mail.walk() if part.get_content_type() == "application/pdf"]
    assert attached.get_payload(decode=True) == report.sealed
    texts = [part.get_payload(decode=True) for part in mail.walk() if part.get_content_maintype() == "text"]
    said = b"\n".join([*texts, *(f"{name}: {value}".encode() for name, value in mail.items())])
    assert found_in(said, report.secret.places) == set()
    assert b"2026" in said


@pytest.mark.parametrize("copy", ["word", "small", "plain"])
def test_a_copy_in_another_shape_holds_what_is_to_be_read_and_nothing_internal(report: Report, copy: str) -> None:
    data = report.beside[copy]
    if copy == "word":
        with ZipFile(BytesIO(data)) as parts:
            said = b"\n".join(parts.read(name) for name in parts.namelist())
    else:
        said = readable(data)
    assert found_in(said, report.secret.places) == set()
    assert found_in(said, report.shown.places) == set(report.shown.places.values())
    assert not any(one in said for one in report.photos.values())


@pytest.mark.parametrize("suffix", [".json", ".csv"])
def test_the_facts_for_the_case_system_hold_nothing_internal(report: Report, suffix: str) -> None:
    assert found_in(report.beside[suffix], report.secret.places) == set()


def test_the_search_itself_finds_a_mark_however_it_is_hidden() -> None:
    word = "kxhemmelig00æQZ"
    hidden = (
        word.encode(),
        word.encode("utf-16-be"),
        word.encode("utf-16-be").hex().upper().encode(),
        zlib.decompress(zlib.compress(word.encode())),
        base64.b64decode(base64.b64encode(word.encode("latin-1"))),
    )
    assert all(found_in(b"..." + one + b"...", {word: "here"}) == {"here"} for one in hidden)
    assert found_in(b"kxsynlig", {word: "here"}) == set()
