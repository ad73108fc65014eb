"""The municipality's rules for handing over, and the reports that wait, where people meet them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from ambassador_app.domain.place import SecureMail
from ambassador_app.domain.printing import PrintState, PrintWish
from ambassador_app.services.session import Session
from ambassador_app.ui.screens.settings.view import SettingsView
from ambassador_app.ui.screens.settings.view import build as build_settings
from ambassador_app.ui.screens.today.view import VisitRow
from ambassador_app.ui.screens.today.view import build as build_today
from tests.builders import a_visit, session_in, signed


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with session_in(tmp_path / "profile") as opened:
        yield opened


def test_the_municipality_sets_its_rules(session: Session, make_context: Callable[..., Any], qtbot: Any) -> None:
    context = make_context(session)
    view = build_settings(context)
    assert isinstance(view, SettingsView)
    qtbot.addWidget(view)
    view.show()
    context.tasks.flush()
    card = view.hand_over
    assert card.secure.value() == SecureMail.PERSONAL.value
    card.secure.choose_number(2)
    qtbot.keyClicks(card.filing.line, "09.00.00 G01")
    card.filing.commit()
    context.tasks.flush()
    kept = session.municipality()
    assert (kept.secure_mail, kept.filing_code) == (SecureMail.ALWAYS, "09.00.00 G01")


def test_today_leads_to_what_waits_for_a_printer(
    session: Session, make_context: Callable[..., Any], qtbot: Any, navigated: list[Any]
) -> None:
    visit_id = a_visit(session)
    signed(session, visit_id)
    report = session.signing.seal(visit_id).report
    session.print_queue.add(report.id, PrintWish(), PrintState.OFFICE)
    context = make_context(session)
    view = build_today(context)
    qtbot.addWidget(view)
    view.show()
    context.tasks.flush()
    rows = [one for one in view.findChildren(VisitRow) if "printed at the office" in one.accessibleName()]
    qtbot.keyClick(rows[-1], Qt.Key.Key_Return)
    assert navigated[-1] == ("printing", (), {})
