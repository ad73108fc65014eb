"""What a set of factors or prices counts, and which version of it, in the reader's words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ambassador_app.domain.factors import SCOPE_NAMES, Scope
from ambassador_app.i18n import COPENHAGEN, N_, Translator


def scope_words(translator: Translator, scopes: Sequence[Scope]) -> str:
    """Name what factors count."""
    return "; ".join(translator.tr(SCOPE_NAMES[scope]) for scope in scopes)


def mixing_words(translator: Translator, scopes: Sequence[Scope]) -> str:
    """Warn of a set that combines factors which count different things; nothing where all count the same."""
    if len(scopes) < 2:
        return ""
    return translator.tr(
        N_(
            "The factors of this set do not all count the same: {scopes}. Compare carriers, and read sums over "
            "carriers, with that in mind."
        ),
        scopes=scope_words(translator, scopes),
    )


def vat_words(translator: Translator, vat_included: bool) -> str:
    """Say whether VAT is in the prices."""
    return translator.tr(N_("with VAT")) if vat_included else translator.tr(N_("without VAT"))


def version_words(translator: Translator, version: int) -> str:
    """Name a version: those of own sets have numbers, a shipped set comes with the program."""
    return translator.tr(N_("version {number}"), number=str(version)) if version else translator.tr(N_("as shipped"))


def titled(translator: Translator, title: str, version: int) -> str:
    """Name a set with the version that is meant; a shipped one by its name alone."""
    name = translator.tr(title)
    return f"{name} ({version_words(translator, version)})" if version else name


def saved_words(translator: Translator, by: str, at: datetime | None) -> str:
    """Say who saved a version and when."""
    if at is None:
        return translator.tr(N_("comes with the program"))
    day = at.astimezone(COPENHAGEN).date()
    return translator.tr(N_("saved by {name} on {day}"), name=by, day=day) if by else translator.day(day)
