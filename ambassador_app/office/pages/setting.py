"""What can be set of the office's pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ambassador_app.i18n import Language, Translator
from ambassador_app.wire import limits


@dataclass(frozen=True, slots=True)
class Web:
    """`words` are the languages there are (none: English), `secure` says that visitors come by TLS.

    `looks` are the checks a minute and visitor (0: any number), `largest` the bytes of a report that is looked at,
    `seconds` how long looking may take. `address` is the office's own, `only` its one tenant where there is no other.
    """

    words: Mapping[Language, Translator] = field(default_factory=dict)
    secure: bool = False
    looks: int = 30
    largest: int = limits.BLOB
    seconds: float = 30.0
    address: str = ""
    only: str = ""


DEFAULT: Final = Language.DANISH
