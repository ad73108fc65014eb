"""The sign-in with the municipality's own provider (OpenID Connect): who somebody is, and what they may do here."""
