"""Signatures on the screen, the seal over the report, and the lock on the visit."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import chain, count
from typing import Final

from ambassador_app import report, seal
from ambassador_app.domain.changes import Changes, Deed, Made
from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.editions import EditionChange
from ambassador_app.domain.identifiers import AttachmentId, ReportId, SignOffId, VisitId
from ambassador_app.domain.sign_off import NotSigned, Report, Revision, SignerRole, SignOff
from ambassador_app.domain.visit import Visit, VisitStatus
from ambassador_app.drawing.ink import Ink, demand_signature
from ambassador_app.errors import (
    ClockWrong,
    ConflictsOpen,
    FieldMissing,
    PinNeeded,
    SealFailed,
    SignatureOutdated,
    SignerMissing,
    VisitLocked,
)
from ambassador_app.i18n import N_, Message
from ambassador_app.seal import SealCard, SealKey, Verdict
from ambassador_app.services.checks import refuse_unfit
from ambassador_app.services.desk import Desk, Progress, no_progress
from ambassador_app.services.dossiers import Dossiers
from ambassador_app.services.raising import RaisedSeal, Raising
from ambassador_app.services.reports import Reports, file_name_of
from ambassador_app.services.seal_keys import SealKeys
from ambassador_app.services.visits import Visits
from ambassador_app.storage import Transaction
from ambassador_app.wording.conformance import not_conforming

_log = logging.getLogger(__name__)
_LEEWAY: Final = timedelta(minutes=5)  # a clock that was set right by a little is no reason to refuse
REASON: Final = N_("Visit report issued")


@dataclass(frozen=True, slots=True)
class Sealed:
    """A report that was sealed, checked and kept."""

    report: Report
    verdict: Verdict
    changes: Changes

    @property
    def remark(self) -> Message | None:
        """What there is to say of a report that is not in every point as the archive standard has it."""
        return not_conforming(self.report.faults)


class Signing:
    """Sign-offs of a revision and its seal."""

    def __init__(
        self, desk: Desk, visits: Visits, dossiers: Dossiers, reports: Reports, *, keys: SealKeys, raising: Raising
    ) -> None:
        self._desk = desk
        self._visits = visits
        self._dossiers = dossiers
        self._reports = reports
        self._keys = keys
        self._raising = raising

    def sign(
        self, visit_id: VisitId, *, role: SignerRole, name: str, title: str = "", place: str = "", ink: Ink
    ) -> Made:
        """Keep a drawn signature, bound to the content as it is now. One person signs once for a role: a second
        signature of the same role and name replaces the first.

        Raises SignatureEmpty, FieldMissing without a name, VisitLocked.
        """
        demand_signature(ink)
        if not name.strip():
            raise FieldMissing(field="name")
        refuse_unfit({"name": name, "title": title, "place": place})
        return self._keep(visit_id, role, name.strip(), title=title, place=place, ink=ink.to_json())

    def not_signed(
        self,
        visit_id: VisitId,
        *,
        role: SignerRole,
        reason: NotSigned,
        name: str = "",
        title: str = "",
        note: str = "",
        paper_id: AttachmentId | None = None,
    ) -> Made:
        """Note why somebody did not sign; the report prints it. Raises FieldMissing for a paper copy without one."""
        if reason is NotSigned.PAPER_COPY and paper_id is None:
            raise FieldMissing(field="paper_id")
        refuse_unfit({"name": name, "note": note})
        return self._keep(
            visit_id, role, name.strip(), title=title, not_signed=reason, not_signed_note=note, paper_id=paper_id
        )

    def _keep(self, visit_id: VisitId, role: SignerRole, name: str, **fields: object) -> Made:
        sign_off_id = SignOffId(self._desk.new_id())
        with self._desk.visit_deed(Deed.SIGN, visit_id) as (tx, visit):
            begun = self._visits.begin(tx, visit)
            for one in tx.all(SignOff, visit_id=visit_id):
                if (one.revision, one.role) == (begun.revision, role) and _gives_way(one, name):
                    tx.delete(SignOff, one.id)
            now = self._desk.now()
            digest = self._reports.content(self._dossiers.within(tx, begun), now).digest if "ink" in fields else ""
            fresh = SignOff(sign_off_id, visit_id, begun.revision, role, name, at=now, content_digest=digest)
            tx.save(replace(fresh, **fields))  # type: ignore[arg-type]  # the two callers above name fields of SignOff
        return Made(sign_off_id, tx.changes)

    def withdraw(self, sign_off_id: SignOffId) -> Changes:
        """Take a signature away before the seal."""
        with self._desk.record_deed(SignOff, sign_off_id, Deed.WITHDRAW_SIGNATURE) as (tx, _):
            tx.delete(SignOff, sign_off_id)
        return tx.changes

    def seal(
        self,
        visit_id: VisitId,
        progress: Progress = no_progress,
        *,
        pin: str | None = None,
        clock_is_right: bool = False,
    ) -> Sealed:
        """Seal the report as it is now, check the seal, keep the file and lock the visit, in that order.

        `pin` opens the card the key is on, if it is on one, and is not kept. `clock_is_right` is what a person answers
        to ClockWrong: the clock was wrong before and not now. Nothing is changed unless the sealed file has been
        verified and is kept. Raises VisitLocked, SignerMissing, SignatureOutdated, ConflictsOpen, ClockWrong,
        SealKeyUnfit, PinNeeded, PinWrong, CardMissing, SealFailed, DiskFull.
        """
        now = self._desk.now()
        before, written_at = self._last_change(visit_id)
        dossier = self._dossiers.of(visit_id)
        digest = self._reports.content(dossier, now).digest
        _refuse_unready(dossier, digest)
        self._refuse_undecided(visit_id)
        if not clock_is_right:
            _refuse_early(dossier, written_at, now)
        key = self._keys.key(dossier.ambassador, dossier.municipality, now)
        if isinstance(key, SealCard) and not pin:
            raise PinNeeded(token=key.token)
        progress(0, 4)
        drawn = self._reports.drawn(dossier, now)
        faults = report.check(drawn)
        if faults:  # it is produced all the same: what was agreed with the company is worth more than a standard
            _log.warning("a report does not conform: %s", ", ".join(faults))
        progress(1, 4)
        sealed = self._sealed(dossier, drawn, now, key, pin)
        progress(2, 4)
        verdict = seal.verify(sealed)
        if not verdict.good:
            raise SealFailed(reason=Message(N_("the finished file did not pass its own check, and was thrown away")))
        progress(3, 4)
        with self._desk.visit_deed(Deed.SEAL_VISIT, visit_id) as (tx, visit):
            if self._last_change(visit_id)[0] != before:
                raise SealFailed(reason=Message(N_("the visit was changed meanwhile")))
            kept = replace(self._record(tx, dossier, sealed, digest, now), faults=faults)
            tx.save(kept)
            self._lock(tx, visit, dossier, now)
            progress(4, 4)  # the last moment at which stopping still changes nothing
        return Sealed(kept, verdict, tx.changes)

    def _refuse_undecided(self, visit_id: VisitId) -> None:
        count = self._desk.store.post.open_conflicts(visit_id)
        if count:
            raise ConflictsOpen(count=count)

    def _last_change(self, visit_id: VisitId) -> tuple[int, datetime | None]:
        """Give the number and the moment of what was written last."""
        found = self._desk.library.history(visit_id, limit=1)
        return (found[0].number, found[0].at) if found else (0, None)

    def raise_seal(self, report_id: ReportId) -> RaisedSeal:
        """Add a time stamp and an archive time to a sealed report. Raises TimeStampUnavailable, SealFailed."""
        return self._raising.raise_seal(report_id)

    @staticmethod
    def _sealed(dossier: VisitDossier, drawn: bytes, now: datetime, key: SealKey | SealCard, pin: str | None) -> bytes:
        return seal.seal(
            drawn,
            key,
            reason=REASON,
            name=f"{dossier.ambassador.name}, {dossier.municipality.name}",
            place=dossier.visit.place,
            when=now,
            pin=pin,
        )

    def _record(self, tx: Transaction, dossier: VisitDossier, sealed: bytes, digest: str, now: datetime) -> Report:
        visit = dossier.visit
        earlier = tx.all(Report, visit_id=visit.id)
        return Report(
            id=ReportId(self._desk.new_id()),
            visit_id=visit.id,
            revision=visit.revision,
            pdf_sha256=tx.put_blob(sealed),
            snapshot_sha256=sha256(report.snapshot(dossier)).hexdigest(),
            content_digest=digest,
            file_name=self._free_name(tx, file_name_of(dossier, now, visit.revision), visit),
            language=visit.language,
            signer=dossier.ambassador.name,
            sealed_at=now,
            supersedes=max(earlier, key=lambda one: one.revision).id if earlier else None,
        )

    @staticmethod
    def _free_name(tx: Transaction, name: str, visit: Visit) -> str:
        """Number the name if another report of the site has it: two visits on one day are told apart by it."""
        visits = tx.all(Visit, site_id=visit.site_id)
        taken = {one.file_name for other in visits for one in tx.all(Report, visit_id=other.id)}
        numbered = (f"{name.removesuffix('.pdf')}-nr{number}.pdf" for number in count(2))
        return next(one for one in chain((name,), numbered) if one not in taken)

    @staticmethod
    def _lock(tx: Transaction, visit: Visit, dossier: VisitDossier, now: datetime) -> None:
        """Lock the visit; from here on only the sealed file holds the strokes. What the edition changes is kept."""
        tx.save(replace(visit, status=VisitStatus.SEALED))
        for one in tx.all(SignOff, visit_id=visit.id):
            tx.save(replace(one, ink=None))
        for revision in tx.all(Revision, visit_id=visit.id):
            if revision.number == visit.revision:
                tx.save(replace(revision, sealed_at=now, changes=_changes_in(dossier, revision.number)))


def _changes_in(dossier: VisitDossier, number: int) -> tuple[EditionChange, ...]:
    return next((one.changes for one in dossier.editions if one.number == number), ())


def _gives_way(there: SignOff, name: str) -> bool:
    """Whether a sign-off of the same role is replaced by one of `name`: the same person's, or the note that the
    party did not sign. Other participants sign each for themselves."""
    return there.name == name or (there.not_signed is not None and there.role is not SignerRole.OTHER)


def _refuse_unready(dossier: VisitDossier, digest: str) -> None:
    """Refuse to seal what is locked, what somebody has yet to sign, or what was changed since it was signed."""
    if dossier.visit.is_locked:
        raise VisitLocked(visit=dossier.visit.id)
    for role in (SignerRole.AMBASSADOR, SignerRole.VISITED_PARTY):
        if role not in {one.role for one in dossier.sign_offs}:
            raise SignerMissing(role=role)
    for one in dossier.sign_offs:
        if one.not_signed is None and one.content_digest != digest:
            raise SignatureOutdated(name=one.name)


def _refuse_early(dossier: VisitDossier, written_at: datetime | None, now: datetime) -> None:
    """Refuse to seal before somebody signed or something was written: then the clock was set back, and the seal would
    say so for ever."""
    moments = [one.at for one in dossier.sign_offs if one.at is not None]
    latest = max((*moments, *([written_at] if written_at is not None else ())), default=now)
    if now < latest - _LEEWAY:
        raise ClockWrong(moment=now, latest=latest)
