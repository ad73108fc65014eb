"""The offices that can be reached; what an office needs is loaded when the first is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ambassador_app.domain.syncing import Membership
    from ambassador_app.sync.office import Office


class Offices:
    """Joins an office, or opens the way to one that was joined."""

    def join(self, invitation_text: str, *, key: bytes, name: str, device: str) -> Membership:
        """Join the office that sent the invitation. Raises InvitationRefused, OfficeNotTrusted, OfficeAway."""
        from ambassador_app.sync.office import join

        return join(invitation_text, key=key, name=name, device=device)

    def open(self, member: Membership, key: bytes) -> Office:
        """The way to the office of `member`, for the device that holds `key`."""
        from ambassador_app.sync.office import Office

        return Office(member, key)
