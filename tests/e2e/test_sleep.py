"""The lid is closed in the middle of a word: the word is on the disk."""

from __future__ import annotations

from ambassador_app.i18n import Language
from ambassador_app.ui.widgets.fields import TextArea
from tests.builders import a_visit
from tests.e2e.conftest import Start
from tests.e2e.test_whole_visit_by_keyboard import first_start


def test_what_is_being_typed_is_saved_before_the_computer_sleeps(start: Start) -> None:
    person = start(Language.ENGLISH)
    first_start(person)
    application = person.application
    session = application.session
    assert session is not None
    visit = a_visit(session)
    application.navigator("visit", visit, step="agree")
    person.settle()
    field = next(one for one in application.window.findChildren(TextArea) if one.isVisible() and one.isEnabled())
    field.area.setFocus()
    person.qtbot.keyClicks(field.area, "Kedlen larmer")
    assert "Kedlen larmer" not in repr(session.visits.workspace(visit).dossier.visit)
    application.sleep.falling_asleep.emit()
    assert "Kedlen larmer" in repr(session.visits.workspace(visit).dossier.visit)
