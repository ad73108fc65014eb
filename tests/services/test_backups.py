"""Backups: once a working day, into every folder that is there, seven days and four weeks kept, and back again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ambassador_app.errors import BackupNotRead, FileExists, JobCancelled
from ambassador_app.services.opening import Profiles
from ambassador_app.services.session import Session
from ambassador_app.settings import Paths, Settings
from tests.builders import MORNING, TickingClock, a_visit, profiles_in
from tests.services.sights import a_photo

WORDS = "rugbrød og rundstykker"
ENDING = "*.ambassador-backup"


@pytest.fixture
def profiles(tmp_path: Path, clock: TickingClock) -> Profiles:
    return profiles_in(tmp_path / "home", clock=clock)


@pytest.fixture
def session(profiles: Profiles) -> Iterator[Session]:
    session = profiles.create(name="Åse", municipality="Ærø", protection="passphrase", passphrase=WORDS).session
    yield session
    session.close()


def choose(tmp_path: Path, **folders: Path) -> None:
    Settings(**{name: str(folder) for name, folder in folders.items()}).write(
        Paths.for_home(tmp_path / "home").settings_file
    )


def in_folder(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.glob(ENDING))


def own(session: Session) -> Path:
    return session.backups.status().folders[0]


def test_what_was_never_backed_up_is_due_and_after_the_backup_it_is_not(session: Session, clock: TickingClock) -> None:
    status = session.backups.status()
    assert (status.last_at, status.is_due) == (None, True)
    (made,) = session.backups.run_daily()
    status = session.backups.status()
    assert not status.is_due
    assert status.last_at is not None
    assert abs(status.last_at - clock.moment) < timedelta(minutes=1)
    assert made.parent == own(session)
    assert session.backups.run_daily() == ()


def test_each_working_day_has_its_backup_however_early_it_begins(session: Session, clock: TickingClock) -> None:
    session.backups.run_daily()
    clock.forward(hours=3)
    assert not session.backups.status().is_due
    clock.forward(hours=20)  # less than a day later, and the next morning
    assert session.backups.status().is_due
    assert len(session.backups.run_daily()) == 1


def test_the_day_is_the_danish_one(session: Session, clock: TickingClock) -> None:
    clock.moment = datetime(2026, 7, 1, 21, 30, tzinfo=UTC)  # half past eleven at night in Denmark
    session.backups.run_daily()
    clock.moment = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    assert session.backups.status().is_due


def test_seven_days_and_four_weeks_are_kept(session: Session, clock: TickingClock) -> None:
    for _ in range(40):
        session.backups.run_daily()
        clock.forward(days=1)
    kept = in_folder(own(session))
    days = [datetime.strptime(name[11:21], "%Y-%m-%d").date() for name in kept]  # noqa: DTZ007 - a day has no zone
    last = max(days)
    assert last == (MORNING + timedelta(days=39)).date()
    assert {last - timedelta(days=back) for back in range(7)} <= set(days)
    assert len({day.isocalendar()[:2] for day in days}) == 4
    assert len(days) in {9, 10}


def test_the_backup_is_copied_to_the_chosen_folders_and_a_stick_that_is_not_there_is_left_out(
    session: Session, clock: TickingClock, tmp_path: Path
) -> None:
    drive, stick = tmp_path / "drev", tmp_path / "stik"
    drive.mkdir()
    choose(tmp_path, backup_folder=drive, second_folder=stick)
    first = session.backups.run_daily()
    assert [one.parent for one in first] == [own(session), drive]
    assert not stick.exists()
    stick.mkdir()
    clock.forward(days=1)
    second = session.backups.run_daily()
    assert [one.parent for one in second] == [own(session), drive, stick]
    assert len({one.read_bytes() for one in second}) == 1
    assert len(in_folder(drive)) == 2


def test_a_backup_on_a_stick_brings_every_visit_back(session: Session, tmp_path: Path, clock: TickingClock) -> None:
    visit_id = a_visit(session)
    session.visits.answer(visit_id, "/data/lighting/ly1_lamp_kind", value="t8", note="æøå \N{SNOWMAN}")
    photo = session.evidence.add_photo(visit_id, a_photo(), caption="Rør").id
    session.measures.add(visit_id, title="Sluk om natten")
    before = session.visits.workspace(visit_id)
    (made,) = session.backups.run_daily()
    session.visits.answer(visit_id, "/data/lighting/ly1_lamp_kind", note="skrevet bagefter")
    there = profiles_in(tmp_path / "there", clock=clock)
    there.restore(made, passphrase=WORDS)
    again = there.open(passphrase=WORDS)
    try:
        after = again.visits.workspace(visit_id)
        assert after.dossier == before.dossier
        assert (after.undo, after.redo, after.totals) == (before.undo, before.redo, before.totals)
        assert again.evidence.picture(photo, size="original") == a_photo()  # type: ignore[arg-type]
        assert again.backups.status().is_due
        again.visits.undo(visit_id)
    finally:
        again.close()


def test_daily_care_makes_copies_and_lets_go_only_of_what_nothing_can_reach(
    session: Session, clock: TickingClock
) -> None:
    visit_id = a_visit(session)
    kept = session.evidence.add_photo(visit_id, a_photo(10), caption="bliver").id
    removed = session.evidence.add_photo(visit_id, a_photo(50), caption="fortrudt").id
    session.evidence.remove(removed)  # type: ignore[arg-type]
    orphan = session._desk.store.blobs.put(b"of a record that never came")
    clock.forward(days=3)
    session.look_after()
    assert not session.backups.status().is_due
    assert list(session._desk.store.folder.glob("snapshots/*"))
    assert not session._desk.store.blobs.has(orphan)
    session.visits.undo(visit_id)
    for photo in (kept, removed):
        assert session.evidence.picture(photo, size="original").startswith(b"\xff\xd8")  # type: ignore[arg-type]


def test_a_backup_on_request_never_overwrites_and_can_be_stopped(session: Session, tmp_path: Path) -> None:
    target = tmp_path / "alt.ambassador-backup"
    with pytest.raises(JobCancelled):
        session.backups.make(target, cancelled=lambda: True)
    assert list(tmp_path.glob("alt*")) == []
    assert session.backups.status().is_due
    seen: list[float] = []
    made = session.backups.make(target, seen.append)
    assert seen[-1] == 1.0
    assert made.size == target.stat().st_size
    data = target.read_bytes()
    with pytest.raises(FileExists):
        session.backups.make(target)
    assert target.read_bytes() == data


def test_a_backup_holds_none_of_the_typed_text(session: Session, tmp_path: Path) -> None:
    visit_id = a_visit(session)
    session.visits.change(visit_id, remarks="kxusynlig tekst")
    made = session.backups.make(tmp_path / "alt.ambassador-backup")
    assert b"kxusynlig" not in made.file.read_bytes()


def test_what_is_no_backup_is_refused(profiles: Profiles, tmp_path: Path) -> None:
    file = tmp_path / "x.ambassador-backup"
    file.write_bytes(b"x" * 5000)
    with pytest.raises(BackupNotRead):
        profiles.restore(file, passphrase=WORDS)
    with pytest.raises(BackupNotRead):
        profiles.restore(tmp_path / "nowhere", passphrase=WORDS)
    assert not profiles.exists()
