"""The offices that can be reached; what an office needs is loaded when the first is asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ambassador_app.domain.escrow import SealedKey
from ambassador_app.domain.syncing import ANY_OFFICE, Admission, Only

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ambassador_app.domain.syncing import Greeting, Load, Membership
    from ambassador_app.i18n import Translator
    from ambassador_app.sync.office import Office


class Offices:
    """Joins an office, or opens the way to one that was joined. `chance` gives n random bytes.

    `open_page` shows an address in the system's browser, and tells whether it could.
    """

    def __init__(self, chance: Callable[[int], bytes], open_page: Callable[[str], bool] = lambda _: False) -> None:
        self._chance = chance
        self._open_page = open_page

    def join(self, invitation_text: str, *, key: bytes, name: str, device: str, only: Only = ANY_OFFICE) -> Membership:
        """Join the office that sent the invitation, if it is one that may be.

        Raises InvitationRefused, OtherOffice, OtherMunicipality, OfficeInClear, OfficeNotTrusted, OfficeAway.
        """
        from ambassador_app.sync.joining import join

        return join(invitation_text, key=key, name=name, device=device, only=only)

    def pack(self, file: Path, member: Membership, key: bytes, greeting: Greeting, load: Load) -> int:
        """Write a file for the office of `member`, to be carried there by hand; gives its size in bytes.

        Raises OSError.
        """
        from ambassador_app.sync.packing import pack

        return pack(file, member, key, greeting, load, self._chance)

    def sign_in(
        self, member: Membership, key: bytes, words: Translator, watch: Callable[[], None], *, anew: bool = False
    ) -> tuple[Greeting, Admission]:
        """Let the person sign in with the provider of their office, in the system's browser; gives where and as whom.

        `anew`: the provider is to ask who it is. Raises what `Office.sign_in` does.
        """
        from ambassador_app.sync.login import Browser
        from ambassador_app.sync.office import Office

        with Office(member, key) as office:
            greeting = office.sign_in(Browser(self._open_page, watch, self._chance, words, anew))
            return greeting, office.admission or Admission(member.user, member.role)

    def sign_out(self, member: Membership, key: bytes) -> None:
        """Let nobody be signed in on this device. Raises LoginNeeded where nobody is."""
        from ambassador_app.sync.office import Office

        with Office(member, key) as office:
            office.sign_out()

    def trusting(self, member: Membership, fingerprint: str) -> Membership:
        """The same membership, trusting the one certificate of this fingerprint from now on, if the office shows it.

        Raises OfficeNotTrusted, OfficeAway.
        """
        from ambassador_app.sync.trusting import is_pinned_to, pinned

        if is_pinned_to(member.certificate, fingerprint):
            return member
        return replace(member, certificate=pinned(member.url, fingerprint))

    def seal_key(self, recovery_key: str, public: str, member: Membership, key: bytes) -> SealedKey:
        """Seal a recovery key for the municipality whose public key it is, signed by the device that holds `key`."""
        from ambassador_app.wire import escrow

        box = escrow.close(recovery_key, public, tenant=member.tenant, device=member.device, signing=key)
        return SealedKey(member.device, box.key, box.sealed, box.signature)

    def name_of_key(self, public: str) -> str:
        """Name a public key so that people can compare it."""
        from ambassador_app.wire import escrow

        return escrow.name_of(public)

    def open(self, member: Membership, key: bytes) -> Office:
        """The way to the office of `member`, for the device that holds `key`."""
        from ambassador_app.sync.office import Office

        return Office(member, key)
