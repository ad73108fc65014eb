"""Which key seals: a key of one's own, an office's certificate, a card; and what happens when one cannot be used."""

from __future__ import annotations

import errno
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ambassador_app.domain.identifiers import VisitId
from ambassador_app.domain.place import Reach
from ambassador_app.errors import (
    AmbassadorError,
    CardMissing,
    ClockWrong,
    DiskFull,
    KeyFileNotRead,
    PinNeeded,
    SealKeyUnfit,
    TimeStampUnavailable,
)
from ambassador_app.i18n import Language, Message
from ambassador_app.report import logical_text
from ambassador_app.seal import Level, Origin, SealCard
from ambassador_app.services.raising import Raising
from ambassador_app.services.seal_keys import CARD, OFFICE, OWN, KeyKind
from ambassador_app.services.session import Session
from tests.builders import PLAIN, TickingClock, a_visit, signed, translator
from tests.seal.authorities import PASSPHRASE, SERVICE, Service, between, issue, office, pkcs12_of

SOON = datetime(2027, 1, 1, tzinfo=UTC)


def a_signed_visit(session: Session) -> VisitId:
    visit_id = a_visit(session)
    session.measures.add(visit_id, title="Sluk om natten")
    signed(session, visit_id)
    return visit_id


def words(session: Session, visit_id: VisitId) -> str:
    return " ".join(logical_text(session.reports.preview(visit_id)).split())


# -- which key --------------------------------------------------------------------------------------------------------
def test_before_the_first_seal_there_is_no_key_and_the_person_is_told_whose_it_will_be(session: Session) -> None:
    status = session.seal_keys.status()
    assert status.kind is KeyKind.OWN
    assert status.name == session.ambassador().name
    assert status.fingerprint == ""
    assert status.trouble is None


def test_a_key_of_ones_own_is_made_with_the_first_seal_and_used_again(session: Session) -> None:
    first = session.signing.seal(a_signed_visit(session)).verdict
    second = session.signing.seal(a_signed_visit(session)).verdict
    status = session.seal_keys.status()
    assert first.fingerprint == second.fingerprint
    assert first.origin is Origin.SELF_MADE
    assert status.fingerprint == first.shown_fingerprint
    assert status.valid_until is not None


def test_an_office_certificate_seals_where_there_is_one(session: Session) -> None:
    status = session.seal_keys.import_file(pkcs12_of(office()), PASSPHRASE, file="segl.p12")
    assert status.kind is KeyKind.OFFICE
    assert (status.issuer, status.above) == ("Kommunernes Udsteder", ("Kommunernes Udsteder", "Danmarks Rod"))
    assert status.whole_chain
    verdict = session.signing.seal(a_signed_visit(session)).verdict
    assert verdict.origin is Origin.ISSUED
    assert verdict.shown_fingerprint == status.fingerprint
    assert session.seal_keys.status() == status


def test_page_one_and_the_mail_say_what_a_reader_will_show(session: Session, tmp_path: Path) -> None:
    own = a_visit(session)
    assert "egen computer" in words(session, own)
    session.seal_keys.import_file(pkcs12_of(office()), PASSPHRASE)
    visit_id = a_signed_visit(session)
    assert "Kommunernes Udsteder" in words(session, visit_id)
    sealed = session.signing.seal(visit_id)
    draft = session.hand_over.mail_draft(sealed.report.id, tmp_path, choice=PLAIN).file
    import email
    import email.policy

    mail = email.message_from_bytes(draft.read_bytes(), policy=email.policy.default)
    body = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "Kommunernes Udsteder" in body
    assert sealed.verdict.shown_fingerprint in " ".join(body.split())


def test_removing_the_office_certificate_brings_back_the_key_of_ones_own(session: Session) -> None:
    before = session.signing.seal(a_signed_visit(session)).verdict.fingerprint
    session.seal_keys.import_file(pkcs12_of(office()), PASSPHRASE)
    status = session.seal_keys.remove()
    assert status.kind is KeyKind.OWN
    assert status.fingerprint.replace(" ", "").lower() == before
    assert session._desk.store.secret(OFFICE) is None


def test_a_second_office_certificate_takes_the_place_of_the_first(session: Session) -> None:
    first = session.seal_keys.import_file(pkcs12_of(office()), PASSPHRASE)
    second = session.seal_keys.import_file(pkcs12_of(office("rsa")), PASSPHRASE)
    assert first.fingerprint != second.fingerprint == session.seal_keys.status().fingerprint


def test_a_refused_file_leaves_the_key_as_it_was(session: Session) -> None:
    before = session.seal_keys.import_file(pkcs12_of(office()), PASSPHRASE)
    ended = issue("Ended", between(), end=datetime(2025, 1, 1, tzinfo=UTC))
    for data, passphrase, refusal in (
        (pkcs12_of(office()), "wrong", KeyFileNotRead),
        (b"nothing", PASSPHRASE, KeyFileNotRead),
        (pkcs12_of(ended), PASSPHRASE, SealKeyUnfit),
    ):
        with pytest.raises(refusal):
            session.seal_keys.import_file(data, passphrase, file="x.p12")
    assert session.seal_keys.status() == before


def test_neither_key_nor_passphrase_stands_in_the_clear_or_in_a_backup(session: Session, tmp_path: Path) -> None:
    session.seal_keys.import_file(pkcs12_of(office()), PASSPHRASE)
    kept = session._desk.store.secret(OFFICE)
    assert kept is not None
    made = Path(session.backups.make(tmp_path / "all.ambassador-backup").file)
    for file in (made, *session._desk.store.folder.rglob("*")):
        if file.is_file():
            assert kept[100:140] not in file.read_bytes()
            assert PASSPHRASE.encode() not in file.read_bytes()


def test_a_key_that_ends_soon_is_told(session: Session) -> None:
    ends = session.now() + timedelta(days=20)
    status = session.seal_keys.import_file(pkcs12_of(issue("Soon", between(), end=ends)), PASSPHRASE)
    assert status.ends_soon
    assert status.trouble is None


# -- bad cases: nothing is lost -------------------------------------------------------------------------------------
def refused(session: Session, visit_id: VisitId, how: type[AmbassadorError]) -> AmbassadorError:
    """Try to seal, and hold that nothing came of it: no file, no lock, strokes and all still there."""
    before = session.visits.workspace(visit_id).dossier
    with pytest.raises(how) as error:
        session.signing.seal(visit_id)
    after = session.visits.workspace(visit_id)
    assert not after.locked
    assert after.dossier.sign_offs == before.sign_offs
    assert all(one.ink is not None for one in after.dossier.sign_offs if one.not_signed is None)
    assert session.reports.of_visit(visit_id) == ()
    for language in Language:
        from ambassador_app.wording import sentence

        words = sentence(error.value, translator(language))
        assert "{" not in words
        assert "+00:00" not in words
    return error.value


@pytest.mark.parametrize("years", [-2, 12])
def test_a_key_outside_its_time_does_not_seal_and_a_new_one_can_be_made(session: Session, years: int) -> None:
    store, ambassador = session._desk.store, session.ambassador()
    from ambassador_app.seal import make_seal_key

    made = session.now() - timedelta(days=365 * years)
    key = make_seal_key(ambassador="Å", municipality="K", now=made, serial=9)
    store.keep_secret(f"{OWN}/{ambassador.id}", key.to_bytes())
    visit_id = a_signed_visit(session)
    refused(session, visit_id, SealKeyUnfit)
    assert session.seal_keys.status().trouble is not None
    assert session.seal_keys.renew().trouble is None
    assert session.signing.seal(visit_id).verdict.good


@pytest.mark.parametrize("name", [OFFICE, OWN, CARD])
def test_a_lost_key_is_a_sentence_and_a_way_on(session: Session, name: str) -> None:
    whole = f"{name}/{session.ambassador().id}" if name == OWN else name
    session._desk.store.keep_secret(whole, b"\x00damaged")
    visit_id = a_signed_visit(session)
    refused(session, visit_id, SealKeyUnfit)
    assert session.seal_keys.status().trouble is not None
    session.seal_keys.remove()
    session.seal_keys.renew()
    assert session.signing.seal(visit_id).verdict.good


def test_a_clock_that_was_set_back_is_told(session: Session) -> None:
    visit_id = a_signed_visit(session)
    back = session.now() - timedelta(days=400)
    object.__setattr__(session._desk, "now", lambda: back)
    error = refused(session, visit_id, ClockWrong)
    assert error.fields["moment"] == back


def test_a_clock_behind_what_was_written_is_told_unless_it_is_said_to_be_right(
    session: Session, clock: TickingClock
) -> None:
    visit_id = a_signed_visit(session)
    signed_at = clock.moment
    clock.forward(days=2)
    session.notes.add_finding(visit_id, "Kun for os", reach=Reach.INTERNAL)
    clock.moment = signed_at + timedelta(hours=1)  # after the signatures, before the note
    error = refused(session, visit_id, ClockWrong)
    latest = error.fields["latest"]
    assert isinstance(latest, datetime)
    assert latest > signed_at + timedelta(days=1)
    sealed = session.signing.seal(visit_id, clock_is_right=True)
    assert sealed.verdict.good
    assert sealed.report.sealed_at < latest


def test_a_card_asks_for_its_pin_and_a_missing_one_is_told(session: Session) -> None:
    own = office()
    card = SealCard("/nowhere/module.so", 0, "Kommunens kort", "1", b"\1", own.certificate)
    status = session.seal_keys.use_card(card)
    assert (status.kind, status.place) == (KeyKind.CARD, "Kommunens kort")
    assert not status.whole_chain
    visit_id = a_signed_visit(session)
    refused(session, visit_id, PinNeeded)
    with pytest.raises(CardMissing):
        session.signing.seal(visit_id, pin="123456")
    assert not session.visits.workspace(visit_id).locked
    assert session.seal_keys.remove().kind is KeyKind.OWN


def test_a_full_disk_while_sealing_leaves_everything_as_it_was(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit_id = a_signed_visit(session)

    def full(self: Any, data: bytes) -> str:
        raise DiskFull(file="attachments") from OSError(errno.ENOSPC, "full")

    from ambassador_app.storage import Transaction

    with monkeypatch.context() as patch:
        patch.setattr(Transaction, "put_blob", full)
        refused(session, visit_id, DiskFull)
    assert session.signing.seal(visit_id).verdict.good


# -- time stamps --------------------------------------------------------------------------------------------------
def stamping(session: Session, reach: Any, service: str = SERVICE) -> Raising:
    return Raising(session._desk, lambda: service, reach)


def test_a_report_is_stamped_when_a_service_is_there(session: Session) -> None:
    sealed = session.signing.seal(a_signed_visit(session))
    reach = Service(session.now() + timedelta(hours=2))
    raising = stamping(session, reach)
    assert raising.waiting() == (sealed.report.id,)
    raised = raising.raise_seal(sealed.report.id)
    kept = session.reports.pdf(sealed.report.id)
    assert raised.verdict.level is Level.B_LTA
    assert session.reports.verify(kept).good
    assert session.reports.verify(kept).archived_at == reach.at
    assert raised.report == replace(sealed.report, raised_sha256=raised.report.raised_sha256)
    assert raising.waiting() == ()


def test_all_that_wait_are_stamped(session: Session) -> None:
    for _ in range(2):
        session.signing.seal(a_signed_visit(session))
    raising = stamping(session, Service(session.now()))
    seen: list[tuple[int, int]] = []
    assert raising.raise_all(lambda done, total: seen.append((done, total))) == 2
    assert seen == [(0, 2), (1, 2)]
    assert raising.raise_all() == 0


def test_without_a_service_nothing_waits_and_nothing_is_sent(session: Session) -> None:
    sealed = session.signing.seal(a_signed_visit(session))
    raising = stamping(session, None, "")
    assert raising.waiting() == ()
    with pytest.raises(TimeStampUnavailable):
        raising.raise_seal(sealed.report.id)
    with pytest.raises(TimeStampUnavailable):
        session.signing.raise_seal(sealed.report.id)


def test_a_service_that_does_not_answer_leaves_the_report_as_it_is(session: Session) -> None:
    sealed = session.signing.seal(a_signed_visit(session))
    before = session.reports.pdf(sealed.report.id)

    class Away(Service):
        def post(self, url: str, body: bytes, kind: str) -> bytes:
            raise TimeStampUnavailable(reason=Message("no network"))

    with pytest.raises(TimeStampUnavailable):
        stamping(session, Away(session.now())).raise_seal(sealed.report.id)
    assert session.reports.pdf(sealed.report.id) == before


def test_nobody_undoes_a_time_stamp(session: Session) -> None:
    from ambassador_app.errors import NothingToUndo

    visit_id = a_signed_visit(session)
    sealed = session.signing.seal(visit_id)
    stamping(session, Service(session.now())).raise_seal(sealed.report.id)
    kept = session.reports.pdf(sealed.report.id)
    with pytest.raises(NothingToUndo):
        session.visits.undo(visit_id)
    assert session.reports.pdf(sealed.report.id) == kept
    assert io.BytesIO(kept).read(5) == b"%PDF-"
