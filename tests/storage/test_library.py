"""What lists, search and the Today screen are told."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambassador_app.domain.calculators.assessment import economics_to_json
from ambassador_app.domain.case import Case, CaseStep
from ambassador_app.domain.economics import Economics, Payback
from ambassador_app.domain.follow_up import Figure, Standing, standing_of
from ambassador_app.domain.identifiers import (
    ActionId,
    AmbassadorId,
    AttachmentId,
    CaseId,
    FindingId,
    MeasureId,
    OrganisationId,
    SiteId,
    VisitId,
)
from ambassador_app.domain.lists import CompanyLine, HitGroup, MeasureLine, MeasureOrder, MeasureQuery, VisitLine
from ambassador_app.domain.measure import Measure, MeasureStatus, Suggestion
from ambassador_app.domain.place import Address, Organisation, Site, SiteKind
from ambassador_app.domain.quantities import Carrier
from ambassador_app.domain.verification import Verification, VerificationMethod
from ambassador_app.domain.visit import (
    Action,
    Answer,
    Attachment,
    Finding,
    SectionAnswers,
    Visit,
    VisitKind,
    VisitStatus,
    section_id,
)
from ambassador_app.storage import Store
from ambassador_app.storage.folding import folded, match_of, sort_key
from tests.storage.conftest import ME, VISIT
from tests.storage.test_transactions import save

DONE, SELECTED = MeasureStatus.COMPLETED, MeasureStatus.SELECTED
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)  # a Wednesday


def a_site(name: str, number: int = 1, **fields: Any) -> Site:
    return Site(SiteId(f"site-{number}"), name, **fields)


def a_visit(number: int = 1, *, days: float = 0, **fields: Any) -> Visit:
    given_fields = {"site_id": SiteId("site-1"), "planned_at": NOW + timedelta(days=days), **fields}
    return Visit(id=VisitId(f"visit-{number}"), **given_fields)


def economics(payback: float | Payback) -> Economics:
    return Economics(5000.0, 0.0, 10.0, "", 0.05, payback, None, None, None, None, None, None)


def assessed(number: int, **fields: Any) -> Measure:
    assessment = {
        "savings_kwh": {"electricity": 1000.0, "natural_gas": 500.0},
        "cost_saving_dkk": 2000.0,
        "co2e_kg": 150.0,
        "economics": economics_to_json(economics(2.5)),
    }
    known: dict[str, Any] = {"investment_dkk": 5000.0, "assessment": assessment, **fields}
    site, title = known.pop("site_id", SiteId("site-1")), known.pop("title", "LED")
    return Measure(MeasureId(f"m-{number}"), VisitId(VISIT), site, title, "lighting_led", **known)


def figured(number: int, figures: tuple[float, float, float | Payback], **fields: Any) -> Measure:
    kwh, dkk, payback = figures
    assessment = {
        "savings_kwh": {"electricity": kwh},
        "cost_saving_dkk": dkk,
        "co2e_kg": 1.0,
        "economics": economics_to_json(economics(payback)),
    }
    return assessed(number, assessment=assessment, **fields)


def day(number: int) -> date:
    return date(2026, 11, number)


# -- companies ------------------------------------------------------------------------------------------------------
def test_a_company_line_tells_all_at_once(store: Store) -> None:
    address = Address("Havnegade 1", "5000", "Odense")
    save(
        store,
        Organisation(OrganisationId("o"), "Smeden A/S", cvr="13748136", advertising_protected=True),
        a_site("Smeden", organisation_id=OrganisationId("o"), p_number="1001", address=address, kind=SiteKind.FARM),
        Case(CaseId("c"), SiteId("site-1"), CaseStep.VISIT),
        a_visit(1, days=-10, status=VisitStatus.SEALED),
        a_visit(2, days=-5, status=VisitStatus.CANCELLED),
    )
    assert store.library.companies().lines == (
        CompanyLine(
            site_id="site-1",
            name="Smeden",
            kind=SiteKind.FARM,
            organisation="Smeden A/S",
            cvr="13748136",
            p_number="1001",
            address="Havnegade 1, 5000 Odense",
            city="Odense",
            step=CaseStep.VISIT,
            last_visit=NOW - timedelta(days=10),
            last_status=VisitStatus.SEALED,
            advertising_protected=True,
        ),
    )


def test_companies_stand_in_danish_order_and_come_in_pages(store: Store) -> None:
    names = ["Østers", "Zebra", "aalekro", "Ærter", "Bager", "Åkande", "abe", "Ådal"]
    save(store, *(a_site(name, number) for number, name in enumerate(names)))
    order = ["abe", "Bager", "Zebra", "Ærter", "Østers", "Ådal", "Åkande", "aalekro"]
    assert [one.name for one in store.library.companies().lines] == order
    page = store.library.companies(offset=2, limit=3)
    assert ([one.name for one in page.lines], page.total, page.offset) == (order[2:5], 8, 2)


@pytest.mark.parametrize(
    "text",
    ["smed", "SMED havn", "odense", "5000", "1374", "1001", "jern", "bjorn", "Bjørn", "århus", "aarhus", "arhus"],
)
def test_a_company_is_found_by_any_of_its_words(store: Store, text: str) -> None:
    save(
        store,
        Organisation(OrganisationId("o"), "Jern og Stål, Aarhus", cvr="13748136"),
        a_site("Bjørns Smedje", organisation_id=OrganisationId("o"), p_number="1001",
               address=Address("Havnegade 1", "5000", "Odense")),
        a_site("Bageriet", 2),
    )  # fmt: skip
    page = store.library.companies(text)
    assert ([one.name for one in page.lines], page.total) == (["Bjørns Smedje"], 1)


@pytest.mark.parametrize("text", ["xyz", "smed xyz", '"', "*", "(", "smed OR", "-"])
def test_what_matches_nothing(store: Store, text: str) -> None:
    save(store, a_site("Smed"))
    assert store.library.companies(text).total == 0
    assert store.library.search(text) == ()


def test_companies_of_one_kind(store: Store) -> None:
    save(store, a_site("Gården", kind=SiteKind.FARM), a_site("Gårdbutik", 2))
    assert [one.name for one in store.library.companies(kind=SiteKind.FARM).lines] == ["Gården"]
    assert store.library.companies("gård", kind=SiteKind.COMPANY).total == 1
    assert store.library.companies("gård").total == 2


def test_words_follow_every_change(store: Store) -> None:
    organisation = Organisation(OrganisationId("o"), "Gammelt Navn")
    site = a_site("Stedet", organisation_id=OrganisationId("o"))
    save(store, organisation, site, a_visit(), assessed(1))
    save(store, replace(organisation, name="Nyt Navn"))
    assert (store.library.companies("gammelt").total, store.library.companies("nyt").total) == (0, 1)
    save(store, replace(site, name="Pladsen"))
    for text, count in (("stedet", 0), ("pladsen", 1)):
        assert store.library.companies(text).total == count
        assert store.library.visits(text).total == count
        assert store.library.measures(text).total == count
    store.undo(VISIT, author=ME)
    assert store.library.visits("stedet").total == 1
    with store.transaction("test", author=ME) as tx:
        tx.delete(Site, "site-1")
    assert store.library.companies().total == store.library.companies("stedet").total == 0
    assert store.library.visits().lines[0].site == ""


# -- visits ---------------------------------------------------------------------------------------------------------
def test_a_visit_line_counts_what_is_in_it(store: Store) -> None:
    answers = {"a": Answer(1.0), "b": Answer(None, note="kun en note"), "c": Answer(not_seen="låst"), "d": Answer(())}
    save(
        store,
        a_site("Smeden", address=Address("Havnegade 1", "5000", "Odense")),
        a_visit(kind=VisitKind.FOLLOW_UP, responsible=AmbassadorId(ME), follow_up_on=date(2027, 5, 1)),
        SectionAnswers(section_id(VisitId(VISIT), "light"), VisitId(VISIT), "light", answers=answers),
        Finding(FindingId("f"), VisitId(VISIT), "utæt"),
        Attachment(AttachmentId("p"), VisitId(VISIT)),
        assessed(1),
        assessed(2, suggestion=Suggestion.DISMISSED),
        assessed(3, status=MeasureStatus.DISCARDED),
    )
    assert store.library.visits().lines == (
        VisitLine(
            visit_id=VISIT,
            site_id="site-1",
            site="Smeden",
            address="Havnegade 1, 5000 Odense",
            kind=VisitKind.FOLLOW_UP,
            status=VisitStatus.PLANNED,
            planned_at=NOW,
            responsible=ME,
            follow_up_on=date(2027, 5, 1),
            measures=1,
            findings=1,
            answered=2,
            photos=1,
        ),
    )


def test_visits_stand_latest_first_whatever_the_zone(store: Store) -> None:
    early = datetime.fromisoformat("2026-11-25T10:30:00+02:00")
    late = datetime.fromisoformat("2026-11-25T09:30:00+00:00")
    save(store, a_visit(1, planned_at=late), a_visit(2, planned_at=early), a_visit(3, planned_at=None))
    assert [one.visit_id for one in store.library.visits().lines] == ["visit-1", "visit-2", "visit-3"]


def test_visits_by_status_responsible_site_and_words(store: Store) -> None:
    save(
        store,
        a_visit(1, status=VisitStatus.SEALED, purpose="ventilation"),
        a_visit(2, responsible=AmbassadorId(ME)),
        a_visit(3, site_id=SiteId("site-2")),
    )
    library = store.library
    assert [one.visit_id for one in library.visits(status=VisitStatus.SEALED).lines] == ["visit-1"]
    assert [one.visit_id for one in library.visits(responsible=ME).lines] == ["visit-2"]
    assert [one.visit_id for one in library.visits(site_id="site-2").lines] == ["visit-3"]
    assert [one.visit_id for one in library.visits("venti").lines] == ["visit-1"]
    assert library.visits("venti", status=VisitStatus.PLANNED).total == 0


# -- measures -------------------------------------------------------------------------------------------------------
def test_a_measure_line_has_its_figures(store: Store) -> None:
    save(store, a_site("Smeden"), assessed(1, deadline=date(2027, 1, 1)))
    assert store.library.measures().lines == (
        MeasureLine(
            measure_id="m-1",
            visit_id=VISIT,
            site_id="site-1",
            title="LED",
            site="Smeden",
            status=MeasureStatus.PROPOSED,
            kwh=1500.0,
            dkk=2000.0,
            co2e_kg=150.0,
            investment_dkk=5000.0,
            payback=2.5,
            deadline=date(2027, 1, 1),
        ),
    )


@pytest.mark.parametrize("payback", list(Payback))
def test_a_payback_that_is_no_number(store: Store, payback: Payback) -> None:
    save(
        store,
        assessed(1, assessment={"economics": economics_to_json(economics(payback))}),
        assessed(2, assessment=None),
    )
    assert [one.payback for one in store.library.measures().lines] == [Payback.UNKNOWN, payback]
    assert store.library.measures().lines[0].kwh is None


def test_measures_by_status_visit_and_words_without_open_suggestions(store: Store) -> None:
    save(
        store,
        assessed(1, status=MeasureStatus.SELECTED, title="Varmepumpe"),
        assessed(2),
        assessed(3, suggestion=Suggestion.SUGGESTED),
        assessed(4, suggestion=Suggestion.ACCEPTED),
    )
    library = store.library
    assert [one.measure_id for one in library.measures().lines] == ["m-4", "m-2", "m-1"]
    assert [one.measure_id for one in library.measures(status=MeasureStatus.SELECTED).lines] == ["m-1"]
    assert library.measures(visit_id=VISIT, site_id="site-1").total == 3
    assert library.measures(visit_id="another").total == 0
    assert [one.measure_id for one in library.measures("varme").lines] == ["m-1"]


def test_what_became_of_the_measures_of_a_site(store: Store) -> None:
    found = Verification({Carrier.ELECTRICITY: 700.0}, 1000.0, 90.0, VerificationMethod.METER, by=ME, at=NOW)
    save(
        store,
        assessed(1, status=MeasureStatus.SELECTED),
        assessed(2, investment_dkk=None),
        assessed(3, suggestion=Suggestion.DISMISSED),
        assessed(4, status=MeasureStatus.DISCARDED),
        assessed(5, assessment=None),
        assessed(6, status=MeasureStatus.VERIFIED, verification=found),
        assessed(7, status=MeasureStatus.IN_PROGRESS, verification=found),  # set aside: it stands as not carried out
        assessed(8, status=MeasureStatus.UNSATISFACTORY, verification=found, assessment=None),
    )
    with store.reader() as reader:
        measures = reader.all(Measure, site_id="site-1")
    found_here = store.library.standing(MeasureQuery(site_id="site-1"))
    assert found_here == standing_of(measures)
    assert found_here == store.library.standing(MeasureQuery())
    assert (found_here.proposed.count, found_here.discarded.count) == (7, 1)
    assert found_here.proposed.compared == 1
    assert found_here.proposed.share(Figure.KWH) == pytest.approx(700 / 1500)
    assert found_here.proposed.realised.kwh == 1400
    assert store.library.standing(MeasureQuery(site_id="nowhere")) == Standing()


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (MeasureQuery(), [4, 3, 2, 1]),
        (MeasureQuery(downwards=True), [1, 2, 3, 4]),
        (MeasureQuery(order=MeasureOrder.TITLE), [4, 1, 3, 2]),
        (MeasureQuery(order=MeasureOrder.SITE), [2, 1, 4, 3]),
        (MeasureQuery(order=MeasureOrder.KWH, downwards=True), [4, 2, 1, 3]),
        (MeasureQuery(order=MeasureOrder.DKK), [4, 2, 1, 3]),
        (MeasureQuery(order=MeasureOrder.PAYBACK), [1, 4, 2, 3]),
        (MeasureQuery(order=MeasureOrder.PAYBACK, downwards=True), [2, 4, 1, 3]),
        (MeasureQuery(order=MeasureOrder.STATUS), [4, 2, 1, 3]),
        (MeasureQuery(order=MeasureOrder.DEADLINE), [2, 1, 4, 3]),
        (MeasureQuery(status=MeasureStatus.SELECTED), [2]),
        (MeasureQuery(area="lighting"), [3, 1]),
        (MeasureQuery(overdue_on=date(2026, 11, 25)), [2]),
        (MeasureQuery(text="øster led"), [2, 1]),
        (MeasureQuery(text="øster", order=MeasureOrder.TITLE, area="lighting"), [1]),
        (MeasureQuery(text="..."), []),
        (MeasureQuery(site_id="site-2", order=MeasureOrder.TITLE), [4, 3]),
    ],
)
def test_measures_are_chosen_and_sorted(store: Store, query: MeasureQuery, wanted: list[int]) -> None:
    save(store, a_site("Østerbageren"), a_site("Ålsmeden", 2))
    other = SiteId("site-2")
    save(
        store,
        figured(
            1, (1000.0, 2000.0, Payback.IMMEDIATE), title="LED i hallen", area="lighting", deadline=day(20), status=DONE
        ),
        figured(
            2, (1500.0, 1500.0, Payback.NONE), title="Ærmelange led", deadline=day(1), status=MeasureStatus.SELECTED
        ),
        assessed(3, title="Pumpe", area="lighting", site_id=other, assessment=None, status=MeasureStatus.DISCARDED),
        figured(4, (2000.0, 5.0, 4.0), title="Aflukning", site_id=other, deadline=day(30)),
    )
    for offset in range(3):
        page = store.library.measure_page(query, offset=offset, limit=2)
        assert [int(one.measure_id[2:]) for one in page.lines] == wanted[offset : offset + 2]
        assert page.total == len(wanted)
    assert store.library.standing(query).proposed.count == len(wanted)


# -- search ---------------------------------------------------------------------------------------------------------
def test_search_finds_companies_visits_measures_and_notes(store: Store) -> None:
    section = section_id(VisitId(VISIT), "light")
    long = "meget lang indledning " * 10 + "Trykluft lækker ved kompressoren " + "og mere tekst " * 20
    save(
        store,
        a_site("Trykluft ApS", address=Address("Vej 1", "5000", "Odense")),
        a_visit(purpose="Gennemgang af trykluft"),
        assessed(1, title="Tæt trykluft"),
        SectionAnswers(
            section, VisitId(VISIT), "air", answers={"q": Answer("trykluft", note=long), "r": Answer("kun valg")}
        ),
        Finding(FindingId("f"), VisitId(VISIT), "Trykluft hviner"),
    )
    hits = store.library.search("tryklu")
    assert [(one.group, one.id) for one in hits] == [
        (HitGroup.COMPANY, "site-1"),
        (HitGroup.VISIT, VISIT),
        (HitGroup.MEASURE, "m-1"),
        (HitGroup.NOTE, section),
        (HitGroup.NOTE, "f"),
    ]
    company, visit, measure, note, finding = hits
    assert (company.title, company.detail) == ("Trykluft ApS", "Vej 1, 5000 Odense")
    assert (visit.title, visit.detail, visit.at) == ("Trykluft ApS", "Gennemgang af trykluft", NOW)
    assert (measure.detail, measure.visit_id) == ("Trykluft ApS", VISIT)
    assert "Trykluft lækker" in note.detail
    assert note.detail.startswith("…")
    assert (finding.detail, finding.visit_id, finding.site_id) == ("Trykluft hviner", VISIT, "site-1")
    assert {one.group for one in store.library.search("hviner")} == {HitGroup.NOTE}
    assert {one.group for one in store.library.search("kun valg")} == {HitGroup.NOTE}


def test_search_puts_names_that_begin_so_first(store: Store) -> None:
    save(store, a_site("Smedjen", 1), a_site("Den Gamle Smedje", 2), a_site("Smedens Hus", 3))
    assert [one.title for one in store.library.search("smed", limit=2)] == ["Smedens Hus", "Smedjen"]
    assert len(store.library.search("smed")) == 3


@given(st.text(max_size=20), st.text(max_size=20))
def test_what_is_typed_is_always_a_question(text: str, other: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert match_of(text).count('"') == 2 * len(folded(text).split())
    assert isinstance(sort_key(text) < sort_key(other), bool)


@pytest.fixture
def some(store: Store) -> Store:
    save(store, a_site("Kontrol"))
    return store


@pytest.mark.parametrize("text", ["ÅØÆ åøæ", "straße", "İstanbul", "ﬁne", "x²", "日本", "a\0b", "e\u0301"])
def test_any_writing_is_found_again(some: Store, text: str) -> None:
    save(some, a_site(text, 2))
    assert some.library.companies(text).total == 1


# -- today ----------------------------------------------------------------------------------------------------------
def test_today_tells_what_wants_doing(store: Store) -> None:
    save(
        store,
        a_site("Smeden"),
        a_visit(1, days=0),
        a_visit(2, days=0.5),
        a_visit(3, days=2),
        a_visit(4, days=5),
        a_visit(5, days=-1, status=VisitStatus.UNDER_WAY),
        a_visit(6, days=-9, status=VisitStatus.UNDER_WAY),
        a_visit(7, days=-200, status=VisitStatus.SEALED, follow_up_on=date(2026, 11, 25), site_id=SiteId("site-2")),
        a_visit(8, days=-200, status=VisitStatus.SEALED, follow_up_on=date(2026, 11, 26), site_id=SiteId("site-3")),
        a_visit(9, days=-200, status=VisitStatus.SEALED, follow_up_on=date(2026, 11, 1)),
        Action(ActionId("late"), VisitId("visit-7"), "Skift filter", owner="Ida", deadline=date(2026, 11, 24)),
        Action(ActionId("due"), VisitId("visit-7"), "i dag", deadline=date(2026, 11, 25)),
        Action(ActionId("done"), VisitId("visit-7"), "gjort", deadline=date(2026, 11, 1), done=True),
    )
    board = store.library.today(NOW)
    seen = {name: [one.visit_id for one in getattr(board, name)] for name in
            ("today", "this_week", "under_way", "stale", "follow_ups")}  # fmt: skip
    assert seen == {
        "today": ["visit-1", "visit-2"],
        "this_week": ["visit-3"],
        "under_way": ["visit-5"],
        "stale": ["visit-6"],
        "follow_ups": ["visit-7"],
    }
    (overdue,) = board.overdue
    assert (overdue.action_id, overdue.what, overdue.owner, overdue.site_id) == (
        "late", "Skift filter", "Ida", "site-2"
    )  # fmt: skip


def test_today_of_one_ambassador_holds_theirs_and_nobodys(store: Store) -> None:
    save(
        store,
        a_visit(1, responsible=AmbassadorId("me")),
        a_visit(2, responsible=AmbassadorId("you")),
        a_visit(3),
        Action(ActionId("mine"), VisitId("visit-1"), "a", deadline=date(2026, 1, 1)),
        Action(ActionId("yours"), VisitId("visit-2"), "b", deadline=date(2026, 1, 1)),
    )
    board = store.library.today(NOW, "me")
    assert [one.visit_id for one in board.today] == ["visit-1", "visit-3"]
    assert [one.action_id for one in board.overdue] == ["mine"]
    assert len(store.library.today(NOW).today) == 3


def test_a_day_begins_at_midnight_in_denmark(store: Store) -> None:
    save(
        store,
        a_visit(1, planned_at=datetime(2026, 7, 1, 22, 30, tzinfo=UTC)),
        a_visit(2, planned_at=datetime(2026, 7, 1, 21, 30, tzinfo=UTC)),
    )
    board = store.library.today(datetime(2026, 7, 2, 5, 0, tzinfo=UTC))
    assert [one.visit_id for one in board.today] == ["visit-1"]


# -- history --------------------------------------------------------------------------------------------------------
def test_the_history_of_a_visit_is_the_newest_first(store: Store) -> None:
    save(store, a_visit(purpose="et"))
    action = save(store, a_visit(purpose="to"))
    save(store, a_visit(2), scope="visit-2")
    newest, made = store.library.history(VISIT)
    assert (newest.action_id, newest.kind, newest.record_id, newest.field) == (action, "visit", VISIT, "purpose")
    assert (newest.old, newest.new, newest.author) == ("et", "to", ME)
    assert newest.at > made.at
    assert (made.field, made.old) == ("", None)
    assert isinstance(made.new, dict)
    assert len(store.library.history(VISIT, limit=1)) == 1


def test_a_page_of_what_was_found_is_in_the_order_of_names(store: Store) -> None:
    names = ["Smed", "Bager", "Smedens Bageri", "Ål og Smed", "Æble-Smedje", "Bag Smedjen"]
    kinds = [SiteKind.FARM, SiteKind.COMPANY]
    save(store, *(a_site(name, number, kind=kinds[number % 2]) for number, name in enumerate(names)))
    found = store.library.companies("smed", offset=1, limit=3)
    assert [one.name for one in found.lines] == ["Smed", "Smedens Bageri", "Æble-Smedje"]
    assert found.total == 5
    both = store.library.companies("sme bag")
    assert [one.name for one in both.lines] == ["Bag Smedjen", "Smedens Bageri"]
    farms = store.library.companies("smed", kind=SiteKind.FARM)
    assert ([one.name for one in farms.lines], farms.total) == (["Smed", "Smedens Bageri", "Æble-Smedje"], 3)


def test_overdue_measures_are_open_ones_whose_day_has_passed_for_one_ambassador_or_all(store: Store) -> None:
    save(
        store,
        a_site("Smeden"),
        Visit(VisitId(VISIT), SiteId("site-1"), responsible=AmbassadorId(ME)),
        assessed(1, deadline=day(24)),
        assessed(2, deadline=day(25)),
        assessed(3, deadline=day(1), status=SELECTED),
        assessed(4, deadline=day(1), status=DONE),
        assessed(5, deadline=day(1), status=MeasureStatus.DISCARDED),
        assessed(6, deadline=day(1), suggestion=Suggestion.SUGGESTED),
        assessed(7),
    )
    for who, wanted in ((None, ["m-3", "m-1"]), (ME, ["m-3", "m-1"]), ("another", [])):
        board = store.library.today(NOW, responsible=who)
        assert [one.measure_id for one in board.overdue_measures] == wanted
