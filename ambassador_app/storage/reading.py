"""Domain values out of the database: one, all that match, or one field of all."""

from __future__ import annotations

from functools import cache
from typing import Final, cast

from ambassador_app.domain.records import R, Record, fields_of, to_json, value_of
from ambassador_app.errors import RecordNotFound
from ambassador_app.storage.cipher import Connection
from ambassador_app.storage.rows import Row, read, read_json
from ambassador_app.storage.schema import COLUMNS, Cell, Fields, table_name


@cache
def _exact(kind: str) -> frozenset[str]:
    return frozenset(one.name for one in COLUMNS[kind] if one.exact)


class Reading:
    """What can be read at one moment."""

    def __init__(self, connection: Connection) -> None:
        self.connection: Final = connection

    def load(self, cls: type[R], identifier: str) -> R:
        """The record with this id. Raises RecordNotFound."""
        found = self.find(cls, identifier)
        if found is None:
            raise RecordNotFound(kind=cls.KIND, id=identifier)
        return found

    def find(self, cls: type[R], identifier: str) -> R | None:
        """The record with this id, or None."""
        row = self._row(cls.KIND, identifier)
        return value_of(cls, identifier, {**row.fields, **row.local}) if row is not None and not row.deleted else None

    def number_of(self, cls: type[Record], identifier: str) -> int:
        """The number that the office gave to the version a record started from; 0 for none."""
        row = self._row(cls.KIND, identifier)
        return row.base if row is not None else 0

    def _row(self, kind: str, identifier: str) -> Row | None:
        return read(self.connection, kind, identifier)

    def all(self, cls: type[R], **equals: object) -> tuple[R, ...]:
        """Every record whose fields equal these, in the order they were first kept."""
        plain = {name: to_json(value) for name, value in equals.items()}
        asked = {name: value for name, value in plain.items() if name in _exact(cls.KIND)}
        where = "".join(f' AND "{name}" IS ?' for name in asked)
        rows = self.connection.execute(
            f"SELECT id, body, local FROM {table_name(cls.KIND)} WHERE NOT deleted{where} ORDER BY row",
            tuple(cast("Cell", value) for value in asked.values()),
        ).fetchall()
        rest = plain.keys() - asked.keys()
        values = (value_of(cls, one, _fields(body, local)) for one, body, local in rows)
        return tuple(one for one in values if not rest or _matches(one, {name: equals[name] for name in rest}))

    def index(self, cls: type[Record], field: str) -> dict[str, str]:
        """The ids of all records by one of their indexed fields; where several share a value, the latest kept."""
        if field not in _exact(cls.KIND):
            raise ValueError(f"{field} of {cls.KIND} has no column")
        rows = self.connection.execute(
            f'SELECT "{field}", id FROM {table_name(cls.KIND)} WHERE NOT deleted AND "{field}" IS NOT NULL ORDER BY row'
        ).fetchall()
        return {str(value): str(one) for value, one in rows}

    def count(self, cls: type[Record]) -> int:
        """How many there are."""
        asked = f"SELECT count(*) FROM {table_name(cls.KIND)} WHERE NOT deleted"
        return int(self.connection.execute(asked).fetchone()[0])


def _fields(body: str, local: str | None) -> Fields:
    return {**read_json(body), **read_json(local)} if local else read_json(body)


def _matches(value: Record, equals: dict[str, object]) -> bool:
    return all(getattr(value, name) == wanted for name, wanted in equals.items())


def local_of(value: Record) -> Fields:
    """The fields that stay in their row on this device, if the record has any."""
    if not _local_names(type(value)):
        return {}
    every = fields_of(value, local=True)
    return {name: every[name] for name in _local_names(type(value)) if every[name] is not None}


@cache
def _local_names(cls: type[Record]) -> tuple[str, ...]:
    from dataclasses import fields
    from typing import Any

    return tuple(one.name for one in fields(cast("Any", cls)) if one.metadata.get("local"))
