"""The visit as the report carries it: what the pages may show and nothing else, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

from ambassador_app.domain.checklist import Checklist
from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.form_state import FormState
from ambassador_app.domain.records import Json, to_json
from ambassador_app.domain.sign_off import SignOff
from ambassador_app.domain.template import FactorSetVersion, PriceSetVersion
from ambassador_app.domain.visit import Attachment, AttachmentKind, SectionAnswers, join_path
from ambassador_app.domain.visit_rows import AskedQuestions, form_of
from ambassador_app.drawing.ink import Ink
from ambassador_app.report.edition import program
from ambassador_app.report.visit_file import FORMAT, PARTS, SCHEMA, WITHHELD, ChecklistText, SetText


def snapshot(dossier: VisitDossier) -> bytes:
    """Give the dossier's report content as JSON (UTF-8), in the order of its records; the same dossier gives the same
    bytes. Nothing internal, dismissed or from elsewhere is in it, nor how fast anybody signed."""
    shown = dossier.for_report()
    asked, sections = _asked(dossier, shown)
    kept = replace(
        shown,
        sections=tuple(map(_without_empty, sections)),
        attachments=tuple(map(_without_camera_name, shown.attachments)),
        sign_offs=tuple(map(_as_drawn, shown.sign_offs)),
    )
    plain = {
        "format": FORMAT,
        "schema": SCHEMA,
        "program": program(),
        **{name: _plain(getattr(kept, name)) for name in PARTS},
        "asked": _plain(asked),
        "checklist": _plain(_checklist_text(shown.checklist)),
        "factor_set": _plain(_set_text(shown.factor_version)),
        "price_set": _plain(_set_text(shown.price_version)),
    }
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _plain(value: object) -> Json:
    """As `to_json`, without what is withheld."""
    kind = type(value)
    if kind is str:
        return to_json(value)
    if is_dataclass(kind):
        return {name: _plain(getattr(value, name)) for name in _told(kind)}
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return to_json(value)


@cache
def _told(kind: type[Any]) -> tuple[str, ...]:
    """Name the fields of a kind of record that are not withheld."""
    return tuple(one.name for one in fields(kind) if one.name not in WITHHELD.get(kind, frozenset()))


def _without_empty(one: SectionAnswers) -> SectionAnswers:
    """Leave out answers that say nothing, as those do that were kept back: not even that they are there is told."""
    return replace(one, answers={name: said for name, said in one.answers.items() if said.is_given or said.note})


def _without_camera_name(one: Attachment) -> Attachment:
    """Pages show the names of documents only; what a photo's file was called may say too much."""
    return one if one.kind is AttachmentKind.DOCUMENT else replace(one, name="")


def _as_drawn(one: SignOff) -> SignOff:
    return one if one.ink is None else replace(one, ink=Ink.from_json(one.ink).without_times().to_json())


def _asked(dossier: VisitDossier, shown: VisitDossier) -> tuple[AskedQuestions | None, tuple[SectionAnswers, ...]]:
    """Say which questions belonged to the visit, where an answer that is kept back decided it; and give the answers to
    questions that did, for no page shows the others."""
    moment = dossier.visit.started_at or dossier.visit.planned_at
    day = dossier.visit.clock_day or (moment.date() if moment else None)
    if dossier.asked is not None or dossier.checklist is None or day is None:
        return dossier.asked, shown.sections
    every = form_of(dossier.checklist, dossier.sections, day)
    sections = tuple(one for one in (_relevant(every, one) for one in shown.sections) if one is not None)
    if dossier.sections == shown.sections:
        return None, sections
    by_all, by_told = AskedQuestions.of(every), AskedQuestions.of(form_of(dossier.checklist, sections, day))
    return by_all if by_all != by_told else None, sections


def _relevant(form: FormState, one: SectionAnswers) -> SectionAnswers | None:
    """Leave the answers that count; a row that no longer belongs to the visit goes whole."""
    if one.row and not _belongs(form, one.row):
        return None
    kept = {
        name: answer for name, answer in one.answers.items() if _belongs(form, join_path(one.section, one.rows, name))
    }
    return replace(one, answers=kept)


def _belongs(form: FormState, path: str) -> bool:
    try:
        return form.relevant(path)
    except KeyError:
        return False


def _checklist_text(found: Checklist | None) -> ChecklistText | None:
    return ChecklistText(found.sha256, found.id, found.version, found.to_json()) if found else None


def _set_text(found: FactorSetVersion | PriceSetVersion | None) -> SetText | None:
    return SetText(found.id, found.name, found.version, found.content) if found else None
