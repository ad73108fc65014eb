"""A visit whose parts are at the office: says so plainly, shows what stayed, and fetches it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ambassador_app.domain.filing import newest
from ambassador_app.domain.keeping import WhyAway
from ambassador_app.errors import AmbassadorError
from ambassador_app.ui.context import UiContext
from ambassador_app.ui.layouts import Form, box, clear, column, page, row
from ambassador_app.ui.screens.visit.model import VisitModel
from ambassador_app.ui.widgets import buttons, labels
from ambassador_app.ui.widgets.cards import Banner, Card
from ambassador_app.wording import LABEL, sentence
from ambassador_app.wording.keeping import away_words

if TYPE_CHECKING:
    from ambassador_app.domain.sign_off import Report
    from ambassador_app.services.keeping import VisitAtOffice
    from ambassador_app.services.syncing import Synced
    from ambassador_app.ui.tasks import Job, Progress


class AwayPage(QWidget):
    """What is known here of such a visit. `fetched` is told when it is here again, `named` what the place is called."""

    fetched = Signal()
    named = Signal(str)

    def __init__(self, context: UiContext, model: VisitModel) -> None:
        super().__init__()
        self._context = context
        self._model = model
        self._job: Job | None = None
        tr, space = context.translator.tr, context.theme.space
        self.facts = labels.muted(context, "")
        self.card = Card(context, tr("This visit is at the office"))
        self.said = labels.body(context, "")
        self.lost = Banner(context, "warning", "")
        self.trouble = Banner(context, "warning", "")
        self.under_way = labels.caption(context, tr("Fetching the visit …"))
        self.fetch = buttons.primary(context, tr("Fetch this visit"), self.begin, icon="sync")
        self.stop = buttons.secondary(context, tr("Stop"), self._stop)
        for part in (self.said, self.lost, self.trouble, self.under_way):
            self.card.add(part)
        self.card.add(row(self.fetch, self.stop, 1, space=space.s))
        for hidden in (self.lost, self.trouble, self.under_way, self.stop):
            hidden.hide()
        self.reports = column(space=space.m)
        self.setLayout(column(page(context, self.facts, self.card, box(self.reports))))

    def refresh(self) -> None:
        """Read anew how the visit stands."""
        keeping, visit_id = self._model.session.keeping, self._model.visit_id
        self._model.tasks.run(
            lambda: keeping.at_office(visit_id), owner=self, then=self._show, failed=self._failed, latest="away"
        )

    def begin(self) -> None:
        """Sync, and fetch the visit first of all."""
        if self._job is not None:
            return
        session, visit_id = self._model.session, self._model.visit_id

        def job(progress: Progress) -> Synced:
            return session.keeping.fetch(visit_id, lambda now: progress(now.bytes, now.bytes_total))

        self._running(running=True)
        self._job = self._model.tasks.run_aside(
            job, owner=self, then=lambda _: self.fetched.emit(), failed=self._failed, ended=self._ended,
            label=self._context.translator.tr("Fetching the visit"),
        )  # fmt: skip

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _ended(self) -> None:
        self._job = None
        self._running(running=False)

    def _running(self, *, running: bool) -> None:
        if running:
            self.trouble.hide()
        self.under_way.setVisible(running)
        self.stop.setVisible(running)
        self.fetch.setHidden(running)

    def _failed(self, error: AmbassadorError) -> None:
        self._ended()
        self.trouble.set_text(sentence(error, self._context.translator))
        self.trouble.show()

    def _show(self, found: VisitAtOffice | None) -> None:
        if found is None:
            self.fetched.emit()
            return
        words = self._context.translator
        self.named.emit(found.site.name if found.site is not None else "")
        when = found.visit.started_at or found.visit.planned_at
        said = [words.tr(LABEL[found.visit.kind]), words.tr(LABEL[found.visit.status])]
        self.facts.setText(" · ".join([*said, *([words.moment(when)] if when is not None else [])]))
        self.said.setText(words.say(away_words(found.kept.away or WhyAway.PURGED)))
        lost = words.tn(
            "The office was restored from a backup and has forgotten {count} record of this visit. It comes back when "
            "a computer that has it syncs.",
            "The office was restored from a backup and has forgotten {count} records of this visit. They come back "
            "when a computer that has them syncs.",
            found.kept.lost,
        )
        self.lost.set_text(lost if found.kept.lost else "")
        clear(self.reports)
        for one in found.reports:
            self.reports.addWidget(self._report(one))

    def _report(self, one: Report) -> QWidget:
        """What a report is known by, so that a copy in somebody's hand can be checked against it."""
        context, words = self._context, self._context.translator
        card = Card(context, words.tr("Report, revision {number}", number=one.revision))
        facts = Form(context)
        filed = newest(one.filed)
        lines = {
            words.tr("Sealed"): words.moment(one.sealed_at),
            words.tr("Sealed by"): one.signer,
            words.tr("File"): one.file_name,
            words.tr("Checksum (SHA-256)"): one.file_sha256,
            words.tr("Filed"): words.tr("{number}, {day}", number=filed.number, day=filed.on) if filed else "",
        }
        for name, value in lines.items():
            if value:
                said = labels.body(context, value)
                said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                said.setAccessibleName(f"{name}: {value}")
                facts.add(name, said)
        card.add(facts.widget)
        return card
