"""What binds a sign-in to one laptop: the nonce of its id_token is made from the device and a secret of the moment."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Final

CHALLENGE: Final = re.compile(r"[A-Za-z0-9_-]{43}")
"""32 bytes of chance, base64url without padding; it travels in the assertion that the device signs."""


def nonce(tenant: str, device: str, challenge: str) -> str:
    """Give the nonce of a sign-in. Whoever has another device, or only the id_token, cannot make the same."""
    said = "\n".join(("ambassador-login", tenant, device, challenge)).encode()
    return base64.urlsafe_b64encode(hashlib.sha256(said).digest()).rstrip(b"=").decode()
