"""Extracts on their way between this computer and the office: with each sync, or by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ambassador_app.domain.programme import ExtractSource, ProgrammeAtOffice, Release, ReleaseState, Trust
from ambassador_app.errors import ExtractNotRead, OfficeRefused
from ambassador_app.services.desk import Desk
from ambassador_app.services.held_extracts import HeldExtracts, opened
from ambassador_app.services.sync_run import ProgrammeWay
from ambassador_app.storage.extracts import HeldFile

CASE_KEY: Final = "case-key"
"""The secret that the ids of cases are made with: the office's, the same for all coordinators, where there is one."""

_NEVER: Final = frozenset({409, 413, 422})
"""Statuses of what the office will not take however often it is offered."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a look at the office came to: extracts that are new here, of whom one was not believed, and how many
    releases of one's own the office does not take: they are to be made anew.
    """

    new: int = 0
    doubted: tuple[str, ...] = ()
    refused: int = 0


class ExtractPost:
    """Brings releases to the office and fetches those of others. Whoever calls has asked for the right."""

    def __init__(self, desk: Desk, held: HeldExtracts) -> None:
        self._desk: Final = desk
        self._held: Final = held

    def look(self, way: ProgrammeWay) -> Fetched:
        """Offer what waits, fetch what is new, let go of what does not stand any more."""
        told, key = way.all()
        self._held.note(told)
        if self._desk.store.secret(CASE_KEY) != key:
            self._desk.store.keep_secret(CASE_KEY, key)
        offered, refused = self._offer_what_waits(way, told.programmes)
        if offered:
            told, _ = way.all()
            self._held.note(told)
        found = [self._follow(way, one, told.municipality.id) for one in told.programmes]
        self._drop({release.id for one in told.programmes for release in one.releases})
        return Fetched(sum(one.new for one in found), tuple(who for one in found for who in one.doubted), refused)

    def _offer_what_waits(self, way: ProgrammeWay, programmes: tuple[ProgrammeAtOffice, ...]) -> tuple[int, int]:
        """Offer one's own releases that the office has not got: they wait, or an old backup was restored there.

        Gives how many were offered, and how many of them it will never take, for they were made under another name or
        with a key it does not know any more.
        """
        there = {release.id for one in programmes for release in one.releases}
        inside = {one.id for one in programmes}
        offered = refused = 0
        for file in self._desk.store.extracts.all():
            mine = file.source is ExtractSource.OWN and file.programme in inside and file.id not in there
            if mine and file.state in (ReleaseState.WAITING, ReleaseState.RELEASED):
                offered += 1
                refused += not self._is_taken(way, file)
        return offered, refused

    def _is_taken(self, way: ProgrammeWay, file: HeldFile) -> bool:
        try:
            self.offer(way, file)
        except OfficeRefused as error:
            if error.fields["status"] not in _NEVER:
                raise
            self._desk.store.extracts.mark(file.id, ReleaseState.WITHDRAWN)
            return False
        return True

    def offer(self, way: ProgrammeWay, file: HeldFile) -> None:
        """Offer one release of one's own, and keep it as the office has it: with its word on whose it is."""
        release = way.release(file.programme, file.body)
        self._desk.store.extracts.mark(file.id, release.state)
        if release.state is not ReleaseState.WITHDRAWN:
            self._take(way, file.programme, release, ExtractSource.OWN)

    def _follow(self, way: ProgrammeWay, programme: ProgrammeAtOffice, me: str) -> Fetched:
        """Hold what stands in a programme, and know of one's own releases what became of them."""
        shelf = self._desk.store.extracts
        new, doubted = 0, []
        for release in programme.releases:
            own = release.municipality == me
            known = shelf.find(release.id)
            if known is not None:
                if own and known.state is not release.state:
                    shelf.mark(release.id, release.state)
                continue
            if release.state is ReleaseState.WITHDRAWN:
                continue
            if self._take(way, programme.id, release, ExtractSource.OWN if own else ExtractSource.OFFICE):
                new += not own
            else:
                doubted.append(next((m.name for m in programme.members if m.id == release.municipality), ""))
        return Fetched(new, tuple(doubted))

    def _take(self, way: ProgrammeWay, programme: str, release: Release, source: ExtractSource) -> bool:
        """Fetch one extract and keep it, if it is what the office says it is, and says so with its key."""
        body = way.fetch(programme, release.id)
        try:
            extract, signed = opened(body, release.id)
        except ExtractNotRead:
            return False
        said = (extract.id, extract.programme.id, extract.municipality.id, signed.sha256)
        expected = (release.id, programme, release.municipality, release.sha256)
        if said != expected or self._held.trust_in(signed) is not Trust.OUR_OFFICE:
            return False
        self._held.keep(extract, body, source, release.state)
        return True

    def _drop(self, there: set[str]) -> None:
        """Let go of what others have withdrawn or superseded, and of all when one's own municipality has left."""
        for file in self._desk.store.extracts.all():
            if file.source is ExtractSource.OFFICE and file.id not in there:
                self._desk.store.extracts.remove(file.id)
