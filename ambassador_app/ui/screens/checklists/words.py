"""The words of versions: where they stand, who brought them in, how many visits use them."""

from __future__ import annotations

from typing import Final

from ambassador_app.i18n import COPENHAGEN, N_, Translator
from ambassador_app.services.checklist_versions import VersionLine, VersionState

STATE_LABEL: Final = {
    VersionState.CURRENT: (N_("In use"), "success"),
    VersionState.DRAFT: (N_("A draft"), "warning"),
    VersionState.OFFER: (N_("Newer, from the program"), "accent"),
    VersionState.OLDER: (N_("Older"), "neutral"),
}


def version_name(translator: Translator, line: VersionLine) -> str:
    """Name a version as its workbook does."""
    return translator.tr(N_("Version {version}"), version=line.version) if line.version else translator.tr("Version")


def version_within(translator: Translator, line: VersionLine) -> str:
    """Name a version within a sentence."""
    return translator.tr(N_("version {number}"), number=line.version) if line.version else line.source_name


def made_words(translator: Translator, line: VersionLine) -> str:
    """Say where a version comes from: the program, or who, when and from which file."""
    if line.at is None:
        return translator.tr(N_("comes with the program"))
    day = translator.short_day(line.at.astimezone(COPENHAGEN).date())
    return translator.tr(N_("{name}, {day}, from {file}"), name=line.by, day=day, file=line.source_name)


def size_words(translator: Translator, line: VersionLine) -> str:
    """Say how many questions it has and how many visits use it."""
    questions = translator.tn("{count} question", "{count} questions", line.questions)
    return f"{questions} · {visits_words(translator, line.visits)}"


def visits_words(translator: Translator, count: int) -> str:
    """Say how many visits use it."""
    return translator.tn("{count} visit", "{count} visits", count) if count else translator.tr(N_("no visit yet"))
