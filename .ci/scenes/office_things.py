"""Pictures of what the office owns: what holds, what does not count, the directory, and settings for reading only."""

import json
from dataclasses import replace
from datetime import date

from stage import Stage, scene

from ambassador_app.domain.changes import Deed
from ambassador_app.domain.directory import DirectoryType
from ambassador_app.domain.publication import Publication, Witness
from ambassador_app.domain.records import fields_of, to_json
from ambassador_app.domain.syncing import Membership
from ambassador_app.domain.visit import VisitKind
from ambassador_app.storage import Store
from ambassador_app.wire import publications

OFFICE = publications.office_key(b"o" * 32)
KEY = bytes(32)


def _store(stage: Stage) -> Store:
    return stage.session._desk.store  # noqa: SLF001 - what an office would have written


def _joined(stage: Stage, role: str) -> None:
    member = Membership(
        "https://office.example", "oddeby", "Oddeby Kommune", "d", role, "Karen Ærø",
        office_key=publications.public_of(OFFICE),
    )  # fmt: skip
    _store(stage).keep_secret("office", json.dumps(to_json(member)).encode())
    _store(stage).keep_secret("office-key", KEY)


def _attested(one: Publication, role: str = "coordinator") -> Publication:
    signed = publications.signed(one, KEY)
    witness = Witness("d", publications.public_of(KEY), one.by, role, "2026-11-20T14:12:00+00:00")
    return replace(
        signed, attested=publications.attest(publications.statement(signed), signed.signature, witness, OFFICE)
    )


def _partners(stage: Stage) -> None:
    if getattr(stage, "partners", None):
        return
    directory = stage.session.directory
    directory.add(
        "Fjernvarme Fyn A/S", type=DirectoryType.UTILITY, area="Odense og Nordfyn", contact="Energirådgiver Jens Juul",
        phone="65 47 30 00", email="erhverv@fjernvarme.example",
    )  # fmt: skip
    directory.add(
        "Ærø El og Varmepumper ApS", type=DirectoryType.CRAFTSMAN, trade="Elektriker, varmepumper", area="Ærø",
        contact="Åse Ægidius", phone="62 52 00 00", consent="Åse Ægidius sagde ja i mail 3. maj 2026.",
    )  # fmt: skip
    directory.add(
        "Grønt Erhvervsnetværk", type=DirectoryType.NETWORK, area="Hele kommunen", valid_until=date(2025, 12, 31)
    )
    directory.add(
        "Syddansk Universitet, Energiteknik", type=DirectoryType.UNIVERSITY, contact="Studieprojekter, to gange om året"
    )
    stage.partners = True


def _owned(stage: Stage) -> None:
    """An office's things: two that hold, one that does not count, one that nobody signed."""
    if getattr(stage, "owned", None):
        return
    _joined(stage, "coordinator")
    office = stage.session.municipality()
    said = Publication(
        f"municipality/{office.id}/1", "municipality", office.id, 1, fields_of(office), tenant="oddeby",
        by="Karen Ærø", device="d", at="2026-11-20T14:11:00+00:00",
    )  # fmt: skip
    store = _store(stage)
    with store.transaction(Deed.ARRIVE, author="office") as tx:
        tx.save(_attested(said))
        later = replace(said, id=f"municipality/{office.id}/2", number=2, content={"name": "Andeby"})
        tx.save(replace(_attested(later), content={"name": "Ondeby"}))
        tx.connection.execute("DELETE FROM outbox WHERE kind IN ('municipality', 'publication')")
    store.press.hold([_attested(said)], me=stage.session.ambassador().id)
    stage.session.sets.retire("example")
    with store.transaction(Deed.ARRIVE, author="office") as tx:
        tx.connection.execute("DELETE FROM outbox WHERE kind = 'set_entry'")
    stage.session.profile.say_of(VisitKind.HOME_ADVICE, "da", "Spørg ejerforeningen, før facaden ændres.")
    store.keep_note("office_owned_at", "2026-11-23T08:05:00+01:00")
    stage.owned = True


@scene("office-things")
def things(stage: Stage) -> None:
    _partners(stage)
    _owned(stage)
    _joined(stage, "coordinator")
    stage.navigate("today")
    stage.navigate("office_things")
    stage.settle()


@scene("office-directory")
def directory(stage: Stage) -> None:
    _partners(stage)
    _joined(stage, "ambassador")
    stage.navigate("today")
    stage.navigate("directory")
    stage.screen.show_list()
    stage.settle()


@scene("office-directory-entry")
def entry(stage: Stage) -> None:
    _store(stage).forget_secret("office")
    _partners(stage)
    _joined(stage, "coordinator")
    one = next(one for one in stage.session.directory.entries() if one.consent)
    stage.navigate("today")
    stage.navigate("directory", entry=one.id)
    stage.settle()


@scene("office-settings-read-only")
def settings(stage: Stage) -> None:
    _owned(stage)
    _joined(stage, "ambassador")
    stage.navigate("today")
    stage.navigate("settings")
    stage.settle()
    stage.screen.area.verticalScrollBar().setValue(260)
    stage.settle()


@scene("office-sets-read-only")
def sets(stage: Stage) -> None:
    _joined(stage, "ambassador")
    stage.navigate("today")
    stage.navigate("sets")
    stage.screen.close_set()
    stage.settle()
