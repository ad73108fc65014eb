"""The demonstration: one whole visit on real input, by the same services a person uses."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from ambassador_app.domain.calculators import CALCULATORS
from ambassador_app.domain.identifiers import AttachmentId, FindingId, MeasureId, SiteId, VisitId
from ambassador_app.domain.measure import MeasureStatus
from ambassador_app.domain.place import Reach
from ambassador_app.domain.quantities import Carrier, DataQuality
from ambassador_app.domain.sign_off import Report, SignerRole
from ambassador_app.domain.verification import Measured, VerificationMethod
from ambassador_app.domain.visit import Participant, Severity, VisitKind
from ambassador_app.drawing.ink import Ink, InkPoint
from ambassador_app.photos.scenery import take_photo
from ambassador_app.services.files_out import write_new
from ambassador_app.services.session import Session
from ambassador_app.services.signing import Sealed

COMPANIES: Final = "cvr_companies.json"
_INTERNAL_PHOTO: Final = "internal"
_OTHERWISE: Final = frozenset({"inputs", "status", "quality", "variant"})
"""What of a measure's script is no field of it."""


@dataclass
class Walked:
    """What one demonstration visit came to. `seconds` holds the time of each step, in the order they were made."""

    visit_id: VisitId
    site_id: SiteId
    imported: int = 0
    answered: int = 0
    photos: int = 0
    measures: int = 0
    sealed: Sealed | None = None
    files: list[Path] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def report(self) -> Report:
        """The sealed report."""
        if self.sealed is None:
            raise RuntimeError("the demonstration has not been sealed")
        return self.sealed.report


class Demonstration:
    """Walks one visit from a company list to a sealed report. `folder` holds the demonstration's own files."""

    def __init__(self, session: Session, folder: Path, seconds: Callable[[], float]) -> None:
        self._session = session
        self._folder = folder
        self._seconds = seconds
        self._script: Mapping[str, Any] = json.loads((folder / "visit.json").read_text("utf-8"))
        self._walked = Walked(VisitId(""), SiteId(""))

    @contextmanager
    def _timed(self, step: str) -> Iterator[None]:
        start = self._seconds()
        yield
        self._walked.seconds[step] = round(self._seconds() - start, 3)

    def walk(self, *, photos: int = 4, seal: bool = True) -> Walked:
        """Do the whole job; `photos` 12-megapixel pictures are taken on the way."""
        with self._timed("import"):
            self._take_companies_in()
        with self._timed("prepare"):
            self._prepare()
        with self._timed("walkthrough"):
            self._answer()
        with self._timed("photos"):
            self._take_photos(photos)
        with self._timed("measures"):
            self._propose()
        with self._timed("agree"):
            self._agree()
        if seal:
            with self._timed("sign"):
                self._sign()
            with self._timed("seal"):
                self._walked.sealed = self._session.signing.seal(self._walked.visit_id)
        return self._walked

    def hand_over(self, out: Path) -> Path:
        """Save a copy of the sealed report in the folder `out`. Raises FolderNotWritable, DiskFull."""
        with self._timed("hand over"):
            pdf = self._session.reports.pdf(self._walked.report.id)
            written = write_new(out, self._walked.report.file_name, pdf)
            self._walked.files.append(written)
        return written

    # -- the steps ----------------------------------------------------------------------------------------------
    def _take_companies_in(self) -> None:
        plan = self._session.company_imports.read(self._folder / COMPANIES)
        self._session.company_imports.apply(plan)
        found = self._session.companies.page(self._script["company"], limit=1)
        self._walked.imported = self._session.companies.page(limit=1).total
        self._walked.site_id = SiteId(found.lines[0].site_id)

    def _prepare(self) -> None:
        session, script, site_id = self._session, self._script["prepare"], self._walked.site_id
        session.companies.change_site(site_id, **script["site"])
        for contact in script["contacts"]:
            session.companies.add_contact(site_id, **(contact | {"reach": Reach(contact.get("reach", "report"))}))
        for use in script["energy"]:
            session.companies.keep_energy(site_id, **use)
        for year, value in script["degree_days"].items():
            session.energy.keep_degree_days(int(year), float(value))
        session.energy.set_goal(site_id, **script["goal"])
        now = session.now()
        self._walked.visit_id = visit_id = VisitId(
            session.visits.plan(
                site_id,
                kind=VisitKind.WALKTHROUGH,
                planned_at=now,
                agreed_with=script["agreed_with"],
                agreed_on=(now - timedelta(days=9)).date(),
            ).id
        )
        session.visits.change(
            visit_id,
            participants=tuple(Participant(**one) for one in script["participants"]),
            prices_dkk_kwh=script["prices"],
            **script["visit"],
        )

    def _answer(self) -> None:
        for path, answer in self._script["answers"].items():
            fields = dict(answer)
            if isinstance(fields.get("value"), list):
                fields["value"] = tuple(fields["value"])
            if "reach" in fields:
                fields["reach"] = Reach(fields["reach"])
            self._session.visits.answer(self._walked.visit_id, path, **fields)
            self._walked.answered += 1
        for finding in self._script["findings"]:
            given = finding | {
                "severity": Severity(finding["severity"]),
                "reach": Reach(finding.get("reach", "report")),
            }
            FindingId(self._session.notes.add_finding(self._walked.visit_id, **given).id)

    def _take_photos(self, count: int) -> None:
        pictures = self._script["photos"]
        now = self._session.now()
        for number in range(count):
            picture = pictures[number % len(pictures)]
            data = take_photo(picture["subject"], now - timedelta(minutes=count - number), seed=number)
            again = f" ({number // len(pictures) + 1})" if number >= len(pictures) else ""
            made = self._session.evidence.add_photo(
                self._walked.visit_id,
                data,
                f"IMG_{number + 1:04d}.jpg",
                area=picture["area"],
                question=picture.get("question", ""),
                caption=picture["caption"] + again,
            )
            if picture.get("reach") == _INTERNAL_PHOTO:
                self._session.evidence.change(AttachmentId(made.id), reach=Reach.INTERNAL)
        self._walked.photos = count

    def _propose(self) -> None:
        session, visit_id, script = self._session, self._walked.visit_id, self._script["measures"]
        for suggested in session.visits.workspace(visit_id).suggestions:
            wanted = script.get(suggested.entry.id)
            if wanted is None:
                session.measures.dismiss(visit_id, suggested, self._script["dismissed_because"])
                continue
            made = MeasureId(session.measures.accept(visit_id, suggested).id)
            self._fill(made, suggested.entry.calculator, dict(suggested.suggestion.inputs), wanted)
        self._walked.measures = session.visits.workspace(visit_id).totals.count

    def _fill(
        self, measure_id: MeasureId, calculator: str, known: dict[str, object], wanted: Mapping[str, Any]
    ) -> None:
        """Give a measure what the walkthrough did not tell, as its editor would."""
        fields = {name: value for name, value in wanted.items() if name not in _OTHERWISE}
        names = {one.name for one in CALCULATORS[calculator].fields()}
        known |= {name: value for name, value in wanted.get("inputs", {}).items() if name in names}
        quality = DataQuality(wanted.get("quality", "B"))
        self._session.measures.change(measure_id, inputs=known, quality=quality, **fields)
        if "status" in wanted:
            self._session.measures.set_status(measure_id, MeasureStatus(wanted["status"]))
        if "variant" in wanted:
            self._vary(measure_id, known, wanted["variant"])

    def _vary(self, measure_id: MeasureId, known: Mapping[str, object], other: Mapping[str, Any]) -> None:
        """Make a variant that is not chosen, with what is different in it."""
        made = MeasureId(self._session.variants.make(measure_id, other["title"]).id)
        fields = {name: value for name, value in other.items() if name not in {"title", "inputs"}}
        self._session.measures.change(made, inputs={**known, **other["inputs"]}, **fields)

    def _agree(self) -> None:
        session, visit_id, script = self._session, self._walked.visit_id, self._script["agree"]
        today = session.now().date()
        for action in script["actions"]:
            days = action["days"]
            fields = {name: value for name, value in action.items() if name != "days"}
            session.notes.add_action(visit_id, deadline=today + timedelta(days=days), **fields)
        session.visits.change(
            visit_id,
            focus_areas=tuple(script["focus_areas"]),
            remarks=script["remarks"],
            internal_note=script["internal_note"],
            follow_up_on=_half_a_year_after(today),
        )

    def _sign(self) -> None:
        for seed, (role, signer) in enumerate(self._script["signers"].items(), start=1):
            self._session.signing.sign(self._walked.visit_id, role=SignerRole(role), ink=drawn_name(seed), **signer)


def fill_demo(session: Session, folder: Path) -> None:
    """Fill the demo municipality: its companies, one sealed visit, some planned from today on, and one of a year
    ago with a measure that has been carried out and measured since."""
    walked = Demonstration(session, folder, lambda: 0.0).walk()
    now = session.now()
    lines = [one for one in session.companies.page(limit=12).lines if one.site_id != walked.site_id]
    script = json.loads((folder / "visit.json").read_text("utf-8"))
    _follow_up(session, SiteId(lines[-1].site_id), script["a_year_ago"])
    for number, line in enumerate(lines[:6]):
        at = (now + timedelta(days=number)).replace(hour=8 + number, minute=30, second=0, microsecond=0)
        session.visits.plan(SiteId(line.site_id), planned_at=at, agreed_with="", agreed_on=now.date())


def _follow_up(session: Session, site_id: SiteId, script: Mapping[str, Any]) -> None:
    """Make a sealed visit of a year ago and bring its one measure to a verified saving."""
    today = session.now().date()
    visit_id = VisitId(session.visits.plan(site_id, planned_at=session.now() - timedelta(days=365)).id)
    session.visits.change(visit_id, **script["visit"])
    measure_id = MeasureId(session.measures.add(visit_id, entry_id=script["entry"]).id)
    session.measures.change(measure_id, inputs=script["inputs"], quality=DataQuality.B, **script["measure"])
    session.measures.set_status(measure_id, MeasureStatus.SELECTED)
    session.visits.change(visit_id, started_at=session.now() - timedelta(days=365))
    for seed, role in enumerate((SignerRole.AMBASSADOR, SignerRole.VISITED_PARTY), start=3):
        session.signing.sign(visit_id, role=role, ink=drawn_name(seed), **script["signers"][role.value])
    session.signing.seal(visit_id)
    session.follow_up.move(measure_id, MeasureStatus.COMPLETED)
    kwh = {Carrier(carrier): value for carrier, value in script["measured_kwh"].items()}
    ended = today.replace(day=1) - timedelta(days=1)
    session.follow_up.verify(
        measure_id,
        Measured(
            savings_kwh=kwh,
            method=VerificationMethod.SUB_METER,
            period_from=ended - timedelta(days=364),
            period_to=ended,
            quality=DataQuality.A,
            note=script["note"],
        ),
    )


def _half_a_year_after(day: date) -> date:
    month = day.month + 6
    return date(day.year + (month - 1) // 12, (month - 1) % 12 + 1, min(day.day, 28))


def drawn_name(seed: int) -> Ink:
    """A signature as a hand would draw it on the screen; another for each seed."""
    from math import sin

    loops = tuple(
        InkPoint(
            30 + step * 4.1,
            100 - 40 * sin(step / (4.5 + seed)) * (1 - step / 140) - 14 * sin(step / (1.6 + seed * 0.3)),
            0.45 + 0.35 * sin(step / 9),
            step * 9,
        )
        for step in range(100)
    )
    flourish = tuple(
        InkPoint(60 + step * 6.5, 146 - 9 * sin(step / 8 + seed), 0.5, 1000 + step * 7) for step in range(60)
    )
    return Ink(520, 180, (loops, flourish))
