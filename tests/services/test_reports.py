"""The report: the same twice, nothing dropped, in the visit's language, under a safe name, never over another file."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest

from ambassador_app import wording
from ambassador_app.domain.identifiers import ReportId, VisitId
from ambassador_app.domain.sign_off import SignerRole
from ambassador_app.domain.visit import Participant, VisitKind
from ambassador_app.errors import AmbassadorError, DiskFull, FolderNotWritable, NotAReport, RecordNotFound
from ambassador_app.i18n import Language
from ambassador_app.report import logical_text
from ambassador_app.services.files_out import write_new
from ambassador_app.services.session import Session
from tests.builders import MORNING, PLAIN, a_company, a_visit, session_in, signed, some_ink, translator
from tests.services.sights import a_photo

LAMPS = "/data/lighting/ly1_lamp_kind"


def sealed(session: Session, visit_id: VisitId) -> ReportId:
    signed(session, visit_id)
    return session.signing.seal(visit_id).report.id


def a_visit_at(session: Session, name: str, **fields: Any) -> VisitId:
    visit_id = a_visit(session, a_company(session, name), **fields)
    session.visits.change(visit_id, focus_areas=("Belysning",))
    return visit_id


def a_rich_visit(session: Session) -> VisitId:
    visit_id = a_visit(session)
    session.visits.answer(visit_id, LAMPS, value="t8", note="Rør i hallen")
    for name, value in (("ly1_count", 120.0), ("ly1_watt", 58.0), ("ly3_hours", 3000.0)):
        session.visits.answer(visit_id, f"/data/lighting/{name}", value=value)
    for number in range(12):
        session.notes.add_finding(visit_id, f"Iagttagelse nummer {number:02d} og lidt til", area="lighting")
        session.notes.add_action(
            visit_id, f"Skridt {number:02d}", owner=f"Ejer {number:02d}", deadline=date(2027, 3, 1)
        )
        session.evidence.add_photo(visit_id, a_photo(number * 20), caption=f"Billedtekst {number:02d}")
        made = session.measures.add(visit_id, title=f"Forslag {number:02d}")
        used = 1000.0 * (number + 1)
        session.measures.change(made.id, inputs={"before.electricity": used, "after.electricity": 0.0})  # type: ignore[arg-type]
    for offer in session.visits.workspace(visit_id).suggestions:
        session.measures.accept(visit_id, offer)
    session.visits.change(
        visit_id,
        remarks="Bemærkning fra virksomheden",
        purpose="Formålet med besøget",
        not_seen="Malerkabinen",
        focus_areas=("Fokus på belysning",),
        participants=(Participant("Lone Lærke", "Værkfører"),),
    )
    return visit_id


# -- the same twice -------------------------------------------------------------------------------------------------
DRAW = """
import hashlib, sys
from pathlib import Path
from tests.builders import MORNING, PLAIN, session_in
with session_in(Path(sys.argv[1]), clock=lambda: MORNING) as session:
    print(hashlib.sha256(session.reports.preview(sys.argv[2])).hexdigest())
"""


def test_an_unchanged_visit_gives_the_same_bytes_at_the_same_moment_in_every_process(tmp_path: Path) -> None:
    with session_in(tmp_path, clock=lambda: MORNING) as session:
        visit_id = a_rich_visit(session)
        here = session.reports.preview(visit_id)
        assert session.reports.preview(visit_id) == here
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", DRAW, tmp_path, visit_id],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "Pacific/Auckland"},
            cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True, timeout=120,
        )  # fmt: skip
        assert done.stdout.strip() == hashlib.sha256(here).hexdigest()


def test_a_change_changes_the_preview_and_undo_gives_the_very_file_back(tmp_path: Path) -> None:
    with session_in(tmp_path, clock=lambda: MORNING) as session:
        visit_id = a_visit_at(session, "Bageri")
        session.visits.answer(visit_id, LAMPS, value="t8")
        before = session.reports.preview(visit_id)
        session.notes.add_finding(visit_id, "Noget nyt")
        assert session.reports.preview(visit_id) != before
        session.visits.undo(visit_id)
        assert session.reports.preview(visit_id) == before


# -- nothing dropped ------------------------------------------------------------------------------------------------
def test_everything_that_was_noted_for_the_report_is_read_in_it(session: Session) -> None:
    visit_id = a_rich_visit(session)
    signed(session, visit_id)
    session.signing.sign(visit_id, role=SignerRole.OTHER, name="Lone Lærke", ink=some_ink(3))
    text = " ".join(logical_text(session.reports.preview(visit_id)).split())
    dossier = session.visits.workspace(visit_id).dossier
    wanted = [
        *(one.title for one in dossier.measures),
        *(one.text for one in dossier.findings),
        *(one.caption for one in dossier.attachments),
        *(one.what for one in dossier.actions),
        *(one.owner for one in dossier.actions),
        *(one.name for one in dossier.sign_offs),
        *(one.name for one in dossier.contacts),
        *(one.name for one in dossier.visit.participants),
        *(one.note for one in dossier.answers().values() if one.note),
        dossier.visit.remarks, dossier.visit.purpose, dossier.visit.not_seen, *dossier.visit.focus_areas,
        dossier.site.name, dossier.site.address.line, dossier.municipality.name, dossier.ambassador.name,
    ]  # fmt: skip
    counted = (dossier.findings, dossier.attachments, dossier.actions, dossier.sign_offs)
    assert [len(one) for one in counted] == [12, 12, 12, 3]  # what was noted, not only what was read back
    assert len(dossier.measures) > 12
    assert len(wanted) > 70
    assert [one for one in wanted if one not in text] == []


# -- language -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("language", "says", "not_this"),
    [("da", "Underskrifter", "Signatures"), ("en", "Signatures", "Underskrifter")],
)
def test_the_report_speaks_the_language_of_the_visit(session: Session, language: str, says: str, not_this: str) -> None:
    visit_id = a_visit_at(session, "Bageri", language=language)
    text = logical_text(session.reports.preview(visit_id))
    assert says in text
    assert not_this not in text
    report_id = sealed(session, visit_id)
    (report,) = session.reports.of_visit(visit_id)
    assert report.language == language
    mail = session.hand_over.mail_draft(report_id, session._desk.store.folder, choice=PLAIN).file
    said = message_from_bytes(mail.read_bytes(), policy=SMTP).get_body().get_content()  # type: ignore[attr-defined]
    assert ("Tak for besøget" in said or "Tak" in said) == (language == "da")
    assert ("Thank you" in said) == (language == "en")


# -- names of files -------------------------------------------------------------------------------------------------
NAMES = [
    "Ærø Bageri A/S", "Café \N{HOT BEVERAGE}\N{VARIATION SELECTOR-16} Ø", "../../etc/passwd", "CON", "a" * 200,
    "\N{HOUSE BUILDING}", "Müller & Søn: \"Stål\" <2>", "  ..  ", "Nul\u200bbredde", "C:\\Windows\\x", "語",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_company_gives_a_file_name_that_every_system_takes(session: Session, tmp_path: Path, name: str) -> None:
    visit_id = a_visit_at(session, name)
    report_id = sealed(session, visit_id)
    out = tmp_path / "out"
    out.mkdir()
    saved = session.hand_over.save_copy(report_id, out).file
    mail = session.hand_over.mail_draft(report_id, out, to="jens@bageri.example", choice=PLAIN).file
    assert {one.name for one in out.iterdir()} == {saved.name, mail.name}
    for file in (saved, mail):
        assert file.name.isascii()
        assert len(file.name) < 120
        assert not set(file.name) & set('/\\:*?"<>|\0 ')
    assert saved.stem.startswith("Besoegsrapport-")
    assert saved.stem.endswith("2026-11-23")
    draft = message_from_bytes(mail.read_bytes(), policy=SMTP)
    assert draft["X-Unsent"] == "1"
    assert draft["To"] == "jens@bageri.example"
    assert "".join(name.split()) in "".join(str(draft["Subject"]).split())


@pytest.mark.parametrize(
    ("language", "name", "subject"),
    [("da", "Tilsynsrapport-", "Bageriet"), ("en", "Inspection-report-", "Report of the inspection: Bageriet")],
)
def test_the_report_of_an_inspection_is_called_that(
    session: Session, tmp_path: Path, language: str, name: str, subject: str
) -> None:
    visit_id = a_visit_at(session, "Bageriet", kind=VisitKind.INSPECTION, language=language)
    report_id = sealed(session, visit_id)
    draft = session.hand_over.mail_draft(report_id, tmp_path, to="jens@bageri.example", choice=PLAIN).file
    assert draft.name.startswith(name)
    mail = message_from_bytes(draft.read_bytes(), policy=SMTP)
    assert subject in str(mail["Subject"])
    assert "Thank you" not in draft.read_text("utf-8")
    filed = session.hand_over.for_case_system(report_id, tmp_path, Language.ENGLISH).file
    facts = json.loads((tmp_path / f"{filed.stem}.metadata.json").read_text("utf-8"))
    assert facts["document_type"] == "inspection_report"
    assert "energ" not in facts["title"]


@pytest.mark.parametrize(
    "to",
    ["jens@bageri.example\nBcc: alle@x.example", "Jens Ægidius <jens@bageri.example>", "jørgen@bageri.example", "x, ;"],
)
def test_a_mail_draft_is_written_whatever_stands_as_its_receiver(session: Session, tmp_path: Path, to: str) -> None:
    report_id = sealed(session, a_visit_at(session, "To linjer\ni navnet"))
    file = session.hand_over.mail_draft(report_id, tmp_path, to=to, choice=PLAIN).file
    draft = message_from_bytes(file.read_bytes(), policy=SMTP)
    assert draft["Bcc"] is None
    assert len(list(draft.iter_attachments())) == 1  # type: ignore[attr-defined]


# -- saving ---------------------------------------------------------------------------------------------------------
def test_a_copy_saved_twice_is_two_files_with_the_same_bytes(session: Session, tmp_path: Path) -> None:
    report_id = sealed(session, a_visit_at(session, "Bageri"))
    first = session.hand_over.save_copy(report_id, tmp_path).file
    second = session.hand_over.save_copy(report_id, tmp_path).file
    assert first != second
    assert first.read_bytes() == second.read_bytes() == session.reports.pdf(report_id)
    drafts = {session.hand_over.mail_draft(report_id, tmp_path, choice=PLAIN).file for _ in range(2)}
    assert len(drafts) == 2


class FullDisk:
    """A file on a disk that takes so many bytes and no more."""

    def __init__(self, file: Any, code: int) -> None:
        self._file, self._code = file, code

    def __enter__(self) -> FullDisk:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, data: bytes) -> None:
        self._file.write(data[:10])
        raise OSError(self._code, os.strerror(self._code))


def said(error: AmbassadorError) -> list[str]:
    return [wording.sentence(error, translator(language)) for language in Language]


@pytest.mark.parametrize(("code", "refusal"), [(errno.ENOSPC, DiskFull), (errno.EIO, FolderNotWritable)])
def test_a_copy_that_cannot_be_written_whole_leaves_nothing_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, refusal: type[AmbassadorError]
) -> None:
    opened = Path.open
    monkeypatch.setattr(Path, "open", lambda file, mode: FullDisk(opened(file, mode), code))
    with pytest.raises(refusal) as told:
        write_new(tmp_path, "rapport.pdf", b"x" * 1000)
    monkeypatch.undo()
    assert list(tmp_path.iterdir()) == []
    assert all(str(tmp_path) in sentence for sentence in said(told.value))


def test_a_folder_that_is_not_there_or_a_file_in_its_place_is_told(session: Session, tmp_path: Path) -> None:
    report_id = sealed(session, a_visit_at(session, "Bageri"))
    (tmp_path / "file").write_text("x")
    for folder in (tmp_path / "nowhere", tmp_path / "file"):
        with pytest.raises(FolderNotWritable) as told:
            session.hand_over.save_copy(report_id, folder)
        assert all(str(folder) in sentence for sentence in said(told.value))


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may write everywhere; for a moment it is somebody who may not."""
    me = os.geteuid()
    if me == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(me)


def test_a_read_only_folder_is_told() -> None:
    folder = Path(tempfile.mkdtemp(prefix="kun til læsning"))
    folder.chmod(0o555)
    try:
        with as_nobody(), pytest.raises(FolderNotWritable):
            write_new(folder, "rapport.pdf", b"%PDF")
        assert list(folder.iterdir()) == []
    finally:
        folder.chmod(0o755)
        folder.rmdir()


def test_a_report_that_is_not_here_and_a_file_that_is_none_are_told(session: Session) -> None:
    with pytest.raises(RecordNotFound):
        session.reports.pdf(ReportId("nowhere"))
    with pytest.raises(RecordNotFound):
        session.reports.preview(VisitId("nowhere"))
    with pytest.raises(NotAReport):
        session.reports.verify(b"no PDF")
    assert not session.reports.verify(session.reports.preview(a_visit_at(session, "Bageri"))).good


def test_a_year_is_written_as_a_year(session: Session) -> None:
    visit_id = a_visit_at(session, "Bageri")
    session.visits.answer(visit_id, "/data/heating/va1_year", value=1999.0)
    said = logical_text(session.reports.preview(visit_id))
    assert "1999" in said
    assert "1.999" not in said
