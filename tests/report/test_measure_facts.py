"""Grant, guesses and benefits of a measure stand in its block of the report."""

from dataclasses import replace
from datetime import date

from ambassador_app.domain.calculators.assessment import Assessment
from ambassador_app.domain.calculators.inputs import Origin
from ambassador_app.domain.identifiers import MeasureId, SiteId, VisitId
from ambassador_app.domain.measure import FROM_CHECKLIST, INVESTMENT, Measure
from ambassador_app.domain.subsidy import Benefit, Subsidy, SubsidyStatus
from ambassador_app.i18n import NO_BREAK
from ambassador_app.report.measure_facts import benefits, guesses, money_facts
from ambassador_app.wording.subsidies import subsidy_warnings, subsidy_words
from tests.report.samples import ENGLISH, assessment

TERMS = Subsidy(
    "Erhvervspuljen", SubsidyStatus.APPLIED, 0.4, 0.07, 10_000.0, 50_000.0, before_start=True, deadline=date(2027, 3, 1)
)


def measure(**fields: object) -> Measure:
    plain = Measure(MeasureId("m"), VisitId("v"), SiteId("s"), "LED", "custom", investment_dkk=60_000.0)
    return replace(plain, **fields)  # type: ignore[arg-type]


def facts(one: Measure) -> dict[str, str]:
    found = Assessment.from_json(assessment("custom", 60_000.0, before__electricity="20000", after__electricity="8000"))
    economics = replace(found.economics, subsidy_dkk=one.subsidy_dkk, profitability_br18_with_subsidy=5.0)
    rows = money_facts(ENGLISH, one, replace(found, economics=economics))
    return {label: value.replace(NO_BREAK, " ") for label, value in rows}


def test_the_terms_of_a_grant_stand_in_one_line() -> None:
    one = measure(subsidy=replace(TERMS, reference="EP-7"), subsidy_dkk=20_000.0)
    assert subsidy_words(ENGLISH, one).replace(NO_BREAK, " ") == (
        "DKK 20,000; Erhvervspuljen; Applied for; up to 40 % of the investment; 0.07 DKK for each kWh saved; "
        "at least DKK 10,000; at most DKK 50,000; must be applied for before the work begins; apply by 1 March 2027; "
        "reference EP-7"
    )
    assert facts(one)["Subsidy"].startswith("DKK 20,000; Erhvervspuljen")
    assert facts(one)["BR18 factor with the subsidy"] == "5"
    assert "Subsidy" not in facts(measure())
    assert subsidy_words(ENGLISH, measure(subsidy_dkk=500.0)).replace(NO_BREAK, " ") == "DKK 500"


def test_a_grant_that_does_not_fit_its_terms_is_noted() -> None:
    def said(amount: float, **terms: object) -> list[str]:
        return [line.text for line in subsidy_warnings(measure(subsidy_dkk=amount, subsidy=replace(TERMS, **terms)))]

    assert said(20_000.0) == ["Do not begin the work before the subsidy is granted: it would be lost."]
    assert said(20_000.0, status=SubsidyStatus.GRANTED) == []
    granted = {"status": SubsidyStatus.GRANTED}
    assert said(24_001.0, **granted) == ["The subsidy that is counted is more than its terms allow."]
    assert said(5000.0, **granted) == ["The subsidy that is counted is below the smallest grant of the scheme."]
    assert subsidy_warnings(measure()) == ()


def test_an_investment_that_is_a_guess_says_so() -> None:
    source = "our own assumption of a usual cost, to be confirmed by an offer"
    assert facts(measure(guessed={INVESTMENT: source}))["Investment"].endswith(f"({source})")
    assert facts(measure(price_source="Offer 17"))["Investment"].endswith("(Offer 17)")


def test_what_rests_on_a_guess_is_named_for_the_reader() -> None:
    plain = assessment("custom", 60_000.0, before__electricity="20000", after__electricity="8000")
    found = Assessment.from_json(plain)
    assert guesses(ENGLISH, measure(), found) == []
    first, *others = found.inputs
    unsure = replace(found, inputs=(replace(first, origin=Origin.ESTIMATE), *others))
    one = measure(guessed={first.name: FROM_CHECKLIST, INVESTMENT: "our own assumption"})
    assert guesses(ENGLISH, one, unsure) == [("Guesses to be checked", f"{ENGLISH.tr(first.label)}, Investment")]


def test_benefits_are_listed_before_what_was_written() -> None:
    one = measure(benefit_tags=(Benefit.NOISE, Benefit.LIGHT), benefits="Nemmere rengøring")
    assert benefits(ENGLISH, one) == "Less noise, Better light\nNemmere rengøring"
    assert benefits(ENGLISH, measure()) == ""
