"""Says what is wrong with a policy file, to whoever can mend it, and to whoever sits at the computer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ambassador_app.domain.policy import Policy, PolicyFault, PolicyProblem
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
