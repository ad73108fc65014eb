"""Reads the policy of this computer, once at the start: what cannot be trusted or understood is never passed over."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from ambassador_app.domain import policy_file
from ambassador_app.domain.policy import Policy, PolicyFault, PolicyProblem

IsTrusted = Callable[[Path], bool]
_GONE: Final = (errno.ENOENT, errno.ENOTDIR)
_EXTRA: Final = ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY")


def is_machine_owned(file: Path) -> bool:
    """Whether the ordinary user who sits here can neither have made the file nor change it.

    POSIX: file and folder are root's, and nobody but the owner may write there. Windows: the file is owned by the
    system, the administrators or the installer, and cannot be opened for writing by a user who is no administrator.
    """
    if sys.platform == "win32":
        from ambassador_app.services.windows_owner import is_machine_owned as on_windows

        return on_windows(file)
    return all(_is_roots(one) for one in (file, file.parent))


def _is_roots(file: Path) -> bool:
    found = file.lstat()
    return found.st_uid == 0 and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def read_policy(file: Path, variables: Mapping[str, str], *, is_trusted: IsTrusted = is_machine_owned) -> Policy:
    """The policy in `file`, `Policy()` where there is none. `variables` fill in its folders. Never raises."""
    try:
        data = _bytes_of(file)
        if data is None:
            return Policy()
        if not is_trusted(file):
            return policy_file.strictest(str(file), PolicyFault(PolicyProblem.NOT_TRUSTED))
    except _NotAFile:
        return policy_file.strictest(str(file), PolicyFault(PolicyProblem.NOT_A_FILE))
    except OSError as error:
        fault = PolicyFault(PolicyProblem.NOT_READ, found=error.strerror or type(error).__name__)
        return policy_file.strictest(str(file), fault)
    return _invited(policy_file.filled_in(policy_file.read(data, str(file)), variables), is_trusted)


def _invited(policy: Policy, is_trusted: IsTrusted) -> Policy:
    """The policy with the invitation that lies in a file of its own; where it is not there (yet), nobody is invited."""
    file = Path(policy.invitation_file)
    if not policy.invitation_file or policy.invitation:
        return policy
    problem, why = PolicyProblem.NOT_READ, ""
    try:
        data = _bytes_of(file)
        if data is None:
            return policy
        if is_trusted(file):
            return policy_file.invited(policy, data)
        problem = PolicyProblem.NOT_TRUSTED
    except _NotAFile:
        problem = PolicyProblem.NOT_A_FILE
    except OSError as error:
        why = error.strerror or type(error).__name__
    fault = PolicyFault(problem, policy_file.INVITATION_FILE, found=why)
    return replace(policy, faults=(*policy.faults, fault))


def check_policy(file: Path) -> Policy:
    """The policy that `file` would be, wherever it lies and whoever owns it; variables stand as written."""
    try:
        data = _bytes_of(file)
    except _NotAFile:
        return policy_file.strictest(str(file), PolicyFault(PolicyProblem.NOT_A_FILE))
    except OSError as error:
        fault = PolicyFault(PolicyProblem.NOT_READ, found=error.strerror or type(error).__name__)
        return policy_file.strictest(str(file), fault)
    if data is None:
        return policy_file.strictest(str(file), PolicyFault(PolicyProblem.NOT_READ, found=os.strerror(errno.ENOENT)))
    return policy_file.read(data, str(file))


class _NotAFile(Exception):
    """There is something, and it is no ordinary file."""


def _bytes_of(file: Path) -> bytes | None:
    """The beginning of the file, as much as a policy can have and a byte more; None where there is none.

    Whatever stands there is looked at without following a link, without waiting at a pipe, and without reading more.
    """
    flags = os.O_RDONLY
    for name in _EXTRA:
        flags |= getattr(os, name, 0)
    try:
        if not stat.S_ISREG(file.lstat().st_mode):
            raise _NotAFile
        handle = os.open(file, flags)
    except OSError as error:
        if error.errno in _GONE:
            return None
        if error.errno == errno.ELOOP:
            raise _NotAFile from error
        raise
    with os.fdopen(handle, "rb") as source:
        if not stat.S_ISREG(os.fstat(source.fileno()).st_mode):
            raise _NotAFile
        return source.read(policy_file.LARGEST + 1)
