"""What the municipality's policy for this computer does not allow."""

from __future__ import annotations

from ambassador_app.errors.base import AmbassadorError


class NotAllowedHere(AmbassadorError):
    """The municipality does not allow this on its computers. Fields: file (of the policy)."""


class PolicyUnclear(AmbassadorError):
    """What the policy says of this cannot be understood. Fields: file, reason (a Message)."""


class OtherOffice(AmbassadorError):
    """This computer may join one office only, and the invitation is another's. Fields: server, file."""


class OtherMunicipality(AmbassadorError):
    """This profile belonged to another municipality's office, and all of its visits would go to the new one: the
    name of the one, the short name of the other. Fields: former, now.
    """


class OfficeInClear(AmbassadorError):
    """The invitation leads over a connection that anybody on the way can read. Fields: office."""


class MunicipalityKeyMissing(AmbassadorError):
    """A recovery key is to be left with the municipality, and the office names no key to seal it for."""


class PassphraseRequired(AmbassadorError):
    """The municipality wants a passphrase, and not the key store, to open a profile. Fields: file."""
