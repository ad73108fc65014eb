"""Office-owned versions that visits point at: checklist templates, kept whole under the hash of their content."""

from __future__ import annotations

from dataclasses import dataclass
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
    """One version of a checklist: its id is the SHA-256 of `compiled`, the canonical JSON. Written once."""

    KIND: ClassVar[str] = "template"
    SPREAD: ClassVar[str] = ""
    id: str
    checklist_id: str
    version: str
    compiled: str
    status: TemplateStatus = TemplateStatus.PUBLISHED


@record
@dataclass(frozen=True, slots=True)
class FactorSetVersion:
    """A factor set as it was when a visit first used it; its id is `name@sha256`. Written once."""

    KIND: ClassVar[str] = "factor_set"
    SPREAD: ClassVar[str] = ""
    id: str
    name: str
    content: str


@record
@dataclass(frozen=True, slots=True)
class PriceSetVersion:
    """A price set as it was when a visit first used it; its id is `name@sha256`. Written once."""

    KIND: ClassVar[str] = "price_set"
    SPREAD: ClassVar[str] = ""
    id: str
    name: str
    content: str
