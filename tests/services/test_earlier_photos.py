"""A photo taken now stands beside one of an earlier visit, and nothing internal of that visit comes along."""

from __future__ import annotations

import pytest

from ambassador_app.domain.earlier_photo import EarlierPhoto
from ambassador_app.domain.identifiers import AttachmentId, FindingId, SiteId, VisitId
from ambassador_app.domain.place import Reach
from ambassador_app.errors import PairRefused
from ambassador_app.report.content import Photo, Photos, Room
from ambassador_app.services.session import Session
from tests.builders import MORNING, TickingClock, a_company, a_visit, signed
from tests.services.sights import a_photo

BOILER, LAMPS = "/data/heating/va_photo", "/data/lighting/ly_photo"


class Story:
    """A site with a visit that was sealed, and a visit now."""

    def __init__(self, session: Session, clock: TickingClock) -> None:
        self.session, self.clock = session, clock
        self.site: SiteId = a_company(session)
        self.first: VisitId = a_visit(session, self.site)
        self.photos = {
            name: self.photo(self.first, number, caption=name, **place)
            for number, (name, place) in enumerate(
                {
                    "whole": {},
                    "area": {"area": "heating"},
                    "question": {"area": "heating", "question": BOILER},
                    "elsewhere": {"area": "lighting", "question": LAMPS},
                }.items()
            )
        }

    def photo(self, visit: VisitId, shade: int, **fields: object) -> AttachmentId:
        made = self.session.evidence.add_photo(visit, a_photo(shade * 3 + 5), "IMG.jpg", **fields)  # type: ignore[arg-type]
        return AttachmentId(made.id)

    def seal(self, visit: VisitId | None = None) -> None:
        signed(self.session, visit or self.first)
        self.session.signing.seal(visit or self.first)

    def now(self) -> tuple[VisitId, AttachmentId]:
        visit = a_visit(self.session, self.site)
        return visit, self.photo(visit, 60, area="heating", question=BOILER, caption="Efter")

    def offered(self, photo: AttachmentId) -> list[str]:
        return [one.caption for one in self.session.evidence.earlier(photo)]

    def shown(self, visit: VisitId) -> list[Photo]:
        dossier = self.session.visits.workspace(visit).dossier
        content = self.session.reports.content(dossier, MORNING)
        return [one for block in content.all_blocks() if isinstance(block, Photos) for one in block.items]


@pytest.fixture
def story(session: Session, clock: TickingClock) -> Story:
    return Story(session, clock)


def test_photos_of_the_same_question_are_offered_first_then_of_the_area(story: Story) -> None:
    story.seal()
    _, photo = story.now()
    assert story.offered(photo) == ["question", "area", "whole", "elsewhere"]


def test_the_newest_visit_is_offered_before_an_older_one(story: Story) -> None:
    story.seal()
    story.clock.forward(days=40)
    second, photo = story.now()
    story.seal(second)
    story.clock.forward(days=40)
    _, third = story.now()
    assert story.offered(third)[:3] == ["Efter", "question", "area"]
    assert story.offered(photo)[0] == "question", "a later visit is never before"


def test_the_two_stand_side_by_side_in_program_and_report_each_with_its_day(story: Story) -> None:
    story.seal()
    story.clock.forward(days=40)
    visit, photo = story.now()
    story.session.evidence.pair(story.photos["area"], photo)
    (known,) = story.session.visits.workspace(visit).dossier.earlier_photos
    assert isinstance(known, EarlierPhoto)
    assert (known.id, known.caption, known.may_be_told) == (story.photos["area"], "area", True)
    before, after = story.shown(visit)
    assert (before.room, before.sha256, after.room) == (Room.BEFORE, known.sha256, Room.AFTER)
    assert before.caption == "Foto 1, før, 23. november 2026. area"
    assert after.caption == "Foto 2, efter, 2. januar 2027. Efter"
    story.seal(visit)
    assert [one.room for one in story.shown(visit)] == [Room.BEFORE, Room.AFTER]


def test_nothing_internal_and_nothing_unsealed_is_offered_or_taken(story: Story) -> None:
    session = story.session
    hidden = FindingId(session.notes.add_finding(story.first, "Hemmeligt", reach=Reach.INTERNAL).id)
    story.photos["of a hidden finding"] = story.photo(story.first, 20, finding_id=hidden)
    session.evidence.change(story.photos["whole"], reach=Reach.INTERNAL)
    session.visits.answer(story.first, LAMPS, reach=Reach.INTERNAL)
    _, photo = story.now()
    assert story.offered(photo) == []
    with pytest.raises(PairRefused):
        session.evidence.pair(story.photos["question"], photo)
    story.seal()
    assert story.offered(photo) == ["question", "area"]
    for name in ("of a hidden finding", "whole", "elsewhere"):
        with pytest.raises(PairRefused):
            session.evidence.pair(story.photos[name], photo)
    elsewhere = Story(session, story.clock)
    elsewhere.seal()
    with pytest.raises(PairRefused):
        session.evidence.pair(elsewhere.photos["question"], photo)


def test_what_becomes_internal_later_leaves_the_report_with_its_pair(story: Story) -> None:
    session = story.session
    story.seal()
    visit, photo = story.now()
    session.evidence.pair(story.photos["question"], photo)
    session.visits.amend(story.first, "Et billede skal ikke vises")
    assert [one.room for one in story.shown(visit)] == [Room.SMALL], "the sealed report is being written anew"
    session.evidence.change(story.photos["question"], reach=Reach.INTERNAL)
    story.seal()
    (known,) = session.visits.workspace(visit).dossier.earlier_photos
    assert not known.may_be_told
    told = session.visits.workspace(visit).dossier.for_report()
    assert told.earlier_photos == ()
    assert [one.before_id for one in told.attachments] == [None]


def test_an_earlier_photo_stays_at_home_with_the_internal_photo_beside_it(story: Story) -> None:
    session = story.session
    story.seal()
    visit, photo = story.now()
    session.evidence.pair(story.photos["question"], photo)
    session.evidence.change(photo, reach=Reach.INTERNAL)
    assert session.visits.workspace(visit).dossier.for_report().earlier_photos == ()
    assert story.shown(visit) == []


def test_a_pair_over_two_visits_is_one_pair_and_is_parted_and_undone(story: Story) -> None:
    session = story.session
    story.seal()
    visit, photo = story.now()
    other = story.photo(visit, 40)
    session.evidence.pair(story.photos["question"], photo)
    for before, after in ((story.photos["question"], other), (photo, other), (other, other)):
        with pytest.raises(PairRefused):
            session.evidence.pair(before, after)
    session.evidence.part(photo)
    assert session.visits.workspace(visit).dossier.earlier_photos == ()
    session.visits.undo(visit)
    assert [one.id for one in session.visits.workspace(visit).dossier.earlier_photos] == [story.photos["question"]]
