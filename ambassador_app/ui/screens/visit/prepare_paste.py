"""Lines of energy use as they come from a spreadsheet: what is what, cell by cell; nothing is guessed silently."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from ambassador_app.domain.quantities import ITEM_NAMES, Carrier
from ambassador_app.domain.visit import EnergySource
from ambassador_app.i18n import Translator
from ambassador_app.services.energy import period_of
from ambassador_app.wording import LABEL

UNITS: Final = {
    "kwh": "kWh",
    "mwh": "MWh",
    "gj": "GJ",
    "m3": "m3",
    "m³": "m3",
    "nm3": "m3",
    "nm³": "m3",
    "l": "l",
    "liter": "l",
    "litre": "l",
    "kg": "kg",
}
_ALSO: Final = {
    "el": Carrier.ELECTRICITY,
    "strøm": Carrier.ELECTRICITY,
    "power": Carrier.ELECTRICITY,
    "fjv": Carrier.DISTRICT_HEATING,
    "varme": Carrier.DISTRICT_HEATING,
    "gas": Carrier.NATURAL_GAS,
    "olie": Carrier.GAS_OIL,
    "fyringsolie": Carrier.GAS_OIL,
    "oil": Carrier.GAS_OIL,
    "piller": Carrier.WOOD_PELLETS,
    "pellets": Carrier.WOOD_PELLETS,
    "flis": Carrier.WOOD_CHIPS,
}
_YEAR: Final = re.compile(r"(19|20)\d\d")


@dataclass(frozen=True, slots=True)
class PastedUse:
    """One line. `amount` and `cost` are as they were written: whoever shows them reads and asks."""

    carrier: Carrier
    year: str = ""
    amount: str = ""
    unit: str = "kWh"
    cost: str = ""
    source: EnergySource = EnergySource.BILL
    month: int | None = None


def pasted_uses(text: str, translator: Translator) -> tuple[PastedUse, ...]:
    """Read lines of carrier, year or month, amount, unit, cost and source; cells parted by tab or semicolon.

    A month is written with its name or with a dash (`marts 2025`, `2025-03`), or beside its year (`2025`, `marts`).
    A line that names no carrier (a heading, a sum) is passed over.
    """
    names = dict(_names(translator))
    return tuple(use for line in text.splitlines() if (use := _use(_cells(line), names)) is not None)


def _use(cells: list[str], names: dict[str, Carrier]) -> PastedUse | None:
    place = next((at for at, cell in enumerate(cells) if cell.casefold() in names), None)
    if place is None:
        return None
    rest = [cell for at, cell in enumerate(cells) if at != place]
    year = _taken(rest, lambda cell: _YEAR.fullmatch(cell) is not None)
    period = period_of(_taken(rest, lambda cell: period_of(cell) is not None))
    if period is not None and period[0] is not None:
        year = str(period[0])
    month = period[1] if period is not None else None
    unit = _taken(rest, lambda cell: cell.casefold() in UNITS)
    source = _SOURCES.get(_taken(rest, lambda cell: cell.casefold() in _SOURCES).casefold(), EnergySource.BILL)
    figures = [cell for cell in rest if any(sign.isdigit() for sign in cell)]
    amount, cost = (*figures, "", "")[:2]
    carrier = names[cells[place].casefold()]
    return PastedUse(carrier, year, amount, UNITS.get(unit.casefold(), "kWh"), cost, source, month)


def _taken(cells: list[str], is_it: Callable[[str], bool]) -> str:
    """Take the first cell out that is it; nothing where none is."""
    place = next((at for at, cell in enumerate(cells) if is_it(cell)), None)
    return "" if place is None else cells.pop(place)


def _cells(line: str) -> list[str]:
    mark = "\t" if "\t" in line else ";"
    return [cell.strip().strip('"').strip() for cell in line.split(mark)]


def _names(translator: Translator) -> Iterator[tuple[str, Carrier]]:
    """What a carrier is called: in both languages, in short, and as the program writes it."""
    for carrier in Carrier:
        for word in (carrier.value, LABEL[carrier], ITEM_NAMES[carrier]):
            yield word.casefold(), carrier
            yield translator.tr(word).casefold(), carrier
    yield from _ALSO.items()


_SOURCES: Final = {
    "måler": EnergySource.METER,
    "meter": EnergySource.METER,
    "regning": EnergySource.BILL,
    "faktura": EnergySource.BILL,
    "bill": EnergySource.BILL,
    "skøn": EnergySource.ESTIMATE,
    "estimate": EnergySource.ESTIMATE,
}
