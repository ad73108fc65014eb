"""The screen is turned towards the company: only this site is seen, and nothing that is internal."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ambassador_app.app import Root
from ambassador_app.domain.identifiers import VisitId
from ambassador_app.domain.place import Reach
from ambassador_app.domain.sign_off import SignerRole
from ambassador_app.domain.visit import Step
from ambassador_app.report.logical import logical_text
from ambassador_app.seal import verify
from ambassador_app.services.session import Session
from ambassador_app.ui.screens.visit.view import VisitView
from ambassador_app.wording import LABEL
from tests.builders import a_company, a_visit, session_in
from tests.e2e.conftest import Start
from tests.e2e.person import Person, is_pad, written_on
from tests.ui.visit_desk import LAMPS

SECRET, OTHER = "hemmeligt", "Nabovirksomheden"
INTERNAL = Reach.INTERNAL
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def with_secrets(session: Session) -> VisitId:
    """A visit in which everything that can be internal is, and another company beside it."""
    other = a_company(session, f"{OTHER} ApS", cvr="99000007", p_number="1012345679")
    a_visit(session, other)
    site_id = a_company(session)
    session.companies.add_contact(site_id, f"Kontakt {SECRET}", reach=INTERNAL)
    session.companies.change_site(site_id, internal_note=f"Stedet {SECRET}")
    visit_id = a_visit(session, site_id)
    session.visits.change(visit_id, internal_note=f"Besøget {SECRET}", remarks="Tak for kaffen")
    session.visits.answer(visit_id, LAMPS, value="t8", note=f"Svaret {SECRET}", reach=INTERNAL)
    session.notes.add_finding(visit_id, f"Fundet {SECRET}", reach=INTERNAL)
    session.notes.add_action(visit_id, f"Skridtet {SECRET}", reach=INTERNAL)
    session.notes.add_action(visit_id, "Send elregningen")
    measure = session.measures.add(visit_id, title=f"Tiltaget {SECRET}").id
    session.measures.change(measure, reach=INTERNAL)
    shown = session.measures.add(visit_id, title="Ny port").id
    session.measures.change(shown, internal_note=f"Om porten {SECRET}")
    return visit_id


def seen_by_the_company(person: Person) -> str:
    return "\n".join((person.window.windowTitle(), *written_on(person.window)))


def keep_to_the_visit(person: Person, step: Step) -> None:
    """Whatever key is pressed: no search, no other page, no help, no notice."""
    for key, modifier in (
        (Qt.Key.Key_K, CONTROL),
        (Qt.Key.Key_2, ALT),
        (Qt.Key.Key_Left, ALT),
        (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Z, CONTROL),
    ):
        person.key(key, modifier)
    view = person.screen
    assert isinstance(view, VisitView)
    assert view.step is step
    assert view.model.show_mode
    seen = seen_by_the_company(person)
    assert SECRET not in seen.casefold()
    assert OTHER not in seen
    assert person.tr("Search") not in person.spoken()


def test_the_company_sees_only_itself_and_nothing_internal(root: Root, start: Start) -> None:
    with session_in(root.paths.data) as session:
        visit_id = with_secrets(session)
    person = start()
    person.application.navigator("visits")  # something to go back to
    person.application.navigator("visit", visit_id, step="agree")
    person.settle()
    assert SECRET in seen_by_the_company(person)
    person.press("Show to the company")
    person.application.notices.info(f"{OTHER} {SECRET}")
    keep_to_the_visit(person, Step.AGREE)
    assert "Send elregningen" in seen_by_the_company(person)
    assert "Ny port" in seen_by_the_company(person)
    person.step("Sign")
    keep_to_the_visit(person, Step.SIGN)
    person.key(Qt.Key.Key_F11)
    assert person.tr("Search") in person.spoken()
    assert OTHER in seen_by_the_company(person)  # the notice has waited


def test_a_visit_without_a_measure_reaches_the_sealed_report(root: Root, start: Start) -> None:
    with session_in(root.paths.data) as session:
        visit_id = a_visit(session)
    person = start()
    person.application.navigator("visit", visit_id, step="agree")
    person.settle()
    person.press("Show to the company")
    person.write("Focus areas", "Nattebelastning", leave=False)
    person.key(Qt.Key.Key_Return)
    person.press("Add a next step")
    person.type("Ring til elinstallatøren")
    person.press("Go on to sign")
    for role in (SignerRole.AMBASSADOR, SignerRole.VISITED_PARTY):
        card = LABEL[role]
        person.draw(person.find("Signature", within=card, wanted=is_pad, exact=False))
        person.press("Sign", within=card)
        person.wait(lambda card=card: person.all_named("Withdraw", within=card))
    person.press("Seal the report")
    person.wait(lambda: person.reads("The report is genuine and unchanged: every byte is as it was sealed."))
    session = person.application.session
    assert session is not None
    (report,) = session.reports.of_visit(visit_id)
    data = session.reports.pdf(report.id)
    assert verify(data).good
    said = logical_text(data)
    assert "Nattebelastning" in said
    assert "Ring til elinstallatøren" in said
    assert not person.application.notices.shown
