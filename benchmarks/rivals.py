"""Records per second beside Kinto, pouchdb-server and Anki's sync server: the same machine, the same run, in turns."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from statistics import median

from benchmarks.measuring import Figure
from benchmarks.servers import Missing, Server, all_of_them

BATCHES = {1: 40, 25: 8, 200: 3}
"""Records in a request, and requests in a round."""
_ROUNDS = 5


def figures() -> Iterator[Figure]:
    """Compare the office with each of the others; what each of them promises is printed beside it."""
    with all_of_them() as (servers, missing):
        for why in missing:
            print(f"not measured: {why}", file=sys.stderr, flush=True)
        taken: dict[tuple[str, int], list[tuple[float, float]]] = {}
        for _ in range(_ROUNDS):
            for size, times in BATCHES.items():
                for server in list(servers):
                    try:
                        taken.setdefault((server.name, size), []).append(_round(server, size, times))
                    except Missing as error:
                        servers.remove(server)
                        print(f"not measured: {server.name}: {error}", file=sys.stderr, flush=True)
        _print(servers, taken)
        yield from _figures(servers, taken)


def _round(server: Server, size: int, times: int) -> tuple[float, float]:
    """Give the records per second, and the processor time of all of them in ms."""
    before = server.cpu()
    wall = sum(server.bring(size) for _ in range(times))
    return size * times / wall, (server.cpu() - before) * 1000


def _print(servers: list[Server], taken: dict[tuple[str, int], list[tuple[float, float]]]) -> None:
    print(f"{'records of 378 B, one client':<32}" + "".join(f"{f'{size} at once':>26}" for size in BATCHES))
    for server in servers:
        cells = [(_rate(taken[server.name, size]), _cpu(taken[server.name, size], size)) for size in BATCHES]
        print(f"{server.name:<32}" + "".join(f"{rate:>12,.0f}/s {cpu:>8.2f} ms CPU" for rate, cpu in cells))
    for server in servers:
        print(f"  {server.name}: {server.promise}")


def _figures(servers: list[Server], taken: dict[tuple[str, int], list[tuple[float, float]]]) -> Iterator[Figure]:
    """Give milliseconds of processor time a record: what else runs on the machine hardly touches it."""
    ours = [one for one in servers if one.name.startswith("office")]
    for size in BATCHES:
        for one in ours:
            for other in servers:
                if other not in ours:
                    cpu, theirs = (_cpu(taken[each.name, size], size) for each in (one, other))
                    aim = "< 1" if _is_like(one, other) else "shown"
                    name = f"{one.name}: {size} at once, beside {other.name.split()[0]}"
                    yield Figure(name, cpu, theirs, "ms", aim)


def _is_like(one: Server, other: Server) -> bool:
    """Tell whether the figure is to be ahead: on PostgreSQL of Kinto on it, with a database of its own of both."""
    return other.name.startswith("Kinto") or (other.name.startswith("pouchdb") and "SQLite" in one.name)


def _rate(taken: list[tuple[float, float]]) -> float:
    return median(rate for rate, _ in taken)


def _cpu(taken: list[tuple[float, float]], size: int) -> float:
    """Over all rounds together: the kernel counts in hundredths of a second."""
    return sum(cpu for _, cpu in taken) / (len(taken) * size * BATCHES[size])
