"""Photos and files of a visit: kept as they came, shown upright and small, drawn on beside the picture."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from ambassador_app import photos
from ambassador_app.domain.access import AccessDeed
from ambassador_app.domain.changes import Changes, Deed, Made
from ambassador_app.domain.earlier_photo import EarlierPhoto
from ambassador_app.domain.identifiers import AttachmentId, FindingId, MeasureId, VisitId
from ambassador_app.domain.photo_matching import Place
from ambassador_app.domain.visit import Attachment, AttachmentKind, Visit
from ambassador_app.drawing.annotation import Annotation
from ambassador_app.errors import (
    AmbassadorError,
    FileKindUnknown,
    FileTooLarge,
    OriginalNotHere,
    PairRefused,
    PhotoAtOffice,
    RecordNotFound,
    VisitLocked,
)
from ambassador_app.photos import IngestedPhoto
from ambassador_app.services import earlier_photos
from ambassador_app.services.checks import refuse_unfit
from ambassador_app.services.desk import Desk, Progress, no_progress
from ambassador_app.services.files_out import write_new
from ambassador_app.services.photo_intake import read_bytes
from ambassador_app.services.visits import Visits
from ambassador_app.storage import Transaction

LARGEST_FILE_MB: Final = 64
_SIZES: Final = {"thumbnail": "thumbnail_sha256", "report": "sha256", "original": "original_sha256"}
_DOCUMENTS: Final = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png"}


@dataclass(frozen=True, slots=True)
class Picked:
    """One photo to take in: how to read its bytes, its name, and where it belongs.

    `taken_at` is its moment put right; None leaves what the camera noted.
    """

    read: Callable[[], bytes]
    name: str
    place: Place = field(default_factory=Place)
    caption: str = ""
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of several photos: those that were taken in, and why the others were not."""

    ids: tuple[AttachmentId, ...]
    refused: tuple[AmbassadorError, ...]
    changes: Changes


class Evidence:
    """What was seen, as pictures and files; the bytes are kept by their hash, before the record that names them."""

    def __init__(self, desk: Desk, visits: Visits) -> None:
        self._desk = desk
        self._visits = visits

    # -- photos -------------------------------------------------------------------------------------------------
    def add_photo(
        self,
        visit_id: VisitId,
        data: bytes,
        name: str = "",
        *,
        area: str = "",
        question: str = "",
        finding_id: FindingId | None = None,
        measure_id: MeasureId | None = None,
        caption: str = "",
        side: int = photos.REPORT_SIDE,
    ) -> Made:
        """Add a photo; the original stays as it is, the report gets an upright, smaller one without position.

        Raises PhotoNotRead for what is no picture; the visit is not touched then.
        """
        picked = Picked(lambda: data, name, Place(area, question, finding_id, measure_id), caption)
        taken = self.add_photos(visit_id, (picked,), side=side)
        if taken.refused:
            raise taken.refused[0]
        return Made(taken.ids[0], taken.changes)

    def add_photos(
        self,
        visit_id: VisitId,
        picks: Sequence[Picked],
        *,
        side: int = photos.REPORT_SIDE,
        progress: Progress = no_progress,
    ) -> Taken:
        """Add photos in one deed; those that cannot be read are left out, each with its reason.

        Nothing waits while the pictures are decoded: only the records are written in the transaction, after the
        bytes. Raises VisitLocked; JobCancelled before anything is added.
        """
        refuse_unfit({"caption": tuple(one.caption for one in picks)})
        self._refuse_locked(visit_id)
        found: list[Attachment] = []
        refused: list[AmbassadorError] = []
        for number, pick in enumerate(picks):
            progress(number, len(picks))
            try:
                found.append(self._kept(visit_id, pick, side))
            except AmbassadorError as error:
                refused.append(error)
        if not found:
            return Taken((), tuple(refused), Changes())
        with self._desk.visit_deed(Deed.ADD_PHOTO, visit_id) as (tx, visit):
            begun = self._visits.begin(tx, visit)
            for photo in found:
                tx.save(photo)
            for question in dict.fromkeys(photo.question for photo in found):
                self._visits.photos_changed(tx, begun, question)
        return Taken(tuple(one.id for one in found), tuple(refused), tx.changes)

    def _refuse_locked(self, visit_id: VisitId) -> None:
        with self._desk.store.reader() as reader:
            if reader.load(Visit, visit_id).is_locked:
                raise VisitLocked(visit=visit_id)

    def _kept(self, visit_id: VisitId, pick: Picked, side: int) -> Attachment:
        """Read one photo and keep its bytes; gives the record that will name them."""
        taken = photos.ingest(read_bytes(pick.read, pick.name), name=pick.name, side=side)
        return self._record(visit_id, taken, pick)

    def _record(self, visit_id: VisitId, taken: IngestedPhoto, pick: Picked) -> Attachment:
        put, place = self._desk.store.blobs.put, pick.place
        return Attachment(
            id=AttachmentId(self._desk.new_id()),
            visit_id=visit_id,
            name=pick.name,
            sha256=put(taken.report),
            original_sha256=put(taken.original),
            thumbnail_sha256=put(taken.thumbnail),
            size=len(taken.report),
            width=taken.width,
            height=taken.height,
            caption=pick.caption,
            area=place.area,
            question=place.question,
            finding_id=place.finding_id,
            measure_id=place.measure_id,
            taken_at=pick.taken_at or taken.taken_at,
            at=self._desk.now(),
        )

    def picture(self, attachment_id: AttachmentId, *, size: str = "thumbnail") -> bytes:
        """Give the bytes of a photo as `thumbnail`, `report`, `clean` (`report` without its drawing) or `original`.

        Raises RecordNotFound, OriginalNotHere.
        """
        found = self._loaded(attachment_id)
        name = clean_of(found) if size == "clean" else getattr(found, _SIZES[size])
        return self._bytes(found, name)

    def _loaded(self, attachment_id: AttachmentId) -> Attachment:
        with self._desk.store.reader() as reader:
            return reader.load(Attachment, attachment_id)

    def _bytes(self, one: Attachment, name: str) -> bytes:
        """Give the bytes of that name. Raises OriginalNotHere where a visit came in without them,
        PhotoAtOffice where they have not come from the office yet, RecordNotFound.
        """
        try:
            return self._desk.store.blobs.get(name)
        except RecordNotFound:
            if self._desk.store.post.ask_for(name):
                raise PhotoAtOffice(file=one.name or one.caption or one.media_type) from None
            with self._desk.store.reader() as reader:
                if reader.load(Visit, one.visit_id).brought_in is None:
                    raise
        raise OriginalNotHere(file=one.name or one.caption or one.media_type)

    # -- drawing ------------------------------------------------------------------------------------------------
    def drawing(self, attachment_id: AttachmentId) -> Annotation:
        """Give what is drawn on a photo. Raises RecordNotFound."""
        return Annotation.from_json(self._loaded(attachment_id).marks)

    def draw_on(self, attachment_id: AttachmentId, annotation: Annotation) -> Changes:
        """Lay another drawing over a photo; what leaves of it from now on has the drawing burnt in.

        The original and the picture without the drawing stay in the encrypted store. An empty drawing takes the
        one before away.
        """
        found = self._loaded(attachment_id)
        clean = self._bytes(found, clean_of(found))
        burnt = photos.burn_in(clean, annotation, self._desk.resources.fonts)
        with self._desk.record_deed(Attachment, attachment_id, Deed.DRAW_ON_PHOTO) as (tx, now):
            changed = replace(
                now,
                marks=annotation.to_json() if annotation.marks else None,
                clean_sha256=clean_of(now) if annotation.marks else "",
                sha256=tx.put_blob(burnt.report) if annotation.marks else clean_of(now),
                thumbnail_sha256=tx.put_blob(burnt.thumbnail),
                size=len(burnt.report) if annotation.marks else len(clean),
            )
            tx.save(changed)
            self._visits.photos_changed(tx, tx.load(Visit, found.visit_id), found.question)
        return tx.changes

    # -- before and after ---------------------------------------------------------------------------------------
    def pair(self, before_id: AttachmentId, after_id: AttachmentId) -> Changes:
        """Let two photos of a visit stand side by side as before and after. Before may be one of an earlier visit to
        the site, if its report shows it. Raises PairRefused."""
        with self._desk.record_deed(Attachment, after_id, Deed.CHANGE_PHOTO) as (tx, after):
            before = tx.load(Attachment, before_id)
            others = [one for one in tx.all(Attachment, visit_id=after.visit_id) if one.id != after_id]
            named = {one.before_id for one in others} | {one.id for one in others if one.before_id}
            if before.visit_id == after.visit_id:
                fits = before_id != after_id and before.before_id is None
            else:
                fits = earlier_photos.fits(tx, tx.load(Visit, after.visit_id), before)
            if not fits or not named.isdisjoint((before_id, after_id)):
                raise PairRefused
            tx.save(replace(after, before_id=before_id))
        return tx.changes

    def earlier(self, attachment_id: AttachmentId) -> tuple[EarlierPhoto, ...]:
        """Give the photos of earlier visits that may stand beside this one as before: those of its question first,
        then those of its area, the newest visit first. Raises RecordNotFound."""
        with self._desk.store.reader() as reader:
            photo = reader.load(Attachment, attachment_id)
            return earlier_photos.offered(reader, reader.load(Visit, photo.visit_id), photo)

    def part(self, attachment_id: AttachmentId) -> Changes:
        """Take a pair apart, named by either of its photos."""
        with self._desk.record_deed(Attachment, attachment_id, Deed.CHANGE_PHOTO) as (tx, found):
            _parted(tx, found)
        return tx.changes

    # -- files --------------------------------------------------------------------------------------------------
    def add_document(
        self,
        visit_id: VisitId,
        data: bytes,
        name: str,
        kind: AttachmentKind = AttachmentKind.SIGNED_PAPER,
    ) -> Made:
        """Add a scanned paper: a PDF, JPEG or PNG. Raises FileTooLarge, FileKindUnknown."""
        media_type = next((kind_ for magic, kind_ in _DOCUMENTS.items() if data.startswith(magic)), None)
        if media_type is None and len(data) <= LARGEST_FILE_MB * 1024 * 1024:
            raise FileKindUnknown(file=name)
        return self._add(visit_id, data, Attachment(_UNNAMED, visit_id, kind, name, media_type or ""))

    def add_file(self, visit_id: VisitId, data: bytes, name: str, place: Place | None = None) -> Made:
        """Add any file, as it is. Raises FileTooLarge beyond 64 MiB."""
        where = place or Place()
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        document = Attachment(
            _UNNAMED, visit_id, AttachmentKind.DOCUMENT, name, media_type, area=where.area, question=where.question,
            finding_id=where.finding_id, measure_id=where.measure_id,
        )  # fmt: skip
        return self._add(visit_id, data, document)

    def _add(self, visit_id: VisitId, data: bytes, document: Attachment) -> Made:
        if len(data) > LARGEST_FILE_MB * 1024 * 1024:
            raise FileTooLarge(file=document.name, limit_mb=LARGEST_FILE_MB)
        self._refuse_locked(visit_id)
        sha256 = self._desk.store.blobs.put(data)
        attachment_id = AttachmentId(self._desk.new_id())
        with self._desk.visit_deed(Deed.ADD_FILE, visit_id) as (tx, _):
            now = self._desk.now()
            tx.save(replace(document, id=attachment_id, sha256=sha256, original_sha256=sha256, size=len(data), at=now))
        return Made(attachment_id, tx.changes)

    def save_copy(self, attachment_id: AttachmentId, folder: Path, *, with_notes: bool = False) -> Path:
        """Save a photo (as the report shows it) or file into a folder; nothing is ever overwritten.

        `with_notes` puts back into a photo what the camera noted: time, camera, place.
        Raises FolderNotWritable, DiskFull.
        """
        found = self._loaded(attachment_id)
        data, name = self._bytes(found, found.sha256), safe_name(found.name)
        if found.kind is AttachmentKind.PHOTO:
            name = f"{Path(name).stem}.jpg"
            data = photos.with_notes(data, self._bytes(found, found.original_sha256)) if with_notes else data
        written = write_new(folder, name, data)
        self._desk.note_access(AccessDeed.EXPORTED, Visit.KIND, found.visit_id)
        return written

    # -- both ---------------------------------------------------------------------------------------------------
    def change(self, attachment_id: AttachmentId, **fields: Any) -> Changes:
        """Change caption, reach, room in the report or place of use of a photo or file."""
        refuse_unfit(fields)
        with self._desk.record_deed(Attachment, attachment_id, Deed.CHANGE_PHOTO) as (tx, found):
            changed = replace(found, **fields)
            tx.save(changed)
            visit = tx.load(Visit, found.visit_id)
            for question in {found.question, changed.question} if "question" in fields else ():
                self._visits.photos_changed(tx, visit, question)
        return tx.changes

    def remove(self, attachment_id: AttachmentId) -> Changes:
        """Take a photo or file away; its bytes stay as long as undo can bring it back."""
        with self._desk.record_deed(Attachment, attachment_id, Deed.REMOVE_PHOTO) as (tx, found):
            _parted(tx, found)
            tx.delete(Attachment, attachment_id)
            self._visits.photos_changed(tx, tx.load(Visit, found.visit_id), found.question)
        return tx.changes


_UNNAMED: Final = AttachmentId("")


def clean_of(photo: Attachment) -> str:
    """Name the report-size picture of a photo without what is drawn on it."""
    return photo.clean_sha256 or photo.sha256


def safe_name(name: str) -> str:
    """Give a file name that every system takes, and that names nothing outside its folder."""
    plain = Path(name.replace("\\", "/")).name
    kept = "".join("_" if one in '<>:"/|?*' or not one.isprintable() else one for one in plain).strip(" .")
    return kept[-120:] or "file"


def _parted(tx: Transaction, photo: Attachment) -> None:
    for one in tx.all(Attachment, visit_id=photo.visit_id):
        if one.before_id is not None and photo.id in (one.id, one.before_id):
            tx.save(replace(one, before_id=None))
