"""Who owns a file on Windows, asked of the system itself."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

_FILE_OBJECT: Final = 1
_OWNER: Final = 1
MACHINE: Final = frozenset(
    {
        "S-1-5-18",  # the system
        "S-1-5-32-544",  # the administrators
        "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464",  # the installer of Windows' own parts
    }
)


def is_machine_owned(file: Path) -> bool:
    """Whether the file is the system's or the administrators', and an ordinary user cannot write to it.

    The owner decides: in %PROGRAMDATA% every user may make files, which are then their own; one that is not theirs
    they can neither change nor replace. Raises OSError where Windows does not say.
    """
    import ctypes

    shell: Any = ctypes.windll.shell32  # type: ignore[attr-defined,unused-ignore]  # there on Windows
    if owner_of(file) not in MACHINE:
        return False
    return bool(shell.IsUserAnAdmin()) or not _can_be_written(file)


def _can_be_written(file: Path) -> bool:
    try:
        os.close(os.open(file, os.O_WRONLY | os.O_APPEND))
    except OSError:
        return False
    return True


def owner_of(file: Path) -> str:
    """The security identifier of who owns the file. Raises OSError."""
    import ctypes

    advapi: Any = ctypes.windll.advapi32  # type: ignore[attr-defined,unused-ignore]
    kernel: Any = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    owner, described, text = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_wchar_p()
    name = ctypes.c_wchar_p(str(file))
    failed = advapi.GetNamedSecurityInfoW(
        name, _FILE_OBJECT, _OWNER, ctypes.byref(owner), None, None, None, ctypes.byref(described)
    )
    if failed:
        raise OSError(failed, "the owner of the file is not told")
    try:
        if not advapi.ConvertSidToStringSidW(owner, ctypes.byref(text)):
            raise OSError("the owner of the file is not told")
        return str(text.value)
    finally:
        kernel.LocalFree(ctypes.cast(text, ctypes.c_void_p))
        kernel.LocalFree(described)
