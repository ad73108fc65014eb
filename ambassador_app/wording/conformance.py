"""What is said of a report that does not keep to the archive standard in every point."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ambassador_app.i18n import N_, Message

_READERS: Final = N_("the order and the kinds of what stands on the pages, which screen readers need")
_SAID: Final = N_("what the file says of itself")
_AREAS: Final = {
    "font": N_("letters that the fonts do not have"),
    **dict.fromkeys(("tree", "marks", "table", "figure"), _READERS),
    "annotation": N_("links, or the place of the seal"),
    **dict.fromkeys(("image", "colour", "stream"), N_("colours or pictures")),
    "attachment": N_("the data inside"),
    **dict.fromkeys(("xmp", "catalogue", "file", "object"), _SAID),
}


def not_conforming(faults: Iterable[str]) -> Message | None:
    """Say what of a sealed report is not as PDF/A and PDF/UA have it, from the codes of the check; None where there are
    none."""
    areas = tuple(dict.fromkeys(_AREAS.get(one.split(".")[0], _SAID) for one in faults))
    if not areas:
        return None
    named = {f"area{number}": Message(area) for number, area in enumerate(areas)}
    listed = Message("; ".join(f"{{{name}}}" for name in named), named)
    return Message(
        N_(
            "The report is sealed and valid, but does not keep to the archive standard (PDF/A, PDF/UA) in every point: "
            "{what}. It can be handed over. The log names the details; tell those who look after the program."
        ),
        {"what": listed},
    )
