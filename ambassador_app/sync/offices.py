"""The offices that can be reached; what an office needs is loaded when the first is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ambassador_app.domain.syncing import Greeting, Load, Membership
    from ambassador_app.sync.office import Office


class Offices:
    """Joins an office, or opens the way to one that was joined. `chance` gives n random bytes."""

    def __init__(self, chance: Callable[[int], bytes]) -> None:
        self._chance = chance

    def join(self, invitation_text: str, *, key: bytes, name: str, device: str) -> Membership:
        """Join the office that sent the invitation. Raises InvitationRefused, OfficeNotTrusted, OfficeAway."""
        from ambassador_app.sync.office import join

        return join(invitation_text, key=key, name=name, device=device)

    def pack(self, file: Path, member: Membership, key: bytes, greeting: Greeting, load: Load) -> int:
        """Write a file for the office of `member`, to be carried there by hand; gives its size in bytes.

        Raises OSError.
        """
        from ambassador_app.sync.packing import pack

        return pack(file, member, key, greeting, load, self._chance)

    def open(self, member: Membership, key: bytes) -> Office:
        """The way to the office of `member`, for the device that holds `key`."""
        from ambassador_app.sync.office import Office

        return Office(member, key)
