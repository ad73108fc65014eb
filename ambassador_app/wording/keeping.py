"""Which visits are on this computer, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ambassador_app.domain.hold import Hold
from ambassador_app.domain.keeping import Kept, WhyAway
from ambassador_app.i18n import N_, Message, Translator
from ambassador_app.wording.labels import LABEL

_AWAY: Final[Mapping[WhyAway, str]] = {
    WhyAway.PURGED: N_(
        "Its answers, photos and notes left this computer after the office confirmed them and the report was filed. "
        "Measures, follow-up and totals are here as before. You can fetch it while the office can be reached."
    ),
    WhyAway.OUTSIDE: N_(
        "Its answers, photos and notes are not on this computer, because it is older or further away than what you "
        "chose to have here. Measures, follow-up and totals are here. You can fetch it while the office can be reached."
    ),
}


def away_words(why: WhyAway) -> Message:
    """Say why parts of a visit are not here, and what can be done."""
    return Message(_AWAY[why])


def hold_words(one: Hold, translator: Translator) -> tuple[str, str]:
    """Say what is held, and by whom and since when; a released one also tells that."""
    head = translator.tr("{reason}: {note}", reason=translator.tr(LABEL[one.reason]), note=one.note)
    said = translator.tr("Put on hold by {name}, {moment}", name=one.by, moment=one.at)
    if one.released_at is None:
        return head, said
    released = translator.tr("Released by {name}, {moment}", name=one.released_by, moment=one.released_at)
    return head, "\n".join(part for part in (said, released, one.released_note) if part)


def leaving_words(kept: Kept, days: int) -> Message:
    """Say when a filed visit leaves this computer."""
    if kept.is_held:
        return Message(N_("It stays on this computer as long as it is on legal hold."))
    if not days:
        return Message(N_("It stays on this computer."))
    if kept.filed is None:
        return Message(
            N_("{days} days after the office has everything and the report is filed, the visit leaves this computer."),
            {"days": days},
        )
    return Message(
        N_(
            "{days} days after the office has everything, the visit leaves this computer. Measures and totals stay, "
            "and it can be fetched again."
        ),
        {"days": days},
    )
