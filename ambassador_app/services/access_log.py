"""The log of opening and export on this computer, as the person responsible for data protection asks for it."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Final

from ambassador_app.domain.access import AGAIN, KEPT, AccessDeed, AccessLine
from ambassador_app.domain.lists import Page
from ambassador_app.domain.place import Site
from ambassador_app.domain.visit import Visit
from ambassador_app.i18n import COPENHAGEN, N_, Language, Translator
from ambassador_app.services.desk import Desk, Translators
from ambassador_app.services.files_out import write_new
from ambassador_app.storage.reading import Reading
from ambassador_app.wording import LABEL

_ALL: Final = 1_000_000


class AccessLog:
    """Who opened and took out what on this computer and when; kept for twelve months, never sent anywhere."""

    def __init__(self, desk: Desk, translators: Translators) -> None:
        self._desk = desk
        self._translators = translators

    def opened(self, kind: str, record_id: str) -> None:
        """Note that a site or a visit is looked at; going back to it within the hour is no new line."""
        now = self._desk.now()
        for newest in self._desk.store.access.page(0, 1).lines:
            is_same = (newest.deed, newest.kind, newest.record_id) == (AccessDeed.OPENED, kind, record_id)
            if is_same and newest.at <= now < newest.at + AGAIN:
                return
        self._desk.note_access(AccessDeed.OPENED, kind, record_id)

    def exported(self, kind: str, record_id: str) -> None:
        """Note that a file was made of something."""
        self._desk.note_access(AccessDeed.EXPORTED, kind, record_id)

    def page(self, offset: int = 0, limit: int = 100) -> Page[AccessLine]:
        """Give some lines, the newest first, with the names of today."""
        found = self._desk.store.access.page(offset, limit)
        with self._desk.store.reader() as reader:
            lines = []
            for one in found.lines:
                name, day = _named(reader, one.kind, one.record_id)
                lines.append(AccessLine(one, name, day))
        return Page(tuple(lines), found.total, offset)

    def save(self, target: Path, language: Language) -> Path:
        """Write the whole log as CSV for Excel; numbered if the name is taken. Raises FolderNotWritable, DiskFull."""
        words = self._translators(language)
        text = io.StringIO()
        table = csv.writer(text, delimiter=";", lineterminator="\r\n")
        table.writerow(
            [words.tr(one) for one in (N_("Time"), N_("Who"), N_("What"), N_("Company"), N_("Visit"), N_("Number"))]
        )
        table.writerows(_row(one, words) for one in self.page(0, _ALL).lines)
        return write_new(target.parent, target.name, text.getvalue().encode("utf-8-sig"))

    def tidy(self) -> None:
        """Let go of what is older than twelve months."""
        if not self._desk.store.read_only:
            self._desk.store.access.forget_before(self._desk.now() - KEPT)


def _row(line: AccessLine, words: Translator) -> tuple[str, ...]:
    one = line.access
    day = line.day.isoformat() if line.day else ""
    return (one.at.isoformat(timespec="seconds"), one.by, words.tr(LABEL[one.deed]), line.name, day, one.record_id)


def _named(reader: Reading, kind: str, record_id: str) -> tuple[str, date | None]:
    visit = reader.find(Visit, record_id) if kind == Visit.KIND else None
    site = reader.find(Site, visit.site_id if visit is not None else record_id)
    planned = visit.planned_at if visit is not None else None
    return (site.name if site is not None else ""), (planned.astimezone(COPENHAGEN).date() if planned else None)
