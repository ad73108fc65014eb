"""What the author of a checklist may write to speak of measures, in the author's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ambassador_app.domain.calculators import CALCULATORS, Choice, Input, Number
from ambassador_app.domain.catalogue import CatalogueEntry
from ambassador_app.i18n import N_, Translator


def catalogue_rows(catalogue: Mapping[str, CatalogueEntry], translator: Translator) -> Iterator[tuple[str, ...]]:
    """Give a row for each input of each measure, by title; first the headings.

    The first and third column are what `bind::kb:measure`, `kb_measure` and `bind::kb:input` take.
    """
    tr, language = translator.tr, translator.language.value
    headings = N_("Measure"), N_("What it is called"), N_("Input"), N_("What it asks"), N_("Unit, or what it can be")
    yield tuple(map(tr, headings))
    for entry in sorted(catalogue.values(), key=lambda one: one.title(language).casefold()):
        for field in CALCULATORS[entry.calculator].fields():
            name = f"{entry.id}.{field.name}"
            yield entry.id, entry.title(language), name, tr(field.label), _values(field, translator)


def _values(field: Input, translator: Translator) -> str:
    if isinstance(field, Choice):
        return ", ".join(one.value for one in field.options)
    if not isinstance(field, Number):
        return ""
    return translator.tr(N_("a share: 25 % is 0.25")) if field.percent else translator.tr(field.unit)
