"""The extracts on this computer, each read and its signatures checked before it is first looked at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final, cast

from ambassador_app.domain.extract import MunicipalityName, ProgrammeExtract
from ambassador_app.domain.extract_reading import ExtractUnfit, read_extract
from ambassador_app.domain.programme import AtOffice, ExtractSource, Held, ReleaseState, Trust, short_name
from ambassador_app.domain.records import from_json, to_json
from ambassador_app.errors import ExtractNotRead, RecordNotFound
from ambassador_app.i18n import N_, Message
from ambassador_app.services.desk import Desk
from ambassador_app.storage.extracts import HeldFile
from ambassador_app.wire.extract_file import ExtractFileRefused, SignedExtract, read

AT_OFFICE: Final = "office_programmes"
"""The note that holds what the office said of its programmes last, without keys."""

_WHY: Final = {
    "too-large": N_("it is larger than any extract is"),
    "form": N_("it is no extract of a programme, or it was changed"),
    "newer": N_("a newer version of the program made it"),
    "signature": N_("its signature does not fit what stands in it"),
}
_UNFIT: Final = N_("what it says of “{field}” cannot be")


class HeldExtracts:
    """Puts extracts on this computer and reads them."""

    def __init__(self, desk: Desk) -> None:
        self._desk: Final = desk
        self._read: Final[dict[str, tuple[bytes, ProgrammeExtract, SignedExtract]]] = {}

    def told(self) -> AtOffice:
        """What the office said last; where it never did, who this municipality is without one."""
        kept, member = self._desk.store.note(AT_OFFICE), self._desk.member()
        if member is not None:
            found = cast("AtOffice | None", from_json(AtOffice, json.loads(kept)) if kept else None)
            mine = found is not None and found.municipality.id == member.tenant
            return found if mine and found else AtOffice(MunicipalityName(member.tenant, member.municipality))
        name = self._desk.municipality().name
        return AtOffice(MunicipalityName(short_name(name) or "kommune", name or "–"))

    def note(self, told: AtOffice) -> None:
        """Remember what the office says."""
        self._desk.store.keep_note(AT_OFFICE, json.dumps(to_json(told), ensure_ascii=False))

    def all(self) -> Iterator[Held]:
        """Give every extract that can be read here; one that a newer program wrote waits for it."""
        for file in self._desk.store.extracts.all():
            try:
                yield self.read(file)
            except ExtractNotRead:
                continue

    def find(self, identifier: str) -> HeldFile:
        """Give one file. Raises RecordNotFound."""
        found = self._desk.store.extracts.find(identifier)
        if found is None:
            raise RecordNotFound(kind="extract", id=identifier)
        return found

    def read(self, file: HeldFile) -> Held:
        """Read a file that is kept here. Raises ExtractNotRead."""
        known = self._read.get(file.id)
        if known is None or known[0] != file.body:  # checking a large one again takes a fifth of a second
            known = self._read[file.id] = (file.body, *opened(file.body, file.id))
        _, extract, signed = known
        return Held(extract, file.source, file.state, self.trust_in(signed), file.held_at, signed.sha256)

    def keep(self, extract: ProgrammeExtract, body: bytes, source: ExtractSource, state: ReleaseState) -> None:
        """Keep a file, from now."""
        self._desk.store.extracts.put(extract, body, source=source, state=state, at=self._desk.now())

    def trust_in(self, signed: SignedExtract) -> Trust:
        """Say who says whose extract it is."""
        if signed.witness is None:
            return Trust.NOBODY
        member = self._desk.member()
        ours = member is not None and signed.is_vouched(member.office_key)
        return Trust.OUR_OFFICE if ours else Trust.OTHER_OFFICE


def opened(body: bytes, name: str) -> tuple[ProgrammeExtract, SignedExtract]:
    """Read a file from anywhere, trusting nothing; `name` is what it is called. Raises ExtractNotRead."""
    try:
        signed = read(body)
        return read_extract(signed.extract), signed
    except ExtractFileRefused as error:
        raise ExtractNotRead(file=name, reason=Message(_WHY[error.why])) from error
    except ExtractUnfit as error:
        raise ExtractNotRead(file=name, reason=Message(_UNFIT, {"field": error.field})) from error
