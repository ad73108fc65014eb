"""The policy file (TOML) as a value, each of its keys looked at by itself."""

from __future__ import annotations

import re
import tomllib
from codecs import BOM_UTF8
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from ambassador_app.domain.hand_over import HandOverWay
from ambassador_app.domain.policy import LOCK_STANDARD, WAYS, Policy, PolicyFault, PolicyProblem

LARGEST: Final = 64 * 1024
"""Bytes of a policy file: the longest that makes sense has a fiftieth of that."""
_SHOWN: Final = 60

_ADDRESS: Final = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*)?")
_INVITATION: Final = re.compile(r"ambassador(\+http)?://\S+\?\S*code=\S+")
_FINGERPRINT: Final = re.compile(r"[0-9a-f]{64}")
_VARIABLE: Final = re.compile(r"%([^%\s/\\]+)%|\$\{(\w+)\}|\$(\w+)|^(~)(?=[/\\]|$)")
_ROOT: Final = re.compile(r"[A-Za-z]:[/\\]|\\\\[^\\]|/|~(?=[/\\]|$)|%[^%\s/\\]+%|\$\{?\w")
_TABLE: Final = re.compile(r"\s*\[\s*([A-Za-z0-9_.\-\"' ]+?)\s*\]")


class _Wrong(Exception):
    """A value that is not understood."""

    def __init__(self, problem: PolicyProblem, found: object = "", allowed: str = "") -> None:
        super().__init__(problem)
        self.problem, self.found, self.allowed = problem, found, allowed


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the file: the field of `Policy` that it sets, how it is read, and what holds if it cannot be."""

    field: str
    read: Callable[[object], Any]
    strictest: Any = None


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _Wrong(PolicyProblem.TEXT_WANTED, value)
    return value.strip()


def _matching(pattern: re.Pattern[str], problem: PolicyProblem, *dropped: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        text = _text(value)
        for one in dropped:
            text = text.replace(one, "").lower()
        if not pattern.fullmatch(text):
            raise _Wrong(problem, value)
        return text

    return read


def _address(value: object) -> str:
    return _matching(_ADDRESS, PolicyProblem.NO_ADDRESS)(value).rstrip("/")


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise _Wrong(PolicyProblem.YES_OR_NO_WANTED, value)
    return value


def _whole(low: int, high: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise _Wrong(PolicyProblem.NUMBER_WANTED, value, f"{low}-{high}")
        if not low <= value <= high:
            raise _Wrong(PolicyProblem.OUT_OF_RANGE, value, f"{low}-{high}")
        return value

    return read


def _ways(value: object) -> frozenset[HandOverWay]:
    if not isinstance(value, list):
        raise _Wrong(PolicyProblem.WAYS_WANTED, value, ", ".join(WAYS))
    return frozenset(one for one in WAYS if one.value in value)


def _folder(value: object) -> str:
    text = _text(value)
    if not _ROOT.match(text):
        raise _Wrong(PolicyProblem.NOT_ABSOLUTE, value)
    return text


def _own_folder(value: object) -> str:
    """A folder for each user: two people who shared one would open each other's profile."""
    text = _folder(value)
    if not _VARIABLE.search(text):
        raise _Wrong(PolicyProblem.NOT_PER_USER, value)
    return text


KEYS: Final[Mapping[str, Key]] = {
    "office.server": Key("server", _address),
    "office.fingerprint": Key("fingerprint", _matching(_FINGERPRINT, PolicyProblem.NO_FINGERPRINT, ":", " ")),
    "office.invitation": Key("invitation", _matching(_INVITATION, PolicyProblem.NO_INVITATION)),
    "office.invitation_file": Key("invitation_file", _folder),
    "office.escrow_required": Key("escrow_required", _yes_or_no, True),
    "office.sync_on_metered": Key("sync_on_metered", _yes_or_no, False),
    "folders.data": Key("data_folder", _own_folder),
    "folders.backup": Key("backup_folder", _folder),
    "folders.copies": Key("copies_folder", _folder),
    "retention.purge_after_days": Key("purge_after_days", _whole(1, 3650)),
    "retention.daily_snapshots": Key("daily_snapshots", _whole(1, 60)),
    "retention.weekly_snapshots": Key("weekly_snapshots", _whole(0, 104)),
    "hand_over.allowed": Key("ways", _ways, frozenset()),
    "protection.lock_after_minutes": Key("lock_after_minutes", _whole(1, 1440), LOCK_STANDARD),
    "protection.passphrase_required": Key("passphrase_required", _yes_or_no, True),
}
"""Every key that a policy file can have."""

INVITATION_FILE: Final = "office.invitation_file"
FOLDERS: Final = ("invitation_file", "data_folder", "backup_folder", "copies_folder")


def strictest(file: str, *faults: PolicyFault) -> Policy:
    """What holds where nothing of a file can be understood."""
    held = {key.field: key.strictest for key in KEYS.values() if key.strictest is not None}
    return Policy(file=file, unclear=frozenset({"*"}), faults=faults, **held)


def read(data: bytes, file: str) -> Policy:
    """The policy that `data` says, with everything that is wrong with it; variables in folders stand as written."""
    if len(data) > LARGEST:
        return strictest(file, PolicyFault(PolicyProblem.TOO_LARGE, allowed=f"{LARGEST // 1024} kB"))
    try:
        text = data.removeprefix(BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return strictest(file, PolicyFault(PolicyProblem.NOT_TEXT, line=line))
    try:
        found = tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:
        said = str(error) if isinstance(error, ValueError) else ""
        at = re.search(r"line (\d+)", said)
        return strictest(file, PolicyFault(PolicyProblem.NOT_TOML, line=int(at[1]) if at else 0, found=said[:_SHOWN]))
    return _understood(found, _Lines(text), Policy(file=file))


def _understood(found: Mapping[str, Any], lines: _Lines, policy: Policy) -> Policy:
    parts = {key.partition(".")[0] for key in KEYS}
    values: dict[str, Any] = {}
    faults: list[PolicyFault] = []
    unclear: set[str] = set()
    for part, inside in found.items():
        if part not in parts or not isinstance(inside, dict):
            faults.append(PolicyFault(PolicyProblem.UNKNOWN_PART, part[:_SHOWN], lines.of(part), allowed=_list(parts)))
            unclear |= {key for key in KEYS if key.startswith(f"{part}.")}
            continue
        for name, value in inside.items():
            full = f"{part}.{name}"
            if full not in KEYS:
                known = _list(key.partition(".")[2] for key in KEYS if key.startswith(f"{part}."))
                faults.append(PolicyFault(PolicyProblem.UNKNOWN_KEY, full[:_SHOWN], lines.of(full), allowed=known))
                continue
            try:
                values[KEYS[full].field] = KEYS[full].read(value)
            except _Wrong as wrong:
                faults.append(PolicyFault(wrong.problem, full, lines.of(full), _shown(wrong.found), wrong.allowed))
                unclear.add(full)
            if full == "hand_over.allowed":
                faults += _unknown_ways(value, lines)
    values |= {KEYS[key].field: KEYS[key].strictest for key in unclear if KEYS[key].strictest is not None}
    faults.sort(key=lambda one: one.line)
    return replace(policy, **values, unclear=frozenset(unclear), faults=tuple(faults))


def invited(policy: Policy, data: bytes) -> Policy:
    """The policy with the invitation that `data`, the file beside it, says; anything else in it is a fault."""
    try:
        text = data.removeprefix(BOM_UTF8).decode("ascii").strip()
    except UnicodeDecodeError:
        text = ""
    if _INVITATION.fullmatch(text):
        return replace(policy, invitation=text)
    return replace(policy, faults=(*policy.faults, PolicyFault(PolicyProblem.NO_INVITATION, INVITATION_FILE)))


def _unknown_ways(value: object, lines: _Lines) -> list[PolicyFault]:
    key, named = "hand_over.allowed", value if isinstance(value, list) else []
    return [
        PolicyFault(PolicyProblem.UNKNOWN_WAY, key, lines.of(key), _shown(one), ", ".join(WAYS))
        for one in named
        if one not in tuple(WAYS)
    ]


def _list(names: Any) -> str:  # noqa: ANN401 - any names
    return ", ".join(sorted(names))


def _shown(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "\N{HORIZONTAL ELLIPSIS}"


class _Lines:
    """Finds the line of a key, as people write such files: tables in brackets, or names with dots."""

    def __init__(self, text: str) -> None:
        self._found: dict[str, int] = {}
        table = ""
        for number, line in enumerate(text.splitlines(), 1):
            if header := _TABLE.match(line):
                table = header[1].strip("\"'")
                self._found.setdefault(table, number)
            elif "=" in line:
                name = line.partition("=")[0].strip().strip("\"'")
                full = f"{table}.{name}" if table else name
                self._found.setdefault(full, number)
                self._found.setdefault(full.partition(".")[0], number)

    def of(self, key: str) -> int:
        """The line of a key or part, from 1; 0 where it was not found."""
        return self._found.get(key, 0)


def filled_in(policy: Policy, variables: Mapping[str, str]) -> Policy:
    """The policy with the variables of its folders filled in: `%NAME%`, `$NAME`, `${NAME}`, and `~` for the home.

    A folder that names a variable which is not there cannot be known: nothing is put into a folder by guessing.
    """
    for key, one in KEYS.items():
        written = getattr(policy, one.field) if one.field in FOLDERS else ""
        if not written:
            continue
        names = [next(filter(None, match.groups())) for match in _VARIABLE.finditer(written)]
        missing = [name for name in names if not variables.get(name)]
        if missing:
            fault = PolicyFault(PolicyProblem.UNKNOWN_VARIABLE, key, found=missing[0])
            unclear = policy.unclear | {key}
            policy = replace(policy, **{one.field: ""}, faults=(*policy.faults, fault), unclear=unclear)  # type: ignore[arg-type]
        else:
            full = _VARIABLE.sub(lambda match: variables[next(filter(None, match.groups()))], written)
            policy = replace(policy, **{one.field: full})  # type: ignore[arg-type]
    return policy
