"""The demo municipality; another language, dark or larger: always the same place, and never a wrong word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from babel.messages.pofile import read_po
from PySide6.QtCore import Qt

from ambassador_app.domain.visit import Step, VisitStatus
from ambassador_app.i18n import Language
from ambassador_app.ui.preferences import Scheme
from ambassador_app.ui.screens import RAIL
from ambassador_app.ui.screens.visit.view import VisitView
from tests.builders import RESOURCES
from tests.e2e.conftest import Start
from tests.e2e.person import Person, written_on
from tests.e2e.test_whole_visit_by_mouse import first_start
from tests.ui.visit_desk import LAMPS

PO = RESOURCES / "translations" / "da" / "LC_MESSAGES" / "ambassador.po"


def into_the_demo(person: Person) -> None:
    person.press("Play in the demo municipality")
    person.wait(lambda: person.application.shell is not None)
    person.settle()


def a_visit_of(person: Person, status: VisitStatus) -> str:
    assert person.application.session is not None
    page = person.application.session.visits.page(status=status)
    return page.lines[0].visit_id


def test_one_plays_in_the_demo_and_leaves_it_for_ones_own_visits(start: Start) -> None:
    person = start()
    into_the_demo(person)
    assert person.reads("Demo municipality: play freely, nothing here is real.")
    person.press("Companies")
    person.open_row("Companies", "Nordlys Maskinfabrik A/S")
    person.application.navigator("visit", a_visit_of(person, VisitStatus.SEALED), step="agree")
    person.settle()
    person.press("Show to the company")
    assert not person.reads("Demo municipality: play freely, nothing here is real.")
    person.key(Qt.Key.Key_F11)
    person.press("Leave the demo")
    person.wait(lambda: person.reads("Welcome to Ambassador"))
    assert person.application.session is None
    assert not person.reads("Nordlys Maskinfabrik A/S")
    first_start(person)
    assert person.reads("Start by taking your companies in.")
    assert not person.application.notices.shown


def test_the_window_is_built_anew_where_one_was(start: Start) -> None:
    person = start()
    into_the_demo(person)
    preferences = person.application.preferences
    visit_id = a_visit_of(person, VisitStatus.PLANNED)
    person.application.navigator("visit", visit_id, step="walkthrough", question=LAMPS)
    person.settle()
    for change, words in (
        (lambda: preferences.set_language(Language.ENGLISH), "Which light source is the most common?"),
        (lambda: preferences.set_scheme(Scheme.DARK), "Which light source is the most common?"),
        (lambda: preferences.set_text_scale(1.5), "Which light source is the most common?"),
        (lambda: preferences.set_language(Language.DANISH), "Hvilken lyskilde er der flest af?"),
        (lambda: preferences.set_scheme(Scheme.LIGHT), "Hvilken lyskilde er der flest af?"),
    ):
        change()
        person.settle()
        view = person.screen
        assert isinstance(view, VisitView)
        assert view.step is Step.WALKTHROUGH
        assert view.location()["question"] == LAMPS
        assert words in written_on(person.window)
        person.focus()
    person.press("Settings")
    person.press("English", within="Sprog")
    assert person.reads("Light or dark", "Text size")
    person.press("Dark", within="Light or dark")
    assert person.application.theme.is_dark
    person.press("Today")


# -- no English in Danish -------------------------------------------------------------------------------------------
def english_patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Every English text of the program that is another one in Danish, as it would stand on the screen."""
    with PO.open("rb") as file:
        catalogue = read_po(file)
    danish = {text for one in catalogue for text in (one.string if isinstance(one.string, tuple) else (one.string,))}
    found = []
    for message in catalogue:
        texts = message.id if isinstance(message.id, tuple) else (message.id,)
        for text in texts:
            fixed = re.sub(r"{[^}]*}", "", text)
            if not text or text in danish or not re.search(r"[A-Za-z]{3}", fixed):
                continue
            parts = [re.escape(part) for part in re.split(r"{[^}]*}", text)]
            found.append((text, re.compile(".+".join(parts), re.DOTALL)))
    return found


def places(person: Person) -> Iterator[str]:
    """Every screen, and every step of a visit that is planned and of one that is sealed."""
    session, go = person.application.session, person.application.navigator
    assert session is not None
    for name in RAIL:
        go(name)
        yield name
    go("import_companies")
    yield "import"
    site = session.companies.page(limit=1).lines[0].site_id
    go("company", site)
    yield "company"
    for status in (VisitStatus.PLANNED, VisitStatus.SEALED):
        visit_id = a_visit_of(person, status)
        for step in Step:
            go("visit", visit_id, step=step.value)
            yield f"{status} {step}"
    measures = session.visits.workspace(a_visit_of(person, VisitStatus.SEALED)).dossier.measures
    go("visit", a_visit_of(person, VisitStatus.SEALED), step="measures", measure=measures[0].id)
    yield "measure"
    person.application.shell.open_palette()
    yield "palette"
    person.application.shell.palette_panel.close_palette()


def test_no_english_word_is_seen_in_the_danish_window(start: Start) -> None:
    person = start()
    patterns = english_patterns()
    assert len(patterns) > 1000
    seen = {"opening": written_on(person.window)}
    into_the_demo(person)
    for place in places(person):
        person.settle()
        seen[place] = written_on(person.window)
    assert len(set().union(*seen.values())) > 500
    wrong = {
        f"{place}: {text}"
        for place, texts in seen.items()
        for text in texts
        for english, pattern in patterns
        if pattern.fullmatch(text)
    }
    assert not wrong, "\n".join(sorted(wrong))
