"""Handing over at its services: files that hold, mail that fits, a policy that is kept, a record of each time."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import resource
import subprocess
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ambassador_app.domain.hand_over import HandOverWay, PlainMail, WhySecure, why_secure
from ambassador_app.domain.identifiers import OrganisationId, ReportId, SiteId
from ambassador_app.domain.place import Organisation, SecureMail, Site, SiteKind
from ambassador_app.domain.printing import Duplex, PrintState, PrintWish, pages_of, ranges
from ambassador_app.errors import (
    AmbassadorError,
    CopyDiffers,
    DiskFull,
    DriveGone,
    FieldMissing,
    FieldRefused,
    MailTooLarge,
    PlainMailUndecided,
)
from ambassador_app.i18n import Language
from ambassador_app.report import check, logical_text
from ambassador_app.services import files_out, hand_over
from ambassador_app.services.hand_over import PlainMailChoice
from ambassador_app.services.session import Session
from tests.builders import PLAIN, a_company, a_visit, session_in, signed


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path / "profile") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "ud"
    made.mkdir()
    return made


def a_large_photo(number: int) -> bytes:
    """A picture that does not compress: grey noise."""
    out = io.BytesIO()
    Image.effect_noise((1600, 1100 + number), 60).convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


def sealed(session: Session, *, photos: int = 0, **fields: object) -> ReportId:
    visit_id = a_visit(session, **fields)
    session.notes.add_finding(visit_id, "Trykluften hvæser i hal 2")
    for number in range(photos):
        session.evidence.add_photo(visit_id, a_large_photo(number), caption=f"Billede {number}")
    signed(session, visit_id)
    return session.signing.seal(visit_id).report.id


def handed_over(session: Session, report_id: ReportId) -> tuple[object, ...]:
    return session.report_copies.record(report_id).handed_over


# -- the policy -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "form", "why"),
    [
        (SiteKind.HOME, "", WhySecure.HOME),
        (SiteKind.FARM, "Aktieselskab", WhySecure.FARM),
        (SiteKind.PUBLIC_BUILDING, "", None),
        (SiteKind.COMPANY, "Aktieselskab", None),
        (SiteKind.COMPANY, "Enkeltmandsvirksomhed", WhySecure.SOLE_TRADER),
        (SiteKind.COMPANY, " ENK ", WhySecure.SOLE_TRADER),
        (SiteKind.COMPANY, "Personligt ejet mindre virksomhed", WhySecure.SOLE_TRADER),
        (SiteKind.COMPANY, "Interessentskab", WhySecure.SOLE_TRADER),
        (SiteKind.COMPANY, "", WhySecure.FORM_UNKNOWN),
    ],
)
def test_what_is_said_of_persons_goes_by_secure_mail(kind: SiteKind, form: str, why: WhySecure | None) -> None:
    site, owner = Site(SiteId("s"), "Sted", kind), Organisation(OrganisationId("o"), "Ejer", legal_form=form)
    assert why_secure(SecureMail.PERSONAL, site, owner) is why
    assert why_secure(SecureMail.ALWAYS, site, owner) is WhySecure.ALWAYS
    assert why_secure(SecureMail.NEVER, site, owner) is None


def test_a_company_without_an_owner_in_the_books_may_be_a_persons() -> None:
    assert why_secure(SecureMail.PERSONAL, Site(SiteId("s"), "Sted"), None) is WhySecure.FORM_UNKNOWN


def test_plain_mail_takes_a_choice_that_is_kept_with_the_report(session: Session, folder: Path) -> None:
    report_id = sealed(session)
    with pytest.raises(PlainMailUndecided):
        session.hand_over.mail_draft(report_id, folder)
    with pytest.raises(FieldMissing):
        session.hand_over.mail_draft(report_id, folder, choice=PlainMailChoice(PlainMail.OTHER, "  "))
    assert list(folder.iterdir()) == []
    assert handed_over(session, report_id) == ()
    choice = PlainMailChoice(PlainMail.OTHER, "Har ingen digital post")
    given = session.hand_over.mail_draft(report_id, folder, to="jens@bageri.example", choice=choice)
    (noted,) = handed_over(session, report_id)
    assert noted == given.noted
    assert (noted.way, noted.plain_mail, noted.note) == (HandOverWay.MAIL, PlainMail.OTHER, "Har ingen digital post")
    assert (noted.to, noted.by, noted.file) == ("jens@bageri.example", "Åse Østergård", given.file.name)


def test_the_municipality_decides_for_whom(session: Session, folder: Path) -> None:
    report_id = sealed(session)
    session.profile.change_municipality(secure_mail=SecureMail.NEVER)
    assert session.hand_over.terms(report_id).why_secure is None
    session.hand_over.mail_draft(report_id, folder)
    session.profile.change_municipality(secure_mail=SecureMail.ALWAYS)
    assert session.hand_over.terms(report_id).why_secure is WhySecure.ALWAYS


# -- files ----------------------------------------------------------------------------------------------------------
def test_the_checksum_beside_the_copy_is_one_that_sha256sum_reads(session: Session, folder: Path) -> None:
    report_id = sealed(session)
    given = session.hand_over.to_stick(report_id, folder, to="Jens Ægidius")
    beside = folder / f"{given.file.name}.sha256"
    subprocess.run(["sha256sum", "-c", "--strict", beside.name], cwd=folder, check=True, capture_output=True)
    (noted,) = handed_over(session, report_id)
    assert noted.sha256 == hashlib.sha256(session.reports.pdf(report_id)).hexdigest()
    assert (noted.way, noted.to, noted.where) == (HandOverWay.STICK, "Jens Ægidius", str(folder))


def test_a_stick_that_does_not_hold_what_was_written_is_told(
    session: Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report_id = sealed(session)
    read = files_out._read_back
    monkeypatch.setattr(files_out, "_read_back", lambda file: read(file)[:-1] + b"?")
    with pytest.raises(CopyDiffers):
        session.hand_over.to_stick(report_id, folder)
    assert handed_over(session, report_id) == ()


def test_a_stick_that_was_pulled_is_told(session: Session, folder: Path) -> None:
    with pytest.raises(DriveGone):
        session.hand_over.to_stick(sealed(session), folder / "STICK" / "Rapporter")


def test_what_is_on_a_stick_is_never_replaced(session: Session, folder: Path) -> None:
    report_id = sealed(session)
    first = session.hand_over.to_stick(report_id, folder).file
    first.chmod(0o444)
    first.write_bytes(b"somebody else's")
    second = session.hand_over.to_stick(report_id, folder).file
    assert first.read_bytes() == b"somebody else's"
    assert second.name.endswith(" (2).pdf")
    assert not list(folder.glob(".*"))


def test_a_drive_without_links_takes_the_name_as_well(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    names = [files_out.write_new(folder, "rapport.pdf", data).name for data in (b"a", b"b")]
    assert names == ["rapport.pdf", "rapport (2).pdf"]
    assert [(folder / name).read_bytes() for name in names] == [b"a", b"b"]
    assert len(list(folder.iterdir())) == 2


def test_a_disk_that_is_full_takes_nothing_and_keeps_nothing(session: Session, folder: Path) -> None:
    """The system itself refuses: no file may grow beyond what is free."""
    report_id = sealed(session)
    free, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, most))
    try:
        with pytest.raises(DiskFull):
            files_out.write_with_sum(folder, "rapport.pdf", session.reports.pdf(report_id))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (free, most))
    assert list(folder.iterdir()) == []


def test_a_case_system_gets_the_file_and_what_it_asks_for(session: Session, folder: Path) -> None:
    visit = a_visit(session, a_company(session, "=Bageri & Søn"))
    session.visits.change(visit, business_secrets="Opskriften", case_number="26/1234")
    session.profile.change_municipality(filing_code="09.00.00 G01", department="Klima")
    signed(session, visit)
    report_id = session.signing.seal(visit).report.id
    given = session.hand_over.for_case_system(report_id, folder, Language.DANISH)
    facts = json.loads((folder / f"{given.file.stem}.metadata.json").read_text("utf-8"))
    assert facts["sha256"] == hashlib.sha256(given.file.read_bytes()).hexdigest()
    assert facts["case_number"] == "26/1234"
    assert facts["filing_code"] == "09.00.00 G01"
    assert facts["party_cvr"] == "13748136"
    assert facts["file"] == given.file.name
    assert facts["title"].endswith("2026-11-23")
    assert (facts["about_a_person"], facts["business_secrets"], facts["direction"]) == (None, True, "outgoing")
    data = (folder / f"{given.file.stem}.metadata.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = dict(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert "'" not in rows.values()  # what is not known is empty
    assert {"26/1234"} <= set(rows.values())
    assert not any(value.startswith("=") for value in rows.values())
    assert len(rows) == len(facts) - 1  # format and schema are the program's, the heading is the people's


# -- mail -----------------------------------------------------------------------------------------------------------
def attached(file: Path) -> tuple[str, bytes]:
    (one,) = message_from_bytes(file.read_bytes(), policy=default).iter_attachments()
    return one.get_filename(), one.get_content()


def test_a_report_too_large_for_a_mail_goes_as_a_marked_copy_and_stays_as_it_is(
    session: Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report_id = sealed(session, photos=3, language="en")
    before = session.reports.pdf(report_id)
    monkeypatch.setattr(hand_over, "LARGEST_MAIL", 1_000_000)
    assert len(before) > 1_000_000
    assert not session.hand_over.terms(report_id).fits_mail
    given = session.hand_over.mail_draft(report_id, folder, choice=PLAIN)
    name, copy = attached(given.file)
    assert given.file.stat().st_size <= 1_000_000
    assert given.noted.way is HandOverWay.MAIL_COPY
    assert given.noted.sha256 == hashlib.sha256(copy).hexdigest()
    text = logical_text(copy)
    assert 0 < text.index("Copy for e-mail with smaller photos, not sealed") < text.index("Purpose")
    assert name.endswith("-copy.pdf")
    assert "Trykluften hvæser i hal 2" in text
    assert all(f"Billede {number}" in text for number in range(3))
    assert check(copy) == ()
    assert b"/FT /Sig" not in copy
    assert b"visit.json" not in copy
    assert session.reports.pdf(report_id) == before


def test_what_no_mail_can_carry_is_told_with_the_other_ways(
    session: Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report_id = sealed(session)
    monkeypatch.setattr(hand_over, "LARGEST_MAIL", 1_000)
    with pytest.raises(MailTooLarge):
        session.hand_over.mail_draft(report_id, folder, choice=PLAIN)
    assert list(folder.iterdir()) == []


def test_the_sealed_file_is_attached_as_it_is(session: Session, folder: Path) -> None:
    report_id = sealed(session)
    given = session.hand_over.mail_draft(report_id, folder, choice=PLAIN)
    assert attached(given.file) == (session.report_copies.record(report_id).file_name, session.reports.pdf(report_id))


# -- the record -----------------------------------------------------------------------------------------------------
def test_each_hand_over_is_noted_and_none_of_it_reaches_the_report(session: Session, folder: Path) -> None:
    report_id = sealed(session)
    session.hand_over.save_copy(report_id, folder, to="Jens Ægidius")
    session.hand_over.note(report_id, to="Jens Ægidius", where="Digital Post", note="Sendt fra sagen")
    session.hand_over.printed(report_id, "Kontoret")
    ways = [one.way for one in handed_over(session, report_id)]
    assert ways == [HandOverWay.COPY, HandOverWay.OTHER, HandOverWay.PRINT]
    with pytest.raises(FieldMissing):
        session.hand_over.note(report_id, to=" ")
    visit_id = session.report_copies.record(report_id).visit_id
    session.visits.amend(visit_id, "Forkert areal")
    assert b"Digital Post" not in session.reports.preview(visit_id)


def test_a_hand_over_is_no_step_of_undo(session: Session, folder: Path) -> None:
    report_id = sealed(session)
    visit_id = session.report_copies.record(report_id).visit_id
    session.visits.amend(visit_id, "Forkert areal")
    session.visits.change(visit_id, remarks="Nyt")
    session.hand_over.save_copy(report_id, folder)
    session.visits.undo(visit_id)
    assert session.visits.workspace(visit_id).dossier.visit.remarks != "Nyt"
    assert len(handed_over(session, report_id)) == 1


# -- the print queue ------------------------------------------------------------------------------------------------
def test_what_waits_for_a_printer_survives_a_restart(tmp_path: Path) -> None:
    with session_in(tmp_path) as session:
        report_id = sealed(session)
        wish = PrintWish("Kontoret", 2, "1-3", Duplex.LONG_EDGE, colour=False)
        job = session.print_queue.add(report_id, wish, PrintState.PRINTING, to="Jens")
        session.print_queue.failed(job.id)
        session.print_queue.add(report_id, PrintWish(), PrintState.OFFICE)
    with session_in(tmp_path) as session:
        first, second = session.print_queue.waiting()
        assert (first.job.wish, first.job.state, first.job.tries) == (wish, PrintState.FAILED, 1)
        assert (first.site, second.job.state) == ("Ærø Bageri A/S", PrintState.OFFICE)
        session.print_queue.try_again(first.job.id, wish)
        session.print_queue.printed(first.job.id, "Kontoret")
        assert [line.job.id for line in session.print_queue.waiting()] == [second.job.id]
        (noted,) = handed_over(session, report_id)
        assert (noted.way, noted.where, noted.to, noted.note) == (HandOverWay.PRINT, "Kontoret", "Jens", "2 ×")
        session.print_queue.remove(second.job.id)
        assert session.print_queue.waiting() == ()


def test_a_queue_nobody_can_read_is_an_empty_one(session: Session) -> None:
    for text in ("no json", '[{"id": "x"}]', "{}"):
        session._desk.store.keep_note("print queue", text)
        assert session.print_queue.waiting() == ()


@pytest.mark.parametrize(
    ("text", "total", "pages"),
    [("", 3, (1, 2, 3)), ("2", 3, (2,)), ("1-2, 4–", 5, (1, 2, 4, 5)), ("3;1", 3, (1, 3)), ("2-99", 3, (2, 3))],
)
def test_the_pages_that_are_named(text: str, total: int, pages: tuple[int, ...]) -> None:
    assert pages_of(text, total) == pages


@pytest.mark.parametrize("text", ["0", "9", "a", "1-2-3", "-", ", ,"])
def test_what_names_no_page_is_refused(text: str) -> None:
    with pytest.raises(FieldRefused):
        pages_of(text, 5)


@given(st.sets(st.integers(1, 60), min_size=1))
def test_pages_go_to_a_print_system_and_back(pages: set[int]) -> None:
    ordered = tuple(sorted(pages))
    assert pages_of(ranges(ordered), 60) == ordered


def test_every_refusal_is_a_sentence_with_a_way_on() -> None:
    from ambassador_app import wording
    from tests.builders import translator

    for error in (
        PlainMailUndecided(),
        DriveGone(folder="E:"),
        CopyDiffers(file="x"),
        MailTooLarge(size_mb=12, limit_mb=10),
    ):
        assert isinstance(error, AmbassadorError)
        assert wording.sentence(error, translator(Language.ENGLISH)).count(".") >= 2
