"""Words of programmes and of the extracts that municipalities release to them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from ambassador_app.domain.calculators import AREAS, CALCULATORS
from ambassador_app.domain.extract import MeasureRow, Progress, TradeGroup
from ambassador_app.domain.programme import ExtractSource, ReleaseState, Trust
from ambassador_app.i18n import N_, Translator

NAMES: Final[tuple[tuple[StrEnum, str], ...]] = (
    (TradeGroup.FARMING, N_("Farming, forestry and fishing")),
    (TradeGroup.MINING, N_("Mining and quarrying")),
    (TradeGroup.MANUFACTURING, N_("Manufacturing")),
    (TradeGroup.ENERGY, N_("Energy supply")),
    (TradeGroup.WATER_AND_WASTE, N_("Water and waste")),
    (TradeGroup.CONSTRUCTION, N_("Construction")),
    (TradeGroup.COMMERCE, N_("Trade and car repair")),
    (TradeGroup.TRANSPORT, N_("Transport of goods and people")),
    (TradeGroup.HOTELS_AND_RESTAURANTS, N_("Hotels and restaurants")),
    (TradeGroup.INFORMATION, N_("Information and communication")),
    (TradeGroup.FINANCE, N_("Finance and insurance")),
    (TradeGroup.REAL_ESTATE, N_("Real estate")),
    (TradeGroup.PROFESSIONS, N_("Professional services")),
    (TradeGroup.SERVICES, N_("Rental, cleaning and other business services")),
    (TradeGroup.PUBLIC_ADMINISTRATION, N_("Public administration")),
    (TradeGroup.EDUCATION, N_("Education")),
    (TradeGroup.HEALTH_AND_CARE, N_("Health and care")),
    (TradeGroup.CULTURE_AND_LEISURE, N_("Culture and leisure")),
    (TradeGroup.OTHER, N_("Other trades")),
    (TradeGroup.UNTOLD, N_("Trade not told")),
    (Progress.PROPOSED, N_("Proposed")),
    (Progress.AGREED, N_("Agreed")),
    (Progress.IMPLEMENTED, N_("Carried out")),
    (Progress.VERIFIED, N_("Verified")),
    (ReleaseState.WAITING, N_("Waits for the office")),
    (ReleaseState.RELEASED, N_("Released")),
    (ReleaseState.SUPERSEDED, N_("Superseded")),
    (ReleaseState.WITHDRAWN, N_("Withdrawn")),
    (ExtractSource.OWN, N_("Own")),
    (ExtractSource.OFFICE, N_("From the office")),
    (ExtractSource.FILE, N_("From a file")),
    (Trust.OUR_OFFICE, N_("Our office vouches for it")),
    (Trust.OTHER_OFFICE, N_("An office unknown here vouches for it")),
    (Trust.NOBODY, N_("No office vouches for it")),
)
"""The names of a programme's values."""


def calculator_words(one: MeasureRow, words: Translator) -> str:
    """Name what a measure is, by the calculation it was made with."""
    known = CALCULATORS.get(one.calculator)
    return words.tr(known.title) if known is not None else words.tr(N_("Another measure"))


def area_words(one: MeasureRow, words: Translator) -> str:
    """Name the area of a measure."""
    return words.tr(AREAS[one.area])
