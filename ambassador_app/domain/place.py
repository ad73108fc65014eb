"""Where and whom a visit concerns: municipality, ambassador, organisation, site, contact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from ambassador_app.domain.identifiers import (
    AmbassadorId,
    ContactId,
    MunicipalityId,
    OrganisationId,
    SiteId,
)
from ambassador_app.domain.records import SET, record


class Reach(StrEnum):
    """Who may see a note, finding, photo or contact: the report's reader, or only the municipality."""

    REPORT = "report"
    INTERNAL = "internal"


class SiteKind(StrEnum):
    """What is visited."""

    COMPANY = "company"
    FARM = "farm"
    PUBLIC_BUILDING = "public_building"
    HOME = "home"


class SecureMail(StrEnum):
    """For whom reports go by the municipality's secure mail unless somebody decides otherwise at the hand-over:
    homes, farms and companies that persons own; everybody; nobody.
    """

    PERSONAL = "personal"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Address:
    """A Danish address. `municipality_code` is four digits with its leading zero; `dar_id` the DAR UUID."""

    street: str = ""
    postcode: str = ""
    city: str = ""
    municipality_code: str = ""
    dar_id: str = ""

    @property
    def line(self) -> str:
        """The address on one line."""
        return ", ".join(part for part in (self.street, f"{self.postcode} {self.city}".strip()) if part)


@dataclass(frozen=True, slots=True)
class Industry:
    """An industry code as the source gave it: six digits without dots, its scheme (DB25, DB07) and its text."""

    code: str = ""
    text: str = ""
    scheme: str = ""

    @property
    def shown(self) -> str:
        """Code and text, the code as `56.11.10`."""
        dotted = ".".join((self.code[:2], self.code[2:4], self.code[4:])) if len(self.code) == 6 else self.code
        return f"{dotted} {self.text}".strip()


@record
@dataclass(frozen=True, slots=True)
class Municipality:
    """The municipality the ambassador works for, as the report's letterhead shows it.

    `accent_colour` is `#rrggbb`; `logo` the SHA-256 of a PNG or JPEG among the attachments, or empty. `degree_days`
    are its own, K·days by year, and stand before those that come with the program.
    New visits take `factor_set` and `price_set`, at homes `home_price_set`: names of sets. `secure_mail` says for
    whom reports go by secure mail; `filing_code` (such as a KLE number with its facet) and `retention` are what the
    case system files reports under. `disclaimers` are its own words on page 1, after those that every report has, by
    kind of visit and language (`home_advice/da`).
    """

    KIND: ClassVar[str] = "municipality"
    SPREAD: ClassVar[str] = ""
    id: MunicipalityId
    name: str
    code: str = ""
    department: str = ""
    address: Address = field(default_factory=Address)
    phone: str = ""
    email: str = ""
    website: str = ""
    accent_colour: str = "#0f5c4a"
    logo: str = ""
    privacy_note: str = ""
    degree_days: Mapping[str, float] = field(default_factory=dict)
    factor_set: str = "br18"
    price_set: str = "company"
    home_price_set: str = "home"
    secure_mail: SecureMail = SecureMail.PERSONAL
    filing_code: str = ""
    retention: str = ""
    disclaimers: Mapping[str, str] = field(default_factory=dict)


@record
@dataclass(frozen=True, slots=True)
class Ambassador:
    """A person of the municipality who visits."""

    KIND: ClassVar[str] = "ambassador"
    SPREAD: ClassVar[str] = ""
    id: AmbassadorId
    name: str
    title: str = ""
    email: str = ""
    phone: str = ""


@record
@dataclass(frozen=True, slots=True)
class Organisation:
    """A legal entity with a CVR number (eight digits, no spaces). `advertising_protected` is CVR's
    *reklamebeskyttet*: it may be visited by appointment, but not be on a list for unsolicited contact.
    `merged_into` points to the organisation that stands for this one, if it was a duplicate.
    """

    KIND: ClassVar[str] = "organisation"
    SPREAD: ClassVar[str] = ""
    id: OrganisationId
    name: str
    cvr: str = ""
    address: Address = field(default_factory=Address)
    industry: Industry = field(default_factory=Industry)
    legal_form: str = ""
    status: str = ""
    employees: str = ""
    advertising_protected: bool = False
    merged_into: OrganisationId | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """How much a site makes or keeps in a year: `amount` of `unit`. `key` is one of `benchmarks.ACTIVITIES`, or
    `other` with a `name` of its own.
    """

    key: str
    amount: float
    unit: str
    year: int
    name: str = ""


@record
@dataclass(frozen=True, slots=True)
class Site:
    """What is visited: a production unit (P-number), a farm (CHR-number), a public building or a home.

    `area_m2` is the heated floor area in m²; `employees` people working there; `operating_hours` free text.
    `weather_free_share` is the share of its heat (0 to 1) that the weather has no part in, None for the usual one.
    """

    KIND: ClassVar[str] = "site"
    SPREAD: ClassVar[str] = ""
    id: SiteId
    name: str
    kind: SiteKind = SiteKind.COMPANY
    organisation_id: OrganisationId | None = None
    p_number: str = ""
    chr_number: str = ""
    address: Address = field(default_factory=Address)
    industry: Industry = field(default_factory=Industry)
    area_m2: float | None = None
    employees: str = ""
    operating_hours: str = ""
    built_year: int | None = None
    use: str = ""
    internal_note: str = ""
    ended: bool = False
    weather_free_share: float | None = None
    activities: tuple[Activity, ...] = field(default=(), metadata=SET)


@record
@dataclass(frozen=True, slots=True)
class Contact:
    """A person at an organisation or site. Only contacts of reach *report* can appear in a report."""

    KIND: ClassVar[str] = "contact"
    SPREAD: ClassVar[str] = ""
    id: ContactId
    name: str
    site_id: SiteId
    role: str = ""
    email: str = ""
    phone: str = ""
    reach: Reach = Reach.REPORT
    note: str = ""
