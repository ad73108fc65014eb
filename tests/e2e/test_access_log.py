"""Whoever looks at a company or a visit stands in the log of this computer; looking at the same again does not."""

from __future__ import annotations

from ambassador_app.app import Root
from tests.builders import a_company, a_visit, session_in
from tests.e2e.conftest import Start


def test_what_is_opened_is_noted_once(root: Root, start: Start) -> None:
    with session_in(root.paths.data) as session:
        site = a_company(session)
        visit = a_visit(session, site)
    person = start()
    go = person.application.navigator
    for page in (("companies",), ("company", site), ("energy", site), ("visit", visit), ("visits",), ("settings",)):
        go(*page)
        person.settle()
    go("visit", visit, step="agree")
    person.settle()
    go("visit", visit, step="sign")
    person.settle()
    session = person.application.session
    assert session is not None
    seen = [(one.access.deed.value, one.access.kind) for one in reversed(session.access.log.page().lines)]
    assert seen == [("opened", "site"), ("opened", "visit")]
    assert not person.application.notices.shown
