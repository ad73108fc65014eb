"""What stands beside the questions of a visit: the measures that an answer suggests, and its photos."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ambassador_app.domain.form_state import FormState

if TYPE_CHECKING:
    from ambassador_app.services.workspace import SuggestedMeasure, Workspace


@dataclass(frozen=True, slots=True)
class Marks:
    """Open suggestions and numbers of photos, by path of the question."""

    offers: Mapping[str, tuple[SuggestedMeasure, ...]]
    photos: Mapping[str, int]

    def others(self, new: Marks) -> set[str]:
        """Give the paths at which something else is offered."""
        paths = self.offers.keys() | new.offers.keys()
        return {path for path in paths if self.offers.get(path) != new.offers.get(path)}


def marks_of(workspace: Workspace, form: FormState | None, suggestions: Iterable[SuggestedMeasure]) -> Marks:
    """Gather the marks of a visit as `form`, which may be ahead of what is written, has them."""
    offers: dict[str, tuple[SuggestedMeasure, ...]] = {}
    for one in suggestions:
        for path in questions_behind(form, one):
            offers[path] = (*offers.get(path, ()), one)
    photos: dict[str, int] = {}
    for attachment in workspace.dossier.attachments:
        if attachment.question:
            photos[attachment.question] = photos.get(attachment.question, 0) + 1
    return Marks(offers, photos)


def questions_behind(form: FormState | None, suggested: SuggestedMeasure) -> tuple[str, ...]:
    """Give the questions at which a measure is offered: the flagged answers it rests on, else the last of them."""
    if form is None:
        return ()
    found = suggested.suggestion
    behind = [path for path, _ in found.provenance if form[path].question.kind.is_asked and form.relevant(path)]
    flagged = [path for path in behind if form[path].flagged]
    return tuple(flagged or behind[-1:])
