"""What one edition of a report changes in the one before: told from the plain data that both carry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

Plain = Mapping[str, Any]


class ChangedPart(StrEnum):
    """What of a report was changed."""

    VISIT = "visit"
    PLACE = "place"
    PEOPLE = "people"
    ANSWERS = "answers"
    FINDINGS = "findings"
    PHOTOS = "photos"
    MEASURES = "measures"
    ACTIONS = "actions"
    ENERGY = "energy"
    EARLIER = "earlier"
    SETS = "sets"


class Change(StrEnum):
    """How it was changed."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class EditionChange:
    """One thing that an edition changes. `name` is what people call it; of the visit the field's name, of an answer
    the path of its question; empty for what is no longer there.
    """

    part: ChangedPart
    how: Change
    name: str = ""


_VISIT: Final = (
    *("kind", "language", "planned_at", "agreed_with", "agreed_on", "started_at", "participants", "purpose", "scope"),
    *("not_seen", "focus_areas", "remarks", "business_secrets", "case_number", "follow_up_on", "wishes"),
    *("adviser_interests", "with_answers_appendix"),
)
_PLACE: Final = ("site", "organisation")
_SETS: Final = ("factor_set", "price_set")
_SAID: Final = ("value", "note", "not_seen")
_NAME: Final = 120


def changes_between(before: Plain, after: Plain) -> tuple[EditionChange, ...]:
    """Tell what of the plain dossier `before` is not the same in `after`, in the order of the report.

    Both are the `dossier` of an embedded snapshot. What one of them lacks counts as empty.
    """
    return tuple(_changes(before, after))


def _changes(before: Plain, after: Plain) -> Iterator[EditionChange]:
    yield from _fields(ChangedPart.VISIT, before.get("visit") or {}, after.get("visit") or {}, _VISIT)
    yield from _fields(ChangedPart.PLACE, before, after, _PLACE)
    yield from _listed(ChangedPart.PEOPLE, _by_id(before, "contacts"), _by_id(after, "contacts"), _named("name"))
    yield from _listed(ChangedPart.ANSWERS, _answers(before), _answers(after), None)
    for part, key, told in _LISTS:
        yield from _listed(part, _by_id(before, key), _by_id(after, key), told)
    if before.get("earlier") and before.get("earlier") != after.get("earlier"):
        yield EditionChange(ChangedPart.EARLIER, Change.CHANGED)
    yield from _fields(ChangedPart.SETS, before, after, _SETS)


def _fields(part: ChangedPart, old: Plain, new: Plain, names: tuple[str, ...]) -> Iterator[EditionChange]:
    for name in names:
        if (old.get(name) or None) != (new.get(name) or None):
            yield EditionChange(part, _how(old.get(name), new.get(name)), name)


def _how(old: object, new: object) -> Change:
    return Change.ADDED if not old else Change.REMOVED if not new else Change.CHANGED


def _listed(
    part: ChangedPart, old: Mapping[str, Plain], new: Mapping[str, Plain], name: Callable[[Plain], str] | None
) -> Iterator[EditionChange]:
    """Compare records by their ids: first what came, then what is different, then what went."""
    for key, one in new.items():
        if key not in old:
            yield EditionChange(part, Change.ADDED, name(one) if name else key)
    for key, one in new.items():
        if key in old and old[key] != one:
            yield EditionChange(part, Change.CHANGED, name(one) if name else key)
    for key in old:
        if key not in new:
            yield EditionChange(part, Change.REMOVED)  # unnamed: it may have been taken out so as not to be read


def _by_id(dossier: Plain, key: str) -> dict[str, Plain]:
    return {str(one.get("id", place)): one for place, one in enumerate(dossier.get(key) or ())}


def _answers(dossier: Plain) -> dict[str, Plain]:
    """Give what is said in answer to each question, by its path; an empty answer is none."""
    found: dict[str, Plain] = {}
    for section in dossier.get("sections") or ():
        row = "".join(f"[{one}]" for one in section.get("rows") or ())
        for name, answer in (section.get("answers") or {}).items():
            said = {key: answer.get(key) for key in _SAID if answer.get(key)}
            if said:
                found["/".join(part for part in ("/data", f"{section.get('section', '')}{row}", name) if part)] = said
    return found


def _named(*fields: str) -> Callable[[Plain], str]:
    def name(one: Plain) -> str:
        said = next((" ".join(str(one[key]).split()) for key in fields if one.get(key)), "")
        return said if len(said) <= _NAME else said[:_NAME].rsplit(" ", 1)[0] + " …"

    return name


def _energy(one: Plain) -> str:
    return f"{one.get('carrier', '')} {one.get('year', '')}".strip()


_LISTS: Final[tuple[tuple[ChangedPart, str, Callable[[Plain], str]], ...]] = (
    (ChangedPart.FINDINGS, "findings", _named("text")),
    (ChangedPart.PHOTOS, "attachments", _named("caption", "name")),
    (ChangedPart.MEASURES, "measures", _named("title")),
    (ChangedPart.ACTIONS, "actions", _named("what")),
    (ChangedPart.ENERGY, "energy", _energy),
)
