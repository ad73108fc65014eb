"""Joining an office: what an invitation says is looked at before anything is sent to where it leads."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from ambassador_app.domain.syncing import ANY_OFFICE, Membership, Only
from ambassador_app.errors import (
    InvitationRefused,
    MunicipalityKeyMissing,
    OfficeInClear,
    OfficeNotTrusted,
    OfficeRefused,
    OtherMunicipality,
    OtherOffice,
)
from ambassador_app.sync.office import base64url, sent
from ambassador_app.sync.trusting import client_of, pinned


def join(invitation_text: str, *, key: bytes, name: str, device: str, only: Only = ANY_OFFICE) -> Membership:
    """Join the office that sent the invitation. `key` is the device's private key (Ed25519, 32 bytes).

    Repeating it after a lost answer gives the same membership. Raises InvitationRefused, OtherOffice,
    OtherMunicipality, MunicipalityKeyMissing, OfficeInClear, OfficeNotTrusted, OfficeAway.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from ambassador_app.wire import messages
    from ambassador_app.wire.invitation import Invitation

    try:
        invitation = Invitation.parse(invitation_text)
    except ValueError as error:
        raise InvitationRefused from error
    if only.server and invitation.url.rstrip("/") != only.server:
        raise OtherOffice(server=only.server)
    if only.tenant not in ("", invitation.tenant):
        raise OtherMunicipality(former=only.municipality, now=invitation.tenant)
    if not _is_private(invitation.url):
        raise OfficeInClear(office=invitation.url)
    if only.fingerprint and invitation.fingerprint not in ("", only.fingerprint):
        raise OfficeNotTrusted
    fingerprint = only.fingerprint or invitation.fingerprint
    certificate = pinned(invitation.url, fingerprint) if fingerprint else ""
    public = Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw()
    asked = messages.Enrol(code=invitation.code, public_key=base64url(public), name=name, device=device)
    with client_of(invitation.url, certificate) as client:
        if only.escrow and sent(client, "GET", f"/v1/{invitation.tenant}/hello", messages.Hello).escrow is None:
            raise MunicipalityKeyMissing
        try:
            found = sent(client, "POST", f"/v1/{invitation.tenant}/enrol", messages.Enrolled, asked)
        except OfficeRefused as error:
            raise InvitationRefused from error
    return Membership(
        invitation.url,
        found.tenant,
        found.municipality,
        found.device,
        found.role,
        found.user,
        certificate,
        found.office_key,
        escrow_key=found.escrow.key if found.escrow is not None else "",
    )


def _is_private(url: str) -> bool:
    """Whether nobody on the way can read what is sent there: over TLS, or within this computer."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        return parts.scheme == "https" or host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
