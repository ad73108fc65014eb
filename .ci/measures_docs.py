"""Writes `docs/measures/{da,en}`: a page for each calculator and an index, from the declarations alone.

    python .ci/measures_docs.py            write the pages
    python .ci/measures_docs.py --check    fail when a page is not what the declarations give

The Danish words are those of the .po file as it is kept; what only lies in build/ or was compiled here changes nothing.
"""

from __future__ import annotations

import gettext
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from ambassador_app.domain.calculators import CALCULATORS, Calculator, Costing, assess
from ambassador_app.i18n import Language, Translator
from ambassador_app.services.resources import Resources
from ambassador_app.wording.measure_pages import Example, Subject, index_page, measure_page

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "measures"
RESOURCES = ROOT / "resources"


def main(arguments: list[str]) -> int:
    """Write or check; give the exit code."""
    wanted = dict(pages())
    present = {path for path in PAGES.rglob("*") if path.is_file()}
    stale = [path for path, text in wanted.items() if path not in present or path.read_text("utf-8") != text]
    strange = sorted(present - set(wanted))
    if "--check" in arguments:
        for path in (*stale, *strange):
            print(
                f"{path.relative_to(ROOT)} is not what the calculators give: run `make measures-docs`.", file=sys.stderr
            )
        return 1 if stale or strange else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path], "utf-8")
    for path in strange:
        path.unlink()
    print(f"measures: {len(wanted)} pages, {len(stale)} written, {len(strange)} removed")
    return 0


def pages() -> Iterator[tuple[Path, str]]:
    """Give every page with its path."""
    subjects = tuple(subjects_of(Resources(RESOURCES)))
    for language in Language:
        words, folder = translator(language), PAGES / language.value
        yield folder / "index.md", index_page(subjects, words)
        for subject in subjects:
            yield folder / f"{subject.calculator.id}.md", measure_page(subject, words)


def subjects_of(resources: Resources) -> Iterator[Subject]:
    """Give what each page is about."""
    data = json.loads((RESOURCES / "measures" / "examples.json").read_text("utf-8"))
    for calculator in CALCULATORS.values():
        entries = tuple(entry for entry in resources.catalogue.values() if entry.calculator == calculator.id)
        yield Subject(
            calculator,
            resources.lifetime(calculator.id),
            entries,
            tuple(example(resources, data, calculator, one) for one in data["examples"][calculator.id]),
            resources.factor_set(data["factors"]),
        )


def example(resources: Resources, data: dict[str, object], calculator: Calculator, one: dict[str, object]) -> Example:
    """Compute one example with the sets that the file names; a price that the set lacks is that of its likes."""
    costing = Costing(one.get("investment_dkk"), one.get("subsidy_dkk", 0.0))
    found = assess(
        calculator.id,
        one["inputs"],
        costing=costing.with_lifetime(resources.lifetime(calculator.id)),
        factors=resources.factor_set(data["factors"]),
        prices=resources.price_set(data["prices"]).with_prices(data["own_prices"]),
        year=data["year"],
    )
    return Example(one["inputs"], found)


def translator(language: Language) -> Translator:
    """Give the words of the kept .po file."""
    path = RESOURCES / "translations" / language.value / "LC_MESSAGES" / "ambassador.po"
    if not path.exists():
        return Translator(language, gettext.NullTranslations())
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language.value))
    compiled.seek(0)
    return Translator(language, gettext.GNUTranslations(compiled))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
