"""Whom the laptop believes to be its office: who the system trusts, or the one certificate of the invitation."""

from __future__ import annotations

import hashlib
import ssl
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from ambassador_app.errors import OfficeAway, OfficeNotTrusted

if TYPE_CHECKING:
    import httpx


CONNECT: Final = 10.0
ANSWER: Final = 60.0
"""How long a connection may take to come about, and an answer to come, in seconds."""


def client_of(url: str, certificate: str) -> httpx.Client:
    """A client that goes by the system's proxy and trust; a pinned certificate is trusted alone. Raises OfficeAway."""
    import httpx

    if certificate:
        context = ssl.create_default_context(cadata=certificate)
        context.check_hostname = False  # this one certificate is the office's, whatever its address is called
    else:
        import truststore

        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        return httpx.Client(base_url=url, verify=context, timeout=httpx.Timeout(ANSWER, connect=CONNECT))
    except httpx.InvalidURL as error:
        raise OfficeAway from error


def pinned(url: str, fingerprint: str) -> str:
    """Fetch the office's certificate and compare it with the invitation's. Raises OfficeNotTrusted, OfficeAway."""
    parts = urlsplit(url)
    try:
        found = ssl.get_server_certificate((parts.hostname or "", parts.port or 443), timeout=CONNECT)
    except (OSError, UnicodeError) as error:
        raise OfficeAway from error
    if hashlib.sha256(ssl.PEM_cert_to_DER_cert(found)).hexdigest() != fingerprint:
        raise OfficeNotTrusted
    return found
