"""The receipts of syncs: kept, of one visit as it stands now, and as a document to print or keep."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ambassador_app.domain.identifiers import VisitId
from ambassador_app.domain.place import Site
from ambassador_app.domain.receipt import Receipt, ReceivedFile, VisitReceipt
from ambassador_app.domain.records import from_json, to_json
from ambassador_app.domain.sign_off import Report
from ambassador_app.domain.visit import Attachment, Visit
from ambassador_app.i18n import Translator
from ambassador_app.services.desk import Desk
from ambassador_app.services.files_out import write_new

if TYPE_CHECKING:
    from collections.abc import Iterable


class Receipts:
    """What the office confirmed."""

    def __init__(self, desk: Desk) -> None:
        self._desk: Final = desk

    def keep(self, did: Receipt, visits: Iterable[str]) -> Receipt:
        """Keep what a sync did, with what the database says now of these visits and of all that waits. One that did
        nothing after another that did nothing takes its place: a quiet attempt every few minutes hides no other.
        """
        post = self._desk.store.post
        waiting = post.waiting()
        whole = replace(
            did, conflicts=post.open_conflicts(), waiting_records=waiting.records, waiting_files=waiting.attachments,
            refusals=waiting.refusals, visits=tuple(self._visit(one) for one in sorted(visits) if one),
        )  # fmt: skip
        last = self.latest(1)
        again = not whole.did_something and bool(last) and not last[0].did_something
        post.keep_receipt(json.dumps(to_json(whole), ensure_ascii=False), instead=again)
        return whole

    def latest(self, most: int = 50) -> tuple[Receipt, ...]:
        """The newest receipts, newest first."""
        kept = self._desk.store.post.receipts(most)
        return tuple(from_json(Receipt, json.loads(body)) for body in kept)  # type: ignore[misc]

    def of_visit(self, visit_id: str, office: str) -> Receipt:
        """What the office has of one visit now, as its confirmations say."""
        one = self._visit(visit_id)
        return Receipt(
            self._desk.now(), office, one.records, files=len(one.files), bytes=sum(file.size for file in one.files),
            waiting_records=one.waiting_records, waiting_files=one.waiting_files, visits=(one,),
        )  # fmt: skip

    def paper(self, receipt: Receipt, translator: Translator) -> bytes:
        """Draw a receipt as a PDF."""
        from ambassador_app.report import receipt_paper

        desk = self._desk
        return receipt_paper(receipt, desk.resources.fonts, translator, created=desk.now(), office=desk.municipality())

    def save(self, receipt: Receipt, translator: Translator, folder: Path, name: str) -> Path:
        """Keep a receipt as a PDF that never takes another's place. Raises DiskFull, FolderNotWritable, DriveGone."""
        return write_new(folder, f"{name}.pdf", self.paper(receipt, translator))

    def _visit(self, visit_id: str) -> VisitReceipt:
        """What the office has of one visit, each attachment with the hash that it confirmed."""
        post = self._desk.store.post
        records, waiting = post.records_of(visit_id)
        here, there = post.files_of(visit_id)
        with self._desk.store.reader() as reader:
            visit = reader.find(Visit, VisitId(visit_id))
            site = reader.find(Site, visit.site_id) if visit is not None else None
            names = {sha256: one.name for one in reader.all(Attachment, visit_id=visit_id) for sha256 in _files_of(one)}
            for report in reader.all(Report, visit_id=visit_id):
                names |= dict.fromkeys((report.pdf_sha256, report.raised_sha256), report.file_name)
        files = tuple(ReceivedFile(names.get(one.sha256, ""), one.sha256, one.size) for one in there)
        return VisitReceipt(visit_id, site.name if site is not None else "", records, files, waiting, len(here))


def _files_of(one: Attachment) -> tuple[str, ...]:
    """A photo is several files: as it was taken, as it is shown, without what was drawn on it, and small."""
    return (one.original_sha256, one.sha256, one.clean_sha256, one.thumbnail_sha256)
