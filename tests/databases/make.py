"""Makes the database of this version that every later one must still open: `python -m tests.databases.make`.

Run it once for each released schema, commit `schema-<number>/`, and never change it again: a file that a person
could have. The key stands beside it; the content is made up.
"""

import json
import random
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from ambassador_app.domain.changes import Deed
from ambassador_app.domain.hold import Hold, HoldReason
from ambassador_app.domain.identifiers import HoldId, UuidMaker
from ambassador_app.domain.measure import Barrier, Measure, MeasureStatus
from ambassador_app.domain.place import Address, Ambassador, Contact, Municipality, Organisation, Site
from ambassador_app.domain.quantities import Carrier
from ambassador_app.domain.records import KINDS, fields_of
from ambassador_app.domain.sign_off import SignerRole, SignOff
from ambassador_app.domain.syncing import Arrival, Epoch, Outcome, Standing
from ambassador_app.domain.template import ChecklistEntry, SetEntry, SetKind
from ambassador_app.domain.verification import Verification, VerificationMethod
from ambassador_app.domain.visit import Action, Answer, Attachment, Finding, SectionAnswers, Visit, VisitStatus
from ambassador_app.storage import Store
from ambassador_app.storage.schema import COLUMNS, SCHEMA

HERE = Path(__file__).parent
AUTHOR = "a-1"
COUNTED = (
    *("action", "journal", "outbox", "base", "refusal", "delivery", "wanted", "newer", "receipt"),
    *("away", "keeping"),
)


class Moments:
    """A clock of its own, so that every run makes the same records."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=7)
        return self.at


def fill(store: Store) -> None:
    """Put a little of everything in."""
    with store.transaction(Deed.SET_UP, author=AUTHOR) as tx:
        tx.save(Municipality("m-1", "Lillerød Kommune", code="0000", department="Klima"))
        tx.save(Ambassador(AUTHOR, "Ida Ærø", title="Klimaambassadør"))
        tx.save(Organisation("o-1", "Bjørns Smedje ApS", cvr="13748136"))
        address = Address("Havnegade 1", "5000", "Odense C", "0461")
        tx.save(Site("s-1", "Bjørns Smedje", organisation_id="o-1", p_number="1001001001", address=address))
        tx.save(Contact("c-1", "Bo Ågård", "s-1", role="ejer"))
    visit = Visit("v-1", "s-1", planned_at=store.now(), responsible=AUTHOR, prices_dkk_kwh={"electricity": 1.25})
    with store.transaction(Deed.PLAN_VISIT, author=AUTHOR, scope="v-1") as tx:
        tx.save(visit)
    with store.transaction(Deed.ANSWER, author=AUTHOR, scope="v-1") as tx:
        answers = {"lamps": Answer(120.0, note="gamle rør", by=AUTHOR), "kinds": Answer(("t8", "led"))}
        tx.save(SectionAnswers("v-1/lighting", "v-1", "lighting", answers=answers))
    with store.transaction(Deed.ADD_PHOTO, author=AUTHOR, scope="v-1") as tx:
        sha256 = tx.put_blob(b"a photo")
        tx.save(Attachment("p-1", "v-1", name="tavle.jpg", sha256=sha256, size=7))
    with store.transaction(Deed.ADD_MEASURE, author=AUTHOR, scope="v-1") as tx:
        tx.save(Measure("x-1", "v-1", "s-1", "LED i hallen", "lighting_led", inputs={"count_old": 120.0}))
        tx.save(Finding("f-1", "v-1", "Utæt trykluft ved kompressoren"))
        tx.save(Action("n-1", "v-1", "Indhent tilbud", owner="Bo", deadline=date(2027, 1, 15)))
    with store.transaction(Deed.SIGN, author=AUTHOR, scope="v-1") as tx:
        tx.save(SignOff("g-1", "v-1", 1, SignerRole.AMBASSADOR, "Ida Ærø", ink={"strokes": []}))
    with store.transaction(Deed.CHANGE_VISIT, author=AUTHOR, scope="v-1") as tx:
        tx.save(replace(tx.load(Visit, "v-1"), status=VisitStatus.UNDER_WAY))
    store.undo("v-1", author=AUTHOR)
    what_became_of_it(store)
    store.keep_secret("device", b"a key of this device")
    what_only_the_office_holds(store)
    what_the_office_has(store)


def what_the_office_has(store: Store) -> None:
    """What schema 3 keeps of a sync: taken and refused edits, a clash, attachments both ways, a receipt."""
    post = store.post
    post.begin(Epoch("e-1", 0))
    sent = post.take(most=100, largest=1_000_000)
    outcomes = [Outcome(one.op, Standing.OK, seq=number) for number, one in enumerate(sent[:-1], 1)]
    post.settle([*outcomes, Outcome(sent[-1].op, Standing.INVALID, code="too-large", field="body")], me=AUTHOR)
    with store.transaction(Deed.CHANGE_FINDING, author="a-2", scope="v-1") as tx:
        tx.save(replace(tx.load(Finding, "f-1"), text="Utæt trykluft ved kompressor 2"))
    theirs = {"visit_id": "v-1", "text": "Utæt trykluft i hal 3", "area": "compressed_air"}
    photo = {"visit_id": "v-1", "name": "loft.jpg", "sha256": "0" * 64, "size": 7}
    arrivals = (
        Arrival("finding", "f-1", 90, theirs, by="Bo Ærø", at="2026-11-23T09:00:00+00:00"),
        Arrival("attachment", "p-2", 91, photo, by="Bo Ærø", at="2026-11-23T09:00:00+00:00"),
        Arrival("contact", "c-9", 92, {"name": "Else", "site_id": "s-1", "of_a_newer_program": 1}, schema=99),
    )
    post.arrive(arrivals, cursor=92, me=AUTHOR)
    post.keep_receipt('{"office": "Lillerød Kommune"}')


def what_only_the_office_holds(store: Store) -> None:
    """What schema 4 keeps: a colleague's visit of long ago whose parts never came, a filed report, a hold."""
    at = "2026-11-23T09:00:00+00:00"
    old = {"site_id": "s-1", "status": "sealed", "planned_at": "2019-05-06T09:00:00+02:00", "responsible": "a-9"}
    part = {"visit_id": "v-9", "text": "Utæt tag"}
    report = {
        "visit_id": "v-9", "revision": 1, "pdf_sha256": "1" * 64, "snapshot_sha256": "2" * 64,
        "content_digest": "3" * 64, "file_name": "rapport.pdf", "language": "da", "signer": "Bo Ærø",
        "sealed_at": at, "filed": [{"number": "19/77", "on": "2019-05-08", "by": "Bo Ærø", "at": at}],
    }  # fmt: skip
    hold = Hold(HoldId("h-1"), "site", "s-1", HoldReason.AUDIT, "Revision 2026", "Ida Ærø", store.now())
    arrivals = (
        Arrival("finding", "f-9", 80, part, by="Bo Ærø", at=at),
        Arrival("visit", "v-9", 81, old, by="Bo Ærø", at=at),
        Arrival("report", "r-9", 82, report, by="Bo Ærø", at=at),
    )
    store.post.arrive(arrivals, cursor=82, me=AUTHOR)
    with store.transaction(Deed.PUT_ON_HOLD, author=AUTHOR) as tx:
        tx.save(hold)


def what_became_of_it(store: Store) -> None:
    """What schema 2 keeps of measures after the visit, and what the office says of a set."""
    found = Verification(
        {Carrier.ELECTRICITY: 9_500.0, Carrier.NATURAL_GAS: -300.0}, 11_640.0, 1_210.5,
        VerificationMethod.SUB_METER, by=AUTHOR, at=store.now(), period_from=date(2027, 1, 1),
        period_to=date(2027, 12, 31), dkk_typed=True, note="bimåler i hallen",
    )  # fmt: skip
    with store.transaction(Deed.ADD_MEASURE, author=AUTHOR, scope="v-1") as tx:
        one = Measure("x-2", "v-1", "s-1", "Åben port lukkes", "custom", area="heating", subsidy_dkk=500.0)
        done = one.moved(MeasureStatus.COMPLETED, at=store.now(), by=AUTHOR)
        tx.save(replace(done.moved(MeasureStatus.VERIFIED, at=store.now(), by=AUTHOR), verification=found))
        turned_down = Measure("x-3", "v-1", "s-1", "Ny kedel", "custom", owner="Bo", deadline=date(2027, 3, 1))
        reason = {"reason": "udlejer vil ikke", "barrier": Barrier.OWNER_DECIDES}
        tx.save(turned_down.moved(MeasureStatus.DISCARDED, at=store.now(), by=AUTHOR, **reason))
    with store.transaction(Deed.CHANGE_SETS, author=AUTHOR) as tx:
        tx.save(SetEntry("company", SetKind.PRICES, retired=True))
        tx.save(ChecklistEntry("company_walkthrough", current="0" * 64))
    with store.transaction(Deed.CHANGE_VISIT, author=AUTHOR, scope="v-1") as tx:
        tx.save(replace(tx.load(Visit, "v-1"), purpose="Opfølgning"))
    store.undo("v-1", author=AUTHOR)


def content(store: Store) -> dict[str, object]:
    """Everything that must still be there, as plain JSON."""
    with store.reader() as reader:
        records: dict[str, object] = {
            kind: {one.id: fields_of(one, local=True) for one in reader.all(KINDS[kind])} for kind in COLUMNS
        }
        counts = {
            table: reader.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in COUNTED
            if reader.connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        }
    return {"records": records, "counts": counts, "blobs": list(store.blobs.names())}


def main() -> None:
    """Write `schema-<number>/`: the profile, its secret in hexadecimal, and what is in it."""
    folder = HERE / f"schema-{SCHEMA}"
    shutil.rmtree(folder, ignore_errors=True)
    chance = random.Random(SCHEMA)
    secret, now = chance.randbytes(32), Moments()
    with Store.open(folder, secret, now=now, new_id=UuidMaker(now, chance.randbytes)) as store:
        fill(store)
        described = json.dumps(content(store), indent=1, ensure_ascii=False)
    (folder / "ambassador.lock").unlink()
    (folder / "secret.hex").write_text(secret.hex() + "\n")
    (folder / "content.json").write_text(described + "\n", "utf-8")


if __name__ == "__main__":
    main()
