"""Programmes of several municipalities: what this one releases, after it was shown row by row, and what it holds of
the others. Nothing leads from an extract to a record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ambassador_app import __version__
from ambassador_app.domain.access import AccessDeed
from ambassador_app.domain.extract import Method, MunicipalityName, ProgrammeExtract, ProgrammeName
from ambassador_app.domain.extract_making import RULES, rows_of
from ambassador_app.domain.extract_reading import plain_of
from ambassador_app.domain.programme import (
    ExtractSource,
    Held,
    ProgrammeAtOffice,
    ReleaseState,
    standing,
)
from ambassador_app.domain.roles import Right
from ambassador_app.errors import (
    AsOfRefused,
    ExtractNotOurs,
    ExtractNotRead,
    ExtractTooLarge,
    FileNotRead,
    OfficeAway,
    OfficeBusy,
    OfficeRefused,
    ProgrammeUnknown,
)
from ambassador_app.i18n import COPENHAGEN, N_, Message
from ambassador_app.services.desk import Desk, Progress, Translators, no_progress
from ambassador_app.services.extract_post import CASE_KEY, ExtractPost, Fetched
from ambassador_app.services.files_out import write_new
from ambassador_app.services.held_extracts import HeldExtracts, opened
from ambassador_app.services.partnerships import names_in_public, partnerships, sets_used, shared_items
from ambassador_app.services.syncing import KEY, Syncing
from ambassador_app.wire import limits
from ambassador_app.wire.extract_file import SUFFIX, ExtractFileRefused, write

if TYPE_CHECKING:
    from ambassador_app.services.extract_tables import ExtractTables

OWN_KEY: Final = "extract-key"
"""The secret that signs where no office was joined."""

_OTHER: Final = N_("another extract of the same name is here already")


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    """A programme as this municipality `me` sees it. `members` are those the office names, in no case oneself alone;
    `extracts` those that count, one a municipality. `own` are all one's own releases, newest first. `names_gone` are
    companies that one's standing release names though their consent does not hold any more.
    """

    programme: ProgrammeName
    me: MunicipalityName
    at_office: bool
    members: tuple[MunicipalityName, ...]
    extracts: tuple[Held, ...]
    own: tuple[Held, ...]
    names_gone: tuple[str, ...] = ()

    @property
    def silent(self) -> tuple[MunicipalityName, ...]:
        """The members of whom nothing is here."""
        heard = {one.extract.municipality.id for one in self.extracts}
        return tuple(one for one in self.members if one.id not in heard)


class Extracts:
    """The extracts of programmes. Only who has the right to release sees or does anything here, else RightMissing."""

    def __init__(self, desk: Desk, syncing: Syncing, translators: Translators) -> None:
        self._desk: Final = desk
        self._syncing: Final = syncing
        self._translators: Final = translators
        self._held: Final = HeldExtracts(desk)
        self._post: Final = ExtractPost(desk, self._held)

    @cached_property
    def tables(self) -> ExtractTables:
        """Programmes and extracts as Excel and CSV."""
        from ambassador_app.services.extract_tables import ExtractTables

        return ExtractTables(self._desk, self, self._translators)

    # -- looking ------------------------------------------------------------------------------------------------------
    def programmes(self) -> tuple[ProgrammeView, ...]:
        """Give every programme that the office named last, or that an extract here belongs to, by name."""
        self._desk.demand(Right.RELEASE)
        told, held = self._held.told(), tuple(self._held.all())
        names = {one.extract.programme.id: one.extract.programme for one in held}
        names |= {one.id: ProgrammeName(one.id, one.name) for one in told.programmes}
        there = {one.id: one for one in told.programmes}
        views = [self._view(name, there.get(name.id), held, told.municipality) for name in names.values()]
        return tuple(sorted(views, key=lambda one: one.programme.name.casefold()))

    def programme(self, identifier: str) -> ProgrammeView:
        """Give one programme. Raises ProgrammeUnknown."""
        for one in self.programmes():
            if one.programme.id == identifier:
                return one
        raise ProgrammeUnknown(programme=identifier)

    def extract(self, identifier: str) -> Held:
        """Give one extract with all its rows; here the way ends. Raises RecordNotFound, ExtractNotRead."""
        self._desk.demand(Right.RELEASE)
        return self._held.read(self._held.find(identifier))

    def _view(
        self, name: ProgrammeName, there: ProgrammeAtOffice | None, held: tuple[Held, ...], me: MunicipalityName
    ) -> ProgrammeView:
        of_it = [one for one in held if one.extract.programme.id == name.id]
        counted = standing(of_it)
        own = tuple(one for one in reversed(of_it) if one.source is ExtractSource.OWN)
        mine = counted.get(me.id)
        named = frozenset(mine.extract.names) if mine in own and mine is not None else frozenset()
        with self._desk.store.reader() as reader:
            gone = tuple(sorted(named - names_in_public(reader, self.today()))) if named else ()
        extracts = tuple(sorted(counted.values(), key=lambda one: one.extract.municipality.name.casefold()))
        members = there.members if there is not None else ()
        return ProgrammeView(name, me, there is not None, members, extracts, own, gone)

    def today(self) -> date:
        """The present day in Denmark: the latest that an extract can tell of."""
        return self._desk.now().astimezone(COPENHAGEN).date()

    # -- releasing ----------------------------------------------------------------------------------------------------
    def preview(self, programme: ProgrammeName, as_of: date, progress: Progress = no_progress) -> ProgrammeExtract:
        """Make what would be released; nothing leaves this computer by this. Raises AsOfRefused for a day to come."""
        self._desk.demand(Right.RELEASE)
        if as_of > self.today():
            raise AsOfRefused(day=as_of)
        member, me = self._desk.member(), self._held.told().municipality
        with self._desk.store.reader() as reader:
            found = tuple(partnerships(reader, progress))
            factors, prices = sets_used(reader, found)
            shared = shared_items(reader, as_of)
        rows = rows_of(found, programme=programme.id, key=self._secret(CASE_KEY), as_of=as_of)
        return ProgrammeExtract(
            id=self._desk.new_id(),
            programme=programme,
            municipality=me,
            as_of=as_of,
            made_at=self._desk.now().astimezone(UTC).replace(microsecond=0),
            made_by=member.device if member is not None else self._desk.user,
            method=Method(__version__, RULES, factors, prices),
            cases=rows.cases,
            groups=rows.groups,
            shared=shared,
        )

    def release(self, shown: ProgrammeExtract) -> Held:
        """Sign and release exactly what was shown. Where the office cannot be reached it waits here for it.

        Raises ExtractTooLarge; ProgrammeUnknown and OfficeRefused where the office does not take it: then nothing has
        been released.
        """
        self._desk.demand(Right.RELEASE)
        try:
            body = write(plain_of(shown), self._signing_key())
            opened(body, shown.id)
        except (ExtractFileRefused, ExtractNotRead) as error:
            raise ExtractTooLarge(limit_mb=limits.EXTRACT // 1024**2) from error
        self._held.keep(shown, body, ExtractSource.OWN, ReleaseState.WAITING)
        if self._is_at_office(shown.programme.id):
            try:
                with self._syncing.open() as office:
                    self._post.offer(office.programmes(), self._held.find(shown.id))
            except (OfficeAway, OfficeBusy):
                pass  # it goes with the next look at the office
            except OfficeRefused as error:
                self._desk.store.extracts.remove(shown.id)
                if error.fields["code"] == "programme":
                    raise ProgrammeUnknown(programme=shown.programme.name) from error
                raise
        else:
            self._stand(shown)
        self._desk.note_access(AccessDeed.EXPORTED, "", "")
        return self._held.read(self._held.find(shown.id))

    def withdraw(self, identifier: str) -> None:
        """Take a release of one's own back: from now on the office gives it to nobody. Files that were handed out
        stay where they are. Raises ExtractNotOurs, NoOffice, OfficeAway, OfficeBusy, OfficeRefused.
        """
        self._desk.demand(Right.RELEASE)
        file = self._held.find(identifier)
        if file.source is not ExtractSource.OWN:
            raise ExtractNotOurs(municipality=self._held.read(file).extract.municipality.name)
        if self._is_at_office(file.programme) and file.state is not ReleaseState.WAITING:
            with self._syncing.open() as office:
                office.programmes().withdraw(file.programme, identifier)
        self._desk.store.extracts.mark(identifier, ReleaseState.WITHDRAWN)

    def _stand(self, shown: ProgrammeExtract) -> None:
        """Let a release that no office takes stand at once, and the ones before it not any more."""
        shelf = self._desk.store.extracts
        for file in shelf.all():
            mine = file.source is ExtractSource.OWN and file.programme == shown.programme.id
            if mine and file.state is ReleaseState.RELEASED:
                shelf.mark(file.id, ReleaseState.SUPERSEDED)
        shelf.mark(shown.id, ReleaseState.RELEASED)

    def _is_at_office(self, programme: str) -> bool:
        return self._desk.member() is not None and programme in {one.id for one in self._held.told().programmes}

    def _signing_key(self) -> bytes:
        return self._secret(KEY if self._desk.member() is not None else OWN_KEY)

    def _secret(self, name: str) -> bytes:
        """Give a key of this device, made when it is first needed."""
        found = self._desk.store.secret(name)
        if found is None:
            found = self._desk.chance(32)
            self._desk.store.keep_secret(name, found)
        return found

    # -- the office ---------------------------------------------------------------------------------------------------
    def fetch(self) -> Fetched:
        """Look at the office, as each sync does too. Raises NoOffice, OfficeAway, OfficeBusy, OfficeRefused."""
        self._desk.demand(Right.RELEASE)
        with self._syncing.open() as office:
            return self._post.look(office.programmes())

    # -- files --------------------------------------------------------------------------------------------------------
    def save_file(self, identifier: str, folder: Path) -> Path:
        """Write an extract as the file it is, to be handed to another municipality.

        Raises RecordNotFound, FolderNotWritable, DiskFull, DriveGone.
        """
        self._desk.demand(Right.RELEASE)
        file = self._held.find(identifier)
        extract = self._held.read(file).extract
        name = f"{extract.programme.id} {extract.municipality.id} {extract.as_of.isoformat()}{SUFFIX}"
        written = write_new(folder, name, file.body)
        self._desk.note_access(AccessDeed.EXPORTED, "", "")
        return written

    def take_file(self, file: Path) -> Held:
        """Take an extract in from a file of another municipality, trusting nothing in it.

        Raises FileNotRead, ExtractNotRead.
        """
        self._desk.demand(Right.RELEASE)
        try:
            with file.open("rb") as source:
                body = source.read(limits.EXTRACT + 1)
        except OSError as error:
            raise FileNotRead(file=file.name, reason=Message(error.strerror or "")) from error
        extract, signed = opened(body, file.name)
        known = self._desk.store.extracts.find(extract.id)
        if known is None:
            self._held.keep(extract, body, ExtractSource.FILE, ReleaseState.RELEASED)
        elif self._held.read(known).sha256 != signed.sha256:
            raise ExtractNotRead(file=file.name, reason=Message(_OTHER))
        return self._held.read(self._held.find(extract.id))

    def forget(self, identifier: str) -> None:
        """Let go of an extract that came as a file. Others go when the office says so. Raises RecordNotFound."""
        self._desk.demand(Right.RELEASE)
        if self._held.find(identifier).source is ExtractSource.FILE:
            self._desk.store.extracts.remove(identifier)
