"""Invented meter files as Danish portals and utilities write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Copenhagen")
METER = "571313100000000017"


def hours(first: int, last: int) -> list[tuple[datetime, datetime]]:
    """Every hour of the years `first` to `last`, on the Danish wall clock, as it truly passes."""
    at = datetime(first, 1, 1, tzinfo=ZONE).astimezone(UTC)
    end = datetime(last + 1, 1, 1, tzinfo=ZONE).astimezone(UTC)
    found = []
    while at < end:
        found.append((at.astimezone(ZONE), (at + timedelta(hours=1)).astimezone(ZONE)))
        at += timedelta(hours=1)
    return found


def portal(first: int, last: int, *, amount: str = "0,500", meter: str = METER, kind: str = "") -> str:
    """Hourly electricity as the national portal exports it: local time, decimal comma, semicolons."""
    head = "MålepunktsID;Fra_dato;Til_dato;Mængde;Måleenhed;Kvalitet;Type" + (";Målepunktstype_Kode" if kind else "")
    tail = f";{kind}" if kind else ""
    lines = [
        f"{meter};{start:%d-%m-%Y %H:%M:%S};{end:%d-%m-%Y %H:%M:%S};{amount};KWH;Målt;Tidsserie{tail}"
        for start, end in hours(first, last)
    ]
    return "\n".join((head, *lines)) + "\n"
