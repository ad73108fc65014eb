"""What the report says of proposals that meet: marks, shares, warnings, and both charts."""

from dataclasses import replace

from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.identifiers import MeasureId
from ambassador_app.domain.measure import Measure
from ambassador_app.report import ReportContent, compose
from ambassador_app.report.content import Figure, MeasureBlock, Paragraph, Table
from tests.domain.packages import control, district, heat_pump, led, own
from tests.domain.test_package import EL
from tests.report.samples import ENGLISH, NOON, a_dossier

NO_BREAK = "\N{NO-BREAK SPACE}"


def composed(*measures: Measure) -> ReportContent:
    whole: VisitDossier = a_dossier(measures=tuple(replace(one, visit_id="visit", site_id="site") for one in measures))
    return compose(whole, ENGLISH, NOON)


def proposal_table(content: ReportContent) -> Table:
    return next(
        one for one in content.all_blocks() if isinstance(one, Table) and one.columns[0].title == "No." and one.total
    )


def said(content: ReportContent) -> str:
    return " ".join(one.text for one in content.all_blocks() if isinstance(one, Paragraph))


def test_proposals_that_meet_are_marked_with_what_counts() -> None:
    content = composed(led(investment_dkk=60_000.0), control(8.52, investment_dkk=9_000.0))
    table = proposal_table(content)
    assert table.columns[-1].title == "Counts"
    assert {row[1]: row[-1] for row in table.rows} == {
        "Led": f"100{NO_BREAK}%{NO_BREAK}*",
        "Control": f"35{NO_BREAK}%{NO_BREAK}*",
    }
    assert table.total[2] == "19,000"
    assert "counted in sequence" in said(content)
    facts = {
        one.title: {fact.label: fact.value for fact in one.facts}
        for one in content.all_blocks()
        if isinstance(one, MeasureBlock)
    }
    assert facts["Control"]["Counts in the package"] == f"35{NO_BREAK}% (touches the same energy use as 2)"
    assert facts["Led"]["Payback if things change"].endswith("years: prices or saving 25 % up or down")


def test_proposals_that_do_not_meet_need_no_column() -> None:
    content = composed(led(investment_dkk=60_000.0), own("a", EL, 500, area="cooling", investment_dkk=900.0))
    assert proposal_table(content).columns[-1].title == "Quality"


def test_a_second_supply_is_named_and_left_out() -> None:
    content = composed(heat_pump(investment_dkk=300_000.0), district(investment_dkk=90_000.0))
    table = proposal_table(content)
    assert {row[1]: row[-1] for row in table.rows}["District"] == f"0{NO_BREAK}%{NO_BREAK}*"
    assert table.total[5] == "300,000"
    assert "“District” replaces what “Heat_pump” has replaced already" in said(content)


def test_both_charts_have_words_for_those_who_do_not_see_them() -> None:
    two = (led(investment_dkk=60_000.0), control(8.52, investment_dkk=9_000.0))
    third = replace(two[0], id=MeasureId("third"), title="LED in the yard")
    content = composed(*two, third)
    alts = [one.picture.alt for one in content.all_blocks() if isinstance(one, Figure)]
    assert any(alt.startswith("Chart of 3 proposals") for alt in alts)
    assert any(alt.startswith("Curve of 3 proposals") for alt in alts)


def test_two_proposals_need_no_chart() -> None:
    content = composed(led(investment_dkk=60_000.0), control(8.52, investment_dkk=9_000.0))
    assert not [one for one in content.all_blocks() if isinstance(one, Figure) and "proposal" in one.picture.alt]
