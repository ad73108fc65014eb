"""What a programme extract says, and above all what it never says."""

import itertools
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ambassador_app.domain.case import Case, CaseMove, CaseStep, Publicity
from ambassador_app.domain.economics import Payback
from ambassador_app.domain.extract import Progress, Sums, TradeGroup, totals_over
from ambassador_app.domain.extract_making import Partnership, pseudonym, rows_of, status_on, step_on, trade_of
from ambassador_app.domain.extract_reading import plain_of, read_extract
from ambassador_app.domain.measure import Measure, MeasureStatus, StatusMove, Suggestion
from ambassador_app.domain.place import Address, Industry, Organisation, Reach, Site, SiteKind
from ambassador_app.domain.quantities import Carrier, DataQuality
from ambassador_app.domain.verification import Verification, VerificationMethod
from ambassador_app.wire.extract_file import read, write
from tests import extracts

KEY = b"k" * 32
TODAY = date(2026, 11, 23)
THEN = datetime(2026, 5, 4, 10, tzinfo=UTC)
LIMITED, SOLE = "Anpartsselskab", "Enkeltmandsvirksomhed"


class Secrets:
    """Texts that nobody else writes, each remembered."""

    def __init__(self):
        self._number = itertools.count()
        self.said = set()

    def __call__(self):
        word = f"hemmelig{next(self._number):05d}ord"
        self.said.add(word)
        return word


def assessment(kwh=12_000.0, dkk=18_000.0, co2e_kg=1_500.0):
    return {
        "calculator": "led_retrofit",
        "year": 2026,
        "savings_kwh": {"electricity": kwh},
        "cost_saving_dkk": dkk,
        "co2e_kg": co2e_kg,
        "quality": "B",
        "explanation": [],
    }


def a_measure(secret, visit, site, status=MeasureStatus.SELECTED, **fields):
    """A measure in whose every text something stands that must stay here."""
    whole = Measure(
        id=secret(),
        visit_id=visit,
        site_id=site,
        title=secret(),
        calculator="led_retrofit",
        entry_id=secret(),
        area="lighting",
        inputs={"name": secret()},
        investment_dkk=54_000.0,
        price_source=secret(),
        current_practice=secret(),
        proposal=secret(),
        assumptions=secret(),
        benefits=secret(),
        risks=secret(),
        internal_note=secret(),
        assessment={**assessment(), "explanation": [secret()], "inputs": [secret()]},
        status=status,
        moves=(StatusMove(status, THEN, secret(), secret()),),
        owner=secret(),
        dismissed_because=secret(),
        at=THEN,
        verification=Verification(
            {Carrier.ELECTRICITY: 10_000.0}, 15_000.0, 1_250.0, VerificationMethod.METER, secret(), THEN, note=secret()
        ),
    )
    return replace(whole, **fields)


def a_partnership(secret=None, *, kind=SiteKind.COMPANY, form=LIMITED, consent=None, code="256200", measures=1, **case):
    """One case, with something in every field."""
    secret = secret or Secrets()
    number = secret()
    company = Organisation(
        secret(), secret(), cvr=secret(), address=Address(secret(), secret(), secret(), secret(), secret()),
        industry=Industry(code, secret()), legal_form=form, status=secret(), employees=secret(),
    )  # fmt: skip
    site = Site(
        f"site-{number}", secret(), kind, company.id, p_number=secret(), chr_number=secret(),
        address=Address(secret(), secret(), secret(), secret(), secret()), employees=secret(),
        operating_hours=secret(), use=secret(), internal_note=secret(),
    )  # fmt: skip
    visit = f"visit-{number}"
    whole = Case(
        f"case-{number}", site.id, CaseStep.VISIT, (CaseMove(CaseStep.VISIT, THEN, secret()),), responsible=secret(),
        opened_on=THEN.date(), publicity=Publicity(THEN.date(), secret()) if consent else None,
    )  # fmt: skip
    proposals = tuple(a_measure(secret, visit, site.id) for _ in range(measures))
    return Partnership(replace(whole, **case), site, company, proposals, {visit: THEN})


def rows(*partnerships, as_of=TODAY, key=KEY, programme="carbon-20"):
    return rows_of(partnerships, programme=programme, key=key, as_of=as_of)


def bytes_of(found):
    made = extracts.extract(cases=found.cases, groups=found.groups)
    return write(plain_of(made), b"d" * 32)


KINDS = st.sampled_from(list(SiteKind))
FORMS = st.sampled_from([LIMITED, SOLE, "", "Interessentskab"])
STATUSES = st.sampled_from(list(MeasureStatus))
ONE = st.tuples(KINDS, FORMS, st.booleans(), st.lists(STATUSES, max_size=4), st.sampled_from(["256200", "", "010000"]))


@settings(max_examples=60, deadline=None)
@given(st.lists(ONE, max_size=24))
def test_no_byte_of_a_release_says_who_where_or_what_was_noted(drawn):
    secret, partnerships, allowed = Secrets(), [], set()
    for kind, form, consent, statuses, code in drawn:
        one = a_partnership(secret, kind=kind, form=form, consent=consent, code=code, measures=0)
        proposals = tuple(a_measure(secret, next(iter(one.reported)), one.site.id, status) for status in statuses)
        partnerships.append(replace(one, measures=proposals))
        if consent and kind is not SiteKind.HOME:
            allowed.add(one.organisation.name)
    found = rows(*partnerships)
    data = bytes_of(found)
    for word in secret.said - allowed:
        assert word.encode() not in data
    for name in allowed:
        assert name.encode() in data
    for one in partnerships:
        assert one.case.id.encode() not in data
        assert one.site.id.encode() not in data
    # nobody who lives or owns there stands alone without having agreed to it
    alone = [row for row in found.cases if not row.name]
    assert all(row.kind in (SiteKind.COMPANY, SiteKind.PUBLIC_BUILDING) for row in alone)
    safe = [
        one
        for one in partnerships
        if one.site.kind is SiteKind.PUBLIC_BUILDING or one.organisation.legal_form == LIMITED
    ]
    assert len(alone) <= len(safe)
    for group in found.groups:
        assert group.sites is None or group.sites % 5 == 0
    # what was made can be read, and says the same
    assert read_extract(read(data).extract) == extracts.extract(cases=found.cases, groups=found.groups)


@pytest.mark.parametrize("count", range(12))
def test_homes_are_told_of_five_or_not_at_all(count):
    homes = [a_partnership(kind=SiteKind.HOME, form="") for _ in range(count)]
    found = rows(*homes)
    (group,) = (one for one in found.groups if one.kind is SiteKind.HOME)
    assert found.cases == ()
    assert group.sites == (None if count < 5 else 5 if count < 8 else 10)
    assert bool(group.sums) == (count >= 5)


def test_one_place_that_outweighs_the_others_is_not_told():
    homes = [a_partnership(kind=SiteKind.HOME) for _ in range(6)]
    large = homes[0]
    heavy = tuple(replace(one, assessment=assessment(kwh=900_000.0)) for one in large.measures)
    (group,) = (one for one in rows(replace(large, measures=heavy), *homes[1:]).groups if one.kind is SiteKind.HOME)
    assert group.sums == {}


def test_sums_of_homes_are_rounded_to_two_figures():
    homes = [a_partnership(kind=SiteKind.HOME) for _ in range(7)]
    (group,) = (one for one in rows(*homes).groups if one.kind is SiteKind.HOME)
    assert group.sums[Progress.AGREED] == Sums(7, 84_000.0, 130_000.0, 11.0, 380_000.0, 380_000.0, 130_000.0)
    assert Progress.VERIFIED not in group.sums


@pytest.mark.parametrize("form", [SOLE, "", "Personligt ejet mindre virksomhed", "I/S"])
def test_a_sole_trader_and_who_may_be_one_stands_in_no_row(form):
    found = rows(a_partnership(form=form), a_partnership(kind=SiteKind.FARM))
    assert found.cases == ()


def test_a_company_is_named_with_consent_alone():
    hidden, named = a_partnership(), a_partnership(consent=True)
    names = {row.name for row in rows(hidden, named).cases}
    assert names == {"", named.organisation.name}


def test_a_consent_that_was_withdrawn_or_came_later_names_nobody():
    gone = a_partnership(publicity=Publicity(THEN.date(), "NN", withdrawn_on=TODAY))
    later = a_partnership(publicity=Publicity(TODAY + timedelta(days=1)))
    assert [row.name for row in rows(gone, later).cases] == ["", ""]


def test_a_home_is_never_named_whatever_was_agreed():
    found = rows(a_partnership(kind=SiteKind.HOME, consent=True))
    assert found.cases == ()


def test_a_trade_is_told_of_three_cases_or_more():
    two, three = ([a_partnership(code=code) for _ in range(count)] for code, count in (("412000", 2), ("256200", 3)))
    trades = sorted(row.trade for row in rows(*two, *three).cases)
    assert trades == [TradeGroup.MANUFACTURING] * 3 + [TradeGroup.UNTOLD] * 2


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("011100", TradeGroup.FARMING),
        ("25.62.00", TradeGroup.MANUFACTURING),
        ("351100", TradeGroup.ENERGY),
        ("561110", TradeGroup.HOTELS_AND_RESTAURANTS),
        ("631100", TradeGroup.INFORMATION),
        ("990000", TradeGroup.OTHER),
        ("", TradeGroup.UNTOLD),
        ("00", TradeGroup.UNTOLD),
        ("x", TradeGroup.UNTOLD),
    ],
)
def test_trades_are_the_sections_of_their_codes(code, group):
    site = Site("s", "S", industry=Industry(code))
    assert trade_of(site, None) is group


def test_ids_are_stable_within_a_programme_and_lead_nowhere_without_the_key():
    one = a_partnership()
    first = rows(one).cases[0].id
    assert rows(one).cases[0].id == first
    assert rows(one, programme="klima-fyn").cases[0].id != first
    assert rows(one, key=b"x" * 32).cases[0].id != first
    assert pseudonym(KEY, "carbon-20", one.case.id) == first


def test_a_measure_stands_in_it_once_a_report_was_sealed_and_never_if_it_is_internal():
    one = a_partnership(measures=1)
    (measure,) = one.measures
    assert len(rows(one).cases[0].measures) == 1
    for other in (
        replace(one, reported={}),
        replace(one, reported={measure.visit_id: datetime(2026, 12, 1, tzinfo=UTC)}),
        replace(one, measures=(replace(measure, reach=Reach.INTERNAL),)),
        replace(one, measures=(replace(measure, suggestion=Suggestion.SUGGESTED),)),
        replace(one, measures=(replace(measure, set_aside=True),)),
        replace(one, measures=(replace(measure, at=datetime(2026, 12, 1, tzinfo=UTC)),)),
    ):
        assert rows(other).cases[0].measures == ()


def test_steps_and_statuses_are_those_of_the_day():
    moves = tuple(
        CaseMove(step, datetime(2026, month, 1, 12, tzinfo=UTC), "NN")
        for month, step in ((1, CaseStep.INFORMATION), (3, CaseStep.VISIT), (6, CaseStep.AGREEMENT))
    )
    one = a_partnership(moves=moves, step=CaseStep.AGREEMENT)
    assert [step_on(one.case, date(2026, month, 15)) for month in (2, 4, 7)] == list(CaseStep)[:3]
    measure = a_measure(Secrets(), "v", "s", MeasureStatus.VERIFIED)
    moved = tuple(
        StatusMove(status, datetime(2026, month, 1, 12, tzinfo=UTC), "NN")
        for month, status in ((3, MeasureStatus.SELECTED), (6, MeasureStatus.COMPLETED), (9, MeasureStatus.VERIFIED))
    )
    measure = replace(measure, moves=moved)
    days = [status_on(measure, date(2026, month, 15)) for month in (2, 4, 7, 10)]
    assert days == [MeasureStatus.PROPOSED, MeasureStatus.SELECTED, MeasureStatus.COMPLETED, MeasureStatus.VERIFIED]


def test_a_verification_of_a_later_day_is_not_told():
    one = a_partnership(measures=0)
    found = Verification({}, 1.0, 1.0, VerificationMethod.METER, "NN", datetime(2026, 10, 1, tzinfo=UTC))
    measure = a_measure(Secrets(), next(iter(one.reported)), one.site.id, MeasureStatus.VERIFIED, verification=found)
    one = replace(one, measures=(measure,))
    assert rows(one).cases[0].measures[0].verified is not None
    assert rows(one, as_of=date(2026, 9, 1)).cases[0].measures[0].verified is None


def test_a_case_that_was_opened_later_is_not_there_yet():
    assert rows(a_partnership(opened_on=TODAY), as_of=TODAY - timedelta(days=1)).cases == ()


def test_whole_figures_without_a_negative_nought():
    one = a_partnership(measures=0)
    measure = a_measure(
        Secrets(), next(iter(one.reported)), one.site.id, assessment=assessment(kwh=-0.2, dkk=-0.4, co2e_kg=-0.1)
    )
    text = json.dumps(plain_of(extracts.extract(cases=rows(replace(one, measures=(measure,))).cases)))
    assert "-0" not in text.split('"cases"')[1]


# -- sums -------------------------------------------------------------------------------------------------------------
def test_what_was_verified_counts_with_what_was_found():
    case = extracts.case(1, extracts.measure(), extracts.verified(), extracts.measure(MeasureStatus.DISCARDED))
    assert case.sums(Progress.PROPOSED).kwh == 36_000
    assert case.sums(Progress.AGREED).kwh == 24_000
    assert case.sums(Progress.IMPLEMENTED).kwh == 12_000
    assert (case.sums(Progress.VERIFIED).kwh, case.sums(Progress.VERIFIED).dkk) == (10_000, 15_000)
    assert case.sums(Progress.VERIFIED).payback == pytest.approx(54_000 / 15_000)


def test_the_mean_payback_is_total_over_total_of_those_that_are_priced():
    unpriced = extracts.measure(investment_dkk=None)
    dear = extracts.measure(investment_dkk=198_000.0, subsidy_dkk=18_000.0)
    case = extracts.case(1, extracts.measure(), unpriced, dear)
    assert case.sums(Progress.PROPOSED).payback == pytest.approx((54_000 + 180_000) / 36_000)
    assert extracts.case(1, unpriced).sums(Progress.PROPOSED).payback is Payback.UNKNOWN
    assert dear.payback == pytest.approx(10.0)


def test_a_programme_is_the_sum_of_its_municipalities():
    one = extracts.extract()
    other = extracts.extract(municipality=extracts.NORDBY, as_of=date(2026, 6, 30), groups=())
    found = totals_over([one, other])
    assert (found.municipalities, found.sites) == (2, 3 + 25 + 3)
    assert (found.oldest, found.newest) == (date(2026, 6, 30), date(2026, 11, 20))
    assert found.sums[Progress.PROPOSED].kwh == 2 * 3 * 24_000 + extracts.A_SUM.kwh
    assert found.is_rounded
    assert not totals_over([other]).is_rounded
    assert totals_over([]).sums[Progress.PROPOSED] == Sums()


def test_a_measure_without_figures_counts_and_adds_nothing():
    row = extracts.measure(kwh=None, dkk=None, co2e_t=None, year=None, quality=DataQuality.C)
    assert row.sums == Sums(1, investment_dkk=54_000.0)
    assert row.reached == Sums()
