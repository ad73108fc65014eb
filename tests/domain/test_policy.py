"""The policy file, key by key; what is not understood holds at its strictest and is named with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.domain.hand_over import HandOverWay
from ambassador_app.domain.policy import LOCK_STANDARD, WAYS, Policy, PolicyFault, PolicyProblem
from ambassador_app.domain.policy_file import KEYS, LARGEST, filled_in, read

FILE = "/etc/xdg/Ambassador/policy.toml"
P = PolicyProblem
WHOLE = """\
# Oddeby
[office]
server = "https://klima.oddeby.dk:8443/"
fingerprint = "AB:{}"
invitation = "ambassador://klima.oddeby.dk:8443/oddeby?code=ABCD-EFGH"
invitation_file = '%PROGRAMDATA%\\Ambassador\\invitation.txt'
escrow_required = true
sync_on_metered = true

[folders]
data = '%LOCALAPPDATA%\\Ambassador'
backup = '\\\\server\\hjem\\%USERNAME%'
copies = "~/Dokumenter"

[retention]
purge_after_days = 14
daily_snapshots = 3
weekly_snapshots = 0

[hand_over]
allowed = ["print", "mail", "case_system"]

[protection]
lock_after_minutes = 10
passphrase_required = true
""".format(":".join(["cd"] * 31))


def policy_of(text: str) -> Policy:
    return read(text.encode(), FILE)


def faults(text: str) -> list[tuple[PolicyProblem, str, int]]:
    return [(one.problem, one.key, one.line) for one in policy_of(text).faults]


def test_every_key_is_read() -> None:
    found = policy_of(WHOLE)
    assert found.faults == () and found.unclear == frozenset()
    assert found.server == "https://klima.oddeby.dk:8443" and found.fingerprint == "ab" + "cd" * 31
    assert found.purge_after_days == 14 and (found.daily_snapshots, found.weekly_snapshots) == (3, 0)
    assert found.ways == {HandOverWay.PRINT, HandOverWay.MAIL, HandOverWay.CASE_SYSTEM}
    assert found.lock_after_minutes == 10 and found.passphrase_required and found.escrow_required
    assert all(found.sets(key.field) for key in KEYS.values())


def test_no_policy_fixes_nothing() -> None:
    nothing = Policy()
    assert not any(nothing.sets(key.field) for key in KEYS.values())
    assert all(nothing.allows(way) for way in HandOverWay)
    assert nothing.may_join and nothing.may_purge and nothing.may_begin


def test_a_smaller_copy_goes_as_a_mail_does_and_noting_is_always_possible() -> None:
    found = policy_of('[hand_over]\nallowed = ["mail"]')
    assert {way for way in HandOverWay if found.allows(way)} == {
        HandOverWay.MAIL,
        HandOverWay.MAIL_COPY,
        HandOverWay.OTHER,
    }


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("office.server", '"klima.oddeby.dk"', P.NO_ADDRESS),
        ("office.server", "8443", P.TEXT_WANTED),
        ("office.fingerprint", '"abc"', P.NO_FINGERPRINT),
        ("office.invitation", '"https://klima.oddeby.dk"', P.NO_INVITATION),
        ("office.invitation_file", '"invitation.txt"', P.NOT_ABSOLUTE),
        ("office.escrow_required", '"yes"', P.YES_OR_NO_WANTED),
        ("office.sync_on_metered", "1", P.YES_OR_NO_WANTED),
        ("folders.data", "'D:\\Ambassador'", P.NOT_PER_USER),
        ("folders.data", '"Ambassador/%USERNAME%"', P.NOT_ABSOLUTE),
        ("folders.backup", '"backup"', P.NOT_ABSOLUTE),
        ("folders.copies", "[]", P.TEXT_WANTED),
        ("retention.purge_after_days", "0", P.OUT_OF_RANGE),
        ("retention.purge_after_days", "30.0", P.NUMBER_WANTED),
        ("retention.purge_after_days", "true", P.NUMBER_WANTED),
        ("retention.daily_snapshots", "0", P.OUT_OF_RANGE),
        ("retention.weekly_snapshots", "-1", P.OUT_OF_RANGE),
        ("hand_over.allowed", '"print"', P.WAYS_WANTED),
        ("protection.lock_after_minutes", "0", P.OUT_OF_RANGE),
        ("protection.passphrase_required", '"true"', P.YES_OR_NO_WANTED),
    ],
)
def test_a_wrong_value_is_named_with_its_line_and_the_rest_holds(key: str, value: str, problem: PolicyProblem) -> None:
    part, _, name = key.partition(".")
    other = 'folders.copies = "/srv"' if part != "folders" else "protection.lock_after_minutes = 5"
    text = f"{other}\n\n[{part}]\n# said\n{name} = {value}\n"
    found = policy_of(text)
    assert faults(text) == [(problem, key, 5)]
    assert found.copies_folder == "/srv" or found.lock_after_minutes == 5
    assert key in found.unclear


def test_what_restricts_holds_at_its_strictest_when_it_is_not_understood() -> None:
    found = policy_of(
        "[hand_over]\nallowed = 1\n[protection]\nlock_after_minutes = 'soon'\npassphrase_required = 1\n"
        "[office]\nserver = 1\nescrow_required = 1\n[retention]\npurge_after_days = 'x'\n[folders]\ndata = 1\n"
    )
    assert not any(found.allows(way) for way in WAYS)
    assert found.lock_after_minutes == LOCK_STANDARD
    assert found.passphrase_required and found.escrow_required
    assert not (found.may_join or found.may_purge or found.may_begin)


def test_one_unknown_way_takes_nothing_from_the_others() -> None:
    text = '[hand_over]\nallowed = ["print", "fax"]'
    assert policy_of(text).ways == {HandOverWay.PRINT}
    assert faults(text) == [(P.UNKNOWN_WAY, "hand_over.allowed", 2)]


def test_unknown_keys_and_parts_are_named_and_hold_nothing_up() -> None:
    text = '[office]\nserver = "https://a.dk"\nservre = 1\n[oficce]\nserver = 1\n'
    assert faults(text) == [(P.UNKNOWN_KEY, "office.servre", 3), (P.UNKNOWN_PART, "oficce", 4)]
    assert policy_of(text).server == "https://a.dk" and policy_of(text).unclear == frozenset()


def test_a_part_that_is_no_table_holds_at_its_strictest() -> None:
    found = policy_of("hand_over = 3")
    assert found.unclear == {"hand_over.allowed"} and not found.allows(HandOverWay.PRINT)


@pytest.mark.parametrize(
    ("data", "problem", "line"),
    [
        (b"[office\nserver = 1", P.NOT_TOML, 1),
        (b"[office]\nserver = 'a'\nserver = 'b'\n", P.NOT_TOML, 3),
        (b"# Oddeby\n[office]\nserver = '\xe5'", P.NOT_TEXT, 3),
        (b"x = " + b"[" * 50_000, P.NOT_TOML, 0),
        (b"#" * (LARGEST + 1), P.TOO_LARGE, 0),
        (b"\x00" * 100, P.NOT_TOML, 1),
        ("\ufeff[office\n".encode("utf-16"), P.NOT_TEXT, 1),
    ],
)
def test_a_file_that_cannot_be_read_holds_everything_at_its_strictest(
    data: bytes, problem: PolicyProblem, line: int
) -> None:
    found = read(data, FILE)
    assert [one.problem for one in found.faults] == [problem]
    assert found.faults[0].line == line
    assert not (found.may_join or found.may_purge or found.may_begin)
    assert not any(found.allows(way) for way in WAYS) and found.passphrase_required


def test_an_editor_on_windows_leaves_its_mark() -> None:
    assert policy_of("\ufeff[protection]\r\nlock_after_minutes = 5\r\n").lock_after_minutes == 5


@given(st.binary(max_size=200) | st.text(alphabet='[]="\n.x1 officeserver#', max_size=200).map(str.encode))
def test_whatever_stands_there_is_read_or_told(data: bytes) -> None:
    found = read(data, FILE)
    assert found.file == FILE
    assert found.faults or "*" not in found.unclear


@given(st.dictionaries(st.sampled_from(sorted(KEYS)), st.sampled_from(["1", "'x'", "true", "[]", "{}", "1.5", "[1]"])))
def test_a_wrong_value_never_gives_more_than_no_value(values: dict[str, str]) -> None:
    """Whatever is wrong, a way that is allowed is one that the file names, and what is unclear is told."""
    found = policy_of("".join(f"{key} = {value}\n" for key, value in values.items()))
    assert "hand_over.allowed" not in values or not any(found.allows(way) for way in WAYS)
    assert found.unclear == {one.key for one in found.faults if one.problem is not P.UNKNOWN_WAY}


# -- folders ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("written", "full"),
    [
        (r"%LOCALAPPDATA%\Ambassador", r"C:\Users\åse\Ambassador"),
        ("$HOME/x", "/home/åse/x"),
        ("${HOME}/x", "/home/åse/x"),
        ("~/x", "/home/åse/x"),
        (r"\\server\home$\%USERNAME%", r"\\server\home$\åse"),
    ],
)
def test_variables_are_filled_in(written: str, full: str) -> None:
    variables = {"LOCALAPPDATA": r"C:\Users\åse", "HOME": "/home/åse", "~": "/home/åse", "USERNAME": "åse"}
    assert filled_in(Policy(data_folder=written), variables).data_folder == full


def test_a_variable_that_is_not_there_is_told_and_no_folder_is_guessed() -> None:
    found = filled_in(Policy(data_folder="/srv/$WHO/a", copies_folder="/srv"), {"HOME": "/root"})
    assert (found.data_folder, found.copies_folder) == ("", "/srv")
    assert found.faults == (PolicyFault(P.UNKNOWN_VARIABLE, "folders.data", found="WHO"),)
    assert not found.may_begin
