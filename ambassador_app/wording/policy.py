"""Says what is wrong with a policy file, to whoever can mend it, and to whoever sits at the computer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ambassador_app.domain.escrow import EscrowState
from ambassador_app.domain.hand_over import HandOverWay
from ambassador_app.domain.policy import WAYS, Policy, PolicyFault, PolicyProblem
from ambassador_app.i18n import N_, Message

_P = PolicyProblem
PROBLEM: Final[Mapping[PolicyProblem, str]] = {
    _P.NOT_READ: N_("the file is there and cannot be read: {found}"),
    _P.NOT_A_FILE: N_("this is no ordinary file but a link, a folder or a device; put the file itself there"),
    _P.NOT_TRUSTED: N_(
        "whoever sits at the computer can change the file, or it is not the administrator's; let an administrator own "
        "file and folder, and nobody else write there"
    ),
    _P.TOO_LARGE: N_("the file has more than {allowed}; no policy is so long"),
    _P.NOT_TEXT: N_("the file is not UTF-8 text; save it as UTF-8"),
    _P.NOT_TOML: N_("the file is not TOML: {found}"),
    _P.UNKNOWN_PART: N_("there is no such part; known: {allowed}"),
    _P.UNKNOWN_KEY: N_("there is no such key; known: {allowed}"),
    _P.TEXT_WANTED: N_("a text in quotes is wanted here, not {found}"),
    _P.NUMBER_WANTED: N_("a whole number ({allowed}) is wanted here, not {found}"),
    _P.YES_OR_NO_WANTED: N_("true or false is wanted here, without quotes, not {found}"),
    _P.WAYS_WANTED: N_("a list in brackets is wanted here, of: {allowed}"),
    _P.UNKNOWN_WAY: N_("there is no way called {found}; known: {allowed}"),
    _P.OUT_OF_RANGE: N_("{found} is too small or too large; {allowed} can be set"),
    _P.NO_ADDRESS: N_("{found} is no address such as https://klima.oddeby.dk:8443"),
    _P.NO_INVITATION: N_("this is no invitation; it begins with ambassador://"),
    _P.NO_FINGERPRINT: N_("this is no SHA-256 fingerprint: 64 digits and letters a to f"),
    _P.NOT_ABSOLUTE: N_("{found} is no whole path; begin with a drive, a share, / or a variable"),
    _P.NOT_PER_USER: N_(
        "{found} is the same folder for everybody; name a variable such as %LOCALAPPDATA% or %USERNAME%, so that each "
        "user has one"
    ),
    _P.UNKNOWN_VARIABLE: N_("the variable {found} is not there on this computer"),
}
_LINE: Final = N_("Line {line}, {key}: {words}.")
_KEY: Final = N_("{key}: {words}.")
_WHOLE_LINE: Final = N_("Line {line}: {words}.")
_WHOLE: Final = N_("{words}.")
_UNCLEAR: Final = N_(
    "The municipality's rules for this computer cannot be read in full. What they are about is not possible until your "
    "IT department has mended {file}. Your visits are safe."
)


def fault_words(fault: PolicyFault) -> Message:
    """Say where something is wrong, what, and what may be there."""
    said = Message(PROBLEM[fault.problem], {"found": fault.found or "\N{EN DASH}", "allowed": fault.allowed})
    texts = {
        (True, True): _LINE,
        (True, False): _WHOLE_LINE,
        (False, True): _KEY,
        (False, False): _WHOLE,
    }
    text = texts[bool(fault.line), bool(fault.key)]
    return Message(text, {"line": str(fault.line), "key": fault.key, "words": said})


def unclear_words(policy: Policy) -> Message | None:
    """Say to whoever sits at the computer that the policy cannot be understood in full; None where it can."""
    return Message(_UNCLEAR, {"file": policy.file}) if policy.faults else None


# -- what is set ------------------------------------------------------------------------------------------------------
_W = HandOverWay
WAY: Final[Mapping[HandOverWay, str]] = {
    _W.COPY: N_("saved copy"),
    _W.STICK: N_("USB stick"),
    _W.PRINT: N_("print"),
    _W.MAIL: N_("e-mail draft"),
    _W.CASE_SYSTEM: N_("file for the case system"),
    _W.WORD: N_("Word copy"),
    _W.ARCHIVE_COPY: N_("copy for an archive"),
}
_SET: Final[tuple[tuple[str, str], ...]] = (
    ("server", N_("Office: {value}")),
    ("fingerprint", N_("The office's certificate: {value}")),
    ("invitation", N_("This computer joins the office by itself")),
    ("escrow_required", N_("The municipality can open what is on this computer with a key of its own")),
    ("sync_on_metered", N_("Quiet syncs also over networks that are paid by volume")),
    ("data_folder", N_("New profiles are made in {value}")),
    ("backup_folder", N_("The daily backup goes to {value}")),
    ("copies_folder", N_("Saved copies are offered to go to {value}")),
    ("purge_after_days", N_("Days until what was filed leaves this computer: {value}")),
    ("daily_snapshots", N_("Days that have a copy of the database: {value}")),
    ("weekly_snapshots", N_("Weeks that have a copy of the database: {value}")),
    ("lock_after_minutes", N_("The window locks after {value} minutes at the latest")),
    ("passphrase_required", N_("A passphrase opens the visits")),
)
_ALLOWED: Final = N_("Reports are handed over by: {ways}")
_NONE_ALLOWED: Final = N_("Reports are handed over in no way from this computer")
_FORBIDDEN: Final = N_("Not allowed by your municipality: {ways}.")


def set_words(policy: Policy) -> tuple[Message, ...]:
    """Say each thing that a policy sets."""
    found = [
        Message(text, {"value": str(getattr(policy, name))})
        for name, text in _SET
        if policy.sets(name) and name not in _not_so(policy)
    ]
    if policy.ways is not None:
        ways = [one for one in WAYS if one in policy.ways]
        found.append(Message(_ALLOWED, {"ways": listed(ways)}) if ways else Message(_NONE_ALLOWED))
    return tuple(found)


def _not_so(policy: Policy) -> frozenset[str]:
    """What holds at its strictest and does not therefore take place: nobody joins, and nobody has a key."""
    joins = frozenset() if policy.may_join else frozenset({"invitation"})
    keyed = policy.unclear & {"*", "office.escrow_required"}
    return joins | (frozenset({"escrow_required"}) if keyed else frozenset())


def set_up_words(policy: Policy) -> tuple[Message, ...]:
    """Say to who begins here what has been decided for them: the office, the passphrase, the municipality's key."""
    found = []
    if policy.invitation and policy.may_join:
        found.append(Message(_SET_UP, {"office": policy.server}) if policy.server else Message(_SET_UP_PLAIN))
    if policy.passphrase_required:
        found.append(Message(_PASSPHRASE))
    if policy.escrow_required and "escrow_required" not in _not_so(policy):
        found.append(Message(_ESCROW))
    return tuple(found)


def forbidden_words(policy: Policy) -> Message | None:
    """Say in which ways a report may not leave this computer; None where it may in all."""
    ways = [one for one in WAYS if not policy.allows(one)]
    return Message(_FORBIDDEN, {"ways": listed(ways)}) if ways else None


def listed(ways: Sequence[HandOverWay]) -> Message | str:
    """Name some ways, one after the other."""
    said: Message | str = ""
    for one in ways:
        said = Message(_AND, {"before": said, "one": Message(WAY[one])}) if said else Message(WAY[one])
    return said


_SET_UP: Final = N_("Your municipality has set this computer up: it joins the office at {office} by itself.")
_SET_UP_PLAIN: Final = N_("Your municipality has set this computer up: it joins the office by itself.")
_PASSPHRASE: Final = N_("Your municipality wants a passphrase to open your visits.")
_ESCROW: Final = N_(
    "Your municipality can open what you write here with a key of its own, kept under lock: if you lose your "
    "passphrase, or are away for good, nothing is lost."
)
_AND: Final = N_("{before}, {one}")


# -- the municipality's key -------------------------------------------------------------------------------------------
_S = EscrowState
_STATES: Final[Mapping[EscrowState, str]] = {
    _S.NONE: N_("{municipality} has no key of its own to this computer."),
    _S.OFFERED: N_(
        "{municipality} can have a key of its own to what is on this computer. If you lose your passphrase and your "
        "recovery key, or are away for good, it can then open your visits and your backups. The key is kept offline; "
        "the office cannot use it, and each use is written down."
    ),
    _S.WAITING: N_(
        "{municipality} gets a key of its own to what is on this computer with the next sync. With it the municipality "
        "can open your visits and your backups."
    ),
    _S.LEFT: N_(
        "{municipality} has a key of its own to what is on this computer. With it the municipality can open your "
        "visits and your backups, if you lose your passphrase or are away for good. The key is kept offline, and each "
        "use is written down."
    ),
    _S.CHANGED: N_(
        "The office names another key of {municipality} than before. Ask your coordinator whether that is right before "
        "you agree: whoever has that key can open your visits. Until then everything stays as it was."
    ),
}
_ASKED: Final = N_("{words} Your municipality asks for it.")


def escrow_words(state: EscrowState, municipality: str, *, required: bool) -> Message:
    """Say how it stands with the municipality's own key, and what it means."""
    said = Message(_STATES[state], {"municipality": municipality or "\N{EN DASH}"})
    return Message(_ASKED, {"words": said}) if required and state is EscrowState.OFFERED else said
