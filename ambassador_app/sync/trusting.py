"""Whom the laptop believes to be its office, and which way it goes there: the system's proxy and the system's trust, or
the one certificate of the invitation.
"""

from __future__ import annotations

import hashlib
import ssl
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from ambassador_app.errors import OfficeAway, OfficeExpired, OfficeNotTrusted

if TYPE_CHECKING:
    import httpx


CONNECT: Final = 10.0
ANSWER: Final = 60.0
"""How long a connection may take to come about, and an answer to come, in seconds."""
_OUT_OF_DATE: Final = frozenset({9, 10, -2146762495})
"""OpenSSL's numbers for a certificate that is not valid yet or any more, and Windows' (CERT_E_EXPIRED)."""


def client_of(url: str, certificate: str) -> httpx.Client:
    """A client that goes by the system's proxy and trust; a pinned certificate is trusted alone. Raises OfficeAway."""
    if certificate:
        context = ssl.create_default_context(cadata=certificate)
        context.check_hostname = False  # this one certificate is the office's, whatever its address is called
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN  # and whoever signed it
    else:
        context = system_trust()
    return _client(url, context)


def system_trust() -> ssl.SSLContext:
    """Believe whom the system believes: a firewall's own certificate too, where it was rolled out to the system."""
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def pinned(url: str, fingerprint: str) -> str:
    """Fetch the office's certificate, by the way everything else goes, and compare it with its fingerprint.

    Nothing is believed before that, and nothing is said but hello. Raises OfficeNotTrusted, OfficeAway.
    """
    import httpx

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        with _client(url, context) as client, client.stream("GET", "/health") as answer:
            shown = answer.extensions["network_stream"].get_extra_info("ssl_object")
            found = shown.getpeercert(True) if shown is not None else None
    except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
        raise OfficeAway from error
    if found is None or hashlib.sha256(found).hexdigest() != fingerprint:
        raise OfficeNotTrusted
    return ssl.DER_cert_to_PEM_cert(found)


def is_pinned_to(certificate: str, fingerprint: str) -> bool:
    """Whether a certificate (PEM) has this fingerprint."""
    der = ssl.PEM_cert_to_DER_cert(certificate) if certificate else b""
    return hashlib.sha256(der).hexdigest() == fingerprint


def distrust_of(error: BaseException) -> OfficeNotTrusted | None:
    """What a failed connection says of the certificate that was shown; None where it failed for another reason."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = cause.__cause__ or cause.__context__
    if cause is None:
        return OfficeNotTrusted() if "certificate" in str(error).lower() else None
    return OfficeExpired() if cause.verify_code in _OUT_OF_DATE else OfficeNotTrusted()


def proxy_of(url: str) -> str | None:
    """The system's proxy on the way to `url`: of Windows' or macOS' settings, else of HTTPS_PROXY, with the exceptions
    that are set there. Raises OfficeAway for one that is spoken to otherwise than by http.
    """
    parts = urlsplit(url)
    if not parts.hostname or proxy_bypass(parts.netloc.rpartition("@")[2]):
        return None
    known = getproxies()
    found = known.get(parts.scheme) or known.get("all") or ""
    if found and "://" not in found:
        found = f"http://{found}"
    if found and not found.startswith(("http://", "https://")):
        raise OfficeAway
    return found or None


def _client(url: str, context: ssl.SSLContext) -> httpx.Client:
    import httpx

    patience = httpx.Timeout(ANSWER, connect=CONNECT)
    try:
        # The way is chosen here and not by httpx, which does not know the exceptions of Windows and macOS.
        return httpx.Client(base_url=url, verify=context, timeout=patience, proxy=proxy_of(url), trust_env=False)
    except (httpx.InvalidURL, ValueError) as error:
        raise OfficeAway from error
