"""Lists in and out, in the «More» menu of the measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ambassador_app.domain.place import Reach
from ambassador_app.ui.exporting import export_measures
from ambassador_app.ui.screens.visit.measure_more import MenuEntry

if TYPE_CHECKING:
    from ambassador_app.ui.screens.visit.measures import MeasuresPanel


def entries(panel: MeasuresPanel) -> tuple[MenuEntry, ...]:
    """Offer the import of a list, and the export with or without what is internal."""
    tr, workspace = panel.context.translator.tr, panel.model.workspace
    if workspace is None:
        return ()
    visit_id = workspace.dossier.visit.id
    there = bool(workspace.dossier.measures)
    found = [
        MenuEntry(tr("Import a list of proposals…"), lambda: panel.context.navigate("import_measures", visit_id)),
        MenuEntry(tr("Export to Excel…"), lambda: _export(panel, internal=False), enabled=there, writes=False),
    ]
    if not panel.model.show_mode and any(
        one.internal_note or one.reach is Reach.INTERNAL for one in workspace.dossier.measures
    ):
        words = tr("Export to Excel with internal notes…")
        found.append(MenuEntry(words, lambda: _export(panel, internal=True), writes=False))
    return tuple(found)


def _export(panel: MeasuresPanel, *, internal: bool) -> None:
    workspace = panel.model.workspace
    if workspace is None:
        return
    session, visit_id = panel.model.session, workspace.dossier.visit.id
    site, tr = workspace.dossier.site.name, panel.context.translator.tr
    plain = "".join(sign if sign.isalnum() or sign in " -" else " " for sign in site)
    name = tr("Measures {site}", site=" ".join(plain.split())[:60])
    export_measures(panel.context, panel, lambda: session.measure_exports.of_visit(visit_id), name, internal=internal)
