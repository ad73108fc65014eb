"""What became of the measures of earlier visits: where each stands, what it promised and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add

from ambassador_app import wording
from ambassador_app.domain.dossier import VisitDossier
from ambassador_app.domain.follow_up import NOTHING, Amounts, EarlierMeasure, Figure, Outcome
from ambassador_app.domain.quantities import DataQuality, of_sum, worst
from ambassador_app.i18n import N_, Translator
from ambassador_app.report import figures
from ambassador_app.report.content import Align, Block, Bullets, Column, KeyFigure, KeyFigures, Paragraph, Table


def blocks(words: Translator, shown: VisitDossier) -> list[Block]:
    """Tell of each measure that an earlier report proposed; nothing where there is none."""
    if not shown.earlier:
        return []
    said = words.tn(
        "{count} measure was proposed at an earlier visit.",
        "{count} measures were proposed at earlier visits.",
        len(shown.earlier),
    )
    found: list[Block] = [Paragraph(said), _table(words, shown.earlier)]
    return [*found, *_how_found(words, shown.earlier)]


def summary(words: Translator, shown: VisitDossier) -> list[Block]:
    """Say on page 1 what became of the earlier measures; nothing where there is none."""
    if not shown.earlier:
        return []
    done = sum(one.status.is_implemented for one in shown.earlier)
    both = [one for one in shown.earlier if one.outcome.promised and one.outcome.realised]
    carried_out = KeyFigure(
        words.tr(N_("{done} of {all}"), done=done, all=len(shown.earlier)), "", words.tr(N_("Measures carried out"))
    )
    found = [carried_out, *_verified(words, both)] if both else [carried_out]
    said = words.tr(N_("What became of the measures proposed earlier:"))
    waiting = "" if both else words.tr(N_("None of the savings has been verified yet."))
    return [Paragraph(said), KeyFigures(tuple(found)), *([Paragraph(waiting)] if waiting else [])]


def _verified(words: Translator, both: Sequence[EarlierMeasure]) -> list[KeyFigure]:
    """Give what the verified measures came to, and how much of what they promised that is."""
    promised, realised = _sums(both)
    quality = of_sum(worst(tuple(one.realised_quality for one in both)))
    figure = Outcome(promised, realised)
    return [
        KeyFigure(
            figures.amount(words, realised.kwh, quality), words.tr(figures.KWH_A_YEAR), words.tr(N_("Verified saving"))
        ),
        KeyFigure(
            figures.amount(words, realised.dkk, quality), words.tr(figures.DKK_A_YEAR), words.tr(N_("Money saved"))
        ),
        KeyFigure(_share(words, figure), "", words.tr(N_("Of what was promised"))),
    ]


def _sums(both: Sequence[EarlierMeasure]) -> tuple[Amounts, Amounts]:
    promised = reduce(add, (one.outcome.promised or NOTHING for one in both), NOTHING)
    return promised, reduce(add, (one.outcome.realised or NOTHING for one in both), NOTHING)


def _table(words: Translator, measures: tuple[EarlierMeasure, ...]) -> Table:
    columns = (
        Column(words.tr(N_("Measure")), 2.6),
        Column(words.tr(N_("Proposed")), 1.3),
        Column(words.tr(N_("Status")), 2.3),
        Column(words.tr(N_("Promised a year")), 1.45, Align.END),
        Column(words.tr(N_("Realised a year")), 1.45, Align.END),
        Column(words.tr(N_("Share")), 0.8, Align.END),
    )
    return Table(columns, tuple(_row(words, one) for one in measures), _total(words, measures))


def _row(words: Translator, one: EarlierMeasure) -> tuple[str, ...]:
    promised, realised = one.outcome.promised, one.outcome.realised
    return (
        one.title,
        words.short_day(one.visited_on) if one.visited_on else wording.NOT_KNOWN,
        _status(words, one),
        _amounts(words, promised, one.promised_quality),
        _amounts(words, realised, one.realised_quality),
        _share(words, one.outcome),
    )


def _status(words: Translator, one: EarlierMeasure) -> str:
    """Say where it stands, and while somebody waits for it, for whom and until when."""
    lines = [words.tr(wording.label(one.status))]
    if not one.status.is_closed:
        lines += [one.owner, words.tr(N_("by {day}"), day=words.short_day(one.deadline)) if one.deadline else ""]
    return "\n".join(line for line in lines if line)


def _amounts(words: Translator, found: Amounts | None, quality: DataQuality) -> str:
    if found is None:
        return wording.NOT_KNOWN
    return f"{figures.quantity(words, found.kwh, 'kWh', quality)}\n{figures.money(words, found.dkk, quality)}"


def _share(words: Translator, outcome: Outcome) -> str:
    """Realised energy over promised; money where no energy was promised."""
    kwh = outcome.share(Figure.KWH)
    found = kwh if kwh is not None else outcome.share(Figure.DKK)
    return wording.NOT_KNOWN if found is None else words.percent(found, 0)


def _total(words: Translator, measures: tuple[EarlierMeasure, ...]) -> tuple[str, ...]:
    """Add up those that have both figures; a promise that nobody has verified is held against nothing."""
    both = [one for one in measures if one.outcome.promised and one.outcome.realised]
    if len(both) < 2:
        return ()
    promised, realised = _sums(both)
    return (
        words.tr(N_("Those that are verified")),
        "",
        "",
        _amounts(words, promised, of_sum(worst(tuple(one.promised_quality for one in both)))),
        _amounts(words, realised, of_sum(worst(tuple(one.realised_quality for one in both)))),
        _share(words, Outcome(promised, realised)),
    )


def _how_found(words: Translator, measures: tuple[EarlierMeasure, ...]) -> list[Block]:
    items = tuple(_method(words, one) for one in measures if one.method is not None)
    return [Bullets(items, lead=words.tr(N_("How the realised savings were found:")))] if items else []


def _method(words: Translator, one: EarlierMeasure) -> str:
    method = words.tr(wording.label(one.method)) if one.method else ""
    days = [words.short_day(day) for day in (one.period_from, one.period_to) if day]
    parts = (method, "–".join(days), words.tr(wording.label(one.realised_quality)))
    return words.tr(N_("{measure}: {how}"), measure=one.title, how=", ".join(part for part in parts if part))
