"""Measures to a file: where to, in the background, and a word when it is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ambassador_app.domain.identifiers import MeasureId
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.tasks import Progress
from ambassador_app.ui.widgets.dialogs import choose_save

EXPORT_FOLDER = "folder of exports"
"""Under this name the folder last chosen is remembered on this device."""


def export_measures(
    context: UiContext,
    parent: QWidget,
    measure_ids: Callable[[], Sequence[MeasureId]],
    name: str,
    *,
    internal: bool = False,
) -> None:
    """Ask where to, and write the measures that `measure_ids` finds (on the store's thread) as Excel or CSV.

    `name` is the proposed file name without its ending. A file that is there is never overwritten.
    """
    tr, session, language = context.translator.tr, context.session, context.translator.language
    kinds = ((tr("Excel workbook"), "*.xlsx"), (tr("CSV for Excel"), "*.csv"))
    remembered = context.preferences.recall(EXPORT_FOLDER)
    folder = remembered if remembered and Path(remembered).is_dir() else ""
    target = choose_save(context, parent, tr("Export measures"), f"{name}.xlsx", kinds, folder=folder)
    if target is None:
        return
    context.preferences.keep(EXPORT_FOLDER, str(target.parent))

    def work(progress: Progress) -> Path:
        found = measure_ids()
        save = session.measure_exports.save
        return save(found, target, language=language, internal=internal, progress=progress)

    def done(written: Path) -> None:
        context.notices.success(tr("Saved as {file}", file=written.name))

    context.tasks.run(work, owner=parent, then=done, label=tr("Exporting measures"))
