"""Reads one measure's follow-up, and moves it on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal

from ambassador_app.domain.changes import Changes
from ambassador_app.domain.identifiers import MeasureId
from ambassador_app.domain.measure import Barrier, Measure, MeasureStatus
from ambassador_app.domain.quantities import Carrier, Item, Stream
from ambassador_app.domain.verification import Measured, Worth
from ambassador_app.errors import AmbassadorError, RecordNotFound
from ambassador_app.i18n import COPENHAGEN, Translator
from ambassador_app.services import Session
from ambassador_app.services.follow_up import FollowUpFile
from ambassador_app.ui.tasks import Tasks


class MeasureModel(QObject):
    """The life of one measure."""

    file_changed = Signal(object)
    worth_changed = Signal(object)
    lost = Signal(object)
    """The measure is not there any more: AmbassadorError."""

    def __init__(self, session: Session, tasks: Tasks, translator: Translator, measure_id: str) -> None:
        super().__init__()
        self._session = session
        self._tasks = tasks
        self.translator = translator
        self.measure_id = MeasureId(measure_id)
        self.file: FollowUpFile | None = None

    def today(self) -> date:
        """The present day in Denmark."""
        return self._session.now().astimezone(COPENHAGEN).date()

    def refresh(self) -> None:
        """Read anew."""
        follow_up, measure_id = self._session.follow_up, self.measure_id
        self._tasks.run(
            lambda: follow_up.file(measure_id), owner=self, then=self._read, failed=self._failed, latest="file"
        )

    def _read(self, file: FollowUpFile) -> None:
        self.file = file
        self.file_changed.emit(file)

    def _failed(self, error: AmbassadorError) -> None:
        if isinstance(error, RecordNotFound):
            self.lost.emit(error)
        else:
            self._tasks.refused.emit(error)

    def heard(self, changes: Changes) -> None:
        """Read anew if the measure, its visit or its site was touched."""
        if changes.concerns(self.measure_id) or changes.touches("visit", "site", "report", "ambassador"):
            self.refresh()

    # -- changing -----------------------------------------------------------------------------------------------
    def move(self, status: MeasureStatus, reason: str = "", barrier: Barrier | None = None) -> None:
        """Move the measure on or back."""
        follow_up, measure_id = self._session.follow_up, self.measure_id
        self._do(lambda: follow_up.move(measure_id, status, reason=reason, barrier=barrier))

    def assign(self, **fields: object) -> None:
        """Say who carries it out, or by when."""
        follow_up, measure_id = self._session.follow_up, self.measure_id
        self._do(lambda: follow_up.assign(measure_id, **fields))

    def verify(self, found: Measured, status: MeasureStatus, then: Callable[[], object]) -> None:
        """Keep what it saves in truth."""
        follow_up, measure_id = self._session.follow_up, self.measure_id
        self._tasks.run(lambda: follow_up.verify(measure_id, found, status=status), owner=self, then=lambda _: then())

    def price(self, found: Measured) -> None:
        """Compute what a saving is worth, and tell by `worth_changed`."""
        follow_up, measure_id = self._session.follow_up, self.measure_id
        self._tasks.run(
            lambda: follow_up.worth(measure_id, found),
            owner=self,
            then=self.worth_changed.emit,
            failed=lambda _: self.worth_changed.emit(Worth(None, None)),
            latest="worth",
        )

    def undo(self) -> None:
        """Take back the last deed."""
        self._do(lambda: self._session.follow_up.undo(self.measure_id))

    def redo(self) -> None:
        """Do again what was taken back."""
        self._do(lambda: self._session.follow_up.redo(self.measure_id))

    def _do(self, job: Callable[[], Changes]) -> None:
        self._tasks.run(job, owner=self)


def promised_items(measure: Measure) -> tuple[Item, ...]:
    """List what a measure promised to save, and what a verification names; electricity where neither says."""
    found: dict[Item, None] = {}
    assessment = measure.assessment or {}
    savings = assessment.get("savings_kwh")
    if isinstance(savings, dict):
        found |= {Carrier(name): None for name, kwh in savings.items() if kwh}
    found |= {stream: None for stream, name in _STREAMS.items() if assessment.get(name)}
    if measure.verification is not None:
        found |= dict.fromkeys(carrier for carrier, kwh in measure.verification.savings_kwh.items() if kwh)
        found |= {stream: None for stream, name in _STREAMS.items() if getattr(measure.verification, name)}
    return tuple(found) or (Carrier.ELECTRICITY,)


_STREAMS = {
    Stream.ELECTRICITY_EXPORT: "electricity_export_kwh",
    Stream.WATER: "water_m3",
    Stream.DIESEL: "diesel_l",
    Stream.PETROL: "petrol_l",
}


def amount_of(measure: Measure, item: Item) -> tuple[float | None, float | None]:
    """Give what a measure promised of an item and what was verified, None where that is not known."""
    return _in_promise(measure, item), _in_verification(measure, item)


def _in_promise(measure: Measure, item: Item) -> float | None:
    assessment = measure.assessment
    if assessment is None:
        return None
    savings = assessment.get("savings_kwh")
    value = assessment.get(_STREAMS[item]) if isinstance(item, Stream) else (savings or {}).get(item.value)  # type: ignore[attr-defined]
    return float(value) if isinstance(value, int | float) else None


def _in_verification(measure: Measure, item: Item) -> float | None:
    found = measure.verification
    if found is None:
        return None
    return getattr(found, _STREAMS[item]) if isinstance(item, Stream) else found.savings_kwh.get(item, 0.0)


def measured_of(amounts: dict[Item, float], **fields: object) -> Measured:
    """Put typed amounts together."""
    savings = {item: value for item, value in amounts.items() if isinstance(item, Carrier)}
    streams = {_STREAMS[item]: value for item, value in amounts.items() if isinstance(item, Stream)}
    return Measured(savings, **streams, **fields)  # type: ignore[arg-type]
