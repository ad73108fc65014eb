"""What each kind of visit and of place calls its report, what it says of itself, and what it must not be taken for."""

from __future__ import annotations

from typing import Final

from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.place import SiteKind
from ambassador_app.domain.visit import VisitKind
from ambassador_app.i18n import N_, Translator
from ambassador_app.report.content import Block, Bullets, Callout, Paragraph, Tone

_TITLE: Final = {
    VisitKind.FIRST_MEETING: N_("Notes of the first meeting"),
    VisitKind.WALKTHROUGH: N_("Report of the climate visit"),
    VisitKind.TECHNICAL_REVIEW: N_("Report of the technical review"),
    VisitKind.FOLLOW_UP: N_("Report of the follow-up visit"),
    VisitKind.INSPECTION: N_("Inspection report"),
    VisitKind.HOME_ADVICE: N_("Energy advice for the home"),
    VisitKind.NIGHT_WALK: N_("Report of the night walk"),
}
_WALKTHROUGH_OF: Final = {
    SiteKind.FARM: N_("Report of the climate visit to the farm"),
    SiteKind.PUBLIC_BUILDING: N_("Report of the climate visit to the building"),
    SiteKind.HOME: N_("Energy advice for the home"),
}
_NEITHER: Final = N_("This is neither an environmental inspection, an energy audit nor an energy label.")
_OPPORTUNITIES: Final = N_("What is said about energy in this report are opportunities, not requirements.")
_HOME: Final = N_(
    "It is no condition report and no offer either. The advice is impartial: no company is recommended, and at least"
    " three offers are worth having."
)
_MORE: Final = {
    VisitKind.FIRST_MEETING: N_(
        "These notes bind nobody: a partnership begins when both parties have signed an agreement."
    ),
    VisitKind.WALKTHROUGH: N_("It is a screening: it shows where a closer look pays."),
    VisitKind.TECHNICAL_REVIEW: N_(
        "The savings are computed for this place; an offer on the work itself is needed before money is spent."
    ),
    VisitKind.FOLLOW_UP: N_("What was saved stands with how it was found; what is not verified yet is not counted."),
    VisitKind.INSPECTION: N_("The pages about it are voluntary and no part of the inspection, and can be taken out."),
    VisitKind.NIGHT_WALK: N_("It shows what was on at the time of the walk, not what is on every night."),
}
_DUTY: Final = N_(
    "Said at the beginning of the visit: the municipality has a duty to act if it becomes aware of an illegal condition"
    " that is not of minor importance (Danish Environmental Protection Act, section 68)."
)
_SIGNED_FOR: Final = N_(
    "The signature confirms that the visit took place and that the report was gone through with the visited party. It"
    " does not commit anyone to carry out the proposals."
)
_SIGNED_FOR_HOME: Final = N_(
    "The signature confirms that the visit took place and that the report was gone through with the owner of the home."
    " It does not commit anyone to carry out the proposals."
)
_SIGNED_FOR_INSPECTION: Final = N_(
    "The signature confirms that the inspection took place and that the report was gone through with the company. It"
    " is no agreement with what the report says, and it does not commit anyone to carry out the opportunities."
)
_BEFORE_AT_HOME: Final = (
    N_("Get at least three written offers, and ask each for the saving it counts on."),
    N_("Look for grants before you sign: most have to be applied for before the work begins."),
    N_(
        "Have moisture, ventilation and, in houses built before 1990, asbestos looked at before anything is insulated"
        " or taken down."
    ),
    N_("Ask the municipality whether the work needs a permit."),
)


def is_home(shown: VisitDossier) -> bool:
    """Whether the report is for the owner of a home."""
    return SiteKind.HOME is shown.site.kind or shown.visit.kind is VisitKind.HOME_ADVICE


def is_inspection(shown: VisitDossier) -> bool:
    """Whether the report is of an ordinary inspection, which alone may speak of enforcement."""
    return shown.visit.kind is VisitKind.INSPECTION


def title(shown: VisitDossier) -> str:
    """Give the report's title (a msgid)."""
    kind = shown.visit.kind
    own = _WALKTHROUGH_OF.get(shown.site.kind, "") if kind is VisitKind.WALKTHROUGH else ""
    return own or _TITLE[kind]


def disclaimer(words: Translator, shown: VisitDossier) -> Callout:
    """Say on page 1 what the report is not, and after it what the municipality itself says of visits of this kind."""
    first = _OPPORTUNITIES if is_inspection(shown) else _NEITHER
    more = _HOME if is_home(shown) else _MORE.get(shown.visit.kind, "")
    own = shown.municipality.disclaimers.get(f"{shown.visit.kind}/{words.language}", "").strip()
    return Callout(" ".join([*(words.tr(one) for one in (first, more) if one), *filter(None, [own])]), tone=Tone.NOTICE)


def duty_to_act(words: Translator, shown: VisitDossier) -> list[Block]:
    """Repeat what was read aloud when a visit that is no inspection began."""
    return [] if is_inspection(shown) else [Paragraph(words.tr(_DUTY), small=True)]


def adviser(words: Translator, shown: VisitDossier) -> list[Block]:
    """Tell which interests the adviser of a technical review has; also that nothing was stated."""
    if shown.visit.kind is not VisitKind.TECHNICAL_REVIEW:
        return []
    told = shown.visit.adviser_interests.strip() or words.tr(N_("Not stated."))
    return [Paragraph(told, lead=words.tr(N_("Interests of the adviser:")))]


def before_you_begin(words: Translator, shown: VisitDossier) -> list[Block]:
    """Tell the owner of a home what to see to before money is spent."""
    if not is_home(shown):
        return []
    return [Bullets(tuple(words.tr(one) for one in _BEFORE_AT_HOME))]


def amounts(words: Translator, shown: VisitDossier) -> str:
    """Say whether the amounts are with VAT: those of homes are, and those of a price set that says so."""
    prices = shown.price_set
    included = prices.vat_included if prices is not None else is_home(shown)
    return words.tr(N_("All amounts include VAT.") if included else N_("All amounts are without VAT."))


def signed_for(words: Translator, shown: VisitDossier) -> str:
    """Say what a signature stands for."""
    if is_inspection(shown):
        return words.tr(_SIGNED_FOR_INSPECTION)
    return words.tr(_SIGNED_FOR_HOME if is_home(shown) else _SIGNED_FOR)
