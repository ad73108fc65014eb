"""How well the inputs of a new measure are known: what the catalogue or the checklist assumes is a guess."""

from __future__ import annotations

from collections.abc import Mapping

from ambassador_app.domain.calculators import CALCULATORS
from ambassador_app.domain.catalogue import CatalogueEntry
from ambassador_app.domain.measure import FROM_CATALOGUE, FROM_CHECKLIST
from ambassador_app.domain.quantities import DataQuality, worst
from ambassador_app.domain.suggestions import Suggestion
from ambassador_app.domain.visit import Answer
from ambassador_app.services.figures import figures_of


def guesses_of(
    entry: CatalogueEntry, inputs: Mapping[str, object], suggestion: Suggestion | None = None
) -> dict[str, str]:
    """Name the figures among `inputs` that no answered number went into, with where they are from.

    0 is no guess: it is what "none" says. An assumption that is the calculator's own has its better source.
    """
    found = {}
    for name in figures_of(entry.calculator, inputs):
        if suggestion is None or name not in suggestion.inputs:
            found[name] = FROM_CATALOGUE
        elif not suggestion.made_of[name] and inputs[name] != 0:
            usual, source = CALCULATORS[entry.calculator].default_of(name, inputs)
            found[name] = source if source and usual == inputs[name] else FROM_CHECKLIST
    return found


def qualities_of(suggestion: Suggestion, answers: Mapping[str, Answer]) -> dict[str, DataQuality]:
    """Give how well the inputs are known whose answers say where they come from.

    A calculation is known as its poorest answer; one of which nothing is said counts as estimated beside others.
    """
    found = {}
    for name, paths in suggestion.made_of.items():
        told = [answers[path].source.quality if path in answers else None for path in paths]
        if any(told):
            found[name] = worst(tuple(one or DataQuality.C for one in told))
    return found
