"""Office-owned versions that visits point at: checklist templates, kept whole under the hash of their content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from ambassador_app.domain.records import record


class TemplateStatus(StrEnum):
    """Whether a template may be chosen for new visits."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


@record
@dataclass(frozen=True, slots=True)
class Template:
    """One version of a checklist: its id is the SHA-256 of `compiled`, the canonical JSON. Written once; only
    `status` moves on, from draft to published.

    `source_sha256` names the workbook it was compiled from, among the attachments ("" for one that came with the
    program); `by` brought it in, and `supersedes` is the version that was current then.
    """

    KIND: ClassVar[str] = "template"
    SPREAD: ClassVar[str] = ""
    id: str
    checklist_id: str
    version: str
    compiled: str
    status: TemplateStatus = TemplateStatus.PUBLISHED
    source_sha256: str = ""
    source_name: str = ""
    compiler: str = ""
    by: str = ""
    at: datetime | None = None
    supersedes: str = ""


@record
@dataclass(frozen=True, slots=True)
class ChecklistEntry:
    """What the office says of the checklist whose name is its `id`: `current` is the version that new visits take
    (empty: the one that came with the program), `draft` one that is tried out and not published yet; a `retired`
    checklist is offered no more.
    """

    KIND: ClassVar[str] = "checklist_entry"
    SPREAD: ClassVar[str] = ""
    id: str
    current: str = ""
    draft: str = ""
    retired: bool = False


@record
@dataclass(frozen=True, slots=True)
class FactorSetVersion:
    """One version of a factor set: its id is `name@sha256` of `content`. Written once, when it was saved or when a
    visit first used it. `version` counts the own ones from 1 (0: shipped with the program), `by` is the author.
    """

    KIND: ClassVar[str] = "factor_set"
    SPREAD: ClassVar[str] = ""
    id: str
    name: str
    content: str
    version: int = 0
    at: datetime | None = None
    by: str = ""


@record
@dataclass(frozen=True, slots=True)
class PriceSetVersion:
    """One version of a price set, as `FactorSetVersion`."""

    KIND: ClassVar[str] = "price_set"
    SPREAD: ClassVar[str] = ""
    id: str
    name: str
    content: str
    version: int = 0
    at: datetime | None = None
    by: str = ""


class SetKind(StrEnum):
    """What a set holds."""

    FACTORS = "factors"
    PRICES = "prices"


@record
@dataclass(frozen=True, slots=True)
class SetEntry:
    """What the office says of the set whose name is its `id`: `current` is the version that new visits take (empty:
    the one that is shipped), a `retired` set is offered no more.
    """

    KIND: ClassVar[str] = "set_entry"
    SPREAD: ClassVar[str] = ""
    id: str
    of: SetKind
    current: str = ""
    retired: bool = False


WRITTEN_ONCE = frozenset({Template.KIND, FactorSetVersion.KIND, PriceSetVersion.KIND})
"""The kinds that any visit may point at: once made they stay, undone or not."""
