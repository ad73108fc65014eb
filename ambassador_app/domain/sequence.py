"""How much of each measure is left to save when those before it are done: one account for each use of energy.

Every system has an account for each carrier (electricity for lighting, gas for heating), every metered carrier one
for the whole site. Measures are taken in order: demand, control, supply; within supply first recovered heat, then
another source of heat, last own production. A measure finds in the account what those before it left:

- one that knows what it acts on (kWh a year before it: these lamps, that wall) counts whole while at least as much is
  left, and in proportion when less is left. Measures of one stage that each act on a part of their own (lamps here,
  lamps there; walls, windows) do not take from each other;
- one that acts on the whole system (a lower room temperature) counts the share of its use that is left; two of them
  are taken one after the other;
- those that do not know what they act on are taken to act on all of the account, whatever the others of their stage
  do: of shares a, b, c of it, 1 - (1 - a)(1 - b)(1 - c) is saved, and each counts the same part of its own;
- one that puts another supply in the place of the old one takes all that it converts out of the account. A second one
  that then finds less than half of what it would replace is meant for the same boiler, and counts nothing;
- nobody saves more of a carrier than the meter still shows; what a heat pump or a car uses more comes on top of it.

What stands in an account at the beginning: the largest use that its measures know of (parts of one stage added up),
for fuels of the heating at least what is metered. Where nothing is known, twice what the measures of unknown base
would save on their own: together they are taken to act on a use of which they save half.

Among measures that meet, those that are agreed come first, then those that save most CO2e; so the order of the list
changes nothing. Method after Capehart & Capehart (interaction of measures) and the consultants' rule of demand first.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, TypeAlias

from ambassador_app.domain.effects import Effect
from ambassador_app.domain.quantities import Carrier
from ambassador_app.domain.stages import Stage, System

Account: TypeAlias = tuple[Carrier, System | None]
"""A carrier and what it is used for; None is the whole site, as metered."""

UNKNOWN_USE: Final = 2.0
"""What measures whose use before is not known are taken to act on, as a multiple of what they save."""

_STAGES: Final = {stage: place for place, stage in enumerate(Stage)}
_NEAR: Final = 1e-9
_OTHER_BOILER: Final = 0.5


@dataclass(frozen=True, slots=True)
class Limit:
    """Why a measure does not count whole: of the kWh a year it acts on, so much is left in an account. `assumed`: what
    it acts on is not known, and taken to be the whole account."""

    carrier: Carrier
    system: System | None
    acts_on_kwh: float
    left_kwh: float
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Shares:
    """What counts of a measure, 0 to 1: of each carrier it saves, and of the measure as a whole (its mean by kWh)."""

    by_carrier: Mapping[Carrier, float]
    whole: float
    limits: tuple[Limit, ...]

    def of(self, carrier: Carrier) -> float:
        """Give what counts of a carrier; more use of one follows the measure as a whole."""
        return self.by_carrier.get(carrier, self.whole)


def in_order(effects: Sequence[Effect]) -> list[list[Effect]]:
    """Put measures in the order in which they are counted; those that do not take from each other stand together."""
    ordered = sorted(effects, key=_key)
    return [list(group) for _, group in groupby(ordered, key=lambda one: _key(one)[:3])]


def _key(one: Effect) -> tuple[int, int, tuple[bool, float, float, str], str]:
    """Sort by stage; in it parts, then what is not known, then what acts on all, then production; the last text only
    makes it the same however the list came."""
    stage = _STAGES[one.place.stage]
    if one.produces:
        return stage, 3, _TOGETHER, one.measure_id
    if not _is_known(one):
        return stage, 1, _TOGETHER, one.measure_id
    if not one.place.whole:
        return stage, 0, _TOGETHER, one.measure_id
    return stage, 2, (not one.is_agreed, -one.co2e_kg, -sum(one.kwh.values()), one.measure_id), one.measure_id


_TOGETHER: Final = (False, 0.0, 0.0, "")


def _is_known(one: Effect) -> bool:
    return all(carrier in one.use_before for carrier in one.systems)


def shares_of(effects: Sequence[Effect], metered: Mapping[Carrier, float]) -> dict[str, Shares]:
    """Give what counts of each measure, by its id, in the order of counting. `metered`: kWh used a year."""
    ledger = _Ledger(effects, metered)
    found: dict[str, Shares] = {}
    for group in in_order(effects):
        found |= ledger.enter(group)
    return found


def accounts_of(one: Effect, carrier: Carrier) -> Iterator[Account]:
    """Name the accounts that a measure draws a carrier from, the site's own left out."""
    for system in one.systems[carrier]:
        yield carrier, system


class _Ledger:
    """What is left in every account while measures are entered one group after the other."""

    def __init__(self, effects: Sequence[Effect], metered: Mapping[Carrier, float]) -> None:
        self.begun = begun_with(effects, metered)
        self._left: dict[Account, float] = dict(self.begun)
        self._converted: set[Account] = set()

    def enter(self, group: Sequence[Effect]) -> dict[str, Shares]:
        """Count a group whose members find the same accounts, and take out what they save."""
        limits: dict[str, list[Limit]] = {one.measure_id: [] for one in group}
        needed = self._needed(group) if _is_known(group[0]) else {}
        kept = {} if needed else self._kept(group)
        counted = {
            one.measure_id: {carrier: self._share(one, carrier, needed, kept, limits) for carrier in one.systems}
            for one in group
        }
        self._cut_to_meter(group, counted, limits)
        found = {
            one.measure_id: Shares(
                counted[one.measure_id], _mean(one, counted[one.measure_id]), tuple(limits[one.measure_id])
            )
            for one in group
        }
        for one in group:
            self._take_out(one, found[one.measure_id])
        return found

    def _needed(self, group: Sequence[Effect]) -> dict[Account, float]:
        """Add up what the members of a group act on, in each account."""
        needed: dict[Account, float] = {}
        for one, account in _entries(group):
            needed[account] = needed.get(account, 0.0) + one.use_before[account[0]]
        return needed

    def _kept(self, group: Sequence[Effect]) -> dict[Account, float]:
        """Give what counts of measures that each act on the whole of an account which nobody has touched yet."""
        shares: dict[Account, list[float]] = {}
        for one, account in _entries(group):
            shares.setdefault(account, []).append(one.kwh[account[0]] / self.begun[account])
        return {
            account: (1 - math.prod(1 - share for share in those)) / math.fsum(those) if len(those) > 1 else 1.0
            for account, those in shares.items()
        }

    def _share(
        self,
        one: Effect,
        carrier: Carrier,
        needed: Mapping[Account, float],
        kept: Mapping[Account, float],
        limits: Mapping[str, list[Limit]],
    ) -> float:
        smallest = 1.0
        for account in accounts_of(one, carrier):
            left, acts_on = self._left[account], needed.get(account, self.begun[account])
            share = _clear(kept.get(account, 1.0) * min(left / acts_on, 1.0))
            if one.place.converts and account in self._converted and share < _OTHER_BOILER:
                share = 0.0
            if share < 1:
                limits[one.measure_id].append(Limit(carrier, account[1], acts_on, left, account in kept))
            smallest = min(smallest, share)
        return smallest

    def _cut_to_meter(
        self,
        group: Sequence[Effect],
        counted: Mapping[str, dict[Carrier, float]],
        limits: Mapping[str, list[Limit]],
    ) -> None:
        for carrier in {carrier for one in group for carrier in one.systems}:
            account = (carrier, None)
            if account not in self._left:
                continue
            savers = [one for one in group if carrier in one.systems]
            wanted = math.fsum(counted[one.measure_id][carrier] * one.kwh[carrier] for one in savers)
            left = max(self._left[account], 0.0)
            if wanted <= left * (1 + _NEAR):
                continue
            for one in savers:
                counted[one.measure_id][carrier] = _clear(counted[one.measure_id][carrier] * left / wanted)
                limits[one.measure_id].append(Limit(carrier, None, wanted, left))

    def _take_out(self, one: Effect, shares: Shares) -> None:
        for carrier in one.systems:
            replaced = one.use_before[carrier] if one.place.converts else one.kwh[carrier]
            for account in accounts_of(one, carrier):
                self._left[account] = max(self._left[account] - shares.of(carrier) * replaced, 0.0)
                if one.place.converts and shares.whole > 0:
                    self._converted.add(account)
        for carrier, kwh in one.kwh.items():
            if (carrier, None) in self._left:
                self._left[carrier, None] -= shares.of(carrier) * kwh


def begun_with(effects: Sequence[Effect], metered: Mapping[Carrier, float]) -> dict[Account, float]:
    """Give what stands in each account before any measure, kWh a year."""
    begun: dict[Account, float] = {}
    known: dict[tuple[Account, Stage, bool], float] = {}
    for one, account in _entries(effects):
        acts_on, own = one.use_before.get(account[0]), not one.place.whole
        if acts_on is None or not _is_known(one):
            begun[account] = begun.get(account, 0.0) + UNKNOWN_USE * one.kwh[account[0]]
            continue
        key = (account, one.place.stage, own)
        known[key] = known.get(key, 0.0) + acts_on if own else max(known.get(key, 0.0), acts_on)
    for (account, _, _), kwh in known.items():
        begun[account] = max(begun.get(account, 0.0), kwh)
    return begun | _metered(begun, metered)


def _entries(effects: Sequence[Effect]) -> Iterator[tuple[Effect, Account]]:
    """Pair each measure with each of its accounts, the same way however the list came."""
    for one in sorted(effects, key=lambda one: one.measure_id):
        for carrier in one.systems:
            for account in accounts_of(one, carrier):
                yield one, account


def _metered(begun: Mapping[Account, float], metered: Mapping[Carrier, float]) -> dict[Account, float]:
    """Give the site's own accounts, and those of heating with a fuel, which has all that is metered of it."""
    found: dict[Account, float] = {(carrier, None): kwh for carrier, kwh in metered.items() if kwh > 0}
    for carrier, kwh in metered.items():
        heating = begun.get((carrier, System.HEATING))
        if heating is not None and carrier is not Carrier.ELECTRICITY:
            found[carrier, System.HEATING] = max(heating, kwh)
    return found


def _mean(one: Effect, shares: Mapping[Carrier, float]) -> float:
    saved = math.fsum(one.kwh[carrier] for carrier in shares)
    return _clear(math.fsum(shares[carrier] * one.kwh[carrier] for carrier in shares) / saved) if shares else 1.0


def _clear(share: float) -> float:
    """Keep a share between 0 and 1, and free of what rounding left."""
    if share >= 1 - _NEAR:
        return 1.0
    return share if share > _NEAR else 0.0
