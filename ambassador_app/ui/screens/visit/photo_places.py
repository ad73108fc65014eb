"""Where in a visit a photo can stand: the visit, its areas, questions, observations and measures, as choices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ambassador_app.domain.form_state import FormState
from ambassador_app.domain.identifiers import FindingId, MeasureId
from ambassador_app.domain.photo_matching import Place
from ambassador_app.domain.visit import Attachment
from ambassador_app.i18n import Translator
from ambassador_app.ui.screens.visit.groups import place_of

if TYPE_CHECKING:
    from ambassador_app.services.workspace import Workspace

_LONGEST: Final = 60
_INDENT: Final = "    "

Places = dict[str, tuple[Place, str]]
"""Each place by its key, with its words."""


def places_of(workspace: Workspace | None, translator: Translator) -> Places:
    """Give every place of a visit, in the order of the checklist."""
    tr = translator.tr
    found: Places = {key_of(Place()): (Place(), tr("The visit as a whole"))}
    if workspace is None:
        return found
    form, language = workspace.form, translator.language.value
    for section in form.checklist.sections if form is not None else ():
        if form is not None and form.relevant(section.path):
            area = Place(section.name)
            found[key_of(area)] = (area, section.label.text(language))
            for state in form.questions(section.path):
                if state.question.kind.is_answerable:
                    place = Place(section.name, state.path)
                    words = form.say(state.question.label, language, state.path) or state.question.name
                    found[key_of(place)] = (place, _INDENT + _short(words))
    for finding in workspace.dossier.findings:
        place = Place(finding.area, "", FindingId(finding.id))
        found[key_of(place)] = (place, tr("Observation: {text}", text=_short(finding.text)))
    for measure in workspace.dossier.measures:
        place = Place(measure_id=MeasureId(measure.id))
        found[key_of(place)] = (place, tr("Measure: {text}", text=_short(measure.title)))
    return found


def place_at(form: FormState | None, path: str) -> Place:
    """Give the place of a path: a question's, an area's, or "" for the visit as a whole."""
    found = place_of(form, path)
    return Place(found.get("area", ""), found.get("question", ""))


def key_of(place: Place) -> str:
    """Name a place; the finest thing it stands at decides."""
    if place.finding_id:
        return f"finding {place.finding_id}"
    if place.measure_id:
        return f"measure {place.measure_id}"
    if place.question:
        return f"question {place.question}"
    return f"area {place.area}" if place.area else "visit"


def place_of_photo(photo: Attachment) -> Place:
    """Tell where a photo stands."""
    return Place(photo.area, photo.question, photo.finding_id, photo.measure_id)


def words_of(places: Places, place: Place) -> str:
    """Give the words of a place; of one that is gone, those of the visit."""
    found = places.get(key_of(place)) or places[key_of(Place())]
    return found[1].strip()


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
