"""A visit brought in from its sealed report: rebuilt on a computer that never saw it, or left alone with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from ambassador_app import photos, seal
from ambassador_app.domain.case import CaseStep
from ambassador_app.domain.changes import Changes, Deed
from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.identifiers import AttachmentId, ReportId, RevisionId, VisitId
from ambassador_app.domain.place import Organisation, Site
from ambassador_app.domain.sign_off import Report, Revision, SignOff
from ambassador_app.domain.template import Template
from ambassador_app.domain.visit import Attachment, AttachmentKind, BroughtIn, Visit, VisitStatus
from ambassador_app.errors import FileTooLarge, ReportDataRefused, VisitHere
from ambassador_app.i18n import COPENHAGEN, N_, Message
from ambassador_app.seal import Verdict
from ambassador_app.services.checking import read_report
from ambassador_app.services.desk import Desk, OfVisit, Progress, no_progress
from ambassador_app.services.redrawing import Agreement, Redrawing, Told, image_names
from ambassador_app.services.reports import file_name_of
from ambassador_app.storage import Reading, Transaction

_NO_SEAL: Final = N_("it has no seal, so nobody vouches for what is in it")
_CHANGED: Final = N_("it is not as it was sealed")
_NO_DATA: Final = N_("it carries no data of the visit")
_TOO_MUCH: Final = N_("its data is larger than that of any visit")
_DIFFERS: Final = N_("its data does not say the same as its pages")
_PICTURES: Final = N_("a photo in it is not the one that the data names, or cannot be read")
_NEVER: Final = datetime(1, 1, 2, tzinfo=UTC)
_OF_OTHERS: Final = N_("it would change what belongs to another visit on this computer")


@dataclass(frozen=True, slots=True)
class Brought:
    """A visit that was brought in. `photos` came with it, at report size; `files` are named in the report, but not in
    it. `site_was_here`: the place was known already and is left as it was; `site_has_twin`: another one with its
    P-number is here too.
    """

    visit_id: VisitId
    report_id: ReportId
    site: str
    day: datetime
    photos: int
    files: int
    site_was_here: bool
    site_has_twin: bool
    changes: Changes

    def told(self) -> tuple[Message, ...]:
        """Say what was done, and what a report cannot bring."""
        values = {"site": self.site, "day": self.day.date()}
        said = [Message(N_("The visit to {site} of {day} is on this computer now."), values)]
        if self.photos:
            said.append(Message(N_("Its photos are here at the report's size; the originals are not in the file.")))
        if self.files:
            said.append(Message(N_("Other files that the report names are not in it.")))
        if self.site_was_here:
            said.append(Message(N_("The place was known here already, and was left as it is.")))
        if self.site_has_twin:
            said.append(Message(N_("Another place with the same P-number is here too; both stand in the list.")))
        return tuple(said)


@dataclass(frozen=True, slots=True)
class Offered:
    """What a sealed report could bring: a visit that is not here."""

    visit_id: VisitId
    site: str
    day: datetime
    edition: int

    def told(self) -> Message:
        """Say which visit it is."""
        values = {"site": self.site, "day": self.day.date(), "edition": self.edition}
        return Message(N_("The visit to {site} of {day}, edition {edition}, can be brought in."), values)


@dataclass(frozen=True, slots=True)
class Ready:
    """A visit that passed every check and can be kept: its report, what that says, and small copies of its photos."""

    file: str
    pdf: bytes
    verdict: Verdict
    told: Told
    small: Mapping[AttachmentId, bytes]

    @property
    def offered(self) -> Offered:
        """What it would bring."""
        return _offer(self.told.dossier, self.verdict)


class BringingIn:
    """Rebuilds visits from sealed reports. Everything in a file is hostile until it has been held against the seal,
    the published form, the pages and what is here; then all of it comes in, in one deed, or nothing."""

    def __init__(self, desk: Desk, redrawing: Redrawing) -> None:
        self._desk = desk
        self._redrawing = redrawing

    def bring_in(self, file: Path, progress: Progress = no_progress) -> Brought:
        """Rebuild the visit that a sealed report carries: `ready`, then `keep`."""
        return self.keep(self.ready(file, progress))

    def offer(self, file: Path, verdict: Verdict) -> Offered:
        """Tell which visit a report with a good verdict could bring; fast. Raises as `ready`."""
        _refuse_unsealed(verdict, file.name)
        return _offer(self._told(read_report(file), verdict, file.name).dossier, verdict)

    def ready(self, file: Path, progress: Progress = no_progress) -> Ready:
        """Hold a report against its seal, the published form, what is here, and its own pages. Nothing is written;
        takes seconds.

        Raises ReportNotRead, ReportTooLarge, NotAReport, ReportDataRefused,
        VisitHere, PhotoNotRead, JobCancelled.
        """
        progress(0, 3)
        pdf = read_report(file)
        verdict = seal.verify(pdf, file=file.name)
        _refuse_unsealed(verdict, file.name)
        told = self._told(pdf, verdict, file.name)
        progress(1, 3)
        if self._redrawing.agreement(pdf, verdict) is Agreement.NONE:
            raise ReportDataRefused(reason=Message(_DIFFERS))
        progress(2, 3)
        small = {one.id: photos.thumbnail(data, name=one.name) for one, data in _photos(told, file.name)}
        progress(3, 3)
        return Ready(file.name, pdf, verdict, told, small)

    def keep(self, ready: Ready) -> Brought:
        """Keep a visit that is ready, in one deed. Raises VisitHere, DiskFull."""
        return _Rebuilt(self._desk, ready).saved()

    def _told(self, pdf: bytes, verdict: Verdict, file: str) -> Told:
        """Read the visit of a report, unless it is here."""
        try:
            told = self._redrawing.told(pdf, verdict)
        except FileTooLarge as error:
            raise ReportDataRefused(reason=Message(_TOO_MUCH)) from error
        if told is None:
            raise ReportDataRefused(reason=Message(_NO_DATA))
        with self._desk.store.reader() as reader:
            _refuse_known(reader, told.dossier)
        return told


def _offer(dossier: VisitDossier, verdict: Verdict) -> Offered:
    day = dossier.visit.started_at or verdict.signed_at or _NEVER
    return Offered(dossier.visit.id, dossier.site.name, day.astimezone(COPENHAGEN), dossier.visit.revision)


def _refuse_unsealed(verdict: Verdict, file: str) -> None:
    if not verdict.sealed or verdict.foreign or verdict.encrypted:
        raise ReportDataRefused(reason=Message(_NO_SEAL))
    if not verdict.good:
        raise ReportDataRefused(reason=Message(_CHANGED))


def _refuse_known(reader: Reading, dossier: VisitDossier) -> None:
    """A visit that is here is never written over, whoever made it."""
    here = reader.find(Visit, dossier.visit.id)
    if here is not None:
        moment = here.started_at or here.planned_at
        day = moment.astimezone(COPENHAGEN).date() if moment else ""
        raise VisitHere(site=dossier.site.name, day=day, edition=here.revision, visit=here.id)
    for one in _own_records(dossier):
        if reader.find(type(one), one.id) is not None:
            raise ReportDataRefused(reason=Message(_OF_OTHERS))


def _own_records(dossier: VisitDossier) -> Iterator[OfVisit]:
    """Give what belongs to the visit alone, in the order in which it was first kept."""
    yield from dossier.sections
    yield from dossier.findings
    yield from dossier.measures
    yield from dossier.actions
    yield from dossier.attachments
    yield from dossier.sign_offs
    yield from dossier.editions


def _photos(told: Told, file: str) -> Iterator[tuple[Attachment, bytes]]:
    """Give the pictures that are in the file, each with its record. A document's bytes are never in a report."""
    for one in told.dossier.attachments:
        data = told.carried.pictures.get(one.sha256)
        if data is not None:
            yield one, data
        elif one.kind is AttachmentKind.PHOTO and one.sha256:
            raise ReportDataRefused(reason=Message(_PICTURES))


class _Rebuilt:
    """One visit on its way into the store."""

    def __init__(self, desk: Desk, ready: Ready) -> None:
        self._desk = desk
        self._ready = ready
        self._told = ready.told
        self._dossier = ready.told.dossier
        self._small = ready.small
        self._sealed_at = ready.verdict.signed_at or desk.now()

    def saved(self) -> Brought:
        """Keep all of it in one deed."""
        dossier = self._dossier
        with self._desk.deed(Deed.BRING_IN_VISIT, dossier.visit.id) as tx:
            _refuse_known(tx, dossier)
            was_here, has_twin = self._keep_place(tx), self._has_twin(tx)
            self._keep_versions(tx)
            self._keep_visit(tx)
            kept = self._keep_report(tx)
        documents = [one for one in dossier.attachments if one.id not in self._small]
        return Brought(
            visit_id=dossier.visit.id,
            report_id=kept.id,
            site=dossier.site.name,
            day=_offer(dossier, self._ready.verdict).day,
            photos=len(self._small),
            files=len(documents),
            site_was_here=was_here,
            site_has_twin=has_twin,
            changes=tx.changes,
        )

    def _keep_place(self, tx: Transaction) -> bool:
        """Keep whom and what the visit concerned, but change nothing that is here; whether the place was here."""
        dossier = self._dossier
        was_here = tx.find(Site, dossier.site.id) is not None
        case = replace(dossier.case, step=CaseStep.VISIT) if dossier.case is not None else None
        shared: list[Any] = [self._organisation(tx), dossier.site, dossier.ambassador, case]
        if not was_here:
            shared += [*dossier.contacts, *dossier.energy]
        for one in shared:
            if one is not None and tx.find(type(one), one.id) is None:
                tx.save(one)
        return was_here

    def _organisation(self, tx: Transaction) -> Organisation | None:
        """Give the organisation; where one of its CVR number is here by another name, that one stands for it."""
        found = self._dossier.organisation
        if found is None or not found.cvr:
            return found
        same = [one for one in tx.all(Organisation, cvr=found.cvr) if one.merged_into is None and one.id != found.id]
        return replace(found, merged_into=same[0].id) if same else found

    def _has_twin(self, tx: Transaction) -> bool:
        """Whether another place here has the same P-number."""
        site = self._dossier.site
        return bool(site.p_number) and any(one.id != site.id for one in tx.all(Site, p_number=site.p_number))

    def _keep_versions(self, tx: Transaction) -> None:
        """Keep the very checklist, factors and prices; one of that name is the same, for the name is its hash."""
        dossier, checklist = self._dossier, self._dossier.checklist
        versions: list[Any] = [dossier.factor_version, dossier.price_version]
        if checklist is not None:
            versions.append(Template(checklist.sha256, checklist.id, checklist.version, checklist.to_json()))
        for one in versions:
            if one is not None and tx.find(type(one), one.id) is None:
                tx.save(one)

    def _keep_visit(self, tx: Transaction) -> None:
        dossier, desk = self._dossier, self._desk
        pictures = self._told.carried.pictures
        for data in pictures.values():
            tx.put_blob(data)
        came = BroughtIn(
            at=desk.now(),
            by=desk.user,
            file=self._ready.file,
            pdf_sha256=tx.put_blob(self._ready.pdf),
            revision=dossier.visit.revision,
            pictures=tuple(name for name in image_names(dossier) if name in pictures),
        )
        tx.save(replace(dossier.visit, status=VisitStatus.SEALED, brought_in=came))
        for one in _own_records(dossier):
            tx.save(self._as_kept(one, tx))
        if not dossier.editions:
            opened = dossier.visit.started_at or self._sealed_at
            first = Revision(RevisionId(desk.new_id()), dossier.visit.id, dossier.visit.revision, opened)
            tx.save(replace(first, sealed_at=self._sealed_at))

    def _as_kept(self, one: OfVisit, tx: Transaction) -> OfVisit:
        """Give a record as this computer keeps it: a photo with its thumbnail, a signature without its strokes, which
        stay in the sealed file."""
        if isinstance(one, Attachment) and one.id in self._small:
            name = one.name or f"photo-{list(self._small).index(one.id) + 1}.jpg"
            return replace(one, name=name, thumbnail_sha256=tx.put_blob(self._small[one.id]))
        if isinstance(one, Revision):
            return replace(one, sealed_at=self._sealed_at)
        return replace(one, ink=None) if isinstance(one, SignOff) else one

    def _keep_report(self, tx: Transaction) -> Report:
        dossier = self._dossier
        kept = Report(
            id=ReportId(self._desk.new_id()),
            visit_id=dossier.visit.id,
            revision=dossier.visit.revision,
            pdf_sha256=tx.put_blob(self._ready.pdf),
            snapshot_sha256=sha256(self._told.carried.raw).hexdigest(),
            content_digest=self._told.content.digest,
            file_name=file_name_of(dossier, self._sealed_at, dossier.visit.revision),
            language=dossier.visit.language,
            signer=dossier.ambassador.name,
            sealed_at=self._sealed_at,
        )
        tx.save(kept)
        return kept
