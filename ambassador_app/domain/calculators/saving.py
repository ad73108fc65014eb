"""What a calculator's function returns: physical savings and the steps that led to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ambassador_app.domain.quantities import Carrier, Stream
from ambassador_app.i18n import Message


@dataclass(frozen=True, slots=True)
class Saving:
    """Yearly savings; negative means more use. `energy` in kWh, `streams` in each one's unit (l, m³, and kWh
    sold), `other_dkk` in DKK. `steps` are the formulas with the numbers put in, `warnings` what the reader should
    doubt, `prices` own prices of streams in DKK that stand before the price set's.
    """

    energy: Mapping[Carrier, float] = field(default_factory=dict)
    streams: Mapping[Stream, float] = field(default_factory=dict)
    other_dkk: float = 0.0
    steps: tuple[Message, ...] = ()
    warnings: tuple[Message, ...] = ()
    prices: Mapping[Stream, float] = field(default_factory=dict)
