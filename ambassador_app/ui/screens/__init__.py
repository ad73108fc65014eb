"""One package a screen; screens do not know each other. This table is all the window knows of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final

from PySide6.QtWidgets import QWidget

# Names, not imports: a screen and what it needs is loaded when it is first shown.
SCREENS: Final[Mapping[str, str]] = {
    "today": "ambassador_app.ui.screens.today.view:build",
    "companies": "ambassador_app.ui.screens.companies.view:build",
    "company": "ambassador_app.ui.screens.company.view:build",
    "visits": "ambassador_app.ui.screens.visits.view:build",
    "visit": "ambassador_app.ui.screens.visit.view:build",
    "measures": "ambassador_app.ui.screens.measures.view:build",
    "measure": "ambassador_app.ui.screens.measure.view:build",
    "settings": "ambassador_app.ui.screens.settings.view:build",
    "sets": "ambassador_app.ui.screens.sets.view:build",
    "checklists": "ambassador_app.ui.screens.checklists.view:build",
    "checklist_trial": "ambassador_app.ui.screens.visit.trial:build",
    "energy": "ambassador_app.ui.screens.energy.view:build",
    "import_energy": "ambassador_app.ui.screens.import_energy.view:build",
    "import_companies": "ambassador_app.ui.screens.import_companies.view:build",
    "import_measures": "ambassador_app.ui.screens.import_measures.view:build",
    "check_report": "ambassador_app.ui.screens.check_report.view:build",
    "office_things": "ambassador_app.ui.screens.office_things.view:build",
    "directory": "ambassador_app.ui.screens.directory.view:build",
    "sync": "ambassador_app.ui.screens.sync.view:build",
    "programme": "ambassador_app.ui.screens.programme.view:build",
    "printing": "ambassador_app.ui.screens.printing.view:build",
    "opening": "ambassador_app.ui.screens.opening.view:build",
}

RAIL: Final = ("today", "companies", "visits", "measures", "settings")
"""The screens of the navigation rail, from top to bottom."""


def factory_of(name: str) -> Callable[..., QWidget]:
    """Load what builds the screen `name`: called with the context, the keys and the arguments."""
    module, _, function = SCREENS[name].partition(":")
    found: Any = getattr(import_module(module), function)
    return found  # type: ignore[no-any-return]
