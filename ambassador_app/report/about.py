"""What page 1 says about the file itself: the data in it, its seal, and how to check whose seal it is."""

from __future__ import annotations

from typing import Final

from ambassador_app.i18n import N_, Translator
from ambassador_app.report.content import Paragraph

_OWN_SEAL: Final = N_(
    "The finished report is sealed with a key that was made on the ambassador's own computer. A PDF reader therefore"
    " says that it does not know the signer, which is to be expected; what matters is that it does not say that the"
    " file was changed."
)
_OFFICE_SEAL: Final = N_(
    "The finished report is sealed with a certificate that {issuer} has issued. A PDF reader that knows {issuer} shows"
    " whose seal it is; another one may say that it does not know the signer. What matters is that it does not say that"
    " the file was changed."
)
_CHECK_THE_SEAL: Final = N_(
    "To check whose seal it is, ask the municipality for the seal's fingerprint (SHA-256) and compare it with the one"
    " that the reader shows for the certificate."
)


def about_the_file(words: Translator, issuer: str = "") -> Paragraph:
    """Say on page 1 that the file holds data, what a PDF reader will say of the seal, and how to check it.

    `issuer` vouches for the key that seals; it is empty for a key of the ambassador's own computer.
    """
    holds = words.tr(
        N_(
            "About this file: it contains the data that the report was made from (visit.json), so that it can be read"
            " in again; none of the municipality's internal notes are among it."
        )
    )
    seal = words.tr(_OFFICE_SEAL, issuer=issuer) if issuer else words.tr(_OWN_SEAL)
    return Paragraph(f"{holds} {seal} {words.tr(_CHECK_THE_SEAL)}", small=True)
