"""An invitation to an office as one line of text, the same in a mail, in a QR code and typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, quote, urlsplit

from ambassador_app.wire.messages import SHA256_PATTERN, TENANT_PATTERN

_SHORTEST, _LONGEST = 8, 100  # letters of a code
_SCHEMES: Final = {"ambassador": "https", "ambassador+http": "http"}


@dataclass(frozen=True, slots=True)
class Invitation:
    """Where an office is, which tenant invites, and the code that is taken once.

    `fingerprint` is the SHA-256 of the office's certificate (DER, hexadecimal) where the office made it itself, so
    that the laptop trusts this one and no other; empty where the system's trust holds. Plain `http` is for tests.
    """

    url: str
    tenant: str
    code: str
    fingerprint: str = ""

    def text(self) -> str:
        """Write it: `ambassador://office.example.dk:8443/oddeby?code=…&sha256=…`."""
        parts = urlsplit(self.url)
        scheme = "ambassador" if parts.scheme == "https" else "ambassador+http"
        pinned = f"&sha256={self.fingerprint}" if self.fingerprint else ""
        path = f"{parts.path.rstrip('/')}/{quote(self.tenant)}"
        return f"{scheme}://{parts.netloc}{path}?code={quote(self.code)}{pinned}"

    @classmethod
    def parse(cls, text: str) -> Invitation:
        """Read what `text` wrote, spaces and line breaks around and inside forgiven. Raises ValueError."""
        bare = re.sub(r"\s+", "", text)
        parts = urlsplit(bare)
        if parts.scheme not in _SCHEMES or not parts.hostname or "@" in parts.netloc:
            raise ValueError("not an invitation")
        _ = parts.port  # raises ValueError for one that cannot be
        before, _, tenant = parts.path.rpartition("/")
        asked = parse_qs(parts.query)
        code = asked.get("code", [""])[0]
        fingerprint = asked.get("sha256", [""])[0].replace(":", "").lower()
        if not _SHORTEST <= len(code) <= _LONGEST or not re.fullmatch(TENANT_PATTERN, tenant):
            raise ValueError("not an invitation")
        if fingerprint and not re.fullmatch(SHA256_PATTERN, fingerprint):
            raise ValueError("not a fingerprint")
        return cls(f"{_SCHEMES[parts.scheme]}://{parts.netloc}{before}", tenant, code, fingerprint)
