"""Variants of a measure: only the chosen one counts, and removing, parting and undo leave the rest in order."""

from __future__ import annotations

from datetime import date

from ambassador_app.domain.identifiers import MeasureId, VisitId
from ambassador_app.domain.measure import Measure, MeasureStatus
from ambassador_app.domain.place import Reach
from ambassador_app.domain.variants import alternatives_of, group_of, next_title
from ambassador_app.i18n import Language
from ambassador_app.report import alternatives
from ambassador_app.services.session import Session
from tests.builders import a_visit, translator
from tests.services.test_sets import LED, a_lamp


def measures(session: Session, visit_id: VisitId) -> dict[str, Measure]:
    return {one.id: one for one in session.visits.workspace(visit_id).dossier.measures}


def test_a_variant_counts_only_when_it_is_chosen(session: Session) -> None:
    visit_id = a_visit(session)
    first = MeasureId(a_lamp(session, visit_id))
    session.measures.change(first, owner="Jens", deadline=date(2027, 1, 1))
    session.measures.set_status(first, MeasureStatus.SELECTED)
    second = MeasureId(session.variants.make(first).id)
    before = session.visits.workspace(visit_id).totals
    assert (before.count, before.kwh) == (1, 13_800)

    made = measures(session, visit_id)[second]
    assert (made.title, made.inputs, made.investment_dkk) == (
        f"{measures(session, visit_id)[first].title} (B)",
        LED,
        60_000,
    )
    assert (made.owner, made.deadline, made.status, made.moves) == ("", None, MeasureStatus.PROPOSED, ())
    session.measures.change(second, inputs={**LED, "power_new_w": 31})
    assert session.visits.workspace(visit_id).totals == before

    session.variants.choose(second)
    after = session.visits.workspace(visit_id).totals
    assert (after.count, after.kwh) == (1, 12_000)
    found = measures(session, visit_id)
    assert [found[second].is_proposed, found[first].is_proposed, found[first].is_alternative] == [True, False, True]
    assert alternatives_of(found[second], found.values()) == (found[first],)
    assert {k for k in found[first].inputs if found[first].inputs[k] != found[second].inputs[k]} == {"power_new_w"}
    session.visits.undo(visit_id)
    assert session.visits.workspace(visit_id).totals == before
    assert {one.measure_id for one in session.measures.page().lines} == {first}, "lists count proposals, not variants"


def test_three_variants_are_named_and_the_last_one_is_none(session: Session) -> None:
    visit_id = a_visit(session)
    first = MeasureId(a_lamp(session, visit_id))
    title = measures(session, visit_id)[first].title
    second = MeasureId(session.variants.make(first).id)
    third = MeasureId(session.variants.make(second).id)
    group = group_of(measures(session, visit_id)[third], measures(session, visit_id).values())
    assert [one.title for one in group] == [title, f"{title} (B)", f"{title} (C)"]
    assert MeasureId(session.variants.make(third, "Med sensorer").id) in measures(session, visit_id)

    session.measures.remove(first)
    found = measures(session, visit_id)
    assert [one.id for one in found.values() if one.is_proposed] == [second], "another one is chosen in its place"
    session.variants.part(third)
    found = measures(session, visit_id)
    assert {one.id for one in found.values() if one.is_proposed} == {second, third}
    assert found[third].variant_of == ""
    session.measures.remove(second)
    left = measures(session, visit_id)
    assert all(one.is_proposed and not one.variant_of for one in left.values())
    for _ in range(3):
        session.visits.undo(visit_id)
    assert len(measures(session, visit_id)) == 4


def test_a_measure_without_variants_stands_alone(session: Session) -> None:
    visit_id = a_visit(session)
    lamp = a_lamp(session, visit_id)
    one = measures(session, visit_id)[lamp]
    assert group_of(one, (one,)) == (one,)
    assert alternatives_of(one, (one,)) == ()


def test_letters_run_out_only_after_z() -> None:
    assert next_title("LED", ()) == "LED (B)"
    assert next_title("LED (nye)", ()) == "LED (nye) (B)"


def test_the_report_proposes_the_chosen_variant_and_mentions_the_other_in_a_line(session: Session) -> None:
    visit_id = a_visit(session)
    first = MeasureId(a_lamp(session, visit_id))
    session.measures.change(first, internal_note="Kun for kommunen")
    second = MeasureId(session.variants.make(first, "LED med sensorer").id)
    session.measures.change(second, inputs={**LED, "power_new_w": 31}, investment_dkk=30_000)
    third = MeasureId(session.variants.make(first, "Hemmelig variant").id)
    session.measures.change(third, reach=Reach.INTERNAL)
    shown = session.visits.workspace(visit_id).dossier.for_report()
    assert [one.id for one in shown.measures] == [first]
    assert [(one.id, one.internal_note) for one in shown.alternatives] == [(second, "")]
    (fact,) = alternatives.facts(translator(Language.ENGLISH), shown.measures[0], shown)
    assert fact.label == "Alternative"
    assert "LED med sensorer: 12,000\u00a0kWh/yr" in fact.value
    assert "investment DKK\u00a030,000, payback 1.9" in fact.value
    session.measures.set_status(second, MeasureStatus.DISCARDED)
    assert session.visits.workspace(visit_id).dossier.for_report().alternatives == ()
    session.measures.change(third, reach=Reach.REPORT, inputs={})
    shown = session.visits.workspace(visit_id).dossier.for_report()
    (fact,) = alternatives.facts(translator(Language.ENGLISH), shown.measures[0], shown)
    assert fact.value == "Hemmelig variant: not computed"
