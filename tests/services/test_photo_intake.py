"""Photos of a phone are offered where they were taken, and taken in only when that is confirmed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from ambassador_app.domain.photo_matching import Certainty, Place
from ambassador_app.errors import FileNotRead, JobCancelled, PhotoEmpty, PhotoKindUnknown, VisitLocked
from ambassador_app.services.evidence import Picked
from ambassador_app.services.session import Session
from tests.builders import TickingClock, a_visit, session_in, signed

DANISH_WINTER = timezone(timedelta(hours=1))
LAMPS, MANAGEMENT = "/data/lighting/ly1_lamp_kind", "/data/management/le6_ideas"


def a_phone_photo(taken: datetime, *, shade: int = 90, model: str = "iPhone 13", offset: str = "") -> bytes:
    """A JPEG as a phone writes it: the time on its own clock, without a zone unless `offset` is given."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Apple", model
    exif.get_ifd(0x8769)[0x9003] = taken.strftime("%Y:%m:%d %H:%M:%S")
    if offset:
        exif.get_ifd(0x8769)[0x9011] = offset
    out = BytesIO()
    Image.new("RGB", (320, 240), (shade, 120, 60)).save(out, "JPEG", exif=exif)
    return out.getvalue()


class Walk:
    """A visit at which lamps were noted, then ideas forty minutes later."""

    def __init__(self, session: Session, clock: TickingClock, folder: Path) -> None:
        self.session, self.clock, self.folder = session, clock, folder
        self.visit_id = a_visit(session)
        session.visits.answer(self.visit_id, LAMPS, value="t8")
        self.lamps = clock.moment
        clock.forward(minutes=40)
        session.visits.answer(self.visit_id, MANAGEMENT, value="Ny kompressor")
        self.ideas = clock.moment

    def put(self, name: str, data: bytes, *, written: datetime | None = None) -> Path:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        at = (written or self.ideas).timestamp()
        os.utime(file, (at, at))
        return file

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(DANISH_WINTER)


@pytest.fixture
def walk(tmp_path: Path) -> Iterator[Walk]:
    clock = TickingClock()
    with session_in(tmp_path / "home", clock=clock) as session:
        yield Walk(session, clock, tmp_path / "phone")


def test_a_photo_is_offered_to_the_question_that_was_open(walk: Walk) -> None:
    walk.put("DCIM/100/IMG_1.JPG", a_phone_photo(walk.local(walk.lamps + timedelta(minutes=1)), shade=10))
    walk.put("DCIM/100/IMG_2.JPG", a_phone_photo(walk.local(walk.ideas - timedelta(minutes=2)), shade=20))
    utc = a_phone_photo(walk.ideas.astimezone(timezone(timedelta(hours=5))), shade=30, offset="+05:00")
    walk.put("DCIM/100/IMG_3.JPG", utc)
    sheet = walk.session.photo_intake.look(walk.visit_id, [walk.folder / "DCIM"], {})
    assert [one.guess.place.question for one in sheet.offers] == [LAMPS, MANAGEMENT, MANAGEMENT]
    assert [one.guess.place.area for one in sheet.offers] == ["lighting", "management", "management"]
    assert all(one.is_meant for one in sheet.offers)
    assert sheet.cameras == ("Apple iPhone 13",)
    assert walk.session.visits.workspace(walk.visit_id).dossier.attachments == (), "nothing is taken unasked"


def test_one_photo_of_a_known_moment_puts_the_clock_of_its_phone_right(walk: Walk) -> None:
    wrong = timedelta(hours=-3, minutes=-17)
    walk.put("a.jpg", a_phone_photo(walk.local(walk.lamps) + wrong, shade=10, model="Old phone"))
    walk.put("b.jpg", a_phone_photo(walk.local(walk.lamps), shade=20))
    intake = walk.session.photo_intake
    sheet = intake.look(walk.visit_id, [walk.folder], {})
    old = next(one for one in sheet.offers if one.found.name == "a.jpg")
    assert old.guess.certainty is Certainty.OUTSIDE
    again = intake.offered(walk.visit_id, [one.found for one in sheet.offers], {"Apple Old phone": wrong})
    assert {one.guess.place.question for one in again.offers} == {LAMPS}
    assert next(one.taken_at for one in again.offers if one.found.name == "a.jpg") == walk.lamps.replace(microsecond=0)


def test_a_finding_and_what_was_taken_already_are_recognised(walk: Walk) -> None:
    walk.clock.forward(minutes=30)
    finding = walk.session.notes.add_finding(walk.visit_id, "Rust", area="heating").id
    file = walk.put("a.jpg", a_phone_photo(walk.local(walk.clock.moment)))
    intake = walk.session.photo_intake
    (offer,) = intake.look(walk.visit_id, [walk.folder], {}).offers
    assert (offer.guess.place.finding_id, offer.guess.place.area) == (finding, "heating")
    walk.session.evidence.add_photos(walk.visit_id, [Picked(file.read_bytes, "a.jpg", offer.guess.place)])
    (again,) = intake.look(walk.visit_id, [walk.folder], {}).offers
    assert again.is_taken
    assert not again.is_meant


def test_old_files_copies_and_what_is_no_photo_are_told_apart(walk: Walk) -> None:
    data = a_phone_photo(walk.local(walk.lamps))
    walk.put("a.jpg", data)
    walk.put("copy of a.jpg", data)
    walk.put("empty.jpg", b"")
    walk.put("film.heic", b"\0\0\0\x20ftypqt  " + bytes(30))
    walk.put("summer.jpg", a_phone_photo(datetime(2026, 7, 1, 12, 0, tzinfo=DANISH_WINTER), shade=1),
             written=walk.lamps - timedelta(days=140))  # fmt: skip
    walk.put("note.txt", b"no picture")
    intake = walk.session.photo_intake
    sheet = intake.look(walk.visit_id, [walk.folder, walk.folder / "gone"], {})
    assert len(sheet.offers) == 1
    assert {type(one) for one in sheet.refused} == {PhotoEmpty, PhotoKindUnknown}
    assert sheet.left_out == 1
    everything = intake.look(walk.visit_id, [walk.folder], {}, all_times=True)
    assert [one.is_meant for one in everything.offers] == [False, True]
    assert len(intake.new_in(walk.visit_id, [walk.folder], frozenset({str(walk.folder / "a.jpg")}))) == 3


def test_of_a_batch_what_can_be_read_is_taken_in_one_step_and_the_rest_is_named(walk: Walk) -> None:
    evidence, visit_id = walk.session.evidence, walk.visit_id
    walk.session.visits.answer(visit_id, "/data/before/bf_photo_consent", value="yes")
    gone = walk.folder / "gone.jpg"
    picks = [
        Picked(lambda: a_phone_photo(walk.lamps, shade=1), "1.jpg", Place(question="/data/lighting/ly_photo")),
        Picked(lambda: b"torn", "2.jpg"),
        Picked(gone.read_bytes, "gone.jpg"),
        Picked(lambda: a_phone_photo(walk.lamps, shade=2), "3.jpg", taken_at=walk.ideas),
    ]
    taken = evidence.add_photos(visit_id, picks)
    assert len(taken.ids) == 2
    assert [type(one) for one in taken.refused] == [PhotoKindUnknown, FileNotRead]
    workspace = walk.session.visits.workspace(visit_id)
    assert [one.taken_at for one in workspace.dossier.attachments][1] == walk.ideas
    assert workspace.form["/data/lighting/ly_photo"].answered  # type: ignore[index]
    walk.session.visits.undo(visit_id)
    assert walk.session.visits.workspace(visit_id).dossier.attachments == ()


def test_who_stops_in_the_middle_has_added_nothing(walk: Walk) -> None:
    def stop(done: int, _total: int) -> None:
        if done:
            raise JobCancelled

    picks = [Picked(lambda shade=shade: a_phone_photo(walk.lamps, shade=shade), "x.jpg") for shade in (1, 2)]  # type: ignore[misc]
    with pytest.raises(JobCancelled):
        walk.session.evidence.add_photos(walk.visit_id, picks, progress=stop)
    assert walk.session.visits.workspace(walk.visit_id).dossier.attachments == ()


def test_photos_can_be_added_until_the_seal_and_not_after(walk: Walk) -> None:
    evidence = walk.session.evidence
    evidence.add_photo(walk.visit_id, a_phone_photo(walk.lamps))
    signed(walk.session, walk.visit_id)
    walk.session.signing.seal(walk.visit_id)
    before = len(walk.session._desk.store.blobs.names())
    with pytest.raises(VisitLocked):
        evidence.add_photo(walk.visit_id, a_phone_photo(walk.lamps, shade=200))
    assert len(walk.session._desk.store.blobs.names()) == before


def test_only_what_a_person_noted_counts_as_worked_on(walk: Walk) -> None:
    worked = walk.session.photo_intake.worked_on(walk.visit_id)
    assert [one.place.question for one in worked] == [LAMPS, MANAGEMENT], "what is filled in beforehand is no deed"
