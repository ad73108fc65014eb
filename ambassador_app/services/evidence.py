"""Photos and files of a visit: kept as they came, shown upright and small."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from ambassador_app import photos
from ambassador_app.domain.changes import Changes, Deed, Made
from ambassador_app.domain.identifiers import AttachmentId, FindingId, MeasureId, VisitId
from ambassador_app.domain.visit import Attachment, AttachmentKind, Visit
from ambassador_app.errors import FileKindUnknown, FileTooLarge
from ambassador_app.services.checks import refuse_unfit
from ambassador_app.services.desk import Desk
from ambassador_app.services.visits import Visits

LARGEST_FILE_MB: Final = 64
_SIZES: Final = {"thumbnail": "thumbnail_sha256", "report": "sha256", "original": "original_sha256"}
_DOCUMENTS: Final = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png"}


class Evidence:
    """What was seen, as pictures and files; the bytes are kept by their hash."""

    def __init__(self, desk: Desk, visits: Visits) -> None:
        self._desk = desk
        self._visits = visits

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
    ) -> Made:
        """Add a photo; the original stays as it is, the report gets an upright, smaller one without position.

        Raises PhotoNotRead for what is no picture; the visit is not touched then.
        """
        refuse_unfit({"caption": caption})
        taken = photos.ingest(data, name=name)
        attachment_id = AttachmentId(self._desk.new_id())
        with self._desk.visit_deed(Deed.ADD_PHOTO, visit_id) as (tx, visit):
            begun = self._visits.begin(tx, visit)
            tx.put_blob(taken.original)
            tx.put_blob(taken.report)
            photo = Attachment(
                id=attachment_id,
                visit_id=visit_id,
                name=name,
                sha256=taken.report_sha256,
                original_sha256=taken.original_sha256,
                thumbnail_sha256=tx.put_blob(taken.thumbnail),
                size=len(taken.report),
                width=taken.width,
                height=taken.height,
                caption=caption,
                area=area,
                question=question,
                finding_id=finding_id,
                measure_id=measure_id,
                taken_at=taken.taken_at,
                at=self._desk.now(),
            )
            tx.save(photo)
            self._visits.photos_changed(tx, begun, question)
        return Made(attachment_id, tx.changes)

    def add_document(
        self,
        visit_id: VisitId,
        data: bytes,
        name: str,
        kind: AttachmentKind = AttachmentKind.SIGNED_PAPER,
    ) -> Made:
        """Add a scanned paper or another PDF, JPEG or PNG. Raises FileTooLarge, FileKindUnknown."""
        if len(data) > LARGEST_FILE_MB * 1_000_000:
            raise FileTooLarge(file=name, limit_mb=LARGEST_FILE_MB)
        media_type = next((kind_ for magic, kind_ in _DOCUMENTS.items() if data.startswith(magic)), None)
        if media_type is None:
            raise FileKindUnknown(file=name)
        attachment_id = AttachmentId(self._desk.new_id())
        with self._desk.visit_deed(Deed.ADD_PHOTO, visit_id) as (tx, _):
            sha256 = tx.put_blob(data)
            now = self._desk.now()
            tx.save(Attachment(attachment_id, visit_id, kind, name, media_type, sha256, sha256, size=len(data), at=now))
        return Made(attachment_id, tx.changes)

    def picture(self, attachment_id: AttachmentId, *, size: str = "thumbnail") -> bytes:
        """Give the bytes of a photo as `thumbnail`, `report` or `original`. Raises RecordNotFound."""
        with self._desk.store.reader() as reader:
            found = reader.load(Attachment, attachment_id)
        return self._desk.store.blobs.get(getattr(found, _SIZES[size]))

    def change(self, attachment_id: AttachmentId, **fields: Any) -> Changes:
        """Change caption, reach or place of use of a photo or file."""
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
            tx.delete(Attachment, attachment_id)
            self._visits.photos_changed(tx, tx.load(Visit, found.visit_id), found.question)
        return tx.changes
