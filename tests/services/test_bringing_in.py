"""A visit brought in from its sealed report, on a computer that never saw it: the same, or a sentence and nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from ambassador_app import report
from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.identifiers import AttachmentId, MeasureId
from ambassador_app.domain.measure import MeasureStatus
from ambassador_app.domain.place import Organisation
from ambassador_app.domain.visit import AttachmentKind, VisitStatus
from ambassador_app.errors import OriginalNotHere, RecordNotFound, VisitHere, VisitLocked
from ambassador_app.i18n import Language
from ambassador_app.report.comparing import drawn_at
from ambassador_app.seal import Level, raise_seal
from ambassador_app.services.bringing_in import Brought
from ambassador_app.services.redrawing import Redrawing
from ambassador_app.services.session import Session
from tests.builders import RESOURCES, a_company, a_visit, session_in, signed, translator
from tests.seal.authorities import PASSPHRASE, SERVICE, Service, office, pkcs12_of
from tests.services.sights import a_photo
from tests.services.test_no_internal_byte import Marks, filled


@dataclass(frozen=True)
class Handed:
    """A sealed report in a file, and what it was made of."""

    file: Path
    pdf: bytes
    before: VisitDossier
    preview_words: str


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> Handed:
    """The report of a visit with something in every place, internal ones too, sealed where it was made."""
    folder = tmp_path_factory.mktemp("there")
    with session_in(folder / "home") as there:
        there.profile.keep_logo(a_photo(33))
        visit_id = filled(there, Marks("kxhemmelig"), Marks("kxsynlig"))
        there.evidence.add_file(visit_id, b"a,b\n1,2\n", "målinger.csv")
        signed(there, visit_id)
        before = there.visits.workspace(visit_id).dossier
        sealed = there.signing.seal(visit_id).report
        pdf = there.reports.pdf(sealed.id)
    file = folder / "rapport.pdf"
    file.write_bytes(pdf)
    return Handed(file, pdf, before, report.logical_text(pdf))


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Session]:
    """Another ambassador's computer, of another municipality."""
    with session_in(tmp_path / "here") as session:
        session.profile.change_ambassador(name="Bo Vestergaard")
        session.profile.change_municipality(name="Nabo Kommune", accent_colour="#771133")
        yield session


def drawn_here(here: Session, brought: Brought, pdf: bytes) -> bytes:
    """Draw the report from the records of this computer; only the strokes of the signatures come from the file."""
    dossier = here.visits.workspace(brought.visit_id).dossier
    told = Redrawing(here._desk.resources, translator).told(pdf)
    assert told is not None
    inks = {one.id: one.ink for one in told.dossier.sign_offs}
    dossier = replace(dossier, sign_offs=tuple(replace(one, ink=inks[one.id]) for one in dossier.sign_offs))
    words = translator(Language(dossier.visit.language))
    verdict = here.reports.verify(pdf)
    issuer = verdict.issuer if verdict.origin == "issued" else ""
    content = report.compose(dossier, words, drawn_at(pdf), issuer=issuer)
    images = {name: here._desk.store.blobs.get(name) for name in content.image_hashes()}
    return report.render(content, images, RESOURCES / "fonts", snapshot=report.snapshot(dossier))


def test_the_visit_comes_out_as_the_very_bytes_that_were_sealed(here: Session, handed: Handed) -> None:
    brought = here.bringing_in.bring_in(handed.file)
    again = drawn_here(here, brought, handed.pdf)
    assert handed.pdf.startswith(again)
    assert len(again) > len(handed.pdf) / 2


def test_it_is_a_visit_like_any_other(here: Session, handed: Handed) -> None:
    brought = here.bringing_in.bring_in(handed.file)
    space = here.visits.workspace(brought.visit_id)
    told = handed.before.for_report()
    assert space.locked
    assert space.dossier.visit.status is VisitStatus.SEALED
    assert space.dossier.site.name == told.site.name
    assert [one.title for one in space.dossier.measures] == [one.title for one in told.measures]
    assert [one.text for one in space.dossier.findings] == [one.text for one in told.findings]
    assert {path: one.value for path, one in space.answers.items()} == {
        path: one.value for path, one in told.answers().items() if one.is_given
    }
    assert [one.name for one in space.dossier.sign_offs] == [one.name for one in told.sign_offs]
    assert all(one.ink is None for one in space.dossier.sign_offs)
    assert here.companies.page(told.site.name).total == 1
    assert here.reports.pdf(brought.report_id) == handed.pdf
    (kept,) = here.reports.of_visit(brought.visit_id)
    assert kept.id == brought.report_id
    assert here.reports.verify(here.reports.pdf(kept.id)).good


def test_it_says_where_it_came_from_and_what_is_not_in_the_file(here: Session, handed: Handed) -> None:
    brought = here.bringing_in.bring_in(handed.file)
    came = here.visits.workspace(brought.visit_id).dossier.visit.brought_in
    assert came is not None
    assert (came.file, came.by, came.revision) == ("rapport.pdf", here.ambassador().id, 1)
    said = " ".join(translator(Language.ENGLISH).say(one) for one in brought.told())
    assert "originals are not in the file" in said
    assert "Other files" in said
    assert (brought.photos, brought.files, brought.site_was_here) == (2, 1, False)


def test_photos_are_here_at_the_size_of_the_report_and_originals_are_told(
    here: Session, handed: Handed, tmp_path: Path
) -> None:
    brought = here.bringing_in.bring_in(handed.file)
    shown = here.visits.workspace(brought.visit_id).dossier.attachments
    photo = next(one for one in shown if one.kind is AttachmentKind.PHOTO)
    document = next(one for one in shown if one.kind is AttachmentKind.DOCUMENT)
    assert here.evidence.picture(photo.id, size="report").startswith(b"\xff\xd8")
    assert here.evidence.picture(photo.id).startswith(b"\xff\xd8")
    assert here.evidence.save_copy(photo.id, tmp_path).name == "photo-1.jpg"
    for attachment, size in ((photo, "original"), (document, "report")):
        with pytest.raises(OriginalNotHere):
            here.evidence.picture(attachment.id, size=size)
    with pytest.raises(OriginalNotHere):
        here.evidence.save_copy(document.id, handed.file.parent)
    with pytest.raises(RecordNotFound):
        here.evidence.picture(AttachmentId("nothing"))


def test_nothing_internal_comes_along(here: Session, handed: Handed) -> None:
    brought = here.bringing_in.bring_in(handed.file)
    assert "kxhemmelig" not in repr(here.visits.workspace(brought.visit_id).dossier)


def test_twice_is_once(here: Session, handed: Handed) -> None:
    first = here.bringing_in.bring_in(handed.file)
    before = here._desk.library.history(first.visit_id)
    with pytest.raises(VisitHere) as refused:
        here.bringing_in.bring_in(handed.file)
    assert refused.value.fields["visit"] == first.visit_id
    assert here._desk.library.history(first.visit_id) == before
    assert here.visits.page().total == 1


def test_where_it_was_made_it_is_never_written_over(tmp_path: Path) -> None:
    with session_in(tmp_path / "home") as there:
        visit_id = a_visit(there)
        signed(there, visit_id)
        sealed = there.signing.seal(visit_id).report
        file = tmp_path / "rapport.pdf"
        file.write_bytes(there.reports.pdf(sealed.id))
        there.visits.amend(visit_id, "Forkert areal")
        there.visits.change(visit_id, remarks="Nyt")
        with pytest.raises(VisitHere):
            there.bringing_in.bring_in(file)
        assert there.visits.workspace(visit_id).dossier.visit.remarks == "Nyt"


def test_it_goes_on_living(here: Session, handed: Handed) -> None:
    """What becomes of its measures is followed up here, and an amendment is this computer's own edition."""
    brought = here.bringing_in.bring_in(handed.file)
    measure = here.visits.workspace(brought.visit_id).dossier.measures[0]
    with pytest.raises(VisitLocked):
        here.visits.change(brought.visit_id, remarks="x")
    here.follow_up.move(MeasureId(measure.id), MeasureStatus.SELECTED)
    assert here.visits.workspace(brought.visit_id).dossier.measures[0].status is MeasureStatus.SELECTED
    assert here.visits.workspace(brought.visit_id).undo is None
    here.visits.amend(brought.visit_id, "Forkert areal")
    here.visits.change(brought.visit_id, remarks="Rettet")
    assert here.reports.preview(brought.visit_id).startswith(b"%PDF")
    signed(here, brought.visit_id)
    again = here.signing.seal(brought.visit_id)
    assert again.verdict.good
    assert here.visits.workspace(brought.visit_id).dossier.municipality.name == "Nabo Kommune"


def test_a_second_visit_of_the_same_place_leaves_the_place_as_it_is(tmp_path: Path, here: Session) -> None:
    files = []
    with session_in(tmp_path / "there") as there:
        site = a_company(there)
        for name in ("first", "second"):
            visit_id = a_visit(there, site)
            signed(there, visit_id)
            sealed = there.signing.seal(visit_id).report
            files.append(tmp_path / f"{name}.pdf")
            files[-1].write_bytes(there.reports.pdf(sealed.id))
            there.companies.change_site(site, name="Et andet navn", area_m2=77.0)
            there.companies.keep_energy(site, carrier="electricity", year=2024, amount=1, cost_dkk=2)
    first = here.bringing_in.bring_in(files[0])
    second = here.bringing_in.bring_in(files[1])
    assert (first.site_was_here, second.site_was_here) == (False, True)
    page = here.companies.page()
    assert [one.name for one in page.lines] == ["Ærø Bageri A/S"]
    assert here.visits.workspace(second.visit_id).dossier.site.name == "Et andet navn"
    for brought, file in ((first, files[0]), (second, files[1])):
        assert file.read_bytes().startswith(drawn_here(here, brought, file.read_bytes()))


def test_a_later_edition_comes_in_with_what_it_changed(tmp_path: Path, here: Session) -> None:
    with session_in(tmp_path / "there") as there:
        visit_id = a_visit(there)
        there.notes.add_finding(visit_id, "Lyset brænder")
        signed(there, visit_id)
        there.signing.seal(visit_id)
        there.visits.amend(visit_id, "Glemt bemærkning")
        there.visits.change(visit_id, remarks="Ny bemærkning")
        signed(there, visit_id)
        sealed = there.signing.seal(visit_id).report
        file = tmp_path / "rapport.pdf"
        file.write_bytes(there.reports.pdf(sealed.id))
    brought = here.bringing_in.bring_in(file)
    assert here.visits.workspace(brought.visit_id).dossier.visit.revision == 2
    assert file.read_bytes().startswith(drawn_here(here, brought, file.read_bytes()))


def test_the_own_letterhead_stays_on_own_reports(here: Session, handed: Handed) -> None:
    here.bringing_in.bring_in(handed.file)
    own = a_visit(here)
    assert here.visits.workspace(own).dossier.municipality.name == "Nabo Kommune"
    assert here.municipality().name == "Nabo Kommune"


def test_it_is_the_same_where_an_office_vouches_and_a_service_stamped(tmp_path: Path, here: Session) -> None:
    """Page 1 names who vouches for the key; time stamps stand behind the sealed file."""
    with session_in(tmp_path / "there") as there:
        there.seal_keys.import_file(pkcs12_of(office()), PASSPHRASE, file="segl.p12")
        visit_id = a_visit(there)
        signed(there, visit_id)
        sealed = there.signing.seal(visit_id)
        pdf = there.reports.pdf(sealed.report.id)
    assert sealed.verdict.issuer
    stamped = raise_seal(pdf, service=SERVICE, reach=Service(sealed.report.sealed_at)).pdf
    file = tmp_path / "stemplet.pdf"
    file.write_bytes(stamped)
    brought = here.bringing_in.bring_in(file)
    assert stamped.startswith(drawn_here(here, brought, stamped))
    assert here.reports.verify(here.reports.pdf(brought.report_id)).level is Level.B_LTA


def test_a_photo_of_an_earlier_visit_comes_along_beside_the_one_it_is_compared_with(
    tmp_path: Path, here: Session
) -> None:
    with session_in(tmp_path / "there") as there:
        site = a_company(there)
        first = a_visit(there, site)
        before = AttachmentId(there.evidence.add_photo(first, a_photo(30), caption="Som det var").id)
        signed(there, first)
        there.signing.seal(first)
        second = a_visit(there, site)
        after = AttachmentId(there.evidence.add_photo(second, a_photo(90), caption="Som det er").id)
        there.evidence.pair(before, after)
        signed(there, second)
        file = tmp_path / "rapport.pdf"
        file.write_bytes(there.reports.pdf(there.signing.seal(second).report.id))
    brought = here.bringing_in.bring_in(file)
    assert "Som det var" in report.logical_text(file.read_bytes())
    assert file.read_bytes().startswith(drawn_here(here, brought, file.read_bytes()))


def test_a_company_that_is_here_by_its_own_record_stands_for_the_one_that_came(here: Session, handed: Handed) -> None:
    own = a_company(here, name="Vores egen post")  # the same CVR and P-number, as every company of these tests
    brought = here.bringing_in.bring_in(handed.file)
    assert brought.site_has_twin
    assert not brought.site_was_here
    assert here.companies.page().total == 2
    kept = here.companies.get(own).organisation
    with here._desk.store.reader() as reader:
        organisations = reader.all(Organisation)
    assert kept is not None
    assert {one.merged_into for one in organisations if one.id != kept.id} == {kept.id}
    said = " ".join(translator(Language.ENGLISH).say(one) for one in brought.told())
    assert "same P-number" in said
    assert handed.pdf.startswith(drawn_here(here, brought, handed.pdf))
