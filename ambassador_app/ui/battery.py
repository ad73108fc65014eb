"""How much is left in the battery, as the system tells it."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

POWER_SUPPLIES: Final = Path("/sys/class/power_supply")
LOW: Final = 0.2
"""From here on it is worth saying: about half an hour on a laptop."""
_UNKNOWN: Final = 255


@dataclass(frozen=True, slots=True)
class Battery:
    """`share` left, 0 to 1; `charging` while it is on the mains."""

    share: float
    charging: bool

    @property
    def is_low(self) -> bool:
        """Whether somebody should be told."""
        return self.share <= LOW and not self.charging


def battery() -> Battery | None:
    """Read the battery; None where there is none, or where the system does not say."""
    return _of_windows() if sys.platform == "win32" else battery_in(POWER_SUPPLIES)


def battery_in(folder: Path) -> Battery | None:
    """Read the first battery that Linux lists in `folder`."""
    for supply in sorted(folder.glob("BAT*")):
        try:
            left = int((supply / "capacity").read_text("ascii"))
            status = (supply / "status").read_text("ascii").strip()
        except (OSError, ValueError):
            continue
        return Battery(min(max(left / 100, 0.0), 1.0), status != "Discharging")
    return None


class _PowerStatus(ctypes.Structure):
    """SYSTEM_POWER_STATUS of the Windows API (winbase.h)."""

    _fields_ = (
        ("on_mains", ctypes.c_ubyte),
        ("flag", ctypes.c_ubyte),
        ("percent", ctypes.c_ubyte),
        ("saver", ctypes.c_ubyte),
        ("seconds_left", ctypes.c_ulong),
        ("seconds_full", ctypes.c_ulong),
    )


def _of_windows() -> Battery | None:
    status = _PowerStatus()
    ask = getattr(getattr(ctypes, "windll", None), "kernel32", None)
    if ask is None or not ask.GetSystemPowerStatus(ctypes.byref(status)) or status.percent == _UNKNOWN:
        return None
    return Battery(status.percent / 100, status.on_mains == 1)
