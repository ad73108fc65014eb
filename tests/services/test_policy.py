"""The policy of a computer: read from a file that the person cannot change, and kept by every service."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ambassador_app.domain.hand_over import HandOverWay
from ambassador_app.domain.identifiers import ReportId
from ambassador_app.domain.policy import WAYS, Policy, PolicyProblem
from ambassador_app.domain.policy_file import read as understood
from ambassador_app.domain.printing import PrintState, PrintWish
from ambassador_app.errors import NotAllowedHere, PassphraseRequired, PolicyUnclear
from ambassador_app.i18n import Language
from ambassador_app.services.opening import Profiles
from ambassador_app.services.policy_reading import check_policy, is_machine_owned, read_policy
from ambassador_app.services.session import Session
from ambassador_app.settings import Settings
from tests.builders import TickingClock, a_visit, profiles_in, signed

P = PolicyProblem
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="modes and owners of POSIX")
as_root = pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can own such a file")


def read(file: Path, variables: dict[str, str] | None = None) -> Policy:
    return read_policy(file, variables or {}, is_trusted=lambda _file: True)


def problem(found: Policy) -> PolicyProblem:
    assert len(found.faults) == 1
    assert found.unclear == {"*"} and not any(found.allows(way) for way in WAYS)
    return found.faults[0].problem


# -- the file -----------------------------------------------------------------------------------------------------
def test_no_file_is_no_policy(tmp_path: Path) -> None:
    assert read_policy(tmp_path / "policy.toml", {}) == Policy()
    assert read_policy(tmp_path / "there" / "is" / "no" / "policy.toml", {}) == Policy()


def test_a_file_is_read_and_its_folders_are_filled_in(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text('[folders]\nbackup = "%SHARE%/x"', "utf-8")
    assert read(file, {"SHARE": "/srv"}).backup_folder == "/srv/x"
    assert check_policy(file).backup_folder == "%SHARE%/x"


def test_ten_megabytes_are_not_read(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    with file.open("wb") as out:
        out.truncate(10_000_000)
    assert problem(read(file)) is P.TOO_LARGE


def test_a_folder_of_that_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "policy.toml").mkdir()
    assert problem(read(tmp_path / "policy.toml")) is P.NOT_A_FILE


@needs_posix
def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("")
    (tmp_path / "policy.toml").symlink_to(tmp_path / "mine.toml")
    assert problem(read(tmp_path / "policy.toml")) is P.NOT_A_FILE
    (tmp_path / "mine.toml").unlink()
    assert problem(read(tmp_path / "policy.toml")) is P.NOT_A_FILE


@needs_posix
def test_nobody_waits_at_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "policy.toml")
    assert problem(read(tmp_path / "policy.toml")) is P.NOT_A_FILE


AS_SOMEBODY = """
import os, sys
from pathlib import Path
from ambassador_app.services.policy_reading import read_policy
os.setgroups([]) if os.geteuid() == 0 else None
os.seteuid(65534) if os.geteuid() == 0 else None
found = read_policy(Path(sys.argv[1]), {})
print(*(one.problem for one in found.faults), found.lock_after_minutes)
"""


def as_somebody(file: Path) -> str:
    """What an ordinary user's program reads there."""
    done = subprocess.run([sys.executable, "-c", AS_SOMEBODY, str(file)], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def machine_file(tmp_path: Path) -> Path:
    """A policy as IT puts it there, where an ordinary user can read it."""
    for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        folder.chmod(0o755)
    file = tmp_path / "policy.toml"
    file.write_text("[protection]\nlock_after_minutes = 3")
    file.chmod(0o644)
    return file


@as_root
def test_a_file_of_the_administrator_holds_for_an_ordinary_user(machine_file: Path) -> None:
    assert as_somebody(machine_file) == "3"


@as_root
def test_a_file_that_cannot_be_read_is_told(machine_file: Path) -> None:
    machine_file.chmod(0o600)
    assert as_somebody(machine_file) == "not_read 15"


@as_root
@pytest.mark.parametrize("how", ["own", "group", "all", "folder"])
def test_a_file_that_the_person_can_change_is_not_trusted(machine_file: Path, how: str) -> None:
    match how:
        case "own":
            os.chown(machine_file, 65534, 65534)
        case "group":
            machine_file.chmod(0o664)
        case "all":
            machine_file.chmod(0o646)
        case "folder":
            machine_file.parent.chmod(0o777)
    assert as_somebody(machine_file) == "not_trusted 15"


@needs_posix
def test_one_s_own_file_is_not_the_machine_s(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text("")
    if os.geteuid() == 0:
        os.chown(file, 1000, 1000)
    assert not is_machine_owned(file)
    assert problem(read_policy(file, {})) is P.NOT_TRUSTED


# -- handing over -------------------------------------------------------------------------------------------------
def session_under(folder: Path, policy: Policy) -> Session:
    return profiles_in(folder, policy=policy).throw_away()


@pytest.fixture
def sealed(tmp_path: Path) -> tuple[Session, ReportId]:
    session = profiles_in(tmp_path / "home").throw_away()
    session.profile.change_ambassador(name="Åse Østergård")
    session.profile.change_municipality(name="Eksempelkøbing Kommune")
    visit = a_visit(session)
    signed(session, visit)
    report = session.signing.seal(visit).report.id
    return session, report


def ways_of(session: Session, report: ReportId, folder: Path) -> dict[HandOverWay, Callable[[], object]]:
    over = session.hand_over
    return {
        HandOverWay.COPY: lambda: over.save_copy(report, folder),
        HandOverWay.STICK: lambda: over.to_stick(report, folder),
        HandOverWay.CASE_SYSTEM: lambda: over.for_case_system(report, folder, Language.DANISH),
        HandOverWay.WORD: lambda: over.word(report, folder),
        HandOverWay.ARCHIVE_COPY: lambda: over.for_archive(report, folder),
        HandOverWay.MAIL: lambda: over.mail_draft(report, folder, to="a@b.dk"),
        HandOverWay.PRINT: lambda: session.print_queue.add(report, PrintWish(), PrintState.OFFICE),
    }


def test_only_what_is_allowed_leaves_and_nothing_is_written_of_the_rest(
    sealed: tuple[Session, ReportId], tmp_path: Path
) -> None:
    session, report = sealed
    out = tmp_path / "out"
    out.mkdir()
    session._desk.policy = Policy(file="/etc/p", ways=frozenset({HandOverWay.COPY}))
    ways = ways_of(session, report, out)
    assert set(ways) == set(WAYS)
    for way, give in ways.items():
        if way is not HandOverWay.COPY:
            with pytest.raises(NotAllowedHere):
                give()
    assert list(out.iterdir()) == [] and session.print_queue.waiting() == ()
    ways[HandOverWay.COPY]()
    assert [one.suffix for one in out.iterdir()] == [".pdf"]
    session.hand_over.note(report, to="Jens", where="by hand")
    assert [one.way for one in session.report_copies.record(report).handed_over] == ["copy", "other"]
    session.close()


# -- folders and protection ---------------------------------------------------------------------------------------
def unclear(text: str) -> Policy:
    return understood(text.encode(), "/etc/policy.toml")


def test_no_profile_is_made_where_it_may_not_belong(tmp_path: Path) -> None:
    profiles = profiles_in(tmp_path, policy=unclear("[folders]\ndata = 3"))
    with pytest.raises(PolicyUnclear) as refused:
        profiles.create(name="Åse", municipality="Oddeby", protection="passphrase", passphrase="en god lang sætning")
    assert refused.value.fields["file"] == "/etc/policy.toml"
    assert not (tmp_path / "profiles").exists()


def test_a_profile_that_is_there_opens_under_a_policy_that_cannot_be_read(tmp_path: Path) -> None:
    profiles_in(tmp_path).throw_away().close()
    with_it = profiles_in(tmp_path, policy=unclear("[[["))
    session = with_it.open()
    assert session.policy.faults and session.today() is not None
    session.close()


def test_a_passphrase_is_demanded(tmp_path: Path) -> None:
    profiles: Profiles = profiles_in(tmp_path, policy=Policy(passphrase_required=True))
    with pytest.raises(PassphraseRequired):
        profiles.create(name="Åse", municipality="Oddeby", protection="keystore")
    made = profiles.create(name="Åse", municipality="Oddeby", protection="passphrase", passphrase="en god lang sætning")
    made.session.close()


@needs_posix
def test_what_a_profile_writes_is_its_person_s_alone(tmp_path: Path) -> None:
    folder = tmp_path / "home" / "profiles" / "main"
    profiles_in(tmp_path / "home").throw_away().close()
    folder.chmod(0o755)  # as an earlier version of the program left it
    session = profiles_in(tmp_path / "home").throw_away()
    try:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        for file in folder.rglob("*"):
            assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0, file.name
    finally:
        session.close()


# -- backups ------------------------------------------------------------------------------------------------------
def test_the_municipality_s_folder_takes_the_place_of_the_chosen_one(tmp_path: Path) -> None:
    chosen, theirs = tmp_path / "chosen", tmp_path / "server" / "home" / "aase"
    chosen.mkdir()
    (tmp_path / "server").mkdir()
    policy = Policy(backup_folder=str(theirs), daily_snapshots=1, weekly_snapshots=0)
    Settings(second_folder=str(chosen)).write(tmp_path / "home" / "settings.toml")
    clock = TickingClock()
    session = profiles_in(tmp_path / "home", policy=policy, clock=clock).throw_away()
    for _ in range(3):
        session.look_after()
        clock.forward(days=1)
    assert list(chosen.iterdir()) == []
    own = tmp_path / "home" / "profiles" / "main"
    assert len(list(theirs.iterdir())) == len(list((own / "backups").iterdir())) == 1
    assert len(list((own / "snapshots").glob("*daily.db"))) == 1
    assert session.backups.status().folders[1:] == (theirs,)
    session.close()


def test_a_backup_goes_nowhere_where_the_folder_is_not_understood(tmp_path: Path) -> None:
    Settings(second_folder=str(tmp_path)).write(tmp_path / "home" / "settings.toml")
    session = profiles_in(tmp_path / "home", policy=unclear('[folders]\nbackup = "server"')).throw_away()
    assert len(session.backups.status().folders) == 1
    session.close()


# -- the invitation that is rolled out ----------------------------------------------------------------------------
INVITATION = "ambassador://klima.oddeby.dk:8443/oddeby?code=ABCD-EFGH"


def test_an_invitation_lies_in_a_file_of_its_own(tmp_path: Path) -> None:
    file, beside = tmp_path / "policy.toml", tmp_path / "invitation.txt"
    file.write_text(f'[office]\ninvitation_file = "{beside.as_posix()}"', "utf-8")
    assert read(file).invitation == "" and read(file).faults == ()
    beside.write_text(f"{INVITATION}\r\n", "utf-8-sig")
    assert read(file).invitation == INVITATION
    beside.write_text("https://klima.oddeby.dk")
    assert [one.problem for one in read(file).faults] == [P.NO_INVITATION]
    beside.unlink()
    beside.mkdir()
    assert [(one.problem, one.key) for one in read(file).faults] == [(P.NOT_A_FILE, "office.invitation_file")]
    assert read(file).may_join


def test_an_invitation_that_the_person_could_write_is_not_taken(tmp_path: Path) -> None:
    file, beside = tmp_path / "policy.toml", tmp_path / "invitation.txt"
    file.write_text(f'[office]\ninvitation_file = "{beside.as_posix()}"', "utf-8")
    beside.write_text(INVITATION)
    found = read_policy(file, {}, is_trusted=lambda one: one == file)
    assert found.invitation == "" and [one.problem for one in found.faults] == [P.NOT_TRUSTED]
