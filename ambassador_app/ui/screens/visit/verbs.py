"""The verbs of a visit beside its answers, grouped as the services are; each runs on the store's thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from ambassador_app.domain.changes import Changes, Made
from ambassador_app.domain.identifiers import ActionId, AttachmentId, FindingId, MeasureId
from ambassador_app.domain.measure import Barrier, MeasureStatus
from ambassador_app.domain.photo_matching import Place
from ambassador_app.domain.place import Reach
from ambassador_app.domain.visit import Severity

if TYPE_CHECKING:
    from ambassador_app.domain.quick_estimates import Found
    from ambassador_app.services.workspace import SuggestedMeasure
    from ambassador_app.ui.screens.visit.model import VisitModel

Then = Callable[[str], object]
"""Told the identifier of what was made."""


class Notes:
    """Findings and next steps."""

    def __init__(self, model: VisitModel) -> None:
        self._model = model

    def add_finding(
        self,
        text: str,
        *,
        area: str = "",
        question: str = "",
        severity: Severity = Severity.NOTE,
        reach: Reach = Reach.REPORT,
        then: Then | None = None,
    ) -> None:
        """Note an observation."""
        model = self._model
        model.do(
            lambda: model.session.notes.add_finding(
                model.visit_id, text, area=area, question=question, severity=severity, reach=reach
            ),
            then=_made(then),
        )

    def change_finding(self, finding_id: str, **fields: object) -> None:
        """Change a finding."""
        model = self._model
        model.do(lambda: model.session.notes.change_finding(FindingId(finding_id), **fields))

    def remove_finding(self, finding_id: str) -> None:
        """Take a finding away."""
        model = self._model
        model.do(lambda: model.session.notes.remove_finding(FindingId(finding_id)), once=f"remove {finding_id}")

    def add_action(
        self,
        what: str,
        *,
        owner: str = "",
        deadline: date | None = None,
        measure_id: str | None = None,
        reach: Reach = Reach.REPORT,
        then: Then | None = None,
    ) -> None:
        """Agree a next step."""
        model = self._model
        about = None if measure_id is None else MeasureId(measure_id)
        model.do(
            lambda: model.session.notes.add_action(
                model.visit_id, what, owner=owner, deadline=deadline, measure_id=about, reach=reach
            ),
            then=_made(then),
        )

    def change_action(self, action_id: str, **fields: object) -> None:
        """Change a next step."""
        model = self._model
        model.do(lambda: model.session.notes.change_action(ActionId(action_id), **fields))

    def remove_action(self, action_id: str) -> None:
        """Take a next step away."""
        model = self._model
        model.do(lambda: model.session.notes.remove_action(ActionId(action_id)), once=f"remove {action_id}")


class Measures:
    """What is proposed."""

    def __init__(self, model: VisitModel) -> None:
        self._model = model

    def accept(self, suggested: SuggestedMeasure, *, then: Then | None = None) -> None:
        """Make an open suggestion a measure of the visit."""
        model = self._model
        model.do(
            lambda: model.session.measures.accept(model.visit_id, suggested),
            then=_made(then),
            once=f"settle {suggested.suggestion.key}",
        )

    def dismiss(self, suggested: SuggestedMeasure, reason: str) -> None:
        """Turn an open suggestion down."""
        model = self._model
        model.do(
            lambda: model.session.measures.dismiss(model.visit_id, suggested, reason),
            once=f"settle {suggested.suggestion.key}",
        )

    def add(self, *, entry_id: str = "", calculator: str = "custom", title: str = "", then: Then | None = None) -> None:
        """Propose a measure of the catalogue, or a free one."""
        model = self._model
        model.do(
            lambda: model.session.measures.add(model.visit_id, entry_id=entry_id, calculator=calculator, title=title),
            then=_made(then),
            once="add measure",
        )

    def change(self, measure_id: str, **fields: object) -> None:
        """Change a measure; its figures follow."""
        model = self._model
        model.do(lambda: model.session.measures.change(MeasureId(measure_id), **fields))

    def because(self, measure_id: str, barrier: Barrier | None, words: str) -> None:
        """Say what stands in the way of one that was turned down."""
        model = self._model
        model.do(lambda: model.session.measures.because(MeasureId(measure_id), barrier, words))

    def take_estimate(self, measure_id: str, found: Found) -> None:
        """Put the values of a quick estimate in a measure, as guesses."""
        model = self._model
        model.do(lambda: model.session.measures.take_estimate(MeasureId(measure_id), found), once=f"take {measure_id}")

    def set_status(self, measure_id: str, status: MeasureStatus, reason: str = "") -> None:
        """Move a measure on: agreed, under way, discarded."""
        model = self._model
        model.do(lambda: model.session.measures.set_status(MeasureId(measure_id), status, reason))

    def remove(self, measure_id: str) -> None:
        """Take a measure away."""
        model = self._model
        model.do(lambda: model.session.measures.remove(MeasureId(measure_id)), once=f"remove {measure_id}")


class Evidence:
    """Photos and files."""

    def __init__(self, model: VisitModel) -> None:
        self._model = model

    def add_file(self, read: Callable[[], bytes], name: str, place: Place) -> None:
        """Keep a file of any kind as it is."""
        model = self._model

        def job() -> Made:
            from ambassador_app.services.photo_intake import read_bytes

            return model.session.evidence.add_file(model.visit_id, read_bytes(read, name), name, place)

        model.do(job, label=model.translator.tr("Reading a file"))

    def pair(self, before_id: str, after_id: str) -> None:
        """Let two photos stand side by side as before and after."""
        model = self._model
        model.do(lambda: model.session.evidence.pair(AttachmentId(before_id), AttachmentId(after_id)))

    def part(self, attachment_id: str) -> None:
        """Take a pair apart."""
        model = self._model
        model.do(lambda: model.session.evidence.part(AttachmentId(attachment_id)))

    def change(self, attachment_id: str, **fields: object) -> None:
        """Change caption, reach or place of a photo."""
        model = self._model
        model.do(lambda: model.session.evidence.change(AttachmentId(attachment_id), **fields))

    def remove(self, attachment_id: str) -> None:
        """Take a photo away."""
        model = self._model
        model.do(lambda: model.session.evidence.remove(AttachmentId(attachment_id)), once=f"remove {attachment_id}")

    def picture(self, attachment_id: str, size: str = "thumbnail") -> bytes:
        """Give a photo's bytes; blocking, for PhotoStrip, which calls it through Tasks."""
        return self._model.session.evidence.picture(AttachmentId(attachment_id), size=size)


def _made(then: Then | None) -> Callable[[Made | Changes], object] | None:
    if then is None:
        return None
    return lambda made: then(made.id) if isinstance(made, Made) else None
